// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/folds.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <utility>

namespace quantlathe {
namespace {

/// One step of a block on its way to a fold.
class Maker {
public:
    Maker(std::uint32_t layer, Step step, std::size_t factors) {
        fold_.layer = layer;
        fold_.step = step;
        fold_.factors = factors;
        fold_.stretch = factors;
    }

    void produce(const Norm& norm) {
        for (const Weight* const weight : {norm.gain, norm.bias}) {
            if (weight != nullptr) {
                fold_.parts.push_back({.weight = weight, .isProducer = true, .rows = weight->elements() / weight->columns()});
            }
        }
    }
    /// Outputs of a linear layer from `first` on.
    void produce(const Linear& linear, std::uint64_t first) {
        fold_.parts.push_back({.weight = linear.weight,
                               .isProducer = true,
                               .isAlongRows = true,
                               .firstRow = linear.firstRow + first,
                               .rows = fold_.factors});
        if (linear.bias != nullptr) {
            fold_.parts.push_back(
                {.weight = linear.bias, .isProducer = true, .rows = 1, .firstElement = linear.firstRow + first});
        }
    }
    /// `matrices`: stacked one on the other, all reading the same features.
    void consume(const Linear& linear, std::uint64_t matrices = 1) {
        if (linear) {
            fold_.parts.push_back({.weight = linear.weight, .firstRow = linear.firstRow, .rows = linear.rows * matrices});
        }
    }
    void consume(std::span<const Linear> linears) {
        for (const Linear& linear : linears) {
            consume(linear);
        }
    }
    void repeat(std::size_t stretch, std::size_t repeats) {
        fold_.stretch = stretch;
        fold_.repeats = repeats;
    }
    void ofExpert(std::uint32_t expert) { fold_.expert = expert; }
    /// What the producers make is squared before it is read.
    void squareLater() {
        for (FoldPart& part : fold_.parts) {
            part.isSquaredLater = part.isProducer;
        }
    }

