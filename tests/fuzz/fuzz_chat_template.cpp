// SPDX-License-Identifier: GPL-3.0-or-later
// The places where chat templates stand: tokenizer_config.json, chat_template.jinja, one more file of
// additional_chat_templates/ and chat_template.json, with a byte 0xFF between them.
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/chat_template.h"
#include "model/json_file.h"
#include "model/tokenizer_keys.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    std::filesystem::create_directory(folder.path() / "additional_chat_templates");
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 4);
        folder.writeUnlessEmpty("chat_template.jinja", parts[1]);
        folder.writeUnlessEmpty("additional_chat_templates/tool use.jinja", parts[2]);
        folder.writeUnlessEmpty("chat_template.json", parts[3]);
        const nlohmann::json config =
            parts[0].empty() ? nlohmann::json::object() : parseJsonObject(parts[0], folder.path() / "tokenizer_config.json");
        TokenizerData tokenizer;
        readChatTemplates(folder.path(), config, tokenizer);
        tokenizer.model = "gpt2";
        tokenizer.tokens = {"a"};
        tokenizer.types = {TokenType::normal};
        Metadata metadata;
        addTokenizerKeys(tokenizer, metadata);
        fuzz::requireReadable(metadata);
    });
}
