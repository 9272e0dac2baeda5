// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/block_grid.h"

#include "base/numeric.h"
#include "codecs/fp4_scales.h"
#include "codecs/iq4_levels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

namespace quantlathe {
namespace {

using Bytes = std::span<std::byte>;
using ConstBytes = std::span<const std::byte>;
using Codes = std::span<const std::uint8_t>;
using Candidates = std::span<BlockScales, BlockGrid::mostCandidates>;

unsigned at(ConstBytes bytes, std::size_t i) {
    return std::to_integer<unsigned>(bytes[i]);
}
std::uint16_t halfAt(ConstBytes bytes, std::size_t i) {
    return static_cast<std::uint16_t>(at(bytes, i) | at(bytes, i + 1) << 8U);
}
void put(Bytes bytes, std::size_t i, unsigned value) {
    bytes[i] = static_cast<std::byte>(value & 0xFFU);
}
void putHalf(Bytes bytes, std::size_t i, std::uint16_t bits) {
    put(bytes, i, bits);
    put(bytes, i + 1, bits >> 8U);
}

/// A unit that is `factor` times as large, as it is stored.
std::uint16_t scaledHalf(std::uint16_t bits, float factor) {
    return f16FromFloat(floatFromF16(bits) * factor);
}

BlockScales withScaledUnits(const BlockScales& scales, float factor) {
    BlockScales scaled = scales;
    scaled.unit = scaledHalf(scales.unit, factor);
    scaled.minimumUnit = scaledHalf(scales.minimumUnit, factor);
    const bool isStorable = std::isfinite(floatFromF16(scaled.unit)) && std::isfinite(floatFromF16(scaled.minimumUnit));
    return isStorable ? scaled : scales;
}

/// 32 nibbles in 16 bytes: code j low, code j + 16 high.
void putNibbles(Codes codes, Bytes out) {
    for (std::size_t j = 0; j < 16; ++j) {
        put(out, j, (codes[j] & 15U) | (codes[j + 16] & 15U) << 4U);
    }
}

/// Adds a candidate to a list that begins with the scales as they are.
class CandidateList {
public:
    CandidateList(const BlockScales& scales, Candidates out) : out_(out) { out_[0] = scales; }
    BlockScales& add() {
        out_[count_] = out_[0];
        return out_[count_++];
    }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    Candidates out_;
    std::size_t count_ = 1;
};

/// Q4_0, Q5_0, Q8_0 and IQ4_NL: 32 codes and one F16 scale.
class PlainGrid : public BlockGrid {
public:
    PlainGrid(std::size_t bytes, int codes, float step) : bytes_(bytes), codes_(codes), step_(step) {}
    [[nodiscard]] std::size_t blockColumns() const final { return 32; }
    [[nodiscard]] std::size_t groupColumns() const final { return 32; }
    [[nodiscard]] std::size_t blockBytes() const final { return bytes_; }
    [[nodiscard]] int codes() const final { return codes_; }
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        scales.unit = halfAt(block, 0);
        return scales;
    }
    [[nodiscard]] GroupLevels levels(const BlockScales& scales, std::size_t) const override {
        return {floatFromF16(scales.unit), 0};
    }
    std::size_t candidates(const BlockScales& scales, std::size_t, Candidates out) const override {
        CandidateList list(scales, out);
        for (int i = 1; i <= 7; ++i) {
            list.add().unit = scaledHalf(scales.unit, 1 + step_ * static_cast<float>(i));
            list.add().unit = scaledHalf(scales.unit, 1 - step_ * static_cast<float>(i));
        }
        return list.count();
    }

    [[nodiscard]] BlockScales scaled(const BlockScales& scales, float factor) const final {
        return withScaledUnits(scales, factor);
    }

private:
    std::size_t bytes_;
    int codes_;
    float step_; // between neighbouring candidates, of the scale
};

class Q4_0Grid final : public PlainGrid {
public:
    Q4_0Grid() : PlainGrid(18, 16, 0.02F) {}
    [[nodiscard]] int lowest() const override { return -8; }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        putNibbles(codes, block.subspan(2));
    }
};

