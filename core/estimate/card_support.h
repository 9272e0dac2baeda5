// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a card is one that the programs of a format run on.
#pragma once

#include "estimate/hardware.h"
#include "formats/programs.h"

#include <optional>
#include <string>

namespace quantlathe {

/// Why the card cannot run what asks for `needed`; nothing if it can, or if nobody knows the card's maker or generation.
[[nodiscard]] std::optional<std::string> whyNotOn(const Gpu& gpu, const Hardware& needed);

} // namespace quantlathe
