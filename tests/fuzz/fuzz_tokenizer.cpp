// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json → Tokenizer → ids of hostile text and back. The input is the file, a byte 0xFF (which no valid JSON has
// outside of texts, and none of ours inside) and the text; without one the file itself is the text.
#include "base/text.h"
#include "fuzz_support.h"
#include "model/tokenizer.h"
#include "tokenize/tokenizer_parts.h"

using namespace quantlathe;

namespace {

void checkText(const Tokenizer& tokenizer, std::string_view text) {
    for (const bool special : {false, true}) {
        const auto ids = tokenizer.encode(text, {special, special});
        for (const TokenId id : ids) {
            fuzz::require(id < tokenizer.vocabularySize());
        }
        static_cast<void>(tokenizer.decode(ids, special));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const std::string_view file = all.substr(0, all.find('\xFF'));
        const std::string_view text = file.size() < all.size() ? all.substr(file.size() + 1) : all;
        TokenizerSources sources;
        sources.folder = "fuzz";
        sources.tokenizer = parseTokenizerJson(file, "fuzz/tokenizer.json");
        sources.tokenizerConfig = sources.tokenizer->rest;
        sources.addedTokensDecoder = addedTokensDecoder(*sources.tokenizerConfig, "fuzz/tokenizer_config.json");
        TokenizerData list = makeTokenizer(sources, nlohmann::json::object(), 64);
        for (const char* name : {"falcon", "llama-bpe"}) { // what a GGUF file of it would say
            list.preTokenizer = name;
            try {
                checkText(Tokenizer(tokenizerFromData(list, "fuzz.gguf")), text);
            } catch (const Error& error) {
                fuzz::require(error.exitCode() == 2);
            }
        }
        checkText(Tokenizer(tokenizerFromJson(sources, list)), text);
    });
}
