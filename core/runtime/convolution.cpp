// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/convolution.h"

#include "kernels/row_functions.h"

#include <algorithm>

namespace quantlathe {
namespace {

/// sum += factors ∘ x
void addProducts(std::span<float> sum, const float* factors, const float* x) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += factors[i] * x[i];
    }
}

void startAtBias(const Convolution& convolution, std::size_t firstChannel, std::span<float> row) {
    if (convolution.bias.empty()) {
        std::ranges::fill(row, 0.0F);
    } else {
        std::copy_n(convolution.bias.begin() + static_cast<std::ptrdiff_t>(firstChannel), row.size(), row.begin());
    }
}

} // namespace

Convolution convolutionOf(std::span<const float> taps, std::span<const float> bias, std::size_t channels) {
    Convolution made{channels, taps.size() / channels, std::vector<float>(taps.size()), {bias.begin(), bias.end()}};
    for (std::size_t channel = 0; channel < channels; ++channel) {
        for (std::size_t tap = 0; tap < made.kernel; ++tap) {
            made.taps[tap * channels + channel] = taps[channel * made.kernel + tap];
        }
    }
    return made;
}

void convolve(const Convolution& convolution, ConstMatrix x, SequenceRows sequence, std::size_t firstToken,
              std::size_t firstChannel, Matrix out) {
    for (std::size_t i = 0; i < out.rows; ++i) {
        const std::size_t token = firstToken + i;
        const std::span<float> row(out.data + i * out.stride, out.columns);
        startAtBias(convolution, firstChannel, row);
        const std::size_t reach = std::min(convolution.kernel, token + 1);
        for (std::size_t back = 0; back < reach; ++back) {
            const float* const from = x.data + (sequence.first + token - back) * x.stride + firstChannel;
            addProducts(row, convolution.taps.data() + (convolution.kernel - 1 - back) * convolution.channels + firstChannel,
                        from);
        }
    }
}

void activateRows(Matrix x) {
    for (std::size_t row = 0; row < x.rows; ++row) {
        activate(Activation::silu, {x.data + row * x.stride, x.columns});
    }
}

void convolveAndActivate(const Convolution& convolution, std::span<const SequenceRows> sequences, ConstMatrix x, Matrix out,
                         const RunContext& context) {
    for (const SequenceRows& sequence : sequences) {
        context.forRows(sequence.count, [&](std::size_t first, std::size_t end) {
            const Matrix some = someRows(out, sequence.first + first, end - first);
            convolve(convolution, x, sequence, first, 0, some);
            activateRows(some);
        });
    }
}

void convolveGated(const Convolution& convolution, std::span<const SequenceRows> sequences, ConstMatrix x, Matrix out,
                   const RunContext& context) {
    const std::size_t channels = convolution.channels;
    for (const SequenceRows& sequence : sequences) {
        context.forRows(sequence.count, [&](std::size_t first, std::size_t end) {
            // With the rows before that the first one reaches.
            const std::size_t from = first - std::min(first, convolution.kernel - 1);
            std::vector<float> products((end - from) * channels);
            for (std::size_t token = from; token < end; ++token) {
                const float* const row = x.data + (sequence.first + token) * x.stride;
                addProducts(std::span(products).subspan((token - from) * channels, channels), row, row + 2 * channels);
            }
            const Matrix some = someRows(out, sequence.first + first, end - first);
            convolve(convolution, {products.data(), end - from, channels, channels}, {0, end - from}, first - from, 0, some);
            for (std::size_t token = first; token < end; ++token) {
                const float* const behind = x.data + (sequence.first + token) * x.stride + channels;
                float* const row = some.data + (token - first) * some.stride;
                std::transform(row, row + channels, behind, row, std::multiplies<>());
            }
        });
    }
}

} // namespace quantlathe
