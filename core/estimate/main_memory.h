// SPDX-License-Identifier: GPL-3.0-or-later
// Main memory: how much there is, how much of it is free, how fast it is read.
#pragma once

#include <cstdint>
#include <filesystem>

namespace quantlathe {

struct MainMemory {
    std::uint64_t bytes = 0; // 0: unknown
    std::uint64_t availableBytes = 0;
};
/// From /proc/meminfo below `root`, and no more than the control group of this process (a container) may have; on Windows as
/// the system tells.
[[nodiscard]] MainMemory askMainMemory(const std::filesystem::path& root);

/// Bytes a second that `threads` read together, the best of three passes over memory that no cache holds. Takes about a tenth
/// of a second and 256 MiB (an eighth of what is available, where that is less); 0 where there is too little to tell.
[[nodiscard]] double measureReadBandwidth(int threads, std::uint64_t availableBytes);

} // namespace quantlathe
