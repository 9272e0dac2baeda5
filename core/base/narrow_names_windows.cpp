// SPDX-License-Identifier: GPL-3.0-or-later
// Names are UTF-8 in the whole program. The standard library of mingw-w64 writes a path as UTF-8, but reads one character by
// character with mbrtowc(), which knows no UTF-8 there. The linker puts this function in its place (--wrap,
// core/CMakeLists.txt).
#include <cstddef>
#include <cwchar>

namespace {

constexpr wchar_t replacement = 0xFFFD; // for what is no UTF-8: no file has such a name

bool isContinuation(const char* text, std::size_t bytes, std::size_t at) {
    return at < bytes && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

std::size_t lengthFrom(unsigned char lead) {
    return lead < 0x80                   ? 1
           : lead >= 0xC2 && lead < 0xE0 ? 2
           : lead >= 0xE0 && lead < 0xF0 ? 3
           : lead >= 0xF0 && lead < 0xF5 ? 4
                                         : 0;
}

/// 0: not well-formed.
std::size_t decode(const char* text, std::size_t bytes, char32_t& code) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = lengthFrom(lead);
    code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!isContinuation(text, bytes, i)) {
            return 0;
        }
        code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    const bool isOverlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool isSurrogate = code >= 0xD800 && code < 0xE000;
    return isOverlong || isSurrogate || code > 0x10FFFF ? 0 : length;
}

} // namespace

/// One UTF-16 unit a call, as mbrtowc(). Of two units the second one waits in the state, and the last byte for it.
extern "C" std::size_t __wrap_mbrtowc(wchar_t* to, const char* text, std::size_t bytes, std::mbstate_t* state) { // NOLINT
    static thread_local std::mbstate_t own{};
    std::mbstate_t& waiting = state != nullptr ? *state : own;
    if (text == nullptr) {
        waiting = 0;
        return 0;
    }
    if (bytes == 0) {
        return static_cast<std::size_t>(-2);
    }
    wchar_t unit = replacement;
    std::size_t used = 1;
    if (waiting != 0) {
        unit = static_cast<wchar_t>(waiting);
        waiting = 0;
    } else {
        char32_t code = 0;
        if (const std::size_t length = decode(text, bytes, code); length == 4) {
            unit = static_cast<wchar_t>(0xD800U + ((code - 0x10000U) >> 10U));
            waiting = static_cast<std::mbstate_t>(0xDC00U + ((code - 0x10000U) & 0x3FFU));
            used = length - 1;
        } else if (length > 0) {
            unit = static_cast<wchar_t>(code);
            used = length;
        }
    }
    if (to != nullptr) {
        *to = unit;
    }
    return unit == 0 ? 0 : used;
}
