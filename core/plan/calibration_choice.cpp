// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/calibration_choice.h"

#include "base/cache_file.h"
#include "base/error.h"
#include "base/resources.h"

#include <fmt/format.h>

namespace quantlathe {

CalibrationChoice calibrationByText(const std::filesystem::path& file) {
    CalibrationChoice choice;
    choice.source = CalibrationChoice::Source::text;
    choice.file = file;
    return choice;
}

std::filesystem::path textFileOf(const CalibrationChoice& choice) {
    return choice.file.empty() ? resourcePath("text/default-calibration.txt") : choice.file;
}

std::string textHash(const std::filesystem::path& file) {
    return fmt::format("{:016x}", fileHash(file));
}

CalibrationChoice withContents(CalibrationChoice choice) {
    choice.contents.clear();
    if (choice.source == CalibrationChoice::Source::text) {
        try {
            choice.contents = textHash(textFileOf(choice));
        } catch (const Error&) { // running it will say why
        }
    }
    return choice;
}

bool isTextOf(const CalibrationChoice& choice, const std::filesystem::path& file) {
    if (choice.source != CalibrationChoice::Source::text) {
        return false;
    }
    try {
        const std::string wanted = textHash(file);
        return wanted == choice.contents || wanted == withContents(choice).contents;
    } catch (const Error&) {
        return false;
    }
}

} // namespace quantlathe
