// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/figures.h"

#include <array>
#include <cmath>

namespace quantlathe {
namespace {

using Statistics = WeightStatistics;

/// Minimum and maximum with the same decimals.
int decimalsOfRange(const Statistics& s) {
    return decimalsFor(std::max(std::abs(s.minimum), std::abs(s.maximum)));
}

Quantity percentOf(double share, int decimals) {
    return {share * 100, decimals};
}

Quantity countOf(std::uint64_t count) {
    return {static_cast<double>(count), 0};
}

constexpr std::array<FigureRow<Statistics>, 10> statisticsRows{{
    {"count", words("Values"), "", "", [](const Statistics& s) -> FigureValue { return s.count; },
     [](const Statistics& s) { return parameterQuantity(s.count); }},
    {"min", words("Minimum"), "", "", [](const Statistics& s) -> FigureValue { return s.minimum; },
     [](const Statistics& s) {
         return Quantity{s.minimum, decimalsOfRange(s)};
     }},
    {"max", words("Maximum"), "", "", [](const Statistics& s) -> FigureValue { return s.maximum; },
     [](const Statistics& s) {
         return Quantity{s.maximum, decimalsOfRange(s)};
     }},
    {"mean", words("Mean"), "", words("Σw ÷ n"), [](const Statistics& s) -> FigureValue { return s.mean; },
     [](const Statistics& s) {
         return Quantity{s.mean, decimalsFor(s.standardDeviation, 5)};
     }},
    {"standard_deviation", words("Std deviation"), "", words("√(Σ(w − mean)² ÷ n)"),
     [](const Statistics& s) -> FigureValue { return s.standardDeviation; },
     [](const Statistics& s) {
         return Quantity{s.standardDeviation, decimalsFor(s.standardDeviation)};
     }},
    {"excess_kurtosis", words("Excess kurtosis"), "",
     words("n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution"),
     [](const Statistics& s) -> FigureValue { return s.excessKurtosis; },
     [](const Statistics& s) {
         return Quantity{s.excessKurtosis, 2};
     }},
    {"zero_share", words("Zeros"), "%", "", [](const Statistics& s) -> FigureValue { return s.zeroShare; },
     [](const Statistics& s) { return percentOf(s.zeroShare, 2); }},
    {"beyond_six_sigma_share", words("|w| > 6 σ"), "ppm", words("Values more than six standard deviations out, in a million"),
     [](const Statistics& s) -> FigureValue { return s.beyondSixSigmaShare; },
     [](const Statistics& s) {
         return Quantity{s.beyondSixSigmaShare * 1e6, 0};
     }},
    {"nan", words("NaN"), "", "", [](const Statistics& s) -> FigureValue { return s.nanCount; },
     [](const Statistics& s) { return countOf(s.nanCount); }},
    {"inf", words("Infinite"), "", "", [](const Statistics& s) -> FigureValue { return s.infCount; },
     [](const Statistics& s) { return countOf(s.infCount); }},
}};

constexpr std::array<FigureRow<EncodingError>, 5> errorRows{{
    {"relative_rmse", words("Relative error"), "%", words("‖W − Q‖ ÷ ‖W‖"),
     [](const EncodingError& e) -> FigureValue { return e.relative; },
     [](const EncodingError& e) { return percentOf(e.relative, std::max(2, decimalsFor(e.relative * 100, 3))); }},
    {"rmse",
     {},
     {},
     {},
     [](const EncodingError& e) -> FigureValue { return e.rootMeanSquare; },
     [](const EncodingError& e) {
         return Quantity{e.rootMeanSquare, decimalsFor(e.rootMeanSquare)};
     },
     false},
    {"sqnr_db", words("Signal to noise"), "dB", words("−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)"),
     [](const EncodingError& e) -> FigureValue { return e.sqnrDecibels; },
     [](const EncodingError& e) {
         return Quantity{e.sqnrDecibels, 1};
     }},
    {"cosine", words("Cosine"), "", words("ΣWQ ÷ (‖W‖ · ‖Q‖)"), [](const EncodingError& e) -> FigureValue { return e.cosine; },
     [](const EncodingError& e) {
         return Quantity{e.cosine, 7};
     }},
    {"max_abs", words("Largest change"), "", words("max |W − Q|"),
     [](const EncodingError& e) -> FigureValue { return e.maxAbsolute; },
     [](const EncodingError& e) {
         return Quantity{e.maxAbsolute, decimalsFor(e.maxAbsolute)};
     }},
}};

} // namespace

Figures<WeightStatistics> statisticsFigures() {
    return statisticsRows;
}

Figures<EncodingError> errorFigures() {
    return errorRows;
}

const FigureRow<EncodingError>& errorFigure(std::string_view key) {
    return figureOf(errorFigures(), key);
}

} // namespace quantlathe
