// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that stand in a tensor of their own in every layer of a folder, and in lists of a GGUF file's metadata (Apertus).
#pragma once

#include "checkpoint/checkpoint.h"
#include "model/architectures.h"

#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// Reads them into hyper.layerNumbers, unless the values are elsewhere. Gives why it cannot: one is missing, or no single
/// float.
[[nodiscard]] std::optional<std::string> readLayerNumbers(const Checkpoint& checkpoint, const ArchitectureRow& row,
                                                          HyperParameters& hyper);

/// The way back: the tensors of a folder as generated weights. Gives nothing where a list is missing or too short.
[[nodiscard]] std::optional<std::vector<Weight>> layerNumberTensors(const Metadata& metadata, const ArchitectureRow& row,
                                                                    std::uint32_t layers);

} // namespace quantlathe
