// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/forward.h"

#include "base/error.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "runtime/rows.h"
#include "runtime/weights_in_use.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

namespace quantlathe {
namespace {

constexpr std::uint64_t innerBytes = 512ULL << 20U; // of a feed-forward network's inner activations
constexpr std::size_t fewestRowsAtOnce = 64;
constexpr double shortestRow = 1e-12; // of an output matrix; PyTorch's normalize() has the same

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

} // namespace

ForwardPass::ForwardPass(const WeightSource& source, std::vector<TokenSequence> sequences, ForwardOptions options)
    : source_(source), sequences_(std::move(sequences)), options_(std::move(options)), graph_(graphOf(source.model())),
      tokens_(tokensOf(sequences_)),
      stream_((checkSequences(), tokens_), static_cast<std::size_t>(graph_.hidden * graph_.streams), options_.activationBytes,
              options_.scratchFolder),
      linears_(source, options_.compute),
      mixer_(graph_, source, linears_, longestOf(sequences_), tokens_, options_.activationBytes, options_.scratchFolder),
      feedForward_(graph_, source, linears_), layerInputs_(graph_, source, linears_), streams_(graph_, source, linears_) {
    makeBatches();
    if (graph_.layerInputs) {
        for (const TokenSequence& sequence : sequences_) {
            tokenIds_.insert(tokenIds_.end(), sequence.tokens.begin(), sequence.tokens.end());
        }
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
        if (const auto why = whyNoPredictions(graph_);
            why && sequences_[i].firstLogit < std::min(sequences_[i].endLogit, tokens.size())) {
            throw badInput(file, say("This model predicts no tokens"), *why);
        }
        if (graph_.longestSequence != 0 && tokens.size() > graph_.longestSequence) {
            throw badInput(file, say("Sequence {} is too long for this model", i),
                           say("It has {} tokens, at most {} can be run: {}.", tokens.size(), graph_.longestSequence,
                               graph_.longestReason));
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
        const double perToken = linearMultiplyAdds(block) + (block.recurrence ? multiplyAddsOf(*block.recurrence) : 0);
        all += perToken * static_cast<double>(tokens_);
        for (const TokenSequence& sequence : sequences_) {
            all += block.attention ? attentionMultiplyAdds(*block.attention, sequence.tokens.size()) : 0;
        }
    }
    all += graph_.output ? LinearRunner::multiplyAdds(graph_.output, positions_.size()) : 0;
    return static_cast<std::uint64_t>(all / multiplyAddsPerUnit);
}

void ForwardPass::embedRow(std::int32_t token, std::size_t position, const NormValues& norm, std::span<float> row,
                           std::vector<float>& learned) const {
    source_.rows(*graph_.tokenEmbedding, static_cast<std::uint64_t>(token), row);
    if (graph_.embeddingScale != 1.0F) {
        scaleRow(row, graph_.embeddingScale);
    }
    const auto add = [&](const Weight* table, std::size_t at) {
        if (table != nullptr) {
            learned.resize(row.size());
            source_.rows(*table, at, learned);
            addScaled(row, learned, 1.0F);
        }
    };
    add(graph_.positionEmbedding, position);
    add(graph_.tokenTypes, 0);
    if (norm) {
        applyNorm(graph_.norm, norm, graph_.epsilon, row, row);
    }
}

/// In place; nothing where there is no norm.
void ForwardPass::normStream(const NormValues& norm, Matrix x, const RunContext& context) const {
    if (norm) {
        applyNorm(graph_.norm, norm, graph_.epsilon, asConst(x), x, context);
    }
}

void ForwardPass::embed(const RunContext& context) {
    context.progress.setItem(say("embedding"));
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const NormValues norm = valuesOf(graph_.embeddingNorm, graph_.hidden, source_);
    std::size_t sequence = 0;
    const std::size_t width = stream_.columns();
    for (const TokenBatch& batch : batches_) {
        const std::span<float> x = stream_.open(batch.firstToken, batch.tokens);
        for (const SequenceRows& rows : batch.sequences) {
            const auto& tokens = sequences_[sequence++].tokens;
            context.forRows(rows.count, [&](std::size_t first, std::size_t end) {
                std::vector<float> learned;
                for (std::size_t i = first; i < end; ++i) {
                    embedRow(tokens[i], i, norm, x.subspan((rows.first + i) * width, hidden), learned);
                }
            });
        }
        if (graph_.streams > 1) {
            streams_.start({x.data(), batch.tokens, width, width}, context);
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

/// `partial`: what the mixers add. It is part of the stream afterwards, unless all is added at the end.
void ForwardPass::addMixed(const Block& block, const BlockNorms& norms, ConstMatrix mixed, Matrix partial, Matrix x,
                           std::size_t firstToken, const RunContext& context) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < block.mixerOutputs.size(); ++i) {
        const Linear& linear = block.mixerOutputs[i];
        const auto columns = static_cast<std::size_t>(linear.columns);
        const Matrix out = i == 0 ? partial
                                  : Matrix{room(second_, partial.rows * partial.columns).data(), partial.rows, partial.columns,
                                           partial.columns};
        linears_.run(std::span(&linear, 1), {mixed.data + column, mixed.rows, columns, mixed.stride}, out, firstToken, context);
        if (i > 0) {
            addRows(partial, asConst(out), 1.0F, context);
        }
        column += columns;
    }
    if (norms.postMixer) {
        applyNorm(graph_.norm, norms.postMixer, graph_.epsilon, asConst(partial), partial, context);
    }
    if (graph_.parallelResidual) {
        return;
    }
    if (block.streams) { // what goes around the mixer reads the same
        const ConstMatrix around =
            streams_.around(block, norms, normedRows(graph_, norms.mixer, asConst(x), normed_, context), firstToken, context);
        addRows(partial, around, 1.0F, context);
    }
    if (norms.streamAgain) {
        const std::span<float> before = room(second_, x.rows * x.columns);
        std::copy_n(x.data, before.size(), before.data()); // rows stand one behind the other
        addRows(x, asConst(partial), graph_.residualFactor, context);
        normStream(norms.streamBehindMixer, x, context);
        addRows(x, {before.data(), x.rows, x.columns, x.columns}, 1.0F, context);
        normStream(norms.streamAgain, x, context);
        requireFinite(source_, asConst(x), block, words("the attention"), context);
        return;
    }
    addRows(x, asConst(partial), graph_.residualFactor, context);
    if (block.streams) {
        scaleRow({x.data, x.rows * x.columns}, static_cast<float>(1 / std::numbers::sqrt2));
    }
    normStream(norms.streamBehindMixer, x, context);
    requireFinite(source_, asConst(x), block, block.attention ? words("the attention") : words("the recurrence"), context);
}

void ForwardPass::finishRows(const Block& block, const BlockNorms& norms, ConstMatrix mixed, Matrix x, std::size_t firstToken,
                             const RunContext& context) {
    const std::size_t hidden = x.columns;
    const Matrix partial{room(partial_, x.rows * hidden).data(), x.rows, hidden, hidden};
    if (block.hasMixer()) {
        addMixed(block, norms, mixed, partial, x, firstToken, context);
    }
    if (block.hasNetwork()) {
        const Matrix inner{room(inner_, x.rows * hidden).data(), x.rows, hidden, hidden};
        feedForward_.run(block, norms, asConst(x), normedRows(graph_, norms.ffn, asConst(x), normed_, context), inner,
                         firstToken, context);
        if (norms.postFfn) {
            applyNorm(graph_.norm, norms.postFfn, graph_.epsilon, asConst(inner), inner, context);
        }
        if (graph_.parallelResidual && block.hasMixer()) {
            addRows(x, asConst(partial), graph_.residualFactor, context);
        }
        addRows(x, asConst(inner), graph_.residualFactor, context);
    }
    endLayer(block, norms, x, firstToken, context);
}

/// What comes behind the network.
void ForwardPass::endLayer(const Block& block, const BlockNorms& norms, Matrix x, std::size_t firstToken,
                           const RunContext& context) {
    normStream(norms.streamBehindNetwork, x, context);
    if (block.layerInput && !block.streams) {
        const std::span tokens = std::span(tokenIds_).subspan(firstToken, x.rows);
        addRows(x, layerInputs_.make(asConst(x), block, norms, tokens, firstToken, context), 1.0F, context);
    }
    if (block.outputFactor != 1.0F) {
        scaleRow({x.data, x.rows * x.columns}, block.outputFactor);
    }
    requireFinite(source_, asConst(x), block, words("the feed-forward network"), context);
}

Matrix ForwardPass::activeOf(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix rows,
                             const RunContext& context) {
    if (!block.streams) {
        return rows;
    }
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const Matrix predicted{room(predicted_, rows.rows * rows.columns).data(), rows.rows, rows.columns, rows.columns};
    streams_.predict(block, norms, asConst(rows), predicted, batch.firstToken, context);
    const Matrix active{room(active_, rows.rows * hidden).data(), rows.rows, hidden, hidden};
    for (std::size_t row = 0; row < rows.rows; ++row) {
        std::copy_n(predicted.data + row * predicted.stride, hidden, active.data + row * hidden);
    }
    return active;
}

/// `x`: what the layer made of the active stream. Layer inputs reach the others.
void ForwardPass::closeStreams(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix x, Matrix rows,
                               const RunContext& context) {
    if (!block.streams) {
        return;
    }
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const ConstMatrix predicted{predicted_.data(), rows.rows, rows.columns, rows.columns};
    streams_.correct(block, norms, predicted, asConst(x), rows, batch.firstToken, context);
    if (!block.layerInput) {
        return;
    }
    std::vector<float> gain(hidden, 1.0F);
    if (block.streams->activeGain != nullptr) {
        source_.rows(*block.streams->activeGain, 0, gain);
    }
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            std::transform(gain.begin(), gain.end(), rows.data + row * rows.stride, x.data + row * x.stride, std::multiplies());
        }
    });
    const std::span tokens = std::span(tokenIds_).subspan(batch.firstToken, x.rows);
    const ConstMatrix inputs = layerInputs_.make(asConst(x), block, norms, tokens, batch.firstToken, context);
    for (std::size_t stream = 1; stream < graph_.streams; ++stream) {
        addRows({rows.data + stream * hidden, rows.rows, hidden, rows.stride}, inputs, 1.0F, context);
    }
}

