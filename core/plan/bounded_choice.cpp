// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/bounded_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace quantlathe {
namespace {

using Items = std::span<const std::vector<BoundedOption>>;

constexpr double tolerance = 1e-9; // of sums, as a share

/// The bounds, each with the unit in which it is counted here: so that numbers of bytes and of milliseconds are alike.
struct Limits {
    std::vector<double> bounds;
    std::vector<double> units;
    [[nodiscard]] std::size_t count() const { return bounds.size(); }
    [[nodiscard]] double excess(std::size_t bound, double use) const {
        return std::max(0.0, use - bounds[bound] * (1 + 1e-12)) / units[bound];
    }
    [[nodiscard]] double excess(std::span<const double> uses) const {
        double sum = 0;
        for (std::size_t j = 0; j < count(); ++j) {
            sum += excess(j, uses[j]);
        }
        return sum;
    }
};

/// A selection as a column of the relaxation.
struct Column {
    double loss = 0;
    std::vector<double> uses;
    double share = 1; // of one selection: 0 for the slack of a bound
};

double priced(const BoundedOption& option, std::span<const double> prices) {
    return std::inner_product(option.uses.begin(), option.uses.end(), prices.begin(), option.loss);
}

/// In every item the option with the least loss + prices · uses.
std::vector<std::uint32_t> cheapest(Items items, std::span<const double> prices) {
    std::vector<std::uint32_t> options;
    options.reserve(items.size());
    for (const auto& item : items) {
        const auto best = std::ranges::min_element(item, {}, [&](const BoundedOption& o) { return priced(o, prices); });
        options.push_back(static_cast<std::uint32_t>(best - item.begin()));
    }
    return options;
}

Column summed(Items items, std::span<const std::uint32_t> options, std::size_t bounds) {
    Column sum{.loss = 0, .uses = std::vector<double>(bounds), .share = 1};
    for (std::size_t i = 0; i < items.size(); ++i) {
        const BoundedOption& option = items[i][options[i]];
        sum.loss += option.loss;
        for (std::size_t j = 0; j < bounds; ++j) {
            sum.uses[j] += option.uses[j];
        }
    }
    return sum;
}

/// Gaussian elimination with row pivots; nothing for a matrix that has no inverse.
std::optional<std::vector<double>> solved(std::vector<std::vector<double>> rows, std::vector<double> right) {
    const std::size_t n = right.size();
    for (std::size_t c = 0; c < n; ++c) {
        std::size_t pivot = c;
        for (std::size_t r = c + 1; r < n; ++r) {
            pivot = std::abs(rows[r][c]) > std::abs(rows[pivot][c]) ? r : pivot;
        }
        if (!(std::abs(rows[pivot][c]) > 0)) {
            return std::nullopt;
        }
        std::swap(rows[c], rows[pivot]);
        std::swap(right[c], right[pivot]);
        for (std::size_t r = 0; r < n; ++r) {
            const double factor = r == c ? 0 : rows[r][c] / rows[c][c];
            for (std::size_t k = c; factor != 0 && k < n; ++k) {
                rows[r][k] -= factor * rows[c][k];
            }
            right[r] -= factor * right[c];
        }
    }
    for (std::size_t c = 0; c < n; ++c) {
        right[c] /= rows[c][c];
    }
    return right;
}

struct Dual {
    std::vector<double> prices; // one a bound, not negative
    double value = -std::numeric_limits<double>::infinity();
};

/// Shares of whole selections instead of one: a linear program with a row a bound, whose columns are made as they are needed.
/// Its prices are the multipliers, its value is the best bound from below that multipliers give.
class Relaxation {
public:
    Relaxation(Items items, const Limits& limits) : items_(items), limits_(limits), rows_(limits.count() + 1) {
        double most = 1;
        for (const auto& item : items) {
            most += std::ranges::max_element(item, {}, &BoundedOption::loss)->loss;
        }
        for (std::size_t j = 0; j < limits.count(); ++j) {
            basis_.push_back(slack(j));
        }
        constexpr double dear = 16;
        basis_.push_back(
            {.loss = dear * most, .uses = std::vector<double>(limits.count()), .share = 1}); // as if nothing were kept
    }