class Q5_0Grid final : public PlainGrid {
public:
    Q5_0Grid() : PlainGrid(22, 32, 0.01F) {}
    [[nodiscard]] int lowest() const override { return -16; }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        for (std::size_t byte = 0; byte < 4; ++byte) {
            unsigned bits = 0;
            for (std::size_t i = 0; i < 8; ++i) {
                bits |= (codes[8 * byte + i] >> 4U & 1U) << i;
            }
            put(block, 2 + byte, bits);
        }
        putNibbles(codes, block.subspan(6));
    }
};

class Q8_0Grid final : public PlainGrid {
public:
    Q8_0Grid() : PlainGrid(34, 255, 0.002F) {}
    [[nodiscard]] int lowest() const override { return -127; }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        for (std::size_t i = 0; i < 32; ++i) {
            put(block, 2 + i, codes[i] - 127U);
        }
    }
};

class IQ4_NLGrid final : public PlainGrid {
public:
    IQ4_NLGrid() : PlainGrid(18, 16, 0.02F) {}
    [[nodiscard]] std::span<const std::int8_t> table() const override { return codec::iq4Levels; }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        putNibbles(codes, block.subspan(2));
    }
};

/// Q4_1 and Q5_1: scale and minimum, both F16.
class PairGrid : public BlockGrid {
public:
    PairGrid(std::size_t bytes, int codes, float step) : bytes_(bytes), codes_(codes), step_(step) {}
    [[nodiscard]] std::size_t blockColumns() const final { return 32; }
    [[nodiscard]] std::size_t groupColumns() const final { return 32; }
    [[nodiscard]] std::size_t blockBytes() const final { return bytes_; }
    [[nodiscard]] int codes() const final { return codes_; }
    [[nodiscard]] BlockScales read(ConstBytes block) const final {
        BlockScales scales;
        scales.unit = halfAt(block, 0);
        scales.minimumUnit = halfAt(block, 2);
        return scales;
    }
    [[nodiscard]] GroupLevels levels(const BlockScales& scales, std::size_t) const final {
        return {floatFromF16(scales.unit), floatFromF16(scales.minimumUnit)};
    }
    std::size_t candidates(const BlockScales& scales, std::size_t, Candidates out) const final {
        CandidateList list(scales, out);
        const float scale = floatFromF16(scales.unit);
        const float middle = floatFromF16(scales.minimumUnit) + scale * static_cast<float>(codes_ - 1) / 2;
        for (int s = -2; s <= 2; ++s) {
            for (int m = -1; m <= 1; ++m) {
                if (s == 0 && m == 0) {
                    continue;
                }
                BlockScales& other = list.add();
                other.unit = scaledHalf(scales.unit, 1 + step_ * static_cast<float>(s));
                const float wider = floatFromF16(other.unit);
                other.minimumUnit =
                    f16FromFloat(middle - wider * static_cast<float>(codes_ - 1) / 2 + wider * 0.3F * static_cast<float>(m));
            }
        }
        return list.count();
    }

    [[nodiscard]] BlockScales scaled(const BlockScales& scales, float factor) const final {
        return withScaledUnits(scales, factor);
    }

private:
    std::size_t bytes_;
    int codes_;
    float step_;
};

class Q4_1Grid final : public PairGrid {
public:
    Q4_1Grid() : PairGrid(20, 16, 0.03F) {}
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        putHalf(block, 2, scales.minimumUnit);
        putNibbles(codes, block.subspan(4));
    }
};

class Q5_1Grid final : public PairGrid {
public:
    Q5_1Grid() : PairGrid(24, 32, 0.015F) {}
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        putHalf(block, 2, scales.minimumUnit);
        for (std::size_t byte = 0; byte < 4; ++byte) {
            unsigned bits = 0;
            for (std::size_t i = 0; i < 8; ++i) {
                bits |= (codes[8 * byte + i] >> 4U & 1U) << i;
            }
            put(block, 4 + byte, bits);
        }
        putNibbles(codes, block.subspan(8));
    }
};

