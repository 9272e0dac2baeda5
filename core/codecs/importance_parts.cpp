// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/importance_parts.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

// The searches compare products of two sums of importance · |weight|³ · code² or so: within these bounds they neither overflow
// nor vanish for weights of the size that models have.
constexpr float leastUsual = 0x1p-48F;
constexpr float mostUsual = 0x1p48F;
/// Beside a largest value within those bounds, what is smaller is as good as nothing.
constexpr float nothing = 0x1p-96F;

float largestOf(std::span<const float> values) {
    return *std::ranges::max_element(values);
}
bool saysNothing(float value) {
    return value < nothing;
}

/// Brings the largest value into [1, 4). Even powers only: code books take square roots.
bool scaleIntoReach(std::span<float> block, float largest) {
    if (!std::isfinite(largest) || (largest >= leastUsual && largest <= mostUsual)) {
        return false;
    }
    const int exponent = std::ilogb(largest) & ~1;
    for (float& value : block) {
        value = std::ldexp(value, -exponent);
    }
    return true;
}

/// The smallest value that says something. Precondition: there is one.
float leastOf(std::span<const float> block) {
    float least = largestOf(block);
    for (const float value : block) {
        least = saysNothing(value) ? least : std::min(least, value);
    }
    return least;
}

bool fillSilentParts(std::span<float> block, std::size_t partColumns) {
    bool changed = false;
    for (std::size_t first = 0; first < block.size(); first += partColumns) {
        const std::span<float> part = block.subspan(first, partColumns);
        if (2 * static_cast<std::size_t>(std::ranges::count_if(part, saysNothing)) > part.size()) {
            std::ranges::replace_if(part, saysNothing, leastOf(block));
            changed = true;
        }
    }
    return changed;
}

} // namespace

bool makeUsable(std::span<float> block, std::size_t partColumns) {
    const float largest = largestOf(block);
    if (largest == 0) {
        std::ranges::fill(block, 1.0F);
        return true;
    }
    const bool isScaled = scaleIntoReach(block, largest);
    return fillSilentParts(block, partColumns) || isScaled;
}

std::vector<float> usableImportance(const Encoding& encoding, std::span<const float> importance) {
    const std::size_t partColumns = columnsPerScale(encoding);
    if (partColumns == 0 || importance.empty()) {
        return {};
    }
    std::vector<float> usable(importance.begin(), importance.end());
    const std::size_t blockColumns = encoding.columnMultiple();
    bool changed = false;
    for (std::size_t first = 0; first < usable.size(); first += blockColumns) {
        changed = makeUsable(std::span(usable).subspan(first, blockColumns), partColumns) || changed;
    }
    return changed ? usable : std::vector<float>();
}

GroupImportance::GroupImportance(std::span<const float> importance, std::uint64_t groupSize)
    : columns_(importance.begin(), importance.end()), isPrepared_(!importance.empty() && importance.size() % groupSize == 0) {
    for (std::size_t first = 0; isPrepared_ && first < columns_.size(); first += groupSize) {
        const std::span<float> group = std::span(columns_).subspan(first, static_cast<std::size_t>(groupSize));
        makeUsable(group, group.size());
    }
}

void GroupImportance::ofGroups(std::uint64_t first, std::uint64_t groupSize, std::span<float> out) const {
    for (std::size_t done = 0; done < out.size();) {
        const std::size_t column = (first + done) % columns_.size();
        const std::size_t count = std::min(columns_.size() - column, out.size() - done);
        std::copy_n(&columns_[column], count, &out[done]);
        done += count;
    }
    for (std::size_t done = 0; !isPrepared_ && done < out.size(); done += groupSize) {
        const std::span<float> group = out.subspan(done, std::min<std::size_t>(groupSize, out.size() - done));
        makeUsable(group, group.size());
    }
}

} // namespace quantlathe
