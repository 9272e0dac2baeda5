// SPDX-License-Identifier: GPL-3.0-or-later
// Understands a GGUF checkpoint: everything is said in its metadata and in the names of its tensors
// (docs/formats/gguf-model.md).
#pragma once

#include "model/model.h"

#include <functional>
#include <string_view>

namespace quantlathe {

/// A tensor by its name; nullptr if there is none.
using FindTensor = std::function<const TensorInfo*(std::string_view name)>;

/// Never throws for what the metadata says: what cannot be understood is a reason in the result.
[[nodiscard]] Model::Parts understandGguf(std::shared_ptr<const Checkpoint> checkpoint);

/// What the keys of a GGUF file say of its architecture; `tensors` tell the rest: the vocabulary, whether embeddings are tied.
/// Counts that are missing or out of bounds are 0, lists of them empty.
[[nodiscard]] HyperParameters hyperParametersOfGguf(const Metadata& metadata, const FindTensor& find);

} // namespace quantlathe
