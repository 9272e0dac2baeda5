// SPDX-License-Identifier: GPL-3.0-or-later
// Causal convolution of every channel by itself: y[t] = b + Σ_i w[i] · x[t − kernel + 1 + i], with nothing before the first
// token of a sequence.
#pragma once

#include "runtime/attention.h"
#include "runtime/gemm.h"
#include "runtime/run_context.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// A value.
struct Convolution {
    std::size_t channels = 0;
    std::size_t kernel = 0;
    std::vector<float> taps; // kernel × channels; the last tap belongs to the current token
    std::vector<float> bias; // of each channel; empty: none
};
/// `taps`: channels × kernel, as weights store them. `bias`: of each channel, or empty.
[[nodiscard]] Convolution convolutionOf(std::span<const float> taps, std::span<const float> bias, std::size_t channels);

/// Some tokens of a sequence, some channels from `firstChannel` on: out.rows tokens from `firstToken` of the sequence on,
/// out.columns channels. `x`: rows of the whole batch, all channels of the convolution.
void convolve(const Convolution& convolution, ConstMatrix x, SequenceRows sequence, std::size_t firstToken,
              std::size_t firstChannel, Matrix out);

/// x = silu(x), row by row.
void activateRows(Matrix x);

/// silu of the convolution of all channels, for all sequences.
void convolveAndActivate(const Convolution& convolution, std::span<const SequenceRows> sequences, ConstMatrix x, Matrix out,
                         const RunContext& context);

/// LFM2: x holds three parts of `channels` columns, before | behind | values: out = behind ∘ convolution(before ∘ values).
void convolveGated(const Convolution& convolution, std::span<const SequenceRows> sequences, ConstMatrix x, Matrix out,
                   const RunContext& context);

} // namespace quantlathe