/// Blocks of 256 with small whole scales, and minima where `topMinimum` is above 0.
class SuperBlockGrid : public BlockGrid {
public:
    struct Shape {
        std::size_t groupColumns;
        std::size_t bytes;
        int codes;
        int lowest;
        int lowestScale;
        int topScale;
        int topMinimum;
    };
    explicit SuperBlockGrid(const Shape& shape) : shape_(shape) {}
    [[nodiscard]] std::size_t blockColumns() const final { return 256; }
    [[nodiscard]] std::size_t groupColumns() const final { return shape_.groupColumns; }
    [[nodiscard]] std::size_t blockBytes() const final { return shape_.bytes; }
    [[nodiscard]] int codes() const final { return shape_.codes; }
    [[nodiscard]] int lowest() const final { return shape_.lowest; }
    [[nodiscard]] GroupLevels levels(const BlockScales& scales, std::size_t group) const final {
        return {floatFromF16(scales.unit) * static_cast<float>(scales.scales[group]),
                shape_.topMinimum == 0 ? 0.0F : -(floatFromF16(scales.minimumUnit) * static_cast<float>(scales.minima[group]))};
    }
    std::size_t candidates(const BlockScales& scales, std::size_t group, Candidates out) const final {
        CandidateList list(scales, out);
        const int minimumReach = shape_.topMinimum == 0 ? 0 : 1;
        const int scaleReach = shape_.topMinimum == 0 ? 7 : 2;
        for (int m = -minimumReach; m <= minimumReach; ++m) {
            for (int s = -scaleReach; s <= scaleReach; ++s) {
                const int scale = scales.scales[group] + s;
                const int minimum = scales.minima[group] + m;
                const bool isKnown = s == 0 && m == 0;
                // A scale of the other sign is another grid, not a neighbour.
                const bool crosses = scale == 0 || (scale < 0) != (scales.scales[group] < 0);
                if (isKnown || crosses || scale < shape_.lowestScale || scale > shape_.topScale || minimum < 0 ||
                    minimum > shape_.topMinimum) {
                    continue;
                }
                BlockScales& other = list.add();
                other.scales[group] = static_cast<std::int16_t>(scale);
                other.minima[group] = static_cast<std::int16_t>(minimum);
            }
        }
        return list.count();
    }
    [[nodiscard]] BlockScales scaled(const BlockScales& scales, float factor) const final {
        return withScaledUnits(scales, factor);
    }

private:
    Shape shape_;
};

class Q2_KGrid final : public SuperBlockGrid {
public:
    Q2_KGrid() : SuperBlockGrid({16, 84, 4, 0, 0, 15, 15}) {}
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        scales.unit = halfAt(block, 80);
        scales.minimumUnit = halfAt(block, 82);
        for (std::size_t j = 0; j < 16; ++j) {
            scales.scales[j] = static_cast<std::int16_t>(at(block, j) & 15U);
            scales.minima[j] = static_cast<std::int16_t>(at(block, j) >> 4U);
        }
        return scales;
    }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        for (std::size_t j = 0; j < 16; ++j) {
            put(block, j, static_cast<unsigned>(scales.scales[j] | scales.minima[j] << 4));
        }
        for (std::size_t i = 0; i < 64; ++i) {
            const Codes four = codes.subspan(128 * (i / 32) + i % 32);
            put(block, 16 + i, four[0] | unsigned{four[32]} << 2U | unsigned{four[64]} << 4U | unsigned{four[96]} << 6U);
        }
        putHalf(block, 80, scales.unit);
        putHalf(block, 82, scales.minimumUnit);
    }
};

