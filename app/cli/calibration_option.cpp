// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibration_option.h"

#include <fmt/format.h>

namespace quantlathe::cli {

CalibrationRequest requestFromChoice(Session& session, const Model& model, const CalibrationChoice& choice,
                                     const ForwardOptions& run) {
    noteMissingBf16(session, run.compute);
    return calibrationRequest(model, choice, run);
}

CalibrationRequest requestFromOptions(Session& session, const Model& model, const TextOptions& text,
                                      const ForwardOptions& run) {
    CalibrationChoice choice = calibrationByText(text.file);
    choice.contextTokens = text.contextTokens;
    choice.windows = text.windows;
    return requestFromChoice(session, model, choice, run);
}

std::optional<CodesForecast> forecastFor(Session& session, const Plan& plan, const CalibratedRequest& request) {
    if (calibratableChoices(plan).empty()) {
        return std::nullopt;
    }
    ThreadArena arena(session.threads());
    return forecastCodes(plan, request, arena, session.cancelToken());
}

std::string roughDuration(double seconds) {
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    return seconds < 1.5 * minute ? fmt::format("{:.0f} s", seconds)
           : seconds < 1.5 * hour ? fmt::format("{:.0f} min", seconds / minute)
                                  : fmt::format("{:.1f} h", seconds / hour);
}

std::filesystem::path calibratedInCache(Session& session, const std::shared_ptr<const Model>& model,
                                        const CalibrationRequest& request) {
    ThreadArena arena(session.threads());
    return calibrateInCache(model, request, {arena, session.progress(), session.cancelToken()});
}

} // namespace quantlathe::cli
