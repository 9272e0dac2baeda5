// SPDX-License-Identifier: GPL-3.0-or-later
// Layers behind a model's own that predict further tokens (MTP, NextN): how many a folder has, and what they make of the
// model's sizes (docs/formats/gguf-model.md, "Layers that predict further tokens").
#pragma once

#include "model/architectures.h"
#include "model/model.h"
#include "model/packed_tensors.h"

#include <cstdint>

namespace quantlathe {

/// Of the class of `row`: as many as config.json says and the folder has, with what joins a token to the stream. 0 where the
/// class leaves them out. `mainLayers`: the model's own.
[[nodiscard]] std::uint32_t storedPredictionLayers(const LogicalTensors& logical, const ArchitectureRow& row,
                                                   const Config& config, std::uint32_t mainLayers);

/// `hyper`, with sizes for `count` such layers behind the others.
void addPredictionLayers(const ArchitectureRow& row, const Config& config, std::uint32_t count, HyperParameters& hyper);

/// Whether the weight belongs to such a layer of the model.
[[nodiscard]] bool predictsFurtherTokens(const Model& model, const Weight& weight);

} // namespace quantlathe
