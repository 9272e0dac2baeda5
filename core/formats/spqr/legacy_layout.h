// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that the authors' quantizer of SpQR saves (docs/formats/spqr.md). Private to formats/spqr.
#pragma once

#include "formats/folder_format.h"

#include <span>
#include <string>

namespace quantlathe::spqr {

/// The number of the block that a linear layer belongs to, and its name in there: the layer's file.
struct LegacyPlace {
    std::string block; // "3"
    std::string layer; // "self_attn.q_proj"
};
/// Nothing for layers outside of numbered blocks, and for names that cannot be those of files.
[[nodiscard]] std::optional<LegacyPlace> legacyPlace(const Model& model, const Weight& weight);

/// The weights of the folder: files of encoded layers, of all else, and of what the quantizer was told.
[[nodiscard]] OutputLayout legacyWeights(const Model& model, std::span<const Choice> choices);

} // namespace quantlathe::spqr
