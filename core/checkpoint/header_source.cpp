// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/header_source.h"

#include "base/text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fmt/format.h>

namespace quantlathe {

// Both containers are little-endian on disk and are read by copying their numbers.
static_assert(std::endian::native == std::endian::little, "big-endian machines are not supported");

std::string subjectOf(std::size_t index, std::size_t count) {
    return count > 1 ? fmt::format("Shard {} of {}", index + 1, count) : "The file";
}

Error cutShort(const HeaderSource& source, std::uint64_t missingBytes, std::string_view where) {
    return badInput(source.file, source.subject + " is cut short",
                    fmt::format("{} ends at byte {}, {} byte{} too early, inside {}. Download it again.",
                                escapeForDisplay(source.file.filename().string()), groupedDigits(source.fileBytes),
                                groupedDigits(missingBytes), missingBytes == 1 ? "" : "s", where));
}

std::uint64_t hashBytes(std::span<const std::byte> bytes, std::uint64_t seed) {
    // Multiply and fold, eight bytes a step; the length goes in first, so that padding of the last step is no ambiguity.
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15ULL;
    const auto mix = [](std::uint64_t hash, std::uint64_t word) {
        hash = (hash ^ word) * factor;
        return hash ^ (hash >> 29U);
    };
    std::uint64_t hash = mix(seed ^ 0xD6E8FEB86659FD93ULL, bytes.size());
    while (!bytes.empty()) {
        std::uint64_t word = 0;
        const std::size_t step = std::min(sizeof word, bytes.size());
        std::memcpy(&word, bytes.data(), step);
        hash = mix(hash, word);
        bytes = bytes.subspan(step);
    }
    return mix(hash, hash >> 32U);
}

} // namespace quantlathe
