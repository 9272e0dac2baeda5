// SPDX-License-Identifier: GPL-3.0-or-later
// A safetensors file from a header that is text, so that a fuzzer need not get its length right.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace quantlathe::fuzz {

inline std::string safetensorsFile(std::string_view header, std::string_view data) {
    std::string file;
    for (std::uint64_t length = header.size(); file.size() < 8; length >>= 8U) {
        file += static_cast<char>(length & 0xFFU);
    }
    return file.append(header).append(data);
}

/// The same with as many zeros behind the header as its largest offset says, up to a limit: who damages a header need not get
/// the length of the values right.
inline std::string safetensorsFileOfZeros(std::string_view header) {
    constexpr std::uint64_t most = 1U << 20U;
    std::uint64_t end = 0;
    const nlohmann::json entries = nlohmann::json::parse(header, nullptr, false);
    for (const auto& entry : entries.is_object() ? entries : nlohmann::json::object()) {
        const auto offsets = entry.is_object() ? entry.find("data_offsets") : entry.end();
        const bool hasEnd = entry.is_object() && offsets != entry.end() && offsets->is_array() && offsets->size() == 2 &&
                            (*offsets)[1].is_number_unsigned();
        end = hasEnd ? std::max(end, (*offsets)[1].get<std::uint64_t>()) : end;
    }
    return safetensorsFile(header, std::string(static_cast<std::size_t>(std::min(end, most)), '\0'));
}

} // namespace quantlathe::fuzz
