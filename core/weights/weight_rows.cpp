// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/weight_rows.h"

#include "base/error.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "codecs/encoding.h"
#include "kernels/convert.h"
#include "weights/packed_rows.h"
#include "weights/stored_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
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
    return badInput(model.checkpoint().path(), say("{} cannot be read", escapeForDisplay(weight.name)), detail);
}

StoredForm storedForm(const Model& model, const Weight& weight) {
    if (const auto reason = whyNotReadable(weight)) {
        throw cannotRead(model, weight, *reason);
    }
    const ElementTypeInfo& type = info(weight.storedType);
    return {weight.storedType, hasFloatForm(weight.storedType) ? nullptr : encodingFor(weight.storedType), type.weightsPerBlock,
            type.bytesPerBlock};
}

[[noreturn]] void throwOutside(const Model& model, const Weight& weight, std::uint64_t first, std::uint64_t count) {
    throw cannotRead(model, weight, say("Values {} to {} were asked for, it has {}.", first, first + count, weight.elements()));
}

void copyGenerated(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out) {
    if (first > weight.generated.size() || out.size() > weight.generated.size() - first) {
        throwOutside(model, weight, first, out.size());
    }
    std::ranges::copy(std::span(weight.generated).subspan(static_cast<std::size_t>(first), out.size()), out.begin());
}

/// The number whose negative exponential the value is: of its neighbours the one that gives it exactly, if one does.
float logarithmOf(float value) {
    const float nearest = std::log(-value);
    for (const float towards : {-std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()}) {
        const float neighbour = std::nextafter(nearest, towards);
        if (-std::exp(nearest) != value && -std::exp(neighbour) == value) {
            return neighbour;
        }
    }
    return nearest;
}

/// Decodes pieces of the mapping straight into their place in `out`, one after the other.
class Decoder {
public:
    Decoder(const Model& model, const StoredForm& form, std::uint64_t columns, std::span<float> out)
        : model_(model), form_(form), columns_(columns), rest_(out) {}

    void operator()(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t bytes) {
        const auto stored =
            model_.checkpoint().bytes(tensor).subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(bytes));
        const auto values = static_cast<std::size_t>(bytes / form_.blockBytes * form_.blockWeights);
        form_.decode(stored, columns_ == 0 ? values : columns_, rest_.first(values));
        rest_ = rest_.subspan(values);
    }

private:
    const Model& model_;
    const StoredForm& form_;
    std::uint64_t columns_; // 0: each piece is one long row
    std::span<float> rest_;
};

} // namespace

std::optional<std::string> whyNotReadable(const Weight& weight) {
    if (weight.isPacked()) {
        const RowTransform& transform = weight.transform;
        const bool picksSome = transform.picksColumns() && transform.pickedColumns() != transform.storedColumns;
        return picksSome || (transform.transposes && transform.picksColumns())
                   ? std::optional<std::string>(say("It is some columns of a quantized matrix, which cannot be decoded alone."))
                   : std::nullopt;
    }
    if (!weight.isStored() || hasFloatForm(weight.storedType)) {
        return std::nullopt;
    }
    if (weight.storedType == ElementType::C64) {
        return say("It holds complex numbers.");
    }
    const Encoding* const encoding = encodingFor(weight.storedType);
    if (encoding == nullptr || !encoding->canDecode()) {
        return say("It is stored as {}, which can be listed but not decoded.", info(weight.storedType).name);
    }
    return std::nullopt;
}

