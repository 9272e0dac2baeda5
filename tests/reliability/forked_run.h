// SPDX-License-Identifier: GPL-3.0-or-later
// The command line in a child of this process, which must not have threads: a thousandth of a second instead of a program's
// start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace quantlathe::reliability {

struct RunResult {
    int exitCode = -1; // −1: ended by a signal
    int signal = 0;
    bool isHung = false;   // it slept beyond all patience and was ended
    double cpuSeconds = 0; // of all its threads
    std::uint64_t peakBytes = 0;
    std::string output;
    std::string errors;
};

/// Runs `quantlathe-cli ARGUMENTS…`; what it prints goes through two files in `folder`.
[[nodiscard]] RunResult runForked(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

} // namespace quantlathe::reliability
