// SPDX-License-Identifier: GPL-3.0-or-later
// A tensor of a checkpoint seen as a weight of its own: stored name, rows as they lie in the file.
#pragma once

#include "checkpoint/checkpoint.h"
#include "model/weight.h"

namespace quantlathe {

/// Role `other`; the layer is taken from the name.
[[nodiscard]] Weight weightAsStored(const Checkpoint& checkpoint, std::size_t tensor);

/// One tensor of a linear layer's weight as the layer's own code has it, [outputs, inputs]: rows in stored order.
[[nodiscard]] Weight layerAsStored(const Checkpoint& checkpoint, const Weight& weight, std::size_t tensor);

} // namespace quantlathe
