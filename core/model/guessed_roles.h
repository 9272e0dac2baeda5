// SPDX-License-Identifier: GPL-3.0-or-later
// What the tensors of an unknown architecture are for, as far as their names tell: most models name their parts like others.
#pragma once

#include "model/model.h"

#include <span>

namespace quantlathe {

/// Fills in role and isBias of weights that carry their stored names ("model.layers.3.mlp.up_proj.weight" → ffnUp); names that
/// say nothing keep Role::other, and so do the parts that see images or hear sound. A guess: whoever shows the role says so.
void guessRoles(std::span<Weight> weights);

/// The architecture of the folder is not known and the roles of its weights are guessed; enough for formats that need no more
/// than to know linear layers. Walks over the weights.
[[nodiscard]] bool hasGuessedRoles(const Model& model);

/// True for a matrix that is by its name a linear layer inside the text model's layers: no embedding, no norm, no router, no
/// convolution, and none of GPT-2's matrices, which may be stored the other way round.
[[nodiscard]] bool isGuessedLinear(const Weight& weight);

} // namespace quantlathe
