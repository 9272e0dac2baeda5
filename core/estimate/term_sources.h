// SPDX-License-Identifier: GPL-3.0-or-later
// Where the formulas of estimates come from, a line for each program and term (docs/estimates.md).
#pragma once

#include "estimate/memory.h"

namespace quantlathe {

/// Writes source and month of every term of an estimate for this program.
void nameSources(MemoryEstimate& estimate, Runtime runtime);
/// Of the speed.
[[nodiscard]] std::string speedSource(Runtime runtime);

} // namespace quantlathe
