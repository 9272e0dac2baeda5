// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fbgemm/int4_groups.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/importance_parts.h"
#include "codecs/matrix_grid.h"
#include "codecs/nibble_pairs.h"
#include "codecs/scale_search.h"
#include "codecs/stored_numbers.h"
#include "kernels/convert.h"
#include "kernels/row_codes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <vector>

namespace quantlathe::fbgemm {
namespace {

constexpr NibblePairs pairs = pairsLowFirst({0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1});

/// The error by importance of a group as it is read back.
double decodedError(std::span<const std::byte> packed, const Int4Group& stored, std::span<const float> values,
                    std::span<const float> importance, std::span<float> decoded) {
    decodeNibbles(pairs, packed, 0, decoded, [&](float code) { return code * stored.scale + stored.zero; });
    return weightedSquares(values, decoded, importance);
}

[[noreturn]] void refuseGroup(const MatrixShape& shape, std::uint64_t first) {
    throw badInput({}, say("The values of a group lie too far apart for {}", info(shape.compute).name),
                   say("It begins in row {}, column {} (counted from 0).", groupedDigits(first / shape.columns),
                       groupedDigits(first % shape.columns)));
}

/// Scale and offset as a reader gets them.
Int4Group asStored(ElementType compute, const Int4Group& group) {
    return {roundedTo(compute, group.scale), roundedTo(compute, group.zero)};
}

struct Buffers {
    std::vector<float> importance; // of the groups of a strip
    StripBuffers strips;
    std::vector<float> decoded; // a group
    std::vector<std::byte> packed;
};

/// Groups for codes that are chosen elsewhere.
class Int4Grid final : public MatrixGrid {
public:
    Int4Grid(std::uint64_t groupSize, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), groupSize_(groupSize) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(groupSize_); }
    [[nodiscard]] int codes() const override { return 16; }
    [[nodiscard]] int lowest() const override { return -8; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const std::uint64_t place = group * shape().rows + row;
        const GridChoice now{.scale = storedNumber(shape().compute, part(1), place),
                             .offset = storedNumber(shape().compute, part(2), place)};
        const auto store = [this](float scale, float offset) { return stored(scale, offset); };
        return gridsAround(now, -0.5F, 1.0F / 3, store, out);
    }
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        const GridChoice scaled = stored(choice.scale * factor, choice.offset * factor);
        return std::isfinite(scaled.scale) && std::isfinite(scaled.offset) ? scaled : choice;
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        for (std::size_t i = 0; i < codes.size(); i += 2) { // levels from −8 on, in two's complement
            part(0)[i / 2] = static_cast<std::byte>(((codes[i] + 8U) & 15U) | ((codes[i + 1] + 8U) & 15U) << 4U);
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const std::uint64_t place = i % groups() * shape().rows + i / groups();
            storeNumber(shape().compute, part(1), place, choices[i].scale);
            storeNumber(shape().compute, part(2), place, choices[i].offset);
        }
    }

private:
    [[nodiscard]] GridChoice stored(float scale, float offset) const {
        const Int4Group stored = asStored(shape().compute, {scale, offset});
        return {.scale = stored.scale, .offset = stored.zero};
    }

    std::uint64_t groupSize_;
};

class Int4Encoding final : public GriddedEncoding {
public:
    explicit Int4Encoding(std::uint64_t groupSize) : groupSize_(groupSize), name_(fmt::format("FBGEMM-INT4-{}", groupSize)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return static_cast<std::uint32_t>(groupSize_); }
    [[nodiscard]] double bitsPerWeight() const override { return 4 + 32 / static_cast<double>(groupSize_); }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    [[nodiscard]] bool usesImportance() const override { return true; }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    void improve(ElementType compute, const GroupImportance& importance, std::uint64_t first, std::span<const float> values,
                 std::span<Int4Group> groups, std::span<std::byte> packed) const;

    std::uint64_t groupSize_;
    std::string name_;
};

std::optional<std::string> Int4Encoding::whyNot(const MatrixShape& shape) const {
    if (auto why = whyNoMatrix(shape)) {
        return why;
    }
    if (shape.columns % groupSize_ != 0) {
        return say("its {} input features are no multiple of {}, the size of a group", groupedDigits(shape.columns),
                   groupSize_);
    }
    return std::nullopt;
}

std::vector<MatrixPart> Int4Encoding::parts(const MatrixShape& shape) const {
    const std::uint64_t groups = shape.columns / groupSize_;
    return {{"._weight_qdata", ElementType::I8, {shape.rows, shape.columns / 2}},
            {"._weight_scale", shape.compute, {groups, shape.rows}},
            {"._weight_zero_point", shape.compute, {groups, shape.rows}}};
}

