// SPDX-License-Identifier: GPL-3.0-or-later
// Error feedback for encodings whose codes are points of several columns. The encoder itself chooses a block's unit and scales,
// on what the columns before have left of it; then each point is searched in the whole book, under that scale and the ones
// beside it.
#include "methods/error_feedback.h"

#include "base/numeric.h"
#include "methods/feedback_kernels.h"
#include "methods/lattice_kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace quantlathe {
namespace {

constexpr std::size_t block = LatticeGrid::blockColumns;
constexpr std::size_t mostScaleColumns = 32;

/// Columns that share a scale, of one row.
struct ScaleProblem {
    const LatticeGrid& grid;
    const float* targets;
    const float* compensated;
    const float* energy;
    const float* upper; // of these columns, rows `block` apart
};

struct ScaleSolution {
    std::uint8_t scale = 0;
    float loss = std::numeric_limits<float>::infinity();
    std::array<std::uint16_t, mostScaleColumns / 4> points{};
    std::array<std::uint8_t, mostScaleColumns / 8> signs{};
    std::array<float, mostScaleColumns> residuals{};
};

/// Point after point under one scale and with one part of the book.
ScaleSolution solveUnder(const ScaleProblem& problem, std::uint16_t unit, std::uint8_t scale, std::size_t half) {
    const LatticeGrid& grid = problem.grid;
    const std::size_t width = grid.scaleColumns();
    const LatticeBook& book = grid.book();
    std::array<float, mostScaleColumns> compensated{};
    std::copy_n(problem.compensated, width, compensated.begin());
    ScaleSolution solution;
    solution.scale = scale;
    solution.loss = 0;
    PointProblem point;
    point.columns = book.columns;
    point.upperStride = block;
    point.scale = grid.scaleOf(unit, scale);
    point.book = &book;
    point.count = book.points / grid.halves();
    point.first = half * point.count;
    for (std::size_t at = 0; at < width; at += book.columns) {
        point.targets = problem.targets + at;
        point.compensated = compensated.data() + at;
        point.energy = problem.energy + at;
        point.upper = problem.upper + at * block + at;
        // Eight columns share their parity: the second of two points makes it even.
        const bool isSecond = at % 8 != 0;
        point.signs = grid.signs() == LatticeSigns::even && book.columns == 4 && !isSecond ? LatticeSigns::free : grid.signs();
        point.isOdd = isSecond && std::popcount(solution.signs[at / 8]) % 2 != 0;
        const PointSolution chosen = solvePoint(point);
        solution.points[at / book.columns] = static_cast<std::uint16_t>(chosen.point);
        solution.signs[at / 8] |= static_cast<std::uint8_t>(chosen.signs << (at % 8));
        solution.loss += chosen.loss;
        std::copy_n(chosen.residuals.begin(), book.columns, solution.residuals.begin() + static_cast<std::ptrdiff_t>(at));
        const std::size_t behind = at + book.columns;
        addFeedback(std::span(solution.residuals).subspan(at, book.columns), problem.upper + at * block + behind, block,
                    width - behind, compensated.data() + behind);
    }
    return solution;
}

ScaleSolution solveScale(const ScaleProblem& problem, std::uint16_t unit, std::uint8_t start) {
    ScaleSolution best;
    for (const int step : {0, -1, 1}) {
        const int scale = start + step;
        if (scale < 0 || scale >= problem.grid.scales()) {
            continue;
        }
        for (std::size_t half = 0; half < problem.grid.halves(); ++half) {
            ScaleSolution tried = solveUnder(problem, unit, static_cast<std::uint8_t>(scale), half);
            if (tried.loss < best.loss) {
                best = tried;
            }
        }
    }
    return best;
}

} // namespace

void FeedbackEncoder::lengthen(const FeedbackFactor& factor, const UnitPlace& at, LatticeCodes& codes, double& loss) {
    const float before = floatFromF16(codes.unit);
    const std::uint16_t unit = f16FromFloat(before * missingLengthOf(factor, at));
    const float after = floatFromF16(unit);
    if (unit == codes.unit || !std::isfinite(after)) {
        return;
    }
    codes.unit = unit;
    const std::size_t first = at.row * factor.columns + at.first;
    for (std::size_t i = first; i < first + at.width; ++i) {
        residuals_[i] = targets_[i] - after / before * (targets_[i] - residuals_[i]);
    }
    loss = settle(factor, at);
}

void FeedbackEncoder::encode(const Encoding& encoding, const LatticeGrid& grid, const FeedbackFactor& factor,
                             std::span<const float> targets, std::span<std::byte> out, std::span<double> losses) {
    const std::size_t columns = factor.columns;
    const std::size_t rows = losses.size();
    const std::size_t bytes = grid.blockBytes();
    const std::size_t width = grid.scaleColumns();
    const std::size_t pointsAScale = width / grid.book().columns;
    std::ranges::fill(losses, 0.0);
    targets_.assign(targets.begin(), targets.end());
    for (std::size_t first = 0; first < columns; first += block) {
        beginStretch(factor, rows, first, block);
        startBlocks(encoding, {bytes, block}, factor, first, 0, rows);
        for (std::size_t row = 0; row < rows; ++row) {
            LatticeCodes codes = grid.readScales(std::span(started_).subspan(row * bytes, bytes));
            float* const compensated = compensated_.data() + row * block;
            const UnitPlace unit{row, first, 0, block, block};
            remember(unit);
            double loss = 0;
            for (std::size_t at = 0; at < block; at += width) {
                const ScaleSolution chosen = solveScale({grid, targets_.data() + row * columns + first + at, compensated + at,
                                                         factor.energy.data() + first + at, upper_.data() + at * block + at},
                                                        codes.unit, codes.scales[at / width]);
                codes.scales[at / width] = chosen.scale;
                std::copy_n(chosen.points.begin(), pointsAScale,
                            codes.points.begin() + static_cast<std::ptrdiff_t>(at / width * pointsAScale));
                std::copy_n(chosen.signs.begin(), width / 8, codes.signs.begin() + static_cast<std::ptrdiff_t>(at / 8));
                loss += chosen.loss;
                const std::span<float> residuals(residuals_.data() + row * columns + first + at, width);
                std::copy_n(chosen.residuals.begin(), width, residuals.begin());
                const std::size_t behind = at + width;
                addFeedback(residuals, upper_.data() + at * block + behind, block, block - behind, compensated + behind);
            }
            lengthen(factor, unit, codes, loss);
            losses[row] += loss;
            grid.write(codes, out.subspan((row * columns / block + first / block) * bytes, bytes));
        }
    }
}

} // namespace quantlathe
