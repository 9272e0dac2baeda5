// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pre_tokenizer.h"

#include "model/json_file.h"

#include <algorithm>
#include <array>
#include <vector>

namespace quantlathe {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 72> names{
    "a.x-4.0",
    "afmoe",
    "bailingmoe",
    "bailingmoe2",
    "bert-bge",
    "bert-bge-large",
    "bloom",
    "chameleon",
    "chatglm-bpe",
    "codeshell",
    "command-r",
    "dbrx",
    "deepseek-coder",
    "deepseek-llm",
    "deepseek-r1-qwen",
    "deepseek-v3",
    "default",
    "exaone",
    "exaone-moe",
    "exaone4",
    "falcon",
    "falcon-h1",
    "falcon3",
    "gigachat",
    "glm4",
    "gpt-2",
    "gpt-4o",
    "gpt3-finnish",
    "granite-docling",
    "grok-2",
    "hunyuan",
    "hunyuan-dense",
    "jais",
    "jais-2",
    "jina-v1-en",
    "jina-v2-code",
    "jina-v2-de",
    "jina-v2-en",
    "jina-v2-es",
    "joyai-llm",
    "kanana2",
    "kimi-k2",
    "kormo",
    "lfm2",
    "llama-bpe",
    "llama4",
    "megrez",
    "mellum",
    "midm-2.0",
    "minerva-7b",
    "minimax-m2",
    "modern-bert",
    "mpt",
    "olmo",
    "phi-2",
    "pixtral",
    "poro-chat",
    "qwen2",
    "qwen35",
    "refact",
    "roberta-bpe",
    "seed-coder",
    "smaug-bpe",
    "smollm",
    "solar-open",
    "stablelm2",
    "starcoder",
    "superbpe",
    "tekken",
    "tiny_aya",
    "trillion",
    "viking",
};

// The word patterns that tell families apart, as they stand in tokenizer.json.
constexpr std::string_view llama3Words =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen2Words =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen35Words =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view bloomWords =
    " ?[^(\\s|[.,!?\xE2\x80\xA6\xE3\x80\x82\xEF\xBC\x8C\xE3\x80\x81\xE0\xA5\xA4\xDB\x94\xD8\x8C])]+";
constexpr std::string_view casedWords = R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)";
constexpr std::string_view contractions = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?)";
constexpr std::string_view threeDigits = R"(\p{N}{1,3})";
constexpr std::uint64_t llama3Vocabulary = 128'256;

/// What a chain of pre-tokenizers does, in so far as it matters here.
struct Chain {
    std::vector<std::string> kinds;
    std::vector<std::string> patterns; // of Split
    bool byteLevel = false;
    bool byteLevelCutsWords = false; // by GPT-2's pattern
    bool singleDigits = false;
};

void addTo(Chain& chain, const Json& step) {
    const std::string kind = textMember(step, "type").value_or(std::string());
    chain.kinds.push_back(kind);
    if (kind == "ByteLevel") {
        chain.byteLevel = true;
        chain.byteLevelCutsWords = flagMember(step, "use_regex").value_or(true);
    } else if (kind == "Digits") {
        chain.singleDigits = flagMember(step, "individual_digits").value_or(false);
    } else if (kind == "Split") {
        const Json* pattern = member(step, "pattern");
        chain.patterns.push_back(pattern == nullptr ? std::string() : textMember(*pattern, "Regex").value_or(std::string()));
    }
}

