// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/forward.h"

#include "base/error.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "runtime/weights_in_use.h"

#include <algorithm>
#include <atomic>

namespace quantlathe {
namespace {

constexpr std::uint64_t innerBytes = 512ULL << 20U; // of a feed-forward network's inner activations
constexpr std::size_t fewestRowsAtOnce = 64;

std::size_t tokensOf(const std::vector<TokenSequence>& sequences) {
    std::size_t tokens = 0;
    for (const TokenSequence& sequence : sequences) {
        tokens += sequence.tokens.size();
    }
    return tokens;
}

std::size_t longestOf(const std::vector<TokenSequence>& sequences) {
    std::size_t longest = 0;
    for (const TokenSequence& sequence : sequences) {
        longest = std::max(longest, sequence.tokens.size());
    }
    return longest;
}

ConstMatrix asConst(const Matrix& matrix) {
    return {matrix.data, matrix.rows, matrix.columns, matrix.stride};
}

void addRows(const Matrix& x, const Matrix& part, const RunContext& context) {
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            addScaled({x.data + row * x.stride, x.columns}, {part.data + row * part.stride, part.columns}, 1.0F);
        }
    });
}

} // namespace

ForwardPass::ForwardPass(const WeightSource& source, std::vector<TokenSequence> sequences, ForwardOptions options)
    : source_(source), sequences_(std::move(sequences)), options_(std::move(options)), graph_(graphOf(source.model())),
      tokens_(tokensOf(sequences_)), stream_((checkSequences(), tokens_), static_cast<std::size_t>(graph_.hidden),
                                             options_.activationBytes, options_.scratchFolder),
      linears_(source, options_.compute), feedForward_(linears_) {
    makeBatches();
    for (const Rope& rope : graph_.ropes) {
        ropes_.emplace_back(rope, longestOf(sequences_));
    }
}

void ForwardPass::checkSequences() const {
    const auto& file = source_.model().checkpoint().path();
    if (sequences_.empty()) {
        throw badInput(file, say("There is no text to run through the model"));
    }
    for (std::size_t i = 0; i < sequences_.size(); ++i) {
        const auto& tokens = sequences_[i].tokens;
        if (tokens.empty()) {
            throw badInput(file, say("Sequence {} has no tokens", i));
        }
        if (graph_.longestSequence != 0 && tokens.size() > graph_.longestSequence) {
            throw badInput(file, say("Sequence {} is too long for this model", i),
                           say("It has {} tokens, the model has learned {} positions.", tokens.size(), graph_.longestSequence));
        }
        const auto wrong = std::ranges::find_if(
            tokens, [&](std::int32_t token) { return token < 0 || static_cast<std::uint64_t>(token) >= graph_.vocabulary; });
        if (wrong != tokens.end()) {
            throw badInput(file, say("Token {} is outside the vocabulary", *wrong),
                           say("It stands at position {} of sequence {}; the model knows the tokens 0 to {}.",
                               wrong - tokens.begin(), i, graph_.vocabulary - 1));
        }
    }
}

void ForwardPass::makeBatches() {
    std::size_t first = 0;
    for (std::size_t i = 0; i < sequences_.size(); ++i) {
        const std::size_t count = sequences_[i].tokens.size();
        if (batches_.empty() || batches_.back().tokens + count > options_.tokensAtOnce) {
            batches_.push_back({{}, first, 0});
        }
        batches_.back().sequences.push_back({batches_.back().tokens, count});
        batches_.back().tokens += count;
        for (std::size_t p = sequences_[i].firstLogit; p < std::min(sequences_[i].endLogit, count); ++p) {
            positions_.push_back({i, p});
            rowsOfPositions_.push_back(first + p);
        }
        first += count;
    }
}

std::uint64_t ForwardPass::workUnits(std::size_t behindLayers) const {
    double all = 0;
    for (const Block& block : std::span(graph_.blocks).subspan(std::min(behindLayers, graph_.blocks.size()))) {
        double perToken = FeedForward::multiplyAdds(block) + LinearRunner::multiplyAdds(block.attnOutput, 1);
        for (const Linear& linear : block.qkv) {
            perToken += LinearRunner::multiplyAdds(linear, 1);
        }
        all += perToken * static_cast<double>(tokens_);
        for (const TokenSequence& sequence : sequences_) {
            all += attentionMultiplyAdds(graph_, block, sequence.tokens.size());
        }
    }
    all += LinearRunner::multiplyAdds(graph_.output, positions_.size());
    return static_cast<std::uint64_t>(all / multiplyAddsPerUnit);
}

