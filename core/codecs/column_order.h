// SPDX-License-Identifier: GPL-3.0-or-later
// Which input features of a matrix count most, for formats that store them in an order of their own.
#pragma once

#include "codecs/matrix_encoding.h"

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// The columns by Σ w² times `importance`, where there is any, the loudest first; equal ones as they come. Reads the matrix
/// once and reports `share` of the work. Throws Error(badInput) for values that F16 cannot hold.
[[nodiscard]] std::vector<std::uint32_t> columnsByEnergy(const MatrixTask& task, std::span<const float> importance,
                                                         double share);

} // namespace quantlathe
