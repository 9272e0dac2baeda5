// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/error_feedback.h"

#include "kernels/matrix_product.h"
#include "methods/feedback_kernels.h"

#include <algorithm>
#include <array>

namespace quantlathe {

static_assert(feedbackLanes == BlockGrid::mostCandidates && feedbackLanes == MatrixGrid::mostCandidates);
static_assert(LatticeGrid::blockColumns == 256); // the stretch

void takeInOrder(const FeedbackFactor& factor, std::span<const float> rows, std::vector<float>& out) {
    out.resize(rows.size());
    if (factor.order.empty()) {
        std::ranges::copy(rows, out.begin());
        return;
    }
    for (std::size_t at = 0; at < rows.size(); at += factor.columns) {
        for (std::size_t i = 0; i < factor.columns; ++i) {
            out[at + i] = rows[at + factor.order[i]];
        }
    }
}

void feedbackLosses(const FeedbackFactor& factor, std::span<const float> residuals, std::span<double> losses) {
    const std::size_t columns = factor.columns;
    std::vector<float> ordered;
    constexpr std::size_t stretch = 256; // of columns that one product makes
    takeInOrder(factor, residuals, ordered);
    std::vector<float> shifted(ordered);
    for (std::size_t first = 0; first < columns; first += stretch) { // U is zero below: what stands behind is not needed
        const std::size_t count = std::min(stretch, columns - first);
        multiplyMatrices({losses.size(), first + count, count}, 1.0F, {ordered.data(), columns},
                         {factor.upper.data() + first, columns}, true, shifted.data() + first, columns);
    }
    for (std::size_t row = 0; row < losses.size(); ++row) {
        losses[row] = weightedSquares(std::span(shifted).subspan(row * columns, columns), factor.energy);
    }
}

/// The stretch of columns at work.
struct FeedbackEncoder::Place {
    const Encoding& encoding;
    const BlockGrid& grid;
    const FeedbackFactor& factor;
    std::span<const float> levels;
    std::size_t rows;
    std::size_t first;
    std::size_t count;
};

/// What the columns from `first` on should be, with what those before have left.
void FeedbackEncoder::beginStretch(const FeedbackFactor& factor, std::size_t rows, std::size_t first, std::size_t count) {
    const std::size_t columns = factor.columns;
    residuals_.resize(std::max(residuals_.size(), rows * columns));
    compensated_.resize(std::max(compensated_.size(), rows * stretch));
    upper_.resize(stretch * stretch);
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(targets_.data() + row * columns + first, count, compensated_.data() + row * stretch);
    }
    if (first > 0) {
        multiplyMatrices({rows, first, count}, 1.0F, {residuals_.data(), columns}, {factor.upper.data() + first, columns}, true,
                         compensated_.data(), stretch);
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(factor.upper.data() + (first + i) * columns + first, count, upper_.data() + i * stretch);
    }
}

void FeedbackEncoder::encode(const Encoding& encoding, const BlockGrid& grid, const FeedbackFactor& factor,
                             std::span<const float> targets, std::span<std::byte> out, std::span<double> losses) {
    std::ranges::fill(losses, 0.0);
    takeInOrder(factor, targets, targets_);
    const std::vector<float> levels(grid.table().begin(), grid.table().end());
    for (std::size_t first = 0; first < factor.columns; first += stretch) {
        const std::size_t count = std::min(stretch, factor.columns - first);
        beginStretch(factor, losses.size(), first, count);
        encodeBlock({encoding, grid, factor, levels, losses.size(), first, count}, out, losses);
    }
}

void FeedbackEncoder::encode(const MatrixGrid& grid, const FeedbackFactor& factor, const MatrixRows& rows) {
    const std::size_t count = rows.targets.size() / factor.columns;
    const std::size_t group = grid.groupColumns();
    const std::size_t whole = group < stretch ? stretch / group * group : stretch; // no group begins in one and ends in another
    takeInOrder(factor, rows.targets, targets_);
    for (std::size_t first = 0; first < factor.columns; first += whole) {
        const std::size_t width = std::min(whole, factor.columns - first);
        beginStretch(factor, count, first, width);
        for (std::size_t row = 0; row < count; ++row) {
            encodeRow(grid, factor, rows, row, first, width);
        }
    }
}

void FeedbackEncoder::remember(const UnitPlace& at) {
    std::copy_n(compensated_.data() + at.row * stretch + at.offset, at.count - at.offset, remembered_.begin());
}

