// SPDX-License-Identifier: GPL-3.0-or-later
// How many cells each layer's KV cache has in llama.cpp: full layers grow with the context, window layers do not.
#pragma once

#include "model/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct AttentionLayout {
    std::uint64_t window = 0;     // tokens; 0: every layer attends to the whole context
    std::vector<bool> isWindowed; // per layer; empty without a window
    [[nodiscard]] bool hasWindow() const { return window > 0; }
};

/// Why neither the KV cache nor the activations of the model can be computed; nothing if they can.
[[nodiscard]] std::optional<std::string> whyCacheUnknown(const Model& model);
/// Precondition: !whyCacheUnknown(model).
[[nodiscard]] AttentionLayout attentionLayout(const Model& model);

} // namespace quantlathe
