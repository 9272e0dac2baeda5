// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/matrix_encoding.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

/// Rows in memory, seen as a matrix.
MatrixShape shapeOf(std::uint64_t rows, std::uint64_t columns) {
    return {rows, columns, ElementType::BF16};
}

/// Cuts `bytes` into the parts of a matrix, one behind the other.
template <class Byte>
std::vector<std::span<Byte>> cut(std::span<Byte> bytes, std::span<const MatrixPart> parts) {
    std::vector<std::span<Byte>> spans;
    std::size_t offset = 0;
    for (const MatrixPart& part : parts) {
        const auto size = static_cast<std::size_t>(part.bytes());
        spans.push_back(bytes.subspan(offset, size));
        offset += size;
    }
    return spans;
}

std::string shapeText(std::span<const std::uint64_t> shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

} // namespace

std::uint64_t MatrixPart::bytes() const {
    std::uint64_t values = 1;
    for (const std::uint64_t dimension : shape) {
        values *= dimension;
    }
    return values * info(type).bytesPerBlock;
}

std::uint64_t MatrixEncoding::bytes(std::uint64_t rows, std::uint64_t columns) const {
    std::uint64_t sum = 0;
    for (const MatrixPart& part : parts(shapeOf(rows, columns))) {
        sum += part.bytes();
    }
    return sum;
}

void MatrixEncoding::encode(std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide,
                            std::span<std::byte> out) const {
    encodeRows(weights, columns, guide, out, [] {});
}

void MatrixEncoding::encodeRows(std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide,
                                std::span<std::byte> out, const std::function<void()>& beforeEach) const {
    const MatrixShape shape = shapeOf(weights.size() / columns, columns);
    const MatrixTask task{
        .shape = shape,
        .guide = guide,
        .read =
            [weights](std::uint64_t first, std::span<float> into) {
                std::ranges::copy(weights.subspan(static_cast<std::size_t>(first), into.size()), into.begin());
            },
        .forEach =
            [&beforeEach](std::size_t count, const std::function<void(std::size_t)>& body) {
                for (std::size_t i = 0; i < count; ++i) {
                    beforeEach();
                    body(i);
                }
            },
        .advance = [](double) {},
    };
    encodeMatrix(task, cut(out, parts(shape)));
}

void MatrixEncoding::decode(std::span<const std::byte> stored, std::uint64_t columns, std::span<float> weights) const {
    const MatrixShape shape = shapeOf(weights.size() / columns, columns);
    decodeMatrix(shape, cut(stored, parts(shape)), 0, weights);
}

const MatrixEncoding* asMatrixEncoding(const Encoding& encoding) {
    return dynamic_cast<const MatrixEncoding*>(&encoding);
}

void MatrixEncoding::takeBlocks(ElementType type, std::span<const std::span<const std::byte>>, std::uint64_t,
                                std::span<std::byte>) const {
    throw badInput({}, say("{} holds no blocks of {}", name(), info(type).name));
}

void requireParts(const MatrixEncoding& encoding, const MatrixShape& shape, const PartLookup& lookup) {
    for (const MatrixPart& part : encoding.parts(shape)) {
        const auto stored = lookup(part.suffix);
        if (!stored) {
            throw badInput(
                {}, say("A tensor {} is missing", escapeForDisplay(part.suffix)),
                say("{} stores {} values of {} there.", encoding.name(), shapeText(part.shape), info(part.type).name));
        }
        if (stored->type != part.type || !std::ranges::equal(stored->shape, part.shape)) {
            throw badInput({}, say("The tensor {} has another form", escapeForDisplay(part.suffix)),
                           say("It holds {} values of {}, {} needs {} of {}.", shapeText(stored->shape),
                               info(stored->type).name, encoding.name(), shapeText(part.shape), info(part.type).name));
        }
    }
}

} // namespace quantlathe
