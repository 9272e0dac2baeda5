// SPDX-License-Identifier: GPL-3.0-or-later
// The "pre_tokenizer" section of tokenizer.json (huggingface/tokenizers, src/pre_tokenizers).
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/utf8.h"
#include "tokenize/word_cutter.h"

namespace quantlathe {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t maxSteps = 64;
// \w as Rust's regular expressions have it: fewer numbers, but circled letters.
constexpr std::string_view wordsOrSigns =
    R"([\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{200C}\x{200D}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}]+)"
    R"(|[^\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{200C}\x{200D}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}\s]+)";
constexpr std::string_view punctuation = R"([\p{P}!-/:-@\[-`{-~])";

Error notUnderstood(const fs::path& file, const std::string& what) {
    return badInput(file, say("The pre-tokenizer of this tokenizer is not understood"), what);
}

WordCutter::Prefix prefixOf(const Json& step) {
    const auto scheme = textMember(step, "prepend_scheme");
    if (scheme == "never") {
        return WordCutter::Prefix::never;
    }
    if (scheme == "first") {
        return WordCutter::Prefix::first;
    }
    // Files of older versions say add_prefix_space.
    return scheme || flagMember(step, "add_prefix_space").value_or(true) ? WordCutter::Prefix::always
                                                                         : WordCutter::Prefix::never;
}

class Reader {
public:
    explicit Reader(const fs::path& file) : file_(file) {}

    void add(const Json& step, int depth) {
        const std::string kind = textMember(step, "type").value_or(std::string());
        const auto behaviorOr = [&](const char* otherwise) {
            return splitBehavior(textMember(step, "behavior").value_or(otherwise), file_);
        };
        if (++count_ > maxSteps || depth > 8) {
            throw notUnderstood(file_, say("It has more than {} steps, or chains inside chains.", maxSteps));
        }
        if (kind == "Sequence") {
            addChain(step, depth);
        } else if (kind == "ByteLevel") {
            addByteLevel(step);
        } else if (kind == "Split") {
            const Json* pattern = member(step, "pattern");
            cutter_.addSplit(patternFromJson(pattern == nullptr ? Json() : *pattern, file_), behaviorOr("Isolated"),
                             flagMember(step, "invert").value_or(false));
        } else if (kind == "Digits") {
            const bool single = flagMember(step, "individual_digits").value_or(false);
            addIsolated(single ? R"(\p{N})" : R"(\p{N}+)");
        } else if (kind == "Punctuation") {
            cutter_.addSplit(Pattern(punctuation, file_), behaviorOr("Isolated"));
        } else if (kind == "Whitespace") {
            cutter_.addSplit(Pattern(wordsOrSigns, file_), SplitBehavior::removed, true);
        } else if (kind == "WhitespaceSplit") {
            cutter_.addSplit(Pattern(R"(\s)", file_), SplitBehavior::removed);
        } else if (kind == "CharDelimiterSplit") {
            cutter_.addSplit(literalMember(step, "delimiter"), SplitBehavior::removed);
        } else if (kind == "Metaspace") {
            const std::string mark = textMember(step, "replacement").value_or("\xE2\x96\x81");
            if (mark.empty() || mark.size() != characterBytes(mark.front())) {
                throw notUnderstood(file_, say("The replacement of a step Metaspace must be one character."));
            }
            cutter_.addMarks(mark, prefixOf(step), flagMember(step, "split").value_or(true));
        } else {
            throw notUnderstood(file_, say("A step is of the type \"{}\". Known are Sequence, ByteLevel, Split, Digits, "
                                           "Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit and Metaspace.",
                                           escapeForDisplay(kind, 40)));
        }
    }

    WordCutter take() { return std::move(cutter_); }

private:
    void addIsolated(std::string_view expression) { cutter_.addSplit(Pattern(expression, file_), SplitBehavior::isolated); }

    void addChain(const Json& step, int depth) {
        const Json* steps = member(step, "pretokenizers");
        if (steps == nullptr || !steps->is_array()) {
            throw notUnderstood(file_, say("A Sequence must have a list \"pretokenizers\"."));
        }
        for (const Json& one : *steps) {
            add(one, depth + 1);
        }
    }

    void addByteLevel(const Json& step) {
        const bool addsPrefixSpace = flagMember(step, "add_prefix_space").value_or(false);
        if (addsPrefixSpace) {
            cutter_.addPrefixSpace();
        }
        if (flagMember(step, "use_regex").value_or(true)) {
            addIsolated(gpt2Words);
        }
        cutter_.addByteLevel();
    }

    [[nodiscard]] Pattern literalMember(const Json& step, std::string_view name) const {
        const std::string text = textMember(step, name).value_or(std::string());
        return patternFromJson(Json{{"String", text}}, file_);
    }

    const fs::path& file_;
    WordCutter cutter_;
    std::size_t count_ = 0;
};

} // namespace

SplitBehavior splitBehavior(const std::string& name, const fs::path& file) {
    if (name == "Isolated") {
        return SplitBehavior::isolated;
    }
    if (name == "Removed") {
        return SplitBehavior::removed;
    }
    if (name == "MergedWithPrevious") {
        return SplitBehavior::mergedWithPrevious;
    }
    if (name == "MergedWithNext") {
        return SplitBehavior::mergedWithNext;
    }
    if (name == "Contiguous") {
        return SplitBehavior::contiguous;
    }
    throw notUnderstood(file, say("The behavior \"{}\" is not known. Known are Isolated, Removed, MergedWithPrevious, "
                                  "MergedWithNext and Contiguous.",
                                  escapeForDisplay(name, 40)));
}

Pattern patternFromJson(const Json& pattern, const fs::path& file) {
    if (const auto expression = textMember(pattern, "Regex")) {
        return {*expression, file};
    }
    const auto text = textMember(pattern, "String");
    if (!text || text->empty()) {
        throw badInput(file, say("A pattern of the tokenizer cannot be used"),
                       say("A pattern must be {{\"Regex\": …}} or {{\"String\": …}} and not empty."));
    }
    return Pattern::literal(*text, file);
}

WordCutter wordCutterFromJson(const Json& preTokenizer, const fs::path& file) {
    Reader reader(file);
    if (!preTokenizer.is_null()) {
        reader.add(preTokenizer, 0);
    }
    return reader.take();
}

} // namespace quantlathe
