// SPDX-License-Identifier: GPL-3.0-or-later
// A model on its way through a text, and the scores of its rows: the parts that all ways of measuring share.
#pragma once

#include "measure/text_windows.h"
#include "measure/token_scores.h"
#include "runtime/forward.h"
#include "runtime/weights_in_use.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace quantlathe {

/// Not thread-safe. `source` outlives it.
class ScoredPass {
public:
    /// Throws what ForwardPass throws.
    ScoredPass(const WeightSource& source, const TextWindows& text, const ForwardOptions& options)
        : source_(source), pass_(source, text.sequences, options) {}

    [[nodiscard]] ForwardPass& pass() { return pass_; }
    [[nodiscard]] const ForwardPass& pass() const { return pass_; }
    [[nodiscard]] std::size_t vocabulary() const { return static_cast<std::size_t>(pass_.graph().vocabulary); }
    [[nodiscard]] const std::filesystem::path& file() const { return source_.model().checkpoint().path(); }
    [[nodiscard]] TokenScores& scores() { return scores_; }

    /// Keeps what makes logits ready from now on.
    void useOutputWeights(const RunContext& context);

private:
    const WeightSource& source_;
    ForwardPass pass_;
    TokenScores scores_;
    std::unique_ptr<WeightsInUse> outputWeights_;
};

/// Throws Error(badInput) when they differ.
void checkSameVocabulary(const ScoredPass& first, const ScoredPass& other);

/// Scores rows of one or several passes that are behind their last layer: some at a time, so that never more than two chunks
/// of logits are in memory.
class RowScorer {
public:
    /// `options.logitBytes` limits both chunks together.
    RowScorer(const TextWindows& text, std::size_t vocabulary, const ForwardOptions& options);

    /// All rows of all passes. With a reference its scores are made as well, and the divergences of the others. Throws
    /// Error(badInput) for logits that are not finite.
    void scoreAll(ScoredPass* reference, std::span<ScoredPass* const> models, const RunContext& context);

private:
    /// A chunk of rows of logits and what scoring them needs more than once.
    struct Chunk {
        std::span<const TokenId> targets;
        std::vector<float> logits; // rows × vocabulary
        std::vector<double> logSums;
        [[nodiscard]] std::span<const float> row(std::size_t i, std::size_t vocabulary) const {
            return std::span(logits).subspan(i * vocabulary, vocabulary);
        }
    };
    static void read(ScoredPass& model, std::size_t first, Chunk& chunk, const RunContext& context);
    static void compare(const Chunk& reference, const Chunk& chunk, std::size_t first, ScoredPass& model,
                        const RunContext& context);

    const TextWindows& text_;
    std::size_t rowsAtOnce_;
    Chunk referenceChunk_;
    Chunk chunk_;
};

} // namespace quantlathe
