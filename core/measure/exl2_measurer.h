// SPDX-License-Identifier: GPL-3.0-or-later
// Measures what ExLlamaV2's converter measures: every block of a model in every setting that it tries, by what comes out of the
// block (docs/formats/exl2.md, "measurement.json").
#pragma once

#include "formats/importance.h"
#include "measure/exl2_measurement.h"
#include "runtime/forward.h"

#include <memory>
#include <vector>

namespace quantlathe::exl2 {

struct MeasurerRequest {
    std::shared_ptr<const Model> model;
    std::shared_ptr<const ImportanceMatrix> importance; // guides the codes; may be nullptr
    std::vector<TokenSequence> sequences;
    ForwardOptions forward;
};

/// Layer by layer on the original's activations. Codes are those of a conversion with this importance: by rounding, without a
/// calibration. Starts and finishes the progress itself. The same numbers for any number of threads. Throws Error(badInput) for
/// models that cannot be run or become EXL2, and those whose attention and network work side by side; `cancelled`.
[[nodiscard]] Measurement measureBlocks(const MeasurerRequest& request, const RunContext& context);

} // namespace quantlathe::exl2
