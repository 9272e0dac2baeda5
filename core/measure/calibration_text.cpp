// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/calibration_text.h"

#include "runtime/calibration_file.h"

#include <algorithm>
#include <span>
#include <vector>

namespace quantlathe {
namespace {

/// What both hold of the text's beginning: windows may have other lengths, and one a token of its own in front.
std::span<const std::int32_t> beginning(const std::vector<std::int32_t>& window, std::size_t count) {
    return std::span(window).last(window.size() - 1).first(count);
}

} // namespace

bool isCalibratedOn(const CalibrationChoice& choice, const std::filesystem::path& file, const TextWindows& windows) {
    if (choice.source != CalibrationChoice::Source::statistics) {
        return isTextOf(choice, file);
    }
    const std::vector<TokenSequence> run = CalibrationStatistics(choice.file).sequences();
    if (run.empty() || windows.sequences.empty()) {
        return false;
    }
    const std::vector<std::int32_t>& theirs = run.front().tokens;
    const std::vector<std::int32_t>& ours = windows.sequences.front().tokens;
    const std::size_t count = std::min(theirs.size(), ours.size()) - 1;
    return count > 0 && std::ranges::equal(beginning(theirs, count), beginning(ours, count));
}

} // namespace quantlathe
