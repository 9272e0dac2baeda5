// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer files of a Hugging Face folder out of what a GGUF file says (docs/tokenizer.md, "Writing a folder").
#pragma once

#include "model/tokenizer_data.h"

#include <cstdint>
#include <string>
#include <vector>

namespace quantlathe {

struct FolderText {
    std::string name; // "tokenizer.json"
    std::string text;
};

struct FolderTokenizer {
    std::vector<FolderText> files;
    std::vector<std::string> remarks; // what the files do not say, or not exactly, one line each
};

/// tokenizer.json, tokenizer_config.json and generation_config.json; of a SentencePiece vocabulary also tokenizer.model, which
/// keeps its scores. No tokenizer.json, and a remark, for kinds that cannot be written. `contextTokens`: 0 if not known.
[[nodiscard]] FolderTokenizer tokenizerFiles(const TokenizerData& data, std::uint64_t contextTokens);

/// "model.merges" of a vocabulary that has scores instead: for every token that two others make, those with the highest score
/// first, as transformers' converter has it.
[[nodiscard]] std::vector<std::string> mergesFromScores(const TokenizerData& data);

} // namespace quantlathe
