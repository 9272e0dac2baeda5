// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <io.h>
#include <unicode/uchar.h>
#include <windows.h>

#include <shellapi.h>

namespace quantlathe::cli {
namespace {

HANDLE handleOf(int descriptor) {
    return reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor)); // NOLINT(performance-no-int-to-ptr)
}

} // namespace

void prepareConsole() {
    for (const int descriptor : {1, 2}) {
        ::_setmode(descriptor, _O_BINARY); // no carriage returns
        DWORD mode = 0;
        if (::GetConsoleMode(handleOf(descriptor), &mode) != 0) {
            ::SetConsoleMode(handleOf(descriptor), mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
        }
    }
    ::SetConsoleOutputCP(CP_UTF8);
}

std::vector<std::string> programArguments(int argc, const char* const* argv) {
    int count = 0;
    wchar_t** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    if (words == nullptr) {
        return {argv, argv + argc};
    }
    std::vector<std::string> arguments;
    std::transform(words, words + count, std::back_inserter(arguments),
                   [](const wchar_t* word) { return std::filesystem::path(word).string(); });
    ::LocalFree(words);
    return arguments;
}

ssize_t writeSome(int descriptor, std::string_view text) noexcept {
    constexpr std::size_t most = 1U << 20U;
    const int written = ::_write(descriptor, text.data(), static_cast<unsigned>(std::min(text.size(), most)));
    if (written < 0 && (errno == EINVAL || ::GetLastError() == ERROR_NO_DATA || ::GetLastError() == ERROR_BROKEN_PIPE)) {
        errno = EPIPE; // what the library says of a pipe without a reader
    }
    return written;
}

bool isScreen(int descriptor) {
    DWORD mode = 0;
    return ::GetConsoleMode(handleOf(descriptor), &mode) != 0;
}

std::size_t columnsOfScreen(int descriptor) {
    CONSOLE_SCREEN_BUFFER_INFO screen{};
    const bool isKnown = ::GetConsoleScreenBufferInfo(handleOf(descriptor), &screen) != 0;
    return isKnown ? static_cast<std::size_t>(std::max(0, screen.srWindow.Right - screen.srWindow.Left + 1)) : 0;
}

int columnsOfCharacter(char32_t code) {
    const auto character = static_cast<UChar32>(code);
    switch (u_charType(character)) {
    case U_CONTROL_CHAR:
    case U_UNASSIGNED: return -1;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR: return 0;
    default: break;
    }
    const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

} // namespace quantlathe::cli
