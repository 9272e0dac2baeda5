// SPDX-License-Identifier: GPL-3.0-or-later
// Ids and flags of special tokens, from tokenizer_config.json, tokenizer.json and config.json
// (docs/formats/gguf-model.md, "Special tokens").
#pragma once

#include "model/tokenizer_json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace quantlathe {

struct SpecialTokens {
    std::vector<std::pair<std::string, std::uint32_t>> ids; // "bos" → 1
    std::vector<std::pair<std::string, bool>> flags;        // "add_bos_token" → true
};

/// `tokenizer` and `tokenizerConfig` may be absent (nullptr). Ids from `vocabularySize` on are dropped. Members of the wrong
/// kind count as absent; never throws.
[[nodiscard]] SpecialTokens findSpecialTokens(const TokenizerJson* tokenizer, const nlohmann::json* tokenizerConfig,
                                              const nlohmann::json& config, std::uint64_t vocabularySize);

} // namespace quantlathe
