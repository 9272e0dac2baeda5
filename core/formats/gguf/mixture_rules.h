// SPDX-License-Identifier: GPL-3.0-or-later
// The mixture rules as data: category of a tensor, conditions, and the type that the first fitting row gives.
#pragma once

#include "formats/gguf/file_types.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe::gguf {

enum class Category : std::uint8_t { output, embedding, value, key, query, attentionOutput, up, gate, down, other };
[[nodiscard]] Category categoryOf(std::string_view tensorName);

using FileTypeSet = std::uint64_t; // bit n: the file type with the number n
template <class... Types>
constexpr FileTypeSet setOf(Types... types) {
    return ((FileTypeSet{1} << static_cast<unsigned>(types)) | ...);
}
[[nodiscard]] constexpr bool contains(FileTypeSet set, FileType type) {
    return (set >> static_cast<unsigned>(type) & 1U) != 0;
}

/// File types of less than three bits; llama.cpp treats them apart.
inline constexpr FileTypeSet veryLow =
    setOf(FileType::IQ1_S, FileType::IQ1_M, FileType::IQ2_XXS, FileType::IQ2_XS, FileType::IQ2_S, FileType::IQ2_M);

/// Their output matrix gets Q5_K instead of Q6_K.
inline constexpr FileTypeSet fiveBitOutput = veryLow | setOf(FileType::IQ3_XXS);

/// Conditions of a rule, as bits. "The i-th of n": tensors of the same kind, counted in output order.
using Conditions = std::uint32_t;
enum Condition : Conditions {
    always = 0,
    gqa4 = 1U << 0U,     // at least four query heads share a KV head
    experts4 = 1U << 1U, // at least four experts
    experts8 = 1U << 2U, // exactly eight
    notExperts8 = 1U << 13U,
    withMatrix = 1U << 3U,
    withoutMatrix = 1U << 4U,
    falcon = 1U << 5U,
    notFalcon = 1U << 6U,
    firstTwo = 1U << 7U,
    firstFour = 1U << 8U,
    firstSixteenth = 1U << 9U,
    firstEighth = 1U << 10U,
    moreBits = 1U << 11U, // the first and the last eighth, and every third one in between
    middle = 1U << 12U,   // neither the first nor the last eighth
};

/// Conditions that follow from being the i-th of n.
[[nodiscard]] Conditions positionConditions(std::uint64_t i, std::uint64_t n);

/// What a row of the rules says.
struct RuledType {
    ElementType type = ElementType::F32;
    Conditions when = always; // all of them hold
};
/// The first row that fits, or nothing: the file type's default type stays.
[[nodiscard]] std::optional<RuledType> ruledType(FileType fileType, Category category, Conditions holding);

/// Every type that a file of this file type may hold, whatever the model: its default, what the rules and the output matrix
/// take, and what replaces these. For FileType::Copy nothing is known, so the list is empty.
[[nodiscard]] std::vector<ElementType> possibleTypes(FileType fileType);

/// What replaces a type whose block does not divide the row length; nothing if llama.cpp has no replacement.
[[nodiscard]] std::optional<ElementType> fallbackFor(ElementType type);

} // namespace quantlathe::gguf
