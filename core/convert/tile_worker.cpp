// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/tile_worker.h"

#include "base/hash.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "convert/block_check.h"
#include "convert/stored_floats.h"
#include "weights/packed_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace quantlathe {
namespace {

/// Values that are decoded and compared at once while verifying: they stay in a first-level cache.
constexpr std::uint64_t compareFloats = 1U << 12U;

} // namespace

void TileWorker::begin(const WeightWork& work, std::uint64_t tile) {
    work_ = &work;
    firstRow_ = work.tiles.firstRow(tile);
    rows_ = work.tiles.rowsIn(tile);
}

/// Scalars that may be cut anywhere count as one long row.
std::uint64_t TileWorker::columns() const {
    return work_->isFlat ? rows_ : work_->columns;
}

std::uint64_t TileWorker::fileOffset() const {
    return work_->offset + firstRow_ * work_->encodedRowBytes;
}

void TileWorker::encode(const WeightWork& work, std::uint64_t tile) {
    begin(work, tile);
    if (work.weight->isPacked()) {
        floats_.resize(rows_ * work.columns);
        readPacked();
    } else if (!work.stored) {
        const std::span<const float> values(work.weight->generated);
        const std::span<const float> mine = values.subspan(firstRow_ * work.columns, rows_ * work.columns);
        floats_.assign(mine.begin(), mine.end());
        encodeFloats();
    } else if (!work.stored->keepsBlocks()) {
        floats_.resize(rows_ * work.columns);
        readDecoded(source_, work, firstRow_, rows_, floats_);
        encodeFloats();
    } else if (readStored(); work.isCopy) {
        encoded_.assign(stored_.begin(), stored_.end());
    } else {
        decodeStored();
        encodeFloats();
    }
    output_.write(work.file, fileOffset(), encoded_);
}

/// Values for verify(), and what is written: their encoding, or the blocks that the parts hold.
void TileWorker::readPacked() {
    const Weight& weight = *work_->weight;
    const TensorBytes bytesOf = [this](std::size_t tensor) { return source_.bytes(tensor); };
    floats_.resize(rows_ * work_->columns);
    readIntact(source_, [&] {
        readPackedRows(bytesOf, weight, firstRow_, floats_);
        applyToStored(weight, floats_, firstRow_ * work_->columns);
    });
    if (work_->takesBlocks) {
        encoded_.resize(rows_ * work_->encodedRowBytes);
        readIntact(source_, [&] { readPackedBlocks(bytesOf, weight, *elementTypeOf(*work_->encoding), firstRow_, encoded_); });
    } else {
        encodeFloats();
    }
    if (firstRow_ + rows_ == weight.rows()) {
        std::ranges::for_each(weight.tensors, [this](std::size_t tensor) { source_.release(tensor); });
    }
}

void TileWorker::readStored() {
    stored_.resize(rows_ * work_->storedRowBytes);
    quantlathe::readStored(source_, *work_->stored, firstRow_ * work_->columns, rows_ * work_->columns, stored_);
}

void TileWorker::decodeStored() {
    floats_.resize(rows_ * work_->columns);
    quantlathe::decodeStored(*work_->weight, stored_, columns(), firstRow_ * work_->columns, floats_);
    if (work_->scaling != nullptr) {
        work_->scaling->apply(firstRow_ * work_->columns, floats_);
    }
}

void TileWorker::encodeFloats() {
    encoded_.resize(rows_ * work_->encodedRowBytes);
    if (work_->ready != nullptr) {
        work_->ready->read(*work_->readyOf, firstRow_ * work_->encodedRowBytes, encoded_);
        return;
    }
    if (work_->importance.size() <= columns()) {
        work_->encoding->encode(floats_, columns(), {.importance = work_->importance, .effort = work_->effort}, encoded_);
        return;
    }
    // Stacked matrices: runs of rows that share one matrix, and so its importance.
    for (std::uint64_t row = 0; row < rows_;) {
        const std::uint64_t matrix = (firstRow_ + row) / work_->rowsPerMatrix;
        const std::uint64_t run = std::min(rows_ - row, (matrix + 1) * work_->rowsPerMatrix - (firstRow_ + row));
        work_->encoding->encode(
            std::span(floats_).subspan(row * columns(), run * columns()), columns(),
            {.importance = work_->importance.subspan(matrix * columns(), columns()), .effort = work_->effort},
            std::span(encoded_).subspan(row * work_->encodedRowBytes, run * work_->encodedRowBytes));
        row += run;
    }
}

