// SPDX-License-Identifier: GPL-3.0-or-later
// Which files make a family's vocabulary, and by which rules (docs/formats/gguf-model.md, "Tokenizer").
#pragma once

#include <cstdint>

namespace quantlathe {

enum class TokenizerStyle : std::uint8_t {
    llama,                // tokenizer.model, else tokenizer.json of either kind; a few special cases
    sentencePieceOrBytes, // tokenizer.model, else byte-level BPE (Qwen 2 and 3)
    gemma,                // tokenizer.model; texts get no blank in front
    phi3,                 // tokenizer.model with the added tokens of tokenizer.json, or GPT-2's
    byteLevel,            // byte-level BPE
};

} // namespace quantlathe
