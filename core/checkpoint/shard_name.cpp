// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/shard_name.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace quantlathe {
namespace {

/// Five decimal digits at the start of `text`.
std::optional<std::uint32_t> fiveDigits(std::string_view text) {
    const std::string_view digits = text.substr(0, 5);
    if (digits.size() < 5 || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return std::nullopt;
    }
    std::uint32_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

} // namespace

std::string ShardName::withNumber(std::uint32_t other) const {
    return fmt::format("{}-{:05}-of-{:05}{}", prefix, other, count, extension);
}

std::optional<ShardName> parseShardName(const std::filesystem::path& file) {
    constexpr std::string_view between = "-of-";
    constexpr std::size_t tailLength = 1 + 5 + between.size() + 5;
    const std::string stem = file.stem().string();
    if (stem.size() <= tailLength) {
        return std::nullopt;
    }
    const std::string_view tail = std::string_view(stem).substr(stem.size() - tailLength);
    const auto number = fiveDigits(tail.substr(1));
    const auto count = fiveDigits(tail.substr(tail.size() - 5));
    if (tail.front() != '-' || tail.substr(6, between.size()) != between || !number || !count || *number == 0 ||
        *number > *count) {
        return std::nullopt;
    }
    return ShardName{stem.substr(0, stem.size() - tailLength), *number, *count, file.extension().string()};
}

std::vector<std::filesystem::path> shardSet(const std::filesystem::path& folder, const ShardName& name) {
    std::vector<std::filesystem::path> files;
    files.reserve(name.count);
    for (std::uint32_t i = 1; i <= name.count; ++i) {
        files.push_back(folder / name.withNumber(i));
    }
    requireAll(files, words("The set"));
    return files;
}

void requireAll(const std::vector<std::filesystem::path>& files, std::string_view whoNames) {
    std::vector<const std::filesystem::path*> missing;
    for (const auto& file : files) {
        if (!isThere(file)) {
            missing.push_back(&file);
        }
    }
    if (missing.empty()) {
        return;
    }
    const std::string first = escapeForDisplay(missing.front()->filename().string());
    const std::size_t here = files.size() - missing.size();
    const bool isOne = missing.size() == 1;
    const std::string who = translated(whoNames);
    const std::string present = here == 1 ? say("1 is") : say("{} are", here);
    throw badInput(
        missing.front()->parent_path(),
        isOne ? say("{} is missing", first) : say("{} and {} more of its set are missing", first, missing.size() - 1),
        isOne ? say("{} names {} files, {} here. Put the missing one into the same folder.", who, files.size(), present)
              : say("{} names {} files, {} here. Put the missing ones into the same folder.", who, files.size(), present));
}

} // namespace quantlathe
