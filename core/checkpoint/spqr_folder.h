// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that SpQR's quantizer saves: a file of torch.save for each linear layer, named after it, in a folder with the number
// of its block, and one for all else (docs/formats/spqr.md).
#pragma once

#include "checkpoint/model_files.h"

#include <filesystem>
#include <span>
#include <vector>

namespace quantlathe {

/// The files of such a folder, the one for all else first; empty when it is none. `entries`: what it holds.
[[nodiscard]] std::vector<std::filesystem::path> spqrFilesIn(const std::filesystem::path& folder,
                                                             std::span<const std::filesystem::path> entries);

/// Their tensors, those of layers named as the model's code names them ("model.layers.0.self_attn.q_proj.quant_weights").
/// Throws Error(badInput).
[[nodiscard]] CheckpointContents readSpqrFiles(const std::filesystem::path& opened,
                                               std::span<const std::filesystem::path> files);

} // namespace quantlathe
