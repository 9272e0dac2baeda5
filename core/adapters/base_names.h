// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a module's tensors in a base whose names begin otherwise: classes and releases put other names in front.
#pragma once

#include "checkpoint/checkpoint.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace quantlathe {

/// "transformer.h.0.attn.c_attn.weight" is "h.0.attn.c_attn.weight" of a GPT-2 that was saved without its head, and
/// "model.language_model.layers…" is "language_model.model.layers…". Refers to the tensors it was made of.
class BaseNames {
public:
    explicit BaseNames(std::span<const TensorInfo> tensors);

    /// The tensor of this name; else the only one of that name but for wrappers in front.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

private:
    std::unordered_map<std::string_view, std::size_t> exact_;
    std::unordered_map<std::string, std::optional<std::size_t>> bare_; // nothing: several have it
};

} // namespace quantlathe
