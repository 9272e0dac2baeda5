// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "fuzz_support.h"
#include "model/sentencepiece_model.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        for (const SentencePiece& piece : parseSentencePieces(bytes, "tokenizer.model")) {
            fuzz::require(isValidUtf8(piece.text) && piece.score - piece.score == 0);
        }
    });
}
