// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibration_option.h"

namespace quantlathe::cli {

CalibrationRequest requestFromOptions(Session& session, const Model& model, const TextOptions& text,
                                      const ForwardOptions& run) {
    noteMissingBf16(session, run.compute);
    return calibrationRequest(model, {text.file, text.contextTokens, text.windows, run});
}

std::filesystem::path calibratedInCache(Session& session, const std::shared_ptr<const Model>& model, const TextOptions& text,
                                        const ForwardOptions& run) {
    const CalibrationRequest request = requestFromOptions(session, *model, text, run);
    ThreadArena arena(session.threads());
    return calibrateInCache(model, request, {arena, session.progress(), session.cancelToken()});
}

} // namespace quantlathe::cli
