// SPDX-License-Identifier: GPL-3.0-or-later
// What a program sees of a model before it reads any value.
#pragma once

#include "checkpoint/checkpoint.h"
#include "plan/plan.h"

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

namespace quantlathe {

/// A value type. Safe to read from many threads.
struct WrittenModel {
    ContainerKind container = ContainerKind::safetensors;
    std::map<std::string, TensorInfo, std::less<>> tensors; // by name; `file` and `offset` are of no account
    Metadata metadata;                                      // keys of a GGUF file, or __metadata__ of a safetensors file
    nlohmann::json config;                                  // config.json; null: there is none
    std::set<std::string, std::less<>> files;               // names, of a folder below it

    [[nodiscard]] const TensorInfo* find(std::string_view name) const;
    /// quantization_config; an empty object where there is none. Of TensorRT-LLM's layout: what it calls quantization.
    [[nodiscard]] const nlohmann::json& quantization() const;
};

/// What the plan will have written, from the headers that it has ready. Throws what parsing headers throws.
[[nodiscard]] WrittenModel writtenModel(const Plan& plan);
/// Reads headers and config.json. Throws Error(badInput) for what cannot be opened, and for a model that is not on this
/// machine.
[[nodiscard]] WrittenModel readWrittenModel(const std::filesystem::path& path);

} // namespace quantlathe
