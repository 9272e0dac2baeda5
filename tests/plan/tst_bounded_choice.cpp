// SPDX-License-Identifier: GPL-3.0-or-later
// The choice under several bounds against brute force, against the knapsack with one bound, and what its multipliers mean.
#include "plan/bounded_choice.h"

#include "plan/knapsack.h"

#include <algorithm>
#include <cmath>
#include <QTest>
#include <random>

using namespace quantlathe;

namespace {

using Items = std::vector<std::vector<BoundedOption>>;

/// As weights have them: uses grow with the bits, in each bound by a rate of the item's own; not convex, sometimes dominated.
Items randomItems(std::mt19937_64& random, std::size_t count, std::size_t options, std::size_t bounds) {
    Items items(count);
    for (auto& item : items) {
        std::vector<double> rates;
        for (std::size_t j = 0; j < bounds; ++j) {
            rates.push_back(static_cast<double>(random() % 5));
        }
        const double scale = 0.1 + static_cast<double>(random() % 1000) / 100;
        const std::size_t some = 1 + random() % options;
        for (std::size_t o = 0; o < some; ++o) {
            const auto bits = static_cast<double>(1 + random() % 16);
            BoundedOption option{.loss = scale * (0.5 + static_cast<double>(random() % 1000) / 1000) / std::exp2(bits),
                                 .uses = {}};
            std::ranges::transform(rates, std::back_inserter(option.uses), [&](double rate) { return rate * bits; });
            item.push_back(std::move(option));
        }
    }
    return items;
}

double bruteForce(const Items& items, const std::vector<double>& bounds, std::size_t i, std::vector<double> uses, double loss) {
    for (std::size_t j = 0; j < bounds.size(); ++j) {
        if (uses[j] > bounds[j]) {
            return std::numeric_limits<double>::infinity();
        }
    }
    if (i == items.size()) {
        return loss;
    }
    double best = std::numeric_limits<double>::infinity();
    for (const BoundedOption& option : items[i]) {
        std::vector<double> after = uses;
        std::ranges::transform(after, option.uses, after.begin(), std::plus());
        best = std::min(best, bruteForce(items, bounds, i + 1, after, loss + option.loss));
    }
    return best;
}

/// Between what the smallest and the largest selection use.
std::vector<double> randomBounds(std::mt19937_64& random, const Items& items, std::size_t count) {
    std::vector<double> bounds;
    for (std::size_t j = 0; j < count; ++j) {
        double least = 0;
        double most = 0;
        for (const auto& item : items) {
            const auto use = [&](const BoundedOption& option) { return option.uses[j]; };
            least += std::ranges::min(item, {}, use).uses[j];
            most += std::ranges::max(item, {}, use).uses[j];
        }
        bounds.push_back(std::floor(0.97 * least + (most - least + 2) * static_cast<double>(random() % 1000) / 900));
    }
    return bounds;
}

} // namespace

class TestBoundedChoice : public QObject {
    Q_OBJECT

private slots:
    void findsTheBestOfEverySmallCase() {
        std::mt19937_64 random(7);
        int refused = 0;
        for (int round = 0; round < 1500; ++round) {
            const std::size_t bounds = 1 + random() % 4;
            const Items items = randomItems(random, 1 + random() % 7, 5, bounds);
            const std::vector<double> limits = randomBounds(random, items, bounds);
            const double best = bruteForce(items, limits, 0, std::vector<double>(bounds), 0);
            const auto found = leastLoss(items, limits);
            QVERIFY2(found.has_value() == std::isfinite(best), qPrintable(QString("round %1").arg(round)));
            refused += found ? 0 : 1;
            if (!found) {
                continue;
            }
            QVERIFY2(std::abs(found->loss - best) <= 1e-9 * (1 + best),
                     qPrintable(QString("round %1: %2, best %3").arg(round).arg(found->loss).arg(best)));
            QCOMPARE(found->gap(), 0.0);
            for (std::size_t j = 0; j < bounds; ++j) {
                QVERIFY(found->uses[j] <= limits[j]);
                QVERIFY(found->multipliers[j] >= 0);
            }
        }
        QVERIFY2(refused > 10 && refused < 500, qPrintable(QString::number(refused)));
    }

