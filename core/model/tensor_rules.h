// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rules of an architecture's row have their place in a model of some sizes, and which shapes they expect: shared by
// the way from stored names to canonical ones and the way back.
#pragma once

#include "model/architectures.h"
#include "model/layer_sizes.h"

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// `row` and `hyper` must live longer; `hyper` has a value for every layer. Immutable.
class TensorRuleSet {
public:
    TensorRuleSet(const ArchitectureRow& row, const HyperParameters& hyper);

    [[nodiscard]] const std::vector<TensorRule>& ofModel() const { return modelRules_; }
    [[nodiscard]] const std::vector<TensorRule>& ofLayers() const { return layerRules_; }
    /// Of the second stack.
    [[nodiscard]] const std::vector<TensorRule>& ofDecoder() const { return decoderRules_; }
    /// `layer` may lie beyond the model's.
    [[nodiscard]] bool isIn(Where where, std::uint32_t layer) const;

private:
    [[nodiscard]] bool hasExperts(std::uint32_t layer) const;

    const HyperParameters& hyper_;
    std::vector<TensorRule> modelRules_;
    std::vector<TensorRule> layerRules_;
    std::vector<TensorRule> decoderRules_;
};

/// The stored shape of a tensor, the way round that the rule has it. `known`: a shape whose first and last numbers are those
/// that the rule leaves open.
[[nodiscard]] std::vector<std::uint64_t> shapeByRule(const TensorRule& rule, bool isBias, const LayerSizes& sizes,
                                                     std::span<const std::uint64_t> known);

} // namespace quantlathe