class Q3_KGrid final : public SuperBlockGrid {
public:
    Q3_KGrid() : SuperBlockGrid({16, 110, 8, -4, -32, 31, 0}) {}
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        scales.unit = halfAt(block, 108);
        for (std::size_t j = 0; j < 16; ++j) {
            const unsigned low = at(block, 96 + j % 8) >> (j < 8 ? 0U : 4U) & 15U;
            const unsigned high = at(block, 104 + j % 4) >> (2 * (j / 4)) & 3U;
            scales.scales[j] = static_cast<std::int16_t>(static_cast<int>(low | high << 4U) - 32);
        }
        return scales;
    }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        for (std::size_t i = 0; i < 32; ++i) {
            unsigned bits = 0;
            for (std::size_t group = 0; group < 8; ++group) {
                bits |= (codes[32 * group + i] >> 2U & 1U) << group;
            }
            put(block, i, bits);
        }
        for (std::size_t i = 0; i < 64; ++i) {
            const Codes four = codes.subspan(128 * (i / 32) + i % 32);
            put(block, 32 + i, (four[0] & 3U) | (four[32] & 3U) << 2U | (four[64] & 3U) << 4U | (four[96] & 3U) << 6U);
        }
        const auto stored = [&](std::size_t j) { return static_cast<unsigned>(scales.scales[j] + 32); };
        for (std::size_t j = 0; j < 8; ++j) {
            put(block, 96 + j, (stored(j) & 15U) | (stored(j + 8) & 15U) << 4U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            put(block, 104 + j,
                stored(j) >> 4U | stored(j + 4) >> 4U << 2U | stored(j + 8) >> 4U << 4U | stored(j + 12) >> 4U << 6U);
        }
        putHalf(block, 108, scales.unit);
    }
};

/// Q4_K and Q5_K: eight six-bit scales and minima in 12 bytes.
class PackedPairsGrid : public SuperBlockGrid {
public:
    using SuperBlockGrid::SuperBlockGrid;
    [[nodiscard]] BlockScales read(ConstBytes block) const final {
        BlockScales scales;
        scales.unit = halfAt(block, 0);
        scales.minimumUnit = halfAt(block, 2);
        const ConstBytes packed = block.subspan(4);
        for (std::size_t j = 0; j < 4; ++j) {
            scales.scales[j] = static_cast<std::int16_t>(at(packed, j) & 63U);
            scales.minima[j] = static_cast<std::int16_t>(at(packed, j + 4) & 63U);
            scales.scales[j + 4] = static_cast<std::int16_t>((at(packed, j + 8) & 15U) | at(packed, j) >> 6U << 4U);
            scales.minima[j + 4] = static_cast<std::int16_t>(at(packed, j + 8) >> 4U | at(packed, j + 4) >> 6U << 4U);
        }
        return scales;
    }

protected:
    static void putScales(const BlockScales& scales, Bytes block) {
        putHalf(block, 0, scales.unit);
        putHalf(block, 2, scales.minimumUnit);
        const Bytes packed = block.subspan(4);
        for (std::size_t j = 0; j < 4; ++j) {
            const auto lateScale = static_cast<unsigned>(scales.scales[j + 4]);
            const auto lateMinimum = static_cast<unsigned>(scales.minima[j + 4]);
            put(packed, j, static_cast<unsigned>(scales.scales[j]) | lateScale >> 4U << 6U);
            put(packed, j + 4, static_cast<unsigned>(scales.minima[j]) | lateMinimum >> 4U << 6U);
            put(packed, j + 8, (lateScale & 15U) | (lateMinimum & 15U) << 4U);
        }
    }
    static void putNibbles64(Codes codes, Bytes out) {
        for (std::size_t i = 0; i < 128; ++i) {
            const Codes two = codes.subspan(64 * (i / 32) + i % 32);
            put(out, i, (two[0] & 15U) | (two[32] & 15U) << 4U);
        }
    }
};

class Q4_KGrid final : public PackedPairsGrid {
public:
    Q4_KGrid() : PackedPairsGrid({32, 144, 16, 0, 0, 63, 63}) {}
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putScales(scales, block);
        putNibbles64(codes, block.subspan(16));
    }
};

class Q5_KGrid final : public PackedPairsGrid {
public:
    Q5_KGrid() : PackedPairsGrid({32, 176, 32, 0, 0, 63, 63}) {}
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putScales(scales, block);
        for (std::size_t r = 0; r < 32; ++r) {
            unsigned bits = 0;
            for (std::size_t j = 0; j < 8; ++j) {
                bits |= (codes[32 * j + r] >> 4U & 1U) << j;
            }
            put(block, 16 + r, bits);
        }
        putNibbles64(codes, block.subspan(48));
    }
};

