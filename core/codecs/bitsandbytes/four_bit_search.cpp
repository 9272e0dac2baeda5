// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/bitsandbytes/four_bit_search.h"

#include "codecs/bitsandbytes/tables.h"
#include "codecs/matrix_pieces.h"
#include "codecs/nibble_pairs.h"
#include "codecs/scale_search.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace quantlathe::bitsandbytes {
namespace {

/// In ascending order. FP4 has two zeros: its fifteen values are followed by one that nothing is near to.
ScaledLevels ascendingLevels(FourBit type) {
    if (type == FourBit::nf4) {
        return {nf4Values, nf4Thresholds()};
    }
    ScaledLevels levels{.values = fp4Values};
    std::ranges::sort(levels.values);
    std::fill(std::unique(levels.values.begin(), levels.values.end()), levels.values.end(), levels.values[14]);
    levels.thresholds.fill(std::numeric_limits<float>::infinity());
    for (std::size_t i = 0; i + 1 < levels.thresholds.size(); ++i) {
        levels.thresholds[i] = (levels.values[i] + levels.values[i + 1]) / 2;
    }
    return levels;
}

const ScaledLevels& levels(FourBit type) {
    static const ScaledLevels nf4 = ascendingLevels(FourBit::nf4);
    static const ScaledLevels fp4 = ascendingLevels(FourBit::fp4);
    return type == FourBit::nf4 ? nf4 : fp4;
}

const NibblePairs& pairs(FourBit type) {
    static const NibblePairs nf4 = pairsHighFirst(nf4Values);
    static const NibblePairs fp4 = pairsHighFirst(fp4Values);
    return type == FourBit::nf4 ? nf4 : fp4;
}

using StripScales = std::array<float, stripGroups>;

struct Buffers {
    std::vector<float> importance; // of the blocks of a strip
    StripBuffers strips;
    std::vector<float> decoded; // a block
    std::vector<std::byte> packed;
};

/// Scales as they are.
struct FloatScales {
    static constexpr std::size_t choices = 1;
    std::span<float> absmax;
    std::uint64_t first = 0; // block

    [[nodiscard]] float now(std::uint64_t block) const { return absmax[block - first]; }
    [[nodiscard]] std::array<float, choices> near(std::uint64_t /*block*/, float wanted) const { return {wanted}; }
    void take(std::uint64_t block, float /*wanted*/, float chosen) const { absmax[block - first] = chosen; }
};

/// The three codes around the one that is nearest to a scale.
struct CodedScales {
    static constexpr std::size_t choices = 3;
    const FourBitSearch::NestedScales& scales;

    [[nodiscard]] float scaleOfBlock(std::uint64_t block) const { return storedFloat(scales.absmax, block / scales.blockSize); }
    [[nodiscard]] float decoded(std::uint64_t block, std::size_t code) const {
        const float distance = dynamicMap[code] * scaleOfBlock(block);
        return distance + scales.offset;
    }
    [[nodiscard]] float now(std::uint64_t block) const {
        return decoded(block, std::to_integer<std::size_t>(scales.codes[block]));
    }
    [[nodiscard]] std::size_t firstCode(std::uint64_t block, float wanted) const {
        const float distance = (wanted - scales.offset) / scaleOfBlock(block);
        const auto above = static_cast<std::size_t>(std::ranges::lower_bound(dynamicMap, distance) - dynamicMap.begin());
        const bool isBelowNearer =
            above == dynamicMap.size() || (above > 0 && distance - dynamicMap[above - 1] < dynamicMap[above] - distance);
        const std::size_t nearest = isBelowNearer ? above - 1 : above;
        return std::clamp<std::size_t>(nearest, 1, dynamicMap.size() - 2) - 1;
    }
    [[nodiscard]] std::array<float, choices> near(std::uint64_t block, float wanted) const {
        const std::size_t code = firstCode(block, wanted);
        return {decoded(block, code), decoded(block, code + 1), decoded(block, code + 2)};
    }
    void take(std::uint64_t block, float wanted, float chosen) const {
        std::size_t code = firstCode(block, wanted);
        while (decoded(block, code) != chosen) {
            ++code;
        }
        scales.codes[block] = static_cast<std::byte>(code);
    }
};

/// Of what can be stored near `wanted`, the scale with the least error, for each of `blocks` blocks from `first` on.
template <class Scales>
StripScales storable(const StripSearch& search, const ScaledLevels& table, const Scales& scales, std::uint64_t first,
                     const StripScales& wanted) {
    std::array<StripScales, Scales::choices> choices{};
    for (std::size_t block = 0; block < search.groups; ++block) {
        const auto near = scales.near(first + block, wanted[block]);
        for (std::size_t k = 0; k < near.size(); ++k) {
            choices[k][block] = near[k];
        }
    }
    if constexpr (Scales::choices == 1) {
        return choices[0];
    }
    StripScales best{};
    StripScales least{};
    least.fill(std::numeric_limits<float>::infinity());
    for (const StripScales& choice : choices) {
        StripScales errors{};
        errorsOfScales(search, table, choice.data(), errors.data());
        for (std::size_t block = 0; block < search.groups; ++block) {
            if (errors[block] < least[block]) {
                least[block] = errors[block];
                best[block] = choice[block];
            }
        }
    }
    return best;
}

} // namespace

