// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tokenizer.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "model/chat_template.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/pre_tokenizer.h"
#include "model/scored_tokens.h"
#include "model/special_tokens.h"
#include "model/tiktoken_ranks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <span>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t maxTokenizerConfigBytes = 16U << 20U;
// What libraries call a file of the SentencePiece library, in the order in which they are looked for.
constexpr std::array<const char*, 3> piecesFiles{"tokenizer.model", "sentencepiece.bpe.model", "spiece.model"};
constexpr std::uint64_t codeLlamaVocabulary = 32'016;
constexpr std::uint64_t starCoderVocabulary = 49'152; // Llama models that use it do not begin with a BOS

/// added_tokens.json: text → id, the oldest way to add tokens.
std::vector<AddedToken> readOldAddedTokens(const fs::path& file) {
    std::vector<AddedToken> tokens;
    const auto added = readJsonObjectIfThere(file, maxTokenizerConfigBytes);
    if (!added) {
        return tokens;
    }
    for (const auto& [text, id] : added->items()) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= maxVocabulary) {
            throw badInput(file, say("added_tokens.json is not as expected"),
                           say("The id of \"{}\" is no whole number below {}.", escapeForDisplay(text, 40), maxVocabulary));
        }
        AddedToken token;
        token.id = id.get<std::uint32_t>();
        token.content = text;
        tokens.push_back(std::move(token));
    }
    return tokens;
}

