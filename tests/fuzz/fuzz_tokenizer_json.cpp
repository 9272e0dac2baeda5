// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json down to the finished list; the input's own added_tokens_decoder and special tokens stand in for the other
// files.
#include "base/text.h"
#include "fuzz_support.h"
#include "model/pre_tokenizer.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        constexpr std::uint64_t vocabularySize = 64;
        TokenizerSources sources;
        sources.folder = "fuzz";
        sources.tokenizer = parseTokenizerJson(text, "fuzz/tokenizer.json");
        sources.tokenizerConfig = sources.tokenizer->rest;
        sources.addedTokensDecoder = addedTokensDecoder(*sources.tokenizerConfig, "fuzz/tokenizer_config.json");
        const TokenizerData tokenizer = makeTokenizer(sources, sources.tokenizer->rest, vocabularySize);
        fuzz::require(tokenizer.tokens.size() == vocabularySize && tokenizer.types.size() == vocabularySize);
        for (const auto& [name, id] : tokenizer.specialIds) {
            fuzz::require(id < vocabularySize);
        }
        Metadata metadata;
        addTokenizerKeys(tokenizer, metadata);
        const auto again = tokenizerFromMetadata(metadata);
        fuzz::require(again && again->tokens == tokenizer.tokens && again->merges == tokenizer.merges);
    });
}
