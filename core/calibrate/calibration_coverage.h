// SPDX-License-Identifier: GPL-3.0-or-later
// What a text was too short for: matrices that saw fewer tokens than they have columns, experts that no token chose.
#pragma once

#include "runtime/calibration_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace quantlathe {

/// A weight whose sums of columns are not all told apart by its tokens: damping decides about the rest.
struct ThinWeight {
    std::string weight;
    std::uint64_t columns = 0;
    std::uint64_t fewestTokens = 0;   // of its matrices
    std::uint64_t matrices = 1;       // stacked in the weight: experts, heads
    std::uint64_t thinMatrices = 0;   // of them, with fewer tokens than columns
    std::uint64_t unusedMatrices = 0; // of these, that no token has reached
};

struct CalibrationCoverage {
    std::size_t weights = 0;          // that the statistics speak of
    std::uint64_t matrices = 0;       // in them
    std::vector<ThinWeight> thin;     // by name
    std::uint64_t unusedMatrices = 0; // of all weights: experts that were never chosen
    [[nodiscard]] bool isComplete() const { return thin.empty(); }
};

/// Throws Error(badInput) for a damaged file.
[[nodiscard]] CalibrationCoverage coverageOf(const CalibrationStatistics& statistics);

/// "all of 43 matrices saw a token for each column at the least", or how many did not: one line.
[[nodiscard]] std::string summaryOf(const CalibrationCoverage& coverage);

} // namespace quantlathe