/// CodeLlama's tokens for filling in the middle are not named in any file.
void addCodeLlamaIds(TokenizerData& data) {
    for (const auto& [name, id] : std::initializer_list<std::pair<const char*, std::uint32_t>>{
             {"prefix", 32'007}, {"suffix", 32'008}, {"middle", 32'009}, {"eot", 32'010}}) {
        const bool isSet =
            std::any_of(data.specialIds.begin(), data.specialIds.end(),
                        [&, wanted = std::string_view(name)](const auto& entry) { return entry.first == wanted; });
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

struct NamedToken {
    std::string_view name;
    std::string_view text;
};
constexpr std::uint32_t gemma1TurnEnd = 107; // no file names it
constexpr std::array glm4Tokens{NamedToken{"eos", "<|endoftext|>"}, NamedToken{"eot", "<|user|>"},
                                NamedToken{"unk", "<|endoftext|>"}, NamedToken{"bos", "<|endoftext|>"}};
constexpr std::array glmMoeTokens{NamedToken{"bos", "[gMASK]"}, NamedToken{"eot", "<|user|>"},
                                  NamedToken{"unk", "<|endoftext|>"}, NamedToken{"eom", "<|observation|>"}};

bool hasId(const TokenizerData& data, std::string_view name) {
    return std::ranges::any_of(data.specialIds, [&](const auto& entry) { return entry.first == name; });
}

/// Gives names to special tokens by their text, where the files give none.
void nameTokens(TokenizerData& data, std::span<const NamedToken> named) {
    for (const NamedToken& token : named) {
        const auto found = std::ranges::find(data.tokens, token.text);
        if (found != data.tokens.end() && !hasId(data, token.name)) {
            data.specialIds.emplace_back(token.name, static_cast<std::uint32_t>(found - data.tokens.begin()));
        }
    }
}

void setId(TokenizerData& data, std::string_view name, const Json& id) {
    if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= data.tokens.size()) {
        return;
    }
    const auto found = std::ranges::find_if(data.specialIds, [&](const auto& entry) { return entry.first == name; });
    if (found != data.specialIds.end()) {
        found->second = id.get<std::uint32_t>();
    } else {
        data.specialIds.emplace_back(name, id.get<std::uint32_t>());
    }
}

/// No file names them.
void setMiddleIds(TokenizerData& data) {
    constexpr auto places = std::to_array<std::pair<std::string_view, unsigned>>({{"prefix", 1}, {"suffix", 3}, {"middle", 2}});
    for (const auto& [name, id] : places) {
        setId(data, name, id);
    }
}

/// The end of a text has a name of its own, and the first of several ends is that of a turn.
void setHunyuanIds(TokenizerData& data, const Json& config, const fs::path& folder) {
    if (const Json* end = member(config, "eod_token_id")) {
        setId(data, "eos", *end);
    }
    const auto generation = readJsonObjectIfThere(folder / "generation_config.json", maxConfigBytes);
    const Json* ends = generation ? member(*generation, "eos_token_id") : nullptr;
    if (ends != nullptr && ends->is_array() && ends->size() > 1) {
        setId(data, "eot", ends->front());
    }
}

const Json& emptyConfig() {
    static const Json nothing = Json::object();
    return nothing;
}

std::uint32_t tokenTypesIn(const Json& config) {
    const Json* const types = member(config, "type_vocab_size");
    const bool isCount = types != nullptr && types->is_number_unsigned() && types->get<std::uint64_t>() <= maxVocabulary;
    return isCount ? types->get<std::uint32_t>() : 1;
}

/// How text is prepared before it is cut into pieces.
void addUnigramSettings(const TokenizerSources& sources, TokenizerData& data) {
    if (sources.pieces) {
        const SentencePieceSettings settings = readSentencePieceSettings(sources.piecesFile);
        setFlag(data, "add_space_prefix", settings.addsDummyPrefix);
        setFlag(data, "remove_extra_whitespaces", settings.removesExtraSpaces);
        data.charsMap.assign(settings.charsMap.begin(), settings.charsMap.end());
        return;
    }
    const Json& tokenizerConfig = sources.tokenizerConfig ? *sources.tokenizerConfig : emptyConfig();
    setFlag(data, "add_space_prefix", flagMember(tokenizerConfig, "add_prefix_space").value_or(true));
    setFlag(data, "remove_extra_whitespaces", flagMember(tokenizerConfig, "clean_up_tokenization_spaces").value_or(false));
    const Json* const normalizer = member(sources.tokenizer->rest, "normalizer");
    if (const auto map = normalizer == nullptr ? std::nullopt : textMember(*normalizer, "precompiled_charsmap")) {
        const auto bytes = bytesOfBase64(*map);
        if (!bytes) {
            throw badInput(sources.folder / "tokenizer.json", say("This is no valid tokenizer.json"),
                           say("The table of characters is not base64."));
        }
        data.charsMap.assign(bytes->begin(), bytes->end());
    }
}

/// Letters made small or plain before text is cut.
void addNormalizerFlags(const Json& normalizer, TokenizerData& data) {
    const std::string type = textMember(normalizer, "type").value_or(std::string());
    if (type == "Lowercase") {
        setFlag(data, "normalizer.lowercase", true);
    } else if (type == "StripAccents") {
        setFlag(data, "normalizer.strip_accents", true);
    } else if (type == "BertNormalizer") {
        for (const std::string_view name : {"lowercase", "strip_accents"}) {
            if (const auto flag = flagMember(normalizer, name)) {
                setFlag(data, fmt::format("normalizer.{}", name), *flag);
            }
        }
    } else if (const Json* steps = member(normalizer, "normalizers");
               type == "Sequence" && steps != nullptr && steps->is_array()) {
        for (const Json& step : *steps) {
            addNormalizerFlags(step, data);
        }
    }
}

/// A chat's answers end with a turn's end.
void endTextsWithTurns(TokenizerData& data) {
    const auto found = std::ranges::find(data.tokens, "<|im_end|>");
    if (found != data.tokens.end() && hasId(data, "eos")) {
        setId(data, "eos", static_cast<std::uint64_t>(found - data.tokens.begin()));
    }
}

void setIdsOfStyle(TokenizerData& data, TokenizerStyle style, const Json& config, const fs::path& folder) {
    switch (style) {
    case TokenizerStyle::glm4: nameTokens(data, glm4Tokens); break;
    case TokenizerStyle::glmMoe: nameTokens(data, glmMoeTokens); break;
    case TokenizerStyle::refact: setMiddleIds(data); break;
    case TokenizerStyle::hunyuan: setHunyuanIds(data, config, folder); break;
    case TokenizerStyle::gemma1: setId(data, "eot", gemma1TurnEnd); break;
    case TokenizerStyle::internLm2:
    case TokenizerStyle::internLm3: endTextsWithTurns(data); break;
    case TokenizerStyle::nemotron:
        setId(data, "pad", 0U);
        setId(data, "unk", 1U);
        break;
    default: break;
    }
}

/// Of a family with vocabularies of several kinds that of the folder.
TokenizerStyle styleIn(const TokenizerSources& sources, TokenizerStyle style) {
    if (style == TokenizerStyle::wordPiecesOrBytes) {
        const bool isBytes = sources.tokenizer && sources.tokenizer->modelType == "BPE";
        return isBytes ? TokenizerStyle::byteLevelEncoder : TokenizerStyle::wordPieces;
    }
    return style == TokenizerStyle::unigramWithMask ? TokenizerStyle::unigram : style;
}

/// XLM-RoBERTa's token for hidden words, which its file of pieces does not have.
void addMask(TokenizerData& data) {
    constexpr std::size_t maskId = 250'001;
    if (data.tokens.size() > maskId) {
        data.tokens[maskId] = "<mask>";
        data.scores[maskId] = 0;
        data.types[maskId] = TokenType::control;
    }
}

} // namespace

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
                file, say("added_tokens_decoder is not as expected"),
                say("The entry \"{}\" must have a whole number as its name and a content.", escapeForDisplay(key, 40)));
        }
        token.content = *content;
        readAddedTokenFlags(entry, token);
        tokens.push_back(std::move(token));
    }
    std::sort(tokens.begin(), tokens.end(), [](const AddedToken& a, const AddedToken& b) { return a.id < b.id; });
    return tokens;
}

