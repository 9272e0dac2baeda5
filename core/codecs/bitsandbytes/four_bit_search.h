// SPDX-License-Identifier: GPL-3.0-or-later
// Better scales for blocks of NF4 and FP4 where the importance of the columns is known (docs/formats/bitsandbytes.md, part 4).
#pragma once

#include "codecs/bitsandbytes/four_bit_state.h"
#include "codecs/importance_parts.h"
#include "codecs/matrix_encoding.h"
#include "kernels/four_bit_levels.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::bitsandbytes {

/// Codes for given scales; see kernels/four_bit_levels.h.
void encodeScaled(FourBit type, const FourBitTask& task);

/// Blocks that are encoded already get another scale, and the codes nearest to their weights under it, where what a reader
/// decodes is then closer to the weights by importance. The others keep their bytes. Any thread.
class FourBitSearch {
public:
    FourBitSearch(FourBit type, std::uint32_t blockSize, const MatrixTask& task);
    /// False without importance: then the library's bytes stay.
    [[nodiscard]] bool isGuided() const { return !importance_.empty(); }

    /// `values`: a piece of the matrix that begins at `first`, followed by zeros (codecs/matrix_pieces.h), whose blocks have
    /// the scales `absmax` and the codes `packed`.
    void improve(std::uint64_t first, std::span<float> values, std::span<float> absmax, std::span<std::byte> packed) const;

    /// Scales that are codes of a map: map[code] · scale of the code's block + offset.
    struct NestedScales {
        std::span<std::byte> codes;        // of all blocks of the matrix
        std::span<const std::byte> absmax; // floats
        std::size_t blockSize = 0;         // codes a scale
        float offset = 0;
    };
    void improve(std::uint64_t first, std::span<float> values, const NestedScales& scales, std::span<std::byte> packed) const;

private:
    template <class Scales>
    void improveBlocks(std::uint64_t first, std::span<float> values, const Scales& scales, std::span<std::byte> packed) const;

    FourBit type_;
    std::uint32_t blockSize_;
    ElementType compute_;
    GroupImportance importance_;
};

} // namespace quantlathe::bitsandbytes