Matrix ForwardPass::roomForMixed(const Block& block, const TokenBatch& batch) {
    const auto width = static_cast<std::size_t>(block.mixedWidth());
    return {room(mixed_, batch.tokens * width).data(), batch.tokens, width, width};
}

ConstMatrix ForwardPass::mixedOf(const Block& block, const BlockNorms& norms, std::size_t number, ConstMatrix x,
                                 const RunContext& context) {
    const TokenBatch& batch = batches_[number];
    const Matrix mixed = roomForMixed(block, batch);
    if (!block.hasMixer()) {
        return asConst(mixed);
    }
    if (keptMixed_.has(number)) {
        keptMixed_.read(batch.firstToken, mixed);
        return asConst(mixed);
    }
    mixer_.run(block, norms, batch, x, mixed, rowsAtOnce(block), true, context);
    if (keptMixed_.isWanted(number)) {
        keptMixed_.write(batch.firstToken, asConst(mixed));
        keptMixed_.finish(number);
    }
    return asConst(mixed);
}

void ForwardPass::runBatch(const Block& block, const BlockNorms& norms, std::size_t number, const RunContext& context) {
    const TokenBatch& batch = batches_[number];
    const std::size_t width = stream_.columns();
    const Matrix rows{stream_.open(batch.firstToken, batch.tokens).data(), batch.tokens, width, width};
    const Matrix x = activeOf(block, norms, batch, rows, context);
    if (keptStream_.has(number) && keptNetwork_.has(number)) {
        finishKept(block, norms, batch, x, context);
        closeStreams(block, norms, batch, x, rows, context);
        stream_.close();
        return;
    }
    const ConstMatrix mixed = mixedOf(block, norms, number, asConst(x), context);
    const std::size_t step = rowsAtOnce(block);
    for (std::size_t first = 0; first < batch.tokens; first += step) {
        const std::size_t count = std::min(step, batch.tokens - first);
        finishRows(block, norms, someRows(mixed, first, count), someRows(x, first, count), batch.firstToken + first, context);
    }
    closeStreams(block, norms, batch, x, rows, context);
    stream_.close();
}

