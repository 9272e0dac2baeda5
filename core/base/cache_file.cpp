// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cache_file.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/hash.h"
#include "base/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <vector>

namespace quantlathe {
namespace {

std::string firstLineOf(std::string_view text) {
    return fmt::format("quantlathe cache 1 {} {:016x}\n", text.size(), contentHash(std::as_bytes(std::span(text))));
}

} // namespace

void writeCacheFile(const std::filesystem::path& path, std::string_view text) {
    writeTextFileAtomically(path, firstLineOf(text) + std::string(text));
}

std::uint64_t fileHash(const std::filesystem::path& path) {
    constexpr std::uint64_t atOnce = 1U << 20U;
    const InputFile file(path);
    const std::uint64_t size = file.stamp().size;
    HashBuilder hash;
    std::vector<std::byte> bytes;
    for (std::uint64_t offset = 0; offset < size; offset += atOnce) {
        bytes.resize(static_cast<std::size_t>(std::min(atOnce, size - offset)));
        if (!file.readAt(offset, bytes)) {
            throw badInput(path, say("The file was changed while it was read"));
        }
        hash.add(bytes);
    }
    return hash.value();
}

std::optional<std::string> readCacheFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    constexpr std::uint64_t longestLine = 64;
    try {
        if (fileKind(path) != FileKind::file) {
            return std::nullopt;
        }
        std::string file = readTextFile(path, maxBytes + longestLine);
        const std::size_t lineEnd = file.find('\n');
        if (lineEnd == std::string::npos) {
            return std::nullopt;
        }
        const std::string firstLine = file.substr(0, lineEnd + 1);
        file.erase(0, lineEnd + 1);
        return firstLine == firstLineOf(file) ? std::optional(std::move(file)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace quantlathe
