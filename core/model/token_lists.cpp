// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/token_lists.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/byte_level.h"
#include "model/json_file.h"
#include "model/pre_tokenizer.h"
#include "model/scored_tokens.h"
#include "model/tiktoken_ranks.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <unordered_set>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr float addedScore = -1000.0F;
constexpr float paddingScore = -10000.0F;
constexpr std::string_view spaceMark = "\xE2\x96\x81"; // U+2581, a blank inside SentencePiece texts

bool isAmong(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool stands(std::string_view text, std::string_view before, std::string_view behind) {
    return text.size() >= before.size() + behind.size() && text.starts_with(before) && text.ends_with(behind);
}

/// Tokens that are for control by their looks, whatever their entry says.
bool looksSpecial(std::string_view token) {
    return isAmong(token, {"<pad>", "<mask>", "<2mass>", "[@BOS@]"}) || stands(token, "<|", "|>") ||
           stands(token, "<\xEF\xBD\x9C", "\xEF\xBD\x9C>") || stands(token, "<unused", ">");
}

std::string withBlanks(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t mark = text.find(spaceMark);
        result += text.substr(0, mark);
        if (mark == std::string_view::npos) {
            break;
        }
        result += ' ';
        text.remove_prefix(mark + spaceMark.size());
    }
    return result;
}

/// Room for all ids; what stays empty is given a name by nameHoles().
void makeRoom(TokenizerData& data, std::uint64_t size) {
    data.tokens.resize(size);
    data.types.assign(size, TokenType::unused);
}

void nameHoles(TokenizerData& data) {
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        if (data.types[id] == TokenType::unused && data.tokens[id].empty()) {
            data.tokens[id] = fmt::format("[PAD{}]", id);
        }
    }
}

void setToken(TokenizerData& data, std::uint64_t id, std::string text, TokenType type) {
    data.tokens[id] = std::move(text);
    data.types[id] = type;
}

void setAdded(TokenizerData& data, const AddedToken& token) {
    const bool isControl = token.isSpecial || looksSpecial(token.content);
    setToken(data, token.id, isControl ? token.content : withBlanks(token.content),
             isControl ? TokenType::control : TokenType::userDefined);
}

/// Added tokens of these families are what their entries say, never what they look like; tokenizer.json's count as well.
bool takesEntriesAsTheyAre(TokenizerStyle style) {
    return style == TokenizerStyle::phi3 || style == TokenizerStyle::internLm2;
}

void addTokensAsTheyAre(const TokenizerSources& sources, TokenizerData& data) {
    const auto add = [&](const AddedToken& token) {
        if (token.id < data.tokens.size()) {
            setToken(data, token.id, token.content, token.isSpecial ? TokenType::control : TokenType::userDefined);
            data.scores[token.id] = addedScore;
        }
    };
    std::ranges::for_each(sources.addedTokensDecoder, add);
    if (sources.tokenizer) {
        std::ranges::for_each(sources.tokenizer->addedTokens, add);
    }
}

/// A zero byte would end a text, and placeholders are no text.
void adjustInternLm2Piece(TokenizerData& data, std::size_t id) {
    constexpr std::string_view inPlaceOfZero = "\xF0\x9F\x90\x89"; // U+1F409, a dragon
    if (data.tokens[id] == std::string_view("\0", 1)) {
        data.tokens[id] = inPlaceOfZero;
    } else if (data.tokens[id].starts_with("[UNUSED")) {
        data.types[id] = TokenType::unused;
    }
}

TokenizerData fromSentencePieces(const std::vector<SentencePiece>& pieces, const TokenizerSources& sources,
                                 TokenizerStyle style, std::uint64_t vocabularySize) {
    TokenizerData data;
    data.model = "llama";
    data.preTokenizer = "default";
    const std::uint64_t size = vocabularySize > 0 ? vocabularySize : pieces.size();
    makeRoom(data, size);
    data.scores.assign(size, paddingScore);
    for (std::size_t id = 0; id < std::min<std::uint64_t>(pieces.size(), size); ++id) {
        // The reference writes user-defined pieces as normal ones.
        const TokenType type = pieces[id].type == TokenType::userDefined ? TokenType::normal : pieces[id].type;
        setToken(data, id, pieces[id].text, type);
        data.scores[id] = pieces[id].score;
        if (style == TokenizerStyle::internLm2) {
            adjustInternLm2Piece(data, id);
        }
    }
    for (const AddedToken& token : sources.oldAddedTokens) {
        if (token.id < size) {
            setToken(data, token.id, token.content, TokenType::userDefined);
            data.scores[token.id] = addedScore;
        }
    }
    if (takesEntriesAsTheyAre(style)) {
        addTokensAsTheyAre(sources, data);
    } else {
        for (const AddedToken& token : sources.addedTokensDecoder) {
            if (token.id < size) {
                setAdded(data, token);
                data.scores[token.id] = addedScore;
            }
        }
    }
    nameHoles(data);
    return data;
}

