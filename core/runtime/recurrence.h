// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrences and convolutions of a layer: their small weights decoded, and the matrices inside them.
#pragma once

#include "runtime/attention.h"
#include "runtime/graph.h"
#include "runtime/linear_runner.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// Buffers are reused from call to call. Not thread-safe; works with all threads of the context's arena.
class RecurrenceRunner {
public:
    /// Both outlive it.
    RecurrenceRunner(const WeightSource& source, LinearRunner& linears) : source_(source), linears_(linears) {}

    /// `inputs`: recurrence.inputs() columns. `out`: recurrence.width() columns. Row 0 is token `firstToken` of the run.
    void run(const Recurrence& recurrence, std::span<const SequenceRows> sequences, ConstMatrix inputs, Matrix out,
             std::size_t firstToken, const RunContext& context);

private:
    [[nodiscard]] std::vector<float> valuesOf(const Weight* weight) const;
    void scanSelected(const ChannelScanShape& shape, const Recurrence& recurrence, std::span<const SequenceRows> sequences,
                      ConstMatrix inputs, Matrix out, std::size_t firstToken, const RunContext& context);
    void scanSelectedHeads(const SelectedHeadScanShape& shape, const Recurrence& recurrence,
                           std::span<const SequenceRows> sequences, ConstMatrix inputs, Matrix out, std::size_t firstToken,
                           const RunContext& context);
    void correctByChannels(const ChannelDeltaShape& shape, const Recurrence& recurrence,
                           std::span<const SequenceRows> sequences, ConstMatrix inputs, Matrix out, std::size_t firstToken,
                           const RunContext& context);

    const WeightSource& source_;
    LinearRunner& linears_;
    std::vector<float> channels_, selection_, paces_, laidOut_;
};

/// Of one token, without linear layers.
[[nodiscard]] double multiplyAddsOf(const Recurrence& recurrence);

} // namespace quantlathe
