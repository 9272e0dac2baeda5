// SPDX-License-Identifier: GPL-3.0-or-later
// What systems do differently about a program's arguments, its standard streams and the screen behind them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace quantlathe::cli {

/// Text goes out as it is, in UTF-8. Called once, before anything is written.
void prepareConsole();

/// The words of the command line, the program's name first. Windows: in UTF-8, whatever main() was given.
[[nodiscard]] std::vector<std::string> programArguments(int argc, const char* const* argv);

/// Writes some of it to descriptor 1 or 2, as POSIX's write(): the number of bytes, or −1 and errno (EPIPE: nobody reads).
[[nodiscard]] ssize_t writeSome(int descriptor, std::string_view text) noexcept;

[[nodiscard]] bool isScreen(int descriptor);
/// 0: the screen does not tell.
[[nodiscard]] std::size_t columnsOfScreen(int descriptor);
/// Two for wide characters, none for combining ones; −1 for what is not printed.
[[nodiscard]] int columnsOfCharacter(char32_t code);

} // namespace quantlathe::cli
