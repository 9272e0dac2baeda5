// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer of a Hugging Face folder as GGUF stores it: which files are read and how they become one list
// (docs/formats/gguf-model.md, "Tokenizer").
#pragma once

#include "model/config.h"
#include "model/tokenizer_data.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

namespace quantlathe {

/// By the rules of the Llama family: tokenizer.model, else tokenizer.json. Nothing if the folder has neither. `config` is the
/// root of config.json. The list has as many tokens as config.json's vocab_size says, if it says so. Throws Error(badInput)
/// that names file and place for files that are malformed or contradict each other.
[[nodiscard]] std::optional<TokenizerData> readTokenizer(const std::filesystem::path& folder, const nlohmann::json& config,
                                                         std::uint64_t vocabularySize);

} // namespace quantlathe