    void oneBoundIsTheKnapsack() {
        std::mt19937_64 random(11);
        const Items items = randomItems(random, 200, 12, 1);
        std::vector<std::vector<KnapsackOption>> same;
        for (const auto& item : items) {
            auto& options = same.emplace_back();
            for (const BoundedOption& option : item) {
                options.push_back({static_cast<std::uint64_t>(option.uses[0]), option.loss});
            }
        }
        const Knapsack knapsack(same);
        const std::uint64_t least = knapsack.front().front().bytes;
        const std::uint64_t most = knapsack.front().back().bytes;
        for (const double share : {0.1, 0.3, 0.5, 0.8}) {
            const auto budget = least + static_cast<std::uint64_t>(share * static_cast<double>(most - least));
            const auto found = leastLoss(items, std::vector{static_cast<double>(budget)});
            const auto known = knapsack.solve(budget);
            QVERIFY(found && known);
            // The multiplier is the slope of the front where the budget cuts it: at a vertex anything between both slopes.
            const std::size_t place = *knapsack.frontWithin(budget);
            const bool isVertex = knapsack.front()[place].bytes == budget && place > 0;
            const double slope = knapsack.front()[place].lossPerByte;
            const double steeper = isVertex ? knapsack.front()[place - 1].lossPerByte : slope;
            const double multiplier = found->multipliers[0];
            QVERIFY2(multiplier >= slope * (1 - 1e-6) && multiplier <= steeper * (1 + 1e-6),
                     qPrintable(QString("%1 not in %2 to %3").arg(multiplier).arg(slope).arg(steeper)));
            QVERIFY(found->loss >= known->lowerBound * (1 - 1e-9) && found->lowerBound <= known->loss * (1 + 1e-9));
            QVERIFY2(found->loss <= known->loss * 1.002, qPrintable(QString("%1 %2").arg(found->loss).arg(known->loss)));
        }
    }

    void aLargeCaseIsNearItsBound() {
        std::mt19937_64 random(13);
        const Items items = randomItems(random, 400, 14, 3);
        std::vector<double> bounds = randomBounds(random, items, 3);
        double least = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            least = 0;
            double most = 0;
            for (const auto& item : items) {
                const auto use = [&](const BoundedOption& option) { return option.uses[j]; };
                least += std::ranges::min(item, {}, use).uses[j];
                most += std::ranges::max(item, {}, use).uses[j];
            }
            bounds[j] = least + 0.3 * (most - least);
        }
        const auto found = leastLoss(items, bounds);
        QVERIFY(found);
        QVERIFY2(found->gap() < 0.01, qPrintable(QString::number(found->gap())));
        // A little more of a bound with a price buys what the multiplier says, to first order.
        for (std::size_t j = 0; j < 3; ++j) {
            std::vector<double> wider = bounds;
            wider[j] *= 1.02;
            const auto more = leastLoss(items, wider);
            const double gain = found->lowerBound - more->lowerBound;
            QVERIFY2(gain <= found->multipliers[j] * (wider[j] - bounds[j]) + 0.01 * found->loss,
                     qPrintable(QString::number(gain)));
        }
    }

    void boundsThatCannotBeKeptGiveNothing() {
        const Items items{{{.loss = 1, .uses = {4, 1}}, {.loss = 0.5, .uses = {1, 4}}}};
        QVERIFY(!leastLoss(items, std::vector{2.0, 2.0}));
        QVERIFY(!leastLoss(items, std::vector{0.5, 9.0}));
        QCOMPARE(leastLoss(items, std::vector{4.0, 1.0})->loss, 1.0);
        QVERIFY(!leastLoss(items, std::vector{4.0, 1.0}, 0.9)); // something better is known
        const Items free{{{.loss = 0.25, .uses = {0}}}};
        QCOMPARE(leastLoss(free, std::vector{0.0})->loss, 0.25);
    }
};

QTEST_APPLESS_MAIN(TestBoundedChoice)
#include "tst_bounded_choice.moc"
