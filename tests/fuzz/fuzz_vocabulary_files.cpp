// SPDX-License-Identifier: GPL-3.0-or-later
// A tokenizer in its oldest form: vocab.json, merges.txt, tokenizer_config.json, added_tokens.json and a text to cut, with a
// byte 0xFF between them.
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"
#include "tokenize/tokenizer_parts.h"

using namespace quantlathe;

namespace {

void encodeAndBack(const TokenizerSources& sources, const TokenizerData& list, std::string_view text) {
    const Tokenizer tokenizer(tokenizerFromJson(sources, list));
    const auto ids = tokenizer.encode(text, {true, true});
    for (const TokenId id : ids) {
        fuzz::require(id < tokenizer.vocabularySize());
    }
    static_cast<void>(tokenizer.decode(ids, true));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 5);
        folder.write("vocab.json", parts[0]);
        folder.write("merges.txt", parts[1]);
        folder.writeUnlessEmpty("tokenizer_config.json", parts[2]);
        folder.writeUnlessEmpty("added_tokens.json", parts[3]);
        const auto list = readTokenizer(folder.path(), nlohmann::json::object(), TokenizerStyle::byteLevel, 300);
        fuzz::require(list && list->tokens.size() == 300);
        Metadata metadata;
        addTokenizerKeys(*list, metadata);
        fuzz::requireReadable(metadata);
        encodeAndBack(readTokenizerSources(folder.path()), *list, parts[4]);
    });
}