void encodeScaled(FourBit type, const FourBitTask& task) {
    if (type == FourBit::nf4) {
        encodeNf4Scaled(task, nf4Thresholds());
    } else {
        encodeFp4Scaled(task);
    }
}

FourBitSearch::FourBitSearch(FourBit type, std::uint32_t blockSize, const MatrixTask& task)
    : type_(type), blockSize_(blockSize), compute_(task.shape.compute), importance_(task.guide.importance, blockSize) {}

template <class Scales>
void FourBitSearch::improveBlocks(std::uint64_t first, std::span<float> values, const Scales& scales,
                                  std::span<std::byte> packed) const {
    thread_local Buffers buffers;
    const auto decodedError = [&](std::span<const std::byte> codes, float scale, std::span<const float> original,
                                  std::span<const float> importance) {
        buffers.decoded.resize(original.size());
        decodeNibbles(pairs(type_), codes, 0, buffers.decoded, [scale](float level) { return level * scale; });
        roundFloats(compute_, buffers.decoded);
        return weightedSquares(original, buffers.decoded, importance);
    };
    const std::size_t size = blockSize_;
    for (std::size_t at = 0; at < values.size();) {
        const std::size_t rows = std::min(size, values.size() - at); // fewer in the matrix's last block
        const std::size_t blocks = rows < size ? 1 : std::min(stripGroups, (values.size() - at) / size);
        const std::span<float> strip = values.subspan(at, blocks * rows);
        const std::uint64_t firstBlock = (first + at) / size;
        buffers.importance.resize(strip.size());
        importance_.ofGroups(first + at, size, buffers.importance);
        const StripSearch search = buffers.strips.of(strip, buffers.importance, rows);
        StripScales wanted{};
        searchScales(search, levels(type_), wanted.data());
        StripScales chosen = storable(search, levels(type_), scales, firstBlock, wanted);
        buffers.packed.resize((size + 1) / 2);
        for (std::size_t block = 0; block < blocks; ++block) {
            const float now = scales.now(firstBlock + block);
            // Codes that were made for a scale before it was rounded are worth another look under the same one.
            const bool isDone = Scales::choices == 1 && chosen[block] == now;
            if (isDone || !std::isfinite(chosen[block]) || !(chosen[block] > 0)) {
                continue;
            }
            const std::span<float> original = strip.subspan(block * rows, rows);
            const std::span<const float> weights = std::span<const float>(buffers.importance).subspan(block * rows, rows);
            const std::span<std::byte> codes = packed.subspan((at + block * size) / 2, (rows + 1) / 2);
            const std::span<std::byte> tried = std::span(buffers.packed).first(codes.size());
            encodeScaled(type_, {.values = original.data(),
                                 .count = rows,
                                 .blockSize = size,
                                 .absmax = &chosen[block],
                                 .packed = reinterpret_cast<std::uint8_t*>(tried.data())});
            if (decodedError(tried, chosen[block], original, weights) < decodedError(codes, now, original, weights)) {
                std::ranges::copy(tried, codes.begin());
                scales.take(firstBlock + block, wanted[block], chosen[block]);
            }
        }
        at += strip.size();
    }
}

void FourBitSearch::improve(std::uint64_t first, std::span<float> values, std::span<float> absmax,
                            std::span<std::byte> packed) const {
    improveBlocks(first, values, FloatScales{absmax, first / blockSize_}, packed);
}

void FourBitSearch::improve(std::uint64_t first, std::span<float> values, const NestedScales& scales,
                            std::span<std::byte> packed) const {
    improveBlocks(first, values, CodedScales{scales}, packed);
}

} // namespace quantlathe::bitsandbytes
