// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of matrix encodings' families; each lives in a folder of its own.
#include "codecs/aqlm/family.h"
#include "codecs/awq/family.h"
#include "codecs/bitsandbytes/bitsandbytes.h"
#include "codecs/compressed_tensors/family.h"
#include "codecs/compressed_tensors/fp4_groups.h"
#include "codecs/exl2/family.h"
#include "codecs/fbgemm/fbgemm.h"
#include "codecs/fp8/scaled_fp8.h"
#include "codecs/gptq/family.h"
#include "codecs/hqq/family.h"
#include "codecs/matrix_encoding.h"
#include "codecs/mlx/affine.h"
#include "codecs/spqr/family.h"
#include "codecs/tensorrt/split_int8.h"

#include <array>

namespace quantlathe {

std::span<const MatrixFamily* const> matrixFamilies() {
    static const std::array families{
        &bitsandbytesFamily(),
        &hqqFamily,
        &compressedTensorsFamily(), // before FBGEMM: it takes tensors of the same names where the configuration says so
        &fbgemmFamily(),
        &gptqFamily(),
        &awqFamily(), // tensors of GPTQ's names and another form
        &mlxFamily(),
        &compressed::mxfp4StackFamily(),
        &exl2Family(),
        &aqlmFamily(),
        &spqrFamily(),
        &spqrLegacyFamily(),
        &tensorrtFamily(),
        &scaledFp8Family(), // last: it takes what the others leave
    };
    return families;
}

} // namespace quantlathe
