// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers of Hugging Face folders: tokenizer.model or tokenizer.json, with what tokenizer_config.json adds
// (docs/tokenizer.md, "Folders").
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/byte_level.h"
#include "model/json_file.h"
#include "model/utf8.h"
#include "tokenize/tokenizer_parts.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t spareIds = 1U << 20U;

AddedTokenRule ruleOf(const AddedToken& token) {
    return {token.content, token.id, token.isSpecial, token.lstrip, token.rstrip, token.singleWord};
}

/// Those of tokenizer.json, then those that only tokenizer_config.json has.
std::vector<AddedToken> addedTokensOf(const TokenizerSources& sources) {
    std::vector<AddedToken> tokens;
    std::unordered_set<TokenId> ids;
    const auto add = [&](const AddedToken& token) {
        if (!token.content.empty() && ids.insert(token.id).second) {
            tokens.push_back(token);
        }
    };
    if (sources.tokenizer) {
        std::for_each(sources.tokenizer->addedTokens.begin(), sources.tokenizer->addedTokens.end(), add);
    }
    std::for_each(sources.addedTokensDecoder.begin(), sources.addedTokensDecoder.end(), add);
    std::for_each(sources.oldAddedTokens.begin(), sources.oldAddedTokens.end(), add);
    return tokens;
}

/// Names every token; of two with the same id the later one counts.
class TokenList {
public:
    TokenList(const TokenizerData& data, std::size_t size, Tokenizer::Parts& parts) : parts_(parts) {
        parts.tokens = data.tokens; // padding included
        parts.types.assign(parts.tokens.size(), TokenType::unused);
        parts.tokens.resize(std::max(size, data.tokens.size()));
        parts.types.resize(parts.tokens.size(), TokenType::unused);
    }
    void set(TokenId id, const std::string& text, TokenType type) {
        parts_.tokens[id] = text;
        parts_.types[id] = type;
    }

private:
    Tokenizer::Parts& parts_;
};

void checkSizes(std::size_t largestIdPlusOne, std::size_t tokens, const fs::path& file) {
    if (largestIdPlusOne > 16 * tokens + spareIds) {
        throw badInput(file, say("The ids of this vocabulary are not as expected"),
                       say("There are {} tokens, but the largest id is {}.", tokens, largestIdPlusOne - 1));
    }
}

/// tokenizer_config.json or an empty object.
const Json& configOf(const TokenizerSources& sources) {
    static const Json nothing = Json::object();
    return sources.tokenizerConfig ? *sources.tokenizerConfig : nothing;
}

bool holdsType(const Json& steps, const char* listName, const auto& isWanted) {
    if (!steps.is_object()) {
        return false;
    }
    const Json* list = member(steps, listName);
    if (list != nullptr && list->is_array()) {
        return std::any_of(list->begin(), list->end(), [&](const Json& one) { return isWanted(one); });
    }
    return isWanted(steps);
}

/// True if the decoder takes a blank away from the beginning of text.
bool dropsFirstBlank(const Json& rest) {
    const Json* decoder = member(rest, "decoder");
    return decoder != nullptr && holdsType(*decoder, "decoders", [](const Json& step) {
               const auto kind = textMember(step, "type");
               if (kind == "Strip") {
                   const Json* start = member(step, "start");
                   return textMember(step, "content") == " " && start != nullptr && start->is_number_unsigned() && *start != 0;
               }
               return kind == "Metaspace" && textMember(step, "prepend_scheme").value_or("always") != "never" &&
                      flagMember(step, "add_prefix_space").value_or(true);
           });
}

/// What the post-processor puts around a text.
class Template {
public:
    Template(const Json& rest, std::size_t vocabularySize, const fs::path& file) : size_(vocabularySize), file_(file) {
        const Json* processor = member(rest, "post_processor");
        if (processor == nullptr) {
            return;
        }
        const Json* chain = member(*processor, "processors");
        if (chain == nullptr || !chain->is_array()) {
            read(*processor);
            return;
        }
        for (const Json& one : *chain) {
            read(one);
        }
    }
    std::vector<TokenId> prefix;
    std::vector<TokenId> suffix;

private:
    Error notUnderstood(const std::string& what) const {
        return badInput(file_, say("The post-processor of this tokenizer is not understood"), what);
    }

