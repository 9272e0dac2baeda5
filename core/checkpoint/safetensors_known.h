// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors files some of whose values are known before the rest is made.
#pragma once

#include "checkpoint/safetensors_writer.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct KnownTensor {
    SafetensorsTensor tensor;
    std::vector<std::byte> values; // as many as it has
};

/// As layOutSafetensors(tensors, metadata), whose offsets and sizes these are, but that the known ones stand before them, in
/// the order given, and that the header holds their values already. In the file all others are aligned as there, whatever the
/// bytes of the known ones are. Names differ.
[[nodiscard]] SafetensorsLayout layOutWithKnown(std::span<const KnownTensor> known, std::span<const SafetensorsTensor> tensors,
                                                const SafetensorsMetadata& metadata);

/// A file's first bytes: length and JSON, with spaces behind it until both, and `behind` bytes more, are a multiple of eight.
[[nodiscard]] std::vector<std::byte> safetensorsHeader(std::string json, std::size_t behind = 0);

} // namespace quantlathe
