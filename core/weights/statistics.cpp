// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/statistics.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "kernels/convert.h"
#include "kernels/error_sums.h"
#include "kernels/histogram.h"
#include "weights/round_trip.h"
#include "weights/stored_rows.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t chunkBytes = 1U << 20U;   // of stored values that are counted as they lie in the file
constexpr std::uint64_t mostMaxima = 1ULL << 26U; // rows or columns

// ---- 8- and 16-bit scalars: count the stored patterns, then everything follows exactly from the counts ----

std::vector<float> valuesOfAllPatterns(ElementType type) {
    const std::size_t width = info(type).bytesPerBlock;
    std::vector<float> values(std::size_t{1} << (8 * width));
    std::vector<std::byte> patterns(values.size() * width);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::memcpy(patterns.data() + i * width, &i, width);
    }
    floatsFromStored(type, patterns, values);
    return values;
}

WeightStatistics statisticsOfCounts(std::span<const float> values, std::span<std::uint64_t> counts) {
    std::vector<std::uint64_t> patternCounts(patternCount);
    std::uint64_t nans = 0;
    std::uint64_t infinities = 0;
    bool isExact = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (counts[i] == 0) {
            continue;
        }
        const auto bits = std::bit_cast<std::uint32_t>(values[i]);
        patternCounts[bits >> 16U] += counts[i];
        if (!std::isfinite(values[i])) {
            (std::isnan(values[i]) ? nans : infinities) += counts[i];
            counts[i] = 0; // of no weight in the moments
        } else {
            isExact = isExact && (bits & 0xFFFFU) == 0;
        }
    }
    Moments moments = momentsOfCounts(values, counts);
    moments.nans = nans;
    moments.infinities = infinities;
    WeightStatistics s = statisticsFrom(moments, fineHistogram(patternCounts, isExact));
    std::uint64_t beyond = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        beyond += std::abs(static_cast<double>(values[i])) > 6 * s.standardDeviation ? counts[i] : 0;
    }
    // F16 has more mantissa than the histogram: the stored patterns know the share exactly.
    s.beyondSixSigmaShare = moments.count == 0 ? 0 : static_cast<double>(beyond) / static_cast<double>(moments.count);
    return s;
}

struct ByteCounter {
    std::vector<std::uint64_t> counts = std::vector<std::uint64_t>(256);
    void add(std::span<const std::byte> stored) { countBytes(stored, counts); }
    void addTo(std::span<std::uint64_t> totals) const { std::ranges::transform(totals, counts, totals.begin(), std::plus<>()); }
};
struct WordCounter {
    PatternCounter counter;
    void add(std::span<const std::byte> stored) { counter.addPatterns(stored); }
    void addTo(std::span<std::uint64_t> totals) { counter.addTo(totals); }
};

// Integer counts add up to the same totals in any order, so each thread counts for itself.
template <class Counter>
WeightStatistics countStored(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                             const CancelToken& cancel) {
    const StoredRows rows(model, weight);
    const std::uint64_t width = info(weight.storedType).bytesPerBlock;
    const std::uint64_t elements = weight.elements();
    const std::uint64_t chunkValues = chunkBytes / width;
    oneapi::tbb::enumerable_thread_specific<Counter> counters;
    arena.run([&] {
        oneapi::tbb::parallel_for(std::uint64_t{0}, (elements + chunkValues - 1) / chunkValues, [&](std::uint64_t chunk) {
            cancel.throwIfCancelled();
            const std::uint64_t first = chunk * chunkValues;
            const std::uint64_t count = std::min(chunkValues, elements - first);
            rows.visitStored(first, count, [&](const TensorInfo& tensor, std::uint64_t offset, std::uint64_t length) {
                counters.local().add(model.checkpoint().bytes(tensor).subspan(static_cast<std::size_t>(offset),
                                                                              static_cast<std::size_t>(length)));
                model.checkpoint().release(tensor, offset, length);
            });
            requireIntact(model.checkpoint());
            progress.add(count * width);
        });
    });
    const auto values = valuesOfAllPatterns(weight.storedType);
    std::vector<std::uint64_t> totals(values.size());
    for (Counter& counter : counters) {
        counter.addTo(totals);
    }
    return statisticsOfCounts(values, totals);
}

// ---- everything else: tiles of floats ----

struct FloatTileWork {
    PatternCounter counter;
    RoundTrip roundTrip;
    std::vector<float> values;
};

/// Gives the floats of a tile; they stay valid until the next call for the same work.
using FloatTile = std::function<std::span<const float>(std::uint64_t tile, FloatTileWork& work)>;

