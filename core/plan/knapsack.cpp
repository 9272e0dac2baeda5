// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/knapsack.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace quantlathe {
namespace {

/// What a byte gains on the way from one option to a larger one.
double gainPerByte(const KnapsackOption& from, const KnapsackOption& to) {
    return (from.loss - to.loss) / static_cast<double>(to.bytes - from.bytes);
}

/// Options that no other beats in both size and loss: ascending in bytes, descending in loss.
std::vector<std::uint32_t> undominated(const std::vector<KnapsackOption>& options) {
    std::vector<std::uint32_t> order(options.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return options[a].bytes != options[b].bytes ? options[a].bytes < options[b].bytes : options[a].loss < options[b].loss;
    });
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t option : order) {
        if (kept.empty() || options[option].loss < options[kept.back()].loss) {
            kept.push_back(option);
        }
    }
    return kept;
}

/// The gain a byte never grows along the hull, in the very arithmetic that sorts the upgrades later.
std::vector<std::uint32_t> lowerHull(const std::vector<KnapsackOption>& options, const std::vector<std::uint32_t>& useful) {
    std::vector<std::uint32_t> hull;
    for (const std::uint32_t option : useful) {
        while (hull.size() >= 2 && gainPerByte(options[hull[hull.size() - 2]], options[hull.back()]) <
                                       gainPerByte(options[hull.back()], options[option])) {
            hull.pop_back();
        }
        hull.push_back(option);
    }
    return hull;
}

/// An item that may still deviate from the Lagrangian choice, with what each deviation costs.
struct CoreOption {
    std::uint32_t option = 0;
    std::int64_t bytes = 0; // beyond those of the Lagrangian choice
    double excess = 0;      // loss + λ · bytes beyond the smallest such sum
};
struct CoreItem {
    std::uint32_t item = 0;
    std::vector<CoreOption> options; // ascending in bytes
    double cheapestDeviation = 0;
};

struct State {
    std::int64_t bytes = 0; // of the whole selection, items not yet looked at as the Lagrangian choice has them
    double excess = 0;
    std::uint32_t parent = 0;
    std::uint32_t option = 0; // place among the core item's options
};

} // namespace

double Solution::gap() const {
    if (!(loss > lowerBound)) {
        return 0;
    }
    return lowerBound > 0 ? (loss - lowerBound) / lowerBound : std::numeric_limits<double>::infinity();
}

Knapsack::Knapsack(std::vector<std::vector<KnapsackOption>> items) {
    items_.reserve(items.size());
    FrontPoint point;
    for (auto& options : items) {
        Item item;
        item.options = std::move(options);
        item.useful = undominated(item.options);
        item.hull = lowerHull(item.options, item.useful);
        point.bytes += item.options[item.hull.front()].bytes;
        point.loss += item.options[item.hull.back()].loss; // of the last point: summed up backwards below
        const auto index = static_cast<std::uint32_t>(items_.size());
        for (std::uint32_t to = 1; to < item.hull.size(); ++to) {
            upgrades_.push_back({index, to, gainPerByte(item.options[item.hull[to - 1]], item.options[item.hull[to]])});
        }
        items_.push_back(std::move(item));
    }
    std::ranges::stable_sort(upgrades_, [](const Upgrade& a, const Upgrade& b) { return a.lossPerByte > b.lossPerByte; });
    front_.reserve(upgrades_.size() + 1);
    for (const Upgrade& upgrade : upgrades_) {
        point.lossPerByte = upgrade.lossPerByte;
        front_.push_back(point);
        const Item& item = items_[upgrade.item];
        const KnapsackOption& from = item.options[item.hull[upgrade.to - 1]];
        const KnapsackOption& to = item.options[item.hull[upgrade.to]];
        point.bytes += to.bytes - from.bytes;
    }
    point.lossPerByte = 0;
    front_.push_back(point);
    // From the small losses to the large ones: rounding never makes a point without loss appear to have some.
    for (std::size_t k = upgrades_.size(); k-- > 0;) {
        const Item& item = items_[upgrades_[k].item];
        const double gain = item.options[item.hull[upgrades_[k].to - 1]].loss - item.options[item.hull[upgrades_[k].to]].loss;
        front_[k].loss = front_[k + 1].loss + gain;
    }
}

