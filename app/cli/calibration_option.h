// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of a text that guide a conversion: made now, or by an earlier run. Shared by calibrate, imatrix and convert.
#pragma once

#include "calibrate/codes_forecast.h"
#include "command.h"
#include "convert/calibrated_conversion.h"
#include "text_option.h"

#include <memory>
#include <optional>
#include <string>

namespace quantlathe::cli {

/// The windows of the choice's text.
[[nodiscard]] CalibrationRequest requestFromChoice(Session& session, const Model& model, const CalibrationChoice& choice,
                                                   const ForwardOptions& run);
/// The windows of the text that the options name.
[[nodiscard]] CalibrationRequest requestFromOptions(Session& session, const Model& model, const TextOptions& text,
                                                    const ForwardOptions& run);
/// What choosing codes for these sequences will take on this machine; nothing where no weight of the plan can be calibrated.
[[nodiscard]] std::optional<CodesForecast> forecastFor(Session& session, const Plan& plan, const CalibratedRequest& request);
/// "40 s", "12 min", "3.5 h"
[[nodiscard]] std::string roughDuration(double seconds);

/// The file with the statistics: in the cache folder, made now unless it is there.
[[nodiscard]] std::filesystem::path calibratedInCache(Session& session, const std::shared_ptr<const Model>& model,
                                                      const CalibrationRequest& request);

} // namespace quantlathe::cli
