// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/calibration_coverage.h"

#include "base/text.h"
#include "base/words.h"

#include <algorithm>

namespace quantlathe {

CalibrationCoverage coverageOf(const CalibrationStatistics& statistics) {
    CalibrationCoverage coverage;
    coverage.weights = statistics.weights().size();
    for (const std::string& name : statistics.weights()) {
        const InputStatistics sums = statistics.of(name);
        ThinWeight weight{.weight = name, .columns = sums.squares.size() / sums.rows.size(), .matrices = sums.rows.size()};
        weight.fewestTokens = *std::ranges::min_element(sums.rows);
        weight.thinMatrices = static_cast<std::uint64_t>(
            std::ranges::count_if(sums.rows, [&](std::uint64_t tokens) { return tokens < weight.columns; }));
        weight.unusedMatrices = static_cast<std::uint64_t>(std::ranges::count(sums.rows, std::uint64_t{0}));
        coverage.matrices += weight.matrices;
        coverage.unusedMatrices += weight.unusedMatrices;
        if (weight.thinMatrices > 0) {
            coverage.thin.push_back(std::move(weight));
        }
    }
    return coverage;
}

std::string summaryOf(const CalibrationCoverage& coverage) {
    std::uint64_t thin = 0;
    for (const ThinWeight& weight : coverage.thin) {
        thin += weight.thinMatrices;
    }
    if (thin == 0) {
        return say("all {} matrices saw at least one token for each column", groupedDigits(coverage.matrices));
    }
    const ThinWeight& example = *std::ranges::min_element(coverage.thin, {}, &ThinWeight::fewestTokens);
    std::string text = say("{} of {} matrices saw fewer tokens than they have columns, for example {}: {} tokens, {} columns",
                           groupedDigits(thin), groupedDigits(coverage.matrices), escapeForDisplay(example.weight),
                           groupedDigits(example.fewestTokens), groupedDigits(example.columns));
    if (coverage.unusedMatrices > 0) {
        text += say("; {} were never reached", groupedDigits(coverage.unusedMatrices));
    }
    return text;
}

} // namespace quantlathe
