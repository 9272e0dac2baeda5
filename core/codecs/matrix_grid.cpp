// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/matrix_grid.h"

namespace quantlathe {

const GriddedEncoding* griddedEncoding(const Encoding& encoding, const MatrixShape& shape) {
    const auto* const gridded = dynamic_cast<const GriddedEncoding*>(&encoding);
    return gridded != nullptr && !gridded->whyNot(shape) && gridded->hasGrid(shape) ? gridded : nullptr;
}

} // namespace quantlathe
