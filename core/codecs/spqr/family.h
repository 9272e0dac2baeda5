// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR: three bits in tiles, and outliers beside them (docs/formats/spqr.md).
#pragma once

#include "codecs/spqr/spqr_encoding.h"

namespace quantlathe {

[[nodiscard]] const MatrixFamily& spqrFamily();
/// The same codes as files of the authors' quantizer.
[[nodiscard]] const MatrixFamily& spqrLegacyFamily();

} // namespace quantlathe
