// SPDX-License-Identifier: GPL-3.0-or-later
// The weights of one step: prepared before it, released after it.
#pragma once

#include "runtime/graph.h"
#include "runtime/run_context.h"
#include "runtime/weight_source.h"

#include <vector>

namespace quantlathe {

/// The weights of a layer's linear parts, each once.
[[nodiscard]] std::vector<const Weight*> weightsOf(const Block& block);

/// Weights are prepared when this is made and released when it goes, whatever happens between.
class WeightsInUse {
public:
    WeightsInUse(const WeightSource& source, std::vector<const Weight*> weights, const RunContext& context);
    ~WeightsInUse();
    WeightsInUse(const WeightsInUse&) = delete;
    WeightsInUse& operator=(const WeightsInUse&) = delete;

private:
    const WeightSource& source_;
    std::vector<const Weight*> weights_;
};

} // namespace quantlathe
