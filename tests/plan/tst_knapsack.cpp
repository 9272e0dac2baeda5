// SPDX-License-Identifier: GPL-3.0-or-later
// The solver against brute force, and what its front promises.
#include "plan/knapsack.h"

#include <algorithm>
#include <limits>
#include <QTest>
#include <random>

using namespace quantlathe;

namespace {

using Items = std::vector<std::vector<KnapsackOption>>;

/// Sizes and losses as encodings have them: more bytes, less loss, not convex, sometimes dominated or equal.
Items randomItems(std::mt19937_64& random, std::size_t items, std::size_t options) {
    Items all(items);
    for (auto& item : all) {
        const double scale = 0.1 + static_cast<double>(random() % 1000) / 100;
        const std::uint64_t rows = 1 + random() % 8;
        const std::size_t count = 1 + random() % options;
        for (std::size_t k = 0; k < count; ++k) {
            const std::uint64_t bits = 1 + random() % 16;
            const double noise = 0.5 + static_cast<double>(random() % 1000) / 1000;
            item.push_back({rows * bits, scale * noise / static_cast<double>(std::uint64_t{1} << bits)});
        }
    }
    return all;
}

double bruteForce(const Items& items, std::uint64_t budget, std::size_t i = 0, std::uint64_t bytes = 0, double loss = 0) {
    if (bytes > budget) {
        return std::numeric_limits<double>::infinity();
    }
    if (i == items.size()) {
        return loss;
    }
    double best = std::numeric_limits<double>::infinity();
    for (const KnapsackOption& option : items[i]) {
        best = std::min(best, bruteForce(items, budget, i + 1, bytes + option.bytes, loss + option.loss));
    }
    return best;
}

std::pair<std::uint64_t, double> sumsOf(const Items& items, const Selection& selection) {
    std::uint64_t bytes = 0;
    double loss = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        bytes += items[i].at(selection.options.at(i)).bytes;
        loss += items[i].at(selection.options.at(i)).loss;
    }
    return {bytes, loss};
}

} // namespace

class TestKnapsack : public QObject {
    Q_OBJECT

private slots:
    void findsTheBestOfEverySmallCase() {
        std::mt19937_64 random(1);
        for (int round = 0; round < 300; ++round) {
            const Items items = randomItems(random, 1 + random() % 7, 5);
            const Knapsack knapsack(items);
            const std::uint64_t smallest = knapsack.front().front().bytes;
            const std::uint64_t largest = knapsack.front().back().bytes;
            for (int question = 0; question < 6; ++question) {
                const std::uint64_t budget = smallest + random() % (largest - smallest + 3);
                const double best = bruteForce(items, budget);
                const auto solution = knapsack.solve(budget);
                QVERIFY(solution);
                QVERIFY(solution->bytes <= budget);
                const auto [bytes, loss] = sumsOf(items, *solution);
                QCOMPARE(solution->bytes, bytes);
                QVERIFY(std::abs(solution->loss - loss) <= 1e-12 * (1 + loss));
                QVERIFY2(solution->loss <= best * (1 + 1e-9) + 1e-15, qPrintable(QString("round %1").arg(round)));
                QCOMPARE(solution->gap(), 0.0);
            }
            QVERIFY(!knapsack.solve(smallest - 1));
        }
    }

    void aBoundHoldsWhateverTheEffort() {
        std::mt19937_64 random(2);
        for (int round = 0; round < 100; ++round) {
            const Items items = randomItems(random, 6, 5);
            const Knapsack knapsack(items);
            const std::uint64_t smallest = knapsack.front().front().bytes;
            const std::uint64_t budget = smallest + random() % (knapsack.front().back().bytes - smallest + 1);
            const double best = bruteForce(items, budget);
            const auto solution = knapsack.solve(budget, {.states = 1, .totalStates = 2});
            QVERIFY(solution && solution->bytes <= budget);
            QVERIFY(solution->lowerBound <= best * (1 + 1e-9) + 1e-15);
            QVERIFY(solution->loss >= best * (1 - 1e-9) - 1e-15);
        }
    }

