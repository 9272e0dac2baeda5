// SPDX-License-Identifier: GPL-3.0-or-later
// A PEFT LoRA folder as it was saved: what its tensors are for, before any base is looked at (docs/adapters.md).
#pragma once

#include "adapters/lora_config.h"
#include "checkpoint/checkpoint.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// The matrices that an adapter has for one module of the base. All numbers are indexes into the adapter's tensors.
struct LoraModule {
    std::string name;  // of the module in the base: "model.layers.0.self_attn.q_proj"
    std::size_t a = 0; // [rank, inputs]; of an embedding [rank, tokens]
    std::size_t b = 0; // [outputs, rank]
    bool isEmbedding = false;
    std::optional<std::size_t> magnitude; // DoRA: the length of each output's row
    std::optional<std::size_t> bias;      // of B
    std::uint64_t rank = 0;
    double scaling = 0;
};

/// A tensor that takes the place of the base's: a module that was trained as a whole (modules_to_save), a bias.
struct WholeTensor {
    std::string name; // in the base: "lm_head.weight"
    std::size_t tensor = 0;
};

struct LoraAdapter {
    std::filesystem::path folder;
    LoraConfig config;
    std::shared_ptr<const Checkpoint> checkpoint;
    std::vector<LoraModule> modules; // by name
    std::vector<WholeTensor> whole;  // by name
};

/// The folder, or a file in it. Throws Error(badInput) as LoraConfig does, and for tensors that are none of an adapter, that
/// lack their counterpart or have another rank than adapter_config.json says, naming the first one.
[[nodiscard]] LoraAdapter openLoraAdapter(const std::filesystem::path& path);

} // namespace quantlathe
