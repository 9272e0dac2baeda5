// SPDX-License-Identifier: GPL-3.0-or-later
// The files beside the weights of a Hugging Face folder: config.json with its quantization_config, the model card, and what
// is copied as it is.
#pragma once

#include "formats/folder_format.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

[[nodiscard]] PlannedFile textFile(const std::filesystem::path& relativePath, std::string_view text);

/// The config.json of `folder` with another quantization_config (null: none), keys in their order. `modelTypes`: what
/// torch_dtype may be, the first being set where it is something else; empty: anything. Throws Error(badInput) when the file is
/// missing or malformed.
[[nodiscard]] std::string configText(const std::filesystem::path& folder, const nlohmann::ordered_json& quantization,
                                     std::span<const std::string_view> modelTypes);

/// A text for YAML and Markdown: no control characters, no quotes that would end it.
[[nodiscard]] std::string plainText(std::string_view text);

/// README.md: what this is, what it was made from, which encodings it holds, how to load it.
[[nodiscard]] std::string modelCard(const Format& format, const Model& model, const Preset& preset,
                                    std::span<const Choice> choices, const LoadingExample& loading);

/// Tokenizer, generation settings, chat template, licence, code: every file of the folder that is none of the weights and of
/// those that the output has of its own; as copies, in alphabetical order.
[[nodiscard]] std::vector<PlannedFile> companionFiles(const std::filesystem::path& folder);

/// Why the text is no value of the option; nothing if it is one.
[[nodiscard]] std::optional<std::string> whyNotValue(const FormatOption& option, std::string_view value);

} // namespace quantlathe
