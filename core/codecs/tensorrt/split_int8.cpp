// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/tensorrt/split_int8.h"

#include "codecs/matrix_grid.h"
#include "codecs/stored_numbers.h"
#include "kernels/convert.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe::tensorrt {
namespace {

constexpr int largestCode = 127;

float scaleFor(float largest) {
    const float scale = largest / static_cast<float>(largestCode);
    return scale > 0 ? scale : 1; // of a row of zeros
}

void encodeRow(std::span<const float> values, float scale, std::span<std::byte> codes) {
    constexpr auto limit = static_cast<float>(largestCode);
    constexpr float toNearest = 0x1.8p23F; // added and taken away, it rounds to whole numbers, ties to even
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float place = std::min(std::max(values[i] / scale, -limit), limit);
        codes[i] = static_cast<std::byte>(static_cast<int>((place + toNearest) - toNearest));
    }
}

/// Which rows and columns of a matrix a card holds. Where the cards do not divide the side, earlier ones hold less.
struct Area {
    std::uint64_t firstRow = 0;
    std::uint64_t rows = 0;
    std::uint64_t firstColumn = 0;
    std::uint64_t columns = 0;
};

struct Split {
    std::uint32_t cards = 1;
    Cut cut = Cut::rows;

    [[nodiscard]] std::uint64_t start(std::uint64_t side, std::uint32_t card) const { return side * card / cards; }
    [[nodiscard]] Area area(const MatrixShape& shape, std::uint32_t card) const {
        Area all{0, shape.rows, 0, shape.columns};
        const std::uint64_t side = cut == Cut::rows ? shape.rows : shape.columns;
        const std::uint64_t first = start(side, card);
        const std::uint64_t count = start(side, card + 1) - first;
        (cut == Cut::rows ? all.firstRow : all.firstColumn) = first;
        (cut == Cut::rows ? all.rows : all.columns) = count;
        return all;
    }
    /// The card that holds this place of the side that is cut.
    [[nodiscard]] std::uint32_t cardOf(std::uint64_t side, std::uint64_t place) const {
        std::uint32_t card = 0;
        while (start(side, card + 1) <= place) {
            ++card;
        }
        return card;
    }
};

/// `codes`: of the whole matrix; `scales`: F32, one a row.
template <class Parts>
void spread(const Split& split, const MatrixShape& shape, std::span<const std::byte> codes, std::span<const std::byte> scales,
            const Parts& partOf) {
    for (std::uint32_t card = 0; card < split.cards; ++card) {
        const Area area = split.area(shape, card);
        const std::span<std::byte> ownCodes = partOf(card);
        for (std::uint64_t row = 0; row < area.rows; ++row) {
            const auto from = codes.subspan(static_cast<std::size_t>((area.firstRow + row) * shape.columns + area.firstColumn),
                                            static_cast<std::size_t>(area.columns));
            std::ranges::copy(from, ownCodes.subspan(static_cast<std::size_t>(row * area.columns)).begin());
        }
        const auto ownScales = scales.subspan(static_cast<std::size_t>(area.firstRow * sizeof(float)),
                                              static_cast<std::size_t>(area.rows * sizeof(float)));
        std::ranges::copy(ownScales, partOf(split.cards + card).begin());
    }
}

class SplitGrid final : public MatrixGrid {
public:
    SplitGrid(const Split& split, const MatrixShape& shape, Parts parts) : MatrixGrid(shape, parts), split_(split) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(shape().columns); }
    [[nodiscard]] int codes() const override { return 2 * largestCode + 1; }
    [[nodiscard]] int lowest() const override { return -largestCode; }

    std::size_t candidates(std::uint64_t row, std::uint64_t /*group*/,
                           std::span<GridChoice, mostCandidates> out) const override {
        const std::uint32_t card = split_.cut == Cut::rows ? split_.cardOf(shape().rows, row) : 0;
        const std::uint64_t own = row - split_.area(shape(), card).firstRow;
        return scalesAround(
            {.scale = storedFloat(part(split_.cards + card), own)}, [](float scale) { return GridChoice{.scale = scale}; },
            out);
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        std::vector<std::byte> signedCodes(codes.size());
        std::ranges::transform(codes, signedCodes.begin(),
                               [](std::uint8_t code) { return static_cast<std::byte>(static_cast<int>(code) - largestCode); });
        std::vector<std::byte> scales(choices.size() * sizeof(float));
        for (std::size_t row = 0; row < choices.size(); ++row) {
            storeFloat(scales, row, choices[row].scale);
        }
        spread(split_, shape(), signedCodes, scales, [this](std::size_t number) { return part(number); });
    }

