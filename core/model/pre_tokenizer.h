// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.ggml.pre: which of llama.cpp's ways to cut text into words a byte-level BPE vocabulary was trained for
// (docs/formats/gguf-model.md, "Pre-tokenizer").
#pragma once

#include "model/tokenizer_json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

/// Names that llama.cpp loads, in alphabetical order, "default" included.
[[nodiscard]] std::span<const std::string_view> knownPreTokenizers();

/// The pre_tokenizer that a slow tokenizer class of the transformers library has in its code, as tokenizer.json would say it;
/// null for other classes.
[[nodiscard]] nlohmann::json preTokenizerOfClass(std::string_view tokenizerClass);

/// The name whose rules equal those in the file; nothing when they equal none or could be several. Never a guess.
/// `cleansSpaces`: clean_up_tokenization_spaces of tokenizer_config.json.
[[nodiscard]] std::optional<std::string> preTokenizerOf(const TokenizerJson& tokenizer, std::uint64_t vocabularySize,
                                                        bool cleansSpaces);

} // namespace quantlathe
