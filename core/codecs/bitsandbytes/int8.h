// SPDX-License-Identifier: GPL-3.0-or-later
// LLM.int8() of bitsandbytes (Dettmers, Lewis, Belkada, Zettlemoyer, 2022): one byte a weight, one scale a row
// (docs/formats/bitsandbytes.md, part 5).
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe::bitsandbytes {

/// Rounds to F16 first, as the library does; values beyond are refused. Decodes to unrounded floats.
[[nodiscard]] const MatrixEncoding& int8Encoding();
/// Files without the "weight_format" tensor, which some tools leave out. For reading.
[[nodiscard]] const MatrixEncoding& int8EncodingWithoutFormat();

} // namespace quantlathe::bitsandbytes
