// SPDX-License-Identifier: GPL-3.0-or-later
// Whole numbers of eight bits with a scale a row, cut into the pieces that the cards of a TensorRT-LLM engine hold
// (docs/formats/tensorrt-llm.md).
#pragma once

#include "codecs/matrix_encoding.h"

#include <cstdint>

namespace quantlathe {

/// Names: "INT8-SQ" for one card; "INT8-SQ-R2", "INT8-SQ-R4" cut between rows, "INT8-SQ-C2", "INT8-SQ-C4" between columns.
/// Only written, never found in a file.
[[nodiscard]] const MatrixFamily& tensorrtFamily();

namespace tensorrt {

enum class Cut : std::uint8_t { rows, columns };

/// Parts: the codes of each card, then the scales of each. `cards`: 1, 2 or 4; how one card's is cut does not matter.
[[nodiscard]] const MatrixEncoding& splitInt8(std::uint32_t cards, Cut cut);
[[nodiscard]] bool isSplitInt8(const Encoding& encoding);

} // namespace tensorrt
} // namespace quantlathe