class Q6_KGrid final : public SuperBlockGrid {
public:
    Q6_KGrid() : SuperBlockGrid({16, 210, 64, -32, -128, 127, 0}) {}
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        scales.unit = halfAt(block, 208);
        for (std::size_t j = 0; j < 16; ++j) {
            const int byte = static_cast<int>(at(block, 192 + j));
            scales.scales[j] = static_cast<std::int16_t>(byte < 128 ? byte : byte - 256);
        }
        return scales;
    }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        for (std::size_t half = 0; half < 2; ++half) {
            const Codes c = codes.subspan(128 * half);
            for (std::size_t i = 0; i < 64; ++i) {
                put(block, 64 * half + i, (c[i] & 15U) | (c[i + 64] & 15U) << 4U);
            }
            for (std::size_t i = 0; i < 32; ++i) {
                put(block, 128 + 32 * half + i,
                    unsigned{c[i]} >> 4U | unsigned{c[i + 32]} >> 4U << 2U | unsigned{c[i + 64]} >> 4U << 4U |
                        unsigned{c[i + 96]} >> 4U << 6U);
            }
        }
        for (std::size_t j = 0; j < 16; ++j) {
            put(block, 192 + j, static_cast<unsigned>(scales.scales[j]));
        }
        putHalf(block, 208, scales.unit);
    }
};

class IQ4_XSGrid final : public SuperBlockGrid {
public:
    IQ4_XSGrid() : SuperBlockGrid({32, 136, 16, 0, -32, 31, 0}) {}
    [[nodiscard]] std::span<const std::int8_t> table() const override { return codec::iq4Levels; }
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        scales.unit = halfAt(block, 0);
        const unsigned high = halfAt(block, 2);
        for (std::size_t j = 0; j < 8; ++j) {
            const unsigned low = at(block, 4 + j / 2) >> (4 * (j % 2)) & 15U;
            scales.scales[j] = static_cast<std::int16_t>(static_cast<int>(low | (high >> (2 * j) & 3U) << 4U) - 32);
        }
        return scales;
    }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        putHalf(block, 0, scales.unit);
        unsigned high = 0;
        std::array<unsigned, 4> low{};
        for (std::size_t j = 0; j < 8; ++j) {
            const auto stored = static_cast<unsigned>(scales.scales[j] + 32);
            low[j / 2] |= (stored & 15U) << (4 * (j % 2));
            high |= stored >> 4U << (2 * j);
        }
        putHalf(block, 2, static_cast<std::uint16_t>(high));
        for (std::size_t i = 0; i < 4; ++i) {
            put(block, 4 + i, low[i]);
        }
        for (std::size_t j = 0; j < 8; ++j) {
            putNibbles(codes.subspan(32 * j), block.subspan(8 + 16 * j));
        }
    }
};

/// The fifteen values of four-bit floats, doubled, in ascending order; the code that is stored for each.
constexpr std::array<std::int8_t, 15> fp4Ascending{-12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 12};
constexpr std::array<std::uint8_t, 15> fp4Codes{15, 14, 13, 12, 11, 10, 9, 0, 1, 2, 3, 4, 5, 6, 7};

/// MXFP4: 32 codes and a power of two.
class Mxfp4Grid final : public BlockGrid {
public:
    [[nodiscard]] std::size_t blockColumns() const override { return 32; }
    [[nodiscard]] std::size_t groupColumns() const override { return 32; }
    [[nodiscard]] std::size_t blockBytes() const override { return 17; }
    [[nodiscard]] int codes() const override { return 15; }
    [[nodiscard]] std::span<const std::int8_t> table() const override { return fp4Ascending; }
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        scales.scales[0] = static_cast<std::int16_t>(at(block, 0));
        return scales;
    }
    [[nodiscard]] GroupLevels levels(const BlockScales& scales, std::size_t) const override {
        return {codec::halfOfE8M0(static_cast<std::uint32_t>(scales.scales[0])), 0};
    }
    std::size_t candidates(const BlockScales& scales, std::size_t, Candidates out) const override {
        CandidateList list(scales, out);
        for (const int step : {-1, 1}) {
            const int exponent = scales.scales[0] + step;
            if (exponent > 0 && exponent < 254) {
                list.add().scales[0] = static_cast<std::int16_t>(exponent);
            }
        }
        return list.count();
    }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        put(block, 0, static_cast<unsigned>(scales.scales[0]));
        std::array<std::uint8_t, 32> stored{};
        std::ranges::transform(codes, stored.begin(), [](std::uint8_t code) { return fp4Codes[code]; });
        putNibbles(stored, block.subspan(1));
    }
};