    Dual solve() {
        constexpr int mostSteps = 600;
        for (int step = 0; step < mostSteps; ++step) {
            const auto prices = pricesNow();
            if (!prices) {
                break;
            }
            auto entering = mostWanted(*prices);
            if (!entering || !enter(std::move(*entering))) {
                break;
            }
        }
        return std::move(best_);
    }

private:
    [[nodiscard]] Column slack(std::size_t bound) const {
        Column column{.loss = 0, .uses = std::vector<double>(limits_.count()), .share = 0};
        column.uses[bound] = limits_.units[bound];
        return column;
    }
    [[nodiscard]] double entry(const Column& column, std::size_t row) const {
        return row < limits_.count() ? column.uses[row] / limits_.units[row] : column.share;
    }
    /// Of the rows, the last that of the shares.
    [[nodiscard]] std::optional<std::vector<double>> pricesNow() const {
        std::vector<std::vector<double>> transposed(rows_, std::vector<double>(rows_));
        std::vector<double> losses(rows_);
        for (std::size_t b = 0; b < rows_; ++b) {
            for (std::size_t r = 0; r < rows_; ++r) {
                transposed[b][r] = entry(basis_[b], r);
            }
            losses[b] = basis_[b].loss;
        }
        return solved(std::move(transposed), std::move(losses));
    }
    std::optional<Column> mostWanted(std::span<const double> prices) {
        for (std::size_t j = 0; j < limits_.count(); ++j) {
            if (prices[j] > tolerance * (1 + std::abs(prices.back()))) {
                return slack(j);
            }
        }
        std::vector<double> multipliers(limits_.count());
        for (std::size_t j = 0; j < limits_.count(); ++j) {
            multipliers[j] = std::max(0.0, -prices[j]) / limits_.units[j];
        }
        Column column = summed(items_, cheapest(items_, multipliers), limits_.count());
        const double cost = std::inner_product(multipliers.begin(), multipliers.end(), column.uses.begin(), column.loss);
        const double value = cost - std::inner_product(multipliers.begin(), multipliers.end(), limits_.bounds.begin(), 0.0);
        if (value > best_.value) {
            best_ = {multipliers, value};
        }
        return cost < prices.back() - 1e-13 * std::abs(cost) ? std::optional(std::move(column)) : std::nullopt;
    }
    /// Puts it into the basis in place of the column that runs out first.
    bool enter(Column column) {
        std::vector<std::vector<double>> matrix(rows_, std::vector<double>(rows_));
        std::vector<double> right(rows_, 1.0);
        std::vector<double> wanted(rows_);
        for (std::size_t r = 0; r < rows_; ++r) {
            for (std::size_t b = 0; b < rows_; ++b) {
                matrix[r][b] = entry(basis_[b], r);
            }
            right[r] = r < limits_.count() ? limits_.bounds[r] / limits_.units[r] : 1.0;
            wanted[r] = entry(column, r);
        }
        const auto amounts = solved(matrix, std::move(right));
        const auto changes = solved(std::move(matrix), std::move(wanted));
        if (!amounts || !changes) {
            return false;
        }
        std::optional<std::size_t> leaving;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t b = 0; b < rows_; ++b) {
            const double ratio = std::max(0.0, (*amounts)[b]) / (*changes)[b];
            if ((*changes)[b] > 1e-11 && ratio < least) {
                least = ratio;
                leaving = b;
            }
        }
        if (leaving) {
            basis_[*leaving] = std::move(column);
        }
        return leaving.has_value();
    }

    Items items_;
    const Limits& limits_;
    std::size_t rows_;
    std::vector<Column> basis_;
    Dual best_;
};

/// Finds whole selections near the multipliers: repairs, improves, and searches where the rest could still pay.
class Rounding {
public:
    Rounding(Items items, const Limits& limits, const Dual& dual) : items_(items), limits_(limits), dual_(dual) {
        base_ = cheapest(items, dual.prices);
        for (std::size_t i = 0; i < items.size(); ++i) {
            leastPriced_.push_back(priced(items[i][base_[i]], dual.prices));
        }
    }

