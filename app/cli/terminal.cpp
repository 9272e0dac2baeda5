// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal.h"

#include "console.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace quantlathe::cli {
namespace {

struct Glyph {
    std::size_t offset;
    std::size_t bytes;
    std::size_t columns;
};

/// Code points of (valid) UTF-8; a byte that starts none counts as one column.
std::vector<Glyph> glyphsOf(std::string_view text) {
    std::vector<Glyph> glyphs;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t wanted = lead >= 0xF0 ? 4U : lead >= 0xE0 ? 3U : lead >= 0xC0 ? 2U : 1U;
        const std::size_t bytes = std::min(wanted, text.size() - i);
        std::uint32_t code = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
        for (std::size_t k = 1; k < bytes; ++k) {
            code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        const int columns = code < 0x80 ? 1 : columnsOfCharacter(code);
        glyphs.push_back({i, bytes, columns < 0 ? 1 : static_cast<std::size_t>(columns)});
        i += bytes;
    }
    return glyphs;
}

const char* environment(const char* name) {
    const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): read before any thread exists
    return value == nullptr ? "" : value;
}

std::string_view escapeCode(Style style) {
    switch (style) {
    case Style::strong: return "\x1b[1m";
    case Style::faint: return "\x1b[2m";
    case Style::good: return "\x1b[32m";
    case Style::caution: return "\x1b[33m";
    case Style::bad: return "\x1b[31m";
    case Style::plain: break;
    }
    return "";
}

} // namespace

std::string Terminal::styled(std::string_view text, Style style) const {
    if (!hasColour || style == Style::plain) {
        return std::string(text);
    }
    return std::string(escapeCode(style)).append(text).append("\x1b[0m");
}

Terminal terminalOf(int descriptor) {
    Terminal terminal;
    terminal.isTerminal = isScreen(descriptor);
    if (!terminal.isTerminal) {
        return terminal;
    }
    terminal.hasColour = *environment("NO_COLOR") == '\0' && std::string_view(environment("TERM")) != "dumb";
    const std::size_t columns = columnsOfScreen(descriptor);
    const long fromEnvironment = std::strtol(environment("COLUMNS"), nullptr, 10);
    if (columns > 0) {
        terminal.columns = columns;
    } else if (fromEnvironment > 0) {
        terminal.columns = static_cast<std::size_t>(fromEnvironment);
    } else {
        terminal.columns = 80;
    }
    return terminal;
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (const Glyph& glyph : glyphsOf(text)) {
        width += glyph.columns;
    }
    return width;
}

std::string elided(std::string_view text, std::size_t columns) {
    if (displayWidth(text) <= columns) {
        return std::string(text);
    }
    if (columns == 0) {
        return {};
    }
    const std::vector<Glyph> glyphs = glyphsOf(text);
    std::size_t left = (columns - 1) / 2;
    std::size_t right = columns - 1 - left;
    std::size_t headBytes = 0;
    for (const Glyph& glyph : glyphs) {
        if (glyph.columns > left) {
            break;
        }
        left -= glyph.columns;
        headBytes = glyph.offset + glyph.bytes;
    }
    std::size_t tailStart = text.size();
    for (auto glyph = glyphs.rbegin(); glyph != glyphs.rend() && glyph->columns <= right; ++glyph) {
        right -= glyph->columns;
        tailStart = glyph->offset;
    }
    return std::string(text.substr(0, headBytes)).append("…").append(text.substr(tailStart));
}

std::string padded(std::string_view text, std::size_t columns, bool alignRight) {
    const std::size_t width = displayWidth(text);
    const std::string blanks(columns > width ? columns - width : 0, ' ');
    return alignRight ? blanks + std::string(text) : std::string(text) + blanks;
}

} // namespace quantlathe::cli