TileResult TileWorker::verify() {
    readBack_.resize(encoded_.size());
    output_.readBack(work_->file, fileOffset(), readBack_);
    if (std::memcmp(readBack_.data(), encoded_.data(), encoded_.size()) != 0) {
        throw Error(ErrorKind::failed, say("{} reads back differently", escapeForDisplay(work_->name)),
                    say("{} bytes at {} are not what was written. The disk or the memory may be faulty.",
                        groupedDigits(encoded_.size()), groupedDigits(fileOffset())));
    }
    TileResult result;
    result.contentHash = contentHash(readBack_);
    if (work_->isCopy) {
        checkCopy();
        result.sums.weights = rows_ * work_->columns;
    } else {
        result.sums = compareValues();
        checkScales();
    }
    return result;
}

/// Nothing is decoded where bytes are taken over as they are; but they must be numbers.
void TileWorker::checkCopy() const {
    const ElementType type = work_->weight->storedType;
    if (const auto block = firstInvalidBlock(type, readBack_)) {
        throw badInput({}, say("{} holds a value that is no number", escapeForDisplay(work_->name)),
                       say("{}: NaN or infinite. Nothing useful can be made of such a weight.",
                           placeOf(*block * info(type).weightsPerBlock)));
    }
}

/// A block may decode to finite weights and yet have a scale that readers refuse: the exponent byte of MXFP4 when all its
/// weights are denormal or nearly so.
void TileWorker::checkScales() const {
    const ElementType type = elementTypeOf(*work_->encoding).value();
    if (const auto block = firstInvalidBlock(type, readBack_)) {
        throw badInput({}, say("{} is too small for {}", escapeForDisplay(work_->name), info(type).name),
                       say("{}: this value and its neighbours are below the range of the encoding. Choose BF16 or F32 "
                           "for this weight.",
                           placeOf(*block * info(type).weightsPerBlock)));
    }
}

ErrorSums TileWorker::compareValues() {
    const bool cutAnywhere = work_->isFlat;
    const std::uint64_t rowColumns = work_->columns;
    const std::uint64_t step = std::max<std::uint64_t>(1, compareFloats / rowColumns);
    ErrorSums sums;
    for (std::uint64_t row = 0; row < rows_; row += step) {
        const std::uint64_t rows = std::min(step, rows_ - row);
        decoded_.resize(rows * rowColumns);
        const std::uint64_t width = cutAnywhere ? rows : rowColumns;
        work_->encoding->decode(
            std::span<const std::byte>(readBack_).subspan(row * work_->encodedRowBytes, rows * work_->encodedRowBytes), width,
            decoded_);
        const auto original = std::span<const float>(floats_).subspan(row * rowColumns, rows * rowColumns);
        const ErrorSums part = errorSums(original, decoded_, width);
        if (part.nonFinite > 0) {
            throw notFinite(row * rowColumns, original);
        }
        sums.merge(part);
    }
    return sums;
}

/// `original`: the values from number `first` of the tile on that were just compared with decoded_.
Error TileWorker::notFinite(std::uint64_t first, std::span<const float> original) const {
    const std::string name = escapeForDisplay(work_->name);
    const auto isBad = [](float value) { return !std::isfinite(value); };
    // One bad value spoils its whole block: so the source is asked first.
    if (const auto bad = std::ranges::find_if(original, isBad); bad != original.end()) {
        const std::string place = placeOf(first + static_cast<std::uint64_t>(bad - original.begin()));
        return badInput({}, say("{} holds a value that is no number", name),
                        std::isnan(*bad) ? say("{}: NaN. Nothing useful can be made of such a weight.", place)
                                         : say("{}: infinite. Nothing useful can be made of such a weight.", place));
    }
    const auto bad = std::ranges::find_if(decoded_, isBad) - decoded_.begin();
    return badInput({}, say("{} is too large for {}", name, work_->encoding->name()),
                    say("{}: this value or its neighbours exceed the range of the encoding. Choose BF16 or F32 for "
                        "this weight.",
                        placeOf(first + static_cast<std::uint64_t>(bad))));
}

std::string TileWorker::placeOf(std::uint64_t value) const {
    const std::uint64_t rowLength = work_->weight->columns();
    const std::uint64_t index = firstRow_ * work_->columns + value;
    return say("Row {}, column {}", groupedDigits(index / rowLength), groupedDigits(index % rowLength));
}

std::uint64_t TileWorker::hashOfWritten(const WeightWork& work, std::uint64_t tile) {
    begin(work, tile);
    readBack_.resize(rows_ * work.encodedRowBytes);
    output_.readBack(work.file, fileOffset(), readBack_);
    return contentHash(readBack_);
}

} // namespace quantlathe
