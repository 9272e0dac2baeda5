// SPDX-License-Identifier: GPL-3.0-or-later
// Which experts a token is sent to, and how much each of them says.
#pragma once

#include "runtime/gemm.h"
#include "runtime/graph.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

struct ExpertChoice {
    std::size_t token; // row of the scores
    float share;       // of the expert's output; of its input where experts.scores says so
};

/// For each expert the tokens that it works on, ascending. `scores`: tokens × experts.count, as the router's matrix gives them;
/// used up. `bias` and `factors`: values of choiceBias and expertFactors, empty where there are none. Of equal scores the
/// expert with the smaller number wins.
[[nodiscard]] std::vector<std::vector<ExpertChoice>> chooseExperts(const Experts& experts, Matrix scores,
                                                                   std::span<const float> bias, std::span<const float> factors);

} // namespace quantlathe
