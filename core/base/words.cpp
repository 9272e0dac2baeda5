// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/words.h"

#include "base/decimal_sign.h"

namespace quantlathe {

namespace {

Translator current = nullptr;

} // namespace

void setTranslator(Translator translator) {
    current = translator;
}

std::string translated(std::string_view english) {
    return current != nullptr ? current(english) : std::string(english);
}

std::string translated(std::string_view english, fmt::format_args arguments) {
    if (current != nullptr) {
        try {
            return fmt::vformat(numberLocale(), current(english), arguments);
        } catch (const fmt::format_error&) {
            // The English text was checked when it was compiled.
        }
    }
    return fmt::vformat(numberLocale(), english, arguments);
}

} // namespace quantlathe
