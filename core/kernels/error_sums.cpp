// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/error_sums.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/error_sums.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef QUANTLATHE_KERNELS_ERROR_SUMS_ONCE
#define QUANTLATHE_KERNELS_ERROR_SUMS_ONCE
namespace quantlathe {

// Column i of a row always goes to lane i mod 8, whatever the width of the machine's vectors.
constexpr std::size_t errorLanes = 8;
using ErrorLane = std::array<double, errorLanes>;

struct ErrorLanes {
    ErrorLane count{};
    ErrorLane difference{};
    ErrorLane original{};
    ErrorLane decoded{};
    ErrorLane product{};
    ErrorLane weightedDifference{};
    ErrorLane weightedOriginal{};
    ErrorLane maxAbsolute{};
};

} // namespace quantlathe
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using DoubleTag = hn::CappedTag<double, errorLanes>;
using Doubles = hn::Vec<DoubleTag>;
constexpr std::size_t doublesPerVector = hn::MaxLanes(DoubleTag());
constexpr std::size_t vectors = errorLanes / doublesPerVector;

inline Doubles loadPromoted(const float* values) {
    return hn::PromoteTo(DoubleTag(), hn::LoadU(hn::Rebind<float, DoubleTag>(), values));
}

// Whole groups of eight of one row, added to `lanes`.
template <bool weighted>
void addGroups(const float* original, const float* decoded, const float* importance, std::size_t groups, ErrorLanes& lanes) {
    const DoubleTag d;
    const auto one = hn::Set(d, 1.0);
    const auto largest = hn::Set(d, static_cast<double>(std::numeric_limits<float>::max()));
    // One vector of lanes at a time keeps all of its sums in registers.
    for (std::size_t v = 0; v < vectors; ++v) {
        const std::size_t lane = v * doublesPerVector;
        auto count = hn::LoadU(d, lanes.count.data() + lane);
        auto difference = hn::LoadU(d, lanes.difference.data() + lane);
        auto originals = hn::LoadU(d, lanes.original.data() + lane);
        auto decodeds = hn::LoadU(d, lanes.decoded.data() + lane);
        auto product = hn::LoadU(d, lanes.product.data() + lane);
        auto weightedDifference = hn::LoadU(d, lanes.weightedDifference.data() + lane);
        auto weightedOriginal = hn::LoadU(d, lanes.weightedOriginal.data() + lane);
        auto maxAbsolute = hn::LoadU(d, lanes.maxAbsolute.data() + lane);
        for (std::size_t g = 0; g < groups; ++g) {
            const std::size_t i = g * errorLanes + lane;
            auto w = loadPromoted(original + i);
            auto q = loadPromoted(decoded + i);
            const auto finite = hn::And(hn::Le(hn::Abs(w), largest), hn::Le(hn::Abs(q), largest));
            w = hn::IfThenElseZero(finite, w);
            q = hn::IfThenElseZero(finite, q);
            const auto delta = hn::Sub(w, q);
            const auto delta2 = hn::Mul(delta, delta);
            const auto w2 = hn::Mul(w, w);
            count = hn::Add(count, hn::IfThenElseZero(finite, one));
            difference = hn::Add(difference, delta2);
            originals = hn::Add(originals, w2);
            decodeds = hn::Add(decodeds, hn::Mul(q, q));
            product = hn::Add(product, hn::Mul(w, q));
            maxAbsolute = hn::Max(maxAbsolute, hn::Abs(delta));
            if constexpr (weighted) {
                const auto s = loadPromoted(importance + i);
                weightedDifference = hn::Add(weightedDifference, hn::Mul(s, delta2));
                weightedOriginal = hn::Add(weightedOriginal, hn::Mul(s, w2));
            }
        }
        hn::StoreU(count, d, lanes.count.data() + lane);
        hn::StoreU(difference, d, lanes.difference.data() + lane);
        hn::StoreU(originals, d, lanes.original.data() + lane);
        hn::StoreU(decodeds, d, lanes.decoded.data() + lane);
        hn::StoreU(product, d, lanes.product.data() + lane);
        hn::StoreU(weightedDifference, d, lanes.weightedDifference.data() + lane);
        hn::StoreU(weightedOriginal, d, lanes.weightedOriginal.data() + lane);
        hn::StoreU(maxAbsolute, d, lanes.maxAbsolute.data() + lane);
    }
}

void addErrorGroups(const float* original, const float* decoded, const float* importance, std::size_t groups,
                    ErrorLanes& lanes) {
    if (importance == nullptr) {
        addGroups<false>(original, decoded, importance, groups, lanes);
    } else {
        addGroups<true>(original, decoded, importance, groups, lanes);
    }
}

