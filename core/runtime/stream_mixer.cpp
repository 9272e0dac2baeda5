// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/stream_mixer.h"

#include "runtime/rows.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

constexpr float smallestSquare = 1e-5F; // of a stream that takes over another's magnitude

std::span<const float> streamOf(const ConstMatrix& rows, std::size_t row, std::size_t stream, std::size_t hidden) {
    return {rows.data + row * rows.stride + stream * hidden, hidden};
}

std::span<float> streamOf(const Matrix& rows, std::size_t row, std::size_t stream, std::size_t hidden) {
    return {rows.data + row * rows.stride + stream * hidden, hidden};
}

float meanSquare(std::span<const float> x) {
    double sum = 0;
    for (const float value : x) {
        sum += static_cast<double>(value) * value;
    }
    return static_cast<float>(sum / static_cast<double>(x.size()));
}

/// x as strong as `like`.
void takeMagnitude(std::span<float> x, std::span<const float> like) {
    scaleRow(x, std::sqrt(meanSquare(like)) / std::sqrt(std::max(meanSquare(x), smallestSquare)));
}

} // namespace

std::vector<float> StreamMixer::valuesOfWeight(const Weight& weight) const {
    std::vector<float> values(static_cast<std::size_t>(weight.elements()));
    source_.rows(weight, 0, values);
    return values;
}

void StreamMixer::start(Matrix rows, const RunContext& context) {
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const ConstMatrix first{rows.data, rows.rows, hidden, rows.stride};
    for (std::uint32_t stream = 1; stream < graph_.streams; ++stream) {
        const Linear own = graph_.toStreams.matrix(stream - 1);
        linears_.run(std::span(&own, 1), first, {rows.data + stream * hidden, rows.rows, hidden, rows.stride}, std::nullopt,
                     context);
        context.forRows(rows.rows, [&](std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row) {
                takeMagnitude(streamOf(rows, row, stream, hidden), streamOf(first, row, 0, hidden));
            }
        });
    }
}

/// tanh of the router's scores, one for each stream.
Matrix StreamMixer::modalities(const Block& block, const BlockNorms& norms, ConstMatrix x, std::size_t firstToken,
                               const RunContext& context) {
    const std::size_t streams = graph_.streams;
    const Matrix normed{room(normed_, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
    applyNorm(graph_.norm, norms.streamRouter, graph_.epsilon, x, normed, context);
    scaleRow({normed.data, normed.rows * normed.columns}, 1.0F / static_cast<float>(graph_.hidden));
    const Matrix scores{room(modalities_, x.rows * streams).data(), x.rows, streams, streams};
    linears_.run(std::span(&block.streams->router, 1), asConst(normed), scores, firstToken, context);
    std::for_each_n(scores.data, scores.rows * streams, [](float& value) { value = std::tanh(value); });
    return scores;
}

void StreamMixer::predict(const Block& block, const BlockNorms& norms, ConstMatrix rows, Matrix predicted,
                          std::size_t firstToken, const RunContext& context) {
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const std::size_t streams = graph_.streams;
    const Matrix modal = modalities(block, norms, {rows.data, rows.rows, hidden, rows.stride}, firstToken, context);
    const std::vector<float> coefficients = valuesOfWeight(*block.streams->predictions); // (out · streams + in) × streams
    context.forRows(rows.rows, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            const float* const own = modal.data + row * streams;
            for (std::size_t out = 0; out < streams; ++out) {
                const std::span<float> to = streamOf(predicted, row, out, hidden);
                std::ranges::copy(streamOf(rows, row, out, hidden), to.begin());
                for (std::size_t in = 0; in < streams; ++in) {
                    const float* const of = coefficients.data() + (out * streams + in) * streams;
                    float share = 0;
                    for (std::size_t i = 0; i < streams; ++i) {
                        share += of[i] * own[i];
                    }
                    addScaled(to, streamOf(rows, row, in, hidden), share);
                }
            }
        }
    });
}

ConstMatrix StreamMixer::around(const Block& block, const BlockNorms& norms, ConstMatrix normed, std::size_t firstToken,
                                const RunContext& context) {
    const StreamMixing& mixing = *block.streams;
    const auto rank = static_cast<std::size_t>(mixing.narrow.rows);
    const Matrix narrow{room(narrow_, normed.rows * rank).data(), normed.rows, rank, rank};
    linears_.run(std::span(&mixing.narrow, 1), normed, narrow, firstToken, context);
    const Matrix wide{room(wide_, normed.rows * normed.columns).data(), normed.rows, normed.columns, normed.columns};
    linears_.run(std::span(&mixing.wide, 1), asConst(narrow), wide, firstToken, context);
    context.forRows(normed.rows, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            const std::span<float> own = streamOf(wide, row, 0, normed.columns);
            applyNorm(graph_.norm, norms.around, graph_.epsilon, own, own);
            addScaled(own, streamOf(normed, row, 0, normed.columns), 1.0F);
        }
    });
    return asConst(wide);
}

void StreamMixer::correct(const Block& block, const BlockNorms& norms, ConstMatrix predicted, ConstMatrix made, Matrix rows,
                          std::size_t firstToken, const RunContext& context) {
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const std::size_t streams = graph_.streams;
    const Matrix modal = modalities(block, norms, made, firstToken, context);
    const std::vector<float> coefficients = valuesOfWeight(*block.streams->corrections);
    context.forRows(rows.rows, [&](std::size_t begin, std::size_t end) {
        std::vector<float> change;
        for (std::size_t row = begin; row < end; ++row) {
            const std::span<const float> active = streamOf(made, row, 0, hidden);
            change.assign(active.begin(), active.end());
            addScaled(change, streamOf(predicted, row, 0, hidden), -1.0F);
            for (std::size_t stream = 0; stream < streams; ++stream) {
                float share = 1;
                for (std::size_t i = 0; i < streams; ++i) {
                    share += coefficients[stream * streams + i] * modal.data[row * streams + i];
                }
                const std::span<float> to = streamOf(rows, row, stream, hidden);
                std::ranges::copy(streamOf(predicted, row, stream, hidden), to.begin());
                addScaled(to, change, share);
            }
        }
    });
}

void StreamMixer::join(ConstMatrix rows, Matrix out, const RunContext& context) {
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const Matrix other{room(other_, rows.rows * hidden).data(), rows.rows, hidden, hidden};
    const float share = 1.0F / static_cast<float>(graph_.streams);
    for (std::size_t row = 0; row < rows.rows; ++row) {
        const std::span<float> to = streamOf(out, row, 0, hidden);
        std::ranges::copy(streamOf(rows, row, 0, hidden), to.begin());
        scaleRow(to, share);
    }
    for (std::uint32_t stream = 1; stream < graph_.streams; ++stream) {
        const Linear own = graph_.fromStreams.matrix(stream - 1);
        linears_.run(std::span(&own, 1), {rows.data + stream * hidden, rows.rows, hidden, rows.stride}, other, std::nullopt,
                     context);
        context.forRows(rows.rows, [&](std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row) {
                const std::span<float> part = streamOf(other, row, 0, hidden);
                takeMagnitude(part, streamOf(rows, row, 0, hidden));
                addScaled(streamOf(out, row, 0, hidden), part, share);
            }
        });
    }
}

} // namespace quantlathe
