// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of matrix encodings' families; each lives in a folder of its own.
#include "codecs/hqq/family.h"
#include "codecs/matrix_encoding.h"

#include <array>

namespace quantlathe {
namespace {

const std::array families{&hqqFamily};

} // namespace

std::span<const MatrixFamily* const> matrixFamilies() {
    return families;
}

} // namespace quantlathe
