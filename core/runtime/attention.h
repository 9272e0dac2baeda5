// SPDX-License-Identifier: GPL-3.0-or-later
// Attention in blocks: the scores of a block of queries and a block of keys exist at a time, never tokens × tokens
// (Rabe and Staats 2021, "Self-attention Does Not Need O(n²) Memory").
#pragma once

#include "runtime/gemm.h"
#include "runtime/graph.h"
#include "runtime/run_context.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Rows of a sequence among the rows of a batch; its first token has position 0.
struct SequenceRows {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// Cosines and sines of every position up to the longest sequence.
class RopeTable {
public:
    /// `longest`: tokens of the longest sequence of the whole run.
    RopeTable(const Rope& rope, std::size_t longest);
    /// Rotates one head in place.
    void rotate(std::size_t position, std::span<float> head) const;

private:
    std::size_t pairs_;
    bool interleaved_;
    std::vector<float> cosines_; // positions × pairs
    std::vector<float> sines_;
};

/// Queries, keys and values of all heads, ready to be multiplied; rows are tokens. Strides: floats from one head to the next.
struct AttentionRows {
    ConstMatrix queries;
    ConstMatrix keys;
    ConstMatrix values;
    std::size_t queryStride = 0;
    std::size_t keyStride = 0;
    std::size_t valueStride = 0;
    /// Bit p of row t: whether token t looks at position p of its sequence. nullptr: at all that came before.
    const std::uint32_t* chosen = nullptr;
    std::size_t chosenStride = 0; // words a row
};

/// `sinks`: a score for each head, or empty. `out`: heads × valueLength columns.
void attend(const Attention& attention, std::span<const SequenceRows> sequences, const AttentionRows& rows,
            std::span<const float> sinks, Matrix out, const RunContext& context);

/// Multiply-adds of one sequence in one layer.
[[nodiscard]] double attentionMultiplyAdds(const Attention& attention, std::size_t tokens);

} // namespace quantlathe