    void theFrontIsMonotoneAndConvex() {
        std::mt19937_64 random(3);
        const Items items = randomItems(random, 200, 12);
        const Knapsack knapsack(items);
        const auto front = knapsack.front();
        QVERIFY(front.size() > 200);
        for (std::size_t k = 1; k < front.size(); ++k) {
            QVERIFY(front[k].bytes > front[k - 1].bytes);
            QVERIFY(front[k].loss <= front[k - 1].loss);
            QVERIFY(front[k].lossPerByte <= front[k - 1].lossPerByte);
        }
        for (const std::size_t k : {std::size_t{0}, front.size() / 3, front.size() - 1}) {
            const Selection selection = knapsack.atFront(k);
            QCOMPARE(selection.bytes, front[k].bytes);
            QVERIFY(std::abs(selection.loss - front[k].loss) < 1e-9 * (1 + front[0].loss));
            QCOMPARE(*knapsack.frontWithin(front[k].bytes), k);
        }
    }

    void theEndsAreTheSmallestAndTheBest() {
        const Knapsack knapsack({{{10, 0.5}, {20, 0.1}, {15, 0.7}}, {{8, 0.2}, {8, 0.3}, {30, 0.2}}});
        QCOMPARE(knapsack.front().front().bytes, std::uint64_t{18});
        QCOMPARE(knapsack.front().back().bytes, std::uint64_t{28});
        QCOMPARE(knapsack.atFront(0).options, (std::vector<std::uint32_t>{0, 0}));
        QCOMPARE(knapsack.atFront(knapsack.front().size() - 1).options, (std::vector<std::uint32_t>{1, 0}));
    }

    void takesOptionsInsideTheHullWhereTheyFit() {
        // {20, 6.5} lies above the line from {10, 9} to {40, 0}: no multiplier chooses it, the budget of 25 does.
        const Knapsack knapsack(Items{{{10, 9}, {20, 6.5}, {40, 0}}});
        QCOMPARE(knapsack.front().size(), std::size_t{2});
        const auto solution = knapsack.solve(25);
        QCOMPARE(solution->options.front(), 1U);
        QCOMPARE(solution->gap(), 0.0);
    }

    void equalItemsGiveTheSameAnswerEveryTime() {
        const std::vector<KnapsackOption> item{{16, 1}, {32, 0.25}, {64, 0.01}};
        const Knapsack knapsack(Items(40, item));
        const auto first = knapsack.solve(16 * 40 + 16 * 13);
        QCOMPARE(first->options, knapsack.solve(16 * 40 + 16 * 13)->options);
        QCOMPARE(std::ranges::count(first->options, 1U), 13);
        QCOMPARE(first->gap(), 0.0);
    }

    void aRealisticSizeIsSolvedToATenthOfAPercent() {
        std::mt19937_64 random(4);
        Items items;
        for (int layer = 0; layer < 36; ++layer) {
            for (const std::uint64_t weights :
                 {4'194'304U, 1'048'576U, 1'048'576U, 4'194'304U, 11'206'656U, 11'206'656U, 11'206'656U}) {
                const double sensitivity = 1e-3 * (1 + static_cast<double>(random() % 1000) / 100);
                std::vector<KnapsackOption> item;
                for (const double bits : {1.75, 2.06, 2.31, 2.63, 3.06, 3.44, 4.25, 4.5, 5.5, 6.56, 8.5, 16.0}) {
                    const double noise = 0.8 + static_cast<double>(random() % 1000) / 2500;
                    item.push_back({static_cast<std::uint64_t>(bits * static_cast<double>(weights) / 8),
                                    sensitivity * noise * std::pow(3.5, -bits)});
                }
                items.push_back(std::move(item));
            }
        }
        const Knapsack knapsack(items);
        for (const double share : {0.1, 0.2, 0.3, 0.5, 0.8}) {
            const auto first = static_cast<double>(knapsack.front().front().bytes);
            const auto last = static_cast<double>(knapsack.front().back().bytes);
            const auto solution = knapsack.solve(static_cast<std::uint64_t>(first + share * (last - first)));
            QVERIFY2(solution->gap() < 1e-3, qPrintable(QString::number(solution->gap())));
        }
    }
};

QTEST_APPLESS_MAIN(TestKnapsack)
#include "tst_knapsack.moc"
