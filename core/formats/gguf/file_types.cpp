// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/file_types.h"
#include "base/words.h"

#include <algorithm>
#include <array>

namespace quantlathe::gguf {
namespace {

using enum ElementType;

constexpr auto table = std::to_array<FileTypeInfo>({
    {FileType::F32, "F32", "", F32, words("All weights in 32-bit floats")},
    {FileType::F16, "F16", "", F16, words("Matrices in half precision; large BF16 values can overflow")},
    {FileType::BF16, "BF16", "", BF16, words("Matrices in bfloat16, as most models are published")},
    {FileType::Q8_0, "Q8_0", "", Q8_0, words("8 bits a weight; hardly any loss")},
    {FileType::Q6_K, "Q6_K", "", Q6_K, words("6 bits a weight in every matrix")},
    {FileType::Q5_1, "Q5_1", "", Q5_1, words("Older 5-bit blocks with scale and minimum")},
    {FileType::Q5_K_M, "Q5_K_M", "Q5_K", Q5_K, words("5 bits; half of the value and down projections in 6 bits")},
    {FileType::Q5_K_S, "Q5_K_S", "", Q5_K, words("5 bits in every matrix but the output")},
    {FileType::Q5_0, "Q5_0", "", Q5_0, words("Older 5-bit blocks with a scale")},
    {FileType::Q4_1, "Q4_1", "", Q4_1, words("Older 4-bit blocks with scale and minimum")},
    {FileType::Q4_K_M, "Q4_K_M", "Q4_K", Q4_K, words("4 bits; half of the value and down projections in 6 bits")},
    {FileType::Q4_K_S, "Q4_K_S", "", Q4_K, words("4 bits; a few early matrices in 5 bits")},
    {FileType::Q4_0, "Q4_0", "", Q4_0, words("Older 4-bit blocks with a scale; fast everywhere")},
    {FileType::IQ4_NL, "IQ4_NL", "", IQ4_NL, words("4 bits with non-linear levels, blocks of 32")},
    {FileType::IQ4_XS, "IQ4_XS", "", IQ4_XS, words("4 bits with non-linear levels, blocks of 256; smaller than Q4_K_S")},
    {FileType::Q3_K_L, "Q3_K_L", "", Q3_K, words("3 bits; value, output and down projections in 5 bits")},
    {FileType::Q3_K_M, "Q3_K_M", "Q3_K", Q3_K, words("3 bits; value, output and down projections in 4 to 5 bits")},
    {FileType::Q3_K_S, "Q3_K_S", "", Q3_K, words("3 bits in every matrix but the output")},
    {FileType::Q2_K, "Q2_K", "", Q2_K, words("2 bits; value, output and down projections in 3 to 4 bits")},
    {FileType::Q2_K_S, "Q2_K_S", "", Q2_K, words("2 bits nearly everywhere; needs an importance matrix")},
    {FileType::IQ3_M, "IQ3_M", "", IQ3_S,
     words("3.4 bits from a code book; value, output and down projections in part in 4 bits")},
    {FileType::IQ3_S, "IQ3_S", "", IQ3_S, words("3.4 bits from a code book in every matrix")},
    {FileType::IQ3_XS, "IQ3_XS", "", IQ3_S, words("3.1 to 3.4 bits from code books; needs an importance matrix")},
    {FileType::IQ3_XXS, "IQ3_XXS", "", IQ3_XXS, words("2.6 to 3.4 bits from code books; needs an importance matrix")},
    {FileType::IQ2_M, "IQ2_M", "", IQ2_S, words("2.6 to 3.4 bits from code books; needs an importance matrix")},
    {FileType::IQ2_S, "IQ2_S", "", IQ2_XS, words("2.3 to 3.4 bits from code books; needs an importance matrix")},
    {FileType::IQ2_XS, "IQ2_XS", "", IQ2_XS, words("2.3 bits from a code book; needs an importance matrix")},
    {FileType::Q2_0, "Q2_0", "", Q2_0, words("2 bits with a scale, blocks of 64; for models trained that way")},
    {FileType::IQ2_XXS, "IQ2_XXS", "", IQ2_XXS, words("2.1 bits from a code book; needs an importance matrix")},
    {FileType::TQ2_0, "TQ2_0", "", TQ2_0, words("2 bits for weights of three levels; for models trained that way")},
    {FileType::IQ1_M, "IQ1_M", "", IQ1_M, words("1.75 bits, three levels; needs an importance matrix")},
    {FileType::TQ1_0, "TQ1_0", "", TQ1_0, words("1.7 bits for weights of three levels; for models trained that way")},
    {FileType::IQ1_S, "IQ1_S", "", IQ1_S,
     words("1.6 bits, three levels, the smallest for any model; needs an importance matrix")},
    {FileType::MXFP4_MOE, "MXFP4_MOE", "", MXFP4, words("Experts in 4-bit floats, all other matrices in 8 bits")},
    {FileType::Q1_0, "Q1_0", "", Q1_0, words("1 bit: the signs and a scale; for models trained that way")},
    {FileType::Copy, "COPY", "", F32, words("Every tensor as it is stored: to split, merge or relabel a model")},
});

} // namespace

std::span<const FileTypeInfo> fileTypes() {
    return table;
}

const FileTypeInfo& info(FileType type) {
    return *std::ranges::find(table, type, &FileTypeInfo::type);
}

} // namespace quantlathe::gguf
