// SPDX-License-Identifier: GPL-3.0-or-later
// The recurrence of Mamba-2 over whole sequences, in chunks: inside a chunk it is a product of matrices with a triangle of
// decays (Dao, Gu 2024, section 6).
#pragma once

#include "runtime/convolution.h"
#include "runtime/mixer_shapes.h"

#include <span>
#include <vector>

namespace quantlathe {

struct HeadScanValues {
    Convolution convolution;     // of channels, what enters and what is read; no taps: these are as they are to be
    std::vector<float> decay;    // negative, of each head
    std::vector<float> stepBias; // of each head
    std::vector<float> direct;   // of each head: what goes past the states
    std::vector<float> gain;     // of the norm, one for each channel; empty where there is no norm
};

/// `x`: shape.inputs() columns. `out`: shape.width() columns, gated and normed. Sequences are independent of each other;
/// results do not depend on the number of threads.
void scanHeads(const HeadScanShape& shape, const HeadScanValues& values, std::span<const SequenceRows> sequences, ConstMatrix x,
               Matrix out, const RunContext& context);

/// Of one token; what scanHeads() reports as progress.
[[nodiscard]] double multiplyAddsOf(const HeadScanShape& shape);
[[nodiscard]] double multiplyAddsOf(const SelectedHeadScanShape& shape);

} // namespace quantlathe