ForwardPass::NormValues ForwardPass::valuesOf(const Norm& norm) const {
    NormValues values;
    if (norm) {
        values.gain.resize(static_cast<std::size_t>(norm.gain->elements()));
        source_.rows(*norm.gain, 0, values.gain);
    }
    if (norm.bias != nullptr) {
        values.bias.resize(values.gain.size());
        source_.rows(*norm.bias, 0, values.bias);
    }
    return values;
}

void ForwardPass::applyNorm(const NormValues& norm, ConstMatrix x, Matrix out, const RunContext& context) const {
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<const float> from(x.data + row * x.stride, x.columns);
            const std::span<float> to(out.data + row * out.stride, x.columns);
            if (graph_.norm == NormKind::rms) {
                rmsNorm(from, norm.gain, graph_.epsilon, to);
            } else {
                layerNorm(from, norm.gain, norm.bias, graph_.epsilon, to);
            }
        }
    });
}

ConstMatrix ForwardPass::normedOf(const NormValues& norm, ConstMatrix x, const RunContext& context) {
    if (norm.gain.empty()) {
        return x;
    }
    const Matrix normed{room(normed_, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
    applyNorm(norm, x, normed, context);
    return asConst(normed);
}

void ForwardPass::checkFinite(ConstMatrix x, const Block& block, std::string_view where, const RunContext& context) const {
    std::atomic<bool> isFinite{true};
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            if (!allFinite({x.data + row * x.stride, x.columns})) {
                isFinite = false;
            }
        }
    });
    if (!isFinite) {
        throw badInput(source_.model().checkpoint().path(), say("The activations of layer {} are not finite", block.index),
                       say("NaN or infinity appears in {} of blk.{}. Its weights are damaged, or their numbers overflow.",
                           translated(where), block.index));
    }
}

void ForwardPass::embed(const RunContext& context) {
    context.progress.setItem(say("embedding"));
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    std::size_t sequence = 0;
    for (const Batch& batch : batches_) {
        const std::span<float> x = stream_.open(batch.firstToken, batch.tokens);
        for (const SequenceRows& rows : batch.sequences) {
            const auto& tokens = sequences_[sequence++].tokens;
            context.forRows(rows.count, [&](std::size_t first, std::size_t end) {
                std::vector<float> position(graph_.positionEmbedding == nullptr ? 0 : hidden);
                for (std::size_t i = first; i < end; ++i) {
                    const std::span<float> row = x.subspan((rows.first + i) * hidden, hidden);
                    source_.rows(*graph_.tokenEmbedding, static_cast<std::uint64_t>(tokens[i]), row);
                    if (graph_.embeddingScale != 1.0F) {
                        scaleRow(row, graph_.embeddingScale);
                    }
                    if (graph_.positionEmbedding != nullptr) {
                        source_.rows(*graph_.positionEmbedding, i, position);
                        addScaled(row, position, 1.0F);
                    }
                }
            });
        }
        stream_.close();
    }
    source_.release(*graph_.tokenEmbedding);
    nextLayer_ = 0;
}

std::size_t ForwardPass::rowsAtOnce(const Block& block) const {
    const std::uint64_t bytes = std::max<std::uint64_t>(FeedForward::floatsPerToken(graph_, block) * sizeof(float), 1);
    return std::clamp(static_cast<std::size_t>(innerBytes / bytes), fewestRowsAtOnce, options_.tokensAtOnce + fewestRowsAtOnce);
}

void ForwardPass::makeQkv(const Block& block, const BlockNorms& norms, const Batch& batch, ConstMatrix x, Matrix qkv,
                          const RunContext& context) {
    const std::size_t step = rowsAtOnce(block);
    for (std::size_t first = 0; first < x.rows; first += step) {
        const std::size_t count = std::min(step, x.rows - first);
        linears_.run(block.qkv, normedOf(norms.attn, someRows(x, first, count), context), someRows(qkv, first, count),
                     batch.firstToken + first, context);
    }
    checkFinite(asConst(qkv), block, words("the queries, keys or values"), context);
    const std::size_t keyLength = graph_.keyLength;
    const auto normHeads = [&](const NormValues& norm, std::span<float> heads) {
        if (norm.gain.empty()) {
            return;
        }
        const std::size_t width = block.normsHeads ? keyLength : heads.size();
        for (std::size_t at = 0; at < heads.size(); at += width) {
            rmsNorm(heads.subspan(at, width), norm.gain, graph_.epsilon, heads.subspan(at, width));
        }
    };
    for (const SequenceRows& sequence : batch.sequences) {
        context.forRows(sequence.count, [&](std::size_t begin, std::size_t end) {
            for (std::size_t position = begin; position < end; ++position) {
                float* const row = qkv.data + (sequence.first + position) * qkv.stride;
                const std::span<float> queries(row, block.heads * keyLength);
                const std::span<float> keys(row + queries.size(), block.kvHeads * keyLength);
                normHeads(norms.query, queries);
                normHeads(norms.key, keys);
                const std::span<float> rotated(row, block.rope ? queries.size() + keys.size() : 0);
                for (std::size_t at = 0; at < rotated.size(); at += keyLength) {
                    ropes_[*block.rope].rotate(position, rotated.subspan(at, keyLength));
                }
            }
        });
    }
}

