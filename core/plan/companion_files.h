// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a model, from its files (estimate/companions.h).
#pragma once

#include "estimate/companions.h"

#include <filesystem>
#include <memory>

namespace quantlathe {

/// Bytes of the weights of an image part: of a GGUF file of its own (mmproj) as it is, of the Hugging Face model that has one
/// as convert --mmproj would write it in F16. Throws Error(badInput) for anything else. Headers only.
[[nodiscard]] std::uint64_t imagePartBytes(const std::filesystem::path& place);

/// The model drafts, its weights as they are stored. Throws Error(badInput) for one that cannot be a GGUF file.
void setDraft(Companions& beside, std::shared_ptr<const Model> model);

} // namespace quantlathe
