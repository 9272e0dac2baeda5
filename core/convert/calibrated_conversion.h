// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions that first run a text through the model, and choose codes by what it does there (docs/calibrated.md).
#pragma once

#include "calibrate/calibrated_codes.h"
#include "calibrate/calibration_coverage.h"
#include "plan/plan.h"
#include "runtime/calibration.h"
#include "runtime/run_context.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace quantlathe {

/// The windows of the choice's text. Throws Error(badInput) when the text cannot be read, has 1 GiB or more or is too short,
/// and when the model cannot be run. Precondition: the source is a text.
[[nodiscard]] CalibrationRequest calibrationRequest(const Model& model, const CalibrationChoice& choice,
                                                    const ForwardOptions& options = {});

/// What is known of the choice's statistics without running anything.
struct StatisticsOutlook {
    std::string text; // name of the file that was run, or will be
    std::uint64_t sequences = 0;
    std::uint64_t contextTokens = 0; // of the longest sequence
    std::uint64_t tokens = 0;
    struct Kept {
        std::uint64_t bytes = 0;
        std::int64_t writtenAtNanoseconds = 0; // since 1970
        CalibrationCoverage coverage;
    };
    std::optional<Kept> kept;   // they are on the disk: in the cache folder, or in the choice's own file
    bool isInterrupted = false; // a run of the text has begun and goes on where it was
};
/// Throws what calibrationRequest() throws, and Error(badInput) when the choice's own file is no statistics. Precondition: the
/// choice chooses codes.
[[nodiscard]] StatisticsOutlook lookAtStatistics(const std::shared_ptr<const Model>& model, const CalibrationChoice& choice,
                                                 const ForwardOptions& options = {});

/// The file with the statistics: in the cache folder, made now unless it is there.
[[nodiscard]] std::filesystem::path calibrateInCache(const std::shared_ptr<const Model>& model,
                                                     const CalibrationRequest& request, const RunContext& context);

/// Why no text can choose codes for the plan: the model cannot be run, or nothing in the plan is a grid. Nothing if it can.
[[nodiscard]] std::optional<std::string> whyNotCalibrated(const Plan& plan);

struct CalibratedPlan {
    Plan plan;                              // the same encodings, guided by the importance of the statistics
    std::shared_ptr<const CodeStore> codes; // nullptr: nothing in it is a grid
};

/// Told of the loss of each weight: CalibratedRequest::onChosen.
using LossSink = std::function<void(const std::string& weight, const CalibratedLoss& loss)>;

/// What a conversion by `plan` takes over when its codes are chosen first: after a run of the choice's text, unless its
/// statistics are there. Throws what the steps throw. Progress: one start and finish a step. Precondition: the choice chooses
/// codes.
[[nodiscard]] CalibratedPlan calibratePlan(const Plan& plan, const CalibrationChoice& choice, const RunContext& context,
                                           const ForwardOptions& options = {}, LossSink onChosen = {});

/// What calibratedCodes() is asked for by the choice. Throws what calibrationRequest() and reading statistics throw.
[[nodiscard]] CalibratedRequest codesRequest(const Model& model, const CalibrationChoice& choice,
                                             const ForwardOptions& options = {});

} // namespace quantlathe
