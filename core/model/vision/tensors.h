// SPDX-License-Identifier: GPL-3.0-or-later
// Stored tensors of a known image part → weights of its GGUF file, checked against the sizes.
#pragma once

#include "model/packed_tensors.h"
#include "model/vision/towers.h"

#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct VisionWeights {
    std::vector<Weight> weights; // file by file and by stored name: the reference's order
    /// Why the tensors do not make such an image part; `weights` is then without meaning.
    std::optional<std::string> whyNot;
};

/// `logical`: of the checkpoint. Never throws for what they hold.
[[nodiscard]] VisionWeights mapVision(const LogicalTensors& logical, const VisionTower& tower, const VisionSizes& sizes);

} // namespace quantlathe
