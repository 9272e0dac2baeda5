// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of a weight, a layer, a role or a whole model, in one pass over the stored bytes (docs/statistics.md).
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "codecs/encoding.h"
#include "kernels/moments.h"
#include "model/model.h"
#include "weights/fine_histogram.h"

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// NaN and infinities are counted; every other number is of the finite values. All are 0 for an empty weight. A value type.
struct WeightStatistics {
    std::uint64_t count = 0; // all values, non-finite ones included
    double minimum = 0;
    double maximum = 0;
    double mean = 0;
    double standardDeviation = 0;   // of the population: √(m2 / n)
    double excessKurtosis = 0;      // n·m4 / m2² − 3; 0 for constant values
    double zeroShare = 0;           // of the finite values
    double beyondSixSigmaShare = 0; // |w| > 6σ; exact for 8- and 16-bit values, else to the resolution of the histogram
    std::uint64_t nanCount = 0;
    std::uint64_t infCount = 0;
    Moments moments; // what the numbers above are made of
    FineHistogram histogram;

    /// As if both had been looked at together.
    void merge(const WeightStatistics& other);
    friend bool operator==(const WeightStatistics&, const WeightStatistics&) = default;
};
/// The numbers that follow from moments and a histogram of the same values.
[[nodiscard]] WeightStatistics statisticsFrom(const Moments& moments, FineHistogram histogram);
[[nodiscard]] WeightStatistics merged(std::span<const WeightStatistics> parts);

/// Statistics of the weight's values. Progress gets the stored bytes as they are read (add() only: the caller starts and
/// finishes). Memory: a tile and 1.5 MiB of counters a thread; pages behind the reader are released. The result does not
/// depend on the number of threads. Throws Error(badInput) when the weight cannot be read, `cancelled` after cancel().
[[nodiscard]] WeightStatistics computeStatistics(const Model& model, const Weight& weight, ThreadArena& arena,
                                                 Progress& progress, const CancelToken& cancel);

/// Statistics of what `encoding` makes of the weight: each tile encoded and decoded in memory. Errors as measureError().
[[nodiscard]] WeightStatistics decodedStatistics(const Model& model, const Weight& weight, const Encoding& encoding,
                                                 const EncodingGuide& guide, ThreadArena& arena, Progress& progress,
                                                 const CancelToken& cancel);

/// Largest |w| of each input column and of each output row, NaN left out.
struct AbsoluteMaxima {
    std::vector<float> columns;
    std::vector<float> rows;
};
/// Throws Error(badInput) for a weight that cannot be read or that has more than 2^26 rows or columns.
[[nodiscard]] AbsoluteMaxima absoluteMaxima(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                                            const CancelToken& cancel);

} // namespace quantlathe
