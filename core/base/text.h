// SPDX-License-Identifier: GPL-3.0-or-later
// Small text helpers shared by errors, the command line and the window.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace quantlathe {

/// Text from a file made safe to show: control characters and bytes that are not valid UTF-8 become \xNN,
/// backslashes stay; longer than `maxBytes` is cut and ends with "…".
[[nodiscard]] std::string escapeForDisplay(std::string_view text, std::size_t maxBytes = 200);

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
[[nodiscard]] bool isValidUtf8(std::string_view text);

/// Letters of ASCII in either case are the same.
[[nodiscard]] bool equalsAnyCase(std::string_view a, std::string_view b);

/// 1234567 → "1 234 567" (groups of three, plain blanks).
[[nodiscard]] std::string groupedDigits(std::uint64_t value);

/// File sizes in GB (10^9) from 1 GB up, MB below, kB below 0.1 MB: "4.92 GB", "279.0 MB", "7.1 kB".
[[nodiscard]] std::string fileSizeText(std::uint64_t bytes);

/// Memory in GiB (2^30) or MiB below 0.1 GiB: "8.0 GiB", "27.3 MiB".
[[nodiscard]] std::string memoryText(std::uint64_t bytes);

/// Parameter counts with three significant digits: "8.03 B", "135 M", "6.82 M", "12.3 k".
[[nodiscard]] std::string parameterText(std::uint64_t count);

/// Shell-style pattern over the whole text: `*` any run, `?` one character, `[abc]`, `[a-z]`, `[!a-z]`; a bracket without
/// its end stands for itself. At most pattern × text steps, case-sensitive.
[[nodiscard]] bool globMatches(std::string_view pattern, std::string_view text);

} // namespace quantlathe