/// Places the vocabulary of tokenizer.json.
void placeVocabulary(const TokenizerJson& tokenizer, const fs::path& file, TokenizerData& data) {
    std::vector<bool> isTaken(data.tokens.size());
    for (const auto& [text, id] : tokenizer.vocabulary) {
        if (id >= data.tokens.size()) {
            throw badInput(
                file, say("A token lies beyond the vocabulary"),
                say("\"{}\" has the id {}, the vocabulary has {} tokens.", escapeForDisplay(text, 40), id, data.tokens.size()));
        }
        if (isTaken[id]) {
            throw badInput(file, say("Two tokens have the same id"),
                           say("The id {} stands for \"{}\" and \"{}\".", id, escapeForDisplay(data.tokens[id], 40),
                               escapeForDisplay(text, 40)));
        }
        isTaken[id] = true;
        setToken(data, id, text, TokenType::normal);
    }
}

void checkTextsAreUnique(const TokenizerData& data, const fs::path& file) {
    // Sorted hashes instead of a set: a vocabulary of 128 000 tokens is checked while a model opens.
    std::vector<std::pair<std::size_t, std::size_t>> hashes; // and ids
    hashes.reserve(data.tokens.size());
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        hashes.emplace_back(std::hash<std::string>()(data.tokens[id]), id);
    }
    std::sort(hashes.begin(), hashes.end());
    for (std::size_t i = 1; i < hashes.size(); ++i) {
        const auto& [hash, id] = hashes[i];
        const auto& [formerHash, formerId] = hashes[i - 1];
        if (hash == formerHash && data.tokens[id] == data.tokens[formerId]) {
            throw badInput(file, say("A token is listed twice"),
                           say("\"{}\" has the ids {} and {}.", escapeForDisplay(data.tokens[id], 40), formerId, id));
        }
    }
}

std::uint64_t largestIdPlusOne(const TokenizerJson& tokenizer, const std::vector<AddedToken>& added) {
    std::uint64_t size = 0;
    for (const auto& entry : tokenizer.vocabulary) {
        size = std::max<std::uint64_t>(size, std::uint64_t{entry.second} + 1);
    }
    for (const AddedToken& token : added) {
        size = std::max<std::uint64_t>(size, std::uint64_t{token.id} + 1);
    }
    return size;
}

/// Added tokens of both files; tokenizer.json wins.
std::vector<AddedToken> allAddedTokens(const TokenizerSources& sources) {
    std::vector<AddedToken> added = sources.tokenizer->addedTokens;
    std::unordered_set<std::uint32_t> ids;
    for (const AddedToken& token : added) {
        ids.insert(token.id);
    }
    std::copy_if(sources.addedTokensDecoder.begin(), sources.addedTokensDecoder.end(), std::back_inserter(added),
                 [&](const AddedToken& token) { return ids.insert(token.id).second; });
    return added;
}

const std::vector<AddedToken>& checkedAdded(const std::vector<AddedToken>& added, const TokenizerData& data,
                                            const fs::path& file) {
    for (const AddedToken& token : added) {
        if (token.id >= data.tokens.size()) {
            throw badInput(file, say("A token lies beyond the vocabulary"),
                           say("The added token \"{}\" has the id {}, the vocabulary has {} tokens.",
                               escapeForDisplay(token.content, 40), token.id, data.tokens.size()));
        }
    }
    return added;
}

/// tokenizer_config.json, or an empty object.
const Json& configOf(const TokenizerSources& sources) {
    static const Json nothing = Json::object();
    return sources.tokenizerConfig ? *sources.tokenizerConfig : nothing;
}

