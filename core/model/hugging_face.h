// SPDX-License-Identifier: GPL-3.0-or-later
// Understands a Hugging Face folder: config.json, the names of its tensors, the tokenizer's files
// (docs/formats/gguf-model.md).
#pragma once

#include "model/model.h"

namespace quantlathe {

/// What a folder makes that says that its output matrix is its own but does not hold it (docs/formats/gguf-model.md, "Output
/// matrix"): no model that could be converted or run, or one whose output matrix is the token embedding.
enum class MissingOutput { refuse, takeEmbedding };

/// Throws Error(badInput) when config.json is malformed. All else that is not as expected is a reason in the result.
/// `tiedAgainst`: why the output matrix is missing, where the embedding was taken for it.
[[nodiscard]] Model::Parts understandHuggingFace(std::shared_ptr<const Checkpoint> checkpoint,
                                                 MissingOutput missingOutput = MissingOutput::refuse,
                                                 std::optional<std::string>* tiedAgainst = nullptr);

} // namespace quantlathe
