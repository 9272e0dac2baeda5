// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/error_feedback.h"

#include "kernels/matrix_product.h"
#include "methods/feedback_kernels.h"

#include <algorithm>
#include <array>

namespace quantlathe {

static_assert(feedbackLanes == BlockGrid::mostCandidates);

namespace {

constexpr std::size_t stretch = 256; // columns between two products with all that is done

} // namespace

void feedbackLosses(const FeedbackFactor& factor, std::span<const float> residuals, std::span<double> losses) {
    const std::size_t columns = factor.columns;
    std::vector<float> shifted(residuals.begin(), residuals.end());
    for (std::size_t first = 0; first < columns; first += stretch) { // U is zero below: what stands behind is not needed
        const std::size_t count = std::min(stretch, columns - first);
        multiplyMatrices({losses.size(), first + count, count}, 1.0F, {residuals.data(), columns},
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
    std::size_t rows;
    std::size_t first;
    std::size_t count;
};

void FeedbackEncoder::encode(const Encoding& encoding, const BlockGrid& grid, const FeedbackFactor& factor,
                             std::span<const float> targets, std::span<std::byte> out, std::span<double> losses) {
    const std::size_t columns = factor.columns;
    const std::size_t rows = losses.size();
    residuals_.resize(std::max(residuals_.size(), rows * columns));
    compensated_.resize(std::max(compensated_.size(), rows * stretch));
    upper_.resize(stretch * stretch);
    std::ranges::fill(losses, 0.0);
    for (std::size_t first = 0; first < columns; first += stretch) {
        const std::size_t count = std::min(stretch, columns - first);
        for (std::size_t row = 0; row < rows; ++row) {
            std::copy_n(targets.data() + row * columns + first, count, compensated_.data() + row * stretch);
        }
        if (first > 0) {
            multiplyMatrices({rows, first, count}, 1.0F, {residuals_.data(), columns}, {factor.upper.data() + first, columns},
                             true, compensated_.data(), stretch);
        }
        for (std::size_t i = 0; i < count; ++i) {
            std::copy_n(factor.upper.data() + (first + i) * columns + first, count, upper_.data() + i * stretch);
        }
        encodeBlock({encoding, grid, factor, rows, first, count}, targets, out, losses);
    }
}

/// The encoder's own search for the scales of a block, on what the columns before have left of it.
void FeedbackEncoder::startBlocks(const Place& place, std::size_t offset, std::size_t rows) {
    const std::size_t width = place.grid.blockColumns();
    gathered_.resize(rows * width);
    started_.resize(rows * place.grid.blockBytes());
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(compensated_.data() + row * stretch + offset, width, gathered_.data() + row * width);
    }
    const std::span<const float> energy = std::span(place.factor.energy).subspan(place.first + offset, width);
    place.encoding.encode(gathered_, width, {.importance = energy}, started_);
}

void FeedbackEncoder::encodeBlock(const Place& place, std::span<const float> targets, std::span<std::byte> out,
                                  std::span<double> losses) {
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
    problem.table = place.grid.table();
    for (std::size_t offset = 0; offset < place.count; offset += width) {
        startBlocks(place, offset, place.rows);
        for (std::size_t row = 0; row < place.rows; ++row) {
            float* const compensated = compensated_.data() + row * stretch;
            BlockScales scales = place.grid.read(std::span(started_).subspan(row * bytes, bytes));
            for (std::size_t at = offset; at < offset + width; at += group) {
                const std::size_t number = (at - offset) / group;
                problem.targets = targets.data() + row * columns + place.first + at;
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
                losses[row] += solution.loss;
                const std::size_t behind = at + group;
                addFeedback(residuals, upper_.data() + at * stretch + behind, stretch, place.count - behind,
                            compensated + behind);
            }
            const std::size_t block = (place.first + offset) / width;
            place.grid.write(scales, std::span(codes).first(width),
                             out.subspan((row * columns / width + block) * bytes, bytes));
        }
    }
}

} // namespace quantlathe
