// SPDX-License-Identifier: GPL-3.0-or-later
// Pre-tokenizers: how text is cut into words before the vocabulary is asked (docs/tokenizer.md, "Words"). Merging never crosses
// the end of a word.
#pragma once

#include "tokenize/pattern.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// What becomes of the matches of a pattern (behaviours of Hugging Face's Split).
enum class SplitBehavior { isolated, removed, mergedWithPrevious, mergedWithNext, contiguous };

/// A chain of steps; each cuts the pieces of the step before. Immutable; safe to use from many threads.
class WordCutter {
public:
    using Take = std::function<void(std::string_view word)>;

    /// No steps: all text is one word.
    WordCutter() = default;

    /// Cuts at the matches of the pattern (or, `inverted`, at what lies between them).
    void addSplit(Pattern pattern, SplitBehavior behavior, bool inverted = false);
    /// Every run of numbers (\p{N}) becomes words of three, counted from its end.
    void addDigitGroups();
    /// A blank before text that does not begin with one.
    void addPrefixSpace();
    /// GPT-2's step: turns bytes into their stand-ins, which the steps behind it see. Words come out as bytes again.
    void addByteLevel();
    /// Blanks become `mark`, which text begins with (`first`: only at the beginning of the whole text); a word begins with it.
    enum class Prefix { never, first, always };
    void addMarks(std::string mark, Prefix prefix, bool cuts);

    /// True if words come out as bytes and the vocabulary is one of stand-ins.
    [[nodiscard]] bool isByteLevel() const { return byteLevel_; }

    /// Calls take() for every word in order; a word is gone when take() returns. `text` is well-formed UTF-8, `isFirst` says
    /// that it stands at the beginning of all text.
    void cut(std::string_view text, bool isFirst, const Take& take) const;

private:
    enum class Kind { split, digitGroups, prefixSpace, byteLevel, marks };
    struct Step {
        Kind kind = Kind::split;
        std::optional<Pattern> pattern;
        SplitBehavior behavior = SplitBehavior::isolated;
        bool inverted = false;
        bool cuts = false;
        std::string mark;
        Prefix prefix = Prefix::never;
    };
    void run(std::size_t index, std::string_view text, bool isFirst, bool standIns, const Take& take) const;
    void groupDigits(std::size_t index, std::string_view text, bool isFirst, bool standIns, const Take& take) const;
    void split(std::size_t index, std::string_view text, bool isFirst, bool standIns, const Take& take) const;

    std::vector<Step> steps_;
    bool byteLevel_ = false;
};

/// GPT-2's words.
inline constexpr std::string_view gpt2Words = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

/// The "pre_tokenizer" of tokenizer.json; null gives no steps. Throws Error(badInput) naming `file` for a kind that is not
/// known.
[[nodiscard]] WordCutter wordCutterFromJson(const nlohmann::json& preTokenizer, const std::filesystem::path& file);

/// "Isolated" and so on. Throws as above.
[[nodiscard]] SplitBehavior splitBehavior(const std::string& name, const std::filesystem::path& file);

/// {"String": "x"} or {"Regex": "\\s"}. Throws as above.
[[nodiscard]] Pattern patternFromJson(const nlohmann::json& pattern, const std::filesystem::path& file);

} // namespace quantlathe
