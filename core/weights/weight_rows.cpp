// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/weight_rows.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "codecs/encoding.h"
#include "kernels/convert.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace quantlathe {
namespace {

// Heads are kept whole in a tile up to this many times the wanted size.
constexpr std::uint64_t mostHeadOvershoot = 4;

/// How a stored type turns into floats: scalars by the kernels, blocks by their encoding.
struct StoredForm {
    ElementType type = ElementType::F32;
    const Encoding* encoding = nullptr; // blocks only
    std::uint64_t blockWeights = 1;
    std::uint64_t blockBytes = 0;

    [[nodiscard]] std::uint64_t bytes(std::uint64_t values) const { return values / blockWeights * blockBytes; }
    void decode(std::span<const std::byte> stored, std::uint64_t columns, std::span<float> out) const {
        if (encoding != nullptr) {
            encoding->decode(stored, columns, out);
        } else {
            floatsFromStored(type, stored, out);
        }
    }
};

Error cannotRead(const Model& model, const Weight& weight, const std::string& detail) {
    return badInput(model.checkpoint().path(), fmt::format("{} cannot be read", escapeForDisplay(weight.name)), detail);
}

StoredForm storedForm(const Model& model, const Weight& weight) {
    if (const auto reason = whyNotReadable(weight)) {
        throw cannotRead(model, weight, *reason);
    }
    const ElementTypeInfo& type = info(weight.storedType);
    return {weight.storedType, hasFloatForm(weight.storedType) ? nullptr : encodingFor(weight.storedType), type.weightsPerBlock,
            type.bytesPerBlock};
}

// Also checks that the tensor holds as many bytes as the weight's shape needs.
const TensorInfo& tensorOf(const Model& model, const Weight& weight, const StoredForm& form) {
    const auto tensors = model.checkpoint().tensors();
    if (*weight.tensor >= tensors.size()) {
        throw cannotRead(model, weight, "The checkpoint has no such tensor.");
    }
    const TensorInfo& tensor = tensors[*weight.tensor];
    const auto elements = checkedMultiply(weight.rows(), weight.columns());
    const auto needed = elements ? checkedMultiply(*elements / form.blockWeights, form.blockBytes) : std::nullopt;
    if (!needed || weight.columns() % form.blockWeights != 0 || *needed != tensor.bytes) {
        throw cannotRead(model, weight,
                         fmt::format("Its tensor holds {} bytes, which does not fit {} rows of {} columns in {}.",
                                     groupedDigits(tensor.bytes), weight.rows(), weight.columns(), info(form.type).name));
    }
    return tensor;
}

[[noreturn]] void throwOutside(const Model& model, const Weight& weight, std::uint64_t first, std::uint64_t count) {
    throw cannotRead(model, weight,
                     fmt::format("Values {} to {} were asked for, it has {}.", first, first + count, weight.elements()));
}

void copyGenerated(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out) {
    if (first > weight.generated.size() || out.size() > weight.generated.size() - first) {
        throwOutside(model, weight, first, out.size());
    }
    std::ranges::copy(std::span(weight.generated).subspan(static_cast<std::size_t>(first), out.size()), out.begin());
}

std::uint64_t rowsOfHead(const Weight& weight) {
    const std::uint64_t heads = weight.transform.interleaveHeads;
    return heads != 0 && weight.rows() % heads == 0 ? weight.rows() / heads : 0;
}

} // namespace

std::optional<std::string> whyNotReadable(const Weight& weight) {
    if (!weight.tensor || hasFloatForm(weight.storedType)) {
        return std::nullopt;
    }
    if (weight.storedType == ElementType::C64) {
        return "It holds complex numbers.";
    }
    const Encoding* const encoding = encodingFor(weight.storedType);
    if (encoding == nullptr || !encoding->canDecode()) {
        return fmt::format("It is stored as {}, which can be listed but not decoded.", info(weight.storedType).name);
    }
    return std::nullopt;
}

void readRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::span<float> out) {
    const std::uint64_t columns = weight.columns();
    const std::uint64_t rows = weight.rows();
    if (out.empty()) {
        return;
    }
    if (columns == 0 || out.size() % columns != 0) {
        throw cannotRead(model, weight, fmt::format("{} values are no whole rows of {} columns.", out.size(), columns));
    }
    const std::uint64_t wanted = out.size() / columns;
    if (firstRow > rows || wanted > rows - firstRow) {
        throwOutside(model, weight, firstRow * columns, out.size());
    }
    if (!weight.tensor) {
        copyGenerated(model, weight, firstRow * columns, out);
        return;
    }
    const StoredForm form = storedForm(model, weight);
    const auto stored = model.checkpoint().bytes(tensorOf(model, weight, form));
    const std::uint64_t rowBytes = form.bytes(columns);
    const auto storedRows = [&](std::uint64_t row, std::uint64_t count) {
        return stored.subspan(static_cast<std::size_t>(row * rowBytes), static_cast<std::size_t>(count * rowBytes));
    };
    if (weight.transform.isIdentity()) {
        form.decode(storedRows(firstRow, wanted), columns, out);
        return;
    }
    if (weight.permutesElements()) { // a bias: its single row holds one element for each row of the matrix
        std::vector<float> asStored(out.size());
        form.decode(storedRows(0, 1), columns, asStored);
        for (std::uint64_t i = 0; i < columns; ++i) {
            out[static_cast<std::size_t>(i)] = asStored[static_cast<std::size_t>(weight.transform.sourceRow(i, columns))];
        }
        return;
    }
    for (std::uint64_t r = 0; r < wanted; ++r) {
        const std::uint64_t source = weight.transform.sourceRow(firstRow + r, rows);
        form.decode(storedRows(source, 1), columns,
                    out.subspan(static_cast<std::size_t>(r * columns), static_cast<std::size_t>(columns)));
    }
}

void readStoredValues(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out) {
    if (out.empty()) {
        return;
    }
    if (!weight.tensor) {
        copyGenerated(model, weight, first, out);
        return;
    }
    const StoredForm form = storedForm(model, weight);
    const auto stored = model.checkpoint().bytes(tensorOf(model, weight, form));
    const std::uint64_t elements = weight.elements();
    if (first > elements || out.size() > elements - first || first % form.blockWeights != 0 ||
        out.size() % form.blockWeights != 0) {
        throwOutside(model, weight, first, out.size());
    }
    form.decode(stored.subspan(static_cast<std::size_t>(form.bytes(first)), static_cast<std::size_t>(form.bytes(out.size()))),
                out.size(), out);
}

void releaseRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::uint64_t rows) {
    if (!weight.tensor || rows == 0 || weight.rows() == 0) {
        return;
    }
    std::uint64_t begin = firstRow;
    std::uint64_t end = std::min(firstRow + rows, weight.rows());
    if (const std::uint64_t head = rowsOfHead(weight)) { // the stored rows of a head stay in the head
        begin = begin / head * head;
        end = roundUp(end, head);
    }
    const TensorInfo& tensor = model.checkpoint().tensors()[*weight.tensor];
    const std::uint64_t rowBytes = tensor.bytes / weight.rows();
    model.checkpoint().release(tensor, begin * rowBytes, (end - begin) * rowBytes);
}

RowTiles tilesOf(const Weight& weight, std::uint64_t targetFloats) {
    RowTiles tiles;
    const std::uint64_t columns = weight.columns();
    if (columns == 0 || weight.rows() == 0) {
        return tiles;
    }
    tiles.rows = weight.rows();
    tiles.rowsPerTile = std::max<std::uint64_t>(1, targetFloats / columns);
    if (const std::uint64_t head = rowsOfHead(weight)) {
        if (tiles.rowsPerTile >= head) {
            tiles.rowsPerTile -= tiles.rowsPerTile % head;
        } else if (head <= mostHeadOvershoot * tiles.rowsPerTile) {
            tiles.rowsPerTile = head;
        }
    }
    tiles.rowsPerTile = std::min(tiles.rowsPerTile, tiles.rows);
    return tiles;
}

} // namespace quantlathe
