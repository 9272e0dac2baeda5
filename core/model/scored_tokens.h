// SPDX-License-Identifier: GPL-3.0-or-later
// Vocabularies with scores that families keep in files of their own: T5's spiece.model, PLaMo's tokenizer.jsonl.
#pragma once

#include "model/token_lists.h"

namespace quantlathe {

/// The pieces of the file with their ids, the texts of added_tokens.json over them, and unused "[PAD7]" up to
/// `vocabularySize`. Throws Error(badInput) for more pieces than that. `sources` has pieces.
[[nodiscard]] TokenizerData t5Tokens(const TokenizerSources& sources, std::uint64_t vocabularySize);

/// All of PLaMo's tokenizer, with the tokens that tokenizer_config.json names; nothing if there is no tokenizer.jsonl. Throws
/// Error(badInput) naming the file and the line for malformed ones.
[[nodiscard]] std::optional<TokenizerData> readPlamoTokens(const std::filesystem::path& folder, std::uint64_t vocabularySize);

} // namespace quantlathe
