// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json of Hugging Face's tokenizers library, read as a stream: the vocabulary and the merges of a large model are
// most of its 10 to 20 MB and go straight into their lists; only the small rest becomes a tree.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

struct AddedToken {
    std::uint32_t id = 0;
    std::string content;
    bool isSpecial = false;
    bool lstrip = false; // swallows white space before it
    bool rstrip = false; // and behind it
    bool singleWord = false;
    bool normalized = false; // looked for in normalised text
};

struct TokenizerJson {
    std::string modelType; // "BPE", "Unigram", "WordPiece", "WordLevel"
    bool byteFallback = false;
    bool ignoreMerges = false;
    std::vector<std::pair<std::string, std::uint32_t>> vocabulary; // in file order; empty if the model keeps it as a list
    std::vector<std::pair<std::string, float>> pieces;             // Unigram: texts and scores, by id
    std::vector<std::string> merges;                               // "left right"; a blank inside a part is U+0120
    std::vector<AddedToken> addedTokens;                           // in file order
    nlohmann::json rest;                                           // the whole file without model.vocab and model.merges
};

/// How text is searched for the token, from an entry of added_tokens or added_tokens_decoder.
void readAddedTokenFlags(const nlohmann::json& entry, AddedToken& token);

/// Checks kinds of values, ids and sizes; not whether ids are unique. Throws Error(badInput) naming the file and the place.
[[nodiscard]] TokenizerJson parseTokenizerJson(std::string_view text, const std::filesystem::path& file);
[[nodiscard]] TokenizerJson readTokenizerJson(const std::filesystem::path& file);

/// vocab.txt: a word piece a line, by id. Errors as above.
[[nodiscard]] TokenizerJson readWordPieces(const std::filesystem::path& file);

/// merges.txt: a merge a line; a first line that starts with # is a comment. Throws Error(badInput) naming file and line.
[[nodiscard]] std::vector<std::string> readMerges(const std::filesystem::path& file);
/// The two files of the oldest byte-level vocabularies; how words are cut they do not say. Errors as above.
[[nodiscard]] TokenizerJson readVocabularyAndMerges(const std::filesystem::path& vocabulary,
                                                    const std::filesystem::path& merges);

} // namespace quantlathe
