// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/named_words.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

// Expressions as they stand in the models' own tokenizer.json, from which llama.cpp's were adapted. #D: groups of three
// digits; #F: Falcon's chain.
using Patterns = std::array<std::string_view, 6>; // empty ones behind the last

constexpr std::string_view digitGroups = "#D";
constexpr std::string_view falconChain = "#F";
constexpr std::string_view oneNumber = R"(\p{N})";
constexpr std::string_view threeNumbers = R"(\p{N}{1,3})";
constexpr std::string_view llama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen35 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view jais2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)|\s{1,2}(?!\S)|\s{1})";
constexpr std::string_view gpt4o =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view tekken =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kimiK2 =
    R"([\p{Han}]+|[^\r\n\p{L}\p{N}]?(?:(?!\p{Han})[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])*(?:(?!\p{Han})[\p{Ll}\p{Lm}\p{Lo}\p{M}])+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?(?:(?!\p{Han})[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])+(?:(?!\p{Han})[\p{Ll}\p{Lm}\p{Lo}\p{M}])*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view bailing =
    R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)";
constexpr std::string_view seedCoder =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view exaoneMoe =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+)";
constexpr std::string_view bloom = R"( ?[^(\s|.,!?\x{2026}\x{3002}\x{FF0C}\x{3001}\x{964}\x{6D4}\x{60C})]+)";
constexpr std::string_view lineEnds = R"([\r\n])";
constexpr std::string_view cjkOfDeepseek = R"([\x{4E00}-\x{9FA5}\x{800}-\x{4E00}\x{AC00}-\x{D7FF}]+)";
constexpr std::string_view lettersOfDeepseek =
    R"(\s?[A-Za-z\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF}\x{1C4}-\x{293}\x{295}-)"
    R"(\x{2AF}\x{370}-\x{373}\x{376}\x{377}\x{37B}-\x{37D}\x{37F}\x{386}\x{388}-\x{38A}\x{38C}\x{38E}-)"
    R"(\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{48A}-\x{52F}\x{531}-\x{556}\x{10A0}-\x{10C5}\x{13A0}-)"
    R"(\x{13F5}\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA}\x{1CBD}-\x{1CBF}\x{1D00}-\x{1D2B}\x{1D6B}-\x{1D77})"
    R"(\x{1D79}-\x{1D9A}\x{1E00}-\x{1F15}\x{1F18}-\x{1F1D}\x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}\x{1F50}-)"
    R"(\x{1F57}\x{1F59}\x{1F5B}\x{1F5D}\x{1F5F}-\x{1F7D}\x{1F80}-\x{1FB4}\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-)"
    R"(\x{1FC4}\x{1FC6}-\x{1FCC}\x{1FD0}-\x{1FD3}\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC}\x{1FF2}-\x{1FF4})"
    R"(\x{1FF6}-\x{1FFC}\x{2102}\x{2107}\x{210A}-\x{2113}\x{2115}\x{2119}-\x{211D}\x{2124}\x{2126}\x{2128})"
    R"(\x{212A}-\x{212D}\x{212F}-\x{2134}\x{2139}\x{213C}-\x{213F}\x{2145}-\x{2149}\x{214E}\x{2183}\x{2184})"
    R"(\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4}\x{2CEB}-\x{2CEE}\x{2CF2}\x{2CF3}\x{A640}-\x{A66D}\x{A680}-)"
    R"(\x{A69B}\x{A722}-\x{A76F}\x{A771}-\x{A787}\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\x{FB00}-\x{FB06})"
    R"(\x{FB13}-\x{FB17}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\x{104B0}-\x{104D3}\x{104D8}-)"
    R"(\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF}\x{1E900}-\x{1E943}]+)";
constexpr std::string_view marksOfDeepseek =
    R"(\s?[!-/:-~\x{FF01}-\x{FF0F}\x{FF1A}-\x{FF5E}\x{2018}-\x{201F}\x{3000}-\x{3002}]+)";
constexpr std::string_view cjkOfDeepseek3 = R"([\x{4E00}-\x{9FA5}\x{3040}-\x{309F}\x{30A0}-\x{30FF}]+)";
constexpr std::string_view deepseek3 =
    R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view asianOfAfmoe =
    R"([\x{4E00}-\x{9FFF}\x{3400}-\x{4DBF}\x{8C48}-\x{FAFF}\x{3040}-\x{309F}\x{30A0}-\x{30FF}\x{FF65}-)"
    R"(\x{FF9F}\x{2F00}-\x{2FDF}\x{E40}-\x{E7F}\x{E80}-\x{EFF}\x{1780}-\x{17FF}\x{1000}-\x{109F}\x{AA60}-)"
    R"(\x{AA7F}\x{A9E0}-\x{A9FF}\x{AC00}-\x{D7AF}\x{1100}-\x{11FF}]+)";