Selection Knapsack::selected(std::vector<std::uint32_t> options) const {
    Selection selection;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const KnapsackOption& option = items_[i].options[options[i]];
        selection.bytes += option.bytes;
        selection.loss += option.loss;
    }
    selection.options = std::move(options);
    return selection;
}

Selection Knapsack::atFront(std::size_t point) const {
    std::vector<std::uint32_t> options(items_.size());
    std::ranges::transform(items_, options.begin(), [](const Item& item) { return item.hull.front(); });
    for (std::size_t k = 0; k < point; ++k) {
        options[upgrades_[k].item] = items_[upgrades_[k].item].hull[upgrades_[k].to];
    }
    return selected(std::move(options));
}

std::optional<std::size_t> Knapsack::frontWithin(std::uint64_t bytes) const {
    const auto above = std::ranges::upper_bound(front_, bytes, {}, &FrontPoint::bytes);
    return above == front_.begin() ? std::nullopt : std::optional(static_cast<std::size_t>(above - front_.begin()) - 1);
}

/// Spends what is left: again and again the change of one item that gains most a byte and still fits.
void Knapsack::repair(std::vector<std::uint32_t>& options, std::uint64_t bytes, std::uint64_t budget) const {
    const auto bestChange = [&](std::size_t i, std::uint64_t left) {
        const Item& item = items_[i];
        const KnapsackOption& now = item.options[options[i]];
        std::uint32_t best = options[i];
        double bestGain = 0;
        for (const std::uint32_t option : item.useful) {
            const KnapsackOption& other = item.options[option];
            if (other.bytes > now.bytes && other.bytes - now.bytes <= left && other.loss < now.loss &&
                gainPerByte(now, other) > bestGain) {
                best = option;
                bestGain = gainPerByte(now, other);
            }
        }
        return std::pair(best, bestGain);
    };
    constexpr int mostRounds = 64; // each spends a large part of what is left
    for (int round = 0; round < mostRounds && bytes < budget; ++round) {
        std::size_t bestItem = items_.size();
        std::pair<std::uint32_t, double> best{0, 0.0};
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const auto change = bestChange(i, budget - bytes);
            if (change.second > best.second) {
                best = change;
                bestItem = i;
            }
        }
        if (bestItem == items_.size()) {
            return;
        }
        const Item& item = items_[bestItem];
        bytes += item.options[best.first].bytes - item.options[options[bestItem]].bytes;
        options[bestItem] = best.first;
    }
}

std::optional<Solution> Knapsack::solve(std::uint64_t budget, const KnapsackEffort& effort) const {
    const auto point = frontWithin(budget);
    if (!point) {
        return std::nullopt;
    }
    Solution solution;
    static_cast<Selection&>(solution) = atFront(*point);
    // The dual of the relaxation: as if a part of the next upgrade could be taken.
    solution.lowerBound =
        std::max(0.0, solution.loss - front_[*point].lossPerByte * static_cast<double>(budget - solution.bytes));
    if (*point + 1 == front_.size() || solution.bytes == budget) {
        solution.lowerBound = solution.loss;
        return solution;
    }
    std::vector<std::uint32_t> options = solution.options;
    repair(options, solution.bytes, budget);
    static_cast<Selection&>(solution) = selected(std::move(options));
    closeGap(solution, *point, budget, effort);
    return solution;
}

