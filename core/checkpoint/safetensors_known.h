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

/// As layOutSafetensors(tensors, {}), whose offsets and sizes these are, but that the known ones stand before them, in the
/// order given, and that the header holds their values already. All of their bytes are a multiple of the widest value's; names
/// differ.
[[nodiscard]] SafetensorsLayout layOutWithKnown(std::span<const KnownTensor> known, std::span<const SafetensorsTensor> tensors);

/// A file's first bytes: length and JSON, a multiple of eight.
[[nodiscard]] std::vector<std::byte> safetensorsHeader(std::string json);

} // namespace quantlathe
