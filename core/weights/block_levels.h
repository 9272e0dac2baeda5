// SPDX-License-Identifier: GPL-3.0-or-later
// The values that an encoding can give to the weights of one block: what a histogram draws over the weights.
#pragma once

#include "codecs/encoding.h"
#include "model/model.h"

#include <cstdint>
#include <vector>

namespace quantlathe {

/// Neighbouring weights of a row that share their levels (a block, or a part of it with a scale of its own).
struct BlockLevels {
    std::uint64_t row = 0;
    std::uint64_t firstColumn = 0;
    std::uint64_t columns = 0;
    std::vector<float> levels; // ascending, each once
    /// True: everything that codes can say with the block's scales as they are. False: only what occurs in the block, for
    /// encodings whose codes speak of several weights together (lattices).
    bool isComplete = false;
};

/// Levels of the run of columns that holds `column`, after encoding row `row` of the weight. Found by turning single bits of
/// the encoded block and decoding it again, so it holds for every encoding that decodes the values of a row in place. Cost: at
/// most about 2^25 decoded values. Empty levels when there are more than 256, or blocks span rows. Throws Error(badInput) as
/// readRows() does, for a position outside the weight, and for an encoding that cannot both encode and decode.
[[nodiscard]] BlockLevels blockLevels(const Model& model, const Weight& weight, const Encoding& encoding,
                                      const EncodingGuide& guide, std::uint64_t row, std::uint64_t column);

/// The same for a row of values in memory; `row` of the result is 0.
[[nodiscard]] BlockLevels blockLevels(std::span<const float> values, const Encoding& encoding, const EncodingGuide& guide,
                                      std::uint64_t column);

} // namespace quantlathe
