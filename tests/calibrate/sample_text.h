// SPDX-License-Identifier: GPL-3.0-or-later
// Windows of the text that comes with the program, for the sample model.
#pragma once

#include "calibrate/calibrated_codes.h"
#include "convert/calibrated_conversion.h"
#include "convert/folder_support.h"

#include <vector>

namespace quantlathe::test {

inline std::vector<TokenSequence> sampleSequences(std::size_t contextTokens, std::size_t windows) {
    CalibrationChoice text;
    text.file = resourceFile("text/default-calibration.txt");
    text.contextTokens = contextTokens;
    text.windows = windows;
    return calibrationRequest(*sample(), text).sequences;
}

inline CalibratedRequest sampleRequest() {
    CalibratedRequest request;
    request.sequences = sampleSequences(128, 4);
    return request;
}

} // namespace quantlathe::test
