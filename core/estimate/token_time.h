// SPDX-License-Identifier: GPL-3.0-or-later
// How long one token takes to read bytes out of a card's or of main memory (docs/estimates.md, "Speed").
#pragma once

#include "estimate/hardware.h"

#include <string>

namespace quantlathe {

/// In milliseconds.
struct TokenTime {
    double low = 0;
    double high = 0;
    std::string formula;
    [[nodiscard]] double middle() const { return (low + high) / 2; }
};

/// Precondition: the card's bandwidth is known. `layers`: those whose work the card does.
[[nodiscard]] TokenTime timeOnCard(const Gpu& gpu, double bytes, double layers, bool hasExperts);
/// Precondition: bytesPerSecond > 0.
[[nodiscard]] TokenTime timeInMainMemory(double bytesPerSecond, double bytes, bool hasExperts);

} // namespace quantlathe
