// SPDX-License-Identifier: GPL-3.0-or-later
// The general.* keys: who made the model, what it is called, how it likes to be sampled
// (docs/formats/gguf-model.md, "General keys").
#pragma once

#include "checkpoint/metadata.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace quantlathe {

/// Weights that are written. Experts count `active` with one of them, and the size is told as "8x7B".
struct ParameterCount {
    std::uint64_t total = 0;
    std::uint64_t active = 0;  // what is shared, and one expert of each stack
    std::uint64_t experts = 0; // of a stack; 0: none
};

/// Appends general.sampling.*, general.name and the rest in the reference's order, from generation_config.json, the front
/// matter of README.md, config.json's _name_or_path and the folder's name.
/// Files that cannot be read say nothing; never throws for what they hold.
void addGeneralKeys(const std::filesystem::path& folder, const nlohmann::json& config, const ParameterCount& parameters,
                    Metadata& metadata);

} // namespace quantlathe
