// SPDX-License-Identifier: GPL-3.0-or-later
// A text cut into the windows that perplexity is measured on, and what is scored in each (docs/quality.md).
#pragma once

#include "runtime/forward.h"
#include "tokenize/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

enum class Scoring {
    secondHalf, // llama.cpp's rule: what stands in the second half of each window, so that each prediction has seen some text
    all,        // every token of each window
};

enum class BosUse {
    always,      // wherever the vocabulary has a BOS token
    asTokenizer, // where the tokenizer puts one before a text: what llama.cpp's tools do
};

struct WindowSettings {
    std::size_t contextTokens = 512;
    std::size_t windows = 0; // from the text's beginning; 0: all
    Scoring scoring = Scoring::secondHalf;
    BosUse bos = BosUse::always;
    friend bool operator==(const WindowSettings&, const WindowSettings&) = default;
};

/// At least 2 tokens before the scored half and one behind it.
inline constexpr std::size_t fewestContextTokens = 4;

/// Windows ready to be run. A value type.
struct TextWindows {
    WindowSettings settings;
    std::vector<TokenSequence> sequences; // logits are made where something is scored, nowhere else
    std::vector<TokenId> targets;         // the right token for each of those rows, in the same order
    std::size_t textTokens = 0;           // of the whole text
};

/// 512 tokens, as llama.cpp's tools, or as many as the model was made for if these are fewer.
[[nodiscard]] std::size_t defaultContextTokens(const Model& model);

/// Cuts the tokens of a text, which hold no BOS. Throws Error(badInput) for a context below fewestContextTokens and a text
/// shorter than one window.
[[nodiscard]] TextWindows cutIntoWindows(std::span<const TokenId> tokens, std::optional<TokenId> bos,
                                         const WindowSettings& settings);

/// The text's tokens as one string, cut. With `reference` both models must know the same tokens: their tokenizers, where both
/// have one, make the same tokens of the text, their vocabularies are equally large. Throws Error(badInput) that says what is
/// wrong, also when one of the models cannot be run, has no tokenizer, or fewer positions than the context.
[[nodiscard]] TextWindows cutIntoWindows(const Model& model, const Model* reference, std::string_view text,
                                         const WindowSettings& settings);

/// For statistics of activations: as llama.cpp's imatrix tool cuts a text, BOS as the tokenizer puts it; no logits are made.
/// Of an encoder every window is a text of its own, with all that the tokenizer puts around one.
[[nodiscard]] std::vector<TokenSequence> cutForCalibration(const Model& model, std::string_view text, std::size_t contextTokens,
                                                           std::size_t windows);

} // namespace quantlathe
