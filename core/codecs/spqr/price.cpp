// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/price.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace quantlathe::spqr {
namespace {

constexpr std::uint32_t droppedBits = 12; // of an F32's 23
constexpr std::uint32_t signBit = 31;
constexpr std::size_t bins = std::size_t{1} << (signBit - droppedBits);

float quantile(std::vector<float> errors, double share) {
    const auto above = static_cast<std::size_t>(share * static_cast<double>(errors.size()));
    const auto at = errors.end() - 1 - static_cast<std::ptrdiff_t>(std::min(above, errors.size() - 1));
    std::nth_element(errors.begin(), at, errors.end());
    return *at;
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

float priceFor(double share, const std::function<std::vector<float>(float)>& errorsAt) {
    float price = std::numeric_limits<float>::infinity();
    for (int round = 0; round < priceRounds; ++round) {
        const float next = quantile(errorsAt(price), share);
        price = round < 2 ? next : std::sqrt(price * next); // tighter scales leave larger errors outside, which needs damping
    }
    return price;
}

} // namespace quantlathe::spqr
