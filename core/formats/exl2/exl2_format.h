// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2 as a Hugging Face folder, in the form that ExLlamaV2 and TabbyAPI load (docs/formats/exl2.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::exl2 {

[[nodiscard]] const Format& format();

} // namespace quantlathe::exl2
