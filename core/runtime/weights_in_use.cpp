// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/weights_in_use.h"

#include <algorithm>
#include <utility>

namespace quantlathe {

std::vector<const Weight*> weightsOf(const Block& block) {
    std::vector<const Weight*> weights;
    const auto add = [&](const Linear& linear) {
        if (linear) {
            weights.push_back(linear.weight);
        }
    };
    const auto addAll = [&](const std::vector<Linear>& linears) { std::ranges::for_each(linears, add); };
    addAll(block.mixerInputs);
    if (block.attention && block.attention->latent) {
        add(block.attention->latent->queries);
        add(block.attention->latent->keys);
        add(block.attention->latent->values);
    }
    if (block.recurrence) {
        add(block.recurrence->selection);
        add(block.recurrence->paces);
    }
    addAll(block.mixerOutputs);
    addAll(block.gateUp);
    add(block.down);
    if (block.experts) {
        add(block.experts->router);
        add(block.experts->narrowing);
        add(block.experts->widening);
        addAll(block.experts->gateUp);
        add(block.experts->down);
        addAll(block.experts->sharedGateUp);
        add(block.experts->sharedDown);
        add(block.experts->sharedGate);
    }
    if (block.streams) {
        add(block.streams->router);
        add(block.streams->narrow);
        add(block.streams->wide);
    }
    if (block.layerInput) {
        add(block.layerInput->gate);
        add(block.layerInput->projection);
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