WeightStatistics statisticsOfTiles(std::uint64_t tiles, const FloatTile& floatsOf, ThreadArena& arena,
                                   const CancelToken& cancel) {
    std::vector<Moments> moments(static_cast<std::size_t>(tiles)); // merged in order, for any number of threads
    oneapi::tbb::enumerable_thread_specific<FloatTileWork> works;
    arena.run([&] {
        oneapi::tbb::parallel_for(std::uint64_t{0}, tiles, [&](std::uint64_t tile) {
            cancel.throwIfCancelled();
            FloatTileWork& work = works.local();
            const auto values = floatsOf(tile, work);
            work.counter.addFloats(values);
            moments[static_cast<std::size_t>(tile)] = momentsOf(values);
        });
    });
    Moments all;
    for (const Moments& part : moments) {
        all.merge(part);
    }
    std::vector<std::uint64_t> counts(patternCount);
    bool isExact = true;
    for (FloatTileWork& work : works) {
        work.counter.addTo(counts);
        isExact = isExact && work.counter.floatsWereExact();
    }
    return statisticsFrom(all, fineHistogram(counts, isExact));
}

/// For weights whose stored values are theirs, in pieces that need not be rows.
WeightStatistics statisticsOfStoredFloats(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                                          const CancelToken& cancel) {
    const std::uint64_t elements = weight.elements();
    const std::uint64_t storedBytes = weight.storedBytes();
    const auto bytesBefore = [&](std::uint64_t value) { // no overflow: blocks divide both
        const ElementTypeInfo& type = info(weight.storedType);
        return weight.isStored() ? value / type.weightsPerBlock * type.bytesPerBlock : value * sizeof(float);
    };
    const auto floatsOf = [&](std::uint64_t tile, FloatTileWork& work) {
        const std::uint64_t first = tile * tileFloats; // a multiple of every block
        work.values.resize(static_cast<std::size_t>(std::min(tileFloats, elements - first)));
        readStoredValues(model, weight, first, work.values);
        if (weight.isStored()) {
            StoredRows(model, weight)
                .visitStored(first, work.values.size(),
                             [&](const TensorInfo& tensor, std::uint64_t offset, std::uint64_t length) {
                                 model.checkpoint().release(tensor, offset, length);
                             });
        }
        progress.add(std::min(storedBytes - bytesBefore(first), bytesBefore(work.values.size())));
        return std::span<const float>(work.values);
    };
    return statisticsOfTiles((elements + tileFloats - 1) / tileFloats, floatsOf, arena, cancel);
}

/// For weights that are parts of a tensor or whose values are not the stored ones.
WeightStatistics statisticsOfRows(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                                  const CancelToken& cancel) {
    const RowTiles tiles = tilesOf(weight);
    const std::uint64_t rowBytes = weight.storedBytes() / weight.rows();
    const auto floatsOf = [&](std::uint64_t tile, FloatTileWork& work) {
        const std::uint64_t rows = tiles.rowsIn(tile);
        work.values.resize(static_cast<std::size_t>(rows * weight.columns()));
        readRows(model, weight, tiles.firstRow(tile), work.values);
        releaseRows(model, weight, tiles.firstRow(tile), rows);
        progress.add(rows * rowBytes);
        return std::span<const float>(work.values);
    };
    return statisticsOfTiles(tiles.count(), floatsOf, arena, cancel);
}

WeightStatistics statisticsOfAny(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                                 const CancelToken& cancel) {
    if (weight.isPacked() || (weight.isStored() && (!weight.keepsValues() || !StoredRows(model, weight).usesWholeTensors()))) {
        return statisticsOfRows(model, weight, arena, progress, cancel);
    }
    if (weight.isStored() && hasFloatForm(weight.storedType)) {
        const std::uint32_t width = info(weight.storedType).bytesPerBlock;
        if (width == 2) {
            return countStored<WordCounter>(model, weight, arena, progress, cancel);
        }
        if (width == 1) {
            return countStored<ByteCounter>(model, weight, arena, progress, cancel);
        }
    }
    return statisticsOfStoredFloats(model, weight, arena, progress, cancel);
}

} // namespace

