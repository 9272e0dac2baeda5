// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/peak_memory.h"

#include "base/file.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>

namespace quantlathe {

std::uint64_t peakResidentBytes() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024U;
}

void restartPeakMemory() {
    std::ofstream("/proc/self/clear_refs") << '5'; // proc(5): the high water mark
}

std::uint64_t peakMemory() {
    constexpr std::string_view title = "VmHWM:"; // in kB
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(title)) {
            return std::strtoull(line.c_str() + title.size(), nullptr, 10) * 1024U;
        }
    }
    return peakResidentBytes();
}

} // namespace quantlathe