TokenizerData fromByteLevelBpe(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    const fs::path file = sources.folder / "tokenizer.json";
    const std::vector<AddedToken> added = allAddedTokens(sources);
    TokenizerData data;
    data.model = "gpt2";
    makeRoom(data, vocabularySize > 0 ? vocabularySize : largestIdPlusOne(*sources.tokenizer, added));
    placeVocabulary(*sources.tokenizer, file, data);
    for (const AddedToken& token : checkedAdded(added, data, file)) {
        setAdded(data, token);
    }
    nameHoles(data);
    checkTextsAreUnique(data, file);
    data.merges = sources.tokenizer->merges;
    const bool cleansSpaces = flagMember(configOf(sources), "clean_up_tokenization_spaces").value_or(true);
    data.preTokenizer = preTokenizerOf(*sources.tokenizer, data.tokens.size(), cleansSpaces).value_or(std::string());
    return data;
}

/// Ranks, and behind them tokens for control: those that tokenizer_config.json names, and reserved ones.
TokenizerData fromRanks(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    const std::vector<std::string>& ranks = *sources.ranks;
    TokenizerData data;
    data.model = "gpt2";
    data.preTokenizer = "kimi-k2";
    makeRoom(data, vocabularySize > 0 ? vocabularySize : ranks.size());
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        const bool isText = id < ranks.size();
        setToken(data, id, isText ? withStandIns(ranks[id]) : fmt::format("<|reserved_token_{}|>", id),
                 isText ? TokenType::normal : TokenType::control);
    }
    for (const AddedToken& token : sources.addedTokensDecoder) {
        if (token.id >= ranks.size() && token.id < data.tokens.size()) {
            setToken(data, token.id, token.content, TokenType::control);
        }
    }
    checkTextsAreUnique(data, sources.folder / "tiktoken.model");
    data.merges = mergesOfRanks(ranks);
    return data;
}

/// BERT's word pieces, as GGUF has them: what begins a word is marked, what goes on is not.
TokenizerData fromWordPieces(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    constexpr std::string_view goesOn = "##";
    constexpr std::size_t chineseVocabulary = 21'128;
    const fs::path file = sources.folder / "tokenizer.json";
    const std::vector<AddedToken> added = allAddedTokens(sources);
    TokenizerData data;
    data.model = "bert";
    makeRoom(data, vocabularySize > 0 ? vocabularySize : largestIdPlusOne(*sources.tokenizer, added));
    placeVocabulary(*sources.tokenizer, file, data);
    for (const AddedToken& token : checkedAdded(added, data, file)) {
        setAdded(data, token);
    }
    nameHoles(data);
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        std::string& token = data.tokens[id];
        if (data.types[id] == TokenType::control) {
            continue;
        }
        if (token.starts_with(goesOn)) {
            token.erase(0, goesOn.size());
        } else {
            token.insert(0, spaceMark);
        }
    }
    // The names that the reference has for the two vocabularies that most models have; the engine cuts by blanks anyhow.
    data.preTokenizer = data.tokens.size() == chineseVocabulary ? "bert-bge-large" : "bert-bge";
    return data;
}

/// A Unigram vocabulary of XLM-RoBERTa: its library puts four tokens of its own in front of the pieces of the file.
TokenizerData fromUnigramPieces(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    constexpr std::array<std::string_view, 4> own{"<s>", "<pad>", "</s>", "<unk>"};
    constexpr std::size_t replaced = 3; // the file's own beginning
    const std::vector<SentencePiece>& pieces = *sources.pieces;
    TokenizerData data;
    data.model = "t5";
    data.preTokenizer = "default";
    makeRoom(data, std::max<std::uint64_t>(vocabularySize, pieces.size()));
    data.scores.assign(data.tokens.size(), paddingScore);
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        const std::size_t place = id + replaced - own.size();
        if (id < own.size()) {
            setToken(data, id, std::string(own[id]), id + 1 == own.size() ? TokenType::unknown : TokenType::control);
            data.scores[id] = 0;
        } else if (place < pieces.size()) {
            const TokenType type = pieces[place].type == TokenType::userDefined ? TokenType::normal : pieces[place].type;
            setToken(data, id, pieces[place].text, type);
            data.scores[id] = pieces[place].score;
        } else {
            data.tokens[id] = fmt::format("[PAD{}]", place);
        }
    }
    return data;
}

