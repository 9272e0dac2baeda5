// SPDX-License-Identifier: GPL-3.0-or-later
// The decimal sign of numbers in texts that a person reads: a point, unless the window's language has another. What programs
// read (JSON, CSV, command lines) is not written with it.
#pragma once

#include <locale>

namespace quantlathe {

/// Set before other threads write texts; '.' at the start.
void setDecimalSign(char sign);
/// For places of numbers with an L, as in "{:.2Lf} ms": this sign, no groups.
[[nodiscard]] const std::locale& numberLocale();

} // namespace quantlathe