void ForwardPass::runNextLayer(const RunContext& context) {
    const Block& block = graph_.blocks.at(nextLayer_);
    context.progress.setItem(say("layer {} of {}", nextLayer_ + 1, graph_.blocks.size()));
    const WeightsInUse inUse(source_, weightsOf(block), context);
    const BlockNorms norms = normsOf(graph_, block, source_);
    for (std::size_t batch = 0; batch < batches_.size(); ++batch) {
        runBatch(block, norms, batch, context);
    }
    for (KeptRows* const kept : {&keptMixed_, &keptStream_, &keptNetwork_}) {
        kept->forget();
    }
    requireUnchanged(source_.model().checkpoint());
    ++nextLayer_;
}

ConstMatrix ForwardPass::lastNorm(Matrix rows, const RunContext& context) {
    if (graph_.streams == 1) {
        return normedRows(graph_, valuesOf(graph_.outputNorm, graph_.hidden, source_), asConst(rows), normed_, context);
    }
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const Matrix joined{room(active_, rows.rows * hidden).data(), rows.rows, hidden, hidden};
    streams_.join(asConst(rows), joined, context);
    return normedRows(graph_, valuesOf(graph_.outputNorm, graph_.hidden, source_), asConst(joined), normed_, context);
}

ConstMatrix ForwardPass::outputInputs(std::size_t batch, const RunContext& context) {
    const std::size_t width = stream_.columns();
    const TokenBatch& rows = batches_.at(batch);
    const Matrix x{room(partial_, rows.tokens * width).data(), rows.tokens, width, width};
    stream_.read(rows.firstToken, {x.data, rows.tokens * width});
    return lastNorm(x, context);
}

