// SPDX-License-Identifier: GPL-3.0-or-later
// Parses and checks the header of one safetensors file (docs/formats/safetensors.md).
#pragma once

#include "checkpoint/checkpoint.h"
#include "checkpoint/header_source.h"

namespace quantlathe {

struct SafetensorsHeader {
    std::vector<TensorInfo> tensors; // in the order of their data; offsets from the start of the file, `file` is 0
    Metadata metadata;               // the strings of __metadata__
    std::uint64_t hash = 0;          // of the length and the JSON text
};

/// Of the header's length, which every file begins with: a little-endian number.
inline constexpr std::size_t safetensorsLengthBytes = 8;
/// The limit of the format's reference implementation.
inline constexpr std::uint64_t maxSafetensorsHeaderBytes = 100'000'000;

/// Throws Error(badInput) at the first thing that is wrong. Allocates at most a small multiple of the header's bytes.
[[nodiscard]] SafetensorsHeader parseSafetensorsHeader(const HeaderSource& source);

} // namespace quantlathe