    void run(double below, std::size_t nodes) {
        bestLoss_ = below;
        std::vector<std::uint32_t> options = base_;
        if (keepBounds(options)) {
            improve(options);
            offer(options);
        }
        search(nodes);
    }
    [[nodiscard]] const std::vector<std::uint32_t>& best() const { return best_; }
    [[nodiscard]] bool isComplete() const { return isComplete_; }

private:
    [[nodiscard]] double excessLoss(std::size_t item, std::size_t option) const {
        return std::max(0.0, priced(items_[item][option], dual_.prices) - leastPriced_[item]);
    }
    void offer(const std::vector<std::uint32_t>& options) {
        const double loss = summed(items_, options, limits_.count()).loss;
        if (loss < bestLoss_) {
            bestLoss_ = loss;
            best_ = options;
        }
    }
    [[nodiscard]] std::vector<double> changed(std::span<const double> uses, const BoundedOption& from,
                                              const BoundedOption& to) const {
        std::vector<double> result(uses.begin(), uses.end());
        for (std::size_t j = 0; j < result.size(); ++j) {
            result[j] += to.uses[j] - from.uses[j];
        }
        return result;
    }

    /// The change of one item that `worth` likes best, done; false if it likes none.
    template <class Worth>
    bool changeOne(std::vector<std::uint32_t>& options, std::vector<double>& uses, Worth worth) const {
        double most = 0;
        std::size_t item = items_.size();
        std::uint32_t option = 0;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const BoundedOption& now = items_[i][options[i]];
            for (std::uint32_t o = 0; o < items_[i].size(); ++o) {
                const double value = o == options[i] ? 0 : worth(now, items_[i][o], changed(uses, now, items_[i][o]));
                if (value > most) {
                    most = value;
                    item = i;
                    option = o;
                }
            }
        }
        if (item == items_.size()) {
            return false;
        }
        uses = changed(uses, items_[item][options[item]], items_[item][option]);
        options[item] = option;
        return true;
    }
    /// Takes back what is too much, where that costs least.
    [[nodiscard]] bool keepBounds(std::vector<std::uint32_t>& options) const {
        std::vector<double> uses = summed(items_, options, limits_.count()).uses;
        for (std::size_t step = 0; step < items_.size() * 2 && limits_.excess(uses) > 0; ++step) {
            const double excess = limits_.excess(uses);
            const bool isDone =
                changeOne(options, uses, [&](const BoundedOption& now, const BoundedOption& other, const auto& after) {
                    const double less = excess - limits_.excess(after);
                    const double cost = std::max(0.0, priced(other, dual_.prices) - priced(now, dual_.prices));
                    return less > 0 ? less / (cost + 1e-9 * (1 + dual_.value)) : 0;
                });
            if (!isDone) {
                return false;
            }
        }
        return limits_.excess(summed(items_, options, limits_.count()).uses) <= 0;
    }
    /// Spends what is left.
    void improve(std::vector<std::uint32_t>& options) const {
        constexpr int mostSteps = 64;
        std::vector<double> uses = summed(items_, options, limits_.count()).uses;
        for (int step = 0; step < mostSteps; ++step) {
            const bool isDone =
                changeOne(options, uses, [&](const BoundedOption& now, const BoundedOption& other, const auto& after) {
                    const double gain = now.loss - other.loss;
                    if (!(gain > 0) || limits_.excess(after) > 0) {
                        return 0.0;
                    }
                    double taken = 1e-9;
                    for (std::size_t j = 0; j < limits_.count(); ++j) {
                        taken += std::max(0.0, other.uses[j] - now.uses[j]) / limits_.units[j];
                    }
                    return gain / taken;
                });
            if (!isDone) {
                return;
            }
        }
    }

    struct CoreItem {
        std::size_t item = 0;
        std::vector<std::pair<double, std::uint32_t>> options; // excess, option: ascending
    };
    /// Every selection loses the bound from below, the excesses of its options, and the prices of what it leaves: items whose
    /// options all exceed the best known loss but one are decided; the others are tried, depth first.
    void search(std::size_t nodes) {
        std::vector<CoreItem> core;
        std::vector<double> fixed(limits_.count());
        for (std::size_t i = 0; i < items_.size(); ++i) {
            CoreItem item{.item = i, .options = {}};
            for (std::uint32_t o = 0; o < items_[i].size(); ++o) {
                if (dual_.value + excessLoss(i, o) < bestLoss_) {
                    item.options.emplace_back(excessLoss(i, o), o);
                }
            }
            if (item.options.empty()) {
                isComplete_ = true; // nothing at all is better
                return;
            }
            if (item.options.size() == 1) { // the cheapest, which exceeds nothing
                for (std::size_t j = 0; j < limits_.count(); ++j) {
                    fixed[j] += items_[i][item.options.front().second].uses[j];
                }
                continue;
            }
            std::ranges::stable_sort(item.options);
            core.push_back(std::move(item));
        }
        constexpr std::size_t deepest = 4096;
        if (core.size() > deepest) {
            return;
        }
        std::ranges::stable_sort(core, {}, [](const CoreItem& item) { return item.options[1].first; });
        // The least that the items still to come can use.
        std::vector<std::vector<double>> least(core.size() + 1, std::vector<double>(limits_.count()));
        for (std::size_t c = core.size(); c-- > 0;) {
            for (std::size_t j = 0; j < limits_.count(); ++j) {
                double fewest = std::numeric_limits<double>::infinity();
                for (const auto& [excess, option] : core[c].options) {
                    fewest = std::min(fewest, items_[core[c].item][option].uses[j]);
                }
                least[c][j] = least[c + 1][j] + fewest;
            }
        }
        for (std::size_t j = 0; j < limits_.count(); ++j) {
            if (limits_.excess(j, fixed[j] + least.front()[j]) > 0) {
                isComplete_ = true; // what is better does not keep the bounds
                return;
            }
        }
        nodesLeft_ = nodes;
        std::vector<std::uint32_t> options = base_;
        isComplete_ = descend(core, least, 0, 0.0, fixed, options);
    }
    // NOLINTNEXTLINE(misc-no-recursion): as deep as there are items that are not decided
    bool descend(const std::vector<CoreItem>& core, const std::vector<std::vector<double>>& least, std::size_t depth,
                 double excess, const std::vector<double>& uses, std::vector<std::uint32_t>& options) {
        if (depth == core.size()) {
            offer(options);
            return true;
        }
        for (const auto& [more, option] : core[depth].options) {
            if (dual_.value + excess + more >= bestLoss_) {
                return true;
            }
            if (nodesLeft_ == 0) {
                return false;
            }
            --nodesLeft_;
            std::vector<double> after = uses;
            bool isWithin = true;
            for (std::size_t j = 0; j < after.size(); ++j) {
                after[j] += items_[core[depth].item][option].uses[j];
                isWithin = isWithin && limits_.excess(j, after[j] + least[depth + 1][j]) <= 0;
            }
            options[core[depth].item] = option;
            if (isWithin && !descend(core, least, depth + 1, excess + more, after, options)) {
                return false;
            }
        }
        return true;
    }

    Items items_;
    const Limits& limits_;
    const Dual& dual_;
    std::vector<std::uint32_t> base_;
    std::vector<double> leastPriced_;
    std::vector<std::uint32_t> best_;
    double bestLoss_ = 0;
    bool isComplete_ = false;
    std::size_t nodesLeft_ = 0;
};