namespace {

void readRowsUnguarded(const Model& model, const Weight& weight, std::uint64_t firstRow, std::span<float> out) {
    const std::uint64_t columns = weight.columns();
    const std::uint64_t rows = weight.rows();
    if (out.empty()) {
        return;
    }
    if (columns == 0 || out.size() % columns != 0) {
        throw cannotRead(model, weight, say("{} values are no whole rows of {} columns.", out.size(), columns));
    }
    const std::uint64_t wanted = out.size() / columns;
    if (firstRow > rows || wanted > rows - firstRow) {
        throwOutside(model, weight, firstRow * columns, out.size());
    }
    if (!weight.isStored()) {
        copyGenerated(model, weight, firstRow * columns, out);
        return;
    }
    if (weight.isPacked()) {
        if (const auto reason = whyNotReadable(weight)) {
            throw cannotRead(model, weight, *reason);
        }
        const Checkpoint& checkpoint = model.checkpoint();
        readPackedRows([&](std::size_t tensor) { return checkpoint.bytes(checkpoint.tensors()[tensor]); }, weight, firstRow,
                       out);
        applyToStored(weight, out, firstRow * columns);
        return;
    }
    const StoredForm form = storedForm(model, weight);
    const StoredRows stored(model, weight);
    const StoredRows::Read readMapped = [&](const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) {
        const auto mapped = model.checkpoint().bytes(tensor);
        std::ranges::copy(mapped.subspan(static_cast<std::size_t>(offset), into.size()), into.begin());
    };
    if (!stored.keepsBlocks()) {
        stored.gatherDecoded(firstRow, wanted, out, readMapped);
    } else if (stored.isContiguous()) {
        stored.visit(firstRow * columns, out.size(), Decoder(model, form, weight.permutesElements() ? 0 : columns, out));
    } else {
        std::vector<std::byte> bytes(static_cast<std::size_t>(form.bytes(out.size())));
        stored.gather(firstRow * columns, out.size(), bytes, readMapped);
        form.decode(bytes, columns, out);
    }
    applyToStored(weight, out, firstRow * columns);
}

void readStoredUnguarded(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out) {
    if (out.empty()) {
        return;
    }
    if (!weight.isStored()) {
        copyGenerated(model, weight, first, out);
        return;
    }
    if (weight.isPacked()) {
        throw cannotRead(model, weight, say("It is stored in parts: its values have no stored order of their own."));
    }
    const StoredForm form = storedForm(model, weight);
    const StoredRows stored(model, weight);
    const std::uint64_t elements = weight.elements();
    if (first > elements || out.size() > elements - first || first % form.blockWeights != 0 ||
        out.size() % form.blockWeights != 0) {
        throwOutside(model, weight, first, out.size());
    }
    if (!stored.usesWholeTensors()) {
        throw cannotRead(model, weight, say("Only a part of its tensor belongs to it: it has no stored order of its own."));
    }
    stored.visitStored(first, out.size(), Decoder(model, form, 0, out));
    applyToStored(weight, out, first);
}

/// Those of `values`, from value `first` of the weight on, that the factor is for.
std::span<float> valuesOf(const RowFactor& factor, const Weight& weight, std::span<float> values, std::uint64_t first) {
    const std::uint64_t rows = weight.rows();
    const std::uint64_t firstRow = std::min(factor.firstRow, rows);
    const std::uint64_t endRow = firstRow + std::min(factor.rows, rows - firstRow);
    const std::uint64_t end = first + values.size();
    const std::uint64_t from = std::clamp(firstRow * weight.columns(), first, end);
    const std::uint64_t to = std::clamp(endRow * weight.columns(), first, end);
    return values.subspan(static_cast<std::size_t>(from - first), static_cast<std::size_t>(to - from));
}

} // namespace

void applyToStored(const Weight& weight, std::span<float> values, std::uint64_t first) {
    if (const float addend = weight.addend; addend != 0) {
        std::ranges::transform(values, values.begin(), [addend](float value) { return value + addend; });
    }
    if (weight.isNegativeExponential) {
        std::ranges::transform(values, values.begin(), [](float value) {
            return -static_cast<float>(std::exp(static_cast<double>(value))); // rounded once, whatever the library does
        });
    }
    for (const RowFactor& factor : weight.factors) {
        const std::span<float> mine = valuesOf(factor, weight, values, first);
        std::ranges::transform(mine, mine.begin(), [&](float value) { return factor.value == 0 ? 0 : value * factor.value; });
    }
    if (weight.isLogarithm) {
        std::ranges::transform(values, values.begin(), logarithmOf);
    }
}

void readRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::span<float> out) {
    readIntact(model.checkpoint(), [&] { readRowsUnguarded(model, weight, firstRow, out); });
}

void readStoredValues(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out) {
    readIntact(model.checkpoint(), [&] { readStoredUnguarded(model, weight, first, out); });
}

void readValues(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out) {
    if (out.empty()) {
        return;
    }
    const std::uint64_t columns = weight.columns();
    if (first % columns == 0 && out.size() % columns == 0) {
        readRows(model, weight, first / columns, out);
        return;
    }
    // Whole rows that the range touches.
    const std::uint64_t firstRow = first / columns;
    const std::uint64_t rows = (first + out.size() + columns - 1) / columns - firstRow;
    std::vector<float> whole(static_cast<std::size_t>(rows * columns));
    readRows(model, weight, firstRow, whole);
    std::ranges::copy(std::span(whole).subspan(static_cast<std::size_t>(first - firstRow * columns), out.size()), out.begin());
}

void releaseRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::uint64_t rows) {
    if (weight.isPacked()) {
        releasePacked(model, weight, firstRow, rows);
    } else if (weight.isStored()) {
        StoredRows(model, weight).release(firstRow, rows);
    }
}

RowTiles tilesOf(const Weight& weight, std::uint64_t targetFloats) {
    RowTiles tiles;
    const std::uint64_t columns = weight.columns();
    if (columns == 0 || weight.rows() == 0) {
        return tiles;
    }
    tiles.rows = weight.rows();
    tiles.rowsPerTile = std::max<std::uint64_t>(1, targetFloats / columns);
    if (const std::uint64_t head = weight.transform.run) {
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