/// Dynamic programming over the items whose deviation from the Lagrangian choice could still pay. With λ the gain a byte where
/// the budget cuts the front, every selection's loss is bound + Σ excess + λ · (bytes left over): what exceeds the best known
/// loss already is dropped, and so is what another state beats in bytes and excess.
void Knapsack::closeGap(Solution& solution, std::size_t point, std::uint64_t budget, const KnapsackEffort& effort) const {
    const double lambda = front_[point].lossPerByte;
    const Selection base = atFront(point);
    const auto limit = static_cast<std::int64_t>(budget);
    const double bound = base.loss - lambda * static_cast<double>(budget - base.bytes);

    std::vector<CoreItem> core;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
        const KnapsackOption& chosen = items_[i].options[base.options[i]];
        CoreItem item{.item = i, .options = {}, .cheapestDeviation = std::numeric_limits<double>::infinity()};
        for (const std::uint32_t option : items_[i].useful) {
            const KnapsackOption& other = items_[i].options[option];
            const auto bytes = static_cast<std::int64_t>(other.bytes) - static_cast<std::int64_t>(chosen.bytes);
            const double excess =
                option == base.options[i] ? 0.0 : std::max(0.0, other.loss - chosen.loss + lambda * static_cast<double>(bytes));
            if (bound + excess < solution.loss) {
                item.options.push_back({option, bytes, excess});
                if (option != base.options[i]) {
                    item.cheapestDeviation = std::min(item.cheapestDeviation, excess);
                }
            }
        }
        if (item.options.size() > 1) {
            core.push_back(std::move(item));
        }
    }
    std::ranges::stable_sort(core, {}, &CoreItem::cheapestDeviation);

    // How far the items still to come can move the size.
    std::vector<std::int64_t> smaller(core.size() + 1, 0);
    std::vector<std::int64_t> larger(core.size() + 1, 0);
    for (std::size_t c = core.size(); c-- > 0;) {
        smaller[c] = smaller[c + 1] + core[c].options.front().bytes;
        larger[c] = larger[c + 1] + core[c].options.back().bytes;
    }

    struct Exchange {
        std::uint32_t parent;
        std::uint32_t option;
    };
    std::vector<std::vector<Exchange>> steps;
    std::vector<State> states{{.bytes = static_cast<std::int64_t>(base.bytes)}};
    double best = solution.loss;
    std::size_t bestDepth = 0; // steps of the best selection; 0: the one that was given
    std::uint32_t bestState = 0;
    std::size_t looked = 0;
    bool isComplete = true;
    for (std::size_t c = 0; c < core.size(); ++c) {
        std::vector<State> next;
        for (std::uint32_t s = 0; s < states.size(); ++s) {
            for (std::uint32_t o = 0; o < core[c].options.size(); ++o) {
                const CoreOption& option = core[c].options[o];
                const State state{states[s].bytes + option.bytes, states[s].excess + option.excess, s, o};
                const std::int64_t leftAtLeast = std::max<std::int64_t>(0, limit - state.bytes - larger[c + 1]);
                if (state.bytes + smaller[c + 1] <= limit &&
                    bound + state.excess + lambda * static_cast<double>(leftAtLeast) < best) {
                    next.push_back(state);
                }
            }
        }
        looked += next.size();
        std::ranges::sort(next, [](const State& a, const State& b) {
            return std::tie(a.bytes, a.excess, a.parent, a.option) < std::tie(b.bytes, b.excess, b.parent, b.option);
        });
        // A state stays when every smaller one loses more; excess less λ · bytes is the loss but for a constant.
        states.clear();
        double least = std::numeric_limits<double>::infinity();
        for (const State& state : next) {
            const double loss = state.excess - lambda * static_cast<double>(state.bytes);
            if (loss < least) {
                least = loss;
                states.push_back(state);
            }
        }
        if (states.size() > effort.states) {
            isComplete = false;
            std::ranges::nth_element(
                states, states.begin() + static_cast<std::ptrdiff_t>(effort.states),
                [](const State& a, const State& b) { return std::tie(a.excess, a.bytes) < std::tie(b.excess, b.bytes); });
            states.resize(effort.states);
            std::ranges::sort(states, {}, &State::bytes);
        }
        std::vector<Exchange> made(states.size());
        std::ranges::transform(states, made.begin(), [](const State& state) { return Exchange{state.parent, state.option}; });
        steps.push_back(std::move(made));
        for (std::uint32_t s = 0; s < states.size(); ++s) {
            const double loss = bound + states[s].excess + lambda * static_cast<double>(limit - states[s].bytes);
            if (states[s].bytes <= limit && loss < best) {
                best = loss;
                bestDepth = c + 1;
                bestState = s;
            }
        }
        if (looked > effort.totalStates) {
            isComplete = isComplete && c + 1 == core.size();
            break;
        }
    }
    if (bestDepth > 0) {
        std::vector<std::uint32_t> options = base.options;
        std::uint32_t state = bestState;
        for (std::size_t depth = bestDepth; depth-- > 0;) {
            const Exchange& step = steps[depth][state];
            options[core[depth].item] = core[depth].options[step.option].option;
            state = step.parent;
        }
        const Selection found = selected(std::move(options));
        if (found.bytes <= budget && found.loss <= solution.loss) {
            static_cast<Selection&>(solution) = found;
        }
    }
    solution.lowerBound = isComplete ? solution.loss : std::min(bound, solution.loss);
}

} // namespace quantlathe
