// SPDX-License-Identifier: GPL-3.0-or-later
// The general.* keys: who made the model, what it is called, how it likes to be sampled
// (docs/formats/gguf-model.md, "General keys").
#pragma once

#include "checkpoint/metadata.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace quantlathe {

/// Appends general.sampling.*, general.name and the rest in the reference's order, from generation_config.json, the front
/// matter of README.md, config.json's _name_or_path and the folder's name. `parameters` counts all weights that are written.
/// Files that cannot be read say nothing; never throws for what they hold.
void addGeneralKeys(const std::filesystem::path& folder, const nlohmann::json& config, std::uint64_t parameters,
                    Metadata& metadata);

} // namespace quantlathe