private:
    Split split_;
};

class SplitInt8 final : public GriddedEncoding {
public:
    explicit SplitInt8(const Split& split)
        : split_(split),
          name_(split.cards == 1 ? std::string("INT8-SQ")
                                 : fmt::format("INT8-SQ-{}{}", split.cut == Cut::rows ? 'R' : 'C', split.cards)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override { return 8; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override { return whyNoMatrix(shape); }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        std::vector<MatrixPart> parts;
        for (std::uint32_t card = 0; card < split_.cards; ++card) {
            const Area area = split_.area(shape, card);
            parts.push_back({fmt::format(".rank{}.weight", card), ElementType::I8, {area.rows, area.columns}});
        }
        for (std::uint32_t card = 0; card < split_.cards; ++card) {
            parts.push_back(
                {fmt::format(".rank{}.per_channel_scale", card), ElementType::F32, {1, split_.area(shape, card).rows}});
        }
        return parts;
    }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override {
        std::vector<std::byte> codes(static_cast<std::size_t>(task.shape.values()));
        std::vector<std::byte> scales(static_cast<std::size_t>(task.shape.rows * sizeof(float)));
        encodeRowwise(task, {.scaleOf = scaleFor, .encode = encodeRow}, codes, scales);
        spread(split_, task.shape, codes, scales, [&](std::size_t number) { return parts[number]; });
    }
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
            std::uint64_t column = at % shape.columns;
            for (std::span<float> rest = values; !rest.empty();) {
                const bool isByRows = split_.cut == Cut::rows;
                const std::uint32_t card = split_.cardOf(isByRows ? shape.rows : shape.columns, isByRows ? row : column);
                const Area area = split_.area(shape, card);
                const std::uint64_t inRow = column - area.firstColumn;
                const auto some =
                    rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), area.columns - inRow)));
                const std::uint64_t from = (row - area.firstRow) * area.columns + inRow;
                floatsFromStored(ElementType::I8, parts[card].subspan(static_cast<std::size_t>(from), some.size()), some);
                const float scale = storedFloat(parts[split_.cards + card], row - area.firstRow);
                std::ranges::for_each(some, [scale](float& value) { value *= scale; });
                column += some.size();
                rest = rest.subspan(some.size());
            }
        });
    }
    [[nodiscard]] bool hasGrid(const MatrixShape&) const override { return true; }
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override {
        return static_cast<std::size_t>(shape.columns);
    }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override {
        return std::make_unique<SplitGrid>(split_, shape, parts);
    }

private:
    Split split_;
    std::string name_;
};

const std::array<SplitInt8, 5>& all() {
    static const std::array<SplitInt8, 5> encodings{SplitInt8({1, Cut::rows}), SplitInt8({2, Cut::rows}),
                                                    SplitInt8({2, Cut::columns}), SplitInt8({4, Cut::rows}),
                                                    SplitInt8({4, Cut::columns})};
    return encodings;
}

} // namespace

const MatrixEncoding& splitInt8(std::uint32_t cards, Cut cut) {
    const std::size_t pair = cards == 1 ? 0 : cards == 2 ? 1 : 3;
    return all()[pair + (cards > 1 && cut == Cut::columns ? 1 : 0)];
}

bool isSplitInt8(const Encoding& encoding) {
    return dynamic_cast<const SplitInt8*>(&encoding) != nullptr;
}

} // namespace quantlathe::tensorrt

namespace quantlathe {

const MatrixFamily& tensorrtFamily() {
    static const MatrixFamily family{
        .id = "tensorrt-llm",
        .markers = {},
        .read = [](const PartLookup&, const nlohmann::json*) { return std::optional<StoredMatrix>(); },
        .encodings = []() -> std::span<const MatrixEncoding* const> {
            static const std::array<const MatrixEncoding*, 5> addresses{
                &tensorrt::all()[0], &tensorrt::all()[1], &tensorrt::all()[2], &tensorrt::all()[3], &tensorrt::all()[4]};
            return addresses;
        },
    };
    return family;
}

} // namespace quantlathe
