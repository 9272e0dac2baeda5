// SPDX-License-Identifier: GPL-3.0-or-later
// GGUF, the file format of llama.cpp: presets are its file types with their exact mixture rules.
#pragma once

#include "formats/format.h"

namespace quantlathe::gguf {

[[nodiscard]] const Format& format();

} // namespace quantlathe::gguf
