// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/round_trip.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_encoding.h"
#include "weights/weight_rows.h"

#include <algorithm>

namespace quantlathe {

void checkRoundTrip(const Model& model, const Weight& weight, const Encoding& encoding, std::span<const float> importance) {
    const auto refuse = [&](const std::string& detail) {
        return badInput(model.checkpoint().path(),
                        say("{} cannot be measured as {}", escapeForDisplay(weight.name), encoding.name()), detail);
    };
    if (const auto reason = whyNotReadable(weight)) {
        throw refuse(*reason);
    }
    if (!encoding.canEncode() || !encoding.canDecode()) {
        throw refuse(encoding.canEncode() ? say("{} cannot be decoded yet.", encoding.name())
                                          : say("{} cannot be encoded yet.", encoding.name()));
    }
    if (weight.columns() % encoding.columnMultiple() != 0) {
        throw refuse(say("{} needs rows of a multiple of {} columns, this weight has {}.", encoding.name(),
                         encoding.columnMultiple(), weight.columns()));
    }
    if (importance.empty() && encoding.requiresImportance()) {
        throw refuse(say("{} needs an importance matrix with values for this weight.", encoding.name()));
    }
    const std::uint64_t columns = weight.columns();
    const std::uint64_t matrices = columns == 0 ? 0 : importance.size() / columns;
    if (!importance.empty() && (matrices == 0 || importance.size() % columns != 0 || weight.rows() % matrices != 0)) {
        throw refuse(say("The importance has {} values, the weight has {} rows of {} columns.", importance.size(),
                         weight.rows(), columns));
    }
}

ImportanceRun importanceRun(const Weight& weight, std::span<const float> importance, std::uint64_t row, std::uint64_t endRow) {
    if (importance.empty()) {
        return {endRow - row, {}};
    }
    const auto columns = static_cast<std::size_t>(weight.columns());
    const std::uint64_t rowsPerMatrix = weight.rows() / (importance.size() / columns);
    const std::uint64_t matrix = row / rowsPerMatrix;
    return {std::min(endRow, (matrix + 1) * rowsPerMatrix) - row,
            importance.subspan(static_cast<std::size_t>(matrix) * columns, columns)};
}

namespace {

/// Rows that are encoded together, and where they and what they become begin: a matrix encoding does not store the same for
/// matrices of experts, each with an importance of its own, as for one matrix of all their rows.
struct RunPlace {
    ImportanceRun run;
    std::size_t value = 0;
    std::size_t values = 0;
    std::size_t byte = 0;
    std::size_t bytes = 0;
};

template <class Body>
void forEachRun(const Weight& weight, const Encoding& encoding, std::span<const float> importance, std::uint64_t firstRow,
                std::uint64_t rows, const Body& body) {
    const std::uint64_t columns = weight.columns();
    RunPlace place;
    for (std::uint64_t row = firstRow; row < firstRow + rows; row += place.run.rows) {
        place.value += place.values;
        place.byte += place.bytes;
        place.run =
            importanceRun(weight, encoding.usesImportance() ? importance : std::span<const float>(), row, firstRow + rows);
        place.values = static_cast<std::size_t>(place.run.rows * columns);
        place.bytes = static_cast<std::size_t>(encoding.bytes(place.run.rows, columns));
        body(place);
    }
}

} // namespace

std::span<const std::byte> RoundTrip::encode(const Model& model, const Weight& weight, const Encoding& encoding,
                                             const EncodingGuide& guide, std::uint64_t firstRow, std::uint64_t rows) {
    const std::uint64_t columns = weight.columns();
    original_.resize(static_cast<std::size_t>(rows * columns));
    readRows(model, weight, firstRow, original_);
    stored_.clear();
    forEachRun(weight, encoding, guide.importance, firstRow, rows, [&](const RunPlace& place) {
        stored_.resize(place.byte + place.bytes);
        encode(encoding, std::span(original_).subspan(place.value, place.values), columns,
               {.importance = place.run.importance, .effort = guide.effort},
               std::span(stored_).subspan(place.byte, place.bytes));
    });
    return stored_;
}

void RoundTrip::encode(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns,
                       const EncodingGuide& guide, std::span<std::byte> out) const {
    const MatrixEncoding* const matrix = cancel_ != nullptr ? asMatrixEncoding(encoding) : nullptr;
    if (matrix != nullptr) {
        matrix->encodeRows(weights, columns, guide, out, [this] { cancel_->throwIfCancelled(); });
    } else {
        encoding.encode(weights, columns, guide, out);
    }
}

RoundTrip::Rows RoundTrip::run(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                               std::uint64_t firstRow, std::uint64_t rows) {
    const auto stored = encode(model, weight, encoding, guide, firstRow, rows);
    decoded_.resize(original_.size());
    forEachRun(weight, encoding, guide.importance, firstRow, rows, [&](const RunPlace& place) {
        encoding.decode(stored.subspan(place.byte, place.bytes), weight.columns(),
                        std::span(decoded_).subspan(place.value, place.values));
    });
    return {original_, decoded_};
}

} // namespace quantlathe
