// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/weights_in_use.h"

#include "runtime/linear_groups.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace quantlathe {

std::vector<const Weight*> weightsOf(const Block& block) {
    std::vector<const Weight*> weights;
    for (const LinearGroup& group : linearGroups(block)) {
        std::ranges::transform(group.linears, std::back_inserter(weights), &Linear::weight);
    }
    return weights;
}

WeightsInUse::WeightsInUse(const WeightSource& source, std::vector<const Weight*> weights, const RunContext& context)
    : source_(source), weights_(std::move(weights)) {
    for (const Weight* const weight : weights_) {
        source_.prepare(*weight, context.arena, context.cancel);
    }
}

WeightsInUse::~WeightsInUse() {
    for (const Weight* const weight : weights_) {
        source_.release(*weight);
    }
}

} // namespace quantlathe
