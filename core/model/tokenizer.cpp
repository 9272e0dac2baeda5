// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tokenizer.h"

#include "base/error.h"
#include "base/text.h"
#include "model/chat_template.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/pre_tokenizer.h"
#include "model/sentencepiece_model.h"
#include "model/special_tokens.h"
#include "model/tokenizer_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <unordered_set>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t maxTokenizerConfigBytes = 16U << 20U;
constexpr float addedScore = -1000.0F;
constexpr float paddingScore = -10000.0F;
constexpr std::string_view spaceMark = "\xE2\x96\x81"; // U+2581, a blank inside SentencePiece texts
constexpr std::uint64_t codeLlamaVocabulary = 32'016;
constexpr std::uint64_t startCoderVocabulary = 49'152; // models that use it do not begin with a BOS

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

std::string withBlanks(std::string text) {
    for (std::size_t at = text.find(spaceMark); at != std::string::npos; at = text.find(spaceMark, at + 1)) {
        text.replace(at, spaceMark.size(), " ");
    }
    return text;
}

/// tokenizer_config.json's added_tokens_decoder, by id.
std::vector<AddedToken> addedTokensDecoder(const Json& tokenizerConfig, const fs::path& file) {
    std::vector<AddedToken> tokens;
    const Json* decoder = member(tokenizerConfig, "added_tokens_decoder");
    if (decoder == nullptr || !decoder->is_object()) {
        return tokens;
    }
    for (const auto& [key, entry] : decoder->items()) {
        AddedToken token;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), token.id);
        const auto content = textMember(entry, "content");
        if (error != std::errc() || end != key.data() + key.size() || !content) {
            throw badInput(
                file, "added_tokens_decoder is not as expected",
                fmt::format("The entry \"{}\" must have a whole number as its name and a content.", escapeForDisplay(key, 40)));
        }
        token.content = *content;
        token.isSpecial = flagMember(entry, "special").value_or(false);
        tokens.push_back(std::move(token));
    }
    std::sort(tokens.begin(), tokens.end(), [](const AddedToken& a, const AddedToken& b) { return a.id < b.id; });
    return tokens;
}

/// Everything about a tokenizer that the folder's files say.
struct Sources {
    fs::path folder;
    std::optional<TokenizerJson> tokenizer;
    Json tokenizerConfig = Json::object();
    bool hasTokenizerConfig = false;
    std::vector<AddedToken> decoder; // of tokenizer_config.json
};

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

/// added_tokens.json: text → id, the oldest way to add tokens.
void addOldAddedTokens(const fs::path& folder, TokenizerData& data) {
    const fs::path file = folder / "added_tokens.json";
    const auto added = readJsonObjectIfThere(file, maxTokenizerConfigBytes);
    if (!added) {
        return;
    }
    for (const auto& [text, id] : added->items()) {
        if (!id.is_number_unsigned()) {
            throw badInput(file, "added_tokens.json is not as expected",
                           fmt::format("The id of \"{}\" is no whole number.", escapeForDisplay(text, 40)));
        }
        if (const auto number = id.get<std::uint64_t>(); number < data.tokens.size()) {
            setToken(data, number, text, TokenType::userDefined);
            data.scores[number] = addedScore;
        }
    }
}

