// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/header_source.h"

#include "base/text.h"
#include "base/words.h"

#include <bit>

namespace quantlathe {

// Both containers are little-endian on disk and are read by copying their numbers.
static_assert(std::endian::native == std::endian::little, "big-endian machines are not supported");

std::string subjectOf(std::size_t index, std::size_t count) {
    return count > 1 ? say("Shard {} of {}", index + 1, count) : say("The file");
}

Error cutShort(const HeaderSource& source, std::uint64_t missingBytes, std::string_view where) {
    const std::string name = escapeForDisplay(source.file.filename().string());
    const std::string ends = groupedDigits(source.fileBytes);
    return badInput(source.file, say("{} is cut short", source.subject),
                    missingBytes == 1
                        ? say("{} ends at byte {}, 1 byte too early, inside {}. Download it again.", name, ends, where)
                        : say("{} ends at byte {}, {} bytes too early, inside {}. Download it again.", name, ends,
                              groupedDigits(missingBytes), where));
}

} // namespace quantlathe
