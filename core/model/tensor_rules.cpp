// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tensor_rules.h"

namespace quantlathe {

TensorRuleSet::TensorRuleSet(const ArchitectureRow& row, const HyperParameters& hyper) : hyper_(hyper) {
    for (const TensorRules& group : row.modelTensors) {
        modelRules_.insert(modelRules_.end(), group.begin(), group.end());
    }
    for (const TensorRules& group : row.layerTensors) {
        layerRules_.insert(layerRules_.end(), group.begin(), group.end());
    }
    for (const TensorRules& group : row.predictions != nullptr ? row.predictions->tensors : std::span<const TensorRules>()) {
        layerRules_.insert(layerRules_.end(), group.begin(), group.end());
    }
    for (const TensorRules& group : row.decoder.layerTensors) {
        decoderRules_.insert(decoderRules_.end(), group.begin(), group.end());
    }
}

bool TensorRuleSet::isIn(Where where, std::uint32_t layer) const {
    switch (where) {
    case Where::everywhere: return true;
    case Where::denseLayers: return !hasExperts(layer);
    case Where::expertLayers: return hasExperts(layer);
    case Where::sharedExperts: return hasExperts(layer) && hyper_.sharedFeedForward > 0;
    case Where::narrowQueries: return hyper_.latent.queryRank > 0;
    case Where::wideQueries: return hyper_.latent.queryRank == 0;
    case Where::attentionLayers: return layer >= hyper_.layers || hyper_.kvHeads[layer] > 0;
    case Where::otherLayers: return layer < hyper_.layers && hyper_.kvHeads[layer] == 0;
    case Where::ownKeys: return layer + std::uint64_t{hyper_.sharedKvLayers} < hyper_.layers;
    case Where::ownValues: return isIn(Where::ownKeys, layer) && (!hyper_.keysAreValues || hyper_.hasWindow[layer]);
    case Where::perLayerInputs: return hyper_.perLayerInput > 0;
    case Where::indexLayers: return layer >= hyper_.layers || hyper_.indexer.isIn[layer];
    case Where::stateLayers: return layer < hyper_.layers && hyper_.states.isIn[layer];
    case Where::labelledModels: return hyper_.labels > 0;
    case Where::unlabelledModels: return hyper_.labels == 0;
    case Where::networkLayers: return layer < hyper_.layers && hyper_.feedForward[layer] > 0 && !hasExperts(layer);
    case Where::predictions: return layer >= hyper_.mainLayers();
    case Where::nowhere: return false;
    }
    return false;
}

bool TensorRuleSet::hasExperts(std::uint32_t layer) const {
    if (!hyper_.expertLayers.empty()) {
        return layer < hyper_.layers && hyper_.expertLayers[layer];
    }
    return layer >= hyper_.leadingDenseLayers && (layer + 1) % hyper_.expertPeriod == 0;
}

std::vector<std::uint64_t> shapeByRule(const TensorRule& rule, bool isBias, const LayerSizes& sizes,
                                       std::span<const std::uint64_t> known) {
    const Size rows = isBias && rule.change == Change::transpose ? rule.columns : rule.rows;
    std::vector<std::uint64_t> shape{rows == Size::any && !known.empty() ? known.front() : sizes.of(rows)};
    if (isBias) {
        return shape;
    }
    if (rule.change == Change::amongOnes) {
        return {1, 1, shape.front(), 1};
    }
    const bool mayBeFlat = rule.change == Change::fourDimensions && known.size() == 2;
    if (rule.change == Change::squeeze || (rule.change == Change::fourDimensions && !mayBeFlat) ||
        rule.change == Change::squeezeAndTileValueHeads) {
        shape.push_back(1);
    }
    if (rule.columns == Size::any) {
        shape.push_back(known.empty() ? 0 : known.back());
    } else if (rule.columns != Size::none) {
        shape.push_back(sizes.of(rule.columns));
    }
    if (rule.matrices != Size::none && rule.source.find('*') == std::string_view::npos) {
        shape.insert(shape.begin(), sizes.of(rule.matrices));
    }
    return shape;
}

} // namespace quantlathe