WeightStatistics statisticsFrom(const Moments& moments, FineHistogram histogram) {
    WeightStatistics s;
    s.moments = moments;
    s.histogram = std::move(histogram);
    s.count = moments.count + moments.nans + moments.infinities;
    s.nanCount = moments.nans;
    s.infCount = moments.infinities;
    if (moments.count == 0) {
        return s;
    }
    const auto n = static_cast<double>(moments.count);
    s.minimum = moments.minimum;
    s.maximum = moments.maximum;
    s.mean = moments.mean;
    s.zeroShare = static_cast<double>(moments.zeros) / n;
    if (moments.minimum < moments.maximum) { // else m2 holds nothing but the rounding of the mean
        const double squared = moments.m2 * moments.m2;
        s.standardDeviation = std::sqrt(moments.m2 / n);
        s.excessKurtosis = squared > 0 ? n * moments.m4 / squared - 3 : 0;
    }
    s.beyondSixSigmaShare = shareBeyond(s.histogram, 6 * s.standardDeviation);
    return s;
}

void WeightStatistics::merge(const WeightStatistics& other) {
    if (other.count == 0) {
        return;
    }
    if (count == 0) {
        *this = other;
        return;
    }
    moments.merge(other.moments);
    histogram.merge(other.histogram);
    *this = statisticsFrom(moments, std::move(histogram));
}

WeightStatistics merged(std::span<const WeightStatistics> parts) {
    WeightStatistics all;
    for (const WeightStatistics& part : parts) {
        all.merge(part);
    }
    return all;
}

WeightStatistics computeStatistics(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                                   const CancelToken& cancel) {
    cancel.throwIfCancelled();
    if (weight.elements() == 0) {
        return {};
    }
    WeightStatistics statistics = statisticsOfAny(model, weight, arena, progress, cancel);
    requireUnchanged(model.checkpoint());
    return statistics;
}

WeightStatistics decodedStatistics(const Model& model, const Weight& weight, const Encoding& encoding,
                                   const EncodingGuide& guide, ThreadArena& arena, Progress& progress,
                                   const CancelToken& cancel) {
    checkRoundTrip(model, weight, encoding, guide.importance);
    const RowTiles tiles = tilesOf(weight);
    const std::uint64_t rowBytes = weight.rows() == 0 ? 0 : weight.storedBytes() / weight.rows();
    const auto floatsOf = [&](std::uint64_t tile, FloatTileWork& work) {
        const std::uint64_t rows = tiles.rowsIn(tile);
        const auto result = work.roundTrip.run(model, weight, encoding, guide, tiles.firstRow(tile), rows);
        releaseRows(model, weight, tiles.firstRow(tile), rows);
        progress.add(rows * rowBytes);
        return result.decoded;
    };
    WeightStatistics statistics = statisticsOfTiles(tiles.count(), floatsOf, arena, cancel);
    requireUnchanged(model.checkpoint());
    return statistics;
}

AbsoluteMaxima absoluteMaxima(const Model& model, const Weight& weight, ThreadArena& arena, Progress& progress,
                              const CancelToken& cancel) {
    if (weight.rows() > mostMaxima || weight.columns() > mostMaxima) {
        throw badInput(model.checkpoint().path(), say("{} is too large for a chart of maxima", escapeForDisplay(weight.name)),
                       say("It has {} rows and {} columns; at most {} of each can be shown.", weight.rows(), weight.columns(),
                           mostMaxima));
    }
    const auto columns = static_cast<std::size_t>(weight.columns());
    struct Work {
        std::vector<float> columns;
        std::vector<float> values;
    };
    AbsoluteMaxima maxima;
    maxima.columns.resize(columns);
    maxima.rows.resize(static_cast<std::size_t>(weight.rows()));
    const RowTiles tiles = tilesOf(weight);
    const std::uint64_t rowBytes = weight.rows() == 0 ? 0 : weight.storedBytes() / weight.rows();
    oneapi::tbb::enumerable_thread_specific<Work> works([&] { return Work{std::vector<float>(columns), {}}; });
    arena.run([&] {
        oneapi::tbb::parallel_for(std::uint64_t{0}, tiles.count(), [&](std::uint64_t tile) {
            cancel.throwIfCancelled();
            Work& work = works.local();
            const std::uint64_t firstRow = tiles.firstRow(tile);
            const std::uint64_t rows = tiles.rowsIn(tile);
            work.values.resize(static_cast<std::size_t>(rows) * columns);
            readRows(model, weight, firstRow, work.values);
            updateAbsoluteMaxima(
                work.values, work.columns,
                std::span(maxima.rows).subspan(static_cast<std::size_t>(firstRow), static_cast<std::size_t>(rows)));
            releaseRows(model, weight, firstRow, rows);
            progress.add(rows * rowBytes);
        });
    });
    for (const Work& work : works) {
        std::ranges::transform(maxima.columns, work.columns, maxima.columns.begin(),
                               [](float a, float b) { return std::max(a, b); });
    }
    requireUnchanged(model.checkpoint());
    return maxima;
}

} // namespace quantlathe
