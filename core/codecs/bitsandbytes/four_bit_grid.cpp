// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/bitsandbytes/four_bit_grid.h"

#include "codecs/bitsandbytes/tables.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <array>
#include <vector>

namespace quantlathe::bitsandbytes {
namespace {

// Where the parts stand in parts().
constexpr std::size_t weightPart = 0;
constexpr std::size_t absmaxPart = 1;
constexpr std::size_t nestedAbsmaxPart = 3;
constexpr std::size_t nestedStatePart = 5;

/// Levels in ascending order, and the codes that stand for them. FP4 has two zeros, of which the first is written.
struct Levels {
    std::vector<float> values;
    std::vector<std::uint8_t> codes;

    explicit Levels(const std::array<float, 16>& table) {
        std::vector<std::uint8_t> order(table.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = static_cast<std::uint8_t>(i);
        }
        std::ranges::stable_sort(order, {}, [&](std::uint8_t code) { return table[code]; });
        for (const std::uint8_t code : order) {
            if (values.empty() || values.back() != table[code]) {
                values.push_back(table[code]);
                codes.push_back(code);
            }
        }
    }
};

const Levels& levelsOf(FourBit type) {
    static const Levels nf4(nf4Values);
    static const Levels fp4(fp4Values);
    return type == FourBit::nf4 ? nf4 : fp4;
}

class Grid final : public MatrixGrid {
public:
    Grid(const FourBitForm& form, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), form_(form), levels_(levelsOf(form.type)),
          nestedOffset_(form.nestedBlockSize == 0 ? 0
                                                  : parseState(part(nestedStatePart), stateSuffix(form.type)).nestedOffset) {}

    [[nodiscard]] std::size_t groupColumns() const override { return form_.blockSize; }
    [[nodiscard]] int codes() const override { return static_cast<int>(levels_.values.size()); }
    [[nodiscard]] std::span<const float> table() const override { return levels_.values; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const std::uint64_t block = row * groups() + group;
        if (form_.nestedBlockSize != 0) {
            return nestedCandidates(block, out);
        }
        return scalesAround(
            {.scale = storedFloat(part(absmaxPart), block)}, [](float scale) { return GridChoice{.scale = scale}; }, out);
    }
    /// Scales that are codes themselves are too far from each other.
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        const float scale = choice.scale * factor;
        return form_.nestedBlockSize != 0 || !std::isfinite(scale) ? choice : GridChoice{.scale = scale};
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        for (std::size_t i = 0; i < codes.size(); i += 2) { // the first of a pair in the high nibble
            const unsigned first = levels_.codes[codes[i]];
            const unsigned second = i + 1 < codes.size() ? levels_.codes[codes[i + 1]] : 0;
            part(weightPart)[i / 2] = static_cast<std::byte>(first << 4U | second);
        }
        for (std::size_t block = 0; block < choices.size(); ++block) {
            if (form_.nestedBlockSize != 0) {
                part(absmaxPart)[block] = static_cast<std::byte>(choices[block].stored);
            } else {
                storeFloat(part(absmaxPart), block, choices[block].scale);
            }
        }
    }

private:
    /// The codes around the one that is stored: their steps are a few hundredths of a scale.
    std::size_t nestedCandidates(std::uint64_t block, std::span<GridChoice, mostCandidates> out) const {
        const float unit = storedFloat(part(nestedAbsmaxPart), block / form_.nestedBlockSize);
        const auto choice = [&](int code) {
            const float distance = dynamicMap[static_cast<std::size_t>(code)] * unit;
            return GridChoice{.scale = distance + nestedOffset_, .stored = static_cast<std::uint32_t>(code)};
        };
        const int now = std::to_integer<int>(part(absmaxPart)[static_cast<std::size_t>(block)]);
        std::size_t count = 0;
        out[count++] = choice(now);
        for (int step = 1; count < out.size(); ++step) {
            bool isIn = false;
            for (const int code : {now - step, now + step}) {
                const bool isCode = code >= 0 && code < static_cast<int>(dynamicMap.size());
                isIn = isIn || isCode;
                if (isCode && count < out.size() && choice(code).scale > 0) {
                    out[count++] = choice(code);
                }
            }
            if (!isIn) {
                break;
            }
        }
        return count;
    }

    FourBitForm form_;
    const Levels& levels_;
    float nestedOffset_;
};

} // namespace

std::unique_ptr<MatrixGrid> matrixGrid(const FourBitForm& form, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<Grid>(form, shape, parts);
}

} // namespace quantlathe::bitsandbytes
