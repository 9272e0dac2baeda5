// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tokenizer_keys.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

// Names as Hugging Face writes them ("unk_token"), keys as GGUF does.
struct SpecialKey {
    std::string_view name;
    std::string_view key;
};
constexpr std::array specialKeys{
    SpecialKey{"bos", "tokenizer.ggml.bos_token_id"},         SpecialKey{"eos", "tokenizer.ggml.eos_token_id"},
    SpecialKey{"eot", "tokenizer.ggml.eot_token_id"},         SpecialKey{"eom", "tokenizer.ggml.eom_token_id"},
    SpecialKey{"unk", "tokenizer.ggml.unknown_token_id"},     SpecialKey{"sep", "tokenizer.ggml.seperator_token_id"},
    SpecialKey{"pad", "tokenizer.ggml.padding_token_id"},     SpecialKey{"mask", "tokenizer.ggml.mask_token_id"},
    SpecialKey{"prefix", "tokenizer.ggml.prefix_token_id"},   SpecialKey{"suffix", "tokenizer.ggml.suffix_token_id"},
    SpecialKey{"middle", "tokenizer.ggml.middle_token_id"},   SpecialKey{"fim_pre", "tokenizer.ggml.fim_pre_token_id"},
    SpecialKey{"fim_suf", "tokenizer.ggml.fim_suf_token_id"}, SpecialKey{"fim_mid", "tokenizer.ggml.fim_mid_token_id"},
    SpecialKey{"fim_pad", "tokenizer.ggml.fim_pad_token_id"}, SpecialKey{"fim_rep", "tokenizer.ggml.fim_rep_token_id"},
    SpecialKey{"fim_sep", "tokenizer.ggml.fim_sep_token_id"},
};

constexpr std::array<std::string_view, 7> flagNames{
    "add_bos_token",        "add_eos_token",           "add_sep_token", "add_space_prefix", "remove_extra_whitespaces",
    "normalizer.lowercase", "normalizer.strip_accents"};
constexpr std::string_view ggml = "tokenizer.ggml.";
constexpr std::string_view template_ = "tokenizer.chat_template";
constexpr std::string_view templateNames = "tokenizer.chat_templates";

template <class Element>
const std::vector<Element>* arrayAt(const Metadata& metadata, std::string_view key) {
    const MetadataValue* value = metadata.find(key);
    const auto* array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
    return array == nullptr ? nullptr : std::get_if<std::vector<Element>>(array);
}

std::string keyOf(std::string_view name) {
    return std::string(ggml) + std::string(name);
}

TokenType tokenTypeFrom(std::int32_t number) {
    const bool isKnown =
        number >= static_cast<std::int32_t>(TokenType::normal) && number <= static_cast<std::int32_t>(TokenType::byte);
    return isKnown ? static_cast<TokenType>(number) : TokenType::normal;
}

} // namespace

