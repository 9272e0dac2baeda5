// SPDX-License-Identifier: GPL-3.0-or-later
// The family of bitsandbytes: NF4, FP4, LLM.int8().
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

[[nodiscard]] const MatrixFamily& bitsandbytesFamily();

} // namespace quantlathe
