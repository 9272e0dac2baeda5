// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to text before it is cut into words: the "normalizer" of tokenizer.json.
#pragma once

#include "tokenize/pattern.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// A chain of changes. Immutable; safe to use from many threads.
class Normalizer {
public:
    enum class Kind { prepend, replace, nfc, nfd, nfkc, nfkd, lowercase, stripStart, stripEnd, stripAccents };

    /// Changes nothing.
    Normalizer() = default;

    void addPrepend(std::string text);
    void addReplace(Pattern pattern, std::string with);
    /// `text` by `with`, both taken as they stand: without an expression.
    void addReplace(std::string text, std::string with);
    void add(Kind kind);

    /// `text` itself (well-formed UTF-8) if nothing changes, else the result in `storage`. Throws Error(badInput) for text that
    /// grows beyond all measure.
    [[nodiscard]] std::string_view apply(std::string_view text, std::string& storage) const;

private:
    struct Step {
        Kind kind = Kind::nfc;
        std::optional<Pattern> pattern; // of replace; without one `what` is looked for
        std::string what;
        std::string with;
    };
    std::vector<Step> steps_;
};

/// null gives a chain that changes nothing. Throws Error(badInput) naming `file` for a kind that is not known.
[[nodiscard]] Normalizer normalizerFromJson(const nlohmann::json& normalizer, const std::filesystem::path& file);

} // namespace quantlathe
