// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/groups.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/hqq/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe::hqq {
namespace {

/// Zero points of several iterations are kept so that the iteration at which the whole matrix stops can be chosen afterwards
/// and the matrix is read less often. Together they stay below this number.
constexpr std::uint64_t keptZeros = 1U << 22U;
constexpr std::size_t iterationsOfPass = 4;

std::string placeOf(const MatrixShape& shape, std::uint64_t index) {
    return say("row {}, column {}", groupedDigits(index / shape.columns), groupedDigits(index % shape.columns));
}

/// Where value `i` of a group lies in the matrix.
std::uint64_t indexOf(const Layout& layout, const Geometry& geometry, std::uint64_t group, std::uint64_t i) {
    return layout.axis == 1 ? group * geometry.group + i : i * geometry.groups + group;
}

[[noreturn]] void refuseNonFinite(const MatrixTask& task, const Layout& layout, const Geometry& geometry, std::uint64_t first,
                                  std::uint64_t count) {
    for (std::uint64_t group = first; group < first + count; ++group) {
        for (std::uint64_t i = 0; i < geometry.group; ++i) {
            const std::uint64_t index = indexOf(layout, geometry, group, i);
            float value = 0;
            task.read(index, std::span(&value, 1));
            if (!std::isfinite(value)) {
                throw badInput({}, say("A weight is {}", value),
                               say("It stands in {}; HQQ stores finite numbers only.", placeOf(task.shape, index)));
            }
        }
    }
    throw badInput({}, say("A weight is not finite"), say("HQQ stores finite numbers only."));
}

void readRuns(const MatrixTask& task, const Geometry& geometry, std::uint64_t first, std::uint64_t count, GroupTile& tile) {
    tile.values.resize(static_cast<std::size_t>(count * geometry.group));
    task.read(first * geometry.group, tile.values);
}

/// Columns of the matrix [group, groups] into strips.
void readColumns(const MatrixTask& task, const Geometry& geometry, std::uint64_t first, std::uint64_t count, GroupTile& tile) {
    const auto rows = static_cast<std::size_t>(geometry.group);
    const auto strips = static_cast<std::size_t>(roundUp(count, stripGroups) / stripGroups);
    tile.strips.resize(strips * rows * stripGroups);
    tile.values.assign(strips * stripGroups, 0.0F);
    for (std::size_t row = 0; row < rows; ++row) {
        task.read(row * geometry.groups + first, std::span(tile.values).first(static_cast<std::size_t>(count)));
        for (std::size_t strip = 0; strip < strips; ++strip) {
            std::copy_n(&tile.values[strip * stripGroups], stripGroups, &tile.strips[(strip * rows + row) * stripGroups]);
        }
    }
}

/// The inverse scale and the zero point that the ranges suggest; the library's rules and order of operations (a number
/// divided by a tensor is its reciprocal times the number).
void start(const Layout& layout, GroupTile& tile) {
    constexpr float narrow = 1e-4F;
    constexpr float largestInverse = 2e4F; // what F16 is comfortable with
    for (std::size_t g = 0; g < tile.low.size(); ++g) {
        const float range = tile.high[g] - tile.low[g];
        const float inverse = range <= narrow ? 1.0F : std::min(1 / range * layout.precision.maxCode, largestInverse);
        const float zero = -(tile.low[g] + 0.0F) * inverse; // + 0: whether a zero has a sign is not to matter
        tile.inverseScales[g] = inverse;
        tile.zeros[g] = layout.roundsZero() ? std::nearbyint(zero) : zero;
    }
}

std::vector<double> pass(const MatrixTask& task, const Layout& layout, const Geometry& geometry, bool isFirst,
                         std::span<const float> from, std::span<std::vector<float>> zeros, const IterationDone& done) {
    const std::uint64_t tileGroups = groupsOfTile(geometry);
    const std::uint64_t tiles = (geometry.groups + tileGroups - 1) / tileGroups;
    const auto rows = static_cast<std::size_t>(geometry.group);
    const std::size_t iterations = zeros.size();
    std::vector<double> errors(static_cast<std::size_t>(tiles) * iterations); // by tile: their sum has one order
    oneapi::tbb::enumerable_thread_specific<GroupTile> buffers;
    task.forEach(static_cast<std::size_t>(tiles), [&](std::size_t t) {
        const std::uint64_t first = t * tileGroups;
        const std::uint64_t count = std::min(tileGroups, geometry.groups - first);
        GroupTile& tile = buffers.local();
        readGroups(task, layout, geometry, first, count, tile);
        std::vector<float> turned(layout.axis == 1 ? rows * stripGroups : 0);
        std::vector<float> after(iterations * stripGroups);
        for (std::uint64_t g = 0; g < count; g += stripGroups) {
            const auto width = static_cast<std::size_t>(std::min<std::uint64_t>(stripGroups, count - g));
            if (layout.axis == 1) {
                stripOfRuns(&tile.values[g * rows], rows, width, turned.data());
            }
            if (!isFirst) {
                std::copy_n(&from[first + g], width, &tile.zeros[g]);
            }
            refine({.strip = layout.axis == 1 ? turned.data() : &tile.strips[g * rows],
                    .rows = rows,
                    .inverseScales = &tile.inverseScales[g],
                    .zeros = &tile.zeros[g],
                    .maxCode = layout.precision.maxCode,
                    .iterations = iterations,
                    .zerosAfter = after.data(),
                    .errors = &errors[t * iterations]});
            for (std::size_t i = 0; i < iterations; ++i) {
                std::copy_n(&after[i * stripGroups], width, &zeros[i][first + g]);
            }
        }
        done(count * geometry.group * iterations);
    });
    std::vector<double> sums(iterations);
    for (std::size_t i = 0; i < errors.size(); ++i) {
        sums[i % iterations] += errors[i];
    }
    return sums;
}

} // namespace