/// The same vocabulary in tokenizer.json.
TokenizerData fromUnigramJson(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    constexpr std::uint64_t usualUnknown = 3;
    const TokenizerJson& tokenizer = *sources.tokenizer;
    const Json* const model = member(tokenizer.rest, "model");
    const Json* const unknown = model == nullptr ? nullptr : member(*model, "unk_id");
    const bool saysUnknown = unknown != nullptr && unknown->is_number_unsigned();
    TokenizerData data;
    data.model = "t5";
    data.preTokenizer = "default";
    makeRoom(data, std::max<std::uint64_t>(vocabularySize, tokenizer.pieces.size()));
    data.scores.assign(data.tokens.size(), paddingScore);
    for (std::size_t id = 0; id < tokenizer.pieces.size(); ++id) {
        setToken(data, id, tokenizer.pieces[id].first, TokenType::normal);
        data.scores[id] = tokenizer.pieces[id].second;
    }
    for (const AddedToken& token : tokenizer.addedTokens) {
        if (token.id < tokenizer.pieces.size()) {
            data.types[token.id] = token.isSpecial ? TokenType::control : TokenType::userDefined;
        }
    }
    const std::uint64_t unknownId = saysUnknown ? unknown->get<std::uint64_t>() : usualUnknown;
    if (unknownId < tokenizer.pieces.size()) {
        data.types[unknownId] = TokenType::unknown;
    }
    nameHoles(data);
    return data;
}

/// Texts of the tokens that tokenizer_config.json gives a part to play (not all that are marked special).
std::set<std::string> namedSpecials(const Json& tokenizerConfig) {
    std::set<std::string> texts;
    const auto add = [&](const Json& entry) {
        const auto text = entry.is_string() ? std::optional(entry.get<std::string>()) : textMember(entry, "content");
        if (text) {
            texts.insert(*text);
        }
    };
    for (const std::string_view type : {"bos", "eos", "unk", "sep", "pad", "cls", "mask"}) {
        if (const Json* entry = member(tokenizerConfig, fmt::format("{}_token", type))) {
            add(*entry);
        }
    }
    if (const Json* others = member(tokenizerConfig, "additional_special_tokens"); others != nullptr && others->is_array()) {
        std::for_each(others->begin(), others->end(), add);
    }
    if (textMember(tokenizerConfig, "tokenizer_class").value_or("LlamaTokenizer").starts_with("LlamaTokenizer")) {
        // What that class assumes where the file is silent.
        for (const auto& [key, text] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"bos_token", "<s>"}, {"eos_token", "</s>"}, {"unk_token", "<unk>"}}) {
            if (!tokenizerConfig.contains(key)) {
                texts.insert(text);
            }
        }
    }
    return texts;
}

/// "<0x0A>": a byte for which the vocabulary has no text.
bool isByteToken(std::string_view text) {
    const auto isHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    return text.size() == 6 && text.starts_with("<0x") && isHex(text[3]) && isHex(text[4]) && text[5] == '>';
}

/// A SentencePiece vocabulary that was turned into tokenizer.json: same texts, scores lost.
TokenizerData fromByteFallbackBpe(const TokenizerSources& sources, std::uint64_t vocabularySize) {
    const fs::path file = sources.folder / "tokenizer.json";
    const std::set<std::string> specials = namedSpecials(configOf(sources));
    const std::vector<AddedToken> added = allAddedTokens(sources);
    TokenizerData data;
    data.model = "llama";
    data.preTokenizer = "default";
    makeRoom(data, vocabularySize > 0 ? vocabularySize : largestIdPlusOne(*sources.tokenizer, added));
    placeVocabulary(*sources.tokenizer, file, data);
    const std::uint64_t baseSize = sources.tokenizer->vocabulary.size();
    for (std::uint64_t id = 0; id < std::min<std::uint64_t>(baseSize, data.tokens.size()); ++id) {
        if (isByteToken(data.tokens[id])) {
            data.types[id] = TokenType::byte;
        } else if (specials.contains(data.tokens[id])) {
            data.types[id] = TokenType::control;
        }
    }
    for (const AddedToken& token : checkedAdded(added, data, file)) {
        if (token.id >= baseSize) {
            setToken(data, token.id, token.content,
                     specials.contains(token.content) ? TokenType::control : TokenType::userDefined);
        }
    }
    nameHoles(data);
    data.scores.assign(data.tokens.size(), addedScore);
    return data;
}

