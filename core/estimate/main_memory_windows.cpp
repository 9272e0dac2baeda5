// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/main_memory.h"

#include <windows.h>

namespace quantlathe {

MainMemory askMainMemory(const std::filesystem::path& /*root*/) {
    MEMORYSTATUSEX status{};
    status.dwLength = sizeof status;
    MainMemory memory;
    if (::GlobalMemoryStatusEx(&status) != 0) {
        memory.bytes = status.ullTotalPhys;
        memory.availableBytes = status.ullAvailPhys;
    }
    return memory;
}

} // namespace quantlathe