constexpr std::string_view images = R"((IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z)";
constexpr std::string_view blanksOfChameleon = R"(([\t\n]|    |  ))";
constexpr std::string_view onePunctuation = R"([\p{P}!-/:-@\[-`{-~])";
constexpr std::string_view punctuationOfDefault = R"([\p{P}\$\+<=>\^~\|]+)";
constexpr std::string_view threeAsciiDigits = "[0-9][0-9][0-9]";

struct Row {
    std::string_view name;
    Patterns patterns;
    bool ignoresMerges = false;
    bool addsBos = false;
};

constexpr std::array rows{
    Row{"a.x-4.0", {gpt2Words}},
    Row{"afmoe", {digitGroups, asianOfAfmoe, deepseek3}},
    Row{"bailingmoe", {bailing}},
    Row{"bailingmoe2", {bailing}},
    Row{"bloom", {bloom}},
    Row{"chameleon", {"<sentinel:[0-9]+>", images, blanksOfChameleon, oneNumber, onePunctuation, gpt2Words}, false, true},
    Row{"chatglm-bpe", {llama3}},
    Row{"codeshell", {oneNumber, gpt2Words}},
    Row{"cohere2moe", {digitGroups, gpt4o}},
    Row{"command-r", {oneNumber, gpt2Words}},
    Row{"dbrx", {llama3}},
    Row{"deepseek-coder", {lineEnds, R"(\s?\p{L}+)", R"(\s?\p{P}+)", cjkOfDeepseek, oneNumber}},
    Row{"deepseek-llm", {lineEnds, lettersOfDeepseek, marksOfDeepseek, R"(\s+$)", cjkOfDeepseek, R"(\p{N}+)"}},
    Row{"deepseek-r1-qwen", {qwen2}},
    Row{"deepseek-v3", {threeNumbers, cjkOfDeepseek3, deepseek3}},
    Row{"default", {punctuationOfDefault, gpt2Words, R"(\p{N}+)", threeAsciiDigits}},
    Row{"exaone", {oneNumber, gpt2Words}},
    Row{"exaone-moe", {exaoneMoe}},
    Row{"exaone4", {gpt2Words}},
    Row{"f2llmv2", {qwen2}},
    Row{"falcon", {falconChain}},
    Row{"falcon-h1", {llama3}, true, true},
    Row{"falcon3", {llama3}, true, true},
    Row{"gigachat", {gpt2Words}},
    Row{"glm4", {llama3}, true},
    Row{"glm5", {llama3}, true},
    Row{"gpt-2", {gpt2Words}},
    Row{"gpt-4o", {gpt4o}},
    Row{"gpt3-finnish", {bloom}},
    Row{"granite-docling", {gpt2Words}},
    Row{"grok-2", {qwen2}},
    Row{"hunyuan", {qwen2}},
    Row{"hunyuan-dense", {threeNumbers, cjkOfDeepseek3, deepseek3}},
    Row{"jais", {gpt2Words}},
    Row{"jais-2", {jais2}},
    Row{"jina-de", {gpt2Words}},
    Row{"jina-es", {gpt2Words}},
    Row{"jina-v1-en", {gpt2Words}},
    Row{"jina-v2-code", {gpt2Words}},
    Row{"jina-v2-de", {gpt2Words}},
    Row{"jina-v2-en", {gpt2Words}},
    Row{"jina-v2-es", {gpt2Words}},
    Row{"jina-v5-nano", {llama3}, true, true},
    Row{"joyai-llm", {threeNumbers, cjkOfDeepseek3, deepseek3}},
    Row{"kanana2", {gpt4o}},
    Row{"kimi-k2", {kimiK2}},
    Row{"kormo", {qwen2}},
    Row{"lfm2", {llama3}, true, true},
    Row{"llada-moe", {bailing}},
    Row{"llama-bpe", {llama3}, true, true},
    Row{"llama-v3", {llama3}, true, true},
    Row{"llama3", {llama3}, true, true},
    Row{"llama4", {gpt4o}},
    Row{"megrez", {qwen2}},
    Row{"mellum", {gpt2Words}},
    Row{"mellum2", {oneNumber, gpt2Words}},
    Row{"midm-2.0", {llama3}, true, true},
    Row{"minerva-7b", {oneNumber, gpt2Words}},
    Row{"minimax-m2", {gpt4o}},
    Row{"modern-bert", {gpt2Words}},
    Row{"mpt", {gpt2Words}},
    Row{"olmo", {gpt2Words}},
    Row{"phi-2", {gpt2Words}},
    Row{"pixtral", {llama3}, true, true},
    Row{"poro-chat", {bloom}},
    Row{"qwen2", {qwen2}},
    Row{"qwen35", {qwen35}},
    Row{"refact", {oneNumber, gpt2Words}},
    Row{"roberta-bpe", {gpt2Words}},
    Row{"seed-coder", {seedCoder}},
    Row{"smaug-bpe", {llama3}},
    Row{"smollm", {oneNumber, gpt2Words}},
    Row{"solar-open", {qwen2}},
    Row{"stablelm2", {qwen2}},
    Row{"starcoder", {oneNumber, gpt2Words}},
    Row{"superbpe", {digitGroups}},
    Row{"tekken", {tekken}, true, true},
    Row{"tiny_aya", {digitGroups, gpt4o}},
    Row{"trillion", {gpt2Words}},
    Row{"viking", {bloom, oneNumber}},
};

