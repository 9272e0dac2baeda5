// SPDX-License-Identifier: GPL-3.0-or-later
// Attention to latents: keys and values of all heads come from one narrow row.
#include "runtime/mixer.h"
#include "runtime/rows.h"
#include "runtime/token_choice.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace quantlathe {

/// Each head's matrix of a stacked weight over its own columns of x, into its own columns of out.
void Mixer::runHeads(const Linear& stacked, std::size_t heads, ConstMatrix x, Matrix out, const TokenBatch& batch,
                     const RunContext& context) {
    tokens_.resize(batch.tokens);
    std::iota(tokens_.begin(), tokens_.end(), batch.firstToken);
    const std::size_t from = x.columns / heads;
    const std::size_t to = out.columns / heads;
    for (std::size_t head = 0; head < heads; ++head) {
        const Linear one = stacked.matrix(static_cast<std::uint32_t>(head));
        linears_.run(std::span(&one, 1), columnsOf(x, head * from, static_cast<std::size_t>(one.columns)),
                     columnsOf(out, head * to, static_cast<std::size_t>(one.rows)), std::span<const std::size_t>(tokens_),
                     context);
    }
}

/// heads × (plain part | part to be rotated), then the queries of the layer's indexer.
ConstMatrix Mixer::latentQueries(const Attention& attention, const BlockNorms& norms, const TokenBatch& batch,
                                 ConstMatrix inputs, const RunContext& context) {
    const Latents& latent = *attention.latent;
    const std::size_t width = attention.heads * (std::size_t{latent.plainSize} + latent.ropeSize);
    if (!latent.queries) {
        return columnsOf(inputs, 0, width);
    }
    const auto rank = static_cast<std::size_t>(latent.queries.columns);
    const Matrix narrow{room(normed_, batch.tokens * rank).data(), batch.tokens, rank, rank};
    context.forRows(batch.tokens, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> values = rowOf(narrow, row);
            std::copy_n(inputs.data + row * inputs.stride, rank, values.begin());
            normHeads(latent.queryNorm, norms.latentQuery, graph_.epsilon, values);
        }
    });
    std::vector<Linear> linears{latent.queries};
    std::size_t all = width;
    if (latent.choice) {
        linears.push_back(latent.choice->queries);
        all += static_cast<std::size_t>(latent.choice->queries.rows);
    }
    const Matrix queries{room(queries_, batch.tokens * all).data(), batch.tokens, all, all};
    linears_.run(linears, asConst(narrow), queries, batch.firstToken, context);
    return asConst(queries);
}

void Mixer::attendToLatents(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix inputs,
                            Matrix mixed, bool isLast, const RunContext& context) {
    const Attention& attention = *block.attention;
    const Latents& latent = *attention.latent;
    const std::size_t heads = attention.heads;
    const std::size_t length = attention.keyLength; // latent | rotated part
    const std::size_t ofQuery = std::size_t{latent.plainSize} + latent.ropeSize;
    const ConstMatrix queries = latentQueries(attention, norms, batch, inputs, context);
    const auto latentColumn = static_cast<std::size_t>(block.mixerInputs.front().rows);
    const std::size_t columns = (heads + 1) * length; // queries of all heads, then the keys that they share
    const Matrix rows{room(latents_, batch.tokens * columns).data(), batch.tokens, columns, columns};
    // Columns of heads lie `ofQuery` apart in what is read; the matrices of keys see the plain parts alone.
    runHeads(latent.keys, heads, columnsOf(queries, 0, heads * ofQuery), columnsOf(rows, 0, heads * length), batch, context);
    for (const SequenceRows& sequence : batch.sequences) {
        context.forRows(sequence.count, [&](std::size_t begin, std::size_t end) {
            for (std::size_t position = begin; position < end; ++position) {
                const std::span<float> row = rowOf(rows, sequence.first + position);
                const float* const query = queries.data + (sequence.first + position) * queries.stride;
                const float* const input = inputs.data + (sequence.first + position) * inputs.stride + latentColumn;
                for (std::size_t head = 0; head < heads; ++head) {
                    std::copy_n(query + head * ofQuery + latent.plainSize, latent.ropeSize,
                                row.begin() + static_cast<std::ptrdiff_t>(head * length + latent.rank));
                }
                const std::span<float> key = row.last(length);
                std::copy_n(input, length, key.begin());
                normHeads(latent.latentNorm, norms.latent, graph_.epsilon, key.first(latent.rank));
                for (std::size_t at = 0; attention.rope && at < row.size(); at += length) {
                    ropes_[*attention.rope].rotate(position, row.subspan(at + latent.rank, latent.ropeSize));
                }
            }
        });
    }
    const ConstMatrix made = asConst(rows);
    const ConstMatrix keys = columnsOf(made, heads * length, length);
    const std::size_t readWidth = heads * latent.rank;
    const Matrix read{room(read_, batch.tokens * readWidth).data(), batch.tokens, readWidth, readWidth};
    attend(attention, batch.sequences,
           {.queries = columnsOf(made, 0, heads * length),
            .keys = keys,
            .values = columnsOf(keys, 0, latent.rank),
            .queryStride = length,
            .keyStride = length,
            .valueStride = latent.rank,
            .chosen = chosenTokens(block, norms, batch, inputs, queries, isLast, context),
            .chosenStride = choiceWords_},
           {}, read, context);
    runHeads(latent.values, heads, {read.data, read.rows, readWidth, readWidth},
             columnsOf(mixed, 0, static_cast<std::size_t>(attention.width())), batch, context);
}

