// SPDX-License-Identifier: GPL-3.0-or-later
// What guides a conversion beside the weights, in one value: for the command line, the window, jobs and plan.json.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace quantlathe {

/// Windows that are run when nobody says how many: some ten tokens for each column of a matrix of 4 096.
inline constexpr std::size_t defaultCalibrationWindows = 128;

/// A value type; reads no file by itself.
struct CalibrationChoice {
    enum class Source {
        none,
        text,       // is run through the model before the conversion, and chooses the codes
        statistics, // of such a run, kept in a file (calibrate); choose the codes, too
        importance, // a matrix: guides the encodings weight by weight
    };
    Source source = Source::none;
    std::filesystem::path file;                      // of a text: empty for the one that comes with the program
    std::size_t contextTokens = 0;                   // of a text; 0: defaultContextTokens()
    std::size_t windows = defaultCalibrationWindows; // of a text, from its beginning; 0: all
    bool isCorrected = true;                         // of text and statistics: CalibratedRequest::corrected
    /// Of a text: textHash() as it was when the choice was written down; empty: not known. Only tells whether a text is the
    /// same.
    std::string contents;
    friend bool operator==(const CalibrationChoice&, const CalibrationChoice&) = default;

    [[nodiscard]] bool choosesCodes() const { return source == Source::text || source == Source::statistics; }
};

/// A text with the usual settings; the one that comes with the program without a file.
[[nodiscard]] CalibrationChoice calibrationByText(const std::filesystem::path& file = {});

/// The file of a text that is to be run: the choice's own, or the shipped one. Precondition: the source is a text.
[[nodiscard]] std::filesystem::path textFileOf(const CalibrationChoice& choice);

/// 16 hexadecimal digits of contentHash(). Throws what reading throws.
[[nodiscard]] std::string textHash(const std::filesystem::path& file);

/// With `contents`, where it is a text that can be read.
[[nodiscard]] CalibrationChoice withContents(CalibrationChoice choice);

/// Whether the text in `file` is the one that the choice runs, by contents whatever the name: its own as they are now, or as
/// they were. False for other sources, and for what cannot be read.
[[nodiscard]] bool isTextOf(const CalibrationChoice& choice, const std::filesystem::path& file);

} // namespace quantlathe
