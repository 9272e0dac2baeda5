// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/calibrated_conversion.h"

#include "base/file.h"
#include "base/resources.h"
#include "base/words.h"
#include "calibrate/calibrated_codes.h"
#include "calibrate/calibration_importance.h"
#include "measure/text_windows.h"
#include "plan/input_scales.h"
#include "runtime/calibration_file.h"

namespace quantlathe {

CalibrationRequest calibrationRequest(const Model& model, const TextCalibration& calibration) {
    constexpr std::uint64_t mostBytes = (1ULL << 30U) - 1; // of a tokenizer's input
    const std::filesystem::path file =
        calibration.text.empty() ? resourcePath("text/default-calibration.txt") : calibration.text;
    const std::size_t context = calibration.contextTokens == 0 ? defaultContextTokens(model) : calibration.contextTokens;
    CalibrationRequest request;
    request.sequences = cutForCalibration(model, readTextFile(file, mostBytes), context, calibration.windows);
    request.dataset = file.filename().string();
    request.options = calibration.options;
    return request;
}

std::filesystem::path calibrateInCache(const std::shared_ptr<const Model>& model, const CalibrationRequest& request,
                                       const RunContext& context) {
    const ModelWeights source(model);
    auto file = calibrationCacheFile(calibrationKey(source, request));
    static_cast<void>(calibrate(source, request, file, context));
    return file;
}

std::optional<std::string> whyNotCalibrated(const Plan& plan) {
    if (auto reason = whyNotRunnable(*plan.model)) {
        return reason;
    }
    if (calibratableChoices(plan).empty() && !storesInputScales(plan)) {
        return say("No weight of this plan has codes that a text could choose.");
    }
    return std::nullopt;
}

CalibratedPlan calibratePlan(const Plan& plan, const TextCalibration& calibration, const RunContext& context,
                             LossSink onChosen) {
    const CalibrationRequest request = calibrationRequest(*plan.model, calibration);
    const CalibrationStatistics statistics(calibrateInCache(plan.model, request, context));
    CalibratedPlan result{
        makePlan(plan.model, plan.explicitDocument(), std::make_shared<const ImportanceMatrix>(importanceOf(statistics))), {}};
    setInputScales(result.plan, statistics);
    if (!calibratableChoices(result.plan).empty()) {
        CalibratedRequest codes;
        codes.sequences = statistics.sequences();
        codes.options = calibration.options;
        codes.onChosen = std::move(onChosen);
        result.codes = calibratedCodes(result.plan, codes, context);
    }
    return result;
}

} // namespace quantlathe
