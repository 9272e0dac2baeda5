// SPDX-License-Identifier: GPL-3.0-or-later
// The most memory that a stretch of work held.
#pragma once

#include <cstdint>

namespace quantlathe {

/// Counts the peak of this process anew from what is resident now. Nothing happens where the system cannot (Linux before 4.0,
/// /proc not mounted, Windows). One stretch at a time: it is that of the whole process.
void restartPeakMemory();
/// Highest resident set in bytes since restartPeakMemory(), or since the process began.
[[nodiscard]] std::uint64_t peakMemory();

} // namespace quantlathe
