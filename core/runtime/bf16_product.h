// SPDX-License-Identifier: GPL-3.0-or-later
// Which library multiplies bfloat16 (runtime/gemm.h). QUANTLATHE_ONEDNN chooses between two implementations.
#pragma once

#include <string>

namespace quantlathe {

/// oneDNN's version, or "not built in".
[[nodiscard]] std::string bf16Library();

} // namespace quantlathe
