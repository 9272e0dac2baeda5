// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers for tests: from JSON texts and from folders, and the golden ids of tests/data/tokenize.
#pragma once

#include "model/tokenizer.h"
#include "support/test_support.h"
#include "tokenize/tokenizer_parts.h"

#include <fstream>
#include <iterator>

namespace quantlathe::test {

inline std::string textOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline nlohmann::json jsonOf(const std::filesystem::path& file) {
    return nlohmann::json::parse(textOf(file));
}

/// tests/data/tokenize/golden.json.
inline const nlohmann::json& goldenIds() {
    static const nlohmann::json golden = jsonOf(dataFile("tokenize/golden.json"));
    return golden;
}

/// As openTokenizer() does with a folder that has only this tokenizer.json.
inline Tokenizer::Parts partsFromJson(const nlohmann::json& tokenizerJson) {
    TokenizerSources sources;
    sources.folder = "folder";
    sources.tokenizer = parseTokenizerJson(tokenizerJson.dump(), "folder/tokenizer.json");
    return tokenizerFromJson(sources, makeTokenizer(sources, nlohmann::json::object(), 0));
}

/// Lists beginning at the first difference, for messages.
inline QByteArray difference(const std::vector<TokenId>& actual, const std::vector<TokenId>& expected) {
    const auto pair = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
    QByteArray text = "at " + QByteArray::number(static_cast<qlonglong>(pair.first - actual.begin())) + ": got";
    const auto add = [&](auto from, auto end) {
        for (int i = 0; i < 6 && from != end; ++i, ++from) {
            text += ' ' + QByteArray::number(*from);
        }
    };
    add(pair.first, actual.end());
    text += ", expected";
    add(pair.second, expected.end());
    return text;
}

} // namespace quantlathe::test
