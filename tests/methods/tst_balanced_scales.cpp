// SPDX-License-Identifier: GPL-3.0-or-later
// Factors that balance what rounded inputs and rounded weights cost.
#include "base/arena.h"
#include "calibrate/fold_search.h"
#include "methods/balanced_scales.h"
#include "methods/feature_scales.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace quantlathe;

namespace {

constexpr std::size_t columns = 192;
constexpr std::size_t tokens = 300;
constexpr std::size_t outputs = 96;

/// Inputs of which some features are loud in every row and some in few.
std::vector<float> loudInputs(std::uint64_t seed) {
    std::vector<float> values = test::normalValues(tokens * columns, seed, 1.0F);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::size_t column = at % columns;
        const std::size_t row = at / columns;
        if (column % 24 == 0) {
            values[at] *= 30;
        } else if (column % 24 == 1 && row % 50 == 0) {
            values[at] *= 60;
        }
    }
    return values;
}

std::vector<std::uint32_t> ownFactors() {
    std::vector<std::uint32_t> numbers(columns);
    std::iota(numbers.begin(), numbers.end(), 0U);
    return numbers;
}

class TestBalancedScales : public QObject {
    Q_OBJECT

    ThreadArena arena_{2};
    Progress progress_;
    CancelToken cancel_;
    const std::vector<float> inputs_ = loudInputs(1);
    const std::vector<float> weights_ = test::normalValues(outputs * columns, 2);

    std::vector<float> balanced(std::span<const std::uint32_t> ofColumn, std::size_t factors, int threads = 2) {
        ThreadArena arena(threads);
        const RunContext context{arena, progress_, cancel_};
        return balancedScales({inputs_, weights_, ofColumn, factors, 1},
                              [&](std::size_t count, const auto& body) { context.forEach(count, body); });
    }

private slots:
    void roundingCostsLessThanWithAnyPowerOfTheMagnitudes() {
        const std::vector<float> held = loudInputs(3); // other tokens of the same kind
        std::vector<float> loudest(columns);
        std::vector<float> largest(columns);
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            loudest[i % columns] = std::max(loudest[i % columns], std::abs(inputs_[i]));
        }
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            largest[i % columns] = std::max(largest[i % columns], std::abs(weights_[i]));
        }
        std::vector<std::vector<float>> candidates{balanced(ownFactors(), columns), std::vector<float>(columns, 1.0F)};
        for (int k = 1; k < 20; ++k) {
            candidates.push_back(smoothingScales(loudest, largest, k / 20.0));
        }
        const std::vector<double> losses =
            smoothingLosses({columns, columns, weights_}, held, candidates, {arena_, progress_, cancel_});
        const double others = *std::min_element(losses.begin() + 1, losses.end());
        QVERIFY2(losses[0] < 0.95 * others, qPrintable(QString("%1 against %2").arg(losses[0]).arg(others)));
        QVERIFY2(losses[0] < 0.2 * losses[1], qPrintable(QString("%1 against %2").arg(losses[0]).arg(losses[1])));
    }

    void factorsHaveAMeanOfOne() {
        const std::vector<float> factors = balanced(ownFactors(), columns);
        const double logs = std::accumulate(factors.begin(), factors.end(), 0.0,
                                            [](double sum, float factor) { return sum + std::log(factor); });
        QVERIFY(std::abs(logs / columns) < 1e-4);
    }

    void columnsCanShareAFactor() {
        std::vector<std::uint32_t> pairs(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            pairs[i] = static_cast<std::uint32_t>(i / 2);
        }
        const std::vector<float> factors = balanced(pairs, columns / 2);
        QCOMPARE(factors.size(), columns / 2);
        QVERIFY(factors[0] > 4 * factors[1]); // column 0 is loud, 2 and 3 are not
    }

    void anyNumberOfThreadsGivesTheSame() { QVERIFY(balanced(ownFactors(), columns, 1) == balanced(ownFactors(), columns, 3)); }

    void whatIsNeverUsedHasAFiniteFactor() {
        std::vector<float> inputs = inputs_;
        std::vector<float> weights = weights_;
        for (std::size_t at = 0; at < inputs.size(); at += columns) {
            inputs[at + 5] = 0;
        }
        for (std::size_t at = 0; at < weights.size(); at += columns) {
            weights[at + 6] = 0;
        }
        const RunContext context{arena_, progress_, cancel_};
        const auto forEach = [&](std::size_t count, const auto& body) { context.forEach(count, body); };
        const auto usable = [](float factor) { return std::isfinite(factor) && factor > 0; };
        QVERIFY(std::ranges::all_of(balancedScales({inputs, weights, ownFactors(), columns, 0.25}, forEach), usable));
        const std::vector<float> nothing(columns);
        QVERIFY(balancedScales({nothing, weights, ownFactors(), columns, 0.25}, forEach) == std::vector<float>(columns, 1.0F));
        QVERIFY(balancedScales({{}, weights, ownFactors(), columns, 0.25}, forEach) == std::vector<float>(columns, 1.0F));
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestBalancedScales)
#include "tst_balanced_scales.moc"
