// SPDX-License-Identifier: GPL-3.0-or-later
// A safetensors file from a header that is text, so that a fuzzer need not get its length right.
#pragma once

#include <cstdint>
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

} // namespace quantlathe::fuzz
