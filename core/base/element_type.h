// SPDX-License-Identifier: GPL-3.0-or-later
// Every element type that a checkpoint can store, with the sizes of all of them, as one table.
// Sources: docs/formats/gguf.md (ggml types), docs/formats/safetensors.md (dtype names).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace quantlathe {

enum class ElementType : std::uint8_t {
    F64,
    F32,
    F16,
    BF16,
    F8_E4M3,
    F8_E5M2,
    F8_E8M0,
    C64,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    BOOL,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q8_1,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
    Q8_K,
    IQ2_XXS,
    IQ2_XS,
    IQ3_XXS,
    IQ1_S,
    IQ4_NL,
    IQ3_S,
    IQ2_S,
    IQ4_XS,
    IQ1_M,
    TQ1_0,
    TQ2_0,
    MXFP4,
    NVFP4,
    Q1_0,
    Q2_0,
};

struct ElementTypeInfo {
    ElementType type;
    std::string_view name;         // as shown, ggml's spelling in capitals
    std::uint32_t weightsPerBlock; // 1 for scalars
    std::uint32_t bytesPerBlock;
    std::optional<std::uint32_t> ggml; // number in a GGUF tensor info
    std::string_view safetensors;      // dtype string of a safetensors header, empty if there is none

    [[nodiscard]] constexpr double bitsPerWeight() const { return 8.0 * bytesPerBlock / weightsPerBlock; }
    [[nodiscard]] constexpr bool isBlocked() const { return weightsPerBlock > 1; }
};

[[nodiscard]] std::span<const ElementTypeInfo> elementTypes();
[[nodiscard]] const ElementTypeInfo& info(ElementType type);
[[nodiscard]] std::optional<ElementType> elementTypeFromGgml(std::uint32_t number);
[[nodiscard]] std::optional<ElementType> elementTypeFromSafetensors(std::string_view dtype);
/// By shown name, any case ("q4_k", "BF16").
[[nodiscard]] std::optional<ElementType> elementTypeFromName(std::string_view name);

} // namespace quantlathe
