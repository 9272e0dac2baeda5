// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a layer: their inputs are shown one after the other, and what was computed for that is kept.
#include "runtime/forward.h"

#include "runtime/rows.h"
#include "runtime/weights_in_use.h"

#include <algorithm>

namespace quantlathe {

void ForwardPass::startKeeping(const Block& block) {
    if (keptLayer_ == nextLayer_) {
        return;
    }
    keptLayer_ = nextLayer_;
    const auto start = [&](KeptRows& rows, std::uint64_t columns) {
        rows.start(tokens_, static_cast<std::size_t>(columns), batches_.size(), options_.activationBytes,
                   options_.scratchFolder);
    };
    if (block.hasMixer()) {
        start(keptMixed_, block.mixedWidth());
    }
    if (keepsNetwork(block)) {
        start(keptStream_, graph_.hidden);
        start(keptNetwork_, block.feedForward);
    }
}

/// `x`: the stream before the layer, on return behind its mixer.
void ForwardPass::mixKept(const Block& block, const BlockNorms& norms, std::size_t number, Matrix x,
                          const RunContext& context) {
    const TokenBatch& batch = batches_[number];
    if (keptStream_.has(number)) {
        keptStream_.read(batch.firstToken, x);
        return;
    }
    const ConstMatrix mixed = mixedOf(block, norms, number, asConst(x), context);
    const std::size_t step = rowsAtOnce(block);
    for (std::size_t first = 0; first < batch.tokens; first += step) {
        const std::size_t count = std::min(step, batch.tokens - first);
        const Matrix partial{room(partial_, count * x.columns).data(), count, x.columns, x.columns};
        addMixed(block, norms, someRows(mixed, first, count), partial, someRows(x, first, count), batch.firstToken + first,
                 context);
    }
    keptStream_.write(batch.firstToken, asConst(x));
    keptStream_.finish(number);
}

/// The inputs of a network without experts.
void ForwardPass::showNetwork(const Block& block, const BlockNorms& norms, Step step, std::size_t number, Matrix x,
                              const RunContext& context) {
    const TokenBatch& batch = batches_[number];
    mixKept(block, norms, number, x, context);
    const std::size_t rows = rowsAtOnce(block);
    const bool isKept = step == Step::down && keptNetwork_.has(number); // shown once before
    for (std::size_t first = 0; first < batch.tokens; first += rows) {
        const std::size_t count = std::min(rows, batch.tokens - first);
        const std::size_t token = batch.firstToken + first;
        if (isKept) {
            const auto width = static_cast<std::size_t>(block.feedForward);
            const Matrix middle{room(middle_, count * width).data(), count, width, width};
            keptNetwork_.read(token, middle);
            LinearRunner::show(std::span(&block.down, 1), asConst(middle), token, context);
            continue;
        }
        const ConstMatrix normed = normedRows(graph_, norms.ffn, asConst(someRows(x, first, count)), normed_, context);
        if (step == Step::gateUp) {
            LinearRunner::show(block.gateUp, normed, token, context);
            continue;
        }
        const ConstMatrix middle = feedForward_.middle(block, normed, token, context);
        LinearRunner::show(std::span(&block.down, 1), middle, token, context);
        keptNetwork_.write(token, middle);
    }
    if (step == Step::down) {
        keptNetwork_.finish(number);
    }
}

/// What is left of a layer when all of its inputs were shown: the network's last matrix.
void ForwardPass::finishKept(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix x,
                             const RunContext& context) {
    keptStream_.read(batch.firstToken, x);
    const auto width = static_cast<std::size_t>(block.feedForward);
    const std::size_t step = rowsAtOnce(block);
    for (std::size_t first = 0; first < batch.tokens; first += step) {
        const std::size_t count = std::min(step, batch.tokens - first);
        const Matrix some = someRows(x, first, count);
        const Matrix middle{room(middle_, count * width).data(), count, width, width};
        const Matrix inner{room(inner_, count * x.columns).data(), count, x.columns, x.columns};
        keptNetwork_.read(batch.firstToken + first, middle);
        feedForward_.finish(block, asConst(middle), inner, batch.firstToken + first, context);
        if (norms.postFfn) {
            applyNorm(graph_.norm, norms.postFfn, graph_.epsilon, asConst(inner), inner, context);
        }
        addRows(some, asConst(inner), graph_.residualFactor, context);
        endLayer(block, norms, some, batch.firstToken + first, context);
    }
}

void ForwardPass::showFeedForward(const Block& block, const BlockNorms& norms, Step step, ConstMatrix mixed, Matrix x,
                                  std::size_t firstToken, const RunContext& context) {
    const Matrix partial{room(partial_, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
    if (block.hasMixer()) {
        addMixed(block, norms, mixed, partial, x, firstToken, context);
    }
    feedForward_.show(block, norms, step == Step::down, asConst(x), normedRows(graph_, norms.ffn, asConst(x), normed_, context),
                      firstToken, context);
    if (graph_.parallelResidual && block.hasMixer()) {
        addRows(x, asConst(partial), graph_.residualFactor, context);
    }
}

void ForwardPass::showMixer(const Block& block, const BlockNorms& norms, Step step, std::size_t number, ConstMatrix x,
                            const RunContext& context) {
    const TokenBatch& batch = batches_[number];
    if (step == Step::mixerInput) {
        mixer_.showInputs(block, norms, batch, x, rowsAtOnce(block), context);
        return;
    }
    if (step == Step::mixerInner) { // the weights of this step may still change: nothing is kept
        if (block.hasInnerLinears()) {
            mixer_.run(block, norms, batch, x, roomForMixed(block, batch), rowsAtOnce(block), false, context);
        }
        return;
    }
    const ConstMatrix mixed = mixedOf(block, norms, number, x, {context.arena, context.progress, context.cancel});
    std::size_t column = 0;
    for (const Linear& linear : block.mixerOutputs) {
        const auto columns = static_cast<std::size_t>(linear.columns);
        LinearRunner::show(std::span(&linear, 1), {mixed.data + column, mixed.rows, columns, mixed.stride}, batch.firstToken,
                           context);
        column += columns;
    }
}

void ForwardPass::showInputs(Step step, std::size_t number, const RunContext& context) {
    const Block& block = graph_.blocks.at(nextLayer_);
    const TokenBatch& batch = batches_.at(number);
    const WeightsInUse inUse(source_, weightsOf(block), context);
    const BlockNorms norms = normsOf(graph_, block, source_);
    const std::size_t width = stream_.columns();
    const Matrix stored{room(trial_, batch.tokens * width).data(), batch.tokens, width, width};
    stream_.read(batch.firstToken, {stored.data, batch.tokens * width});
    const Matrix x = activeOf(block, norms, batch, stored, context);
    shown_ = asConst(x);
    startKeeping(block);
    const bool isOfNetwork = step == Step::gateUp || step == Step::down;
    if (!isOfNetwork && block.hasMixer()) {
        showMixer(block, norms, step, number, asConst(x), context);
    }
    if (!isOfNetwork || !block.hasNetwork()) {
        return;
    }
    if (keepsNetwork(block)) {
        showNetwork(block, norms, step, number, x, context);
        return;
    }
    const std::size_t rows = rowsAtOnce(block);
    const ConstMatrix mixed = mixedOf(block, norms, number, asConst(x), context);
    for (std::size_t first = 0; first < batch.tokens; first += rows) {
        const std::size_t count = std::min(rows, batch.tokens - first);
        showFeedForward(block, norms, step, someRows(mixed, first, count), someRows(x, first, count), batch.firstToken + first,
                        context);
    }
}

} // namespace quantlathe
