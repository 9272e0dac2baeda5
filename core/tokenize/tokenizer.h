// SPDX-License-Identifier: GPL-3.0-or-later
// Text to token ids and back, equal to the tokenizers that the models were trained with (docs/tokenizer.md).
#pragma once

#include "model/model.h"
#include "tokenize/bpe.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct EncodeOptions {
    bool addSpecial = true;    // BOS and EOS, as the model wants them
    bool parseSpecial = false; // texts of special tokens ("<|im_end|>", "</s>") become those tokens
};

/// Immutable; safe to use from many threads.
class Tokenizer {
public:
    struct Parts;
    explicit Tokenizer(Parts parts);
    ~Tokenizer();
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    /// Bytes that are no well-formed UTF-8 become U+FFFD each. The same ids for any number of threads; memory is linear in the
    /// text. Throws Error(badInput) for a text of 1 GiB and more, and when a pattern of a hostile file fails on it.
    [[nodiscard]] std::vector<TokenId> encode(std::string_view text, EncodeOptions options = {}) const;

    /// The bytes that the ids stand for: well-formed UTF-8 unless a character is cut. A blank that encode() put before the text
    /// is taken away again. Special tokens have a text only with `special`. Throws Error(badInput) for an id beyond the end.
    [[nodiscard]] std::string decode(std::span<const TokenId> ids, bool special = false) const;

    /// Number of ids: 0 … vocabularySize() − 1.
    [[nodiscard]] std::size_t vocabularySize() const;
    [[nodiscard]] std::optional<TokenId> bos() const;
    [[nodiscard]] std::optional<TokenId> eos() const;
    [[nodiscard]] std::optional<TokenId> unknown() const;
    /// What addSpecial puts before and behind a text.
    [[nodiscard]] std::span<const TokenId> prefix() const;
    [[nodiscard]] std::span<const TokenId> suffix() const;
    /// As the vocabulary writes it ("Ġthe", "▁the", "<0x0A>"). `id` is below vocabularySize().
    [[nodiscard]] const std::string& tokenText(TokenId id) const;

private:
    std::unique_ptr<const Parts> parts_;
};

/// The tokenizer of a model: of a Hugging Face folder from tokenizer.model or else tokenizer.json, of a GGUF file from its
/// metadata. Throws Error(badInput) that says what is missing or not supported.
[[nodiscard]] std::shared_ptr<const Tokenizer> openTokenizer(const Model& model);

} // namespace quantlathe
