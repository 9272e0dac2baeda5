// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/token_choice.h"

#include "runtime/rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::size_t queriesAtOnce = 32;

/// Some queries of a sequence against all keys up to the last of them.
class Chooser {
public:
    Chooser(const TokenChoice& choice, SequenceRows sequence, ConstMatrix queries, ConstMatrix keys, ConstMatrix weights)
        : choice_(choice), sequence_(sequence), queries_(queries), keys_(keys), weights_(weights) {}

    void run(std::size_t first, std::size_t count, std::span<std::uint32_t> chosen, std::size_t stride) {
        if (first + count > choice_.most) {
            score(first, count);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const std::span<std::uint32_t> words = chosen.subspan((sequence_.first + first + i) * stride, stride);
            std::ranges::fill(words, 0U);
            choose(i, first + i + 1, words);
        }
    }

private:
    [[nodiscard]] ConstMatrix rows(const ConstMatrix& matrix, std::size_t first, std::size_t count) const {
        return someRows(matrix, sequence_.first + first, count);
    }

    /// sums_: Σ over heads of weight · max(0, query · key).
    void score(std::size_t first, std::size_t count) {
        const std::size_t size = choice_.size;
        const std::size_t positions = first + count;
        const auto scale = static_cast<float>(1 / std::sqrt(static_cast<double>(size)));
        const auto share = static_cast<float>(1 / std::sqrt(static_cast<double>(choice_.heads)));
        sums_.assign(count * positions, 0.0F);
        scores_.resize(count * positions);
        const Matrix scores{scores_.data(), count, positions, positions};
        const ConstMatrix weights = rows(weights_, first, count);
        for (std::size_t head = 0; head < choice_.heads; ++head) {
            multiplyTransposed(columnsOf(rows(queries_, first, count), head * size, size), rows(keys_, 0, positions), scale,
                               scores);
            for (std::size_t i = 0; i < count; ++i) {
                const float weight = weights.data[i * weights.stride + head] * share;
                float* const sum = sums_.data() + i * positions;
                const float* const row = scores_.data() + i * positions;
                for (std::size_t p = 0; p < positions; ++p) {
                    sum[p] += weight * std::max(row[p], 0.0F);
                }
            }
        }
        // An order needs numbers; whoever looks at the activations behind the layer says what is wrong with them.
        std::ranges::replace_if(
            sums_, [](float sum) { return std::isnan(sum); }, 0.0F);
        positions_ = positions;
    }

    void choose(std::size_t query, std::size_t visible, std::span<std::uint32_t> words) {
        order_.resize(visible);
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        auto end = order_.end();
        if (visible > choice_.most) {
            const float* const sums = sums_.data() + query * positions_;
            end = order_.begin() + static_cast<std::ptrdiff_t>(choice_.most);
            std::nth_element(order_.begin(), end, order_.end(),
                             [&](std::size_t a, std::size_t b) { return sums[a] != sums[b] ? sums[a] > sums[b] : a < b; });
        }
        std::for_each(order_.begin(), end, [&](std::size_t p) { words[p / choiceWordBits] |= 1U << (p % choiceWordBits); });
    }

    const TokenChoice& choice_;
    SequenceRows sequence_;
    ConstMatrix queries_, keys_, weights_;
    std::vector<float> sums_, scores_; // query × position
    std::vector<std::size_t> order_;
    std::size_t positions_ = 0;
};

} // namespace

void chooseTokens(const TokenChoice& choice, SequenceRows sequence, ConstMatrix queries, ConstMatrix keys, ConstMatrix weights,
                  std::span<std::uint32_t> chosen, std::size_t stride, const RunContext& context) {
    const std::size_t blocks = (sequence.count + queriesAtOnce - 1) / queriesAtOnce;
    context.forEach(blocks, [&](std::size_t block) {
        const std::size_t first = block * queriesAtOnce;
        Chooser(choice, sequence, queries, keys, weights)
            .run(first, std::min(queriesAtOnce, sequence.count - first), chosen, stride);
    });
}

} // namespace quantlathe
