// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/stored_rows.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/encoding.h"
#include "weights/strided_values.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace quantlathe {
namespace {

template <std::size_t width>
void scatter(std::span<const std::byte> segment, std::span<const std::uint64_t> places, std::uint64_t first, std::byte* out,
             std::size_t stride) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::memcpy(out + i * stride, segment.data() + (places[i] - first) * width, width);
    }
}

/// Whether the picked columns are in number `wanted` and all inside of the stored rows.
bool fits(const RowTransform& transform, std::uint64_t wanted) {
    RowTransform ofColumns;
    ofColumns.sections = transform.columns;
    return transform.pickedColumns() == wanted && ofColumns.endOfSource() <= transform.storedColumns;
}

template <std::size_t width>
void pick(const RowTransform& transform, std::span<const std::byte> row, std::byte* out, std::uint64_t count) {
    for (std::uint64_t column = 0; column < count; ++column) {
        std::memcpy(out + column * width, row.data() + transform.sourceColumn(column) * width, width);
    }
}

} // namespace

StoredRows::StoredRows(const Model& model, const Weight& weight) : checkpoint_(&model.checkpoint()), weight_(&weight) {
    const auto refuse = [&](const std::string& detail) {
        return badInput(checkpoint_->path(), say("{} cannot be read", escapeForDisplay(weight.name)), detail);
    };
    const ElementTypeInfo& type = info(weight.storedType);
    blockWeights_ = type.weightsPerBlock;
    blockBytes_ = type.bytesPerBlock;
    const auto tensors = checkpoint_->tensors();
    for (const std::size_t index : weight.tensors) {
        if (index >= tensors.size()) {
            throw refuse(say("The checkpoint has no such tensor."));
        }
        const TensorInfo& tensor = tensors[index];
        if (index == weight.tensors.front()) {
            tensorBytes_ = tensor.bytes;
        }
        hasStrides_ = hasStrides_ || !tensor.strides.empty();
        if (tensor.bytes != tensorBytes_ || tensor.type != weight.storedType) {
            throw refuse(say("{} has {} bytes of {}, the tensors before it have {} of {}.", escapeForDisplay(tensor.name),
                             groupedDigits(tensor.bytes), info(tensor.type).name, groupedDigits(tensorBytes_), type.name));
        }
    }
    const RowTransform& transform = weight.transform;
    const std::uint64_t columns = weight.columns();
    const auto elements = checkedMultiply(weight.rows(), columns);
    const auto bytes = elements ? checkedMultiply(*elements / blockWeights_, blockBytes_) : std::nullopt;
    const auto stored = checkedMultiply(tensorBytes_, weight.tensors.size());
    const auto misfit = [&] {
        return refuse(say("Its tensors hold {} bytes, which does not fit {} rows of {} columns in {}.",
                          groupedDigits(stored.value_or(tensorBytes_)), weight.rows(), columns, type.name));
    };
    const std::uint64_t pickedValues = transform.transposes ? weight.rowsPerMatrix() : weight.permutesElements() ? 1 : columns;
    unitValues_ = transform.picksColumns() ? transform.storedColumns : pickedValues;
    if (!bytes || !stored || unitValues_ % blockWeights_ != 0) {
        throw misfit();
    }
    const bool picksAll = unitValues_ == pickedValues;
    const bool isWhole = picksAll && *bytes == *stored;
    usesWholeTensors_ = isWhole && !hasStrides_;
    if (*elements == 0) {
        if (!isWhole) {
            throw misfit();
        }
        return;
    }
    const auto unitBytes = checkedMultiply(unitValues_ / blockWeights_, blockBytes_);
    const std::uint64_t units = *elements / pickedValues;
    if (!unitBytes || *unitBytes == 0 || tensorBytes_ % *unitBytes != 0 ||
        (transform.picksColumns() && !fits(transform, pickedValues))) {
        throw misfit();
    }
    unitsPerTensor_ = tensorBytes_ / *unitBytes;
    const std::uint64_t storedUnits = unitsPerTensor_ * weight.tensors.size();
    if (!transform.picksRows()) {
        if (units != storedUnits) {
            throw misfit();
        }
        return;
    }
    std::uint64_t picked = 0;
    for (const RowTransform::Section& section : transform.sections) {
        picked += section.rows();
    }
    if (picked != units || transform.endOfSource() > storedUnits) {
        throw misfit();
    }
}

void StoredRows::visitStored(std::uint64_t first, std::uint64_t count, const Visit& visit) const {
    std::uint64_t offset = bytesOf(first);
    const std::uint64_t end = offset + bytesOf(count);
    while (offset < end) {
        const std::uint64_t tensor = offset / tensorBytes_;
        const std::uint64_t inside = offset % tensorBytes_;
        const std::uint64_t length = std::min(end - offset, tensorBytes_ - inside);
        visit(checkpoint_->tensors()[weight_->tensors[static_cast<std::size_t>(tensor)]], inside, length);
        offset += length;
    }
}

