// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a Hugging Face model that sees: its vision tower and what leads from there to the text model, as the GGUF file of
// its own that llama.cpp calls mmproj (docs/formats/mmproj.md).
#pragma once

#include "model/model.h"
#include "model/vision/towers.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct ImagePart {
    std::shared_ptr<const Model> model; // weights and keys are those of the file, in the order of the file
    std::optional<std::string> leftOut; // a part of the folder's model that the file does not have: one line
};

/// Whether the folder's config.json names an image part of a known class; reads no weights. Never throws.
[[nodiscard]] bool hasImagePart(const Checkpoint& checkpoint);

/// The image part of a model that was opened. Throws Error(badInput) when there is none, its class is not known, or its tensors
/// and its description do not fit.
[[nodiscard]] ImagePart imagePartOf(const Model& model);

/// Whether the model is such a part (and no text model).
[[nodiscard]] bool isImagePart(const Model& model);

/// What a GGUF file stores the weight of an image part in; `none` for weights of other models.
[[nodiscard]] Keeping keepingOf(const Model& model, const Weight& weight);

/// The weight's shape in a GGUF file, outermost first: its own, but for kernels of patches whose pixels changed places as
/// rows of one patch each.
[[nodiscard]] std::vector<std::uint64_t> fileShapeOf(const Model& model, const Weight& weight);

} // namespace quantlathe