/// True for a vocabulary that was made from a SentencePiece model.
bool isByteFallback(const TokenizerJson& tokenizer) {
    const Json* decoder = member(tokenizer.rest, "decoder");
    const bool isSequence = decoder != nullptr && textMember(*decoder, "type") == "Sequence";
    return tokenizer.modelType == "BPE" && tokenizer.byteFallback && isSequence;
}

/// Gemma 4: tokens that a chat's reader needs to see are always shown.
TokenizerData withMerges(TokenizerData data, const TokenizerJson& tokenizer) {
    constexpr std::array<std::string_view, 7> visible{"<|channel>",       "<channel|>",       "<|tool_call>", "<tool_call|>",
                                                      "<|tool_response>", "<tool_response|>", "<|\"|>"};
    data.model = "gemma4";
    data.preTokenizer.clear();
    data.merges = tokenizer.merges;
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        if (std::ranges::find(visible, data.tokens[id]) != visible.end()) {
            data.types[id] = TokenType::userDefined;
        }
    }
    return data;
}

} // namespace

TokenizerData makeTokenList(const TokenizerSources& sources, TokenizerStyle style, std::uint64_t vocabularySize) {
    const bool isGpt2Class =
        textMember(configOf(sources), "tokenizer_class").value_or(std::string()).starts_with("GPT2Tokenizer");
    if (style == TokenizerStyle::unigram && sources.pieces) {
        return fromUnigramPieces(sources, vocabularySize);
    }
    const bool isScored = style == TokenizerStyle::unigram || style == TokenizerStyle::t5;
    if (style == TokenizerStyle::t5 && sources.pieces &&
        readSentencePieceSettings(sources.piecesFile).algorithm == SentencePieceSettings::Algorithm::unigram) {
        return t5Tokens(sources, vocabularySize); // Pile-T5 merges pairs instead
    }
    const bool takesPieces = style != TokenizerStyle::wordPieces && !isByteLevel(style) && style != TokenizerStyle::gemma4 &&
                             !(style == TokenizerStyle::phi3 && isGpt2Class);
    if (sources.pieces && takesPieces) {
        return fromSentencePieces(*sources.pieces, sources, style, vocabularySize);
    }
    if (!sources.tokenizer && sources.ranks && isByteLevel(style)) {
        return fromRanks(sources, vocabularySize);
    }
    if (!sources.tokenizer) {
        throw badInput(sources.folder / "tokenizer.model", say("This architecture has another kind of tokenizer"),
                       say("Expected is a byte-level one: tokenizer.json, or vocab.json and merges.txt."));
    }
    const TokenizerJson& tokenizer = *sources.tokenizer;
    const fs::path file = sources.folder / "tokenizer.json";
    const std::string_view expected = style == TokenizerStyle::wordPieces ? "WordPiece" : isScored ? "Unigram" : "BPE";
    if (tokenizer.modelType != expected) {
        throw badInput(file, say("This kind of tokenizer is not known for such a model"),
                       say("Its model is \"{}\", expected {}.", escapeForDisplay(tokenizer.modelType, 40), expected));
    }
    if (style == TokenizerStyle::wordPieces) {
        return fromWordPieces(sources, vocabularySize);
    }
    if (isScored) {
        return fromUnigramJson(sources, vocabularySize);
    }
    if (!isByteFallback(tokenizer)) {
        return fromByteLevelBpe(sources, vocabularySize);
    }
    if (style == TokenizerStyle::gemma4) {
        return withMerges(fromByteFallbackBpe(sources, vocabularySize), tokenizer);
    }
    if (style != TokenizerStyle::llama && style != TokenizerStyle::jamba) {
        throw badInput(file, say("This vocabulary has lost its scores"),
                       say("It was made from a SentencePiece model. Put that model's tokenizer.model into the folder."));
    }
    return fromByteFallbackBpe(sources, vocabularySize);
}

} // namespace quantlathe
