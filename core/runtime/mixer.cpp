// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/mixer.h"

#include "runtime/rows.h"
#include "runtime/token_choice.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

std::uint64_t columnsOfInputs(const Block& block) {
    std::uint64_t columns = 0;
    for (const Linear& linear : block.mixerInputs) {
        columns += linear.rows;
    }
    return columns;
}

/// Floats from one head of queries to the next.
std::size_t queryStrideOf(const Attention& attention) {
    return (attention.isGated ? 2 : 1) * std::size_t{attention.keyLength};
}

std::size_t keysWidth(const Attention& attention) {
    return std::size_t{attention.kvHeads} * attention.keyLength;
}

std::size_t valuesWidth(const Attention& attention) {
    return std::size_t{attention.kvHeads} * attention.valueLength;
}

/// Of a row of queries, keys and values.
std::size_t attentionRowWidth(const Attention& attention) {
    const std::size_t queries = attention.heads * queryStrideOf(attention);
    return attention.keysOfLayer ? queries : queries + keysWidth(attention) + valuesWidth(attention);
}

/// What each head reads · sigmoid of its gate.
void applyGates(const Attention& attention, ConstMatrix queries, Matrix mixed, const RunContext& context) {
    const std::size_t length = attention.valueLength;
    context.forRows(mixed.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            for (std::size_t head = 0; head < attention.heads; ++head) {
                const float* const gate =
                    queries.data + row * queries.stride + head * queryStrideOf(attention) + attention.keyLength;
                float* const out = mixed.data + row * mixed.stride + head * length;
                for (std::size_t i = 0; i < length; ++i) {
                    out[i] /= 1.0F + std::exp(-gate[i]);
                }
            }
        }
    });
}

} // namespace

std::uint64_t Block::mixedWidth() const {
    return (attention ? attention->width() : 0) + (recurrence ? recurrence->width() : 0);
}

Mixer::Mixer(const Graph& graph, const WeightSource& source, LinearRunner& linears, std::size_t longest, std::size_t tokens,
             std::uint64_t memoryLimit, const std::filesystem::path& folder)
    : graph_(graph), source_(source), linears_(linears), recurrences_(source, linears), longest_(longest),
      choiceWords_((longest + choiceWordBits - 1) / choiceWordBits) {
    for (const Rope& rope : graph.ropes) {
        ropes_.emplace_back(rope, longest);
    }
    for (const Block& block : graph.blocks) {
        const auto& latent = block.attention ? block.attention->latent : std::nullopt;
        if (latent && latent->choiceOfLayer && isChosen(*latent)) {
            choices_.try_emplace(*latent->choiceOfLayer, tokens, choiceWords_, memoryLimit, folder);
        }
        if (const auto layer = block.attention ? block.attention->keysOfLayer : std::nullopt) {
            const Attention& made = *graph.blocks.at(*layer).attention;
            keys_.try_emplace(*layer, tokens, keysWidth(made) + valuesWidth(made), memoryLimit, folder);
        }
    }
}

void Mixer::showInputs(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix x,
                       std::size_t rowsAtOnce, const RunContext& context) {
    for (std::size_t first = 0; first < x.rows; first += rowsAtOnce) {
        const std::size_t count = std::min(rowsAtOnce, x.rows - first);
        LinearRunner::show(block.mixerInputs, normedRows(graph_, norms.mixer, someRows(x, first, count), normed_, context),
                           batch.firstToken + first, context);
    }
}

void Mixer::makeInputs(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix x, Matrix inputs,
                       std::size_t rowsAtOnce, const RunContext& context) {
    for (std::size_t first = 0; first < x.rows; first += rowsAtOnce) {
        const std::size_t count = std::min(rowsAtOnce, x.rows - first);
        linears_.run(block.mixerInputs, normedRows(graph_, norms.mixer, someRows(x, first, count), normed_, context),
                     someRows(inputs, first, count), batch.firstToken + first, context);
    }
    const ConstMatrix made{inputs.data, inputs.rows, static_cast<std::size_t>(columnsOfInputs(block)), inputs.stride};
    requireFinite(source_, made, block,
                  block.attention ? words("the queries, keys or values") : words("the inputs of the recurrence"), context);
}

void Mixer::run(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix x, Matrix mixed,
                std::size_t rowsAtOnce, bool isLast, const RunContext& context) {
    std::size_t columns = static_cast<std::size_t>(columnsOfInputs(block));
    if (block.attention && !block.attention->latent) {
        columns = std::max(columns, attentionRowWidth(*block.attention)); // values may be made from keys
    }
    const Matrix inputs{room(inputs_, batch.tokens * columns).data(), batch.tokens, columns, columns};
    makeInputs(block, norms, batch, x, inputs, rowsAtOnce, context);
    if (block.attention && block.attention->latent && block.attention->latent->expansion) {
        attendToExpanded(block, norms, batch, asConst(inputs), mixed, context);
    } else if (block.attention && block.attention->latent) {
        attendToLatents(block, norms, batch, asConst(inputs), mixed, isLast, context);
    } else if (block.attention) {
        attendTo(block, norms, batch, inputs, mixed, isLast, context);
    }
    if (block.recurrence) {
        const std::size_t first = block.attention ? attentionRowWidth(*block.attention) : 0;
        const auto width = static_cast<std::size_t>(block.recurrence->width());
        const ConstMatrix own{inputs.data + first, inputs.rows, inputs.columns - first, inputs.stride};
        recurrences_.run(*block.recurrence, batch.sequences, own, columnsOf(mixed, mixed.columns - width, width),
                         batch.firstToken, context);
    }
}

