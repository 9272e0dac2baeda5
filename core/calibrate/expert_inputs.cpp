// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/expert_inputs.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace quantlathe {
void ExpertCapture::follow(const Weight& weight, std::uint32_t first, std::uint32_t count) {
    weight_ = &weight;
    first_ = first;
    experts_.resize(count);
    for (Expert& expert : experts_) { // their memory is used again
        expert.values.clear();
        expert.tokens.clear();
    }
}

void ExpertCapture::observe(const Observation& seen, ThreadArena&) {
    Expert& expert = experts_.at(seen.expert.value() - first_);
    for (std::size_t i = 0; i < seen.rows; ++i) {
        const std::span<const float> row = seen.row(i);
        expert.values.insert(expert.values.end(), row.begin(), row.end());
    }
    expert.tokens.insert(expert.tokens.end(), seen.tokens.chosen.begin(), seen.tokens.chosen.end());
}

ExpertRows ExpertCapture::rowsOf(std::uint32_t number) const {
    const Expert& expert = experts_.at(number);
    const std::size_t columns = expert.tokens.empty() ? 0 : expert.values.size() / expert.tokens.size();
    return {{expert.values.data(), expert.tokens.size(), columns, columns}, expert.tokens};
}

void ExpertSums::add(const ExpertRows& original, const ExpertRows& encoded, std::size_t judgingOneOf, ThreadArena& arena) {
    const std::size_t columns = encoded.values.columns;
    std::vector<float> both;
    std::vector<float> difference;
    for (std::size_t a = 0, b = 0; a < original.tokens.size() && b < encoded.tokens.size();) {
        if (original.tokens[a] != encoded.tokens[b]) { // routed elsewhere in one of the models
            ++(original.tokens[a] < encoded.tokens[b] ? a : b);
            continue;
        }
        const std::span<const float> was(original.values.data + a * columns, columns);
        const std::span<const float> is(encoded.values.data + b * columns, columns);
        both.insert(both.end(), is.begin(), is.end());
        std::ranges::transform(was, is, std::back_inserter(difference), std::minus());
        ++a;
        ++b;
    }
    const std::size_t rows = columns == 0 ? 0 : both.size() / columns;
    addRows({both.data(), rows, columns, columns}, {difference.data(), rows, columns, columns}, judgingOneOf, arena);
}

void ExpertSums::add(const ExpertRows& rows, std::size_t judgingOneOf, ThreadArena& arena) {
    addRows(rows.values, {}, judgingOneOf, arena);
}

double ExpertSums::borrow(const PairSums& all) {
    const auto own = static_cast<double>(fit.tokens);
    if (all.tokens == 0) {
        return own;
    }
    const double borrowed = std::min(std::sqrt(static_cast<double>(all.gram.size())), static_cast<double>(all.tokens));
    const double share = borrowed / static_cast<double>(all.tokens);
    const auto add = [share](const auto& from, auto& to) {
        std::ranges::transform(from, to, to.begin(),
                               [share](auto more, auto sum) { return static_cast<decltype(sum)>(sum + share * more); });
    };
    add(all.gram, fit.gram);
    add(all.difference, fit.difference);
    return (own + borrowed) * (own + borrowed) / (own + borrowed * share); // (Σ w)² / Σ w², L. Kish, Survey Sampling, 1965
}

/// Of all rows so far, not of these: they may be few.
void ExpertSums::addRows(ConstMatrix encoded, ConstMatrix difference, std::size_t judgingOneOf, ThreadArena& arena) {
    const std::size_t tokens = static_cast<std::size_t>(fit.tokens + held.tokens) + encoded.rows;
    const std::size_t judging = std::min(encoded.rows, tokens / judgingOneOf - static_cast<std::size_t>(held.tokens));
    addPairs(fit, held, judging, {encoded, difference, {}}, arena);
}

} // namespace quantlathe
