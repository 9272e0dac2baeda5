// SPDX-License-Identifier: GPL-3.0-or-later
// The part of FeedbackEncoder that serves tiles (docs/calibrated.md).
#include "methods/error_feedback.h"
#include "methods/feedback_kernels.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

constexpr std::size_t side = TiledGrid::side;
static_assert(FeedbackEncoder::rowsAtOnce % side == 0);

} // namespace

void FeedbackEncoder::encode(TiledGrid& grid, const FeedbackFactor& factor, const TiledRows& rows, float price,
                             std::vector<ExactValue>& exact) {
    const std::size_t count = rows.targets.size() / factor.columns;
    takeInOrder(factor, rows.targets, targets_);
    for (std::size_t first = 0; first < factor.columns; first += stretch) {
        const std::size_t width = std::min(stretch, factor.columns - first);
        beginStretch(factor, count, first, width);
        for (std::size_t at = 0; at < width; at += side) {
            for (std::size_t row = 0; row < count; row += side) {
                chooseTile(grid, factor, rows, {row, first, at, width, price});
                for (std::size_t lane = row; lane < row + side; ++lane) {
                    encodeTileRow(grid, factor, rows, {lane, first, at, width, price}, exact);
                }
            }
        }
    }
}

/// Scales for what the columns before have left.
void FeedbackEncoder::chooseTile(TiledGrid& grid, const FeedbackFactor& factor, const TiledRows& rows, const TilePlace& at) {
    std::array<float, side * side> values{};
    for (std::size_t i = 0; i < side; ++i) {
        for (std::size_t lane = 0; lane < side; ++lane) {
            values[i * side + lane] = compensated_[(at.row + lane) * stretch + at.offset + i];
        }
    }
    const std::size_t place = at.first + at.offset;
    grid.chooseTile((rows.firstRow + at.row) / side, place / side,
                    {.values = values.data(), .counts = factor.energy.data() + place, .price = at.price});
}

void FeedbackEncoder::encodeTileRow(TiledGrid& grid, const FeedbackFactor& factor, const TiledRows& rows, const TilePlace& at,
                                    std::vector<ExactValue>& exact) {
    const std::size_t place = at.first + at.offset;
    const std::uint64_t gridRow = rows.firstRow + at.row;
    float* const compensated = compensated_.data() + at.row * stretch + at.offset;
    std::array<GridChoice, MatrixGrid::mostCandidates> choices{};
    GroupProblem problem;
    problem.columns = side;
    problem.targets = targets_.data() + at.row * factor.columns + place;
    problem.compensated = compensated;
    problem.energy = factor.energy.data() + place;
    problem.upper = upper_.data() + at.offset * stretch + at.offset;
    problem.upperStride = stretch;
    problem.lowest = grid.lowest();
    problem.codes = grid.codes();
    problem.price = at.price;
    problem.candidates = grid.choicesOf(gridRow, place / side, choices);
    for (std::size_t i = 0; i < feedbackLanes; ++i) { // lanes without a choice repeat the first
        const GridChoice& choice = choices[i < problem.candidates ? i : 0];
        problem.scales[i] = choice.scale;
        problem.offsets[i] = choice.offset;
    }
    std::array<std::uint8_t, side> codes{};
    std::array<float, side> errors{};
    const std::span<float> residuals(residuals_.data() + at.row * factor.columns + place, side);
    GroupSolution solution{.codes = codes.data(), .residuals = residuals.data(), .errors = errors.data()};
    solveGroup(problem, solution);
    grid.keep(gridRow, place / side, choices[solution.candidate]);
    for (std::size_t i = 0; i < side; ++i) {
        const std::size_t column = factor.order.empty() ? place + i : factor.order[place + i];
        rows.codes[at.row * factor.columns + column] = codes[i];
        if (!rows.errors.empty()) {
            rows.errors[at.row * factor.columns + column] = errors[i];
        }
        if (errors[i] > at.price) {
            exact.push_back({gridRow, static_cast<std::uint32_t>(place + i), problem.targets[i] - residuals[i], errors[i]});
        }
    }
    const std::size_t behind = at.offset + side;
    addFeedback(residuals, upper_.data() + at.offset * stretch + behind, stretch, at.width - behind, compensated + side);
}

} // namespace quantlathe
