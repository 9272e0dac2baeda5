// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/folder_tokenizer.h"

#include "base/text.h"
#include "base/words.h"
#include "model/sentencepiece_model.h"
#include "model/utf8.h"
#include "tokenize/named_words.h"
#include "tokenize/tokenizer_parts.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace quantlathe {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t mostBytesOfMergedToken = 4096; // longer ones are hostile: every place in them is looked at
constexpr float addedTokenScore = -1000.0F;          // of tokens that were added behind a SentencePiece model

std::string jsonText(std::string_view text) {
    return OrderedJson(text).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

/// A chat template may hold anything.
std::string fileText(const OrderedJson& json) {
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + '\n';
}

TokenType typeOf(const TokenizerData& data, std::size_t id) {
    return id < data.types.size() ? data.types[id] : TokenType::normal;
}

/// Fills an embedding that is larger than its vocabulary, and stands in no file.
bool isHole(const TokenizerData& data, std::size_t id) {
    return typeOf(data, id) == TokenType::unused && data.tokens[id] == fmt::format("[PAD{}]", id);
}

bool isSpecialType(TokenType type) {
    return type == TokenType::control || type == TokenType::unknown;
}

bool isAdded(const TokenizerData& data, std::size_t id) {
    const TokenType type = typeOf(data, id);
    return (isSpecialType(type) || type == TokenType::userDefined) && !data.tokens[id].empty();
}

std::optional<std::uint32_t> specialId(const TokenizerData& data, std::string_view name) {
    const auto found = std::ranges::find_if(data.specialIds, [&](const auto& entry) { return entry.first == name; });
    return found == data.specialIds.end() ? std::nullopt : std::optional(found->second);
}

/// By its type, else by its key, else by its text: files mark it as a token for control as well.
std::optional<std::uint32_t> unknownId(const TokenizerData& data) {
    const auto typed = std::ranges::find(data.types, TokenType::unknown);
    if (typed != data.types.end()) {
        return static_cast<std::uint32_t>(typed - data.types.begin());
    }
    const auto named = specialId(data, "unk");
    const auto written = std::ranges::find(data.tokens, "<unk>");
    return named || written == data.tokens.end() ? named : static_cast<std::uint32_t>(written - data.tokens.begin());
}

std::optional<bool> flagOf(const TokenizerData& data, std::string_view name) {
    const auto found = std::ranges::find_if(data.flags, [&](const auto& flag) { return flag.first == name; });
    return found == data.flags.end() ? std::nullopt : std::optional(found->second);
}

OrderedJson addedTokenJson(const TokenizerData& data, std::size_t id) {
    return {{"content", data.tokens[id]},
            {"single_word", false},
            {"lstrip", false},
            {"rstrip", false},
            {"normalized", false},
            {"special", isSpecialType(typeOf(data, id))}};
}

OrderedJson addedTokensJson(const TokenizerData& data) {
    OrderedJson tokens = OrderedJson::array();
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        if (isAdded(data, id)) {
            OrderedJson token{{"id", id}};
            token.update(addedTokenJson(data, id));
            tokens.push_back(std::move(token));
        }
    }
    return tokens;
}

/// What is put before and behind a text.
OrderedJson templateJson(const TokenizerData& data, bool addsBosByDefault) {
    const auto bos = specialId(data, "bos");
    const auto eos = specialId(data, "eos");
    const bool addsBos = bos && flagOf(data, "add_bos_token").value_or(addsBosByDefault);
    const bool addsEos = eos && flagOf(data, "add_eos_token").value_or(false);
    if (!addsBos && !addsEos) {
        return nullptr;
    }
    OrderedJson specials = OrderedJson::object();
    const auto special = [&](std::uint32_t id, int type) {
        const std::string& text = data.tokens[id];
        specials[text] = {{"id", text}, {"ids", {id}}, {"tokens", {text}}};
        return OrderedJson{{"SpecialToken", {{"id", text}, {"type_id", type}}}};
    };
    const auto part = [&](OrderedJson& list, const char* name, int type) {
        if (addsBos) {
            list.push_back(special(*bos, type));
        }
        list.push_back({{"Sequence", {{"id", name}, {"type_id", type}}}});
        if (addsEos) {
            list.push_back(special(*eos, type));
        }
    };
    OrderedJson single = OrderedJson::array();
    part(single, "A", 0);
    OrderedJson pair = OrderedJson::array();
    part(pair, "A", 0);
    part(pair, "B", 1);
    return {{"type", "TemplateProcessing"}, {"single", single}, {"pair", pair}, {"special_tokens", specials}};
}

