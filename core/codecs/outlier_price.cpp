// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/outlier_price.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::uint32_t droppedBits = 12; // of an F32's 23
constexpr std::uint32_t signBit = 31;
constexpr std::size_t bins = std::size_t{1} << (signBit - droppedBits);

struct Looked {
    float limit =
        0; // the error that the share reaches; where most are 0, the least of the others, and infinity if there is none
    double rest = 0; // what all others add up to
};

Looked lookAt(std::vector<float> errors, double share) {
    const auto above = static_cast<std::size_t>(share * static_cast<double>(errors.size()));
    const auto at = errors.end() - 1 - static_cast<std::ptrdiff_t>(std::min(above, errors.size() - 1));
    std::nth_element(errors.begin(), at, errors.end());
    Looked looked{.limit = *at};
    std::for_each(errors.begin(), at, [&](float error) { looked.rest += static_cast<double>(error); });
    if (!(looked.limit > 0)) {
        looked.limit = std::numeric_limits<float>::infinity();
        std::for_each(at, errors.end(),
                      [&](float error) { looked.limit = error > 0 ? std::min(looked.limit, error) : looked.limit; });
    }
    return looked;
}

} // namespace

ErrorCounts::ErrorCounts() : counts_(bins) {}

void ErrorCounts::add(std::span<const float> errors) {
    for (const float error : errors) {
        counts_[std::bit_cast<std::uint32_t>(error) >> droppedBits].fetch_add(1, std::memory_order_relaxed);
    }
}

float ErrorCounts::limitFor(std::uint64_t room) const {
    std::uint64_t sum = 0;
    std::size_t bin = bins;
    while (bin > 0 && sum + counts_[bin - 1] <= room) {
        sum += counts_[--bin];
    }
    return std::bit_cast<float>(static_cast<std::uint32_t>(bin << droppedBits));
}

OutlierPrices pricesFor(double share, const std::function<std::vector<float>(float)>& errorsAt) {
    // Wanted is a price that is its own limit. Tighter scales leave larger errors outside, so the two go apart: a secant, on
    // logarithms, finds where they meet.
    OutlierPrices prices;
    double least = std::numeric_limits<double>::infinity();
    double place = 0;
    double lastPlace = 0;
    double lastGap = 0;
    for (int round = 0; round < priceRounds; ++round) {
        const Looked looked = lookAt(errorsAt(prices.meeting), share);
        if (looked.rest < least) {
            least = looked.rest;
            prices.best = prices.meeting;
        }
        if (!std::isfinite(looked.limit)) {
            break; // nothing errs
        }
        const double limit = std::log(static_cast<double>(looked.limit));
        if (round == 0) {
            place = limit;
        } else {
            const double gap = limit - place;
            const double slope = round > 1 && place != lastPlace ? (gap - lastGap) / (place - lastPlace) : -1;
            lastPlace = std::exchange(place, place + (slope < -0.25 ? -gap / slope : gap / 2));
            lastGap = gap;
        }
        prices.meeting = static_cast<float>(std::exp(place));
    }
    return prices;
}

} // namespace quantlathe