void StoredRows::visit(std::uint64_t first, std::uint64_t count, const Visit& visit) const {
    const RowTransform& transform = weight_->transform;
    if (count == 0) {
        return;
    }
    if (!transform.picksRows()) {
        visitStored(first, count, visit);
        return;
    }
    const std::uint64_t unitBytes = bytesOf(unitValues_);
    const std::uint64_t end = (first + count) / unitValues_;
    for (std::uint64_t unit = first / unitValues_; unit < end;) {
        const std::uint64_t source = transform.sourceRow(unit);
        const std::uint64_t inside = source % unitsPerTensor_;
        const std::uint64_t run = std::min({transform.runFrom(unit), end - unit, unitsPerTensor_ - inside});
        const std::size_t tensor = weight_->tensors[static_cast<std::size_t>(source / unitsPerTensor_)];
        visit(checkpoint_->tensors()[tensor], inside * unitBytes, run * unitBytes);
        unit += run;
    }
}

void StoredRows::gather(std::uint64_t first, std::uint64_t count, std::span<std::byte> out, const Read& read) const {
    if (!hasStrides_) {
        gatherRows(first, count, out, read);
        return;
    }
    gatherRows(first, count, out, [&](const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) {
        if (tensor.strides.empty()) {
            read(tensor, offset, into);
        } else {
            readStrided(tensor, offset / blockBytes_, into,
                        [&](std::uint64_t place, std::span<std::byte> raw) { read(tensor, place, raw); });
        }
    });
}

void StoredRows::gatherRows(std::uint64_t first, std::uint64_t count, std::span<std::byte> out, const Read& read) const {
    if (weight_->transform.needsWholeRows()) {
        const std::uint64_t columns = weight_->columns();
        if (weight_->transform.transposes) {
            gatherTransposed(first / columns, count / columns, out, read);
        } else {
            gatherPicked(first / columns, count / columns, out, read);
        }
        return;
    }
    std::size_t done = 0;
    visit(first, count, [&](const TensorInfo& tensor, std::uint64_t offset, std::uint64_t bytes) {
        read(tensor, offset, out.subspan(done, static_cast<std::size_t>(bytes)));
        done += static_cast<std::size_t>(bytes);
    });
}

void StoredRows::readRowPart(std::uint64_t row, std::uint64_t offset, std::span<std::byte> into, const Read& read) const {
    const std::size_t tensor = weight_->tensors[static_cast<std::size_t>(row / unitsPerTensor_)];
    read(checkpoint_->tensors()[tensor], (row % unitsPerTensor_) * bytesOf(unitValues_) + offset, into);
}

void StoredRows::gatherPicked(std::uint64_t firstRow, std::uint64_t rows, std::span<std::byte> out, const Read& read) const {
    const RowTransform& transform = weight_->transform;
    const std::uint64_t columns = weight_->columns();
    std::vector<std::byte> stored(static_cast<std::size_t>(unitValues_ * blockBytes_));
    std::byte* to = out.data();
    for (std::uint64_t row = firstRow; row < firstRow + rows; ++row) {
        readRowPart(transform.sourceRow(row), 0, stored, read);
        switch (blockBytes_) {
        case 1: pick<1>(transform, stored, to, columns); break;
        case 2: pick<2>(transform, stored, to, columns); break;
        case 4: pick<4>(transform, stored, to, columns); break;
        default: pick<8>(transform, stored, to, columns); break; // the widest scalar
        }
        to += columns * blockBytes_;
    }
}

void StoredRows::gatherTransposed(std::uint64_t firstRow, std::uint64_t rows, std::span<std::byte> out,
                                  const Read& read) const {
    const RowTransform& transform = weight_->transform;
    const std::uint64_t columns = weight_->columns();
    const std::uint64_t matrixRows = weight_->rowsPerMatrix();
    const auto width = static_cast<std::size_t>(blockBytes_);
    const std::size_t stride = static_cast<std::size_t>(columns) * width;
    std::vector<std::byte> segment;
    std::byte* to = out.data();
    for (std::uint64_t row = firstRow; row < firstRow + rows;) {
        const std::uint64_t matrix = row / matrixRows;
        const std::uint64_t inMatrix = row % matrixRows;
        const std::uint64_t part = std::min(matrixRows - inMatrix, firstRow + rows - row);
        const std::vector<std::uint64_t> places = placesOf(inMatrix, part); // of the result's rows in a stored row
        const auto [least, greatest] = std::ranges::minmax(places);
        segment.resize(static_cast<std::size_t>(greatest - least + 1) * width);
        for (std::uint64_t column = 0; column < columns; ++column) {
            readRowPart(transform.sourceRow(matrix * columns + column), least * blockBytes_, segment, read);
            std::byte* const at = to + static_cast<std::size_t>(column) * width;
            switch (width) {
            case 1: scatter<1>(segment, places, least, at, stride); break;
            case 2: scatter<2>(segment, places, least, at, stride); break;
            case 4: scatter<4>(segment, places, least, at, stride); break;
            default: scatter<8>(segment, places, least, at, stride); break; // the widest scalar
            }
        }
        to += static_cast<std::size_t>(part) * stride;
        row += part;
    }
}

