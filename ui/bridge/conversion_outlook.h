// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of a conversion before it begins: whether its place is good, what it costs, which programs will load the
// result. The functions are for workers.
#pragma once

#include "base/progress.h"
#include "consumers/consumer.h"
#include "convert/calibrated_conversion.h"
#include "convert/job.h"
#include "ui/bridge/problem.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <QString>
#include <vector>

namespace quantlathe::ui {

struct DestinationOutlook {
    std::optional<Problem> problem;         // why nothing can be written there
    std::optional<Problem> secondLoss;      // what speaks against it all the same: the source is quantized already
    QString warning;                        // the same of a source that is converted without being asked; empty: nothing
    bool isThere = false;                   // something of the name, which would be replaced
    std::optional<std::uint64_t> freeBytes; // of the disk; nothing: unknown
    std::optional<SupplyNeed> supply;       // of a model that is not on this machine
};
[[nodiscard]] DestinationOutlook lookAtDestination(const Plan& plan, const std::filesystem::path& destination);

/// The part of a model that sees, as a file of its own beside the model's.
struct ImagePartOutlook {
    std::filesystem::path destination; // in the folder of the model's result, under a name that is free
    std::uint64_t bytes = 0;
};
/// In F16, BF16 or Q8_0. Throws what imagePartOf() and makePlan() throw.
[[nodiscard]] ImagePartOutlook lookAtImagePart(const Model& model, const QString& type, const std::filesystem::path& folder);
struct CostOutlook {
    double seconds = 0;
    std::uint64_t memoryBytes = 0;     // beside the program itself, and beside the model's run where a text is run
    std::uint64_t availableMemory = 0; // 0: unknown
};
/// By short trials. Throws what forecastConversion() and forecastCodes() throw.
[[nodiscard]] CostOutlook expectedCost(const Plan& plan, const CalibrationChoice& calibration, const CancelToken& cancel);

struct CalibrationCost {
    double seconds = 0; // 0: there is nothing to calibrate
    std::uint64_t memoryBytes = 0;
};
/// Of running the text, unless its statistics are there, and choosing codes. Precondition: the choice chooses codes. Throws
/// what forecastCodes() throws.
[[nodiscard]] CalibrationCost calibrationCost(const Plan& plan, const CalibrationChoice& calibration,
                                              const CancelToken& cancel);

/// What repeats the job without a window.
[[nodiscard]] QString conversionCommand(const Plan& plan, const QString& preTokenizer, const std::filesystem::path& destination,
                                        const ConvertOptions& options, const CalibrationChoice& calibration);

/// The same of a model's image part.
[[nodiscard]] QString imagePartCommand(const Model& model, const QString& type, const std::filesystem::path& destination);

} // namespace quantlathe::ui