/// The members of a tokenizer.json beside the vocabulary and its merges.
struct TokenizerFrame {
    OrderedJson normalizer;
    OrderedJson preTokenizer;
    OrderedJson postProcessor;
    OrderedJson decoder;
    OrderedJson model; // without "vocab" and "merges", which are written one by one
};

std::string vocabularyText(const TokenizerData& data) {
    std::string text;
    std::unordered_set<std::string_view> seen;
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        if (!isHole(data, id) && seen.insert(data.tokens[id]).second) {
            text += fmt::format("{}\n      {}: {}", text.empty() ? "" : ",", jsonText(data.tokens[id]), id);
        }
    }
    return text;
}

std::string mergesText(const std::vector<std::string>& merges) {
    std::string text;
    for (const std::string& merge : merges) {
        text += fmt::format("{}\n      {}", text.empty() ? "" : ",", jsonText(merge));
    }
    return text;
}

std::string tokenizerText(const TokenizerData& data, const TokenizerFrame& frame, const std::vector<std::string>& merges) {
    std::string model = frame.model.dump();
    model.pop_back(); // the closing brace
    return fmt::format("{{\n  \"version\": \"1.0\",\n  \"truncation\": null,\n  \"padding\": null,\n  \"added_tokens\": {},\n"
                       "  \"normalizer\": {},\n  \"pre_tokenizer\": {},\n  \"post_processor\": {},\n  \"decoder\": {},\n"
                       "  \"model\": {},\n    \"vocab\": {{{}\n    }},\n    \"merges\": [{}\n    ]\n  }}\n}}\n",
                       addedTokensJson(data).dump(), frame.normalizer.dump(), frame.preTokenizer.dump(),
                       frame.postProcessor.dump(), frame.decoder.dump(), model, vocabularyText(data), mergesText(merges));
}

OrderedJson bpeModel(const TokenizerData& data, bool fallsBackToBytes, bool ignoresMerges) {
    const auto unknown = unknownId(data);
    const bool hasUnknown = unknown && fallsBackToBytes;
    return {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", hasUnknown ? OrderedJson(data.tokens[*unknown]) : OrderedJson()},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", nullptr},
            {"fuse_unk", fallsBackToBytes},
            {"byte_fallback", fallsBackToBytes},
            {"ignore_merges", ignoresMerges}};
}

/// The tokenizers library takes merges of tokens to a token only.
std::vector<std::string> mergesOfTokens(const TokenizerData& data, FolderTokenizer& result) {
    const std::unordered_set<std::string_view> tokens(data.tokens.begin(), data.tokens.end());
    std::vector<std::string> merges;
    for (const std::string& merge : data.merges) {
        const std::size_t blank = merge.find(' ', 1);
        const std::string_view text = merge;
        const bool isMerge = blank != std::string::npos && tokens.contains(text.substr(0, blank)) &&
                             tokens.contains(text.substr(blank + 1)) &&
                             tokens.contains(fmt::format("{}{}", text.substr(0, blank), text.substr(blank + 1)));
        if (isMerge) {
            merges.push_back(merge);
        }
    }
    if (const std::size_t left = data.merges.size() - merges.size(); left > 0) {
        result.remarks.push_back(say("{} merges of the tokenizer are left out of tokenizer.json: what they join or make is no "
                                     "token",
                                     groupedDigits(left)));
    }
    return merges;
}

