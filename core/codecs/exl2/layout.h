// SPDX-License-Identifier: GPL-3.0-or-later
// How the input features of an EXL2 matrix are cut into groups (docs/formats/exl2.md). Pure.
#pragma once

#include "base/element_type.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe::exl2 {

inline constexpr auto bitWidths = std::to_array<std::uint32_t>({8, 6, 5, 4, 3, 2});
/// Input features come in so many at once, output features too: those that are missing are stored as zeros.
inline constexpr std::uint64_t inputsTogether = 32;
inline constexpr std::uint64_t outputsTogether = 32;

/// A share of the input features in groups of one size.
struct Run {
    std::uint32_t bits = 4;
    std::uint32_t group = 128;   // input features that share scales, a multiple of inputsTogether
    std::uint32_t percent = 100; // of all input features; the last run takes what is left
    friend bool operator==(const Run&, const Run&) = default;
};

struct Group {
    std::uint32_t bits = 0;
    std::uint32_t inputs = 0;
    friend bool operator==(const Group&, const Group&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Group&, const Group&) = default; // NOLINT(modernize-use-nullptr)
};

/// A group in its place among the input features as they are stored.
struct PlacedGroup {
    std::uint32_t bits = 0;
    std::uint32_t inputs = 0;
    std::uint32_t firstInput = 0;
    std::uint32_t firstWord = 0; // row of q_weight
    /// Code of the weight 0.
    [[nodiscard]] std::int32_t zero() const { return std::int32_t{1} << (bits - 1); }
};

/// Widths go from wide to narrow: kernels count on it.
struct Layout {
    std::vector<Run> runs;     // for any number of input features, or …
    std::vector<Group> groups; // … exactly these, of a file that no runs describe
    /// Type of the q_perm that files from before version 0.0.12 have beside its inverse; nothing: they have none.
    std::optional<ElementType> orderType = {};

    [[nodiscard]] std::vector<Group> groupsOf(std::uint64_t inputs) const;
    /// Bits a weight of a matrix with very many output features.
    [[nodiscard]] double bitsPerWeight() const;
    /// "EXL2-5G64.10-4G64": a tenth of the input features in 5 bits and groups of 64, the rest in 4.
    [[nodiscard]] std::string name() const;
};

[[nodiscard]] std::vector<PlacedGroup> placed(std::span<const Group> groups);
/// Rows of q_weight.
[[nodiscard]] std::uint64_t wordsOf(std::span<const Group> groups);
/// Bits of all tensors of a matrix, as the original counts them against the size that is wanted.
[[nodiscard]] std::uint64_t storedBits(std::span<const Group> groups, std::uint64_t inputs, std::uint64_t outputs);

/// Where the parts of a matrix stand in parts().
enum Part : std::uint8_t { codesPart, scalesPart, unitsPart, groupsPart, placesPart, orderPart };

/// What output features are filled up to.
[[nodiscard]] constexpr std::uint64_t storedOutputs(std::uint64_t outputs) {
    return (outputs + outputsTogether - 1) / outputsTogether * outputsTogether;
}

} // namespace quantlathe::exl2