Chain chainOf(const Json& rest) {
    Chain chain;
    const Json* preTokenizer = member(rest, "pre_tokenizer");
    if (preTokenizer == nullptr) {
        return chain;
    }
    const Json* steps = member(*preTokenizer, "pretokenizers");
    if (steps == nullptr || !steps->is_array()) {
        addTo(chain, *preTokenizer);
        return chain;
    }
    for (const Json& step : *steps) {
        addTo(chain, step);
    }
    return chain;
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The pattern after a punctuation class is followed by letters: "[!-/:-~]…[A-Za-z]+".
bool isDeepseekV3(const Chain& chain) {
    return chain.patterns.size() == 3 && chain.patterns[0] == threeDigits && chain.patterns[1].starts_with('[') &&
           chain.patterns[2].starts_with('[') && holds(chain.patterns[2], "[A-Za-z]+");
}

bool isDeepseekLlm(const Chain& chain) {
    return chain.patterns.size() == 5 && chain.patterns[0] == "[\r\n]" && chain.patterns[1].starts_with("\\s?[A-Za-z") &&
           chain.patterns[2].starts_with("\\s?[!-/") && chain.patterns[3] == "\\s+$" && chain.singleDigits;
}

bool isDeepseekCoder(const Chain& chain) {
    return chain.patterns.size() == 4 && chain.patterns[0] == "[\r\n]" && chain.patterns[1] == R"(\s?\p{L}+)" &&
           chain.patterns[2] == R"(\s?\p{P}+)" && chain.singleDigits;
}

std::optional<std::string> nameForOnePattern(const std::string& pattern, const TokenizerJson& tokenizer,
                                             std::uint64_t vocabularySize) {
    if (pattern == llama3Words) {
        // The same words, without Llama 3's way of looking whole words up before merging: those rules and no others are dbrx's.
        const bool isLlama3 = tokenizer.ignoreMerges || vocabularySize == llama3Vocabulary;
        return isLlama3 ? "llama-bpe" : "dbrx";
    }
    if (pattern == qwen2Words) {
        return "qwen2";
    }
    if (pattern == bloomWords) {
        return "bloom";
    }
    if (pattern == qwen35Words) {
        return "qwen35";
    }
    if (holds(pattern, casedWords)) {
        if (holds(pattern, contractions) && holds(pattern, threeDigits)) {
            return "gpt-4o";
        }
        if (!holds(pattern, "'s|") && !holds(pattern, R"(\p{N}{)")) {
            return "tekken";
        }
    }
    return std::nullopt;
}

} // namespace

std::span<const std::string_view> knownPreTokenizers() {
    return names;
}

Json preTokenizerOfClass(std::string_view tokenizerClass) {
    if (tokenizerClass.starts_with("GPT2Tokenizer")) {
        return {{"type", "ByteLevel"}, {"use_regex", true}};
    }
    if (tokenizerClass.starts_with("Qwen2Tokenizer")) {
        const Json words{{"type", "Split"}, {"pattern", {{"Regex", qwen2Words}}}};
        const Json bytes{{"type", "ByteLevel"}, {"use_regex", false}};
        return {{"type", "Sequence"}, {"pretokenizers", Json::array({words, bytes})}};
    }
    return nullptr;
}

std::optional<std::string> preTokenizerOf(const TokenizerJson& tokenizer, std::uint64_t vocabularySize, bool cleansSpaces) {
    const Chain chain = chainOf(tokenizer.rest);
    if (!chain.byteLevel) {
        return std::nullopt;
    }
    if (chain.kinds.size() == 1) {
        return chain.byteLevelCutsWords ? std::optional<std::string>("gpt-2") : std::nullopt;
    }
    if (chain.patterns.size() == 1 && chain.kinds.size() == 2 && !chain.byteLevelCutsWords) {
        return nameForOnePattern(chain.patterns.front(), tokenizer, vocabularySize);
    }
    if (isDeepseekV3(chain)) {
        return "deepseek-v3";
    }
    if (isDeepseekLlm(chain)) {
        return "deepseek-llm";
    }
    if (isDeepseekCoder(chain)) {
        return "deepseek-coder";
    }
    using Kinds = std::vector<std::string>;
    if (chain.kinds == Kinds{"Digits", "ByteLevel"} && chain.singleDigits && chain.byteLevelCutsWords) {
        return cleansSpaces ? "starcoder" : "smollm"; // the same words, different blanks when text is put together
    }
    if (chain.kinds == Kinds{"Punctuation", "ByteLevel", "Split"} ||
        chain.kinds == Kinds{"Punctuation", "ByteLevel", "Digits", "Split"}) {
        return chain.patterns.front() == "[0-9][0-9][0-9]" ? std::optional<std::string>("falcon") : std::nullopt;
    }
    return std::nullopt;
}

} // namespace quantlathe
