// SPDX-License-Identifier: GPL-3.0-or-later
// SmoothQuant: weights and activations of eight bits, outliers of activations moved into the weights (docs/calibrated.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::smoothquant {

[[nodiscard]] const Format& format();

} // namespace quantlathe::smoothquant
