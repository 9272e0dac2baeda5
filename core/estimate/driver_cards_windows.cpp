// SPDX-License-Identifier: GPL-3.0-or-later
// A driver that hangs or crashes must not take the program along, and a process that is a copy of this one cannot be made here.
#include "estimate/driver_cards.h"

#include "base/words.h"

namespace quantlathe {

void addCards(Machine& machine, std::span<const Gpu> /*table*/, const MachineSources& /*sources*/) {
    machine.problems.push_back(say("graphics cards are not looked for on this system"));
}

} // namespace quantlathe
