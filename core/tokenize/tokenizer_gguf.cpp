// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers that exist only as GGUF metadata (docs/tokenizer.md, "GGUF").
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/byte_level.h"
#include "model/sentencepiece_model.h"
#include "tokenize/named_words.h"
#include "tokenize/scored_merges.h"
#include "tokenize/tokenizer_parts.h"
#include "tokenize/word_pieces.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

/// Tokens that text is searched for before all else: those for control only when special ones are wanted.
AddedTokens addedTokensOf(const Tokenizer::Parts& parts) {
    std::vector<AddedTokenRule> rules;
    for (std::size_t id = 0; id < parts.tokens.size(); ++id) {
        const TokenType type = parts.types[id];
        const bool isSpecial = type == TokenType::control || type == TokenType::unknown;
        if (isSpecial || type == TokenType::userDefined) {
            AddedTokenRule rule;
            rule.text = parts.tokens[id];
            rule.id = static_cast<TokenId>(id);
            rule.isSpecial = isSpecial;
            rules.push_back(std::move(rule));
        }
    }
    return checkedAddedTokens(std::move(rules), parts.file);
}

Tokenizer::Parts commonParts(const TokenizerData& data, const fs::path& file) {
    Tokenizer::Parts parts;
    parts.file = file;
    parts.tokens = data.tokens;
    parts.types = data.types;
    parts.types.resize(parts.tokens.size(), TokenType::normal); // a file may have no types
    const auto broken =
        std::find_if(parts.tokens.begin(), parts.tokens.end(), [](const auto& text) { return !isValidUtf8(text); });
    if (broken != parts.tokens.end()) {
        throw badInput(file, say("A token of the vocabulary is no valid UTF-8"),
                       say("The token {} is \"{}\".", broken - parts.tokens.begin(), escapeForDisplay(*broken, 40)));
    }
    return parts;
}

bool flagOr(const TokenizerData& data, std::string_view name, bool otherwise) {
    const auto found = std::find_if(data.flags.begin(), data.flags.end(), [&](const auto& flag) { return flag.first == name; });
    return found == data.flags.end() ? otherwise : found->second;
}

std::optional<TokenId> firstOfType(const Tokenizer::Parts& parts, TokenType type) {
    const auto found = std::find(parts.types.begin(), parts.types.end(), type);
    return found == parts.types.end() ? std::nullopt : std::optional(static_cast<TokenId>(found - parts.types.begin()));
}

/// How SentencePiece prepares text: blanks become marks, one stands before the text.
Normalizer spaceNormalizer(const TokenizerData& data, bool addsPrefix) {
    Normalizer normalizer;
    if (flagOr(data, "remove_extra_whitespaces", false)) {
        normalizer.addReplace(Pattern(R"(\A +| +\z)", {}), "");
        normalizer.addReplace(Pattern(" +", {}), " ");
    }
    if (addsPrefix) {
        normalizer.addPrepend(" ");
    }
    normalizer.addReplace(" ", std::string(blankMark));
    return normalizer;
}

