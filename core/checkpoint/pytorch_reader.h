// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch checkpoints: the zip archives that torch.save writes, one file or sharded with an index (docs/formats/pytorch.md).
#pragma once

#include "checkpoint/model_files.h"
#include "checkpoint/pytorch_state.h"

namespace quantlathe {

/// True for the start of a zip archive that torch.save wrote.
[[nodiscard]] bool looksLikePyTorch(std::span<const std::byte> firstBytes);

/// Reads directory and pickle of one file; nothing that the pickle names is run. Of several names for the same values one stays
/// (not that of an output matrix), the others become aliases. Throws Error(badInput).
[[nodiscard]] FileContents parsePyTorchFile(const HeaderSource& source, PyTorchDepth depth = PyTorchDepth::tensors);

/// All files as one model. Throws Error(badInput).
[[nodiscard]] CheckpointContents readPyTorchFiles(const std::filesystem::path& opened,
                                                  std::span<const std::filesystem::path> files);

/// Reads pytorch_model.bin.index.json; every tensor must be in the file that the map names and no shard may be missing.
[[nodiscard]] CheckpointContents readPyTorchIndex(const std::filesystem::path& opened, const std::filesystem::path& index);

} // namespace quantlathe