std::vector<std::uint64_t> StoredRows::placesOf(std::uint64_t first, std::uint64_t count) const {
    const RowTransform& transform = weight_->transform;
    std::vector<std::uint64_t> places(static_cast<std::size_t>(count));
    std::iota(places.begin(), places.end(), first);
    if (transform.picksColumns()) {
        std::ranges::transform(places, places.begin(), [&](std::uint64_t place) { return transform.sourceColumn(place); });
    }
    return places;
}

void StoredRows::decodePlaces(std::uint64_t row, std::span<const std::uint64_t> places, float* out, std::size_t stride,
                              const Read& read) const {
    const auto [least, greatest] = std::ranges::minmax(places);
    const std::uint64_t firstBlock = least / blockWeights_;
    const std::uint64_t blocks = greatest / blockWeights_ + 1 - firstBlock;
    std::vector<std::byte> stored(static_cast<std::size_t>(blocks * blockBytes_));
    std::vector<float> values(static_cast<std::size_t>(blocks * blockWeights_));
    readRowPart(row, firstBlock * blockBytes_, stored, read);
    encodingFor(weight_->storedType)->decode(stored, values.size(), values);
    for (std::size_t i = 0; i < places.size(); ++i) {
        out[i * stride] = values[static_cast<std::size_t>(places[i] - firstBlock * blockWeights_)];
    }
}

void StoredRows::gatherDecoded(std::uint64_t firstRow, std::uint64_t rows, std::span<float> out, const Read& read) const {
    const RowTransform& transform = weight_->transform;
    const std::uint64_t columns = weight_->columns();
    float* to = out.data();
    if (!transform.transposes) {
        const std::vector<std::uint64_t> places = placesOf(0, columns);
        for (std::uint64_t row = firstRow; row < firstRow + rows; ++row, to += columns) {
            decodePlaces(transform.sourceRow(row), places, to, 1, read);
        }
        return;
    }
    const std::uint64_t matrixRows = weight_->rowsPerMatrix();
    for (std::uint64_t row = firstRow; row < firstRow + rows;) {
        const std::uint64_t inMatrix = row % matrixRows;
        const std::uint64_t part = std::min(matrixRows - inMatrix, firstRow + rows - row);
        const std::vector<std::uint64_t> places = placesOf(inMatrix, part);
        for (std::uint64_t column = 0; column < columns; ++column) {
            decodePlaces(transform.sourceRow(row / matrixRows * columns + column), places, to + column, columns, read);
        }
        to += part * columns;
        row += part;
    }
}

void StoredRows::release(std::uint64_t firstRow, std::uint64_t rows) const {
    if (rows == 0 || weight_->elements() == 0 || hasStrides_) { // rows of a view share pages with others
        return;
    }
    const std::uint64_t columns = weight_->columns();
    std::uint64_t begin = firstRow;
    std::uint64_t end = std::min(firstRow + rows, weight_->rows());
    const RowTransform& transform = weight_->transform;
    const auto drop = [&](const TensorInfo& tensor, std::uint64_t offset, std::uint64_t bytes) {
        checkpoint_->release(tensor, offset, bytes);
    };
    if (transform.transposes) { // every row touches the pages of its whole matrix: they go with its last row
        const std::uint64_t matrixRows = weight_->rowsPerMatrix();
        for (std::uint64_t matrix = begin / matrixRows; (matrix + 1) * matrixRows <= end; ++matrix) {
            const std::uint64_t source = transform.sourceRow(matrix * columns);
            const std::size_t tensor = weight_->tensors[static_cast<std::size_t>(source / unitsPerTensor_)];
            const std::uint64_t unitBytes = bytesOf(unitValues_);
            drop(checkpoint_->tensors()[tensor], (source % unitsPerTensor_) * unitBytes, columns * unitBytes);
        }
    } else if (transform.run != 0 && weight_->shape.size() > 1) { // rows stay in their run, which is one piece of the file
        begin = begin / transform.run * transform.run;
        end = std::min(roundUp(end, transform.run), weight_->rows());
        visitStored(begin * columns, (end - begin) * columns, drop);
    } else {
        const std::uint64_t rowValues = transform.picksColumns() ? unitValues_ : columns;
        visit(begin * rowValues, (end - begin) * rowValues, drop);
    }
}

} // namespace quantlathe