std::uint64_t groupsOfTile(const Geometry& geometry) {
    return std::max<std::uint64_t>(matrixTileValues / geometry.group / stripGroups, 1) * stripGroups;
}

void readGroups(const MatrixTask& task, const Layout& layout, const Geometry& geometry, std::uint64_t first,
                std::uint64_t count, GroupTile& tile) {
    const auto rows = static_cast<std::size_t>(geometry.group);
    const auto padded = static_cast<std::size_t>(roundUp(count, stripGroups));
    for (std::vector<float>* const perGroup : {&tile.low, &tile.high, &tile.inverseScales, &tile.zeros}) {
        perGroup->assign(padded, 0.0F);
    }
    bool isFinite = true;
    if (layout.axis == 1) {
        readRuns(task, geometry, first, count, tile);
        isFinite = rangesOfRuns(tile.values.data(), rows, static_cast<std::size_t>(count), tile.low.data(), tile.high.data());
    } else {
        readColumns(task, geometry, first, count, tile);
        for (std::size_t g = 0; g < padded; g += stripGroups) {
            isFinite = rangesOfStrip(&tile.strips[g * rows], rows, &tile.low[g], &tile.high[g]) && isFinite;
        }
    }
    if (!isFinite) {
        refuseNonFinite(task, layout, geometry, first, count);
    }
    for (std::size_t g = 0; g < count; ++g) {
        if (!std::isfinite(tile.high[g] - tile.low[g])) {
            throw badInput({}, say("Weights lie too far apart for HQQ"),
                           say("The group of {} holds {} and {}; their distance exceeds the largest float.",
                               placeOf(task.shape, indexOf(layout, geometry, first + g, 0)), tile.low[g], tile.high[g]));
        }
    }
    start(layout, tile);
}

std::vector<float> solvedZeros(const MatrixTask& task, const Layout& layout, const Geometry& geometry,
                               const IterationDone& done, std::size_t& iterations) {
    const std::uint64_t fitting = std::max<std::uint64_t>(keptZeros / geometry.groups, 1);
    const std::size_t kept = std::min<std::size_t>(iterationsOfPass, static_cast<std::size_t>(fitting));
    std::vector<std::vector<float>> zeros(kept, std::vector<float>(static_cast<std::size_t>(geometry.groups)));
    float best = std::numeric_limits<float>::infinity();
    std::size_t last = 0; // where the zero points of the last iteration are
    for (iterations = 0; iterations < solverIterations;) {
        const std::span now = std::span(zeros).first(std::min(kept, solverIterations - iterations));
        const std::vector<double> sums = pass(task, layout, geometry, iterations == 0, zeros[last], now, done);
        iterations += now.size();
        for (std::size_t i = 0; i < now.size(); ++i) {
            last = i;
            const auto error = static_cast<float>(sums[i] / static_cast<double>(task.shape.values()));
            if (!(error < best)) {
                return std::move(zeros[i]);
            }
            best = error;
        }
    }
    return std::move(zeros[last]);
}

} // namespace quantlathe::hqq
