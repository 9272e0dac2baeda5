// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/fine_histogram.h"

#include "base/numeric.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace quantlathe {
namespace {

constexpr std::uint16_t magnitudeMask = 0x7FFF;
constexpr std::uint16_t infinitePattern = 0x7F80;

// The next magnitude after the largest finite one counts as 2^128, so that every bin has two ends.
double magnitudeValue(unsigned magnitude) {
    return magnitude >= infinitePattern ? 0x1p128 : static_cast<double>(floatFromBf16(static_cast<std::uint16_t>(magnitude)));
}

struct Interval {
    double low = 0;
    double high = 0;
};

Interval mirroredIf(bool negative, Interval i) {
    return negative ? Interval{-i.high, -i.low} : i;
}

// The magnitudes that a bin stands for: one number if it is exact.
Interval magnitudesOf(unsigned magnitude, bool isExact) {
    return {magnitudeValue(magnitude), magnitudeValue(isExact ? magnitude : magnitude + 1)};
}

Interval valuesOf(std::uint16_t bin, bool isExact) {
    const std::uint16_t pattern = fineBinPattern(bin);
    return mirroredIf((pattern & 0x8000U) != 0, magnitudesOf(pattern & magnitudeMask, isExact));
}

// All numbers that round to an exact bin's value.
Interval roundingInterval(std::uint16_t bin) {
    const std::uint16_t pattern = fineBinPattern(bin);
    const unsigned magnitude = pattern & magnitudeMask;
    const double middle = magnitudeValue(magnitude);
    const double above = (middle + magnitudeValue(magnitude + 1)) / 2;
    const double below = magnitude == 0 ? -above : (middle + magnitudeValue(magnitude - 1)) / 2;
    return mirroredIf((pattern & 0x8000U) != 0, {below, above});
}

// Share of an interval that lies above `limit`; a point on the limit does not.
double shareAbove(Interval i, double limit) {
    if (limit < i.low) {
        return 1;
    }
    return limit >= i.high ? 0 : (i.high - limit) / (i.high - i.low);
}

class LinearBins {
public:
    LinearBins(LinearHistogram& histogram) : h_(histogram), bins_(histogram.counts.size()) {}

    void addPoint(double value, double count) {
        if (value < h_.low) {
            h_.below += count;
        } else if (value > h_.high) {
            h_.above += count;
        } else {
            h_.counts[binOf(value)] += count;
        }
    }

    void addSpread(Interval i, double count) {
        if (!(i.high > i.low)) {
            addPoint(i.low, count);
            return;
        }
        const double density = count / (i.high - i.low);
        h_.below += density * std::max(0.0, std::min(i.high, h_.low) - i.low);
        h_.above += density * std::max(0.0, i.high - std::max(i.low, h_.high));
        const double low = std::max(i.low, h_.low);
        const double high = std::min(i.high, h_.high);
        if (!(low < high)) {
            return;
        }
        for (std::size_t bin = binOf(low); bin < bins_ && edge(bin) < high; ++bin) {
            h_.counts[bin] += density * std::max(0.0, std::min(high, edge(bin + 1)) - std::max(low, edge(bin)));
        }
    }

private:
    [[nodiscard]] double edge(std::size_t bin) const {
        return bin == bins_ ? h_.high : h_.low + (h_.high - h_.low) * (static_cast<double>(bin) / static_cast<double>(bins_));
    }
    // The division may be off by one near an edge, so the edges themselves have the last word.
    [[nodiscard]] std::size_t binOf(double value) const {
        const double position = (value - h_.low) / (h_.high - h_.low) * static_cast<double>(bins_);
        auto bin = std::min(bins_ - 1, static_cast<std::size_t>(std::max(0.0, position)));
        while (bin > 0 && value < edge(bin)) {
            --bin;
        }
        while (bin + 1 < bins_ && value >= edge(bin + 1)) {
            ++bin;
        }
        return bin;
    }

    LinearHistogram& h_;
    std::size_t bins_;
};

} // namespace

