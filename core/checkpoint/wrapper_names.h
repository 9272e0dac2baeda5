// SPDX-License-Identifier: GPL-3.0-or-later
// Names of tensors as a training program saw them through its wrappers: "_orig_mod.model.layers.0…" is "model.layers.0…".
#pragma once

#include "checkpoint/checkpoint.h"

namespace quantlathe {

/// Takes off what wrappers of PyTorch put into all names (torch.compile, DistributedDataParallel, FSDP, activation
/// checkpointing, PEFT, Lightning): so no library loads them, and no model has names like that of its own. Names stay as they
/// are where two tensors would get one name, and those of adapters, which belong to another model.
void unwrapNames(CheckpointContents& contents);

} // namespace quantlathe
