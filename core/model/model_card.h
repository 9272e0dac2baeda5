// SPDX-License-Identifier: GPL-3.0-or-later
// The front matter of a model's README.md: the part of YAML that model cards use.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// Top-level keys with a text or a list of texts. Read are plain and quoted scalars, lists in dashes or brackets, and folded
/// or literal blocks; nested maps are skipped. Numbers and dates stay text.
class ModelCard {
public:
    ModelCard() = default;
    /// Text before the first "---" line, or without an end, is no front matter: the card is then empty. Never throws for
    /// what the text says.
    explicit ModelCard(std::string_view readme);

    [[nodiscard]] bool contains(std::string_view key) const { return values_.find(key) != values_.end(); }
    /// The text of a key; a list counts as absent.
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    /// A list, or a single text as a list of one.
    [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view key) const;

private:
    struct Value {
        std::vector<std::string> items;
        bool isList = false;
    };
    std::map<std::string, Value, std::less<>> values_;
};

} // namespace quantlathe
