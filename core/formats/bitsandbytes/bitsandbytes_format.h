// SPDX-License-Identifier: GPL-3.0-or-later
// bitsandbytes as a Hugging Face folder that transformers loads as quantized already (docs/formats/bitsandbytes.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::bitsandbytes {

[[nodiscard]] const Format& format();

} // namespace quantlathe::bitsandbytes
