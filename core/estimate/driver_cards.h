// SPDX-License-Identifier: GPL-3.0-or-later
// Cards as drivers tell of them: a part of estimate/machine.h.
#pragma once

#include "estimate/machine.h"

#include <span>

namespace quantlathe {

/// Adds the cards that there are, and problems in words. Windows: none are looked for, and a problem says so.
void addCards(Machine& machine, std::span<const Gpu> table, const MachineSources& sources);

} // namespace quantlathe
