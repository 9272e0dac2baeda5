// SPDX-License-Identifier: GPL-3.0-or-later
// Reasons are parts of sentences; what another error said is a sentence already.
#pragma once

#include <string>

namespace quantlathe {

/// For a text that gets its full stop, or goes on, where it is used.
[[nodiscard]] inline std::string withoutFullStop(std::string text) {
    while (text.ends_with('.') || text.ends_with(' ')) {
        text.pop_back();
    }
    return text;
}

} // namespace quantlathe