/// Each column by the length of its row of the output matrix.
void ForwardPass::divideByLengths(Matrix logits, const RunContext& context) {
    constexpr std::size_t rowsAtOnce = 512;
    const auto width = static_cast<std::size_t>(graph_.output.columns);
    if (rowFactors_.empty()) {
        rowFactors_.resize(logits.columns);
        context.forEach((logits.columns + rowsAtOnce - 1) / rowsAtOnce, [&](std::size_t part) {
            const std::size_t first = part * rowsAtOnce;
            std::vector<float> rows(std::min(rowsAtOnce, logits.columns - first) * width);
            source_.rows(*graph_.output.weight, first, rows);
            for (std::size_t i = 0; i * width < rows.size(); ++i) {
                const float* const row = rows.data() + i * width;
                const double sum = std::inner_product(row, row + width, row, 0.0);
                rowFactors_[first + i] = static_cast<float>(1.0 / std::max(std::sqrt(sum), shortestRow));
            }
        });
    }
    context.forRows(logits.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> values = rowOf(logits, row);
            std::ranges::transform(values, rowFactors_, values.begin(), std::multiplies<>());
        }
    });
}

void ForwardPass::readLogits(std::size_t first, std::span<float> out, const RunContext& context) {
    const std::size_t width = stream_.columns();
    const auto vocabulary = static_cast<std::size_t>(graph_.vocabulary);
    const std::size_t count = out.size() / vocabulary;
    const Matrix x{room(partial_, count * width).data(), count, width, width};
    for (std::size_t i = 0; i < count; ++i) {
        stream_.read(rowsOfPositions_.at(first + i), {x.data + i * width, width});
    }
    const ConstMatrix normed = lastNorm(x, context);
    linears_.run(std::span(&graph_.output, 1), normed, {out.data(), count, vocabulary, vocabulary}, std::nullopt, context);
    if (graph_.normsOutputRows) {
        divideByLengths({out.data(), count, vocabulary, vocabulary}, context);
    }
    if (graph_.logitFactor != 1.0F) {
        scaleRow(out, graph_.logitFactor);
    }
    if (graph_.logitCap > 0) {
        context.forRows(count, [&](std::size_t begin, std::size_t end) {
            softCap(out.subspan(begin * vocabulary, (end - begin) * vocabulary), graph_.logitCap);
        });
    }
}

void ForwardPass::forEachLogits(const LogitConsumer& consumer, const RunContext& context) {
    if (positions_.empty()) {
        return;
    }
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

bool ForwardPass::streamSuffices(std::size_t layersDone) const {
    return std::ranges::none_of(graph_.blocks, [&](const Block& block) {
        const auto from = block.attention ? block.attention->keysOfLayer : std::nullopt;
        return from && *from < layersDone && block.index >= layersDone;
    });
}

void ForwardPass::resumeAt(std::size_t layersDone, const std::function<void(std::size_t, std::span<float>)>& read) {
    for (const TokenBatch& batch : batches_) {
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
