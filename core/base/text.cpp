// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include "base/quantity.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <optional>
#include <unicode/uchar.h>

namespace quantlathe {
namespace {

/// Length of the well-formed UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t utf8SequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    const unsigned second = byte(1);
    const bool overlongOrSurrogate = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) ||
                                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90);
    return overlongOrSurrogate ? 0 : length;
}

/// Characters that a screen obeys instead of showing them, or shows nothing for: controls, marks without a width, those that
/// turn the direction of what follows, line ends; and code points that mean something else everywhere.
bool isHidden(char32_t character) {
    const auto point = static_cast<UChar32>(character);
    switch (u_charType(point)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR: return true;
    case U_NON_SPACING_MARK: return false; // selectors of a glyph's variant belong to the character before them
    default: return u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    }
}

/// Of a well-formed sequence.
char32_t characterOf(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) {
        return lead;
    }
    char32_t character = lead & (0x7FU >> sequence.size());
    for (const char byte : sequence.substr(1)) {
        character = character << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return character;
}

struct BracketMatch {
    bool matches;
    std::size_t patternLength;
};

/// Matches one character against the bracket expression at the start of `pattern`; nothing if it has no end.
std::optional<BracketMatch> matchBracket(std::string_view pattern, char character) {
    std::size_t i = 1;
    const bool negated = i < pattern.size() && pattern[i] == '!';
    i += negated ? 1 : 0;
    bool found = false;
    for (bool first = true; i < pattern.size(); first = false) {
        if (pattern[i] == ']' && !first) {
            return BracketMatch{found != negated, i + 1};
        }
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            found = found || (pattern[i] <= character && character <= pattern[i + 2]);
            i += 3;
        } else {
            found = found || pattern[i] == character;
            ++i;
        }
    }
    return std::nullopt;
}

} // namespace

std::string escapeForDisplay(std::string_view text, std::size_t maxBytes) {
    std::string shown;
    while (!text.empty()) {
        if (shown.size() >= maxBytes) {
            shown += "…";
            break;
        }
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0 || isHidden(characterOf(text.substr(0, length)))) {
            for (std::size_t i = 0; i < (length == 0 ? 1 : length); ++i) {
                shown += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[i]));
            }
            text.remove_prefix(length == 0 ? 1 : length);
            continue;
        }
        shown += text.substr(0, length);
        text.remove_prefix(length);
    }
    return shown;
}

bool isValidUtf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

bool equalsAnyCase(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string groupedDigits(std::uint64_t value) {
    std::string digits = std::to_string(value);
    for (std::size_t position = digits.size(); position > 3; position -= 3) {
        digits.insert(position - 3, 1, ' ');
    }
    return digits;
}

std::string fileSizeText(std::uint64_t bytes) {
    return quantityText(fileSizeQuantity(bytes));
}

std::string memoryText(std::uint64_t bytes) {
    return quantityText(memoryQuantity(static_cast<double>(bytes)));
}

std::string parameterText(std::uint64_t count) {
    return quantityText(parameterQuantity(count));
}

bool globMatches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::optional<std::size_t> starPattern; // where to go back to: the last `*` takes one more character
    std::size_t starText = 0;
    while (t < text.size()) {
        std::size_t step = 0;
        if (p < pattern.size()) {
            if (pattern[p] == '*') {
                starPattern = ++p;
                starText = t;
                continue;
            }
            const auto bracket = pattern[p] == '[' ? matchBracket(pattern.substr(p), text[t]) : std::nullopt;
            if (bracket) {
                step = bracket->matches ? bracket->patternLength : 0;
            } else if (pattern[p] == '?' || pattern[p] == text[t]) {
                step = 1;
            }
        }
        if (step > 0) {
            p += step;
            ++t;
        } else if (starPattern) {
            p = *starPattern;
            t = ++starText;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') {
        ++p;
    }
    return p == pattern.size();
}

} // namespace quantlathe
