// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/round_trip.h"

#include "base/error.h"
#include "base/text.h"
#include "weights/weight_rows.h"

#include <fmt/format.h>

namespace quantlathe {

void checkRoundTrip(const Model& model, const Weight& weight, const Encoding& encoding, std::span<const float> importance) {
    const auto refuse = [&](const std::string& detail) {
        return badInput(model.checkpoint().path(),
                        fmt::format("{} cannot be measured as {}", escapeForDisplay(weight.name), encoding.name()), detail);
    };
    if (const auto reason = whyNotReadable(weight)) {
        throw refuse(*reason);
    }
    if (!encoding.canEncode() || !encoding.canDecode()) {
        throw refuse(fmt::format("{} cannot be {} yet.", encoding.name(), encoding.canEncode() ? "decoded" : "encoded"));
    }
    if (weight.columns() % encoding.columnMultiple() != 0) {
        throw refuse(fmt::format("{} needs rows of a multiple of {} columns, this weight has {}.", encoding.name(),
                                 encoding.columnMultiple(), weight.columns()));
    }
    if (!importance.empty() && importance.size() != weight.columns()) {
        throw refuse(
            fmt::format("The importance has {} values, the weight has {} columns.", importance.size(), weight.columns()));
    }
}

RoundTrip::Rows RoundTrip::run(const Model& model, const Weight& weight, const Encoding& encoding,
                               std::span<const float> importance, std::uint64_t firstRow, std::uint64_t rows) {
    const std::uint64_t columns = weight.columns();
    const auto values = static_cast<std::size_t>(rows * columns);
    original_.resize(values);
    decoded_.resize(values);
    stored_.resize(static_cast<std::size_t>(encoding.bytes(rows, columns)));
    readRows(model, weight, firstRow, original_);
    encoding.encode(original_, columns, importance, stored_);
    encoding.decode(stored_, columns, decoded_);
    return {original_, decoded_};
}

} // namespace quantlathe