float FeedbackEncoder::missingLengthOf(const FeedbackFactor& factor, const UnitPlace& at) const {
    const std::size_t place = at.row * factor.columns + at.first + at.offset;
    return missingLength(std::span(targets_).subspan(place, at.width), std::span(residuals_).subspan(place, at.width),
                         std::span(factor.energy).subspan(at.first + at.offset, at.width));
}

double FeedbackEncoder::settle(const FeedbackFactor& factor, const UnitPlace& at) {
    const std::size_t place = at.row * factor.columns + at.first + at.offset;
    const std::span<const float> residuals = std::span(residuals_).subspan(place, at.width);
    float* const compensated = compensated_.data() + at.row * stretch + at.offset;
    std::copy_n(remembered_.begin(), at.count - at.offset, compensated);
    addFeedback(residuals, upper_.data() + at.offset * stretch + at.offset, stretch, at.count - at.offset, compensated);
    std::array<float, stretch> misses{};
    for (std::size_t i = 0; i < at.width; ++i) { // compensated − value
        misses[i] = compensated[i] - (targets_[place + i] - residuals[i]);
    }
    return weightedSquares(std::span(misses).first(at.width), std::span(factor.energy).subspan(at.first + at.offset, at.width));
}

namespace {

/// Residuals of a group under its final levels.
void leave(const GroupProblem& problem, std::span<const std::uint8_t> codes, float scale, float offset,
           std::span<float> residuals) {
    for (std::size_t i = 0; i < residuals.size(); ++i) {
        const float level = problem.table.empty() ? static_cast<float>(problem.lowest + codes[i]) : problem.table[codes[i]];
        residuals[i] = problem.targets[i] - (scale * level + offset);
    }
}

void lengthenGroup(const MatrixGrid& grid, const GroupProblem& problem, std::span<const std::uint8_t> codes, GridChoice& choice,
                   std::span<float> residuals) {
    const std::size_t count = residuals.size();
    const float factor = missingLength({problem.targets, count}, residuals, {problem.energy, count});
    choice = grid.scaled(choice, factor);
    leave(problem, codes, choice.scale, choice.offset, residuals);
}

} // namespace

/// Columns first … of one row, group by group.
void FeedbackEncoder::encodeRow(const MatrixGrid& grid, const FeedbackFactor& factor, const MatrixRows& rows, std::size_t row,
                                std::size_t first, std::size_t count) {
    const std::size_t columns = factor.columns;
    const std::size_t group = grid.groupColumns();
    float* const compensated = compensated_.data() + row * stretch;
    std::array<std::uint8_t, stretch> codes{};
    std::array<GridChoice, MatrixGrid::mostCandidates> candidates{};
    GroupProblem problem;
    problem.upperStride = stretch;
    problem.table = grid.table();
    for (std::size_t at = 0; at < count; at += problem.columns) {
        const std::size_t place = first + at;
        const std::size_t column = factor.order.empty() ? place : factor.order[place];
        const std::size_t number = grid.groupOf(column);
        problem.lowest = grid.lowestOf(number);
        problem.codes = grid.codesOf(number);
        problem.columns = std::min({group - place % group, count - at, stretch});
        problem.targets = targets_.data() + row * columns + place;
        problem.compensated = compensated + at;
        problem.energy = factor.energy.data() + place;
        problem.upper = upper_.data() + at * stretch + at;
        problem.candidates = grid.candidates(rows.firstRow + row, number, candidates);
        if (problem.columns < group) {
            problem.candidates = 1;
        }
        for (std::size_t i = 0; i < feedbackLanes; ++i) { // lanes without a candidate repeat the first
            const GridChoice& choice = candidates[i < problem.candidates ? i : 0];
            problem.scales[i] = choice.scale;
            problem.offsets[i] = choice.offset;
        }
        const std::span<float> residuals(residuals_.data() + row * columns + place, problem.columns);
        GroupSolution solution{.codes = codes.data(), .residuals = residuals.data()};
        solveGroup(problem, solution);
        if (!rows.choices.empty()) {
            GridChoice& choice = rows.choices[row * (columns / group) + number];
            choice = candidates[solution.candidate];
            if (problem.columns == group) {
                lengthenGroup(grid, problem, codes, choice, residuals);
            }
        }
        for (std::size_t i = 0; i < problem.columns; ++i) {
            const std::size_t to = factor.order.empty() ? place + i : factor.order[place + i];
            rows.codes[row * columns + to] = codes[i];
        }
        const std::size_t behind = at + problem.columns;
        addFeedback(residuals, upper_.data() + at * stretch + behind, stretch, count - behind, compensated + behind);
    }
}

