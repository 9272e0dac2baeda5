// SPDX-License-Identifier: GPL-3.0-or-later
// Understands a Hugging Face folder: config.json, the names of its tensors, the tokenizer's files
// (docs/formats/gguf-model.md).
#pragma once

#include "model/model.h"

namespace quantlathe {

/// Throws Error(badInput) when config.json is malformed. All else that is not as expected is a reason in the result.
[[nodiscard]] Model::Parts understandHuggingFace(std::shared_ptr<const Checkpoint> checkpoint);

} // namespace quantlathe
