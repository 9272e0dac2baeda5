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

/// Cuts the digits off the end; they may not be too many for a count of files.
std::string_view takeDigits(std::string_view& text) {
    constexpr std::size_t mostDigits = 9;
    const std::size_t end = text.find_last_not_of("0123456789");
    const std::string_view digits = text.substr(end == std::string_view::npos ? 0 : end + 1);
    text.remove_suffix(digits.size());
    return digits.size() > mostDigits ? std::string_view() : digits;
}

std::uint32_t valueOf(std::string_view digits) {
    std::uint32_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

} // namespace

std::string ShardName::withNumber(std::uint32_t other) const {
    return fmt::format("{}-{:0{}}-of-{:0{}}{}", prefix, other, numberDigits, count, countDigits, extension);
}

std::optional<ShardName> parseLooseShardName(const std::filesystem::path& file) {
    constexpr std::string_view between = "-of-";
    const std::string stem = file.stem().string();
    std::string_view rest = stem;
    const std::string_view count = takeDigits(rest);
    if (count.empty() || !rest.ends_with(between)) {
        return std::nullopt;
    }
    rest.remove_suffix(between.size());
    const std::string_view number = takeDigits(rest);
    if (number.empty() || rest.size() < 2 || rest.back() != '-' || valueOf(number) == 0 || valueOf(number) > valueOf(count)) {
        return std::nullopt;
    }
    rest.remove_suffix(1);
    const bool isPadded =
        number.front() == '0' || count.front() == '0' || (number.size() == count.size() && number.size() >= 5);
    return ShardName{
        std::string(rest), valueOf(number), valueOf(count), file.extension().string(), isPadded ? number.size() : 1,
        count.size()};
}

std::optional<ShardName> parseShardName(const std::filesystem::path& file) {
    constexpr std::size_t digits = 5;
    auto name = parseLooseShardName(file);
    const std::string stem = file.stem().string();
    if (!name || name->countDigits != digits ||
        stem.size() != name->prefix.size() + std::string_view("--of-").size() + 2 * digits) {
        return std::nullopt;
    }
    name->numberDigits = digits;
    return name;
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
