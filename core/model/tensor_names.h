// SPDX-License-Identifier: GPL-3.0-or-later
// What a tensor's name says by itself: its layer, and in GGUF files its role.
#pragma once

#include "model/weight.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace quantlathe {

/// The number behind the first part that names a list of layers ("model.layers.3.mlp…", "blk.3.…", "h.3.…").
[[nodiscard]] std::optional<std::uint32_t> layerInName(std::string_view tensorName);

struct GgufNameParts {
    Role role = Role::other;
    bool isBias = false;
    std::optional<std::uint32_t> layer;
};
/// "blk.3.attn_q.bias" → attnQ, bias, layer 3. Names of no known role give Role::other; the layer is found all the same.
[[nodiscard]] GgufNameParts partsOfGgufName(std::string_view tensorName);

struct GgufExpertName {
    std::uint32_t layer = 0;
    Role role = Role::other; // of the stack: ffnGateExperts, ffnUpExperts, ffnDownExperts
    std::uint32_t expert = 0;
    std::string_view matrix; // "ffn_up"
};
/// "blk.3.ffn_up.7.weight", as files from before April 2024 name the matrix of one expert.
[[nodiscard]] std::optional<GgufExpertName> expertOfGgufName(std::string_view tensorName);

} // namespace quantlathe
