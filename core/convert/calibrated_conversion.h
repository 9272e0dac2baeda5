// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions that first run a text through the model, and choose codes by what it does there (docs/calibrated.md).
#pragma once

#include "calibrate/code_store.h"
#include "plan/plan.h"
#include "runtime/calibration.h"
#include "runtime/run_context.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace quantlathe {

/// Windows that are run when nobody says how many: some ten tokens for each column of a matrix of 4 096.
inline constexpr std::size_t defaultCalibrationWindows = 128;

struct TextCalibration {
    std::filesystem::path text;    // empty: the one that comes with the program
    std::size_t contextTokens = 0; // 0: defaultContextTokens()
    std::size_t windows = defaultCalibrationWindows;
    ForwardOptions options;
};

/// The windows of the text. Throws Error(badInput) when the text cannot be read, has 1 GiB or more or is too short, and when
/// the model cannot be run.
[[nodiscard]] CalibrationRequest calibrationRequest(const Model& model, const TextCalibration& calibration);

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

/// What a conversion by `plan` takes over when a text is run first. Throws what the steps throw. Progress: one start and finish
/// a step.
[[nodiscard]] CalibratedPlan calibratePlan(const Plan& plan, const TextCalibration& calibration, const RunContext& context,
                                           LossSink onChosen = {});

} // namespace quantlathe