/// `partial`: the attention's outputs. They are part of the stream afterwards, unless all is added at the end.
void ForwardPass::addAttention(const Block& block, const BlockNorms& norms, ConstMatrix attended, Matrix partial, Matrix x,
                               std::size_t firstToken, const RunContext& context) {
    linears_.run(std::span(&block.attnOutput, 1), attended, partial, firstToken, context);
    if (!norms.postAttn.gain.empty()) {
        applyNorm(norms.postAttn, asConst(partial), partial, context);
    }
    if (!graph_.parallelResidual) {
        addRows(x, partial, context);
        checkFinite(asConst(x), block, words("the attention"), context);
    }
}

void ForwardPass::finishRows(const Block& block, const BlockNorms& norms, ConstMatrix attended, Matrix x,
                             std::size_t firstToken, const RunContext& context) {
    const std::size_t hidden = x.columns;
    const Matrix partial{room(partial_, x.rows * hidden).data(), x.rows, hidden, hidden};
    const Matrix inner{room(inner_, x.rows * hidden).data(), x.rows, hidden, hidden};
    addAttention(block, norms, attended, partial, x, firstToken, context);
    feedForward_.run(graph_, block, normedOf(norms.ffn, asConst(x), context), inner, firstToken, context);
    if (!norms.postFfn.gain.empty()) {
        applyNorm(norms.postFfn, asConst(inner), inner, context);
    }
    if (graph_.parallelResidual) {
        addRows(x, partial, context);
    }
    addRows(x, inner, context);
    checkFinite(asConst(x), block, words("the feed-forward network"), context);
}

ConstMatrix ForwardPass::attendedOf(const Block& block, const BlockNorms& norms, std::size_t number, ConstMatrix x,
                                    const RunContext& context) {
    const Batch& batch = batches_[number];
    const std::size_t width = std::size_t{block.heads} * graph_.valueLength;
    const Matrix attended{room(attended_, batch.tokens * width).data(), batch.tokens, width, width};
    if (keptAttention_.has(number)) {
        keptAttention_.read(batch.firstToken, attended);
        return asConst(attended);
    }
    std::size_t columns = 0;
    for (const Linear& linear : block.qkv) {
        columns += static_cast<std::size_t>(linear.rows);
    }
    const Matrix qkv{room(qkv_, batch.tokens * columns).data(), batch.tokens, columns, columns};
    makeQkv(block, norms, batch, x, qkv, context);
    attend(graph_, block, batch.sequences, asConst(qkv), attended, context);
    if (keptAttention_.isWanted(number)) {
        keptAttention_.write(batch.firstToken, asConst(attended));
        keptAttention_.finish(number);
    }
    return asConst(attended);
}

void ForwardPass::runBatch(const Block& block, const BlockNorms& norms, std::size_t number, const RunContext& context) {
    const Batch& batch = batches_[number];
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const Matrix x{stream_.open(batch.firstToken, batch.tokens).data(), batch.tokens, hidden, hidden};
    if (keptStream_.has(number) && keptNetwork_.has(number)) {
        finishKept(block, norms, batch, x, context);
        stream_.close();
        return;
    }
    const ConstMatrix attended = attendedOf(block, norms, number, asConst(x), context);
    const std::size_t step = rowsAtOnce(block);
    for (std::size_t first = 0; first < batch.tokens; first += step) {
        const std::size_t count = std::min(step, batch.tokens - first);
        finishRows(block, norms, someRows(attended, first, count), someRows(x, first, count), batch.firstToken + first,
                   context);
    }
    stream_.close();
}

// ---- Steps that are shown, and kept -------------------------------------------------------------------------------------

