// SPDX-License-Identifier: GPL-3.0-or-later
// What a Tokenizer is put together from, and the ways to make it. Only for core/tokenize and its tests.
#pragma once

#include "model/token_lists.h"
#include "model/tokenizer_data.h"
#include "tokenize/added_tokens.h"
#include "tokenize/bpe.h"
#include "tokenize/normalizer.h"
#include "tokenize/tokenizer.h"
#include "tokenize/word_cutter.h"

namespace quantlathe {

/// From a stretch of plain text, between added tokens, to ids.
class TextEncoder {
public:
    virtual ~TextEncoder() = default;
    /// What one call of Tokenizer::encode() needs.
    struct Call {
        Call(std::size_t textBytes, bool parsesSpecial);
        Bpe::Scratch scratch;
        bool parsesSpecial;
    };
    /// Appends. `text` is well-formed and not empty; `isFirst`: nothing stands before it.
    virtual void encode(std::string_view text, bool isFirst, Call& call, std::vector<TokenId>& ids) const = 0;
};

/// How the texts of tokens are turned into bytes.
enum class TextKind { standIns, marks };

struct Tokenizer::Parts {
    std::filesystem::path file; // named in errors
    std::vector<std::string> tokens;
    std::vector<TokenType> types; // by id
    TextKind textKind = TextKind::standIns;
    bool dropsFirstBlank = false; // decode() takes away the blank that encode() puts before text
    AddedTokens added;            // looked for in text as it comes
    std::unique_ptr<const TextEncoder> encoder;
    std::optional<TokenId> bos;
    std::optional<TokenId> eos;
    std::optional<TokenId> unknown;
    std::vector<TokenId> prefix;
    std::vector<TokenId> suffix;
};

/// Normalizer, added tokens that are looked for in normalised text, words, merges.
class BpeEncoder : public TextEncoder {
public:
    struct Parts {
        Normalizer normalizer;
        AddedTokens added; // in normalised text
        WordCutter words;
        std::unique_ptr<const Bpe> bpe;
    };
    explicit BpeEncoder(Parts parts);
    void encode(std::string_view text, bool isFirst, Call& call, std::vector<TokenId>& ids) const override;

private:
    void encodeWords(std::string_view text, Call& call, std::vector<TokenId>& ids) const;

    Parts parts_;
    /// Vocabularies of U+2581 for blanks have no words, but merges that reach across one are rare: text can be cut before such
    /// a mark if no token has it behind the same byte. By last byte before the mark; empty where nothing may be cut.
    std::vector<bool> joinsMark_;
};

/// A file of the SentencePiece library.
[[nodiscard]] std::unique_ptr<const TextEncoder>
makeSentencePieceEncoder(const std::string& bytes, const std::filesystem::path& file, bool onlyFirstPrefix);

/// From what stands in a GGUF file's metadata, `file` named in errors. Throws Error(badInput).
[[nodiscard]] Tokenizer::Parts tokenizerFromData(const TokenizerData& data, const std::filesystem::path& file);

/// From the files of a folder; `data` is what a GGUF file of them would say (ids of special tokens, number of tokens).
/// Throws Error(badInput).
[[nodiscard]] Tokenizer::Parts tokenizerFromJson(const TokenizerSources& sources, const TokenizerData& data);
[[nodiscard]] Tokenizer::Parts tokenizerFromSentencePiece(const TokenizerSources& sources, const TokenizerData& data,
                                                          const std::string& bytes);

/// Ids and flags of special tokens as `data` says, with what is assumed where it is silent.
void setSpecialTokens(const TokenizerData& data, bool addsBosByDefault, Tokenizer::Parts& parts);

/// Throws Error(badInput) for texts that are too long to be looked for.
[[nodiscard]] AddedTokens checkedAddedTokens(std::vector<AddedTokenRule> rules, const std::filesystem::path& file);

inline constexpr std::string_view blankMark = "\xE2\x96\x81"; // U+2581
/// "<0x0A>" → 10.
[[nodiscard]] std::optional<std::uint8_t> byteOfToken(std::string_view text);

} // namespace quantlathe
