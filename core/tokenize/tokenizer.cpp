// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/tokenizer.h"

#include "base/error.h"
#include "base/words.h"
#include "model/byte_level.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tokenizer.h"
#include "model/utf8.h"
#include "tokenize/tokenizer_parts.h"

namespace quantlathe {
namespace {

constexpr std::size_t maxTextBytes = 1U << 30U;       // places in a text fit 32 bits, with room for marks
constexpr std::size_t cacheFromBytes = 8U << 10U;     // shorter texts are done before a cache pays
constexpr std::size_t maxAddedTokenBytes = 1U << 10U; // the longest seen have some hundred

/// The token's text as bytes.
std::string bytesOf(const Tokenizer::Parts& parts, TokenId id) {
    const std::string& text = parts.tokens[id];
    if (parts.types[id] == TokenType::byte) {
        if (const auto byte = byteOfToken(text)) {
            return {static_cast<char>(*byte)};
        }
    }
    const bool isWritten = parts.types[id] == TokenType::normal || parts.types[id] == TokenType::unused;
    if (parts.textKind == TextKind::standIns) {
        return isWritten ? withoutStandIns(text).value_or(text) : text;
    }
    std::string bytes;
    for (std::size_t at = 0; at < text.size();) {
        if (text.compare(at, blankMark.size(), blankMark) == 0) {
            bytes += ' ';
            at += blankMark.size();
        } else {
            bytes += text[at++];
        }
    }
    return bytes;
}

} // namespace

TextEncoder::Call::Call(std::size_t textBytes, bool parses) : scratch(textBytes >= cacheFromBytes), parsesSpecial(parses) {}

Tokenizer::Tokenizer(Parts parts) : parts_(std::make_unique<const Parts>(std::move(parts))) {}
Tokenizer::~Tokenizer() = default;

std::vector<TokenId> Tokenizer::encode(std::string_view text, EncodeOptions options) const {
    if (text.size() >= maxTextBytes) {
        throw badInput({}, say("This text is too long"),
                       say("It has {} bytes, fewer than {} are expected.", text.size(), maxTextBytes));
    }
    std::string storage;
    const std::string_view clean = wellFormed(text, storage);
    TextEncoder::Call call(clean.size(), options.parseSpecial);
    std::vector<TokenId> ids;
    ids.reserve(clean.size() / 4 + 8);
    if (options.addSpecial) {
        ids.insert(ids.end(), parts_->prefix.begin(), parts_->prefix.end());
    }
    bool isFirst = true;
    for (const AddedTokens::Part& part : parts_->added.cut(clean, options.parseSpecial)) {
        if (part.token != nullptr) {
            ids.push_back(part.token->id);
        } else {
            parts_->encoder->encode(part.text, isFirst, call, ids);
        }
        isFirst = false;
    }
    if (options.addSpecial) {
        ids.insert(ids.end(), parts_->suffix.begin(), parts_->suffix.end());
    }
    return ids;
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool special) const {
    std::string text;
    bool isAtBeginning = true;
    for (const TokenId id : ids) {
        if (id >= parts_->tokens.size()) {
            throw badInput(parts_->file, say("This is no token of the vocabulary"),
                           say("The id is {}, the vocabulary has {} tokens.", id, parts_->tokens.size()));
        }
        const TokenType type = parts_->types[id];
        if ((type == TokenType::control || type == TokenType::unknown) && !special) {
            continue;
        }
        std::string bytes = bytesOf(*parts_, id);
        if (isAtBeginning && parts_->dropsFirstBlank && bytes.starts_with(' ')) {
            bytes.erase(0, 1);
        }
        isAtBeginning = isAtBeginning && type == TokenType::control;
        text += bytes;
    }
    return text;
}

std::size_t Tokenizer::vocabularySize() const {
    return parts_->tokens.size();
}
std::optional<TokenId> Tokenizer::bos() const {
    return parts_->bos;
}
std::optional<TokenId> Tokenizer::eos() const {
    return parts_->eos;
}
std::optional<TokenId> Tokenizer::unknown() const {
    return parts_->unknown;
}
std::span<const TokenId> Tokenizer::prefix() const {
    return parts_->prefix;
}
std::span<const TokenId> Tokenizer::suffix() const {
    return parts_->suffix;
}
const std::string& Tokenizer::tokenText(TokenId id) const {
    return parts_->tokens[id];
}

std::optional<std::uint8_t> byteOfToken(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    if (text.size() != 6 || !text.starts_with("<0x") || text[5] != '>' || digit(text[3]) < 0 || digit(text[4]) < 0) {
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(digit(text[3]) * 16 + digit(text[4]));
}

AddedTokens checkedAddedTokens(std::vector<AddedTokenRule> rules, const std::filesystem::path& file) {
    std::erase_if(rules, [](const AddedTokenRule& rule) { return rule.text.empty(); });
    for (const AddedTokenRule& rule : rules) {
        if (rule.text.size() > maxAddedTokenBytes) {
            throw badInput(
                file, say("A token of the vocabulary is too long"),
                say("The token {} has {} bytes, at most {} are expected.", rule.id, rule.text.size(), maxAddedTokenBytes));
        }
    }
    return AddedTokens(std::move(rules));
}

void setSpecialTokens(const TokenizerData& data, bool addsBosByDefault, Tokenizer::Parts& parts) {
    const auto special = [&](std::string_view name) -> std::optional<TokenId> {
        for (const auto& [one, id] : data.specialIds) {
            if (one == name && id < parts.tokens.size()) {
                return id;
            }
        }
        return std::nullopt;
    };
    const auto flag = [&](std::string_view name, bool otherwise) {
        for (const auto& [one, value] : data.flags) {
            if (one == name) {
                return value;
            }
        }
        return otherwise;
    };
    parts.bos = special("bos");
    parts.eos = special("eos");
    if (const auto unknown = special("unk")) {
        parts.unknown = unknown;
    }
    if (parts.bos && flag("add_bos_token", addsBosByDefault)) {
        parts.prefix = {*parts.bos};
    }
    if (parts.eos && flag("add_eos_token", false)) {
        parts.suffix = {*parts.eos};
    }
}

std::shared_ptr<const Tokenizer> openTokenizer(const Model& model) {
    const Checkpoint& checkpoint = model.checkpoint();
    const auto isMissing = [&] {
        return badInput(checkpoint.path(), say("This model has no tokenizer"),
                        checkpoint.kind() == ContainerKind::gguf
                            ? say("Expected tokenizer.ggml.tokens in its metadata.")
                            : say("Expected tokenizer.model or tokenizer.json beside its weights."));
    };
    if (checkpoint.kind() == ContainerKind::gguf) {
        if (!model.tokenizer()) {
            throw isMissing();
        }
        return std::make_shared<const Tokenizer>(tokenizerFromData(*model.tokenizer(), checkpoint.path()));
    }
    const TokenizerSources sources = readTokenizerSources(checkpoint.folder());
    if (sources.isEmpty()) {
        throw isMissing();
    }
    // A folder whose architecture is not known has a tokenizer all the same.
    TokenizerData data = model.tokenizer() ? *model.tokenizer() : makeTokenizer(sources, nlohmann::json::object(), 0);
    if (data.model == "bert" || data.model == "t5") { // all that these need
        const auto lowercases = sources.tokenizerConfig ? flagMember(*sources.tokenizerConfig, "do_lower_case") : std::nullopt;
        if (lowercases) { // what files say counts
            data.flags.emplace_back("normalizer.lowercase", *lowercases);
        }
        return std::make_shared<const Tokenizer>(tokenizerFromData(data, checkpoint.folder() / "tokenizer.json"));
    }
    return std::make_shared<const Tokenizer>(
        sources.pieces ? tokenizerFromSentencePiece(sources, data, readTextFile(sources.piecesFile, maxTokenizerBytes))
                       : tokenizerFromJson(sources, data));
}

} // namespace quantlathe