bool canKeep(Items items, const Limits& limits) {
    for (std::size_t j = 0; j < limits.count(); ++j) {
        double least = 0;
        for (const auto& item : items) {
            const auto use = [&](const BoundedOption& option) { return option.uses[j]; };
            least += use(*std::ranges::min_element(item, {}, use));
        }
        if (limits.excess(j, least) > 0) {
            return false;
        }
    }
    return true;
}

} // namespace

double BoundedSelection::gap() const {
    if (!(loss > lowerBound)) {
        return 0;
    }
    return lowerBound > 0 ? (loss - lowerBound) / lowerBound : std::numeric_limits<double>::infinity();
}

std::optional<BoundedSelection> leastLoss(std::span<const std::vector<BoundedOption>> items, std::span<const double> bounds,
                                          double below, std::size_t nodes) {
    Limits limits{.bounds = {bounds.begin(), bounds.end()}, .units = {}};
    std::ranges::transform(bounds, std::back_inserter(limits.units), [](double bound) { return bound > 0 ? bound : 1.0; });
    if (!canKeep(items, limits)) {
        return std::nullopt;
    }
    const Dual dual = Relaxation(items, limits).solve();
    if (dual.prices.size() != limits.count() || !(dual.value < below)) {
        return std::nullopt;
    }
    Rounding rounding(items, limits, dual);
    rounding.run(below, nodes);
    if (rounding.best().empty() && !items.empty()) {
        return std::nullopt;
    }
    const Column sum = summed(items, rounding.best(), limits.count());
    return BoundedSelection{.options = rounding.best(),
                            .loss = sum.loss,
                            .uses = sum.uses,
                            .multipliers = dual.prices,
                            .lowerBound = rounding.isComplete() ? sum.loss : std::clamp(dual.value, 0.0, sum.loss)};
}

} // namespace quantlathe