    /// Producers before consumers.
    [[nodiscard]] Fold take() {
        std::stable_partition(fold_.parts.begin(), fold_.parts.end(), std::mem_fn(&FoldPart::isProducer));
        return std::move(fold_);
    }

private:
    Fold fold_;
};

void consumeExperts(const Experts& experts, Maker& maker) {
    for (const Linear& linear : experts.gateUp) {
        maker.consume(linear, experts.count);
    }
}

/// What reads the norm in front of the network.
void consumeFeedForward(const Block& block, Maker& maker) {
    maker.consume(block.gateUp);
    if (!block.experts) {
        return;
    }
    const Experts& experts = *block.experts;
    if (!experts.inputNorm) {
        maker.consume(experts.router);
        maker.consume(experts.narrowing);
        if (!experts.narrowing) {
            consumeExperts(experts, maker);
        }
    }
    maker.consume(experts.sharedGateUp);
    maker.consume(experts.sharedGate);
}

/// Whether up can be scaled for down: it is multiplied with what the gate lets through; alone only where the activation is
/// proportional for positive factors.
bool goesThrough(Activation activation, bool gated) {
    return gated ? activation != Activation::siluClamped
                 : activation == Activation::relu || activation == Activation::reluSquared;
}

/// Between two folds of a step: `gateUp` is gate and up, both in one, or up alone.
void addDown(const Graph& graph, const Block& block, std::span<const Linear> gateUp, bool gated, const Linear& down,
             std::uint64_t width, std::optional<std::uint32_t> expert, std::vector<Fold>& folds) {
    if (gateUp.empty() || !goesThrough(graph.activation, gated)) {
        return;
    }
    const Linear& up = gateUp.back();
    Maker maker(block.index, Step::down, static_cast<std::size_t>(width));
    maker.produce(up, gated && gateUp.size() == 1 ? width : 0);
    maker.consume(down);
    if (!gated && graph.activation == Activation::reluSquared) {
        maker.squareLater();
    }
    if (expert) {
        maker.ofExpert(*expert);
    }
    folds.push_back(maker.take());
}

void addExperts(const Graph& graph, const Block& block, std::vector<Fold>& folds) {
    const Experts& experts = *block.experts;
    if (experts.inputNorm.gain != nullptr) {
        Maker maker(block.index, Step::gateUp, static_cast<std::size_t>(graph.hidden));
        maker.produce(experts.inputNorm);
        consumeExperts(experts, maker);
        folds.push_back(maker.take());
    }
    for (std::uint32_t expert = 0; expert < experts.count; ++expert) {
        std::vector<Linear> gateUp;
        std::ranges::transform(experts.gateUp, std::back_inserter(gateUp),
                               [&](const Linear& linear) { return linear.matrix(expert); });
        addDown(graph, block, gateUp, experts.gated, experts.down.matrix(expert), experts.feedForward, expert, folds);
    }
    if (experts.sharedDown) {
        addDown(graph, block, experts.sharedGateUp, experts.gated, experts.sharedDown, experts.sharedFeedForward, {}, folds);
    }
}

/// The last of the layers that make queries, keys and values: the inputs of a recurrence stand behind them.
const Linear& valueInput(const Block& block) {
    auto at = block.mixerInputs.end() - 1;
    for (std::uint64_t rows = block.recurrence ? block.recurrence->inputs() : 0; rows > 0; --at) {
        rows -= at->rows;
    }
    return *at;
}

/// Values → output, one factor for each feature of a head of values.
void addValues(const Graph& graph, const Block& block, std::vector<Fold>& folds) {
    const Attention& attention = *block.attention;
    if (attention.latent && attention.latent->expansion) { // values of a head stand beside its keys
        return;
    }
    if (attention.latent) {
        Maker maker(block.index, Step::mixerOutput, static_cast<std::size_t>(attention.width()));
        maker.produce(attention.latent->values, 0);
        maker.consume(block.mixerOutputs.front());
        folds.push_back(maker.take());
        return;
    }
    const bool isTakenOver = std::ranges::any_of(
        graph.blocks, [&](const Block& other) { return other.attention && other.attention->keysOfLayer == block.index; });
    const bool isLinear = !attention.valueNorm.norm && attention.clip == 0;
    if (attention.keysOfLayer || attention.keysAreValues || isTakenOver || !isLinear) {
        return;
    }
    const std::uint64_t values = std::uint64_t{attention.kvHeads} * attention.valueLength;
    const Linear& last = valueInput(block);
    Maker maker(block.index, Step::mixerOutput, static_cast<std::size_t>(values));
    maker.produce(last, last.rows - values);
    maker.consume(block.mixerOutputs.front());
    maker.repeat(attention.valueLength, attention.heads / attention.kvHeads);
    folds.push_back(maker.take());
}

/// The gain of the norm of what a recurrence makes → its output. Heads of the delta rule share the gain.
void addNormed(const Block& block, std::vector<Fold>& folds) {
    const Recurrence& recurrence = *block.recurrence;
    const auto factors = static_cast<std::size_t>(recurrence.gain->elements());
    Maker maker(block.index, Step::mixerOutput, factors);
    maker.produce(Norm{.gain = recurrence.gain});
    maker.consume(block.mixerOutputs.back());
    maker.repeat(factors, static_cast<std::size_t>(recurrence.width()) / factors);
    folds.push_back(maker.take());
}

void addMixer(const Graph& graph, const Block& block, bool isNormShared, std::vector<Fold>& folds) {
    if (block.mixerNorm.gain != nullptr && !block.streams) { // what goes around the mixer is the norm's output itself
        Maker maker(block.index, Step::mixerInput, static_cast<std::size_t>(graph.hidden));
        maker.produce(block.mixerNorm);
        maker.consume(block.mixerInputs);
        if (isNormShared) {
            consumeFeedForward(block, maker);
        }
        folds.push_back(maker.take());
    }
    if (!block.attention) {
        if (block.recurrence && block.recurrence->gain != nullptr) {
            addNormed(block, folds);
        }
        return;
    }
    if (const auto& latent = block.attention->latent; latent && latent->queries) {
        Maker maker(block.index, Step::mixerInner, static_cast<std::size_t>(latent->queries.columns));
        maker.produce(latent->queryNorm.norm);
        maker.consume(latent->queries);
        if (latent->choice) {
            maker.consume(latent->choice->queries);
        }
        folds.push_back(maker.take());
    }
    addValues(graph, block, folds);
}

void addFeedForward(const Graph& graph, const Block& block, bool isNormShared, std::vector<Fold>& folds) {
    if (block.ffnNorm.gain != nullptr && !isNormShared) {
        Maker maker(block.index, Step::gateUp, static_cast<std::size_t>(graph.hidden));
        maker.produce(block.ffnNorm);
        consumeFeedForward(block, maker);
        folds.push_back(maker.take());
    }
    if (block.experts) {
        addExperts(graph, block, folds);
    }
    if (block.down) {
        addDown(graph, block, block.gateUp, block.gated, block.down, block.feedForward, {}, folds);
    }
}

} // namespace

std::vector<Fold> foldsOf(const Graph& graph) {
    std::vector<Fold> folds;
    for (const Block& block : graph.blocks) {
        const bool isNormShared = block.hasMixer() && block.mixerNorm.gain == block.ffnNorm.gain;
        if (block.hasMixer()) {
            addMixer(graph, block, isNormShared, folds);
        }
        if (block.hasNetwork()) {
            addFeedForward(graph, block, isNormShared, folds);
        }
    }
    return folds;
}

std::vector<float> factorsOfColumns(const Fold& fold, std::span<const float> factors) {
    std::vector<float> columns(fold.factors * fold.repeats);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        columns[i] = factors[fold.factorOf(i)];
    }
    return columns;
}

void FoldedWeights::apply(const Fold& fold, std::span<const float> factors) {
    assert(factors.size() == fold.factors);
    for (const FoldPart& part : fold.parts) {
        Scaling scaling{.part = part, .values = {}};
        if (part.isProducer) {
            scaling.values.resize(fold.factors);
            std::ranges::transform(factors, scaling.values.begin(), [&](float factor) { return part.shareOf(factor); });
        } else {
            scaling.values = factorsOfColumns(fold, factors);
        }
        scalings_[part.weight].push_back(std::move(scaling));
    }
}

void FoldedWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    base_.rows(weight, firstRow, out);
    const auto found = scalings_.find(&weight);
    if (found == scalings_.end()) {
        return;
    }
    const auto columns = static_cast<std::size_t>(weight.columns());
    for (const auto& [part, values] : found->second) {
        for (std::size_t at = 0; at < out.size(); at += columns) {
            const std::uint64_t row = firstRow + at / columns;
            if (row < part.firstRow || row >= part.firstRow + part.rows) {
                continue;
            }
            const std::span<float> own = out.subspan(at, columns);
            if (part.isAlongRows) {
                const float factor = values[static_cast<std::size_t>(row - part.firstRow)];
                std::ranges::for_each(own, [factor](float& value) { value *= factor; });
            } else {
                // Elements one after the other, over as many rows as there are; of columns the same in every row.
                const std::size_t from = part.isProducer ? static_cast<std::size_t>(row) * columns : 0;
                for (std::size_t i = 0; i < columns; ++i) {
                    const std::size_t element = from + i;
                    if (element >= part.firstElement && element - part.firstElement < values.size()) {
                        own[i] *= values[element - static_cast<std::size_t>(part.firstElement)];
                    }
                }
            }
        }
    }
}

} // namespace quantlathe
