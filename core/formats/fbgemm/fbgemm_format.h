// SPDX-License-Identifier: GPL-3.0-or-later
// FBGEMM's formats as Hugging Face folders: FP8 rows (quant_method fbgemm_fp8) and INT4 groups (quant_method torchao); see
// docs/formats/fbgemm.md.
#pragma once

#include "formats/format.h"

namespace quantlathe::fbgemm {

[[nodiscard]] const Format& format();

} // namespace quantlathe::fbgemm
