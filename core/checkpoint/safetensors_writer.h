// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out safetensors files before any tensor exists: header text, offsets, shards, index (docs/formats/safetensors.md).
#pragma once

#include "base/element_type.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct SafetensorsTensor {
    std::string name;
    ElementType type = ElementType::F32; // one that has a safetensors dtype
    std::vector<std::uint64_t> shape;    // empty: a scalar
    /// Tensors of the same group stand in the same file: loaders look for the parts of a layer only there.
    std::size_t group = 0;
};

/// The strings of a file's __metadata__.
using SafetensorsMetadata = std::map<std::string, std::string>;

struct SafetensorsLayout {
    std::vector<std::byte> header; // length and JSON, a multiple of eight bytes
    std::uint64_t fileBytes = 0;
    std::vector<std::uint64_t> offsets; // of each tensor, from the start of the file, in the order given
    std::vector<std::uint64_t> sizes;
};

/// One file. Values are aligned to their own size, as the reference writer has it: wide types stand first, names are sorted
/// within. Throws Error(badInput) for names that are there twice or no UTF-8, and for types without a dtype.
[[nodiscard]] SafetensorsLayout layOutSafetensors(std::span<const SafetensorsTensor> tensors,
                                                  const SafetensorsMetadata& metadata);

/// The file of each tensor when none may hold more than `maxBytes` of values: groups in their order, filled one after the
/// other; a group that is larger than the limit has a file to itself. Tensors of a group stand behind each other.
[[nodiscard]] std::vector<std::size_t> shardsOfGroups(std::span<const SafetensorsTensor> tensors, std::uint64_t maxBytes);

/// The text of model.safetensors.index.json.
[[nodiscard]] std::string safetensorsIndex(std::span<const SafetensorsTensor> tensors, std::span<const std::size_t> shards,
                                           std::span<const std::string> fileNames);

} // namespace quantlathe
