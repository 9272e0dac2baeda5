// SPDX-License-Identifier: GPL-3.0-or-later
// What a folder of plain floats holds, whatever it is made of.
#pragma once

#include "model/folder_config.h"

namespace quantlathe::plain {

/// Of a GGUF file by the table of architectures, of a folder its own tensors, quantized ones as one matrix each; then `config`
/// is null and `row` nullptr. Errors as folderModelOf().
[[nodiscard]] FolderModel folderOf(const Model& model);

} // namespace quantlathe::plain
