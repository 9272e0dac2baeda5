// SPDX-License-Identifier: GPL-3.0-or-later
// The grid of the legacy form: the compressed form's, beside the file. Private to codecs/spqr.
#pragma once

#include "codecs/spqr/packing.h"
#include "codecs/spqr/spqr_encoding.h"

namespace quantlathe::spqr {

/// Memory for the tensors of a matrix in the compressed form.
class CompressedParts {
public:
    CompressedParts(const SpqrEncoding& encoding, const MatrixShape& shape);
    [[nodiscard]] Parts spans() const { return spans_; }
    [[nodiscard]] StoredParts stored() const { return stored_; }

private:
    std::vector<std::vector<std::byte>> memory_;
    std::vector<std::span<std::byte>> spans_;
    std::vector<std::span<const std::byte>> stored_;
};

/// `parts`: of LegacyEncoding.
[[nodiscard]] std::unique_ptr<MatrixGrid> legacyGrid(const SpqrEncoding& compressed, const MatrixShape& shape,
                                                     MatrixGrid::Parts parts);

} // namespace quantlathe::spqr
