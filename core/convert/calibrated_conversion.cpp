// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/calibrated_conversion.h"

#include "base/file.h"
#include "base/words.h"
#include "calibrate/calibration_importance.h"
#include "measure/text_windows.h"
#include "plan/input_scales.h"
#include "runtime/calibration_file.h"

#include <algorithm>

namespace quantlathe {

CalibrationRequest calibrationRequest(const Model& model, const CalibrationChoice& choice, const ForwardOptions& options) {
    constexpr std::uint64_t mostBytes = (1ULL << 30U) - 1; // of a tokenizer's input
    const std::filesystem::path file = textFileOf(choice);
    const std::size_t context = choice.contextTokens == 0 ? defaultContextTokens(model) : choice.contextTokens;
    CalibrationRequest request;
    request.sequences = cutForCalibration(model, readTextFile(file, mostBytes), context, choice.windows);
    request.dataset = file.filename().string();
    request.options = options;
    return request;
}

StatisticsOutlook lookAtStatistics(const std::shared_ptr<const Model>& model, const CalibrationChoice& choice,
                                   const ForwardOptions& options) {
    StatisticsOutlook outlook;
    const auto take = [&](const CalibrationStatistics& statistics, const std::filesystem::path& file) {
        const CalibrationOrigin& origin = statistics.origin();
        outlook.text = origin.dataset;
        outlook.sequences = origin.sequences;
        outlook.contextTokens = origin.longestSequence;
        outlook.tokens = origin.tokens;
        const FileStamp stamp = stampOf(file);
        outlook.kept = StatisticsOutlook::Kept{stamp.size, stamp.modifiedNanoseconds, coverageOf(statistics)};
    };
    if (choice.source == CalibrationChoice::Source::statistics) {
        take(CalibrationStatistics(choice.file), choice.file);
        return outlook;
    }
    const CalibrationRequest request = calibrationRequest(*model, choice, options);
    const std::string key = calibrationKey(ModelWeights(model), request);
    const auto file = key.empty() ? std::filesystem::path() : calibrationCacheFile(key);
    if (const auto kept = key.empty() ? std::nullopt : finishedCalibration(file, key)) {
        take(*kept, file);
        return outlook;
    }
    outlook.text = request.dataset;
    outlook.sequences = request.sequences.size();
    for (const TokenSequence& sequence : request.sequences) {
        outlook.contextTokens = std::max<std::uint64_t>(outlook.contextTokens, sequence.tokens.size());
        outlook.tokens += sequence.tokens.size();
    }
    outlook.isInterrupted = !key.empty() && hasInterruptedCalibration(file);
    return outlook;
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

CalibratedRequest codesRequest(const Model& model, const CalibrationChoice& choice, const ForwardOptions& options) {
    CalibratedRequest request;
    request.sequences = choice.source == CalibrationChoice::Source::statistics
                            ? CalibrationStatistics(choice.file).sequences()
                            : calibrationRequest(model, choice, options).sequences;
    request.options = options;
    request.corrected = choice.isCorrected;
    return request;
}

CalibratedPlan calibratePlan(const Plan& plan, const CalibrationChoice& choice, const RunContext& context,
                             const ForwardOptions& options, LossSink onChosen) {
    CalibrationChoice kept = choice; // as statistics
    if (choice.source == CalibrationChoice::Source::text) {
        kept.source = CalibrationChoice::Source::statistics;
        kept.file = calibrateInCache(plan.model, calibrationRequest(*plan.model, choice, options), context);
    }
    const CalibrationStatistics statistics(kept.file);
    CalibratedPlan result{
        makePlan(plan.model, plan.explicitDocument(), std::make_shared<const ImportanceMatrix>(importanceOf(statistics))), {}};
    setInputScales(result.plan, statistics);
    if (!calibratableChoices(result.plan).empty()) {
        CalibratedRequest codes = codesRequest(*plan.model, kept, options);
        codes.onChosen = std::move(onChosen);
        result.codes = calibratedCodes(result.plan, codes, context);
    }
    return result;
}

} // namespace quantlathe