// The largest |value| of the row's whole vectors; `columns` takes part element by element.
std::size_t rowMaxima(const float* values, std::size_t count, float* columns, float* rowMaximum) {
    const hn::ScalableTag<float> f;
    const std::size_t lanes = hn::Lanes(f);
    auto row = hn::Zero(f);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const auto value = hn::LoadU(f, values + i);
        const auto magnitude = hn::IfThenElseZero(hn::Eq(value, value), hn::Abs(value));
        row = hn::Max(row, magnitude);
        hn::StoreU(hn::Max(hn::LoadU(f, columns + i), magnitude), f, columns + i);
    }
    *rowMaximum = hn::GetLane(hn::MaxOfLanes(f, row));
    return i;
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {

HWY_EXPORT(addErrorGroups);
HWY_EXPORT(rowMaxima);

double total(const ErrorLane& lanes) {
    return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

void addOne(double w, double q, const float* importance, std::size_t lane, ErrorLanes& lanes) {
    if (!std::isfinite(w) || !std::isfinite(q)) {
        return;
    }
    const double delta = w - q;
    lanes.count[lane] += 1;
    lanes.difference[lane] += delta * delta;
    lanes.original[lane] += w * w;
    lanes.decoded[lane] += q * q;
    lanes.product[lane] += w * q;
    lanes.maxAbsolute[lane] = std::max(lanes.maxAbsolute[lane], std::abs(delta));
    if (importance != nullptr) {
        lanes.weightedDifference[lane] += *importance * (delta * delta);
        lanes.weightedOriginal[lane] += *importance * (w * w);
    }
}

} // namespace

void ErrorSums::merge(const ErrorSums& other) {
    weights += other.weights;
    nonFinite += other.nonFinite;
    difference += other.difference;
    original += other.original;
    decoded += other.decoded;
    product += other.product;
    weightedDifference += other.weightedDifference;
    weightedOriginal += other.weightedOriginal;
    maxAbsolute = std::max(maxAbsolute, other.maxAbsolute);
}

ErrorSums errorSums(std::span<const float> original, std::span<const float> decoded, std::uint64_t columns,
                    std::span<const float> importance) {
    assert(original.size() == decoded.size() && (importance.empty() || importance.size() == columns));
    // Without importance nothing depends on the column, and all rows are one long row.
    const std::size_t rowLength = importance.empty() ? original.size() : static_cast<std::size_t>(columns);
    ErrorLanes lanes;
    for (std::size_t start = 0; start < original.size(); start += rowLength) {
        const std::size_t groups = rowLength / errorLanes;
        const float* const s = importance.empty() ? nullptr : importance.data();
        HWY_DYNAMIC_DISPATCH(addErrorGroups)(original.data() + start, decoded.data() + start, s, groups, lanes);
        for (std::size_t i = groups * errorLanes; i < rowLength; ++i) {
            addOne(original[start + i], decoded[start + i], s == nullptr ? s : s + i, i % errorLanes, lanes);
        }
    }
    ErrorSums sums;
    sums.weights = static_cast<std::uint64_t>(total(lanes.count));
    sums.nonFinite = original.size() - sums.weights;
    sums.difference = total(lanes.difference);
    sums.original = total(lanes.original);
    sums.decoded = total(lanes.decoded);
    sums.product = total(lanes.product);
    sums.weightedDifference = total(lanes.weightedDifference);
    sums.weightedOriginal = total(lanes.weightedOriginal);
    sums.maxAbsolute = std::ranges::max(lanes.maxAbsolute);
    return sums;
}

void updateAbsoluteMaxima(std::span<const float> values, std::span<float> columnMaxima, std::span<float> rowMaxima) {
    const std::size_t columns = columnMaxima.size();
    assert(values.size() == columns * rowMaxima.size());
    for (std::size_t r = 0; r < rowMaxima.size(); ++r) {
        const auto row = values.subspan(r * columns, columns);
        float largest = 0;
        for (std::size_t c = HWY_DYNAMIC_DISPATCH(rowMaxima)(row.data(), columns, columnMaxima.data(), &largest); c < columns;
             ++c) {
            const float magnitude = std::isnan(row[c]) ? 0.0F : std::abs(row[c]);
            largest = std::max(largest, magnitude);
            columnMaxima[c] = std::max(columnMaxima[c], magnitude);
        }
        rowMaxima[r] = std::max(rowMaxima[r], largest);
    }
}

} // namespace quantlathe
#endif
