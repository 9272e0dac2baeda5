// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/peak_memory.h"

#include "base/file.h"

#include <windows.h>

#include <psapi.h>

namespace quantlathe {

std::uint64_t peakResidentBytes() {
    PROCESS_MEMORY_COUNTERS counters{};
    return ::GetProcessMemoryInfo(::GetCurrentProcess(), &counters, sizeof counters) != 0 ? counters.PeakWorkingSetSize : 0;
}

void restartPeakMemory() {}

std::uint64_t peakMemory() {
    return peakResidentBytes();
}

} // namespace quantlathe
