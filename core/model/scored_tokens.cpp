// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scored_tokens.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr float fillingScore = -10000.0F; // of T5's tokens without a piece
constexpr float laterScore = -1000.0F;    // of tokens that were added, or that only fill PLaMo's embedding

TokenType plamoType(const std::string& text, std::string_view kind) {
    if (kind == "UNKNOWN") {
        return TokenType::unknown;
    }
    const bool isMark = text.starts_with("<|plamo:") && text.ends_with("|>");
    return kind == "CONTROL" || isMark ? TokenType::control : kind == "BYTE" ? TokenType::byte : TokenType::normal;
}

/// One line is a list: text, score, kind, and what nobody needs.
void addPlamoToken(std::string_view line, std::size_t number, const fs::path& file, TokenizerData& data) {
    const nlohmann::json root = parseJsonObject(fmt::format(R"({{"token":{}}})", line), file);
    const nlohmann::json& entry = root.at("token");
    const bool isToken = entry.is_array() && entry.size() >= 2 && entry[0].is_string() && entry[1].is_number();
    const float score = isToken ? entry[1].get<float>() : 0.0F;
    if (!isToken || !std::isfinite(score)) {
        throw badInput(file, say("This is no list of tokens"),
                       say("Line {} is no list of a text, a score and a kind.", number));
    }
    data.tokens.push_back(entry[0].get<std::string>());
    data.scores.push_back(score);
    data.types.push_back(plamoType(data.tokens.back(), entry.size() > 2 && entry[2].is_string() ? entry[2].get<std::string>()
                                                                                                : std::string("NORMAL")));
}

void addPlamoIds(const fs::path& folder, TokenizerData& data) {
    constexpr std::uint32_t endOfTurn = 4; // <|plamo:op|>
    constexpr std::uint64_t maxSettings = 16U << 20U;
    const auto settings = readJsonObjectIfThere(folder / "tokenizer_config.json", maxSettings);
    for (const std::string_view name : {"bos", "eos", "pad", "sep", "unk"}) {
        const auto text = settings ? textMember(*settings, fmt::format("{}_token", name)) : std::nullopt;
        const auto found = text ? std::ranges::find(data.tokens, *text) : data.tokens.end();
        if (found != data.tokens.end()) {
            data.specialIds.emplace_back(name, static_cast<std::uint32_t>(found - data.tokens.begin()));
        }
    }
    if (data.tokens.size() > endOfTurn) {
        data.specialIds.emplace_back("eot", endOfTurn);
    }
    data.flags.emplace_back("add_space_prefix", false);
}

} // namespace

TokenizerData t5Tokens(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    const std::vector<SentencePiece>& pieces = *sources.pieces;
    const std::uint64_t size = vocabularySize > 0 ? vocabularySize : pieces.size();
    if (pieces.size() > size) {
        throw badInput(sources.piecesFile, say("The vocabulary is larger than the model's"),
                       say("It has {} pieces, the model {} tokens.", pieces.size(), size));
    }
    TokenizerData data;
    data.model = "t5";
    data.preTokenizer = "default";
    data.tokens.resize(size);
    data.scores.assign(size, fillingScore);
    data.types.assign(size, TokenType::unused);
    for (std::size_t id = 0; id < size; ++id) {
        data.tokens[id] = id < pieces.size() ? pieces[id].text : fmt::format("[PAD{}]", id);
        if (id < pieces.size()) {
            data.scores[id] = pieces[id].score;
            data.types[id] = pieces[id].type == TokenType::userDefined ? TokenType::normal : pieces[id].type;
        }
    }
    for (const AddedToken& token : sources.oldAddedTokens) {
        if (token.id < size) {
            data.tokens[token.id] = token.content;
            data.scores[token.id] = laterScore;
            data.types[token.id] = TokenType::userDefined;
        }
    }
    return data;
}

std::optional<TokenizerData> readPlamoTokens(const fs::path& folder, std::uint64_t vocabularySize) {
    const fs::path file = folder / "tokenizer.jsonl";
    if (!isThere(file)) {
        return std::nullopt;
    }
    const std::string text = readTextFile(file, maxTokenizerBytes);
    TokenizerData data;
    data.model = "plamo2";
    data.preTokenizer = "default";
    std::string_view rest = text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            addPlamoToken(line, number, file, data);
        }
    }
    for (std::size_t filling = 1; data.tokens.size() < vocabularySize; ++filling) {
        data.tokens.push_back(fmt::format("[PAD{}]", filling));
        data.scores.push_back(laterScore);
        data.types.push_back(TokenType::unused);
    }
    addPlamoIds(folder, data);
    return data;
}

} // namespace quantlathe
