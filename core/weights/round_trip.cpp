// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/round_trip.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
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

std::span<const std::byte> RoundTrip::encode(const Model& model, const Weight& weight, const Encoding& encoding,
                                             const EncodingGuide& guide, std::uint64_t firstRow, std::uint64_t rows) {
    const std::uint64_t columns = weight.columns();
    original_.resize(static_cast<std::size_t>(rows * columns));
    stored_.resize(static_cast<std::size_t>(encoding.bytes(rows, columns)));
    readRows(model, weight, firstRow, original_);
    if (!encoding.usesImportance()) { // at once: matrix encodings are no sum of their rows
        encoding.encode(original_, columns, {.importance = {}, .effort = guide.effort}, stored_);
        return stored_;
    }
    for (std::uint64_t row = firstRow; row < firstRow + rows;) {
        const ImportanceRun run = importanceRun(weight, guide.importance, row, firstRow + rows);
        const std::uint64_t before = row - firstRow;
        encoding.encode(std::span(original_).subspan(static_cast<std::size_t>(before * columns),
                                                     static_cast<std::size_t>(run.rows * columns)),
                        columns, {.importance = run.importance, .effort = guide.effort},
                        std::span(stored_).subspan(static_cast<std::size_t>(encoding.bytes(before, columns)),
                                                   static_cast<std::size_t>(encoding.bytes(run.rows, columns))));
        row += run.rows;
    }
    return stored_;
}

RoundTrip::Rows RoundTrip::run(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                               std::uint64_t firstRow, std::uint64_t rows) {
    const auto stored = encode(model, weight, encoding, guide, firstRow, rows);
    decoded_.resize(original_.size());
    encoding.decode(stored, weight.columns(), decoded_);
    return {original_, decoded_};
}

} // namespace quantlathe
