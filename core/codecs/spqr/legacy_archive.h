// SPDX-License-Identifier: GPL-3.0-or-later
// The file that a matrix becomes in SpQR's legacy form: what torch.save makes of its tensors, from those of the compressed form
// and back. There is room for as many outliers as were planned; what is not needed lies before the archive's directory.
#pragma once

#include "codecs/spqr/legacy_tensors.h"
#include "codecs/spqr/packing.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::spqr {

/// Of the file, exactly.
[[nodiscard]] std::uint64_t legacyArchiveBytes(const Layout& layout, const MatrixShape& shape);

/// Fills `archive` with what the compressed form's parts hold, weights equal to the bit. Of outliers that are zero the smallest
/// F16 number is written (see LegacyTensors).
void packLegacyArchive(const MatrixShape& shape, StoredParts compressed, std::span<std::byte> archive);

/// Where the tensors lie. Throws Error(badInput) for other bytes than packLegacyArchive() gives; the numbers in the tensors can
/// be any.
struct OpenedArchive {
    LegacyTensors tensors; // its lists are those below
    std::vector<std::span<const std::byte>> lists;
};
[[nodiscard]] OpenedArchive openLegacyArchive(const Layout& layout, const MatrixShape& shape,
                                              std::span<const std::byte> archive);

/// The inverse of packLegacyArchive(), for archives of the layout.
void unpackLegacyArchive(const Layout& layout, const MatrixShape& shape, std::span<const std::byte> archive, Parts compressed);

} // namespace quantlathe::spqr
