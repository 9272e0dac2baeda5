// SPDX-License-Identifier: GPL-3.0-or-later
// Two models side by side, by what their headers say: which weights both have, how each stores them, other metadata.
#pragma once

#include "checkpoint/metadata_text.h"
#include "model/model.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// A weight of one canonical name in one of two models, or in both. Points into them.
struct WeightPair {
    const Weight* first = nullptr; // nullptr: only the other has it; never both
    const Weight* second = nullptr;
    [[nodiscard]] bool isInBoth() const { return first != nullptr && second != nullptr; }
    [[nodiscard]] const Weight& any() const { return first != nullptr ? *first : *second; }
};

/// How a pair stands by what the headers say. Leading dimensions of 1 make no other shape: ggml drops them.
enum class PairKind : std::uint8_t { alike, otherEncoding, otherShape, onlyFirst, onlySecond };
[[nodiscard]] PairKind kindOf(const WeightPair& pair);
/// "alike", "other_encoding", "other_shape", "only_first", "only_second": as JSON and CSV name it.
[[nodiscard]] std::string_view name(PairKind kind);
/// Whether compareValues() can look at it: both have it, in one size.
[[nodiscard]] bool hasOneShape(const WeightPair& pair);

/// Why the values cannot be set against each other: in one model only, another shape, a stored type that nothing decodes.
/// Nothing if they can.
[[nodiscard]] std::optional<std::string> whyNotComparable(const WeightPair& pair);

struct ModelDifference {
    std::vector<WeightPair> weights; // in the order of the first model, then those of the second alone in its order
    /// Of two GGUF models what their files say; else of what a GGUF file of each would say.
    std::vector<MetadataDifference> metadata;
};

/// Of how many weights each is true, and what the weights take as they are stored.
struct DifferenceCounts {
    std::size_t alike = 0;
    std::size_t otherEncoding = 0;
    std::size_t otherShape = 0;
    std::size_t onlyFirst = 0;
    std::size_t onlySecond = 0;
    std::uint64_t firstBytes = 0;
    std::uint64_t secondBytes = 0;
};
[[nodiscard]] DifferenceCounts countsOf(std::span<const WeightPair> pairs);

/// Reads nothing but what is open already; also for models of which only the headers are here. The models must outlive the
/// result.
[[nodiscard]] ModelDifference differenceOf(const Model& first, const Model& second);

} // namespace quantlathe
