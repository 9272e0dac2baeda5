// SPDX-License-Identifier: GPL-3.0-or-later
// The recurrence of Mamba over whole sequences, token by token: every channel and state decays at its own pace. Around it stand
// two linear layers, so it comes in parts: convolveAndActivate(), a layer that selects, normSelection(), a layer that makes the
// paces of all channels, scanChannels().
#pragma once

#include "runtime/convolution.h"
#include "runtime/mixer_shapes.h"

#include <span>
#include <vector>

namespace quantlathe {

struct ChannelScanValues {
    Convolution convolution;   // of the channels
    std::vector<float> decay;  // negative, states × channels: see turnedDecay()
    std::vector<float> direct; // of each channel: what goes past the states
};
/// `decay`: channels × states, as weights store it.
[[nodiscard]] std::vector<float> turnedDecay(std::span<const float> decay, const ChannelScanShape& shape);

/// The parts of what a token selects (paces, what enters, what is read), each normed where the shape says so. `gains`: of these
/// three, one behind the other, or empty. `selection`: shape.selected() columns.
void normSelection(const ChannelScanShape& shape, std::span<const float> gains, Matrix selection, const RunContext& context);

/// Rows of a batch.
struct ChannelScanRows {
    ConstMatrix channels;  // convolved and activated
    ConstMatrix selection; // shape.selected() columns
    ConstMatrix paces;     // of channels, before softplus
    ConstMatrix gates;     // of channels
};

/// `out`: shape.width columns, gated. Sequences are independent of each other; results do not depend on the number of threads.
void scanChannels(const ChannelScanShape& shape, const ChannelScanValues& values, std::span<const SequenceRows> sequences,
                  const ChannelScanRows& rows, Matrix out, const RunContext& context);

/// Of one token; what scanChannels() reports as progress.
[[nodiscard]] double multiplyAddsOf(const ChannelScanShape& shape);

} // namespace quantlathe