void ForwardPass::startKeeping(const Block& block) {
    if (keptLayer_ == nextLayer_) {
        return;
    }
    keptLayer_ = nextLayer_;
    const auto start = [&](KeptRows& rows, std::uint64_t columns) {
        rows.start(tokens_, static_cast<std::size_t>(columns), batches_.size(), options_.activationBytes,
                   options_.scratchFolder);
    };
    start(keptAttention_, std::uint64_t{block.heads} * graph_.valueLength);
    if (keepsNetwork(block)) {
        start(keptStream_, graph_.hidden);
        start(keptNetwork_, block.feedForward);
    }
}

/// `x`: the stream before the layer, on return behind its attention.
void ForwardPass::attendKept(const Block& block, const BlockNorms& norms, std::size_t number, Matrix x,
                             const RunContext& context) {
    const Batch& batch = batches_[number];
    if (keptStream_.has(number)) {
        keptStream_.read(batch.firstToken, x);
        return;
    }
    const ConstMatrix attended = attendedOf(block, norms, number, asConst(x), context);
    const std::size_t step = rowsAtOnce(block);
    for (std::size_t first = 0; first < batch.tokens; first += step) {
        const std::size_t count = std::min(step, batch.tokens - first);
        const Matrix partial{room(partial_, count * x.columns).data(), count, x.columns, x.columns};
        addAttention(block, norms, someRows(attended, first, count), partial, someRows(x, first, count),
                     batch.firstToken + first, context);
    }
    keptStream_.write(batch.firstToken, asConst(x));
    keptStream_.finish(number);
}

/// The inputs of a network without experts.
void ForwardPass::showNetwork(const Block& block, const BlockNorms& norms, Step step, std::size_t number, Matrix x,
                              const RunContext& context) {
    const Batch& batch = batches_[number];
    attendKept(block, norms, number, x, context);
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
        const ConstMatrix normed = normedOf(norms.ffn, asConst(someRows(x, first, count)), context);
        if (step == Step::gateUp) {
            LinearRunner::show(block.gateUp, normed, token, context);
            continue;
        }
        const ConstMatrix middle = feedForward_.middle(graph_, block, normed, token, context);
        LinearRunner::show(std::span(&block.down, 1), middle, token, context);
        keptNetwork_.write(token, middle);
    }
    if (step == Step::down) {
        keptNetwork_.finish(number);
    }
}

/// What is left of a layer when all of its inputs were shown: the network's last matrix.
void ForwardPass::finishKept(const Block& block, const BlockNorms& norms, const Batch& batch, Matrix x,
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
        if (!norms.postFfn.gain.empty()) {
            applyNorm(norms.postFfn, asConst(inner), inner, context);
        }
        addRows(some, inner, context);
        checkFinite(asConst(some), block, words("the feed-forward network"), context);
    }
}

ForwardPass::BlockNorms ForwardPass::normsOf(const Block& block) const {
    return {valuesOf(block.attnNorm),     valuesOf(block.queryNorm), valuesOf(block.keyNorm),
            valuesOf(block.postAttnNorm), valuesOf(block.ffnNorm),   valuesOf(block.postFfnNorm)};
}

