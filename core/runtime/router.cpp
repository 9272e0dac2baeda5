// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/router.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace quantlathe {
namespace {

constexpr float never = -std::numeric_limits<float>::infinity();

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

/// One token's scores on their way to a choice.
class TokenRouter {
public:
    TokenRouter(const Experts& experts, std::span<const float> bias, std::span<const float> factors)
        : experts_(experts), bias_(bias), factors_(factors), order_(experts.count), byChoice_(experts.count),
          worth_(experts.groups), groups_(experts.groups) {}

    void route(std::size_t token, std::span<float> scores, std::vector<std::vector<ExpertChoice>>& chosen) {
        if (experts_.scores == ExpertScores::sparseMixer) {
            routeSparsely(token, scores, chosen);
            return;
        }
        const bool byLogits = experts_.scores == ExpertScores::sigmoidOfInput; // large ones have one sigmoid
        if (byLogits) {
            std::ranges::copy(scores, byChoice_.begin());
        }
        score(scores);
        if (!byLogits) {
            std::ranges::copy(scores, byChoice_.begin());
        }
        if (!bias_.empty()) {
            std::ranges::transform(byChoice_, bias_, byChoice_.begin(), std::plus());
        }
        if (experts_.groups > 1) {
            leaveBestGroups();
        }
        const auto end = best(experts_.used);
        float total = 0;
        std::for_each(order_.begin(), end, [&](std::size_t expert) { total += scores[expert]; });
        const float factor = experts_.shareFactor / (experts_.normalizeShares ? std::max(total, smallestTotal) : 1.0F);
        std::for_each(order_.begin(), end, [&](std::size_t expert) {
            const float own = factors_.empty() ? 1.0F : factors_[expert];
            chosen[expert].push_back({token, scores[expert] * factor * own});
        });
    }

private:
    static constexpr float smallestTotal = 1e-20F;

    void score(std::span<float> scores) const {
        if (experts_.scores == ExpertScores::softmax) {
            const SoftmaxBlock sum = softmaxBlock(scores, never);
            scaleRow(scores, 1.0F / sum.sum);
        } else {
            std::ranges::transform(scores, scores.begin(), sigmoid);
        }
    }

    /// The first `count` of order_ by byChoice_.
    std::vector<std::size_t>::iterator best(std::size_t count) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        const auto end = order_.begin() + static_cast<std::ptrdiff_t>(count);
        std::partial_sort(order_.begin(), end, order_.end(), [&](std::size_t a, std::size_t b) {
            return byChoice_[a] != byChoice_[b] ? byChoice_[a] > byChoice_[b] : a < b;
        });
        return end;
    }

    /// A group is worth its two best experts (DeepSeek-AI 2024, "DeepSeek-V3", section 2.1.2); where scores are shares, its
    /// best one (the same 2024, "DeepSeek-V2", section 2.2.2).
    void leaveBestGroups() {
        const std::size_t size = experts_.count / experts_.groups;
        const bool bySecond = experts_.scores != ExpertScores::softmax && size > 1;
        for (std::size_t group = 0; group < experts_.groups; ++group) {
            float first = never;
            float second = never;
            for (const float score : std::span(byChoice_).subspan(group * size, size)) {
                second = std::max(second, std::min(first, score));
                first = std::max(first, score);
            }
            worth_[group] = bySecond ? first + second : first;
        }
        std::iota(groups_.begin(), groups_.end(), std::size_t{0});
        std::ranges::stable_sort(groups_, [&](std::size_t a, std::size_t b) { return worth_[a] > worth_[b]; });
        for (std::size_t i = experts_.groupsUsed; i < groups_.size(); ++i) {
            std::fill_n(byChoice_.begin() + static_cast<std::ptrdiff_t>(groups_[i] * size), size, never);
        }
    }

    /// The best expert, and the best of the others; the share of each is a softmax over those that are nearly as good.
    void routeSparsely(std::size_t token, std::span<float> scores, std::vector<std::vector<ExpertChoice>>& chosen) {
        std::ranges::copy(scores, byChoice_.begin());
        for (std::uint32_t i = 0; i < experts_.used; ++i) {
            const auto winner = static_cast<std::size_t>(std::ranges::max_element(byChoice_) - byChoice_.begin());
            const float largest = byChoice_[winner];
            float total = 0;
            for (std::size_t expert = 0; expert < scores.size(); ++expert) {
                const float limit = 2 * experts_.jitter * std::max(std::abs(scores[expert]), largest);
                if (byChoice_[expert] != never && largest - scores[expert] <= limit) {
                    total += std::exp(byChoice_[expert] - largest);
                }
            }
            chosen[winner].push_back({token, experts_.shareFactor / total});
            byChoice_[winner] = never;
        }
    }

    const Experts& experts_;
    std::span<const float> bias_;
    std::span<const float> factors_;
    std::vector<std::size_t> order_;
    std::vector<float> byChoice_;
    std::vector<float> worth_; // of groups
    std::vector<std::size_t> groups_;
};

} // namespace

std::vector<std::vector<ExpertChoice>> chooseExperts(const Experts& experts, Matrix scores, std::span<const float> bias,
                                                     std::span<const float> factors) {
    std::vector<std::vector<ExpertChoice>> chosen(experts.count);
    TokenRouter router(experts, bias, factors);
    for (std::size_t token = 0; token < scores.rows; ++token) {
        router.route(token, {scores.data + token * scores.stride, experts.count}, chosen);
    }
    return chosen;
}

} // namespace quantlathe
