// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of a matrix side by side, so that a lane of a vector is a group and sums over a group have one order on every machine.
#pragma once

#include <cstddef>

namespace quantlathe {

/// Groups of a strip: value i of all of them is row i of the strip.
inline constexpr std::size_t stripGroups = 16;

/// Lays at most `stripGroups` runs of `length` values, one behind the other, side by side; groups that are not there become
/// zeros. `strip` has length · stripGroups values.
void stripOfRuns(const float* values, std::size_t length, std::size_t count, float* strip);

} // namespace quantlathe
