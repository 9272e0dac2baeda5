// SPDX-License-Identifier: GPL-3.0-or-later
// Which weights of a Hugging Face model are linear layers of its own code: one tensor, one nn.Linear.
#pragma once

#include "codecs/matrix_encoding.h"
#include "formats/format.h"

#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// True for weights of linear layers whose tensors are theirs alone: attention and feed-forward matrices, experts that are
/// stored one by one, the output matrix. False for embeddings, norms, routers, and matrices that the model stores fused with
/// others.
[[nodiscard]] bool isLinearLayer(const Model& model, const Weight& weight);
/// In a few words, for those that are none.
[[nodiscard]] std::string whyNoLinearLayer(const Model& model, const Weight& weight);

/// Output and input features of one layer (of one expert), whatever way round it is stored.
[[nodiscard]] MatrixShape layerShape(const Weight& weight, ElementType compute);

/// "model.layers.3.mlp.down_proj" of "model.layers.3.mlp.down_proj.weight".
[[nodiscard]] std::string modulePath(std::string_view tensorName);

/// The type that a tensor of the weight is carried over in: as it is stored, unless the choice is another type of floats.
[[nodiscard]] ElementType carriedType(const Choice& choice, const TensorInfo& tensor);

/// Paths of all linear layers that no matrix encoding was chosen for: routers and fused matrices too. Sorted as stored.
[[nodiscard]] std::vector<std::string> keptLinearLayers(const Model& model, std::span<const Choice> choices);

} // namespace quantlathe
