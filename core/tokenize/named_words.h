// SPDX-License-Identifier: GPL-3.0-or-later
// The pre-tokenizers that GGUF files call by name (tokenizer.ggml.pre; docs/tokenizer.md, "Names").
#pragma once

#include "tokenize/word_cutter.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string_view>

namespace quantlathe {

struct NamedWords {
    WordCutter cutter;          // byte-level
    bool ignoresMerges = false; // a word that is a token is not taken apart
    bool addsBos = false;       // unless tokenizer.ggml.add_bos_token says something else
};

/// An empty name is "default". Throws Error(badInput) naming `file` and the known names for one that is not known.
[[nodiscard]] NamedWords wordsByName(std::string_view name, const std::filesystem::path& file);

/// The same as the "pre_tokenizer" of a tokenizer.json.
struct NamedWordsJson {
    nlohmann::ordered_json steps;
    bool ignoresMerges = false;
    bool addsBos = false;
};
/// Nothing for a name that is not known.
[[nodiscard]] std::optional<NamedWordsJson> wordsAsJson(std::string_view name);

/// All names, in alphabetical order.
[[nodiscard]] std::span<const std::string_view> namesOfWords();

} // namespace quantlathe
