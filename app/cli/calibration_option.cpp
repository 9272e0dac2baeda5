// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibration_option.h"

#include "measure/text_windows.h"

namespace quantlathe::cli {

CalibrationRequest calibrationRequest(Session& session, const Model& model, const TextOptions& text,
                                      const ForwardOptions& run) {
    const NamedText named = readText(text, "text/default-calibration.txt");
    const std::size_t context = text.contextTokens == 0 ? defaultContextTokens(model) : text.contextTokens;
    CalibrationRequest request;
    request.sequences = cutForCalibration(model, named.text, context, text.windows);
    request.dataset = named.name;
    request.options = run;
    noteMissingBf16(session, run.compute);
    return request;
}

std::filesystem::path calibratedInCache(Session& session, const std::shared_ptr<const Model>& model, const TextOptions& text,
                                        const ForwardOptions& run) {
    const CalibrationRequest request = calibrationRequest(session, *model, text, run);
    const ModelWeights source(model);
    ThreadArena arena(session.threads());
    auto file = calibrationCacheFile(calibrationKey(source, request));
    static_cast<void>(calibrate(source, request, file, {arena, session.progress(), session.cancelToken()}));
    return file;
}

} // namespace quantlathe::cli
