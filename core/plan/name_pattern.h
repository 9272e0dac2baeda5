// SPDX-License-Identifier: GPL-3.0-or-later
// A regular expression over tensor names (PCRE2), with limits so that no pattern can hang or exhaust the program.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace quantlathe {

/// Immutable; safe to search from many threads.
class NamePattern {
public:
    /// Throws Error(badInput) that shows where the expression goes wrong.
    explicit NamePattern(std::string expression);
    ~NamePattern();
    NamePattern(NamePattern&&) noexcept;
    NamePattern& operator=(NamePattern&&) noexcept;

    /// True if the expression matches anywhere in the name. Throws Error(badInput) when it takes too many steps.
    [[nodiscard]] bool foundIn(std::string_view name) const;

private:
    struct Compiled;
    std::string expression_;
    std::unique_ptr<Compiled> compiled_;
};

} // namespace quantlathe
