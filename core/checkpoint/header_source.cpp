// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/header_source.h"

#include "base/text.h"

#include <bit>
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

} // namespace quantlathe
