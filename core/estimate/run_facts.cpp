// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/run_facts.h"

#include "base/checked.h"

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

std::uint64_t residentBytes(const Choice& choice) {
    constexpr std::uint64_t tensorAlignment = 32; // of GGUF files
    return roundUp(choice.encoding->bytes(choice.weight->rows(), choice.weight->columns()), tensorAlignment);
}

double activeBytes(const Model& model, const Choice& choice, bool isTied) {
    const Weight& weight = *choice.weight;
    const HyperParameters& hyper = model.hyper();
    if (isInputTable(weight) && !(isTied && weight.role == Role::tokenEmbedding)) {
        return 0;
    }
    const auto bytes = static_cast<double>(choice.encoding->bytes(weight.rows(), weight.columns()));
    return isExpertStack(weight) && hyper.experts > 0 ? bytes * hyper.expertsUsed / hyper.experts : bytes;
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
