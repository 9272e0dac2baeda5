// SPDX-License-Identifier: GPL-3.0-or-later
// AQLM: vectors of weights as sums of learned ones (docs/formats/aqlm.md).
#pragma once

#include "codecs/aqlm/aqlm_encoding.h"

namespace quantlathe {

[[nodiscard]] const MatrixFamily& aqlmFamily();

} // namespace quantlathe