std::uint64_t FineHistogram::total() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void FineHistogram::merge(const FineHistogram& other) {
    if (other.bins.empty()) {
        return;
    }
    if (bins.empty()) {
        *this = other;
        return;
    }
    FineHistogram both;
    both.isExact = isExact && other.isExact;
    both.bins.reserve(bins.size() + other.bins.size());
    both.counts.reserve(bins.size() + other.bins.size());
    std::size_t a = 0;
    std::size_t b = 0;
    while (a < bins.size() || b < other.bins.size()) {
        const bool takeA = b == other.bins.size() || (a < bins.size() && bins[a] <= other.bins[b]);
        const bool takeB = a == bins.size() || (b < other.bins.size() && other.bins[b] <= bins[a]);
        both.bins.push_back(takeA ? bins[a] : other.bins[b]);
        both.counts.push_back((takeA ? counts[a] : 0) + (takeB ? other.counts[b] : 0));
        a += takeA ? 1 : 0;
        b += takeB ? 1 : 0;
    }
    *this = std::move(both);
}

FineHistogram fineHistogram(std::span<const std::uint64_t> patternCounts, bool isExact) {
    assert(patternCounts.size() == 65536);
    FineHistogram histogram;
    histogram.isExact = isExact;
    for (unsigned bin = 0; bin < 65536; ++bin) {
        const std::uint16_t pattern = fineBinPattern(static_cast<std::uint16_t>(bin));
        if (patternCounts[pattern] != 0 && (pattern & magnitudeMask) < infinitePattern) {
            histogram.bins.push_back(static_cast<std::uint16_t>(bin));
            histogram.counts.push_back(patternCounts[pattern]);
        }
    }
    return histogram;
}

double quantile(const FineHistogram& histogram, double p) {
    const double needed = std::clamp(p, 0.0, 1.0) * static_cast<double>(histogram.total());
    double seen = 0;
    double value = 0;
    for (std::size_t i = 0; i < histogram.bins.size(); ++i) {
        const Interval values = valuesOf(histogram.bins[i], histogram.isExact);
        const auto count = static_cast<double>(histogram.counts[i]);
        value = values.high;
        if (seen + count >= needed) {
            return values.low + (values.high - values.low) * (needed - seen) / count;
        }
        seen += count;
    }
    return value;
}

double symmetricRange(const FineHistogram& histogram, double p) {
    std::vector<std::uint64_t> byMagnitude(infinitePattern);
    for (std::size_t i = 0; i < histogram.bins.size(); ++i) {
        byMagnitude[fineBinPattern(histogram.bins[i]) & magnitudeMask] += histogram.counts[i];
    }
    const double needed = std::clamp(p, 0.0, 1.0) * static_cast<double>(histogram.total());
    double seen = 0;
    double range = 0;
    for (unsigned magnitude = 0; magnitude < infinitePattern; ++magnitude) {
        const auto count = static_cast<double>(byMagnitude[magnitude]);
        if (count == 0) {
            continue;
        }
        const Interval values = magnitudesOf(magnitude, histogram.isExact);
        range = values.high;
        if (seen + count >= needed) {
            return values.low + (values.high - values.low) * (needed - seen) / count;
        }
        seen += count;
    }
    return range;
}

double shareBeyond(const FineHistogram& histogram, double limit) {
    const std::uint64_t total = histogram.total();
    if (total == 0) {
        return 0;
    }
    double beyond = 0;
    for (std::size_t i = 0; i < histogram.bins.size(); ++i) {
        const unsigned magnitude = fineBinPattern(histogram.bins[i]) & magnitudeMask;
        beyond += static_cast<double>(histogram.counts[i]) * shareAbove(magnitudesOf(magnitude, histogram.isExact), limit);
    }
    return beyond / static_cast<double>(total);
}

LinearHistogram linearHistogram(const FineHistogram& histogram, std::size_t bins, double low, double high, bool smooth) {
    assert(bins > 0 && low < high);
    LinearHistogram result;
    result.low = low;
    result.high = high;
    result.counts.resize(bins);
    LinearBins target(result);
    for (std::size_t i = 0; i < histogram.bins.size(); ++i) {
        const auto count = static_cast<double>(histogram.counts[i]);
        const bool spread = histogram.isExact && smooth;
        target.addSpread(spread ? roundingInterval(histogram.bins[i]) : valuesOf(histogram.bins[i], histogram.isExact), count);
    }
    return result;
}

} // namespace quantlathe
