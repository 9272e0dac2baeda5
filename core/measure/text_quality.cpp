// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/text_quality.h"

#include "base/error.h"
#include "kernels/distributions.h"
#include "kernels/row_functions.h"
#include "measure/token_scores.h"
#include "runtime/weights_in_use.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <memory>

namespace quantlathe {
namespace {

/// A model on its way through the text, with the scores of the rows done.
class Candidate {
public:
    Candidate(const WeightSource& source, const TextWindows& text, const ForwardOptions& options)
        : source_(source), pass_(source, text.sequences, options) {}

    [[nodiscard]] ForwardPass& pass() { return pass_; }
    [[nodiscard]] const ForwardPass& pass() const { return pass_; }
    [[nodiscard]] std::size_t vocabulary() const { return static_cast<std::size_t>(pass_.graph().vocabulary); }
    [[nodiscard]] const std::filesystem::path& file() const { return source_.model().checkpoint().path(); }
    [[nodiscard]] TokenScores& scores() { return scores_; }

    void useOutputWeights(const RunContext& context) {
        outputWeights_ = std::make_unique<WeightsInUse>(source_, std::vector{pass_.graph().output.weight}, context);
    }

private:
    const WeightSource& source_;
    ForwardPass pass_;
    TokenScores scores_;
    std::unique_ptr<WeightsInUse> outputWeights_;
};

/// A chunk of rows of logits and what scoring them needs more than once.
struct Chunk {
    std::span<const TokenId> targets;
    std::vector<float> logits; // rows × vocabulary
    std::vector<double> logSums;

    [[nodiscard]] std::span<const float> row(std::size_t i, std::size_t vocabulary) const {
        return std::span(logits).subspan(i * vocabulary, vocabulary);
    }
};

/// Fills the chunk with rows `first` … of the model and appends their losses.
void readChunk(Candidate& candidate, std::size_t first, Chunk& chunk, const RunContext& context) {
    const std::size_t rows = chunk.targets.size();
    const std::size_t vocabulary = candidate.vocabulary();
    chunk.logits.resize(rows * vocabulary);
    chunk.logSums.resize(rows);
    candidate.pass().readLogits(first, chunk.logits, context);
    TokenScores& scores = candidate.scores();
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
        throw badInput(candidate.file(), "The logits are not finite",
                       "NaN or infinity appears behind the last layer. The output matrix or the final norm is damaged, or its "
                       "numbers overflow.");
    }
}

void compareChunks(const Chunk& reference, const Chunk& chunk, std::size_t first, Candidate& candidate,
                   const RunContext& context) {
    const std::size_t rows = chunk.targets.size();
    const std::size_t vocabulary = candidate.vocabulary();
    TokenScores& scores = candidate.scores();
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

class Measurer {
public:
    Measurer(const WeightSource* reference, std::span<const WeightSource* const> models, const TextWindows& text,
             const MeasureOptions& options)
        : text_(text), hasReference_(reference != nullptr) {
        ForwardOptions each = options.forward;
        each.activationBytes /= models.size() + (hasReference_ ? 1 : 0);
        if (hasReference_) {
            ForwardOptions ofReference = each;
            ofReference.compute = options.referenceCompute.value_or(each.compute);
            candidates_.push_back(std::make_unique<Candidate>(*reference, text, ofReference));
        }
        for (const WeightSource* const model : models) {
            candidates_.push_back(std::make_unique<Candidate>(*model, text, each));
        }
        checkVocabularies();
        // Two chunks are in memory, the reference's and that of the model at hand.
        const std::uint64_t rowBytes = candidates_.front()->vocabulary() * sizeof(float);
        const std::uint64_t most = std::max<std::uint64_t>(each.tokensAtOnce, 1);
        rowsAtOnce_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(each.logitBytes / 2 / rowBytes, 1, most));
    }

    void run(const RunContext& context) {
        std::uint64_t units = 0;
        for (const auto& candidate : candidates_) {
            units += candidate->pass().workUnits();
        }
        context.progress.start("Measuring", units);
        forEach([&](Candidate& candidate) { candidate.pass().embed(context); });
        while (std::ranges::any_of(candidates_, [](const auto& candidate) { return candidate->pass().layersLeft() > 0; })) {
            forEach([&](Candidate& candidate) {
                if (candidate.pass().layersLeft() > 0) {
                    candidate.pass().runNextLayer(context);
                }
            });
        }
        context.progress.setItem("logits");
        forEach([&](Candidate& candidate) { candidate.useOutputWeights(context); });
        for (std::size_t first = 0; first < text_.targets.size(); first += rowsAtOnce_) {
            scoreRows(first, std::min(rowsAtOnce_, text_.targets.size() - first), context);
        }
        context.progress.finish();
    }

    [[nodiscard]] TextMeasurement result() {
        TextMeasurement measurement;
        const TokenScores* const reference = hasReference_ ? &candidates_.front()->scores() : nullptr;
        if (hasReference_) {
            measurement.reference = summaryOf(*reference, nullptr);
        }
        for (std::size_t i = hasReference_ ? 1 : 0; i < candidates_.size(); ++i) {
            measurement.models.push_back(summaryOf(candidates_[i]->scores(), reference));
        }
        return measurement;
    }

private:
    template <class Work>
    void forEach(const Work& work) {
        for (const auto& candidate : candidates_) {
            work(*candidate);
        }
    }

    void checkVocabularies() const {
        for (const auto& candidate : candidates_) {
            if (candidate->vocabulary() != candidates_.front()->vocabulary()) {
                throw badInput(candidate->file(), "The models have vocabularies of different size",
                               fmt::format("One has {} tokens, the other {}.", candidates_.front()->vocabulary(),
                                           candidate->vocabulary()));
            }
        }
    }

    void scoreRows(std::size_t first, std::size_t rows, const RunContext& context) {
        const std::span<const TokenId> targets = std::span(text_.targets).subspan(first, rows);
        referenceChunk_.targets = targets;
        chunk_.targets = targets;
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            const bool isReference = hasReference_ && i == 0;
            readChunk(*candidates_[i], first, isReference ? referenceChunk_ : chunk_, context);
            if (hasReference_ && !isReference) {
                compareChunks(referenceChunk_, chunk_, first, *candidates_[i], context);
            }
        }
    }

    const TextWindows& text_;
    bool hasReference_;
    std::vector<std::unique_ptr<Candidate>> candidates_; // the reference first
    std::size_t rowsAtOnce_ = 1;
    Chunk referenceChunk_;
    Chunk chunk_;
};

} // namespace

TextMeasurement measureText(const WeightSource* reference, std::span<const WeightSource* const> models, const TextWindows& text,
                            const MeasureOptions& options, const RunContext& context) {
    const auto startedAt = std::chrono::steady_clock::now();
    Measurer measurer(reference, models, text, options);
    measurer.run(context);
    TextMeasurement measurement = measurer.result();
    measurement.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - startedAt).count();
    return measurement;
}

} // namespace quantlathe
