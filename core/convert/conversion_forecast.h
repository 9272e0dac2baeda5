// SPDX-License-Identifier: GPL-3.0-or-later
// What a conversion without calibration will take of this machine, found out before it begins.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "plan/plan.h"

#include <cstdint>

namespace quantlathe {

/// Seconds that convert() takes: some rows of one weight of every encoding are encoded and decoded, and some of the source is
/// read, which is mostly done within a second; the rest is taken for as fast, and the disk for as fast at writing. Throws
/// Error(badInput) for weights that cannot be read, or that need an importance which the plan does not have.
[[nodiscard]] double forecastConversion(const Plan& plan, ThreadArena& arena, const CancelToken& cancel);

/// Memory that convert() takes at the most beside the model's headers: the tiles of all threads, and the largest matrix whose
/// encoder looks at all of it, as floats and encoded.
[[nodiscard]] std::uint64_t conversionBytes(const Plan& plan, int threads);

} // namespace quantlathe
