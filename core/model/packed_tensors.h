// SPDX-License-Identifier: GPL-3.0-or-later
// Quantized Hugging Face folders: several stored tensors that are one weight of the model.
#pragma once

#include "checkpoint/checkpoint.h"
#include "model/weight.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace quantlathe {

/// The tensors of a checkpoint as the model's code names them: a matrix that is stored in parts is one tensor again.
struct LogicalTensors {
    std::vector<TensorInfo> tensors; // in the order of the checkpoint, a packed one where its first part stands
    struct Source {
        std::size_t stored = 0;             // index into Checkpoint::tensors(), if not packed
        std::optional<PackedMatrix> packed; // else
    };
    std::vector<Source> sources; // of each of them
    bool hasPacked = false;
};

/// Throws Error(badInput) that names the module when the parts of a matrix contradict each other.
[[nodiscard]] LogicalTensors logicalTensors(const Checkpoint& checkpoint);

/// The checkpoint as it is, one weight a logical tensor: stored names, no roles.
[[nodiscard]] std::vector<Weight> weightsAsStored(const Checkpoint& checkpoint, const LogicalTensors& logical);

/// Turns a weight whose `tensors` point into `logical` into one that points into the checkpoint.
void resolve(Weight& weight, const LogicalTensors& logical);

} // namespace quantlathe
