// SPDX-License-Identifier: GPL-3.0-or-later
// The mixture rules in sentences.
#pragma once

#include "formats/gguf/mixture.h"

#include <string>
#include <string_view>

namespace quantlathe::gguf {

/// "llama-quantize's rule for Q4_K_M: value projections get Q6_K, in the first and the last eighth of them and in every third
/// in between." Not for decided tensors.
[[nodiscard]] std::string ruleText(std::string_view preset, const MixtureTensor& tensor, const MixedType& type);

} // namespace quantlathe::gguf
