// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/stored_floats.h"

#include "kernels/convert.h"
#include "weights/weight_rows.h"

#include <algorithm>

namespace quantlathe {

void readStored(const SourceFiles& source, const StoredRows& rows, std::uint64_t first, std::uint64_t count,
                std::span<std::byte> stored) {
    rows.gather(first, count, stored, [&](const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) {
        source.read(tensor, offset, into);
    });
}

void decodeStored(const Weight& weight, std::span<const std::byte> stored, std::uint64_t columns, std::uint64_t first,
                  std::span<float> out) {
    if (info(weight.storedType).isBlocked()) {
        encodingFor(weight.storedType)->decode(stored, columns, out);
    } else {
        floatsFromStored(weight.storedType, stored, out);
    }
    applyToStored(weight, out, first);
}

void readDecoded(const SourceFiles& source, const WeightWork& work, std::uint64_t firstRow, std::uint64_t rows,
                 std::span<float> out) {
    work.stored->gatherDecoded(
        firstRow, rows, out,
        [&](const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) { source.read(tensor, offset, into); });
    applyToStored(*work.weight, out);
}

namespace {

void readUnscaled(const SourceFiles& source, const WeightWork& work, std::uint64_t first, std::span<float> out,
                  std::vector<std::byte>& buffer) {
    const Weight& weight = *work.weight;
    const std::uint64_t width = info(weight.storedType).bytesPerBlock;
    if (!weight.transform.needsWholeRows()) {
        buffer.resize(static_cast<std::size_t>(out.size() * width));
        readStored(source, *work.stored, first, out.size(), buffer);
        decodeStored(weight, buffer, out.size(), first, out);
        return;
    }
    // Only whole rows can be had: those that the range touches.
    const std::uint64_t columns = weight.columns();
    const std::uint64_t firstRow = first / columns;
    const std::uint64_t rows = (first + out.size() + columns - 1) / columns - firstRow;
    std::vector<float> whole(static_cast<std::size_t>(rows * columns));
    buffer.resize(static_cast<std::size_t>(rows * columns * width));
    readStored(source, *work.stored, firstRow * columns, rows * columns, buffer);
    decodeStored(weight, buffer, columns, firstRow * columns, whole);
    std::ranges::copy(std::span(whole).subspan(static_cast<std::size_t>(first - firstRow * columns), out.size()), out.begin());
}

} // namespace

void readMatrixValues(const SourceFiles& source, const WeightWork& work, std::uint64_t first, std::span<float> out,
                      std::vector<std::byte>& buffer) {
    readUnscaled(source, work, first, out, buffer);
    if (work.scaling != nullptr) {
        work.scaling->apply(first, out);
    }
}

} // namespace quantlathe