void addByteLevel(const TokenizerData& data, FolderTokenizer& result) {
    const auto words = wordsAsJson(data.preTokenizer);
    if (!words || data.merges.empty()) {
        result.remarks.push_back(data.merges.empty()
                                     ? say("the file has no merges for its tokenizer: the folder gets no tokenizer.json")
                                     : say("the pre-tokenizer \"{}\" is not known: the folder gets no tokenizer.json",
                                           escapeForDisplay(data.preTokenizer, 40)));
        return;
    }
    const OrderedJson byteLevel{
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    const OrderedJson ends = templateJson(data, words->addsBos);
    const TokenizerFrame frame{.normalizer = nullptr,
                               .preTokenizer = words->steps,
                               .postProcessor = ends.is_null() ? byteLevel : ends,
                               .decoder = byteLevel,
                               .model = bpeModel(data, false, words->ignoresMerges)};
    result.files.push_back({"tokenizer.json", tokenizerText(data, frame, mergesOfTokens(data, result))});
}

OrderedJson blanksToMarks() {
    return {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", blankMark}};
}

OrderedJson pieceDecoder(bool dropsFirstBlank) {
    OrderedJson steps = OrderedJson::array({{{"type", "Replace"}, {"pattern", {{"String", blankMark}}}, {"content", " "}},
                                            {{"type", "ByteFallback"}},
                                            {{"type", "Fuse"}}});
    if (dropsFirstBlank) {
        steps.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
    }
    return {{"type", "Sequence"}, {"decoders", steps}};
}

bool hasAllBytes(const TokenizerData& data) {
    std::array<bool, 256> isThere{};
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        const auto byte = typeOf(data, id) == TokenType::byte ? byteOfToken(data.tokens[id]) : std::nullopt;
        if (byte) {
            isThere[*byte] = true;
        }
    }
    return std::ranges::all_of(isThere, [](bool there) { return there; });
}

/// The vocabulary as the SentencePiece library keeps it, if that library would take it.
std::optional<std::string> sentencePieceText(const TokenizerData& data, bool addsPrefix) {
    std::vector<SentencePiece> pieces;
    std::unordered_set<std::string_view> seen;
    std::size_t size = data.tokens.size();
    while (size > 0 && isHole(data, size - 1)) {
        --size;
    }
    const auto unknown = unknownId(data);
    if (!unknown || *unknown >= size) {
        return std::nullopt;
    }
    for (std::size_t id = 0; id < size; ++id) {
        const bool isUnknown = id == *unknown;
        const bool isSecond = !isUnknown && typeOf(data, id) == TokenType::unknown;
        if (isSecond || data.tokens[id].empty() || !seen.insert(data.tokens[id]).second) {
            return std::nullopt;
        }
        pieces.push_back({data.tokens[id], data.scores[id], isUnknown ? TokenType::unknown : typeOf(data, id)});
    }
    SentencePieceSettings settings;
    settings.algorithm = SentencePieceSettings::Algorithm::bpe;
    settings.addsDummyPrefix = addsPrefix;
    settings.removesExtraSpaces = flagOf(data, "remove_extra_whitespaces").value_or(false);
    return sentencePieceModelText(pieces, settings, hasAllBytes(data));
}

bool haveScoresMeaning(const TokenizerData& data) {
    std::optional<float> common;
    for (std::size_t id = 0; id < data.scores.size(); ++id) {
        if (typeOf(data, id) == TokenType::normal) {
            if (common && *common != data.scores[id]) {
                return true;
            }
            common = data.scores[id];
        }
    }
    return false;
}

void addPieces(const TokenizerData& data, FolderTokenizer& result) {
    const bool addsPrefix = flagOf(data, "add_space_prefix").value_or(true);
    OrderedJson steps = OrderedJson::array();
    if (addsPrefix) {
        steps.push_back({{"type", "Prepend"}, {"prepend", blankMark}});
    }
    steps.push_back(blanksToMarks());
    const TokenizerFrame frame{.normalizer = {{"type", "Sequence"}, {"normalizers", steps}},
                               .preTokenizer = nullptr,
                               .postProcessor = templateJson(data, true),
                               .decoder = pieceDecoder(addsPrefix),
                               .model = bpeModel(data, true, false)};
    result.files.push_back({"tokenizer.json", tokenizerText(data, frame, mergesFromScores(data))});
    if (!haveScoresMeaning(data)) {
        result.remarks.push_back(say("the tokenizer's scores are all alike in this file: the merges of tokenizer.json follow "
                                     "the order of the tokens, and texts may be cut in another way than the original does"));
    } else if (auto text = sentencePieceText(data, addsPrefix)) {
        result.files.push_back({"tokenizer.model", std::move(*text)});
    } else {
        result.remarks.push_back(
            say("the vocabulary is none that the SentencePiece library takes: the folder gets tokenizer.json alone, which has "
                "merges in place of scores"));
    }
    if (flagOf(data, "remove_extra_whitespaces").value_or(false)) {
        result.remarks.push_back(say("the tokenizer takes several blanks for one, which tokenizer.json does not say"));
    }
}

/// Gemma 4: bytes as a fallback, merges of its own.
void addMergedPieces(const TokenizerData& data, FolderTokenizer& result) {
    const OrderedJson split{
        {"type", "Split"}, {"pattern", {{"String", " "}}}, {"behavior", "MergedWithPrevious"}, {"invert", false}};
    const TokenizerFrame frame{.normalizer = blanksToMarks(),
                               .preTokenizer = split,
                               .postProcessor = templateJson(data, true),
                               .decoder = pieceDecoder(false),
                               .model = bpeModel(data, true, false)};
    result.files.push_back({"tokenizer.json", tokenizerText(data, frame, mergesOfTokens(data, result))});
}

OrderedJson chatTemplates(const TokenizerData& data) {
    if (data.namedChatTemplates.empty()) {
        return data.chatTemplate ? OrderedJson(*data.chatTemplate) : OrderedJson();
    }
    OrderedJson list = OrderedJson::array();
    if (data.chatTemplate) {
        list.push_back({{"name", "default"}, {"template", *data.chatTemplate}});
    }
    for (const auto& [name, text] : data.namedChatTemplates) {
        list.push_back({{"name", name}, {"template", text}});
    }
    return list;
}

OrderedJson configurationOf(const TokenizerData& data, std::uint64_t contextTokens) {
    OrderedJson config = OrderedJson::object();
    for (const auto& [name, value] : data.flags) {
        config[name == "add_space_prefix" ? "add_prefix_space" : name] = value;
    }
    if (!data.scores.empty()) { // those that are no pieces of tokenizer.model
        OrderedJson added = OrderedJson::object();
        for (std::size_t id = 0; id < data.tokens.size(); ++id) {
            const bool isUsers = typeOf(data, id) == TokenType::userDefined;
            if (isAdded(data, id) && (isUsers || data.scores[id] == addedTokenScore)) {
                added[std::to_string(id)] = addedTokenJson(data, id);
            }
        }
        config["added_tokens_decoder"] = std::move(added);
    }
    for (const std::string_view name : {"bos", "eos", "unk", "sep", "pad", "cls", "mask"}) {
        if (const auto id = specialId(data, name)) {
            config[fmt::format("{}_token", name)] = data.tokens[*id];
        }
    }
    if (OrderedJson templates = chatTemplates(data); !templates.is_null()) {
        config["chat_template"] = std::move(templates);
    }
    config["clean_up_tokenization_spaces"] = data.preTokenizer == "starcoder"; // what tells it from others with its words
    if (contextTokens > 0) {
        config["model_max_length"] = contextTokens;
    }
    config["tokenizer_class"] = "PreTrainedTokenizerFast";
    return config;
}

/// A text may end with the end of a turn or of a message as well.
OrderedJson generationOf(const TokenizerData& data) {
    OrderedJson config = OrderedJson::object();
    if (const auto bos = specialId(data, "bos")) {
        config["bos_token_id"] = *bos;
    }
    std::vector<std::uint32_t> ends;
    for (const std::string_view name : {"eos", "eot", "eom"}) {
        const auto id = specialId(data, name);
        if (id && std::ranges::find(ends, *id) == ends.end()) {
            ends.push_back(*id);
        }
    }
    if (!ends.empty()) {
        config["eos_token_id"] = ends.size() == 1 ? OrderedJson(ends.front()) : OrderedJson(ends);
    }
    if (const auto pad = specialId(data, "pad")) {
        config["pad_token_id"] = *pad;
    }
    return config;
}

} // namespace

