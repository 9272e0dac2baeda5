// SPDX-License-Identifier: GPL-3.0-or-later
// The names of split files: <prefix>-00002-of-00004<extension>, used by all containers; Hugging Face models also have them with
// other numbers of digits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct ShardName {
    std::string prefix;
    std::uint32_t number = 0; // from 1
    std::uint32_t count = 0;
    std::string extension;        // with its dot
    std::size_t numberDigits = 5; // at least; leading zeros fill them up
    std::size_t countDigits = 5;

    [[nodiscard]] std::string withNumber(std::uint32_t other) const;
};

/// Nothing if the name has not that form, with five digits each, or says a number beyond its count.
[[nodiscard]] std::optional<ShardName> parseShardName(const std::filesystem::path& file);
/// The same with any number of digits: "model-1-of-3.safetensors", "model-00001-of-000163.safetensors".
[[nodiscard]] std::optional<ShardName> parseLooseShardName(const std::filesystem::path& file);

/// All paths of the set in `folder`, in order. Throws Error(badInput) if one is missing.
[[nodiscard]] std::vector<std::filesystem::path> shardSet(const std::filesystem::path& folder, const ShardName& name);

/// Throws Error(badInput) if some of the files of one model are not there, saying which. `whoNames` is the one that
/// asks for them: words("The index"), words("The set").
void requireAll(const std::vector<std::filesystem::path>& files, std::string_view whoNames);

} // namespace quantlathe
