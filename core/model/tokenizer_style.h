// SPDX-License-Identifier: GPL-3.0-or-later
// Which files make a family's vocabulary, and by which rules (docs/formats/gguf-model.md, "Tokenizer").
#pragma once

#include <cstdint>

namespace quantlathe {

enum class TokenizerStyle : std::uint8_t {
    llama,                // tokenizer.model, else tokenizer.json of either kind; a few special cases
    jamba,                // the same; texts get no blank in front of tokenizer.json's words
    sentencePieceOrBytes, // tokenizer.model, else byte-level BPE (Qwen 2 and 3)
    gemma,                // tokenizer.model; texts get no blank in front
    gemma1,               // the same; the end of a turn at a fixed place
    internLm2,            // tokenizer.model; the end of a turn ends a text
    internLm3,            // the same
    gemma4,               // tokenizer.json with byte fallback; merges and scores
    phi3,                 // tokenizer.model with the added tokens of tokenizer.json, or GPT-2's
    byteLevel,            // byte-level BPE
    glm4,                 // byte-level BPE; special tokens that no file names are known by their text
    glmMoe,               // the same with other tokens
    refact,               // byte-level BPE; tokens for filling in the middle at fixed places
    hunyuan,              // byte-level BPE; config.json has the end of a text under a name of its own
    wordPieces,           // tokenizer.json or vocab.txt with word pieces (BERT)
    wordPiecesOrBytes,    // the same, or byte-level BPE (JinaBERT)
    plamo,                // tokenizer.jsonl
    t5,                   // spiece.model or tokenizer.model with scores
    unigram,              // sentencepiece.bpe.model or tokenizer.json with scores (XLM-RoBERTa)
    unigramWithMask,      // the same; the last token, which that file lacks, hides words (NomicBERT 2)
    byteLevelEncoder,     // byte-level BPE; texts are kept apart by tokens of their own
    nemotron,             // tokenizer.model; padding and unknown tokens at fixed places
};

[[nodiscard]] constexpr bool isByteLevel(TokenizerStyle style) {
    return style == TokenizerStyle::byteLevel || style == TokenizerStyle::glm4 || style == TokenizerStyle::glmMoe ||
           style == TokenizerStyle::refact || style == TokenizerStyle::hunyuan || style == TokenizerStyle::byteLevelEncoder;
}

} // namespace quantlathe
