// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/importance_glance.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "checkpoint/gguf_header.h"
#include "checkpoint/gguf_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <optional>
#include <span>
#include <string_view>

namespace quantlathe {
namespace {

std::optional<std::int32_t> takeCount(std::span<const std::byte>& rest) {
    std::int32_t value = 0;
    if (rest.size() < sizeof value) {
        return std::nullopt;
    }
    std::memcpy(&value, rest.data(), sizeof value);
    rest = rest.subspan(sizeof value);
    return value;
}

bool isWeightName(std::span<const std::byte> bytes) {
    const std::string_view name(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return name.ends_with(".weight") && std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
}

/// The legacy form has no magic number (docs/formats/imatrix.md): its first entry must make sense.
bool looksLikeLegacyForm(std::span<const std::byte> rest) {
    constexpr std::int32_t mostEntries = 1'000'000;
    constexpr std::int32_t longestName = 1024;
    const auto entries = takeCount(rest);
    const auto nameLength = takeCount(rest);
    if (!entries || *entries < 1 || *entries > mostEntries || !nameLength || *nameLength < 1 || *nameLength > longestName ||
        rest.size() < static_cast<std::size_t>(*nameLength) ||
        !isWeightName(rest.first(static_cast<std::size_t>(*nameLength)))) {
        return false;
    }
    rest = rest.subspan(static_cast<std::size_t>(*nameLength));
    const auto calls = takeCount(rest);
    const auto values = takeCount(rest);
    return calls && *calls >= 0 && values && *values > 0 && static_cast<std::size_t>(*values) <= rest.size() / sizeof(float);
}

} // namespace

bool looksLikeImportanceMatrix(const std::filesystem::path& file) noexcept {
    try {
        if (fileKind(file) != FileKind::file) {
            return false;
        }
        const MappedFile mapped(file);
        const auto bytes = mapped.bytes();
        if (!looksLikeGguf(bytes.first(std::min<std::size_t>(bytes.size(), 8)))) {
            return looksLikeLegacyForm(bytes);
        }
        return parseGgufHeader({bytes, bytes.size(), file}).metadata.string("general.type") == "imatrix";
    } catch (const std::exception&) {
        return false; // not readable: opening it says what is wrong
    }
}

} // namespace quantlathe