/// NVFP4: 64 codes in four groups with a byte of floating point each.
class Nvfp4Grid final : public BlockGrid {
public:
    [[nodiscard]] std::size_t blockColumns() const override { return 64; }
    [[nodiscard]] std::size_t groupColumns() const override { return 16; }
    [[nodiscard]] std::size_t blockBytes() const override { return 36; }
    [[nodiscard]] int codes() const override { return 15; }
    [[nodiscard]] std::span<const std::int8_t> table() const override { return fp4Ascending; }
    [[nodiscard]] BlockScales read(ConstBytes block) const override {
        BlockScales scales;
        for (std::size_t j = 0; j < 4; ++j) {
            scales.scales[j] = static_cast<std::int16_t>(at(block, j));
        }
        return scales;
    }
    [[nodiscard]] GroupLevels levels(const BlockScales& scales, std::size_t group) const override {
        return {codec::halfOfUE4M3(static_cast<std::uint32_t>(scales.scales[group])), 0};
    }
    std::size_t candidates(const BlockScales& scales, std::size_t group, Candidates out) const override {
        CandidateList list(scales, out);
        for (int step = -6; step <= 6; ++step) {
            const int code = scales.scales[group] + step;
            if (step != 0 && code > 0 && code < 0x7F) {
                list.add().scales[group] = static_cast<std::int16_t>(code);
            }
        }
        return list.count();
    }
    void write(const BlockScales& scales, Codes codes, Bytes block) const override {
        for (std::size_t j = 0; j < 4; ++j) {
            put(block, j, static_cast<unsigned>(scales.scales[j]));
            for (std::size_t i = 0; i < 8; ++i) {
                put(block, 4 + 8 * j + i,
                    unsigned{fp4Codes[codes[16 * j + i]]} | unsigned{fp4Codes[codes[16 * j + i + 8]]} << 4U);
            }
        }
    }
};

} // namespace

const BlockGrid* blockGridOf(const Encoding& encoding) {
    static const Q4_0Grid q4_0;
    static const Q4_1Grid q4_1;
    static const Q5_0Grid q5_0;
    static const Q5_1Grid q5_1;
    static const Q8_0Grid q8_0;
    static const Q2_KGrid q2_k;
    static const Q3_KGrid q3_k;
    static const Q4_KGrid q4_k;
    static const Q5_KGrid q5_k;
    static const Q6_KGrid q6_k;
    static const IQ4_NLGrid iq4_nl;
    static const IQ4_XSGrid iq4_xs;
    static const Mxfp4Grid mxfp4;
    static const Nvfp4Grid nvfp4;
    static const std::map<ElementType, const BlockGrid*> grids{
        {ElementType::Q4_0, &q4_0},   {ElementType::Q4_1, &q4_1},     {ElementType::Q5_0, &q5_0},
        {ElementType::Q5_1, &q5_1},   {ElementType::Q8_0, &q8_0},     {ElementType::Q2_K, &q2_k},
        {ElementType::Q3_K, &q3_k},   {ElementType::Q4_K, &q4_k},     {ElementType::Q5_K, &q5_k},
        {ElementType::Q6_K, &q6_k},   {ElementType::IQ4_NL, &iq4_nl}, {ElementType::IQ4_XS, &iq4_xs},
        {ElementType::MXFP4, &mxfp4}, {ElementType::NVFP4, &nvfp4},
    };
    const auto type = elementTypeOf(encoding);
    const auto found = type ? grids.find(*type) : grids.end();
    return found != grids.end() ? found->second : nullptr;
}

} // namespace quantlathe