/// Whether any sequence is long enough for a choice.
bool Mixer::isChosen(const Latents& latent) const {
    const auto& choice =
        latent.choiceOfLayer ? graph_.blocks.at(*latent.choiceOfLayer).attention->latent->choice : latent.choice;
    return choice && longest_ > choice->most;
}

/// nullptr where every token looks at all.
const std::uint32_t* Mixer::chosenTokens(const Block& block, const BlockNorms& norms, const TokenBatch& batch,
                                         ConstMatrix inputs, ConstMatrix queries, bool isLast, const RunContext& context) {
    const Latents& latent = *block.attention->latent;
    if (!isChosen(latent)) {
        return nullptr;
    }
    chosen_.resize(batch.tokens * choiceWords_);
    if (latent.choiceOfLayer) {
        std::vector<float> words(chosen_.size());
        choices_.at(*latent.choiceOfLayer).read(batch.firstToken, words);
        std::memcpy(chosen_.data(), words.data(), words.size() * sizeof(float));
        return chosen_.data();
    }
    const TokenChoice& choice = *latent.choice;
    const std::size_t size = choice.size;
    const auto ownQueries = static_cast<std::size_t>(choice.queries.rows);
    const std::size_t columns = ownQueries + size;
    const Matrix rows{room(choiceRows_, batch.tokens * columns).data(), batch.tokens, columns, columns};
    const std::size_t keyColumn = inputs.columns - choice.heads - size;
    for (const SequenceRows& sequence : batch.sequences) {
        context.forRows(sequence.count, [&](std::size_t begin, std::size_t end) {
            for (std::size_t position = begin; position < end; ++position) {
                const std::size_t token = sequence.first + position;
                const std::span<float> row = rowOf(rows, token);
                std::copy_n(queries.data + token * queries.stride + queries.columns - ownQueries, ownQueries, row.begin());
                std::copy_n(inputs.data + token * inputs.stride + keyColumn, size, row.last(size).begin());
                normHeads(choice.keyNorm, norms.choiceKey, graph_.epsilon, row.last(size));
                for (std::size_t at = 0; at < columns; at += size) {
                    ropes_[choice.rope].rotate(position, row.subspan(at, choice.ropeSize));
                }
            }
        });
        chooseTokens(choice, sequence, columnsOf(asConst(rows), 0, ownQueries), columnsOf(asConst(rows), ownQueries, size),
                     columnsOf(inputs, inputs.columns - choice.heads, choice.heads), chosen_, choiceWords_, context);
    }
    if (const auto found = choices_.find(block.index); isLast && found != choices_.end()) {
        const std::span<float> kept = found->second.open(batch.firstToken, batch.tokens);
        std::memcpy(kept.data(), chosen_.data(), kept.size() * sizeof(float));
        found->second.close();
    }
    return chosen_.data();
}

/// Keys and values of every head are made from the latents, and attended to as others are.
void Mixer::attendToExpanded(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix inputs,
                             Matrix mixed, const RunContext& context) {
    const Attention& attention = *block.attention;
    const Latents& latent = *attention.latent;
    const std::size_t heads = attention.heads;
    const std::size_t length = attention.keyLength;
    const std::size_t rank = latent.rank;
    const auto latentColumn = static_cast<std::size_t>(block.mixerInputs.front().rows);
    const ConstMatrix queries = latentQueries(attention, norms, batch, inputs, context);
    const Matrix latents{room(read_, batch.tokens * rank).data(), batch.tokens, rank, rank};
    context.forRows(batch.tokens, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> values = rowOf(latents, row);
            std::copy_n(inputs.data + row * inputs.stride + latentColumn, rank, values.begin());
            normHeads(latent.latentNorm, norms.latent, graph_.epsilon, values);
        }
    });
    const auto made = static_cast<std::size_t>(latent.expansion.rows);
    const std::size_t ofHead = made / heads;
    const Matrix expanded{room(taken_, batch.tokens * made).data(), batch.tokens, made, made};
    linears_.run(std::span(&latent.expansion, 1), asConst(latents), expanded, batch.firstToken, context);
    const std::size_t columns = 2 * heads * length; // queries, then keys
    const Matrix rows{room(latents_, batch.tokens * columns).data(), batch.tokens, columns, columns};
    for (const SequenceRows& sequence : batch.sequences) {
        context.forRows(sequence.count, [&](std::size_t begin, std::size_t end) {
            for (std::size_t position = begin; position < end; ++position) {
                const std::size_t token = sequence.first + position;
                const std::span<float> row = rowOf(rows, token);
                std::copy_n(queries.data + token * queries.stride, heads * length, row.begin());
                for (std::size_t head = 0; head < heads; ++head) {
                    const auto key = row.begin() + static_cast<std::ptrdiff_t>((heads + head) * length);
                    std::copy_n(expanded.data + token * made + head * ofHead, latent.plainSize, key);
                    std::copy_n(inputs.data + token * inputs.stride + latentColumn + rank, latent.ropeSize,
                                key + latent.plainSize);
                }
                for (std::size_t at = 0; attention.rope && at < row.size(); at += length) {
                    ropes_[*attention.rope].rotate(position, row.subspan(at + latent.plainSize, latent.ropeSize));
                }
            }
        });
    }
    attend(attention, batch.sequences,
           {.queries = columnsOf(asConst(rows), 0, heads * length),
            .keys = columnsOf(asConst(rows), heads * length, heads * length),
            .values = columnsOf(asConst(expanded), latent.plainSize, made - latent.plainSize),
            .queryStride = length,
            .keyStride = length,
            .valueStride = ofHead},
           {}, columnsOf(mixed, 0, static_cast<std::size_t>(attention.width())), context);
}

} // namespace quantlathe