Tokenizer::Parts fromPieces(const TokenizerData& data, const fs::path& file) {
    Tokenizer::Parts parts = commonParts(data, file);
    parts.textKind = TextKind::marks;
    std::vector<std::string> reachable = parts.tokens;
    std::vector<bool> isUnused(parts.tokens.size());
    for (std::size_t id = 0; id < reachable.size(); ++id) {
        const TokenType type = parts.types[id];
        if (type == TokenType::control || type == TokenType::unknown || type == TokenType::byte) {
            reachable[id].clear();
        }
        isUnused[id] = type == TokenType::unused;
    }
    auto bpe = std::make_unique<Bpe>(std::move(reachable), false);
    std::vector<float> scores = data.scores;
    scores.resize(parts.tokens.size()); // a file may have none
    if (const auto bad = std::find_if(scores.begin(), scores.end(), [](float score) { return std::isnan(score); });
        bad != scores.end()) {
        throw badInput(file, say("The score of a token is no number"),
                       say("It is that of the token {}.", bad - scores.begin()));
    }
    addScoredMerges(scores, file, *bpe);
    for (std::size_t id = 0; id < parts.tokens.size(); ++id) {
        const auto byte = parts.types[id] == TokenType::byte ? byteOfToken(parts.tokens[id]) : std::nullopt;
        if (byte) {
            bpe->byteTokens[*byte] = static_cast<TokenId>(id);
        }
    }
    parts.unknown = firstOfType(parts, TokenType::unknown);
    setSpecialTokens(data, true, parts);
    bpe->unknown = parts.unknown;
    bpe->fusesUnknown = true;
    bpe->isUnused = std::move(isUnused);
    bpe->finish();
    const bool addsPrefix = flagOr(data, "add_space_prefix", true);
    parts.dropsFirstBlank = addsPrefix;
    parts.added = addedTokensOf(parts);
    parts.encoder = std::make_unique<BpeEncoder>(
        BpeEncoder::Parts{spaceNormalizer(data, addsPrefix), AddedTokens(), WordCutter(), std::move(bpe)});
    return parts;
}

Tokenizer::Parts fromByteLevel(const TokenizerData& data, const fs::path& file) {
    if (data.merges.empty()) {
        throw badInput(file, say("The tokenizer of this model has no merges"),
                       say("Expected tokenizer.ggml.merges in its metadata."));
    }
    Tokenizer::Parts parts = commonParts(data, file);
    NamedWords words = wordsByName(data.preTokenizer, file);
    std::vector<std::string> reachable(parts.tokens.size());
    for (std::size_t id = 0; id < reachable.size(); ++id) {
        if (parts.types[id] != TokenType::control && parts.types[id] != TokenType::unknown) {
            reachable[id] = withoutStandIns(parts.tokens[id]).value_or(std::string());
        }
    }
    auto bpe = std::make_unique<Bpe>(std::move(reachable), true);
    bpe->ignoresMerges = words.ignoresMerges;
    bpe->merges = MergeTable(data.merges.size());
    for (std::size_t rank = 0; rank < data.merges.size(); ++rank) {
        const std::string& merge = data.merges[rank];
        const std::size_t blank = merge.find(' ', 1);
        const auto part = [&](std::string_view text) { return isValidUtf8(text) ? withoutStandIns(text) : std::nullopt; };
        const auto left = blank == std::string::npos ? std::nullopt : part(std::string_view(merge).substr(0, blank));
        const auto right = left ? part(std::string_view(merge).substr(blank + 1)) : std::nullopt;
        if (!right || left->empty() || right->empty()) {
            throw badInput(file, say("A merge of the tokenizer is not as expected"),
                           say("The merge {} is \"{}\", expected two texts of byte stand-ins with a blank between them.", rank,
                               escapeForDisplay(merge, 80)));
        }
        // Parts that are no tokens may be merged all the same; what remains of them falls apart into bytes at the end.
        const Symbol leftSymbol = bpe->symbolFor(*left);
        const Symbol rightSymbol = bpe->symbolFor(*right);
        bpe->merges.add(leftSymbol, rightSymbol, {static_cast<std::uint32_t>(rank), bpe->symbolFor(*left + *right)}, false);
    }
    setSpecialTokens(data, words.addsBos, parts);
    bpe->finish();
    parts.added = addedTokensOf(parts);
    if (flagOr(data, "add_space_prefix", false)) {
        throw badInput(file, say("This kind of tokenizer is not supported"),
                       say("A byte-level vocabulary with tokenizer.ggml.add_space_prefix."));
    }
    parts.encoder =
        std::make_unique<BpeEncoder>(BpeEncoder::Parts{Normalizer(), AddedTokens(), std::move(words.cutter), std::move(bpe)});
    return parts;
}

std::optional<TokenId> idOf(const TokenizerData& data, std::initializer_list<std::string_view> names, std::string_view text) {
    for (const std::string_view name : names) {
        const auto found = std::ranges::find_if(data.specialIds, [&](const auto& entry) { return entry.first == name; });
        if (found != data.specialIds.end() && found->second < data.tokens.size()) {
            return found->second;
        }
    }
    const auto found = std::ranges::find(data.tokens, text);
    return found == data.tokens.end() ? std::nullopt : std::optional(static_cast<TokenId>(found - data.tokens.begin()));
}

