// SPDX-License-Identifier: GPL-3.0-or-later
// Hugging Face folders of plain floats (docs/formats/hugging-face.md): out of GGUF files, and out of folders of other types.
#pragma once

#include "formats/format.h"

namespace quantlathe::plain {

[[nodiscard]] const Format& format();

} // namespace quantlathe::plain