TokenizerSources readTokenizerSources(const fs::path& folder) {
    const auto holds = [&](const char* name) { return isThere(folder / name); };
    TokenizerSources sources;
    sources.folder = folder;
    if (const auto* const found = std::ranges::find_if(piecesFiles, holds); found != piecesFiles.end()) {
        sources.piecesFile = folder / *found;
        sources.pieces = readSentencePieces(sources.piecesFile);
    }
    if (holds("tokenizer.json")) {
        sources.tokenizer = readTokenizerJson(folder / "tokenizer.json");
    }
    const fs::path configFile = folder / "tokenizer_config.json";
    sources.tokenizerConfig = readJsonObjectIfThere(configFile, maxTokenizerConfigBytes);
    if (!sources.tokenizer && holds("vocab.json") && holds("merges.txt")) {
        sources.tokenizer = readVocabularyAndMerges(folder / "vocab.json", folder / "merges.txt");
        sources.tokenizer->rest["pre_tokenizer"] = preTokenizerOfClass(
            sources.tokenizerConfig ? textMember(*sources.tokenizerConfig, "tokenizer_class").value_or("") : std::string());
    } else if (sources.tokenizer && sources.tokenizer->merges.empty() && holds("merges.txt")) {
        sources.tokenizer->merges = readMerges(folder / "merges.txt");
    }
    if (!sources.tokenizer && holds("vocab.txt")) {
        sources.tokenizer = readWordPieces(folder / "vocab.txt");
    }
    if (!sources.tokenizer && !sources.pieces && holds("tiktoken.model")) {
        sources.ranks = readTiktokenRanks(folder / "tiktoken.model");
    }
    if (sources.tokenizerConfig) {
        sources.addedTokensDecoder = addedTokensDecoder(*sources.tokenizerConfig, configFile);
    }
    sources.oldAddedTokens = readOldAddedTokens(folder / "added_tokens.json");
    return sources;
}

TokenizerData makeTokenizer(const TokenizerSources& sources, const Json& config, std::uint64_t vocabularySize,
                            TokenizerStyle style) {
    TokenizerData data = makeTokenList(sources, style, vocabularySize);
    SpecialTokens special =
        findSpecialTokens(sources.tokenizer ? &*sources.tokenizer : nullptr,
                          sources.tokenizerConfig ? &*sources.tokenizerConfig : nullptr, config, data.tokens.size());
    data.specialIds = std::move(special.ids);
    data.flags = std::move(special.flags);
    if ((style == TokenizerStyle::gemma || style == TokenizerStyle::gemma1) && sources.pieces) {
        setFlag(data, "add_space_prefix", false);
    }
    if (style == TokenizerStyle::jamba && !sources.pieces) {
        setFlag(data, "add_space_prefix", false);
    }
    if (style == TokenizerStyle::internLm2 && sources.pieces) {
        setFlag(data, "add_space_prefix", readSentencePieceSettings(sources.piecesFile).addsDummyPrefix);
    }
    if (style == TokenizerStyle::gemma4) {
        setFlag(data, "add_space_prefix", false);
        setFlag(data, "add_bos_token", true);
    }
    if (style == TokenizerStyle::wordPieces || style == TokenizerStyle::unigram || style == TokenizerStyle::byteLevelEncoder) {
        data.tokenTypes = tokenTypesIn(config);
    }
    if (style == TokenizerStyle::unigram || (style == TokenizerStyle::t5 && data.model == "t5")) {
        addUnigramSettings(sources, data);
    }
    if (const Json* normalizer = sources.tokenizer ? member(sources.tokenizer->rest, "normalizer") : nullptr) {
        addNormalizerFlags(*normalizer, data);
    }
    setIdsOfStyle(data, style, config, sources.folder);
    if (style != TokenizerStyle::llama && style != TokenizerStyle::internLm3) {
        return data;
    }
    if (vocabularySize == codeLlamaVocabulary) {
        addCodeLlamaIds(data);
    }
    if (const auto prefix = sources.tokenizerConfig ? flagMember(*sources.tokenizerConfig, "add_prefix_space") : std::nullopt) {
        setFlag(data, "add_space_prefix", *prefix);
    }
    if (vocabularySize == starCoderVocabulary) {
        setFlag(data, "add_bos_token", false);
    }
    return data;
}

std::optional<TokenizerData> readTokenizer(const fs::path& folder, const Json& config, TokenizerStyle style,
                                           std::uint64_t vocabularySize) {
    if (style == TokenizerStyle::plamo) {
        return readPlamoTokens(folder, vocabularySize);
    }
    const TokenizerSources sources = readTokenizerSources(folder);
    if (sources.isEmpty()) {
        return std::nullopt;
    }
    TokenizerData data = makeTokenizer(sources, config, vocabularySize, styleIn(sources, style));
    if (style == TokenizerStyle::unigramWithMask && sources.pieces) {
        addMask(data);
    }
    if (sources.tokenizerConfig) { // the reference looks for templates only beside this file
        readChatTemplates(folder, *sources.tokenizerConfig, data);
    }
    return data;
}

} // namespace quantlathe
