// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of matrix encodings' families; each lives in a folder of its own.
#include "codecs/matrix_encoding.h"

namespace quantlathe {

std::span<const MatrixFamily* const> matrixFamilies() {
    return {};
}

} // namespace quantlathe
