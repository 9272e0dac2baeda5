// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/encoding_error.h"

#include "base/hash.h"
#include "checkpoint/intact.h"
#include "weights/round_trip.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::uint64_t groupWeights = 4096;  // rows are drawn in groups of about this many weights, at least one row
constexpr std::uint64_t groupsPerStratum = 2; // the fewest that show the spread within a stratum
constexpr std::uint64_t fewestStrata = 8;
constexpr double infinity = std::numeric_limits<double>::infinity();

struct RowRange {
    std::uint64_t firstRow = 0;
    std::uint64_t rows = 0;
};

/// Which rows are looked at: all of them in tiles, or two groups of each stratum. Depends on the weight alone, so that
/// different encodings are measured on the same rows and compare fairly.
struct Sample {
    std::vector<RowRange> ranges;
    std::vector<std::uint64_t> groupsOfStratum; // empty: everything is looked at
};

Sample wholeWeight(const Weight& weight) {
    const RowTiles tiles = tilesOf(weight);
    Sample sample;
    for (std::uint64_t tile = 0; tile < tiles.count(); ++tile) {
        sample.ranges.push_back({tiles.firstRow(tile), tiles.rowsIn(tile)});
    }
    return sample;
}

std::uint64_t drawBelow(std::uint64_t bound, const Weight& weight, std::uint64_t stratum, std::uint64_t turn) {
    HashBuilder hash;
    hash.add(weight.name);
    hash.add(weight.elements());
    hash.add(stratum);
    hash.add(turn);
    return hash.value() % bound;
}

Sample chooseRows(const Weight& weight, const ErrorOptions& options) {
    const std::uint64_t rows = weight.rows();
    const std::uint64_t columns = std::max<std::uint64_t>(1, weight.columns());
    const std::uint64_t groupRows = std::max<std::uint64_t>(1, groupWeights / columns);
    const std::uint64_t groups = (rows + groupRows - 1) / groupRows;
    const std::uint64_t affordable = options.sampleWeights / (groupRows * columns) / groupsPerStratum;
    const std::uint64_t strata = std::max(fewestStrata, affordable);
    if (options.exact || weight.elements() <= options.sampleWeights || strata * groupsPerStratum * 2 > groups) {
        return wholeWeight(weight);
    }
    Sample sample;
    for (std::uint64_t s = 0; s < strata; ++s) {
        const std::uint64_t begin = groups * s / strata;
        const std::uint64_t size = groups * (s + 1) / strata - begin;
        const std::uint64_t first = drawBelow(size, weight, s, 0);
        std::uint64_t second = drawBelow(size - 1, weight, s, 1);
        second += second >= first ? 1 : 0;
        for (const std::uint64_t group : {begin + first, begin + second}) {
            sample.ranges.push_back({group * groupRows, std::min(groupRows, rows - group * groupRows)});
        }
        sample.groupsOfStratum.push_back(size);
    }
    return sample;
}

ErrorSums sumsOf(const Weight& weight, std::span<const float> importance, RowRange range, const RoundTrip::Rows& rows) {
    ErrorSums sums;
    const auto columns = static_cast<std::size_t>(weight.columns());
    const std::uint64_t end = range.firstRow + range.rows;
    for (std::uint64_t row = range.firstRow; row < end;) {
        const ImportanceRun run = importanceRun(weight, importance, row, end);
        const std::size_t first = static_cast<std::size_t>(row - range.firstRow) * columns;
        const std::size_t count = static_cast<std::size_t>(run.rows) * columns;
        sums.merge(errorSums(rows.original.subspan(first, count), rows.decoded.subspan(first, count), columns, run.importance));
        row += run.rows;
    }
    return sums;
}

std::vector<ErrorSums> measureRanges(const Model& model, const Weight& weight, const Encoding& encoding,
                                     const EncodingGuide& guide, std::span<const RowRange> ranges, ThreadArena& arena,
                                     const CancelToken& cancel) {
    std::vector<ErrorSums> sums(ranges.size());
    oneapi::tbb::enumerable_thread_specific<RoundTrip> roundTrips([&] { return RoundTrip(&cancel); });
    arena.run([&] {
        oneapi::tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t i) {
            cancel.throwIfCancelled();
            const auto rows = roundTrips.local().run(model, weight, encoding, guide, ranges[i].firstRow, ranges[i].rows);
            sums[i] = sumsOf(weight, guide.importance, ranges[i], rows);
            releaseRows(model, weight, ranges[i].firstRow, ranges[i].rows);
        });
    });
    requireUnchanged(model.checkpoint());
    return sums;
}

ErrorSums scaled(const ErrorSums& sums, double factor) {
    ErrorSums result = sums;
    result.difference *= factor;
    result.original *= factor;
    result.decoded *= factor;
    result.product *= factor;
    result.weightedDifference *= factor;
    result.weightedOriginal *= factor;
    return result;
}

