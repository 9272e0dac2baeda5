// SPDX-License-Identifier: GPL-3.0-or-later
// What the header parsers work on, and the errors they share. The parsers take bytes, not files, so that fuzzers and
// tests can feed them directly.
#pragma once

#include "base/error.h"
#include "base/words.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace quantlathe {

struct HeaderSource {
    std::span<const std::byte> bytes;      // from the start of the file; must hold the whole header, need not hold the data
    std::uint64_t fileBytes = 0;           // length of the whole file: every tensor must end inside it
    std::filesystem::path file;            // for messages
    std::string subject = say("The file"); // for messages: what a user calls it, "Shard 3 of 4"
};

/// Thrown where the bytes end inside the header: with more bytes of the file it might be whole.
class HeaderCutShort : public Error {
public:
    explicit HeaderCutShort(Error error) : Error(std::move(error)) {}
};

/// "Shard 3 of 4" for a member of a set (numbers from 0 inside), "The file" for a file on its own.
[[nodiscard]] std::string subjectOf(std::size_t index, std::size_t count);

/// "<subject> is cut short", saying how many bytes are missing and inside of what the file ends.
[[nodiscard]] Error cutShort(const HeaderSource& source, std::uint64_t missingBytes, std::string_view where);

} // namespace quantlathe
