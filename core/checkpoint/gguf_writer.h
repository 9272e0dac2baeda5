// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out a GGUF v3 file before any tensor byte exists (docs/formats/gguf.md): header bytes, offsets, exact size.
#pragma once

#include "base/element_type.h"
#include "checkpoint/metadata.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct GgufTensor {
    std::string name; // at most 63 bytes
    ElementType type = ElementType::F32;
    std::vector<std::uint64_t> shape; // outermost first; written reversed, trailing ones of the file order dropped
};

struct GgufLayout {
    std::vector<std::byte> header;      // everything before the data section, padding included
    std::vector<std::uint64_t> offsets; // of each tensor, from the start of the file
    std::vector<std::uint64_t> sizes;   // of each tensor, without padding
    std::uint64_t fileBytes = 0;        // with the padding after the last tensor
};

/// Alignment 32. Throws Error(badInput) for names over 63 bytes, duplicate names, rows that do not divide by the block.
[[nodiscard]] GgufLayout layOutGguf(const Metadata& metadata, std::span<const GgufTensor> tensors);

} // namespace quantlathe
