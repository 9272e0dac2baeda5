// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions as tokenizers write them: Oniguruma's dialect with Unicode classes, run by PCRE2's compiler.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {

/// The expression in PCRE2's dialect (docs/tokenizer.md, "Patterns"): \s, \S and \w by Oniguruma's lists of characters,
/// {n,m}+ as a repeated group, \p{Name} of a script as its Script property. Nothing for sets inside sets ([a-z&&[^b]]), which
/// PCRE2 would take for something else.
[[nodiscard]] std::optional<std::string> inPcreDialect(std::string_view expression);

/// A compiled expression. Immutable; safe to use from many threads, each with a Matcher of its own.
class Pattern {
public:
    /// Throws Error(badInput) naming `file` for an expression that PCRE2 refuses.
    Pattern(std::string_view expression, const std::filesystem::path& file);
    /// Matches `text` as it stands; not empty.
    [[nodiscard]] static Pattern literal(std::string_view text, const std::filesystem::path& file);

    /// Calls take(begin, end, isMatch) for every match and every stretch between two, in order, so that together they cover
    /// `subject` (well-formed UTF-8). A match of no length ends the stretch before it. Throws Error(badInput) when matching
    /// needs more steps than any sane expression.
    template <class Take>
    void forEach(std::string_view subject, Take take) const;

private:
    struct Code;
    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool found = false;
    };
    /// The next match from `from` on; `lastEnd` is where the match before ended: no match of no length begins there.
    [[nodiscard]] Span find(std::string_view subject, std::size_t from, std::size_t lastEnd) const;
    Pattern() = default;
    [[nodiscard]] Error refuse(const std::string& why) const;
    void compile(std::string_view expression, unsigned options);

    std::shared_ptr<const Code> code_;
    std::string expression_;
    std::filesystem::path file_;
};

template <class Take>
void Pattern::forEach(std::string_view subject, Take take) const {
    std::size_t end = 0;
    std::size_t from = 0;
    std::size_t lastEnd = static_cast<std::size_t>(-1);
    for (Span span = find(subject, from, lastEnd); span.found; span = find(subject, from, lastEnd)) {
        if (span.begin > end) {
            take(end, span.begin, false);
        }
        if (span.end > span.begin) {
            take(span.begin, span.end, true);
        }
        end = from = lastEnd = span.end;
    }
    if (end < subject.size()) {
        take(end, subject.size(), false);
    }
}

} // namespace quantlathe