    TokenId checked(const Json* id) const {
        if (id == nullptr || !id->is_number_unsigned() || id->get<std::uint64_t>() >= size_) {
            throw notUnderstood(say("A token in it has no id below {}.", size_));
        }
        return id->get<TokenId>();
    }

    void read(const Json& processor) {
        const std::string kind = textMember(processor, "type").value_or(std::string());
        if (kind == "TemplateProcessing") {
            readTemplate(processor);
        } else if (kind == "RobertaProcessing" || kind == "BertProcessing") {
            const auto idIn = [&](const char* name) {
                const Json* pair = member(processor, name);
                return checked(pair != nullptr && pair->is_array() && pair->size() == 2 ? &(*pair)[1] : nullptr);
            };
            prefix.insert(prefix.begin(), idIn("cls"));
            suffix.push_back(idIn("sep"));
        } else if (kind != "ByteLevel") { // that one only corrects offsets
            throw notUnderstood(say("It is of the type \"{}\". Known are Sequence, TemplateProcessing, ByteLevel, "
                                    "RobertaProcessing and BertProcessing.",
                                    escapeForDisplay(kind, 40)));
        }
    }

    void readTemplate(const Json& processor) {
        const Json* items = member(processor, "single");
        if (items == nullptr || !items->is_array()) {
            throw notUnderstood(say("A TemplateProcessing must have a list \"single\"."));
        }
        std::vector<TokenId> before;
        bool isBehind = false;
        for (const Json& item : *items) {
            if (member(item, "Sequence") != nullptr) {
                isBehind = true;
                continue;
            }
            const std::vector<TokenId> ids = idsOf(item, processor);
            std::vector<TokenId>& place = isBehind ? suffix : before;
            place.insert(place.end(), ids.begin(), ids.end());
        }
        prefix.insert(prefix.begin(), before.begin(), before.end());
    }

    std::vector<TokenId> idsOf(const Json& item, const Json& processor) const {
        const Json* token = member(item, "SpecialToken");
        const auto name = token == nullptr ? std::nullopt : textMember(*token, "id");
        const Json* all = member(processor, "special_tokens");
        const Json* entry = name && all != nullptr ? member(*all, *name) : nullptr;
        const Json* list = entry == nullptr ? nullptr : member(*entry, "ids");
        if (list == nullptr || !list->is_array()) {
            throw notUnderstood(say("A special token of its template has no ids."));
        }
        std::vector<TokenId> ids;
        std::transform(list->begin(), list->end(), std::back_inserter(ids), [&](const Json& id) { return checked(&id); });
        return ids;
    }

    std::size_t size_;
    const fs::path& file_;
};

/// Classes that put a template of their own in the place of the file's, made from these flags.
bool followsFlags(const Json& config) {
    const std::string kind = textMember(config, "tokenizer_class").value_or(std::string());
    return kind.starts_with("LlamaTokenizer") || kind.starts_with("GemmaTokenizer") || kind.starts_with("CodeLlamaTokenizer");
}

void setEnds(const TokenizerSources& sources, const TokenizerData& data, Tokenizer::Parts& parts) {
    setSpecialTokens(data, false, parts);
    const Template around(sources.tokenizer->rest, parts.tokens.size(), parts.file);
    parts.prefix = around.prefix;
    parts.suffix = around.suffix;
    const Json& config = configOf(sources);
    if (!followsFlags(config)) {
        return;
    }
    if (const auto adds = flagMember(config, "add_bos_token"); adds && parts.bos) {
        parts.prefix = *adds ? std::vector{*parts.bos} : std::vector<TokenId>();
    }
    if (const auto adds = flagMember(config, "add_eos_token"); adds && parts.eos) {
        parts.suffix = *adds ? std::vector{*parts.eos} : std::vector<TokenId>();
    }
}

