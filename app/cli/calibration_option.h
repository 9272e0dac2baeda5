// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of a text that guide a conversion: made now, or by an earlier run. Shared by calibrate, imatrix and convert.
#pragma once

#include "command.h"
#include "convert/calibrated_conversion.h"
#include "text_option.h"

#include <memory>

namespace quantlathe::cli {

/// The windows of the text that the options name.
[[nodiscard]] CalibrationRequest requestFromOptions(Session& session, const Model& model, const TextOptions& text,
                                                    const ForwardOptions& run);
/// The file with the statistics: in the cache folder, made now unless it is there.
[[nodiscard]] std::filesystem::path calibratedInCache(Session& session, const std::shared_ptr<const Model>& model,
                                                      const TextOptions& text, const ForwardOptions& run);

} // namespace quantlathe::cli
