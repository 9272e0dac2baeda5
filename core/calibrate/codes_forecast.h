// SPDX-License-Identifier: GPL-3.0-or-later
// How long choosing codes will take on this machine, from a trial on the model itself.
#pragma once

#include "calibrate/calibrated_codes.h"

namespace quantlathe {

struct CodesForecast {
    double passSeconds = 0;  // the text once through the model as it is: what statistics take
    double codesSeconds = 0; // calibratedCodes(), all of it
};

/// Runs about a thousand tokens through one layer, and encodes one small matrix of the model in each encoding of the plan; the
/// rest is taken for as fast by numbers of operations (docs/calibrated.md "Time"). Codes of an earlier run are not looked for.
/// Throws what calibratedCodes() throws. Starts no progress.
[[nodiscard]] CodesForecast forecastCodes(const Plan& plan, const CalibratedRequest& request, ThreadArena& arena,
                                          const CancelToken& cancel);

} // namespace quantlathe
