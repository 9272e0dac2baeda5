// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/element_type.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using enum ElementType;
constexpr auto none = std::nullopt;

// In the order of the enumeration (checked below), so that info() is an index.
constexpr std::array table{
    ElementTypeInfo{F64, "F64", 1, 8, 28, "F64"},
    ElementTypeInfo{F32, "F32", 1, 4, 0, "F32"},
    ElementTypeInfo{F16, "F16", 1, 2, 1, "F16"},
    ElementTypeInfo{BF16, "BF16", 1, 2, 30, "BF16"},
    ElementTypeInfo{F8_E4M3, "F8_E4M3", 1, 1, none, "F8_E4M3"},
    ElementTypeInfo{F8_E5M2, "F8_E5M2", 1, 1, none, "F8_E5M2"},
    ElementTypeInfo{F8_E8M0, "F8_E8M0", 1, 1, none, "F8_E8M0"},
    ElementTypeInfo{C64, "C64", 1, 8, none, "C64"},
    ElementTypeInfo{I8, "I8", 1, 1, 24, "I8"},
    ElementTypeInfo{I16, "I16", 1, 2, 25, "I16"},
    ElementTypeInfo{I32, "I32", 1, 4, 26, "I32"},
    ElementTypeInfo{I64, "I64", 1, 8, 27, "I64"},
    ElementTypeInfo{U8, "U8", 1, 1, none, "U8"},
    ElementTypeInfo{U16, "U16", 1, 2, none, "U16"},
    ElementTypeInfo{U32, "U32", 1, 4, none, "U32"},
    ElementTypeInfo{U64, "U64", 1, 8, none, "U64"},
    ElementTypeInfo{BOOL, "BOOL", 1, 1, none, "BOOL"},
    ElementTypeInfo{Q4_0, "Q4_0", 32, 18, 2, ""},
    ElementTypeInfo{Q4_1, "Q4_1", 32, 20, 3, ""},
    ElementTypeInfo{Q5_0, "Q5_0", 32, 22, 6, ""},
    ElementTypeInfo{Q5_1, "Q5_1", 32, 24, 7, ""},
    ElementTypeInfo{Q8_0, "Q8_0", 32, 34, 8, ""},
    ElementTypeInfo{Q8_1, "Q8_1", 32, 36, 9, ""},
    ElementTypeInfo{Q2_K, "Q2_K", 256, 84, 10, ""},
    ElementTypeInfo{Q3_K, "Q3_K", 256, 110, 11, ""},
    ElementTypeInfo{Q4_K, "Q4_K", 256, 144, 12, ""},
    ElementTypeInfo{Q5_K, "Q5_K", 256, 176, 13, ""},
    ElementTypeInfo{Q6_K, "Q6_K", 256, 210, 14, ""},
    ElementTypeInfo{Q8_K, "Q8_K", 256, 292, 15, ""},
    ElementTypeInfo{IQ2_XXS, "IQ2_XXS", 256, 66, 16, ""},
    ElementTypeInfo{IQ2_XS, "IQ2_XS", 256, 74, 17, ""},
    ElementTypeInfo{IQ3_XXS, "IQ3_XXS", 256, 98, 18, ""},
    ElementTypeInfo{IQ1_S, "IQ1_S", 256, 50, 19, ""},
    ElementTypeInfo{IQ4_NL, "IQ4_NL", 32, 18, 20, ""},
    ElementTypeInfo{IQ3_S, "IQ3_S", 256, 110, 21, ""},
    ElementTypeInfo{IQ2_S, "IQ2_S", 256, 82, 22, ""},
    ElementTypeInfo{IQ4_XS, "IQ4_XS", 256, 136, 23, ""},
    ElementTypeInfo{IQ1_M, "IQ1_M", 256, 56, 29, ""},
    ElementTypeInfo{TQ1_0, "TQ1_0", 256, 54, 34, ""},
    ElementTypeInfo{TQ2_0, "TQ2_0", 256, 66, 35, ""},
    ElementTypeInfo{MXFP4, "MXFP4", 32, 17, 39, ""},
    ElementTypeInfo{NVFP4, "NVFP4", 64, 36, 40, ""},
    ElementTypeInfo{Q1_0, "Q1_0", 128, 18, 41, ""},
    ElementTypeInfo{Q2_0, "Q2_0", 64, 18, 42, ""},
};

constexpr bool inEnumerationOrder() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].type) != i) {
            return false;
        }
    }
    return true;
}
static_assert(inEnumerationOrder());

template <class Predicate>
std::optional<ElementType> firstWhere(Predicate predicate) {
    const auto* const found = std::find_if(table.begin(), table.end(), predicate);
    return found == table.end() ? std::nullopt : std::optional(found->type);
}

} // namespace

std::span<const ElementTypeInfo> elementTypes() {
    return table;
}

const ElementTypeInfo& info(ElementType type) {
    return table[static_cast<std::size_t>(type)];
}

std::optional<ElementType> elementTypeFromGgml(std::uint32_t number) {
    return firstWhere([&](const ElementTypeInfo& entry) { return entry.ggml == number; });
}

std::optional<ElementType> elementTypeFromSafetensors(std::string_view dtype) {
    return firstWhere([&](const ElementTypeInfo& entry) { return !dtype.empty() && entry.safetensors == dtype; });
}

std::optional<ElementType> elementTypeFromName(std::string_view name) {
    return firstWhere([&](const ElementTypeInfo& entry) { return equalsAnyCase(name, entry.name); });
}

} // namespace quantlathe