constexpr auto names = [] {
    std::array<std::string_view, rows.size()> list{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        list[i] = rows[i].name;
    }
    return list;
}();

/// Falcon turns bytes into stand-ins before it looks for digits: the stand-ins ²³¹¼½¾ of bytes count as numbers, too.
void addFalconChain(WordCutter& cutter) {
    cutter.addSplit(Pattern(onePunctuation, {}), SplitBehavior::contiguous);
    cutter.addSplit(Pattern(gpt2Words, {}), SplitBehavior::isolated);
    cutter.addByteLevel();
    cutter.addSplit(Pattern(R"(\p{N}+)", {}), SplitBehavior::isolated);
    cutter.addSplit(Pattern(threeAsciiDigits, {}), SplitBehavior::isolated);
}

using OrderedJson = nlohmann::ordered_json;

const Row* rowNamed(std::string_view name) {
    const std::string_view wanted = name.empty() ? "default" : name;
    const auto* row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.name == wanted; });
    return row == rows.end() ? nullptr : row;
}

OrderedJson splitStep(std::string_view pattern) {
    return {{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}, {"invert", false}};
}

OrderedJson byteLevelStep(bool cutsWords) {
    return {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", cutsWords}};
}

OrderedJson digitsStep(bool individual) {
    return {{"type", "Digits"}, {"individual_digits", individual}};
}

OrderedJson falconSteps() {
    return OrderedJson::array({OrderedJson{{"type", "Punctuation"}, {"behavior", "Contiguous"}}, byteLevelStep(true),
                               digitsStep(false), splitStep(threeAsciiDigits)});
}

/// Steps as the models' own files have them; the last one turns text into bytes.
OrderedJson stepsOf(const Row& row) {
    constexpr std::string_view groupedFromTheEnd = R"(\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N})))";
    constexpr std::string_view numbers = R"(\p{N}+)";
    OrderedJson steps = OrderedJson::array();
    bool cutsWords = false;
    for (std::size_t i = 0; i < row.patterns.size() && !row.patterns[i].empty(); ++i) {
        const std::string_view pattern = row.patterns[i];
        const bool isLast = i + 1 == row.patterns.size() || row.patterns[i + 1].empty();
        cutsWords = isLast && pattern == gpt2Words;
        if (pattern == digitGroups) {
            steps.push_back(splitStep(groupedFromTheEnd));
        } else if (pattern == oneNumber ||
                   (pattern == numbers && row.name == "deepseek-llm")) { // no token has two digits there
            steps.push_back(digitsStep(true));
        } else if (!cutsWords) {
            steps.push_back(splitStep(pattern));
        }
    }
    steps.push_back(byteLevelStep(cutsWords));
    return steps;
}

} // namespace

std::optional<NamedWordsJson> wordsAsJson(std::string_view name) {
    const Row* const row = rowNamed(name);
    if (row == nullptr) {
        return std::nullopt;
    }
    OrderedJson steps = row->patterns.front() == falconChain ? falconSteps() : stepsOf(*row);
    const bool isOne = steps.size() == 1;
    return NamedWordsJson{isOne ? steps.front() : OrderedJson{{"type", "Sequence"}, {"pretokenizers", std::move(steps)}},
                          row->ignoresMerges, row->addsBos};
}

std::span<const std::string_view> namesOfWords() {
    return names;
}

NamedWords wordsByName(std::string_view name, const std::filesystem::path& file) {
    const Row* const row = rowNamed(name);
    if (row == nullptr) {
        throw badInput(file, say("The pre-tokenizer of this tokenizer is not known"),
                       say("tokenizer.ggml.pre is \"{}\". Known are {}.", escapeForDisplay(name, 40), fmt::join(names, ", ")));
    }
    NamedWords words;
    words.ignoresMerges = row->ignoresMerges;
    words.addsBos = row->addsBos;
    if (row->patterns.front() == falconChain) {
        addFalconChain(words.cutter);
        return words;
    }
    for (const std::string_view pattern : row->patterns) {
        if (pattern == digitGroups) {
            words.cutter.addDigitGroups();
        } else if (!pattern.empty()) {
            words.cutter.addSplit(Pattern(pattern, {}), SplitBehavior::isolated);
        }
    }
    words.cutter.addByteLevel();
    return words;
}

} // namespace quantlathe