// 97.5 % point of Student's t, expanded around the normal one (Abramowitz and Stegun 26.7.5, first three terms): exact to
// three digits from eight degrees of freedom on.
double studentFactor(double degrees) {
    constexpr double z = 1.959963984540054;
    constexpr double z3 = z * z * z;
    constexpr double z5 = z3 * z * z;
    return z + (z3 + z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees * degrees);
}

// Ratio estimator over the strata: R = Y / X with Y = Σ_h N_h·ȳ_h, and the interval of √R (docs/statistics.md).
EncodingError estimate(const Weight& weight, const Sample& sample, std::span<const ErrorSums> parts, bool hasImportance) {
    ErrorSums total;
    std::uint64_t lookedAt = 0;
    double expandedCount = 0;
    double expandedNonFinite = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double share = static_cast<double>(sample.groupsOfStratum[i / groupsPerStratum]) / groupsPerStratum;
        total.merge(scaled(parts[i], share));
        lookedAt += parts[i].weights + parts[i].nonFinite;
        expandedCount += share * static_cast<double>(parts[i].weights);
        expandedNonFinite += share * static_cast<double>(parts[i].nonFinite);
    }
    const double all = static_cast<double>(weight.elements());
    total = scaled(total, all / (expandedCount + expandedNonFinite));
    total.nonFinite = static_cast<std::uint64_t>(std::llround(all * expandedNonFinite / (expandedCount + expandedNonFinite)));
    total.weights = weight.elements() - total.nonFinite;

    EncodingError error = errorFromSums(total, hasImportance);
    error.sampled = true;
    error.weights = weight.elements();
    error.weightsLookedAt = lookedAt;
    if (!(total.original > 0) || !(total.difference > 0)) {
        return error;
    }
    const double ratio = total.difference / total.original;
    double variance = 0;
    for (std::size_t h = 0; h < sample.groupsOfStratum.size(); ++h) {
        const auto residual = [&](std::size_t i) { return parts[i].difference - ratio * parts[i].original; };
        const double spread = residual(h * groupsPerStratum) - residual(h * groupsPerStratum + 1);
        const auto groups = static_cast<double>(sample.groupsOfStratum[h]);
        variance += groups * groups * (1 - groupsPerStratum / groups) * (spread * spread / 2) / groupsPerStratum;
    }
    const double standardError = std::sqrt(variance) / total.original; // of the ratio
    error.interval95 = studentFactor(static_cast<double>(sample.groupsOfStratum.size())) * standardError / (2 * error.relative);
    return error;
}

} // namespace

EncodingError errorFromSums(const ErrorSums& sums, bool hasImportance) {
    const auto relativeOf = [](double difference, double original) {
        return difference == 0 ? 0.0 : original > 0 ? std::sqrt(difference / original) : infinity;
    };
    EncodingError error;
    error.sums = sums;
    error.weights = error.weightsLookedAt = sums.weights + sums.nonFinite;
    error.relative = relativeOf(sums.difference, sums.original);
    error.sqnrDecibels = error.relative > 0 ? -20 * std::log10(error.relative) : infinity;
    error.maxAbsolute = sums.maxAbsolute;
    if (sums.weights > 0) {
        error.rootMeanSquare = std::sqrt(sums.difference / static_cast<double>(sums.weights));
    }
    if (sums.original > 0 && sums.decoded > 0) {
        error.cosine = std::clamp(sums.product / (std::sqrt(sums.original) * std::sqrt(sums.decoded)), -1.0, 1.0);
    } else {
        error.cosine = sums.original > 0 || sums.decoded > 0 ? 0 : 1;
    }
    if (hasImportance && sums.weightedOriginal > 0) {
        error.weightedRelative = relativeOf(sums.weightedDifference, sums.weightedOriginal);
    }
    return error;
}

EncodingError measureError(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                           const ErrorOptions& options, ThreadArena& arena, const CancelToken& cancel) {
    cancel.throwIfCancelled();
    checkRoundTrip(model, weight, encoding, guide.importance);
    const Sample sample = chooseRows(weight, options);
    const auto parts = measureRanges(model, weight, encoding, guide, sample.ranges, arena, cancel);
    if (!sample.groupsOfStratum.empty()) {
        return estimate(weight, sample, parts, !guide.importance.empty());
    }
    ErrorSums total;
    for (const ErrorSums& part : parts) {
        total.merge(part);
    }
    return errorFromSums(total, !guide.importance.empty());
}

ModelError parameterWeighted(std::span<const EncodingError> errors) {
    ModelError all;
    double sum = 0;
    double squares = 0;
    for (const EncodingError& error : errors) {
        const auto n = static_cast<double>(error.weights);
        sum += error.weights == 0 ? 0 : n * error.relative;
        squares += n * error.interval95 * n * error.interval95;
        all.sampled = all.sampled || error.sampled;
        all.weights += error.weights;
        all.weightsLookedAt += error.weightsLookedAt;
    }
    if (all.weights > 0) {
        all.relative = sum / static_cast<double>(all.weights);
        all.interval95 = std::sqrt(squares) / static_cast<double>(all.weights);
    }
    return all;
}

} // namespace quantlathe
