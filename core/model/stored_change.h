// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a stored tensor on its way to a canonical weight: its shape and the rows and columns that are picked
// (docs/formats/gguf-model.md, "Transforms").
#pragma once

#include "model/architectures.h"
#include "model/layer_sizes.h"
#include "model/weight.h"

#include <optional>
#include <string>

namespace quantlathe {

/// Why heads of a gated delta rule do not fit together; nothing for architectures without one. The functions below expect that.
[[nodiscard]] std::optional<std::string> whyNoDeltaHeads(const HyperParameters& hyper, const ArchitectureRow& row);

/// Sets shape and transform of a weight whose shape is the stored one. Not for changes of stacks.
void applyChange(Weight& weight, Change change, const HyperParameters& hyper, std::uint32_t layer);

/// Whether the change is one of a stack of experts that may be stored input-major.
[[nodiscard]] bool turns(Change change);
/// Makes the weight the part of such a stack that the rule names: whole matrices, halves of their rows, or every other one.
void pickFromStack(Weight& weight, const TensorRule& rule, bool isTurned, const LayerSizes& sizes);

} // namespace quantlathe
