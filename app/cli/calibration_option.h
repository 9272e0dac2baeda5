// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of a text that guide a conversion: made now, or by an earlier run. Shared by calibrate and convert.
#pragma once

#include "command.h"
#include "runtime/calibration.h"
#include "text_option.h"

#include <memory>

namespace quantlathe::cli {

/// Windows that are run when nobody says how many: some ten tokens for each column of a matrix of 4 096.
inline constexpr std::size_t defaultCalibrationWindows = 128;

/// The windows of the text that the options name.
[[nodiscard]] CalibrationRequest calibrationRequest(Session& session, const Model& model, const TextOptions& text,
                                                    const ForwardOptions& run);
/// The file with the statistics: in the cache folder, made now unless it is there.
[[nodiscard]] std::filesystem::path calibratedInCache(Session& session, const std::shared_ptr<const Model>& model,
                                                      const TextOptions& text, const ForwardOptions& run);

} // namespace quantlathe::cli
