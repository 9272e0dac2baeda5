// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/run_facts.h"

#include <algorithm>

namespace quantlathe {

bool isInputTable(const Weight& weight) {
    return weight.role == Role::tokenEmbedding || weight.role == Role::positionEmbedding;
}

bool tiesOutputToEmbedding(std::span<const Choice> choices) {
    const auto has = [&](Role role) {
        return std::ranges::any_of(choices,
                                   [&](const Choice& choice) { return choice.weight->role == role && !choice.weight->isBias; });
    };
    return has(Role::tokenEmbedding) && !has(Role::output);
}

bool isExpertStack(const Weight& weight) {
    return weight.role == Role::ffnGateExperts || weight.role == Role::ffnUpExperts || weight.role == Role::ffnDownExperts;
}

std::uint64_t feedForwardAtOnce(const Model& model, std::span<const Choice> choices) {
    const HyperParameters& hyper = model.hyper();
    std::uint64_t widest = 0;
    if (hyper.experts == 0 && !hyper.feedForward.empty()) {
        widest = *std::ranges::max_element(hyper.feedForward);
    }
    for (const Choice& choice : choices) {
        const Weight& weight = *choice.weight;
        if (weight.role == Role::ffnUpExperts && weight.shape.size() == 3) {
            widest = std::max(widest, weight.shape[1] * hyper.expertsUsed);
        } else if (weight.role == Role::ffnUp && weight.shape.size() == 2) {
            widest = std::max(widest, weight.shape[0]);
        }
    }
    return widest;
}

} // namespace quantlathe
