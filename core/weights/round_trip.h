// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a weight, and what they are after encoding and decoding, in memory that one thread reuses.
#pragma once

#include "base/progress.h"
#include "codecs/encoding.h"
#include "model/model.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Throws Error(badInput) when the weight cannot be read, the encoding cannot encode and decode, or the encoding or the
/// importance does not fit the weight's columns.
void checkRoundTrip(const Model& model, const Weight& weight, const Encoding& encoding, std::span<const float> importance);

/// Rows that share one importance: all of a weight, or those of one of its stacked matrices (experts), when the importance
/// has `columns` values for each of them. Ends with `endRow` at the latest.
struct ImportanceRun {
    std::uint64_t rows = 0;
    std::span<const float> importance; // empty, or one value a column
};
[[nodiscard]] ImportanceRun importanceRun(const Weight& weight, std::span<const float> importance, std::uint64_t row,
                                          std::uint64_t endRow);

/// Buffers of one thread. Not thread-safe.
class RoundTrip {
public:
    /// With a token, encodings that take long throw Cancelled soon after it was set; it must live longer.
    explicit RoundTrip(const CancelToken* cancel = nullptr) : cancel_(cancel) {}

    struct Rows {
        std::span<const float> original;
        std::span<const float> decoded;
    };
    /// `guide`: importance as for checkRoundTrip(), which is a precondition. Valid until the next call.
    [[nodiscard]] Rows run(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                           std::uint64_t firstRow, std::uint64_t rows);

    /// Only the first half: the stored form of the rows.
    [[nodiscard]] std::span<const std::byte> encode(const Model& model, const Weight& weight, const Encoding& encoding,
                                                    const EncodingGuide& guide, std::uint64_t firstRow, std::uint64_t rows);

private:
    void encode(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide,
                std::span<std::byte> out) const;

    const CancelToken* cancel_;
    std::vector<float> original_;
    std::vector<std::byte> stored_;
    std::vector<float> decoded_;
};

} // namespace quantlathe