std::vector<float> Mixer::sinksOf(const Attention& attention) const {
    std::vector<float> sinks(attention.sinks == nullptr ? 0 : static_cast<std::size_t>(attention.sinks->elements()));
    if (!sinks.empty()) {
        source_.rows(*attention.sinks, 0, sinks);
    }
    return sinks;
}

// ---- Queries, keys and values -------------------------------------------------------------------------------------------

void Mixer::prepareRow(const Attention& attention, const BlockNorms& norms, std::size_t position, std::span<float> row) const {
    const std::size_t stride = queryStrideOf(attention);
    const std::size_t queriesEnd = attention.heads * stride;
    const bool hasKeys = !attention.keysOfLayer;
    const std::span<float> keys = row.subspan(queriesEnd, hasKeys ? keysWidth(attention) : 0);
    const std::span<float> values = row.subspan(queriesEnd + keys.size(), hasKeys ? valuesWidth(attention) : 0);
    if (attention.keysAreValues) {
        std::ranges::copy(keys, values.begin());
    }
    if (attention.clip > 0) {
        std::ranges::transform(row, row.begin(),
                               [&](float value) { return std::clamp(value, -attention.clip, attention.clip); });
    }
    const auto normAll = [&] {
        if (!attention.isGated) {
            normHeads(attention.queryNorm, norms.query, graph_.epsilon, row.first(queriesEnd));
        } else {
            for (std::size_t at = 0; at < queriesEnd; at += stride) {
                normHeads(attention.queryNorm, norms.query, graph_.epsilon, row.subspan(at, attention.keyLength));
            }
        }
        normHeads(attention.keyNorm, norms.key, graph_.epsilon, keys);
    };
    if (!attention.normsBehindRope) {
        normAll();
    }
    if (attention.rope) {
        for (std::size_t at = 0; at < queriesEnd; at += stride) {
            ropes_[*attention.rope].rotate(position, row.subspan(at, attention.keyLength));
        }
        for (std::size_t at = 0; at < keys.size(); at += attention.keyLength) {
            ropes_[*attention.rope].rotate(position, keys.subspan(at, attention.keyLength));
        }
    }
    if (attention.normsBehindRope) {
        normAll();
    }
    normHeads(attention.valueNorm, norms.value, graph_.epsilon, values);
    if (attention.valueFactor != 1.0F) {
        scaleRow(values, attention.valueFactor);
    }
    if (attention.temperature > 0) {
        const std::size_t steps = (position + attention.temperatureShift) / attention.temperatureStep;
        const double factor = 1 + attention.temperature * std::log1p(static_cast<double>(steps));
        scaleRow(row.first(queriesEnd), static_cast<float>(factor));
    }
}

AttentionRows Mixer::takenOver(const Attention& attention, const TokenBatch& batch, ConstMatrix queries) {
    const Attention& made = *graph_.blocks.at(*attention.keysOfLayer).attention;
    const ActivationStore& store = keys_.at(*attention.keysOfLayer);
    const std::span<float> rows = room(taken_, batch.tokens * store.columns());
    store.read(batch.firstToken, rows);
    const ConstMatrix all{rows.data(), batch.tokens, store.columns(), store.columns()};
    return {.queries = queries,
            .keys = columnsOf(all, 0, keysWidth(made)),
            .values = columnsOf(all, keysWidth(made), valuesWidth(made)),
            .queryStride = queryStrideOf(attention),
            .keyStride = made.keyLength,
            .valueStride = made.valueLength};
}

void Mixer::keepKeys(const Block& block, const TokenBatch& batch, const AttentionRows& rows) {
    const auto found = keys_.find(block.index);
    if (found == keys_.end()) {
        return;
    }
    const std::span<float> kept = found->second.open(batch.firstToken, batch.tokens);
    const std::size_t columns = found->second.columns();
    for (std::size_t row = 0; row < batch.tokens; ++row) {
        float* const to = kept.data() + row * columns;
        std::copy_n(rows.keys.data + row * rows.keys.stride, rows.keys.columns, to);
        std::copy_n(rows.values.data + row * rows.values.stride, rows.values.columns, to + rows.keys.columns);
    }
    found->second.close();
}

void Mixer::attendTo(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix inputs, Matrix mixed,
                     bool isLast, const RunContext& context) {
    const Attention& attention = *block.attention;
    for (const SequenceRows& sequence : batch.sequences) {
        context.forRows(sequence.count, [&](std::size_t begin, std::size_t end) {
            for (std::size_t position = begin; position < end; ++position) {
                prepareRow(attention, norms, position, rowOf(inputs, sequence.first + position));
            }
        });
    }
    const std::size_t queries = attention.heads * queryStrideOf(attention);
    const ConstMatrix made = asConst(inputs);
    const ConstMatrix ofQueries = columnsOf(made, 0, queries);
    AttentionRows rows;
    if (attention.keysOfLayer) {
        rows = takenOver(attention, batch, ofQueries);
    } else {
        rows = {.queries = ofQueries,
                .keys = columnsOf(made, queries, keysWidth(attention)),
                .values = columnsOf(made, queries + keysWidth(attention), valuesWidth(attention)),
                .queryStride = queryStrideOf(attention),
                .keyStride = attention.keyLength,
                .valueStride = attention.valueLength};
        if (isLast) {
            keepKeys(block, batch, rows);
        }
    }
    const Matrix read = columnsOf(mixed, 0, static_cast<std::size_t>(attention.width()));
    attend(attention, batch.sequences, rows, sinksOf(attention), read, context);
    if (attention.isGated) {
        applyGates(attention, ofQueries, read, context);
    }
}

} // namespace quantlathe