/// The encoder's own search for the scales of a block, on what the columns before have left of it.
void FeedbackEncoder::startBlocks(const Encoding& encoding, BlockSize size, const FeedbackFactor& factor, std::size_t first,
                                  std::size_t offset, std::size_t rows) {
    gathered_.resize(rows * size.columns);
    started_.resize(rows * size.bytes);
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(compensated_.data() + row * stretch + offset, size.columns, gathered_.data() + row * size.columns);
    }
    const std::span<const float> energy = std::span(factor.energy).subspan(first + offset, size.columns);
    encoding.encode(gathered_, size.columns, {.importance = energy}, started_);
}

void FeedbackEncoder::lengthen(const Place& place, const UnitPlace& at, std::span<const std::uint8_t> codes,
                               BlockScales& scales, double& loss) {
    const BlockScales scaled = place.grid.scaled(scales, missingLengthOf(place.factor, at));
    if (scaled.unit == scales.unit) {
        return;
    }
    scales = scaled;
    const std::size_t group = place.grid.groupColumns();
    const std::size_t first = at.row * place.factor.columns + at.first + at.offset;
    GroupProblem problem;
    problem.lowest = place.grid.lowest();
    problem.table = place.levels;
    for (std::size_t i = 0; i < at.width; i += group) {
        const GroupLevels levels = place.grid.levels(scales, i / group);
        problem.targets = targets_.data() + first + i;
        leave(problem, codes.subspan(i, group), levels.scale, levels.offset, std::span(residuals_).subspan(first + i, group));
    }
    loss = settle(place.factor, at);
}

void FeedbackEncoder::encodeBlock(const Place& place, std::span<std::byte> out, std::span<double> losses) {
    const std::size_t columns = place.factor.columns;
    const std::size_t width = place.grid.blockColumns();
    const std::size_t group = place.grid.groupColumns();
    const std::size_t bytes = place.grid.blockBytes();
    std::array<std::uint8_t, BlockGrid::mostColumns> codes{};
    std::array<BlockScales, BlockGrid::mostCandidates> candidates{};
    GroupProblem problem;
    problem.columns = group;
    problem.upperStride = stretch;
    problem.lowest = place.grid.lowest();
    problem.codes = place.grid.codes();
    problem.table = place.levels;
    for (std::size_t offset = 0; offset < place.count; offset += width) {
        startBlocks(place.encoding, {bytes, width}, place.factor, place.first, offset, place.rows);
        for (std::size_t row = 0; row < place.rows; ++row) {
            float* const compensated = compensated_.data() + row * stretch;
            BlockScales scales = place.grid.read(std::span(started_).subspan(row * bytes, bytes));
            const UnitPlace unit{row, place.first, offset, width, place.count};
            remember(unit);
            double loss = 0;
            for (std::size_t at = offset; at < offset + width; at += group) {
                const std::size_t number = (at - offset) / group;
                problem.targets = targets_.data() + row * columns + place.first + at;
                problem.compensated = compensated + at;
                problem.energy = place.factor.energy.data() + place.first + at;
                problem.upper = upper_.data() + at * stretch + at;
                problem.candidates = place.grid.candidates(scales, number, candidates);
                for (std::size_t i = 0; i < feedbackLanes; ++i) { // lanes without a candidate repeat the first
                    const GroupLevels levels = place.grid.levels(candidates[i < problem.candidates ? i : 0], number);
                    problem.scales[i] = levels.scale;
                    problem.offsets[i] = levels.offset;
                }
                const std::span<float> residuals(residuals_.data() + row * columns + place.first + at, group);
                GroupSolution solution{.codes = codes.data() + (at - offset), .residuals = residuals.data()};
                solveGroup(problem, solution);
                scales = candidates[solution.candidate];
                loss += solution.loss;
                const std::size_t behind = at + group;
                addFeedback(residuals, upper_.data() + at * stretch + behind, stretch, place.count - behind,
                            compensated + behind);
            }
            lengthen(place, unit, codes, scales, loss);
            losses[row] += loss;
            const std::size_t block = (place.first + offset) / width;
            place.grid.write(scales, std::span(codes).first(width),
                             out.subspan((row * columns / width + block) * bytes, bytes));
        }
    }
}

} // namespace quantlathe