void ForwardPass::showFeedForward(const Block& block, const BlockNorms& norms, Step step, ConstMatrix attended, Matrix x,
                                  std::size_t firstToken, const RunContext& context) {
    const Matrix partial{room(partial_, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
    addAttention(block, norms, attended, partial, x, firstToken, context);
    feedForward_.show(graph_, block, step == Step::down, normedOf(norms.ffn, asConst(x), context), firstToken, context);
    if (graph_.parallelResidual) {
        addRows(x, partial, context);
    }
}

void ForwardPass::showInputs(Step step, std::size_t number, const RunContext& context) {
    const Block& block = graph_.blocks.at(nextLayer_);
    const Batch& batch = batches_.at(number);
    const WeightsInUse inUse(source_, weightsOf(block), context);
    const BlockNorms norms = normsOf(block);
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const Matrix x{room(trial_, batch.tokens * hidden).data(), batch.tokens, hidden, hidden};
    stream_.read(batch.firstToken, {x.data, batch.tokens * hidden});
    shown_ = asConst(x);
    startKeeping(block);
    if (keepsNetwork(block) && (step == Step::gateUp || step == Step::down)) {
        showNetwork(block, norms, step, number, x, context);
        return;
    }
    const std::size_t rows = rowsAtOnce(block);
    const ConstMatrix attended = step == Step::qkv ? ConstMatrix{} : attendedOf(block, norms, number, asConst(x), context);
    if (step == Step::attnOutput) {
        LinearRunner::show(std::span(&block.attnOutput, 1), attended, batch.firstToken, context);
        return;
    }
    for (std::size_t first = 0; first < batch.tokens; first += rows) {
        const std::size_t count = std::min(rows, batch.tokens - first);
        const Matrix some = someRows(x, first, count);
        if (step == Step::qkv) {
            LinearRunner::show(block.qkv, normedOf(norms.attn, asConst(some), context), batch.firstToken + first, context);
        } else {
            showFeedForward(block, norms, step, someRows(attended, first, count), some, batch.firstToken + first, context);
        }
    }
}

void ForwardPass::runNextLayer(const RunContext& context) {
    const Block& block = graph_.blocks.at(nextLayer_);
    context.progress.setItem(say("layer {} of {}", nextLayer_ + 1, graph_.blocks.size()));
    const WeightsInUse inUse(source_, weightsOf(block), context);
    const BlockNorms norms = normsOf(block);
    for (std::size_t batch = 0; batch < batches_.size(); ++batch) {
        runBatch(block, norms, batch, context);
    }
    for (KeptRows* const kept : {&keptAttention_, &keptStream_, &keptNetwork_}) {
        kept->forget();
    }
    requireUnchanged(source_.model().checkpoint());
    ++nextLayer_;
}

ConstMatrix ForwardPass::outputInputs(std::size_t batch, const RunContext& context) {
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const Batch& rows = batches_.at(batch);
    const Matrix x{room(partial_, rows.tokens * hidden).data(), rows.tokens, hidden, hidden};
    stream_.read(rows.firstToken, {x.data, rows.tokens * hidden});
    return normedOf(valuesOf(graph_.outputNorm), asConst(x), context);
}

void ForwardPass::readLogits(std::size_t first, std::span<float> out, const RunContext& context) {
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const auto vocabulary = static_cast<std::size_t>(graph_.vocabulary);
    const std::size_t count = out.size() / vocabulary;
    const Matrix x{room(partial_, count * hidden).data(), count, hidden, hidden};
    for (std::size_t i = 0; i < count; ++i) {
        stream_.read(rowsOfPositions_.at(first + i), {x.data + i * hidden, hidden});
    }
    const ConstMatrix normed = normedOf(valuesOf(graph_.outputNorm), asConst(x), context);
    linears_.run(std::span(&graph_.output, 1), normed, {out.data(), count, vocabulary, vocabulary}, std::nullopt, context);
    if (graph_.logitCap > 0) {
        context.forRows(count, [&](std::size_t begin, std::size_t end) {
            softCap(out.subspan(begin * vocabulary, (end - begin) * vocabulary), graph_.logitCap);
        });
    }
}

void ForwardPass::forEachLogits(const LogitConsumer& consumer, const RunContext& context) {
    context.progress.setItem(say("logits"));
    const auto vocabulary = static_cast<std::size_t>(graph_.vocabulary);
    const std::size_t most = std::max<std::size_t>(options_.tokensAtOnce, 1);
    const std::size_t step = std::clamp<std::size_t>(options_.logitBytes / (vocabulary * sizeof(float)), 1, most);
    const WeightsInUse inUse(source_, {graph_.output.weight}, context);
    std::vector<float> values(std::min(step, positions_.size()) * vocabulary);
    for (std::size_t first = 0; first < positions_.size(); first += step) {
        const std::size_t count = std::min(step, positions_.size() - first);
        const std::span<float> rows = std::span(values).first(count * vocabulary);
        readLogits(first, rows, context);
        consumer({std::span(positions_).subspan(first, count), rows, vocabulary});
    }
    requireUnchanged(source_.model().checkpoint());
}

void ForwardPass::runToLogits(const LogitConsumer& consumer, const RunContext& context) {
    context.progress.start(say("Running the model"), workUnits());
    embed(context);
    while (layersLeft() > 0) {
        runNextLayer(context);
    }
    forEachLogits(consumer, context);
    context.progress.finish();
}

void ForwardPass::resumeAt(std::size_t layersDone, const std::function<void(std::size_t, std::span<float>)>& read) {
    for (const Batch& batch : batches_) {
        read(batch.firstToken, stream_.open(batch.firstToken, batch.tokens));
        stream_.close();
    }
    nextLayer_ = std::min(layersDone, graph_.blocks.size());
}

void runForward(const WeightSource& source, std::vector<TokenSequence> sequences, const ForwardOptions& options,
                const LogitConsumer& consumer, const RunContext& context) {
    ForwardPass(source, std::move(sequences), options).runToLogits(consumer, context);
}

} // namespace quantlathe
