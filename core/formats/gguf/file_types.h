// SPDX-License-Identifier: GPL-3.0-or-later
// llama.cpp's file types (general.file_type): number, name and the encoding that most of a file's weights get.
// The table is docs/formats/gguf-mixtures.md, part 1.
#pragma once

#include "base/element_type.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace quantlathe::gguf {

/// The values are the numbers on disk.
enum class FileType : std::uint32_t {
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q8_0 = 7,
    Q5_0 = 8,
    Q5_1 = 9,
    Q2_K = 10,
    Q3_K_S = 11,
    Q3_K_M = 12,
    Q3_K_L = 13,
    Q4_K_S = 14,
    Q4_K_M = 15,
    Q5_K_S = 16,
    Q5_K_M = 17,
    Q6_K = 18,
    IQ2_XXS = 19,
    IQ2_XS = 20,
    Q2_K_S = 21,
    IQ3_XS = 22,
    IQ3_XXS = 23,
    IQ1_S = 24,
    IQ4_NL = 25,
    IQ3_S = 26,
    IQ3_M = 27,
    IQ2_S = 28,
    IQ2_M = 29,
    IQ4_XS = 30,
    IQ1_M = 31,
    BF16 = 32,
    TQ1_0 = 36,
    TQ2_0 = 37,
    MXFP4_MOE = 38,
    Q1_0 = 40,
    Q2_0 = 41,
    Copy = 63, // no number on disk: every tensor as it is stored, under the file type of the source
};

struct FileTypeInfo {
    FileType type;
    std::string_view name;
    std::string_view alias; // empty: none
    ElementType defaultType;
    std::string_view description; // one line
};

/// Every file type that has mixture rules, from large files to small ones.
[[nodiscard]] std::span<const FileTypeInfo> fileTypes();
[[nodiscard]] const FileTypeInfo& info(FileType type);

} // namespace quantlathe::gguf
