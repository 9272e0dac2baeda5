// SPDX-License-Identifier: GPL-3.0-or-later
// What the program knows about the screen it writes to: width, colour, the columns that a text takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace quantlathe::cli {

enum class Style { plain, strong, faint, good, caution, bad };

/// One of the standard streams, as it was found at program start.
struct Terminal {
    bool isTerminal = false;
    bool hasColour = false;
    std::size_t columns = 0; // 0: no limit (a file or a pipe)

    [[nodiscard]] std::string styled(std::string_view text, Style style) const;
};
/// `descriptor` is 1 or 2. Colour needs a terminal that is not "dumb" and an absent or empty NO_COLOR.
[[nodiscard]] Terminal terminalOf(int descriptor);

/// Columns on a screen: wide characters count two, combining ones none.
[[nodiscard]] std::size_t displayWidth(std::string_view text);
/// At most `columns` wide, with "…" in the middle where something was left out: both ends of a tensor's name matter.
[[nodiscard]] std::string elided(std::string_view text, std::size_t columns);
/// Blanks are added behind (or before) the text up to the width.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns, bool alignRight);

} // namespace quantlathe::cli