void Int4Encoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    const MatrixShape& shape = task.shape;
    const ElementType rounding = shape.compute == ElementType::BF16 ? ElementType::BF16 : ElementType::F32;
    const std::size_t groupSize = groupSize_;
    const GroupImportance importance(task.guide.importance, groupSize);
    forEachPiece(task, groupSize, 1, [&](std::uint64_t first, std::span<float> values) {
        roundFloats(rounding, values);
        if (!std::isfinite(largestMagnitude(values))) {
            refuseValues(task, first, values.size(), rounding);
        }
        const std::span<std::byte> packed = parts[0].subspan(first / 2, values.size() / 2);
        thread_local std::vector<Int4Group> groups;
        groups.clear();
        for (std::size_t at = 0; at < values.size(); at += groupSize) {
            const Int4Group coded = int4Codes(values.subspan(at, groupSize), packed.subspan(at / 2, groupSize / 2));
            groups.push_back(asStored(shape.compute, coded));
        }
        if (!importance.empty()) {
            improve(shape.compute, importance, first, values, groups, packed);
        }
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const std::uint64_t index = first + i * groupSize;
            if (!std::isfinite(groups[i].scale) || !std::isfinite(groups[i].zero)) {
                refuseGroup(shape, index);
            }
            const std::uint64_t place = index % shape.columns / groupSize * shape.rows + index / shape.columns;
            storeNumber(shape.compute, parts[1], place, groups[i].scale);
            storeNumber(shape.compute, parts[2], place, groups[i].zero);
        }
    });
}

/// Groups with another grid, and the codes nearest to their weights on it, where what a reader decodes is then closer to the
/// weights by importance; the others stay as they are. `groups`: of the piece `values`, as stored.
void Int4Encoding::improve(ElementType compute, const GroupImportance& importance, std::uint64_t first,
                           std::span<const float> values, std::span<Int4Group> groups, std::span<std::byte> packed) const {
    thread_local Buffers buffers;
    const auto rows = static_cast<std::size_t>(groupSize_);
    buffers.decoded.resize(rows);
    buffers.packed.resize(rows / 2);
    for (std::size_t begin = 0; begin < groups.size(); begin += stripGroups) {
        const std::size_t count = std::min(stripGroups, groups.size() - begin);
        const std::span<const float> weights = values.subspan(begin * rows, count * rows);
        buffers.importance.resize(weights.size());
        importance.ofGroups(first + begin * rows, rows, buffers.importance);
        const StripSearch search = buffers.strips.of(weights, buffers.importance, rows);
        std::array<float, stripGroups> scales{};
        std::array<float, stripGroups> offsets{};
        for (std::size_t i = 0; i < count; ++i) {
            scales[i] = groups[begin + i].scale;
            offsets[i] = groups[begin + i].zero - 8 * groups[begin + i].scale;
        }
        searchGrids(search, 15, scales.data(), offsets.data());
        for (std::size_t i = 0; i < count; ++i) {
            const Int4Group tried = asStored(compute, {scales[i], offsets[i] + 8 * scales[i]});
            if (!(tried.scale > 0) || !std::isfinite(tried.scale) || !std::isfinite(tried.zero)) {
                continue;
            }
            Int4Group& now = groups[begin + i];
            const auto original = weights.subspan(i * rows, rows);
            const auto weight = std::span<const float>(buffers.importance).subspan(i * rows, rows);
            const auto codes = packed.subspan((begin + i) * rows / 2, rows / 2);
            int4CodesOn(tried, original, buffers.packed);
            if (decodedError(buffers.packed, tried, original, weight, buffers.decoded) <
                decodedError(codes, now, original, weight, buffers.decoded)) {
                std::ranges::copy(buffers.packed, codes.begin());
                now = tried;
            }
        }
    }
}

void Int4Encoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                std::uint64_t first, std::span<float> out) const {
    for (std::size_t done = 0; done < out.size();) {
        const std::uint64_t at = first + done;
        const std::uint64_t row = at / shape.columns;
        const std::uint64_t group = at % shape.columns / groupSize_;
        const std::uint64_t rest = groupSize_ - at % shape.columns % groupSize_;
        const std::uint64_t place = group * shape.rows + row;
        const float scale = storedNumber(shape.compute, parts[1], place);
        const float zero = storedNumber(shape.compute, parts[2], place);
        const std::span<float> values = out.subspan(done, std::min<std::uint64_t>(rest, out.size() - done));
        decodeNibbles(pairs, parts[0], at, values, [&](float code) { return code * scale + zero; });
        done += values.size();
    }
}

bool Int4Encoding::hasGrid(const MatrixShape& /*shape*/) const {
    return true;
}

std::size_t Int4Encoding::groupColumns(const MatrixShape& /*shape*/) const {
    return static_cast<std::size_t>(groupSize_);
}

std::unique_ptr<MatrixGrid> Int4Encoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return std::make_unique<Int4Grid>(groupSize_, shape, parts);
}

} // namespace

const MatrixEncoding& int4Encoding(std::uint64_t groupSize) {
    static std::mutex mutex;
    static std::map<std::uint64_t, std::unique_ptr<const Int4Encoding>> known;
    const std::scoped_lock lock(mutex);
    auto& encoding = known[groupSize];
    if (encoding == nullptr) {
        encoding = std::make_unique<const Int4Encoding>(groupSize);
    }
    return *encoding;
}

} // namespace quantlathe::fbgemm
