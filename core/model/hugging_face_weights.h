// SPDX-License-Identifier: GPL-3.0-or-later
// Stored tensors of a known architecture → canonical weights, checked against the hyper-parameters.
#pragma once

#include "model/architectures.h"
#include "model/model.h"
#include "model/packed_tensors.h"

#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct MappedWeights {
    std::vector<Weight> weights; // generated ones first, then file by file and by stored name: the reference's order
    bool tiedEmbeddings = false; // no output matrix of its own
    /// Why the tensors do not make a model of this architecture; the other members are then without meaning.
    std::optional<std::string> whyNot;
};

/// Why no tensors can be expected of a model of these sizes: some are missing, or do not fit together.
[[nodiscard]] std::optional<std::string> whySizesDoNotDo(const HyperParameters& hyper, const ArchitectureRow& row);

/// `logical`: of the checkpoint. Never throws for what they hold.
[[nodiscard]] MappedWeights mapWeights(const LogicalTensors& logical, const ArchitectureRow& row, const HyperParameters& hyper);

} // namespace quantlathe