TokenizerData fromSentencePieces(const std::vector<SentencePiece>& pieces, const Sources& sources,
                                 std::uint64_t vocabularySize) {
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
    }
    addOldAddedTokens(sources.folder, data);
    for (const AddedToken& token : sources.decoder) {
        if (token.id < size) {
            setAdded(data, token);
            data.scores[token.id] = addedScore;
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
            throw badInput(file, "A token lies beyond the vocabulary",
                           fmt::format("\"{}\" has the id {}, the vocabulary has {} tokens.", escapeForDisplay(text, 40), id,
                                       data.tokens.size()));
        }
        if (isTaken[id]) {
            throw badInput(file, "Two tokens have the same id",
                           fmt::format("The id {} stands for \"{}\" and \"{}\".", id, escapeForDisplay(data.tokens[id], 40),
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
            throw badInput(file, "A token is listed twice",
                           fmt::format("\"{}\" has the ids {} and {}.", escapeForDisplay(data.tokens[id], 40), formerId, id));
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
std::vector<AddedToken> allAddedTokens(const Sources& sources) {
    std::vector<AddedToken> added = sources.tokenizer->addedTokens;
    std::unordered_set<std::uint32_t> ids;
    for (const AddedToken& token : added) {
        ids.insert(token.id);
    }
    std::copy_if(sources.decoder.begin(), sources.decoder.end(), std::back_inserter(added),
                 [&](const AddedToken& token) { return ids.insert(token.id).second; });
    return added;
}

const std::vector<AddedToken>& checkedAdded(const std::vector<AddedToken>& added, const TokenizerData& data,
                                            const fs::path& file) {
    for (const AddedToken& token : added) {
        if (token.id >= data.tokens.size()) {
            throw badInput(file, "A token lies beyond the vocabulary",
                           fmt::format("The added token \"{}\" has the id {}, the vocabulary has {} tokens.",
                                       escapeForDisplay(token.content, 40), token.id, data.tokens.size()));
        }
    }
    return added;
}

TokenizerData fromByteLevelBpe(const Sources& sources, std::uint64_t vocabularySize) {
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
    const bool cleansSpaces = flagMember(sources.tokenizerConfig, "clean_up_tokenization_spaces").value_or(true);
    data.preTokenizer = preTokenizerOf(*sources.tokenizer, data.tokens.size(), cleansSpaces).value_or(std::string());
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
TokenizerData fromByteFallbackBpe(const Sources& sources, std::uint64_t vocabularySize) {
    const fs::path file = sources.folder / "tokenizer.json";
    const std::set<std::string> specials = namedSpecials(sources.tokenizerConfig);
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

Sources readSources(const fs::path& folder) {
    Sources sources;
    sources.folder = folder;
    std::error_code ignored;
    if (fs::exists(folder / "tokenizer.json", ignored)) {
        sources.tokenizer = readTokenizerJson(folder / "tokenizer.json");
    }
    const fs::path configFile = folder / "tokenizer_config.json";
    if (auto config = readJsonObjectIfThere(configFile, maxTokenizerConfigBytes)) {
        sources.tokenizerConfig = std::move(*config);
        sources.hasTokenizerConfig = true;
        sources.decoder = addedTokensDecoder(sources.tokenizerConfig, configFile);
    }
    return sources;
}

/// CodeLlama's tokens for filling in the middle are not named in any file.
void addCodeLlamaIds(TokenizerData& data) {
    for (const auto& [name, id] : std::initializer_list<std::pair<const char*, std::uint32_t>>{
             {"prefix", 32'007}, {"suffix", 32'008}, {"middle", 32'009}, {"eot", 32'010}}) {
        const bool isSet =
            std::any_of(data.specialIds.begin(), data.specialIds.end(), [&](const auto& entry) { return entry.first == name; });
        if (!isSet && id < data.tokens.size()) {
            data.specialIds.emplace_back(name, id);
        }
    }
}

void setFlag(TokenizerData& data, const std::string& name, bool value) {
    const auto found = std::find_if(data.flags.begin(), data.flags.end(), [&](const auto& flag) { return flag.first == name; });
    if (found != data.flags.end()) {
        found->second = value;
    } else {
        data.flags.emplace_back(name, value);
    }
}

} // namespace

std::optional<TokenizerData> readTokenizer(const fs::path& folder, const Json& config, std::uint64_t vocabularySize) {
    std::error_code ignored;
    const fs::path sentencePieceFile = folder / "tokenizer.model";
    const bool hasSentencePieces = fs::exists(sentencePieceFile, ignored);
    const Sources sources = readSources(folder);
    if (!hasSentencePieces && !sources.tokenizer) {
        return std::nullopt;
    }
    TokenizerData data;
    if (hasSentencePieces) {
        data = fromSentencePieces(readSentencePieces(sentencePieceFile), sources, vocabularySize);
    } else if (sources.tokenizer->modelType != "BPE") {
        throw badInput(folder / "tokenizer.json", "This kind of tokenizer is not known for a Llama model",
                       fmt::format("Its model is \"{}\", expected BPE.", escapeForDisplay(sources.tokenizer->modelType, 40)));
    } else {
        data = isByteFallback(*sources.tokenizer) ? fromByteFallbackBpe(sources, vocabularySize)
                                                  : fromByteLevelBpe(sources, vocabularySize);
    }
    SpecialTokens special =
        findSpecialTokens(sources.tokenizer ? &*sources.tokenizer : nullptr,
                          sources.hasTokenizerConfig ? &sources.tokenizerConfig : nullptr, config, data.tokens.size());
    data.specialIds = std::move(special.ids);
    data.flags = std::move(special.flags);
    if (sources.hasTokenizerConfig) { // the reference looks for templates only beside this file
        readChatTemplates(folder, sources.tokenizerConfig, data);
    }
    if (vocabularySize == codeLlamaVocabulary) {
        addCodeLlamaIds(data);
    }
    if (const auto prefix = flagMember(sources.tokenizerConfig, "add_prefix_space")) {
        setFlag(data, "add_space_prefix", *prefix);
    }
    if (vocabularySize == startCoderVocabulary) {
        setFlag(data, "add_bos_token", false);
    }
    return data;
}

} // namespace quantlathe
