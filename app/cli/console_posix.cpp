// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <clocale>
#include <cwchar>
#include <sys/ioctl.h>
#include <unistd.h>

namespace quantlathe::cli {

void prepareConsole() {
    std::setlocale(LC_CTYPE, "C.UTF-8"); // column widths of characters; numbers stay in the C locale
}

std::vector<std::string> programArguments(int argc, const char* const* argv) {
    return {argv, argv + argc};
}

ssize_t writeSome(int descriptor, std::string_view text) noexcept {
    return ::write(descriptor, text.data(), text.size());
}

bool isScreen(int descriptor) {
    return ::isatty(descriptor) == 1;
}

std::size_t columnsOfScreen(int descriptor) {
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int columnsOfCharacter(char32_t code) {
    return ::wcwidth(static_cast<wchar_t>(code));
}

} // namespace quantlathe::cli
