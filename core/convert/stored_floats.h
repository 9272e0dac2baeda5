// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a source, read at offsets and turned into floats.
#pragma once

#include "convert/source_files.h"
#include "convert/work.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Fills `stored` with the stored bytes of values [first, first + count) in the weight's order, which StoredRows::gather() must
/// be able to give.
void readStored(const SourceFiles& source, const StoredRows& rows, std::uint64_t first, std::uint64_t count,
                std::span<std::byte> stored);

/// Stored bytes to values, the first of which is value `first` of the weight. `columns`: of a row of the weight, for blocked
/// types.
void decodeStored(const Weight& weight, std::span<const std::byte> stored, std::uint64_t columns, std::uint64_t first,
                  std::span<float> out);

/// Whole rows of a weight whose values leave their blocks (StoredRows::keepsBlocks() is false).
void readDecoded(const SourceFiles& source, const WeightWork& work, std::uint64_t firstRow, std::uint64_t rows,
                 std::span<float> out);

/// Values [first, first + out.size()) of a matrix in row-major order, any range. `buffer` keeps its memory between calls.
void readMatrixValues(const SourceFiles& source, const WeightWork& work, std::uint64_t first, std::span<float> out,
                      std::vector<std::byte>& buffer);

} // namespace quantlathe
