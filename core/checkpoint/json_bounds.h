// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold before a JSON text may become a tree in memory: the tree takes up to a hundred bytes for a value, however
// short it is written, and its library knows no limits. (Its callbacks could tell, but with one of them the time grows with the
// square of the members of a list.)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {

struct JsonBounds {
    int deepestNesting = 0;     // objects and arrays around a value
    std::size_t mostValues = 0; // keys count, objects and arrays twice
    bool hasUniqueKeys = false; // that no object has a key twice
};

struct JsonBreach {
    enum class Kind { nesting, values, key };
    Kind kind = Kind::nesting;
    std::string key; // that stands there twice
};

/// The first breach; nothing where there is none before the end, or before the place where the text is no JSON any more.
[[nodiscard]] std::optional<JsonBreach> breachOf(std::string_view text, const JsonBounds& bounds);

} // namespace quantlathe
