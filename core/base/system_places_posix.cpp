// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system_places.h"

#include <cstdlib>
#include <system_error>

namespace quantlathe {

namespace fs = std::filesystem;

fs::path programFile() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error);
}

fs::path userCacheFolder() {
    if (const char* const xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg != '\0') {
        return xdg;
    }
    if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
        return fs::path(home) / ".cache";
    }
    return fs::temp_directory_path();
}

} // namespace quantlathe