std::optional<TokenizerData> tokenizerFromMetadata(const Metadata& metadata) {
    const auto* tokens = arrayAt<std::string>(metadata, keyOf("tokens"));
    if (tokens == nullptr) {
        return std::nullopt;
    }
    TokenizerData data;
    data.model = metadata.string(keyOf("model")).value_or(std::string_view());
    data.preTokenizer = metadata.string(keyOf("pre")).value_or(std::string_view());
    data.tokens = *tokens;
    if (const auto* scores = arrayAt<float>(metadata, keyOf("scores")); scores != nullptr && scores->size() == tokens->size()) {
        data.scores = *scores;
    }
    if (const auto* types = arrayAt<std::int32_t>(metadata, keyOf("token_type"));
        types != nullptr && types->size() == tokens->size()) {
        std::transform(types->begin(), types->end(), std::back_inserter(data.types), tokenTypeFrom);
    }
    if (const auto* merges = arrayAt<std::string>(metadata, keyOf("merges"))) {
        data.merges = *merges;
    }
    for (const MetadataPair& pair : metadata.pairs()) { // in the file's order
        const auto* row =
            std::find_if(specialKeys.begin(), specialKeys.end(), [&](const SpecialKey& one) { return one.key == pair.key; });
        if (row != specialKeys.end()) {
            const auto id = metadata.integer(pair.key);
            if (id && *id >= 0 && static_cast<std::uint64_t>(*id) < tokens->size()) {
                data.specialIds.emplace_back(row->name, static_cast<std::uint32_t>(*id));
            }
        }
        const auto* flag =
            std::find_if(flagNames.begin(), flagNames.end(), [&](std::string_view one) { return keyOf(one) == pair.key; });
        if (flag != flagNames.end() && metadata.boolean(pair.key)) {
            data.flags.emplace_back(*flag, *metadata.boolean(pair.key));
        }
    }
    if (const auto types = metadata.integer(keyOf("token_type_count")); types && *types >= 0 && *types <= UINT32_MAX) {
        data.tokenTypes = static_cast<std::uint32_t>(*types);
    }
    if (const auto* map = arrayAt<std::uint8_t>(metadata, keyOf("precompiled_charsmap"))) {
        data.charsMap = *map;
    }
    if (const auto text = metadata.string(template_)) {
        data.chatTemplate = std::string(*text);
    }
    if (const auto* names = arrayAt<std::string>(metadata, templateNames)) {
        for (const std::string& name : *names) {
            if (const auto text = metadata.string(std::string(template_) + '.' + name)) {
                data.namedChatTemplates.emplace_back(name, std::string(*text));
            }
        }
    }
    return data;
}

void addTokenizerKeys(const TokenizerData& tokenizer, Metadata& metadata) {
    const auto addText = [&](std::string key, const std::string& text) {
        if (!text.empty()) {
            metadata.insert(std::move(key), text);
        }
    };
    const auto addArray = [&](std::string key, auto values) {
        if (!values.empty()) {
            metadata.insert(std::move(key), MetadataArray(std::move(values)));
        }
    };
    addText(keyOf("model"), tokenizer.model);
    addText(keyOf("pre"), tokenizer.preTokenizer);
    addArray(keyOf("tokens"), tokenizer.tokens);
    addArray(keyOf("scores"), tokenizer.scores);
    std::vector<std::int32_t> types;
    std::transform(tokenizer.types.begin(), tokenizer.types.end(), std::back_inserter(types),
                   [](TokenType type) { return static_cast<std::int32_t>(type); });
    addArray(keyOf("token_type"), std::move(types));
    addArray(keyOf("merges"), tokenizer.merges);
    if (tokenizer.tokenTypes) {
        metadata.insert(keyOf("token_type_count"), *tokenizer.tokenTypes);
    }
    addArray(keyOf("precompiled_charsmap"), tokenizer.charsMap);
    for (const auto& [name, id] : tokenizer.specialIds) {
        const auto* row = std::find_if(specialKeys.begin(), specialKeys.end(),
                                       [wanted = std::string_view(name)](const SpecialKey& one) { return one.name == wanted; });
        if (row != specialKeys.end()) { // "cls" has no key
            metadata.insert(std::string(row->key), id);
        }
    }
    // The space prefix is decided behind the chat template in the reference; all other flags stand before it.
    const auto addFlags = [&](bool spacePrefix) {
        for (const auto& [name, value] : tokenizer.flags) {
            if ((name == "add_space_prefix") == spacePrefix) {
                metadata.insert(keyOf(name), value);
            }
        }
    };
    addFlags(false);
    std::vector<std::string> names;
    for (const auto& [name, text] : tokenizer.namedChatTemplates) {
        addText(std::string(template_) + '.' + name, text);
        names.push_back(name);
    }
    addArray(std::string(templateNames), std::move(names));
    if (tokenizer.chatTemplate) {
        addText(std::string(template_), *tokenizer.chatTemplate);
    }
    addFlags(true);
}

} // namespace quantlathe
