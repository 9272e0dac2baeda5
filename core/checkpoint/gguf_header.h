// SPDX-License-Identifier: GPL-3.0-or-later
// Parses and checks the header of one GGUF file (docs/formats/gguf.md, "Checks").
#pragma once

#include "checkpoint/checkpoint.h"
#include "checkpoint/header_source.h"

namespace quantlathe {

struct GgufHeader {
    std::uint32_t version = 0;
    std::uint64_t alignment = 0;
    std::uint64_t dataOffset = 0;    // of the data section, from the start of the file
    std::vector<TensorInfo> tensors; // offsets from the start of the file, `file` is 0
    Metadata metadata;
    std::uint64_t hash = 0; // of all bytes before the padding
};

/// Longer headers are refused: it bounds what a hostile file can make us allocate.
inline constexpr std::uint64_t maxGgufHeaderBytes = std::uint64_t{128} << 20U;

/// Throws Error(badInput) at the first thing that is wrong. Allocates at most a small multiple of the header's bytes.
[[nodiscard]] GgufHeader parseGgufHeader(const HeaderSource& source);

} // namespace quantlathe
