// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/model_difference.h"

#include "base/words.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <span>
#include <unordered_set>

namespace quantlathe {
namespace {

std::span<const std::uint64_t> withoutLeadingOnes(const Weight& weight) {
    std::span<const std::uint64_t> shape(weight.shape);
    while (!shape.empty() && shape.front() == 1) {
        shape = shape.subspan(1);
    }
    return shape;
}

std::string sizesOf(const Weight& weight) {
    return fmt::format("{}", fmt::join(weight.shape, " × "));
}

bool isGguf(const Model& model) {
    return model.checkpoint().kind() == ContainerKind::gguf;
}

std::vector<WeightPair> pairsOf(const Model& first, const Model& second) {
    std::vector<WeightPair> pairs;
    std::unordered_set<const Weight*> matched;
    for (const Weight& weight : first.weights()) {
        const Weight* const other = second.find(weight.name);
        pairs.push_back({&weight, other});
        matched.insert(other);
    }
    for (const Weight& weight : second.weights()) {
        if (!matched.contains(&weight)) {
            pairs.push_back({nullptr, &weight});
        }
    }
    return pairs;
}

} // namespace

PairKind kindOf(const WeightPair& pair) {
    if (!pair.isInBoth()) {
        return pair.first != nullptr ? PairKind::onlyFirst : PairKind::onlySecond;
    }
    if (!std::ranges::equal(withoutLeadingOnes(*pair.first), withoutLeadingOnes(*pair.second))) {
        return PairKind::otherShape;
    }
    const bool isAlike =
        pair.first->isPacked() == pair.second->isPacked() && pair.first->storedName() == pair.second->storedName();
    return isAlike ? PairKind::alike : PairKind::otherEncoding;
}

std::string_view name(PairKind kind) {
    switch (kind) {
    case PairKind::alike: break;
    case PairKind::otherEncoding: return "other_encoding";
    case PairKind::otherShape: return "other_shape";
    case PairKind::onlyFirst: return "only_first";
    case PairKind::onlySecond: return "only_second";
    }
    return "alike";
}

bool hasOneShape(const WeightPair& pair) {
    const PairKind kind = kindOf(pair);
    return kind == PairKind::alike || kind == PairKind::otherEncoding;
}

std::optional<std::string> whyNotComparable(const WeightPair& pair) {
    if (!pair.isInBoth()) {
        return pair.first != nullptr ? say("Only the first model has it.") : say("Only the second model has it.");
    }
    if (!hasOneShape(pair)) {
        return say("Its shape is {} in the first model and {} in the second.", sizesOf(*pair.first), sizesOf(*pair.second));
    }
    if (const auto reason = whyNotReadable(*pair.first)) {
        return say("First model: {}", *reason);
    }
    if (const auto reason = whyNotReadable(*pair.second)) {
        return say("Second model: {}", *reason);
    }
    return std::nullopt;
}

DifferenceCounts countsOf(std::span<const WeightPair> pairs) {
    DifferenceCounts counts;
    for (const WeightPair& pair : pairs) {
        switch (kindOf(pair)) {
        case PairKind::alike: ++counts.alike; break;
        case PairKind::otherEncoding: ++counts.otherEncoding; break;
        case PairKind::otherShape: ++counts.otherShape; break;
        case PairKind::onlyFirst: ++counts.onlyFirst; break;
        case PairKind::onlySecond: ++counts.onlySecond; break;
        }
        counts.firstBytes += pair.first != nullptr ? pair.first->storedBytes() : 0;
        counts.secondBytes += pair.second != nullptr ? pair.second->storedBytes() : 0;
    }
    return counts;
}

ModelDifference differenceOf(const Model& first, const Model& second) {
    const bool areFiles = isGguf(first) && isGguf(second);
    return {.weights = pairsOf(first, second),
            .metadata = areFiles ? differencesOf(first.checkpoint().metadata(), second.checkpoint().metadata())
                                 : differencesOf(first.ggufMetadata(), second.ggufMetadata())};
}

} // namespace quantlathe
