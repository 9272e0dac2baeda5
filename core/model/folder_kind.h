// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints that look like a model and are something else: adapters, image parts, weights in a form that is not read.
#pragma once

#include "checkpoint/checkpoint.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace quantlathe {

/// What a folder holds instead of the plain weights of a model, and what to do: one line; nothing if it may be a model.
/// `config` is its config.json, nullptr where there is none. Throws Error(badInput) for a broken adapter_config.json.
[[nodiscard]] std::optional<std::string> whyFolderIsNoModel(const Checkpoint& checkpoint, const nlohmann::json* config);

/// The same for a GGUF file.
[[nodiscard]] std::optional<std::string> whyGgufIsNoModel(const Checkpoint& checkpoint);

} // namespace quantlathe
