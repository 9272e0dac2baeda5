// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/zip_directory.h"

#include "base/checked.h"
#include "base/text.h"
#include "base/words.h"
#include "base/zip_format.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace quantlathe {
namespace {

using namespace zip;

constexpr std::uint64_t maxComment = 0xFFFF;

struct CentralDirectory {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t entries = 0;
};

class Parser {
public:
    explicit Parser(const HeaderSource& source) : source_(source) {}

    ZipDirectory parse() {
        const CentralDirectory central = findDirectory();
        if (central.entries > central.bytes / centralBytes) {
            throw invalid(central.offset, say("its directory of {} bytes cannot hold {} entries", groupedDigits(central.bytes),
                                              groupedDigits(central.entries)));
        }
        ZipDirectory directory;
        directory.reserve(central.entries);
        std::uint64_t at = central.offset;
        const std::uint64_t end = central.offset + central.bytes;
        for (std::uint64_t i = 0; i < central.entries; ++i) {
            at = takeEntry(at, end, directory);
        }
        return directory;
    }

private:
    [[nodiscard]] Error invalid(std::uint64_t offset, std::string_view why) const {
        return badInput(source_.file, say("{} is not a valid zip archive", source_.subject),
                        say("At byte {}: {}. Download it again.", groupedDigits(offset), why));
    }

    [[nodiscard]] bool holds(std::uint64_t offset, std::uint64_t length) const {
        return offset <= source_.bytes.size() && length <= source_.bytes.size() - offset;
    }

    template <typename Number>
    [[nodiscard]] Number number(std::uint64_t offset) const {
        if (!holds(offset, sizeof(Number))) {
            throw invalid(offset, say("the archive ends inside a number"));
        }
        Number value = 0;
        std::memcpy(&value, source_.bytes.data() + offset, sizeof value);
        return value;
    }

    /// The end record stands last; only a comment may follow it.
    [[nodiscard]] std::uint64_t findEnd() const {
        const std::uint64_t size = source_.bytes.size();
        if (size < endBytes) {
            throw invalid(0, say("it is too short to hold the directory's end"));
        }
        const std::uint64_t first = size - std::min(size, endBytes + maxComment);
        for (std::uint64_t at = size - endBytes + 1; at-- > first;) {
            if (number<std::uint32_t>(at) == endSignature && number<std::uint16_t>(at + 20) == size - at - endBytes) {
                return at;
            }
        }
        throw invalid(size, say("the directory at its end is missing, the file is probably cut short"));
    }

    [[nodiscard]] CentralDirectory findDirectory() const {
        const std::uint64_t end = findEnd();
        CentralDirectory central{.offset = number<std::uint32_t>(end + 16),
                                 .bytes = number<std::uint32_t>(end + 12),
                                 .entries = number<std::uint16_t>(end + 10)};
        if (number<std::uint16_t>(end + 4) != 0 && number<std::uint16_t>(end + 4) != 0xFFFF) {
            throw invalid(end, say("it is one part of an archive of several"));
        }
        if (end >= wideLocatorBytes && number<std::uint32_t>(end - wideLocatorBytes) == wideLocatorSignature) {
            const auto wide = number<std::uint64_t>(end - wideLocatorBytes + 8);
            if (!holds(wide, wideEndBytes) || number<std::uint32_t>(wide) != wideEndSignature) {
                throw invalid(end - wideLocatorBytes, say("the 64-bit end of the directory is not where it should be"));
            }
            central = {.offset = number<std::uint64_t>(wide + 48),
                       .bytes = number<std::uint64_t>(wide + 40),
                       .entries = number<std::uint64_t>(wide + 32)};
        }
        if (!holds(central.offset, central.bytes)) {
            throw invalid(end, say("the directory at byte {} with {} bytes lies outside of the file",
                                   groupedDigits(central.offset), groupedDigits(central.bytes)));
        }
        return central;
    }

    /// Returns the offset of the next entry.
    std::uint64_t takeEntry(std::uint64_t at, std::uint64_t end, ZipDirectory& directory) const {
        if (end - at < centralBytes || number<std::uint32_t>(at) != centralSignature) {
            throw invalid(at, say("an entry of the directory should start here"));
        }
        const std::uint64_t nameBytes = number<std::uint16_t>(at + 28);
        const std::uint64_t extraBytes = number<std::uint16_t>(at + 30);
        const std::uint64_t next = at + centralBytes + nameBytes + extraBytes + number<std::uint16_t>(at + 32);
        if (next > end) {
            throw invalid(at, say("an entry is longer than the directory"));
        }
        const std::string_view name(reinterpret_cast<const char*>(source_.bytes.data()) + at + centralBytes, nameBytes);
        const auto shown = [&] { return escapeForDisplay(name); };
        std::uint64_t packed = number<std::uint32_t>(at + 20);
        std::uint64_t bytes = number<std::uint32_t>(at + 24);
        std::uint64_t local = number<std::uint32_t>(at + 42);
        takeWideField(at + centralBytes + nameBytes, extraBytes, bytes, packed, local);
        if ((number<std::uint16_t>(at + 8) & 1U) != 0) {
            throw invalid(at, say("entry {} is encrypted", shown()));
        }
        if (number<std::uint16_t>(at + 10) != 0 || packed != bytes) {
            throw invalid(at,
                          say("entry {} is compressed, only stored entries can be mapped. Save the model again with torch.save",
                              shown()));
        }
        if (bytes == 0) {
            return next;
        }
        if (!holds(local, localBytes) || number<std::uint32_t>(local) != localSignature) {
            throw invalid(at, say("entry {} should start at byte {}, where none does", shown(), groupedDigits(local)));
        }
        const std::uint64_t data = local + localBytes + number<std::uint16_t>(local + 26) + number<std::uint16_t>(local + 28);
        if (!holds(data, bytes)) {
            throw invalid(at, say("entry {} with {} bytes ends behind the end of the file", shown(), groupedDigits(bytes)));
        }
        if (!directory.emplace(name, ZipEntry{.offset = data, .bytes = bytes}).second) {
            throw invalid(at, say("entry {} stands there twice", shown()));
        }
        return next;
    }

    /// The extra field that holds, in this order, those of the three numbers that did not fit in 32 bits.
    void takeWideField(std::uint64_t at, std::uint64_t length, std::uint64_t& bytes, std::uint64_t& packed,
                       std::uint64_t& local) const {
        const std::uint64_t end = at + length;
        while (end - at >= 4) {
            const std::uint64_t fieldEnd = at + 4 + number<std::uint16_t>(at + 2);
            if (fieldEnd > end) {
                throw invalid(at, say("an extra field is longer than its entry says"));
            }
            if (number<std::uint16_t>(at) == wideFieldId) {
                at += 4;
                for (std::uint64_t* const value : {&bytes, &packed, &local}) {
                    if (*value != inWideField) {
                        continue;
                    }
                    if (fieldEnd - at < 8) {
                        throw invalid(at, say("a 64-bit extra field is too short"));
                    }
                    *value = number<std::uint64_t>(at);
                    at += 8;
                }
                return;
            }
            at = fieldEnd;
        }
    }

    const HeaderSource& source_;
};

} // namespace

ZipDirectory parseZipDirectory(const HeaderSource& source) {
    return Parser(source).parse();
}

} // namespace quantlathe