void checkModel(const TokenizerJson& tokenizer, const fs::path& file) {
    const auto unsupported = [&](const std::string& what) {
        return badInput(file, say("This kind of tokenizer is not supported"), what);
    };
    if (tokenizer.modelType != "BPE") {
        throw unsupported(say("Its model is \"{}\", supported is BPE (others only as a SentencePiece tokenizer.model).",
                              escapeForDisplay(tokenizer.modelType, 40)));
    }
    const Json& model = *member(tokenizer.rest, "model");
    for (const char* name : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        if (!textMember(model, name).value_or(std::string()).empty()) {
            throw unsupported(say("Its model has a {}.", name));
        }
    }
    if (const Json* dropout = member(model, "dropout"); dropout != nullptr && *dropout != 0) {
        throw unsupported(say("Its model leaves merges out at random (dropout)."));
    }
    if (tokenizer.vocabulary.empty()) {
        throw badInput(file, say("This model has no tokenizer"), say("The vocabulary in its tokenizer.json is empty."));
    }
}

std::unique_ptr<const Bpe> bpeOf(const TokenizerJson& tokenizer, std::size_t size, bool byteLevel, const fs::path& file) {
    const auto inWords = [&](std::string_view text) {
        return byteLevel ? withoutStandIns(text) : std::optional(std::string(text));
    };
    std::vector<std::string> texts(size);
    for (const auto& [text, id] : tokenizer.vocabulary) {
        texts[id] = inWords(text).value_or(std::string());
    }
    auto bpe = std::make_unique<Bpe>(std::move(texts), byteLevel);
    bpe->merges = MergeTable(tokenizer.merges.size());
    for (std::size_t rank = 0; rank < tokenizer.merges.size(); ++rank) {
        const std::string& merge = tokenizer.merges[rank];
        const std::size_t blank = merge.find(' ', 1);
        const auto symbolOf = [&](std::string_view text) {
            const auto bytes = inWords(text);
            return bytes && !bytes->empty() ? bpe->find(*bytes) : std::nullopt;
        };
        const auto left = blank == std::string::npos ? std::nullopt : symbolOf(std::string_view(merge).substr(0, blank));
        const auto right = left ? symbolOf(std::string_view(merge).substr(blank + 1)) : std::nullopt;
        const auto result = right ? bpe->find(bpe->text(*left) + bpe->text(*right)) : std::nullopt;
        if (!result) {
            throw badInput(file, say("A merge of the tokenizer is not as expected"),
                           say("The merge {} is \"{}\", expected two tokens whose joined text is a token.", rank,
                               escapeForDisplay(merge, 80)));
        }
        bpe->merges.add(*left, *right, {static_cast<std::uint32_t>(rank), *result}, true);
    }
    const Json& model = *member(tokenizer.rest, "model");
    bpe->ignoresMerges = tokenizer.ignoreMerges;
    bpe->fusesUnknown = flagMember(model, "fuse_unk").value_or(false);
    const auto unknown = textMember(model, "unk_token");
    for (const auto& [text, id] : tokenizer.vocabulary) {
        if (text == unknown) {
            bpe->unknown = id;
        }
        if (const auto byte = tokenizer.byteFallback ? byteOfToken(text) : std::nullopt) {
            bpe->byteTokens[*byte] = id;
        }
    }
    bpe->finish();
    return bpe;
}

/// Added tokens that are looked for in normalised text are normalised themselves.
void divideAdded(const std::vector<AddedToken>& tokens, const Normalizer& normalizer, const fs::path& file, AddedTokens& inText,
                 AddedTokens& inNormalized) {
    std::vector<AddedTokenRule> early;
    std::vector<AddedTokenRule> late;
    for (const AddedToken& token : tokens) {
        AddedTokenRule rule = ruleOf(token);
        if (!token.normalized) {
            early.push_back(std::move(rule));
        } else {
            std::string storage;
            rule.text = std::string(normalizer.apply(token.content, storage));
            late.push_back(std::move(rule));
        }
    }
    inText = checkedAddedTokens(std::move(early), file);
    inNormalized = checkedAddedTokens(std::move(late), file);
}

} // namespace

