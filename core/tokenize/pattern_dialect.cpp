// SPDX-License-Identifier: GPL-3.0-or-later
// Oniguruma's dialect (doc/RE of kkos/oniguruma, Ruby syntax) in PCRE2's words.
#include "model/utf8.h"
#include "tokenize/pattern.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace quantlathe {
namespace {

// Unicode's White_Space. PCRE2's own \s has U+180E as well, which ceased to be one in Unicode 6.3.
constexpr std::string_view spaces = R"(\t-\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})";
// PCRE2's own \w has no marks and no connectors but the underscore. Oniguruma's has circled letters; of the numbers that are no
// digits only those of Latin-1.
constexpr std::string_view wordCharacters =
    R"(\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{B2}\x{B3}\x{B9}\x{BC}-\x{BE}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189})";

class DialectTranslator {
public:
    explicit DialectTranslator(std::string_view source) : source_(source) {}

    std::optional<std::string> run() {
        while (at_ < source_.size()) {
            const char c = source_[at_];
            if (c == '\\') {
                beginAtom();
                escape(false);
            } else if (c == '[') {
                beginAtom();
                characterClass();
            } else if (c == '(') {
                groups_.push_back(result_.size());
                copy(1);
            } else if (c == ')') {
                copy(1);
                if (!groups_.empty()) {
                    atom_ = groups_.back();
                    groups_.pop_back();
                }
            } else if (c == '{') {
                braces();
            } else if (c == '|' || c == '*' || c == '+' || c == '?') {
                copy(1);
            } else {
                beginAtom();
                copy(std::min(characterBytes(c), source_.size() - at_));
            }
        }
        return hasNestedSet_ ? std::nullopt : std::optional(std::move(result_));
    }

private:
    void beginAtom() { atom_ = result_.size(); }
    void copy(std::size_t count) {
        result_ += source_.substr(at_, count);
        at_ += count;
    }

    /// A backslash and what it belongs to.
    void escape(bool insideClass) {
        if (at_ + 1 >= source_.size()) {
            copy(1);
            return;
        }
        const char kind = source_[at_ + 1];
        const auto list = [&](std::string_view characters, bool negated) {
            at_ += 2;
            if (insideClass) {
                result_ += characters;
            } else {
                result_ += negated ? "[^" : "[";
                result_ += characters;
                result_ += ']';
            }
        };
        if (kind == 's') {
            list(spaces, false);
        } else if (kind == 'w') {
            list(wordCharacters, false);
        } else if (kind == 'S' && !insideClass) {
            list(spaces, true);
        } else if (kind == 'W' && !insideClass) {
            list(wordCharacters, true);
        } else if ((kind == 'b' || kind == 'B') && !insideClass) {
            wordBoundary(kind == 'B');
        } else if (kind == 'p' || kind == 'P') {
            property();
        } else {
            copy(1 + std::min(characterBytes(kind), source_.size() - at_ - 1));
        }
    }

    /// Where a word begins or ends, by the same list.
    void wordBoundary(bool negated) {
        const std::string word = '[' + std::string(wordCharacters) + ']';
        at_ += 2;
        result_ += "(?:(?<=" + word + ")(?" + (negated ? '=' : '!') + word + ")|(?<!" + word + ")(?" + (negated ? '!' : '=') +
                   word + "))";
    }

    /// \p{Han}: to PCRE2 a name alone means Script_Extensions.
    void property() {
        const std::size_t open = at_ + 2;
        const std::size_t close = source_.find('}', at_);
        if (open >= source_.size() || source_[open] != '{' || close == std::string_view::npos) {
            copy(2);
            return;
        }
        std::string_view name = source_.substr(open + 1, close - open - 1);
        result_ += source_.substr(at_, 2);
        result_ += '{';
        if (name.starts_with('^')) {
            result_ += '^';
            name.remove_prefix(1);
        }
        const bool isCategory = name.size() <= 2 || name == "Any";
        result_ += isCategory || name.find_first_of(":=") != std::string_view::npos ? "" : "sc:";
        result_ += name;
        result_ += '}';
        at_ = close + 1;
    }

    void characterClass() {
        copy(1);
        if (at_ < source_.size() && source_[at_] == '^') {
            copy(1);
        }
        if (at_ < source_.size() && source_[at_] == ']') {
            copy(1); // stands for itself there
        }
        while (at_ < source_.size() && source_[at_] != ']') {
            if (source_[at_] == '\\') {
                escape(true);
            } else if (source_.substr(at_).starts_with("[:") && source_.find(":]", at_) != std::string_view::npos) {
                copy(source_.find(":]", at_) + 2 - at_);
            } else {
                hasNestedSet_ = hasNestedSet_ || source_[at_] == '[' || source_.substr(at_).starts_with("&&");
                copy(std::min(characterBytes(source_[at_]), source_.size() - at_));
            }
        }
        if (at_ < source_.size()) {
            copy(1);
        }
    }

    /// {n,m}, which a plus behind it repeats in Oniguruma; in PCRE2 it would make it possessive.
    void braces() {
        const std::size_t close = source_.find('}', at_);
        const auto belongs = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == ','; };
        if (close == std::string_view::npos || close == at_ + 1 ||
            !std::all_of(source_.begin() + static_cast<std::ptrdiff_t>(at_ + 1),
                         source_.begin() + static_cast<std::ptrdiff_t>(close), belongs)) {
            beginAtom();
            copy(1);
            return;
        }
        copy(close + 1 - at_);
        if (at_ < source_.size() && source_[at_] == '+') {
            result_.insert(atom_, "(?:");
            result_ += ')';
            copy(1);
        }
    }

    std::string_view source_;
    std::string result_;
    std::size_t at_ = 0;
    std::size_t atom_ = 0; // in result_: where the last thing that can be repeated begins
    bool hasNestedSet_ = false;
    std::vector<std::size_t> groups_; // in result_: open parentheses
};

} // namespace

std::optional<std::string> inPcreDialect(std::string_view expression) {
    return DialectTranslator(expression).run();
}

} // namespace quantlathe
