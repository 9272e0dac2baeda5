// SPDX-License-Identifier: GPL-3.0-or-later
// Where a model's features can be scaled without changing what it computes: what makes them is divided by factors, and all
// matrices that read them are multiplied. Methods that choose such factors (AWQ: J. Lin and others, 2023; SmoothQuant: G. Xiao
// and others, 2022) make weights or activations easier to store. Derived from the runtime's graph, so a family that the runtime
// knows has its folds, with routers, biases, fused and shared matrices and experts in them.
#pragma once

#include "runtime/forward.h"
#include "runtime/graph.h"
#include "runtime/weight_source.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// Values of a weight in canonical form that a fold scales. Of producers factor i belongs to a row, or to an element: gains and
/// biases, whatever their shape. Of the others it belongs to one or more columns.
struct FoldPart {
    const Weight* weight = nullptr;
    bool isProducer = false; // divided; else multiplied
    bool isAlongRows = false;
    bool isSquaredLater = false; // divided by the root of the factor
    std::uint64_t firstRow = 0;
    std::uint64_t rows = 0;
    std::uint64_t firstElement = 0; // where factors belong to elements

    /// What a producer's value is multiplied with.
    [[nodiscard]] float shareOf(float factor) const { return 1 / (isSquaredLater ? std::sqrt(factor) : factor); }
};

struct Fold {
    std::uint32_t layer = 0;
    Step step = Step::mixerInput; // whose inputs are scaled
    std::optional<std::uint32_t> expert;
    std::size_t factors = 0;
    /// Inputs come in stretches of `stretch` features, and `repeats` stretches one after the other have the same factors: heads
    /// of queries that share a head of values. Else one stretch, once.
    std::size_t stretch = 0;
    std::size_t repeats = 1;
    std::vector<FoldPart> parts; // producers first

    /// The factor of an input feature.
    [[nodiscard]] std::size_t factorOf(std::size_t feature) const {
        return feature / (stretch * repeats) * stretch + feature % stretch;
    }
};

/// A factor for each input feature of the fold's readers.
[[nodiscard]] std::vector<float> factorsOfColumns(const Fold& fold, std::span<const float> factors);

/// All folds of a model, layer by layer, in the order of steps: norm → q, k, v or the inputs of a recurrence; v → output of
/// attention, the norm of what a recurrence makes → its output; norm → gate, up (and routers, experts); up → down. Left out is
/// what no factor can go through: features that no gain makes, activations that are not proportional.
[[nodiscard]] std::vector<Fold> foldsOf(const Graph& graph);

/// The weights of a source with folds applied, in single precision. Reading is safe from many threads, apply() is not to
/// overlap with anything.
class FoldedWeights final : public WeightSource {
public:
    explicit FoldedWeights(const WeightSource& base) : base_(base) {}

    /// `factors`: fold.factors of them, positive and finite. Folds of the same weight add up, whatever their order.
    void apply(const Fold& fold, std::span<const float> factors);

    [[nodiscard]] const Model& model() const override { return base_.model(); }
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override;
    void prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const override {
        base_.prepare(weight, arena, cancel);
    }
    void release(const Weight& weight) const override { base_.release(weight); }

private:
    struct Scaling {
        FoldPart part;
        std::vector<float> values; // to multiply with: one a row, or one a column
    };
    const WeightSource& base_;
    std::unordered_map<const Weight*, std::vector<Scaling>> scalings_;
};

} // namespace quantlathe
