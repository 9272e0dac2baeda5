// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of the core that a person reads. In the sources they are English; the window shows them in its user's language, the
// command line shows them as they are. packaging/update-translations finds them by the names of these functions.
#pragma once

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace quantlathe {

/// Marks a literal that is kept now and shown later, through translated().
[[nodiscard]] constexpr std::string_view words(std::string_view english) {
    return english;
}

/// Gives the text for `english`, or `english` itself where it has none. Called from any thread.
using Translator = std::string (*)(std::string_view english);
/// Set once, before other threads start; nullptr: everything stays English.
void setTranslator(Translator translator);

[[nodiscard]] std::string translated(std::string_view english);
/// `english` with its arguments in translation. A translation whose places do not fit is not used.
[[nodiscard]] std::string translated(std::string_view english, fmt::format_args arguments);

/// Like fmt::format, for a sentence that a person reads.
template <class... Arguments>
[[nodiscard]] std::string say(fmt::format_string<Arguments...> english, Arguments&&... arguments) {
    const fmt::string_view text = english;
    return translated({text.data(), text.size()}, fmt::make_format_args(arguments...));
}

} // namespace quantlathe
