// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/mixture_rules.h"

#include <algorithm>
#include <array>

namespace quantlathe::gguf {
namespace {

using F = FileType;
using E = ElementType;
using C = Category;

struct CategoryPattern {
    std::string_view text;
    bool isWholeName;
    Category category;
};

// Fused query-key-value matrices and DeepSeek's key-value matrix follow the rules of the value projection.
constexpr auto categoryPatterns = std::to_array<CategoryPattern>({
    {"output.weight", true, C::output},
    {"token_embd.weight", true, C::embedding},
    {"per_layer_token_embd.weight", true, C::embedding},
    {"attn_qkv.weight", false, C::value},
    {"attn_kv_b.weight", false, C::value},
    {"attn_v.weight", false, C::value},
    {"attn_k.weight", false, C::key},
    {"attn_q.weight", false, C::query},
    {"attn_output.weight", false, C::attentionOutput},
    {"ffn_up", false, C::up},
    {"ffn_gate", false, C::gate},
    {"ffn_down", false, C::down},
});

struct Rule {
    FileTypeSet files;
    Category category;
    Conditions when; // all of them
    ElementType type;
};

constexpr FileTypeSet notVeryLow = ~veryLow;
constexpr FileTypeSet iq2Larger = setOf(F::IQ2_S, F::IQ2_M);
constexpr FileTypeSet iq4 = setOf(F::IQ4_NL, F::IQ4_XS);

// docs/formats/gguf-mixtures.md, part 3. Rows of one file type and category are tried from top to bottom.
constexpr auto rules = std::to_array<Rule>({
    // Embedding that is not tied to the output.
    {setOf(F::IQ1_S, F::IQ1_M, F::IQ2_XXS, F::IQ2_XS), C::embedding, always, E::Q2_K},
    {setOf(F::IQ2_S, F::IQ2_M, F::IQ3_XXS), C::embedding, always, E::IQ3_S},
    {setOf(F::TQ1_0, F::TQ2_0, F::Q2_0), C::embedding, always, E::Q4_K},

    // Less than three bits.
    {veryLow, C::value, gqa4, E::Q4_K},
    {veryLow, C::value, experts4, E::Q4_K},
    {iq2Larger, C::value, always, E::IQ3_S},
    {veryLow, C::value, always, E::Q2_K},
    {veryLow, C::key, experts8, E::Q4_K},
    {iq2Larger, C::down, firstEighth, E::IQ3_S},
    {veryLow, C::down, firstEighth, E::Q2_K},
    {veryLow, C::attentionOutput, experts8, E::Q5_K},
    {setOf(F::IQ1_S, F::IQ1_M), C::attentionOutput, always, E::IQ2_XXS},
    {iq2Larger, C::attentionOutput, always, E::IQ3_S},

    // Value projection; eight experts and 70B models change the result afterwards (mixture.cpp).
    {setOf(F::Q2_K), C::value, gqa4, E::Q4_K},
    {setOf(F::Q2_K), C::value, always, E::Q3_K},
    {setOf(F::Q2_K_S, F::IQ3_XXS, F::IQ3_XS, F::IQ3_S), C::value, gqa4, E::Q4_K},
    {setOf(F::IQ3_XXS), C::value, withMatrix, E::IQ3_XXS},
    {setOf(F::IQ3_XXS), C::value, always, E::IQ3_S},
    {setOf(F::IQ3_M), C::value, always, E::Q4_K},
    {setOf(F::Q3_K_M), C::value, firstTwo, E::Q5_K},
    {setOf(F::Q3_K_M), C::value, always, E::Q4_K},
    {setOf(F::Q3_K_L), C::value, always, E::Q5_K},
    {iq4, C::value, gqa4, E::Q5_K},
    {setOf(F::Q4_K_M, F::Q5_K_M), C::value, moreBits, E::Q6_K},
    {setOf(F::Q4_K_S), C::value, firstFour, E::Q5_K},

    // Key and query projections.
    {notVeryLow, C::key, experts8, E::Q8_0},
    {setOf(F::IQ3_XS), C::key, always, E::IQ3_XXS},
    {setOf(F::IQ3_XXS), C::key, always, E::IQ2_S},
    {setOf(F::IQ3_XS), C::query, always, E::IQ3_XXS},
    {setOf(F::IQ3_XXS), C::query, always, E::IQ2_S},

    // Down projection.
    {setOf(F::Q2_K), C::down, always, E::Q3_K},
    {setOf(F::Q2_K_S), C::down, firstEighth, E::Q4_K},
    {setOf(F::IQ3_XXS), C::down, withoutMatrix | firstEighth, E::Q4_K},
    {setOf(F::IQ3_XXS), C::down, withoutMatrix, E::Q3_K},
    {setOf(F::Q3_K_M), C::down, firstSixteenth, E::Q5_K},
    {setOf(F::Q3_K_M), C::down, notFalcon, E::Q4_K},
    {setOf(F::Q3_K_M), C::down, moreBits, E::Q4_K},
    {setOf(F::IQ3_M), C::down, firstEighth, E::Q4_K},
    {setOf(F::IQ3_M), C::down, experts8 | moreBits, E::Q4_K},
    {setOf(F::Q3_K_L), C::down, falcon, E::Q4_K},
    {setOf(F::Q3_K_L), C::down, always, E::Q5_K},
    {setOf(F::Q4_K_M), C::down, falcon | firstSixteenth, E::Q6_K},
    {setOf(F::Q4_K_M), C::down, falcon | moreBits, E::Q5_K},
    {setOf(F::Q4_K_M), C::down, notFalcon | moreBits, E::Q6_K},
    {iq4, C::down, withoutMatrix | firstEighth, E::Q5_K},
    {setOf(F::Q5_K_M), C::down, moreBits, E::Q6_K},
    {setOf(F::Q4_K_S), C::down, notFalcon | firstEighth, E::Q5_K},
    {setOf(F::Q4_0), C::down, withMatrix | firstEighth, E::Q4_1},
    {setOf(F::Q5_0), C::down, withMatrix | firstEighth, E::Q5_1},

    // Output projection of the attention.
    {setOf(F::Q2_K, F::IQ3_XS, F::IQ3_XXS, F::Q3_K_S, F::Q3_K_M, F::IQ4_NL, F::Q4_K_S, F::Q4_K_M, F::IQ3_S, F::IQ3_M,
           F::IQ4_XS),
     C::attentionOutput, notFalcon | experts8, E::Q5_K},
    {setOf(F::Q2_K), C::attentionOutput, notFalcon, E::Q3_K},
    {setOf(F::IQ3_XXS), C::attentionOutput, notFalcon, E::IQ3_S},
    {setOf(F::Q3_K_M, F::IQ3_M), C::attentionOutput, notFalcon, E::Q4_K},
    {setOf(F::Q3_K_L), C::attentionOutput, falcon, E::Q4_K},
    {setOf(F::Q3_K_L), C::attentionOutput, notFalcon | notExperts8, E::Q5_K},

    // Gate and up projections.
    {setOf(F::IQ3_XS), C::gate, middle, E::IQ3_XXS},
    {setOf(F::IQ3_XS), C::up, middle, E::IQ3_XXS},
});

struct Fallback {
    ElementType type;
    ElementType replacement;
};
constexpr auto fallbacks = std::to_array<Fallback>({
    {E::IQ1_S, E::IQ4_NL},
    {E::IQ1_M, E::IQ4_NL},
    {E::IQ2_XXS, E::IQ4_NL},
    {E::IQ2_XS, E::IQ4_NL},
    {E::IQ2_S, E::IQ4_NL},
    {E::IQ3_XXS, E::IQ4_NL},
    {E::IQ3_S, E::IQ4_NL},
    {E::IQ4_XS, E::IQ4_NL},
    {E::Q2_0, E::Q4_0},
    {E::Q2_K, E::Q4_0},
    {E::Q3_K, E::Q4_0},
    {E::TQ1_0, E::Q4_0},
    {E::TQ2_0, E::Q4_0},
    {E::Q4_K, E::Q5_0},
    {E::Q5_K, E::Q5_1},
    {E::Q6_K, E::Q8_0},
});

} // namespace

Category categoryOf(std::string_view tensorName) {
    const auto* found = std::ranges::find_if(categoryPatterns, [&](const CategoryPattern& pattern) {
        return pattern.isWholeName ? tensorName == pattern.text : tensorName.find(pattern.text) != std::string_view::npos;
    });
    return found == categoryPatterns.end() ? Category::other : found->category;
}

Conditions positionConditions(std::uint64_t i, std::uint64_t n) {
    const std::uint64_t eighth = n / 8; // whole numbers throughout, as llama.cpp divides
    const bool isFirst = i < eighth;
    const bool isLast = i >= 7 * n / 8;
    Conditions holding = always;
    holding |= i < 2 ? firstTwo : always;
    holding |= i < 4 ? firstFour : always;
    holding |= i < n / 16 ? firstSixteenth : always;
    holding |= isFirst ? firstEighth : always;
    holding |= isFirst || isLast || (i - eighth) % 3 == 2 ? moreBits : always;
    holding |= !isFirst && !isLast ? middle : always;
    return holding;
}

std::optional<RuledType> ruledType(FileType fileType, Category category, Conditions holding) {
    const auto* found = std::ranges::find_if(rules, [&](const Rule& rule) {
        return contains(rule.files, fileType) && rule.category == category && (rule.when & ~holding) == 0;
    });
    return found == rules.end() ? std::nullopt : std::optional(RuledType{found->type, found->when});
}

std::vector<ElementType> possibleTypes(FileType fileType) {
    std::vector<ElementType> types;
    if (fileType == FileType::Copy) {
        return types;
    }
    const ElementType defaultType = info(fileType).defaultType;
    types.push_back(defaultType);
    if (!info(defaultType).isBlocked()) {
        return types;
    }
    types.push_back(E::Q8_0); // rows that the default does not divide, Falcon's output, eight experts
    if (defaultType != E::Q8_0 && fileType != F::MXFP4_MOE) {
        types.push_back(contains(fiveBitOutput, fileType) ? E::Q5_K : E::Q6_K);
        types.push_back(E::Q5_K); // value projections of 70B models
    }
    for (const Rule& rule : rules) {
        if (contains(rule.files, fileType) && fileType != F::MXFP4_MOE) {
            types.push_back(rule.type);
        }
    }
    for (std::size_t i = 0; i < types.size(); ++i) { // also of the replacements
        if (const auto replacement = fallbackFor(types[i])) {
            types.push_back(*replacement);
        }
    }
    std::ranges::sort(types);
    types.erase(std::unique(types.begin(), types.end()), types.end());
    return types;
}

std::optional<ElementType> fallbackFor(ElementType type) {
    const auto* found = std::ranges::find(fallbacks, type, &Fallback::type);
    return found == fallbacks.end() ? std::nullopt : std::optional(found->replacement);
}

} // namespace quantlathe::gguf
