// SPDX-License-Identifier: GPL-3.0-or-later
// A model on its way: some weights have their codes already, the others are what the plan makes of them.
#pragma once

#include "calibrate/folds.h"
#include "plan/encoded_matrices.h"
#include "plan/planned_weights.h"

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace quantlathe {

/// Reading is safe from many threads; set(), apply() and finishLayer() are not to overlap with anything.
class OverlaidWeights final : public WeightSource {
public:
    /// `awaited`: weights that set() will bring before they are read.
    OverlaidWeights(const Plan& plan, std::unordered_set<const Weight*> awaited);

    /// `bytes`: all encoded rows.
    void set(const Weight& weight, const Encoding& encoding, std::vector<std::byte> bytes);
    /// A weight of one matrix of several parts, one behind the other.
    void set(const Weight& weight, EncodedMatrices matrix);
    /// Weights that have no codes are scaled from now on; codes are of scaled weights already.
    void apply(const Fold& fold, std::span<const float> factors) { folded_.apply(fold, factors); }
    /// Forgets the weights of a layer that has been run for the last time.
    void finishLayer(std::span<const Weight* const> weights);

    [[nodiscard]] const Model& model() const override { return planned_.model(); }
    [[nodiscard]] std::string identity() const override { return {}; }
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override;
    void prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const override;
    void release(const Weight& weight) const override;

private:
    struct Codes {
        const Encoding* encoding;
        std::vector<std::byte> bytes;
    };
    PlannedWeights planned_;
    FoldedWeights folded_; // the weights of planned_, scaled
    std::unordered_set<const Weight*> awaited_;
    std::unordered_map<const Weight*, Codes> codes_;
    std::unordered_map<const Weight*, EncodedMatrices> matrices_;
};

} // namespace quantlathe
