// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system_places.h"

#include <cstdlib>
#include <string>
#include <windows.h>

namespace quantlathe {

namespace fs = std::filesystem;

fs::path programFile() {
    constexpr std::size_t longestPath = 32768;
    std::wstring path(longestPath, L'\0');
    const DWORD length = ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
    path.resize(length < longestPath ? length : 0);
    return path;
}

fs::path userCacheFolder() {
    for (const wchar_t* const name : {L"XDG_CACHE_HOME", L"LOCALAPPDATA"}) {
        if (const wchar_t* const folder = ::_wgetenv(name); folder != nullptr && *folder != L'\0') {
            return folder;
        }
    }
    return fs::temp_directory_path();
}

} // namespace quantlathe
