// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/scored_pass.h"

#include "base/error.h"
#include "base/words.h"
#include "kernels/distributions.h"
#include "kernels/row_functions.h"

#include <algorithm>
#include <atomic>

namespace quantlathe {

void ScoredPass::useOutputWeights(const RunContext& context) {
    outputWeights_ = std::make_unique<WeightsInUse>(source_, std::vector{pass_.graph().output.weight}, context);
}

void checkSameVocabulary(const ScoredPass& first, const ScoredPass& other) {
    if (other.vocabulary() != first.vocabulary()) {
        throw badInput(other.file(), say("The models have vocabularies of different size"),
                       say("One has {} tokens, the other {}.", first.vocabulary(), other.vocabulary()));
    }
}

RowScorer::RowScorer(const TextWindows& text, std::size_t vocabulary, const ForwardOptions& options) : text_(text) {
    // Two chunks are in memory, the reference's and that of the model at hand.
    const std::uint64_t rowBytes = vocabulary * sizeof(float);
    const std::uint64_t most = std::max<std::uint64_t>(options.tokensAtOnce, 1);
    rowsAtOnce_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(options.logitBytes / 2 / rowBytes, 1, most));
}

/// Fills the chunk with rows `first` … of the model and appends their losses.
void RowScorer::read(ScoredPass& model, std::size_t first, Chunk& chunk, const RunContext& context) {
    const std::size_t rows = chunk.targets.size();
    const std::size_t vocabulary = model.vocabulary();
    chunk.logits.resize(rows * vocabulary);
    chunk.logSums.resize(rows);
    model.pass().readLogits(first, chunk.logits, context);
    TokenScores& scores = model.scores();
    scores.losses.resize(first + rows);
    std::atomic<bool> isFinite{true};
    context.forRows(rows, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<const float> row = chunk.row(i, vocabulary);
            if (!allFinite(row)) {
                isFinite = false;
                return;
            }
            chunk.logSums[i] = logSumExp(row);
            scores.losses[first + i] = chunk.logSums[i] - static_cast<double>(row[chunk.targets[i]]);
        }
    });
    if (!isFinite) {
        throw badInput(
            model.file(), say("The logits are not finite"),
            say("NaN or infinity appears behind the last layer. The output matrix or the final norm is damaged, or its "
                "numbers overflow."));
    }
}

void RowScorer::compare(const Chunk& reference, const Chunk& chunk, std::size_t first, ScoredPass& model,
                        const RunContext& context) {
    const std::size_t rows = chunk.targets.size();
    const std::size_t vocabulary = model.vocabulary();
    TokenScores& scores = model.scores();
    scores.divergences.resize(first + rows);
    scores.agreements.resize(first + rows);
    context.forRows(rows, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<const float> p = reference.row(i, vocabulary);
            const std::span<const float> q = chunk.row(i, vocabulary);
            scores.divergences[first + i] = klDivergence(p, reference.logSums[i], q, chunk.logSums[i]);
            scores.agreements[first + i] = indexOfLargest(p) == indexOfLargest(q) ? 1 : 0;
        }
    });
}

void RowScorer::scoreAll(ScoredPass* reference, std::span<ScoredPass* const> models, const RunContext& context) {
    context.progress.setItem(say("logits"));
    if (reference != nullptr) {
        reference->useOutputWeights(context);
    }
    for (ScoredPass* const model : models) {
        model->useOutputWeights(context);
    }
    for (std::size_t first = 0; first < text_.targets.size(); first += rowsAtOnce_) {
        const std::size_t rows = std::min(rowsAtOnce_, text_.targets.size() - first);
        const std::span<const TokenId> targets = std::span(text_.targets).subspan(first, rows);
        referenceChunk_.targets = targets;
        chunk_.targets = targets;
        if (reference != nullptr) {
            read(*reference, first, referenceChunk_, context);
        }
        for (ScoredPass* const model : models) {
            read(*model, first, chunk_, context);
            if (reference != nullptr) {
                compare(referenceChunk_, chunk_, first, *model, context);
            }
        }
    }
}

} // namespace quantlathe
