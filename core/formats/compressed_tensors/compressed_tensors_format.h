// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that vLLM, SGLang and transformers load by way of compressed-tensors (docs/formats/compressed-tensors.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::compressed {

[[nodiscard]] const Format& format();

} // namespace quantlathe::compressed
