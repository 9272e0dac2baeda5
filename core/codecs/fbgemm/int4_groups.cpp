// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fbgemm/int4_groups.h"

#include "base/error.h"
#include "base/numeric.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"
#include "codecs/nibble_pairs.h"
#include "kernels/convert.h"
#include "kernels/row_codes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <mutex>

namespace quantlathe::fbgemm {
namespace {

/// The `index`-th number of a scale or offset tensor.
void storeNumber(ElementType type, float value, std::span<std::byte> part, std::uint64_t index) {
    if (type == ElementType::F32) {
        storeFloat(part, index, value);
        return;
    }
    const std::uint16_t bits = type == ElementType::BF16 ? bf16FromFloat(value) : f16FromFloat(value);
    std::memcpy(part.data() + index * sizeof bits, &bits, sizeof bits);
}

float loadNumber(ElementType type, std::span<const std::byte> part, std::uint64_t index) {
    if (type == ElementType::F32) {
        return storedFloat(part, index);
    }
    std::uint16_t bits = 0;
    std::memcpy(&bits, part.data() + index * sizeof bits, sizeof bits);
    return type == ElementType::BF16 ? floatFromBf16(bits) : floatFromF16(bits);
}

/// The first value of a byte is in its low nibble.
constexpr NibblePairs makePairs() {
    constexpr auto fromNibble = [](std::size_t nibble) { return static_cast<float>(nibble) - (nibble < 8 ? 0.0F : 16.0F); };
    NibblePairs pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte) {
        pairs[byte] = {fromNibble(byte & 15U), fromNibble(byte >> 4U)};
    }
    return pairs;
}
constexpr NibblePairs pairs = makePairs();

[[noreturn]] void refuseGroup(const MatrixShape& shape, std::uint64_t first) {
    throw badInput({}, say("The values of a group lie too far apart for {}", info(shape.compute).name),
                   say("It begins in row {}, column {} (counted from 0).", groupedDigits(first / shape.columns),
                       groupedDigits(first % shape.columns)));
}

class Int4Encoding final : public MatrixEncoding {
public:
    explicit Int4Encoding(std::uint64_t groupSize) : groupSize_(groupSize), name_(fmt::format("FBGEMM-INT4-{}", groupSize)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return static_cast<std::uint32_t>(groupSize_); }
    [[nodiscard]] double bitsPerWeight() const override { return 4 + 32 / static_cast<double>(groupSize_); }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;

private:
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
    forEachPiece(task, groupSize, 1, [&](std::uint64_t first, std::span<float> values) {
        roundFloats(rounding, values);
        if (!std::isfinite(largestMagnitude(values))) {
            refuseValues(task, first, values.size(), rounding);
        }
        for (std::size_t at = 0; at < values.size(); at += groupSize) {
            const std::uint64_t index = first + at;
            const std::span<const float> group = values.subspan(at, groupSize);
            const Int4Group coded = int4Codes(group, parts[0].subspan(index / 2, groupSize / 2));
            std::array<float, 2> numbers{coded.scale, coded.zero};
            roundFloats(shape.compute, numbers);
            if (!std::isfinite(numbers[0]) || !std::isfinite(numbers[1])) {
                refuseGroup(shape, index);
            }
            const std::uint64_t place = index % shape.columns / groupSize * shape.rows + index / shape.columns;
            storeNumber(shape.compute, numbers[0], parts[1], place);
            storeNumber(shape.compute, numbers[1], parts[2], place);
        }
    });
}

void Int4Encoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                std::uint64_t first, std::span<float> out) const {
    for (std::size_t done = 0; done < out.size();) {
        const std::uint64_t at = first + done;
        const std::uint64_t row = at / shape.columns;
        const std::uint64_t group = at % shape.columns / groupSize_;
        const std::uint64_t rest = groupSize_ - at % shape.columns % groupSize_;
        const std::uint64_t place = group * shape.rows + row;
        const float scale = loadNumber(shape.compute, parts[1], place);
        const float zero = loadNumber(shape.compute, parts[2], place);
        const std::span<float> values = out.subspan(done, std::min<std::uint64_t>(rest, out.size() - done));
        decodeNibbles(pairs, parts[0], at, values, [&](float code) { return code * scale + zero; });
        done += values.size();
    }
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
