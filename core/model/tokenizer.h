// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer of a Hugging Face folder as GGUF stores it: which files are read and how they become one list
// (docs/formats/gguf-model.md, "Tokenizer").
#pragma once

#include "model/token_lists.h"
#include "model/tokenizer_data.h"
#include "model/tokenizer_style.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

namespace quantlathe {

/// The tokenizer files of the folder that are there. Throws Error(badInput) naming file and place for a malformed one.
[[nodiscard]] TokenizerSources readTokenizerSources(const std::filesystem::path& folder);

/// tokenizer_config.json's member of that name, by id. Throws Error(badInput) naming `file` for malformed entries.
[[nodiscard]] std::vector<AddedToken> addedTokensDecoder(const nlohmann::json& tokenizerConfig,
                                                         const std::filesystem::path& file);

/// All but the chat templates. `config` is the root of config.json, `vocabularySize` what it says there (0: nothing). Throws
/// as makeTokenList(). The Llama family knows files of all kinds.
[[nodiscard]] TokenizerData makeTokenizer(const TokenizerSources& sources, const nlohmann::json& config,
                                          std::uint64_t vocabularySize, TokenizerStyle style = TokenizerStyle::llama);

/// All of it; nothing if the folder has no tokenizer.
[[nodiscard]] std::optional<TokenizerData> readTokenizer(const std::filesystem::path& folder, const nlohmann::json& config,
                                                         TokenizerStyle style, std::uint64_t vocabularySize);

} // namespace quantlathe