/// BERT's: a text stands between [CLS] and [SEP], whatever else the file says.
Tokenizer::Parts fromWordPieces(const TokenizerData& data, const fs::path& file) {
    Tokenizer::Parts parts = commonParts(data, file);
    parts.textKind = TextKind::marks;
    parts.dropsFirstBlank = true;
    const auto unknown = idOf(data, {"unk"}, "[UNK]");
    parts.bos = idOf(data, {"cls", "bos"}, "[CLS]");
    parts.eos = idOf(data, {"sep", "eos"}, "[SEP]");
    if (!unknown || !parts.bos || !parts.eos) {
        throw badInput(file, say("The tokenizer of this model is not as expected"),
                       say("A vocabulary of word pieces has the tokens [UNK], [CLS] and [SEP]."));
    }
    parts.unknown = unknown;
    parts.prefix = {*parts.bos};
    parts.suffix = {*parts.eos};
    std::vector<std::string> pieces = parts.tokens;
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        if (parts.types[id] != TokenType::normal) {
            pieces[id].clear();
        }
    }
    const bool lowercases = flagOr(data, "normalizer.lowercase", true);
    parts.added = addedTokensOf(parts);
    parts.encoder = std::make_unique<WordPieceEncoder>(
        pieces, WordPieceEncoder::Settings{.lowercases = lowercases,
                                           .stripsAccents = flagOr(data, "normalizer.strip_accents", lowercases),
                                           .unknown = *unknown});
    return parts;
}

/// T5's and XLM-RoBERTa's: what the SentencePiece library makes of the same pieces and scores. Runs of blanks become one in
/// both, whatever the file says: converters take that from a setting that means something else.
Tokenizer::Parts fromUnigram(const TokenizerData& data, const fs::path& file) {
    Tokenizer::Parts parts = commonParts(data, file);
    parts.textKind = TextKind::marks;
    std::vector<SentencePiece> pieces(parts.tokens.size());
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        pieces[id] = {parts.tokens[id], id < data.scores.size() ? data.scores[id] : 0.0F, parts.types[id]};
    }
    parts.unknown = firstOfType(parts, TokenType::unknown);
    SentencePieceSettings settings;
    settings.charsMap.assign(data.charsMap.begin(), data.charsMap.end());
    settings.addsDummyPrefix = flagOr(data, "add_space_prefix", true);
    parts.dropsFirstBlank = settings.addsDummyPrefix;
    const bool fallsBackToBytes = firstOfType(parts, TokenType::byte).has_value();
    parts.encoder = makeSentencePieceEncoder(sentencePieceModelText(pieces, settings, fallsBackToBytes), file, false);
    setSpecialTokens(data, false, parts);
    if (parts.eos && flagOr(data, "add_eos_token", true)) {
        parts.suffix = {*parts.eos};
    }
    parts.added = addedTokensOf(parts);
    return parts;
}

} // namespace

Tokenizer::Parts tokenizerFromData(const TokenizerData& data, const fs::path& file) {
    if (data.tokens.empty()) {
        throw badInput(file, say("This model has no tokenizer"), say("Its list of tokens is empty."));
    }
    if (data.model == "llama") {
        return fromPieces(data, file);
    }
    if (data.model == "gpt2") {
        return fromByteLevel(data, file);
    }
    if (data.model == "bert") {
        return fromWordPieces(data, file);
    }
    if (data.model == "t5") {
        return fromUnigram(data, file);
    }
    throw badInput(file, say("This kind of tokenizer is not supported"),
                   say("tokenizer.ggml.model is \"{}\". Supported are \"llama\" (SentencePiece), \"gpt2\" (byte-level BPE), "
                       "\"bert\" (word pieces) and \"t5\" (Unigram).",
                       escapeForDisplay(data.model, 40)));
}

} // namespace quantlathe
