// SPDX-License-Identifier: GPL-3.0-or-later
// What all fuzz targets share: a parser may refuse its input with Error(badInput) and with nothing else.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace quantlathe::fuzz {

inline void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

/// Calls `parse(bytes)`. Any other exception, and an Error that names no place, ends the run.
template <class Parse>
int run(const std::uint8_t* data, std::size_t size, Parse parse) {
    try {
        parse(std::as_bytes(std::span(data, size)));
    } catch (const Error& error) {
        require(error.exitCode() == 2 && !error.title().empty() && !error.detail().empty());
    }
    return 0;
}

} // namespace quantlathe::fuzz
