// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prediction_layers.h"

#include "model/limits.h"
#include "model/usual_names.h"

#include <algorithm>
#include <set>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::uint32_t maxPredictionLayers = 64; // the most in use are 3

template <class Value>
Value largest(const std::vector<Value>& values) {
    return values.empty() ? Value() : std::ranges::max(values);
}

/// Where the model has a value for every layer, one for every added one.
template <class Value>
void lengthen(std::vector<Value>& values, std::uint32_t layers, Value added) {
    if (!values.empty()) {
        values.resize(layers, added);
    }
}

} // namespace

std::uint32_t storedPredictionLayers(const LogicalTensors& logical, const ArchitectureRow& row, const Config& config,
                                     std::uint32_t mainLayers) {
    if (row.predictions == nullptr || row.dropsExtraLayers || mainLayers == 0) {
        return 0;
    }
    const UsualNames names(logical.tensors, row, mainLayers);
    std::set<std::uint32_t> stored;
    bool joinsTokens = false; // else somebody has left a part of them out
    for (const TensorInfo& tensor : logical.tensors) {
        if (const auto number = names.predictionLayer(tensor.name); number && *number < maxPredictionLayers) {
            stored.insert(*number);
            joinsTokens = joinsTokens || names.of(tensor.name).ends_with(".eh_proj.weight");
        }
    }
    std::uint32_t count = 0;
    while (stored.contains(count)) {
        ++count;
    }
    const std::string_view member = row.predictions->count;
    const auto said = member.empty() ? std::nullopt : config.count(ConfigNames(&member, 1), maxLayers);
    return joinsTokens ? static_cast<std::uint32_t>(std::min<std::uint64_t>(count, said.value_or(member.empty() ? count : 0)))
                       : 0;
}

void addPredictionLayers(const ArchitectureRow& row, const Config& config, std::uint32_t count, HyperParameters& hyper) {
    if (count == 0 || row.predictions == nullptr) {
        return;
    }
    const std::string_view member = row.predictions->kvHeads;
    const auto ownHeads = member.empty() ? std::nullopt : config.count(ConfigNames(&member, 1), maxHeads);
    const std::uint32_t layers = hyper.layers + count;
    lengthen(hyper.feedForward, layers, largest(hyper.feedForward));
    lengthen(hyper.heads, layers, largest(hyper.heads));
    lengthen(hyper.kvHeads, layers, ownHeads ? static_cast<std::uint32_t>(*ownHeads) : largest(hyper.kvHeads));
    lengthen(hyper.expertLayers, layers, !row.predictions->areDense);
    lengthen(hyper.indexer.isIn, layers, true);
    lengthen(hyper.states.isIn, layers, false);
    hyper.layers = layers;
    hyper.predictionLayers = count;
}

bool predictsFurtherTokens(const Model& model, const Weight& weight) {
    return weight.layer && *weight.layer >= model.hyper().mainLayers();
}

} // namespace quantlathe
