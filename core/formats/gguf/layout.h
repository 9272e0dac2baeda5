// SPDX-License-Identifier: GPL-3.0-or-later
// Metadata and layout of a GGUF file before any tensor is encoded.
#pragma once

#include "checkpoint/metadata.h"
#include "formats/format.h"
#include "formats/gguf/file_types.h"

namespace quantlathe::gguf {

/// The model's key/value pairs, followed by what llama-quantize writes: quantization version, file type, overrides, where the
/// importance values came from, and after pruning the number of blocks.
[[nodiscard]] Metadata outputMetadata(const Model& model, FileType fileType, const ImportanceMatrix* importance,
                                      const OutputOptions& options);

/// One file or a set of files, tensors in the order of the choices.
[[nodiscard]] OutputLayout layOut(const Model& model, FileType fileType, std::span<const Choice> choices,
                                  const ImportanceMatrix* importance, const OutputOptions& options);

/// The file of the source that holds the weight; generated weights stand in the first one.
[[nodiscard]] std::size_t sourceFileOf(const Model& model, const Weight& weight);

} // namespace quantlathe::gguf