std::vector<std::string> mergesFromScores(const TokenizerData& data) {
    struct Candidate {
        float score;
        std::uint32_t left;
        std::uint32_t right;
        std::string_view leftText;
        std::string_view rightText;
    };
    std::unordered_map<std::string_view, std::uint32_t> ids;
    const auto isReachable = [&](std::size_t id) {
        const TokenType type = typeOf(data, id);
        return !isSpecialType(type) && type != TokenType::byte && !isHole(data, id) && id < data.scores.size();
    };
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        if (isReachable(id)) {
            ids.emplace(data.tokens[id], static_cast<std::uint32_t>(id));
        }
    }
    std::vector<Candidate> candidates;
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        const std::string_view text = data.tokens[id];
        if (!isReachable(id) || text.empty() || text.size() > mostBytesOfMergedToken) {
            continue;
        }
        for (std::size_t at = characterBytes(text.front()); at < text.size(); at += characterBytes(text[at])) {
            const auto left = ids.find(text.substr(0, at));
            const auto right = left == ids.end() ? ids.end() : ids.find(text.substr(at));
            if (right != ids.end()) {
                candidates.push_back({data.scores[id], left->second, right->second, left->first, right->first});
            }
        }
    }
    std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
        return std::tuple(b.score, b.leftText.size(), b.rightText.size(), a.left, a.right) <
               std::tuple(a.score, a.leftText.size(), a.rightText.size(), b.left, b.right);
    });
    std::vector<std::string> merges;
    merges.reserve(candidates.size());
    for (const Candidate& candidate : candidates) {
        merges.push_back(fmt::format("{} {}", candidate.leftText, candidate.rightText));
    }
    return merges;
}

FolderTokenizer tokenizerFiles(const TokenizerData& data, std::uint64_t contextTokens) {
    FolderTokenizer result;
    const auto broken = std::ranges::find_if(data.tokens, [](const std::string& text) { return !isValidUtf8(text); });
    if (broken != data.tokens.end()) {
        result.remarks.push_back(say("the token {} is no valid UTF-8: the folder gets no tokenizer",
                                     groupedDigits(static_cast<std::uint64_t>(broken - data.tokens.begin()))));
        return result;
    }
    if (data.model == "gpt2") {
        addByteLevel(data, result);
    } else if (data.model == "llama" && data.scores.size() == data.tokens.size()) {
        addPieces(data, result);
    } else if (data.model == "gemma4" && !data.merges.empty()) {
        addMergedPieces(data, result);
    } else {
        result.remarks.push_back(
            say("a tokenizer of the kind \"{}\" cannot be written into a folder: it gets no tokenizer.json",
                escapeForDisplay(data.model, 40)));
    }
    result.files.push_back({"tokenizer_config.json", fileText(configurationOf(data, contextTokens))});
    result.files.push_back({"generation_config.json", fileText(generationOf(data))});
    return result;
}

} // namespace quantlathe