Tokenizer::Parts tokenizerFromJson(const TokenizerSources& sources, const TokenizerData& data) {
    const TokenizerJson& tokenizer = *sources.tokenizer;
    const std::vector<AddedToken> added = addedTokensOf(sources);
    Tokenizer::Parts parts;
    parts.file = sources.folder / "tokenizer.json";
    checkModel(tokenizer, parts.file);
    std::size_t size = 0;
    for (const auto& entry : tokenizer.vocabulary) {
        size = std::max<std::size_t>(size, entry.second + std::size_t{1});
    }
    for (const AddedToken& token : added) {
        size = std::max<std::size_t>(size, token.id + std::size_t{1});
    }
    checkSizes(size, tokenizer.vocabulary.size() + added.size(), parts.file);
    TokenList list(data, size, parts);
    for (const auto& [text, id] : tokenizer.vocabulary) {
        const bool isByte = tokenizer.byteFallback && byteOfToken(text);
        list.set(id, text, isByte ? TokenType::byte : TokenType::normal);
    }
    for (const AddedToken& token : added) {
        list.set(token.id, token.content, token.isSpecial ? TokenType::control : TokenType::userDefined);
    }
    const auto section = [&](const char* name) {
        const Json* found = member(tokenizer.rest, name);
        return found == nullptr ? Json() : *found;
    };
    BpeEncoder::Parts encoder;
    encoder.normalizer = normalizerFromJson(section("normalizer"), parts.file);
    encoder.words = wordCutterFromJson(section("pre_tokenizer"), parts.file);
    auto bpe = bpeOf(tokenizer, parts.tokens.size(), encoder.words.isByteLevel(), parts.file);
    parts.textKind = bpe->isByteLevel() ? TextKind::standIns : TextKind::marks;
    parts.dropsFirstBlank = dropsFirstBlank(tokenizer.rest);
    parts.unknown = bpe->unknown;
    setEnds(sources, data, parts);
    divideAdded(added, encoder.normalizer, parts.file, parts.added, encoder.added);
    encoder.bpe = std::move(bpe);
    parts.encoder = std::make_unique<BpeEncoder>(std::move(encoder));
    return parts;
}

Tokenizer::Parts tokenizerFromSentencePiece(const TokenizerSources& sources, const TokenizerData& data,
                                            const std::string& bytes) {
    const std::vector<SentencePiece>& pieces = *sources.pieces;
    std::vector<AddedToken> added = addedTokensOf(sources);
    Tokenizer::Parts parts;
    parts.file = sources.piecesFile;
    std::size_t size = pieces.size();
    for (const AddedToken& token : added) {
        size = std::max<std::size_t>(size, token.id + std::size_t{1});
    }
    checkSizes(size, pieces.size() + added.size(), parts.file);
    parts.textKind = TextKind::marks;
    TokenList list(data, size, parts);
    std::unordered_set<TokenId> listed;
    std::transform(added.begin(), added.end(), std::inserter(listed, listed.end()),
                   [](const AddedToken& token) { return token.id; });
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        list.set(static_cast<TokenId>(id), pieces[id].text, pieces[id].type);
        const bool isSpecial = pieces[id].type == TokenType::control || pieces[id].type == TokenType::unknown;
        if (isSpecial && !listed.contains(static_cast<TokenId>(id))) {
            AddedToken token;
            token.id = static_cast<TokenId>(id);
            token.content = pieces[id].text;
            token.isSpecial = true;
            added.push_back(std::move(token));
        }
        if (pieces[id].type == TokenType::unknown) {
            parts.unknown = static_cast<TokenId>(id);
        }
    }
    std::vector<AddedTokenRule> rules;
    for (const AddedToken& token : added) {
        if (token.id >= pieces.size() || token.isSpecial) {
            list.set(token.id, token.content, token.isSpecial ? TokenType::control : TokenType::userDefined);
        }
        rules.push_back(ruleOf(token));
    }
    parts.added = checkedAddedTokens(std::move(rules), parts.file);
    const SentencePieceSettings settings = parseSentencePieceSettings(std::as_bytes(std::span(bytes)), parts.file);
    parts.dropsFirstBlank = settings.addsDummyPrefix;
    setSpecialTokens(data, true, parts);
    // Since its correction of 2023 ("legacy": false) that class puts a blank only before the beginning of a text.
    const bool onlyFirstPrefix = flagMember(configOf(sources), "legacy") == std::optional(false);
    parts.encoder = makeSentencePieceEncoder(bytes, parts.file, onlyFirstPrefix);
    return parts;
}

} // namespace quantlathe
