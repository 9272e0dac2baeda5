// SPDX-License-Identifier: GPL-3.0-or-later
// The index of a sharded model: model.safetensors.index.json and pytorch_model.bin.index.json have the same form.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

struct WeightIndex {
    std::vector<std::string> files;                      // plain names, sorted
    std::unordered_map<std::string, std::size_t> fileOf; // tensor name → index into `files`
};

/// `file` is for messages. Throws Error(badInput).
[[nodiscard]] WeightIndex parseWeightIndex(std::string_view text, const std::filesystem::path& file);

} // namespace quantlathe
