// SPDX-License-Identifier: GPL-3.0-or-later
// Kimi delta attention over whole sequences, token by token: every head keeps a matrix that forgets channel by channel, and
// that each token corrects where its key points (Kimi Team 2025, "Kimi Linear", section 3).
#pragma once

#include "runtime/attention.h"
#include "runtime/gemm.h"
#include "runtime/mixer_shapes.h"
#include "runtime/run_context.h"

#include <span>
#include <vector>

namespace quantlathe {

struct ChannelDeltaValues {
    std::vector<float> decay;    // negative, of each head
    std::vector<float> stepBias; // of each channel of all heads
    std::vector<float> gain;     // of the norm of a head's outputs
};

/// Rows of a batch.
struct ChannelDeltaRows {
    ConstMatrix convolved; // queries | keys | values, activated
    ConstMatrix strengths; // of heads, before the sigmoid
    ConstMatrix paces;     // of channels, before softplus
    ConstMatrix gates;     // of channels, before the sigmoid
};

/// `out`: shape.width() columns, normed and gated. Sequences are independent of each other; results do not depend on the number
/// of threads.
void runChannelDelta(const ChannelDeltaShape& shape, const ChannelDeltaValues& values, std::span<const SequenceRows> sequences,
                     const ChannelDeltaRows& rows, Matrix out, const RunContext& context);

/// Of one token; what runChannelDelta() reports as progress.
[[nodiscard]] double multiplyAddsOf(const ChannelDeltaShape& shape);

} // namespace quantlathe
