// SPDX-License-Identifier: GPL-3.0-or-later
// Metadata and layout of a GGUF file before any tensor is encoded.
#pragma once

#include "checkpoint/metadata.h"
#include "formats/format.h"
#include "formats/gguf/file_types.h"

namespace quantlathe::gguf {

/// The model's key/value pairs, followed by what llama-quantize writes: quantization version, file type and where the
/// importance values came from.
[[nodiscard]] Metadata outputMetadata(const Model& model, FileType fileType, const ImportanceMatrix* importance);

/// One file, tensors in the order of the choices.
[[nodiscard]] OutputLayout layOut(const Model& model, FileType fileType, std::span<const Choice> choices,
                                  const ImportanceMatrix* importance);

} // namespace quantlathe::gguf
