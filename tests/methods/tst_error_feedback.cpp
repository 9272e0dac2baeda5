// SPDX-License-Identifier: GPL-3.0-or-later
// Error feedback: the factor, the loss that is reported, and what it brings over plain encoding.
#include "base/arena.h"
#include "base/error.h"
#include "methods/error_feedback.h"
#include "methods/inputs.h"

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <QtTest>
#include <random>
#include <thread>

using namespace quantlathe;

namespace {

double quadratic(std::span<const double> gram, const GramFactor& factor, std::span<const float> residual) {
    const std::size_t columns = residual.size();
    double sum = 0;
    for (std::size_t i = 0; i < columns; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            const double added = i == j ? factor.added()[i] : 0;
            sum += double{residual[i]} * residual[j] * (gram[i * columns + j] + added);
        }
    }
    return sum;
}

double total(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum;
}

std::vector<float> difference(std::span<const float> a, std::span<const float> b) {
    std::vector<float> result(a.size());
    std::ranges::transform(a, b, result.begin(), std::minus());
    return result;
}

constexpr std::size_t columns = 512;
constexpr std::size_t rows = 8;

} // namespace

class TestErrorFeedback : public QObject {
    Q_OBJECT

private slots:
    void theFactorIsTheMatrix_data() {
        QTest::addColumn<std::size_t>("size");
        for (const std::size_t size : {1U, 96U, 128U, 129U, 400U, 900U}) { // around the sides of blocks and tiles
            QTest::addRow("%zu", size) << size;
        }
    }

    void theFactorIsTheMatrix() {
        QFETCH(std::size_t, size);
        std::vector<double> gram = gramOf(size, size / 2 + 40, 1); // fewer tokens than columns: damping alone keeps it regular
        for (std::size_t i = 0; i < size; i += 7) {                // some inputs are loud
            for (std::size_t k = 0; k < size; ++k) {
                gram[i * size + k] *= 1000;
                gram[k * size + i] *= 1000;
            }
        }
        const GramFactor factor(gram, size, 0.01);
        std::vector<float> residuals = weightsOf(3 * size, 2);
        for (std::size_t i = 0; i < residuals.size(); ++i) {
            residuals[i] *= i % size % 7 == 0 ? 0.001F : 1.0F;
        }
        std::vector<double> losses(3);
        feedbackLosses(factor.feedback(), residuals, losses);
        for (std::size_t row = 0; row < 3; ++row) {
            const double expected = quadratic(gram, factor, std::span(residuals).subspan(row * size, size));
            QVERIFY2(std::abs(losses[row] - expected) < 1e-4 * expected, qPrintable(QString::number(losses[row] / expected)));
        }
    }

    void theFactorIsTheSameForAnyThreads() {
        constexpr std::size_t size = 900;
        const std::vector<double> gram = gramOf(size, 1200, 5);
        const FeedbackFactor alone = ThreadArena(1).run([&] { return GramFactor(gram, size, 0.01).feedback(); });
        const FeedbackFactor three = ThreadArena(3).run([&] { return GramFactor(gram, size, 0.01).feedback(); });
        QVERIFY(alone.upper == three.upper);
        QVERIFY(alone.energy == three.energy);
    }

    void theOrderIsThatOfTheMatrix() {
        constexpr std::size_t size = 200;
        const std::vector<double> gram = gramOf(size, 300, 5);
        std::vector<std::uint32_t> order(size);
        std::iota(order.rbegin(), order.rend(), 0U);
        std::vector<double> turned(gram.rbegin(), gram.rend());
        const FeedbackFactor ordered = GramFactor(gram, size, 0.01, order).feedback();
        const FeedbackFactor expected = GramFactor(turned, size, 0.01).feedback();
        QVERIFY(ordered.upper == expected.upper);
        QVERIFY(ordered.energy == expected.energy);
        QVERIFY(ordered.order == order);
    }

    void aCancelledFactorEnds() {
        constexpr std::size_t size = 900;
        CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(GramFactor(gramOf(size, 1200, 5), size, 0.01, {}, cancel), Error);
    }

    void solvesWhatItFactored() {
        for (const std::size_t size : {1U, 40U, 64U, 200U}) {
            const std::vector<double> gram = gramOf(size, 2 * size + 20, 3);
            const GramFactor factor(gram, size, 0.05);
            const std::vector<float> right = weightsOf(3 * size, 4);
            std::vector<float> solution = right;
            solveRows(factor.feedback(), solution);
            for (std::size_t row = 0; row < 3; ++row) {
                double error = 0;
                double all = 0;
                for (std::size_t i = 0; i < size; ++i) {
                    double product = factor.added()[i] * solution[row * size + i];
                    for (std::size_t j = 0; j < size; ++j) {
                        product += gram[i * size + j] * solution[row * size + j];
                    }
                    error += std::pow(product - right[row * size + i], 2);
                    all += std::pow(right[row * size + i], 2);
                }
                QVERIFY2(error < 1e-8 * all, qPrintable(QString::number(error / all)));
            }
        }
    }

    /// Libraries for linear algebra may not like several threads.
    void factorsFromManyThreadsAreTheSame() {
        constexpr std::size_t size = 160;
        const std::vector<double> gram = gramOf(size, 400, 6);
        const FeedbackFactor alone = GramFactor(gram, size, 0.01).feedback();
        const std::vector<float> right = weightsOf(64 * size, 7);
        std::vector<float> solution = right;
        solveRows(alone, solution);
        std::atomic<int> others = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int times = 0; times < 40; ++times) {
                    const FeedbackFactor factor = GramFactor(gram, size, 0.01).feedback();
                    std::vector<float> rows = right;
                    solveRows(factor, rows);
                    others += factor.upper == alone.upper && factor.energy == alone.energy && rows == solution ? 0 : 1;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(others.load(), 0);
    }

    void inputsThatAreNeverUsedOrHangTogetherWhollyDoNoHarm() {
        constexpr std::size_t size = 64;
        std::vector<double> gram = gramOf(size, 20, 5); // fewer tokens than columns
        for (std::size_t i = 0; i < size; ++i) {
            gram[7 * size + i] = gram[i * size + 7] = 0;
        }
        const GramFactor factor(gram, size, 0.01);
        QCOMPARE(factor.added()[7], 1.0);
        for (const float value : factor.feedback().upper) {
            QVERIFY(std::isfinite(value));
        }
        gram[3] = std::numeric_limits<double>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(GramFactor(gram, size, 0.01), Error);
    }

    void theBytesHaveTheLossThatIsReportedAndASmallerOne_data() {
        QTest::addColumn<double>("ratio"); // of the plain encoding's loss with the same importance
        const std::pair<const char*, double> bounds[] = {
            {"Q4_0", 0.6},    {"Q4_1", 0.6},   {"Q5_0", 0.6},  {"Q5_1", 0.6},    {"Q8_0", 0.7},   {"Q2_K", 0.75},
            {"Q3_K", 0.65},   {"Q4_K", 0.6},   {"Q5_K", 0.6},  {"Q6_K", 0.6},    {"IQ4_NL", 0.6}, {"IQ4_XS", 0.6},
            {"MXFP4", 0.65},  {"NVFP4", 0.6},  {"IQ3_S", 0.7}, {"IQ3_XXS", 0.7}, {"IQ2_S", 0.8},  {"IQ2_XS", 0.8},
            {"IQ2_XXS", 0.8}, {"IQ1_M", 0.85}, {"IQ1_S", 0.85}};
        for (const auto& [name, ratio] : bounds) {
            QTest::newRow(name) << ratio;
        }
    }
    void theBytesHaveTheLossThatIsReportedAndASmallerOne() {
        QFETCH(double, ratio);
        const Encoding& encoding = *encodingByName(QTest::currentDataTag());
        const BlockGrid* const grid = blockGridOf(encoding);
        const LatticeGrid* const lattice = latticeGridOf(encoding);
        QVERIFY((grid != nullptr) != (lattice != nullptr));
        QCOMPARE(grid != nullptr ? grid->blockColumns() : LatticeGrid::blockColumns, std::size_t{encoding.columnMultiple()});
        QCOMPARE(grid != nullptr ? grid->blockBytes() : lattice->blockBytes(),
                 std::size_t{encoding.rowBytes(encoding.columnMultiple())});
        const std::vector<double> gram = gramOf(columns, 1500, 6);
        const GramFactor factor(gram, columns, 0.01);
        const FeedbackFactor feedback = factor.feedback();
        const std::vector<float> weights = weightsOf(rows * columns, 7);
        std::vector<std::byte> stored(encoding.bytes(rows, columns));
        std::vector<float> decoded(weights.size());
        std::vector<double> reported(rows);
        std::vector<double> found(rows);
        FeedbackEncoder encoder;
        if (grid != nullptr) {
            encoder.encode(encoding, *grid, feedback, weights, stored, reported);
        } else {
            encoder.encode(encoding, *lattice, feedback, weights, stored, reported);
        }
        encoding.decode(stored, columns, decoded);
        feedbackLosses(feedback, difference(weights, decoded), found);
        for (std::size_t row = 0; row < rows; ++row) {
            QVERIFY2(std::abs(reported[row] - found[row]) < 1e-3 * found[row],
                     qPrintable(QString("row %1: %2 and %3").arg(row).arg(reported[row]).arg(found[row])));
        }

        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            importance[i] = static_cast<float>(gram[i * columns + i]);
        }
        encoding.encode(weights, columns, {.importance = importance}, stored);
        encoding.decode(stored, columns, decoded);
        std::vector<double> plain(rows);
        feedbackLosses(feedback, difference(weights, decoded), plain);
        QVERIFY2(total(found) < ratio * total(plain), qPrintable(QString::number(total(found) / total(plain))));
    }

    /// Codes with the least squared error are too short, which every layer would do to what it adds to the stream.
    void valuesReachAsFarAsTheirTargets_data() {
        QTest::addColumn<QString>("encodingName");
        for (const char* const name : {"Q2_K", "Q3_K", "Q4_0", "Q4_1", "IQ4_XS", "IQ3_S", "IQ2_XS", "IQ2_XXS", "IQ1_M"}) {
            QTest::newRow(name) << name;
        }
    }
    void valuesReachAsFarAsTheirTargets() {
        QFETCH(QString, encodingName);
        const Encoding& encoding = *encodingByName(encodingName.toStdString());
        const FeedbackFactor feedback = GramFactor(gramOf(columns, 1500, 6), columns, 0.01).feedback();
        const std::size_t many = 64;
        const std::vector<float> weights = weightsOf(many * columns, 11);
        std::vector<std::byte> stored(encoding.bytes(many, columns));
        std::vector<float> decoded(weights.size());
        std::vector<double> losses(many);
        FeedbackEncoder encoder;
        if (const BlockGrid* const grid = blockGridOf(encoding)) {
            encoder.encode(encoding, *grid, feedback, weights, stored, losses);
        } else {
            encoder.encode(encoding, *latticeGridOf(encoding), feedback, weights, stored, losses);
        }
        encoding.decode(stored, columns, decoded);
        double own = 0;
        double both = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            own += double{feedback.energy[i % columns]} * weights[i] * weights[i];
            both += double{feedback.energy[i % columns]} * weights[i] * decoded[i];
        }
        QVERIFY2(std::abs(both / own - 1) < 0.01, qPrintable(QString::number(both / own)));
    }

    void aRowDoesNotDependOnItsNeighbours() {
        const Encoding& encoding = *encodingByName("Q4_K");
        const FeedbackFactor feedback = GramFactor(gramOf(columns, 800, 8), columns, 0.01).feedback();
        const std::vector<float> weights = weightsOf(rows * columns, 9);
        std::vector<std::byte> together(encoding.bytes(rows, columns));
        std::vector<double> losses(rows);
        FeedbackEncoder encoder;
        encoder.encode(encoding, *blockGridOf(encoding), feedback, weights, together, losses);
        const std::size_t bytes = encoding.rowBytes(columns);
        for (std::size_t row = 0; row < rows; ++row) {
            std::vector<std::byte> alone(bytes);
            double loss = 0;
            FeedbackEncoder().encode(encoding, *blockGridOf(encoding), feedback,
                                     std::span(weights).subspan(row * columns, columns), alone, std::span(&loss, 1));
            QVERIFY(std::ranges::equal(alone, std::span(together).subspan(row * bytes, bytes)));
            QCOMPARE(loss, losses[row]);
        }
    }

    void writingWhatWasReadGivesTheSameBlock_data() {
        QTest::addColumn<int>("blockBytes");
        for (const Encoding* const encoding : ggmlEncodings()) {
            if (blockGridOf(*encoding) != nullptr) {
                QTest::newRow(encoding->name().data()) << static_cast<int>(encoding->rowBytes(encoding->columnMultiple()));
            }
        }
    }
    void writingWhatWasReadGivesTheSameBlock() {
        const Encoding& encoding = *encodingByName(QTest::currentDataTag());
        const BlockGrid& grid = *blockGridOf(encoding);
        QFETCH(int, blockBytes);
        QCOMPARE(static_cast<int>(grid.blockBytes()), blockBytes);
        const std::size_t width = grid.blockColumns();
        const std::vector<float> weights = weightsOf(64 * width, 10);
        std::vector<std::byte> stored(encoding.bytes(64, width));
        std::vector<float> decoded(weights.size());
        encoding.encode(weights, width, {}, stored);
        encoding.decode(stored, width, decoded);
        for (std::size_t i = 0; i < 64; ++i) {
            const auto block = std::span(stored).subspan(i * grid.blockBytes(), grid.blockBytes());
            const BlockScales scales = grid.read(block);
            std::vector<std::uint8_t> codes(width);
            for (std::size_t c = 0; c < width; ++c) { // the code whose value was decoded
                const GroupLevels levels = grid.levels(scales, c / grid.groupColumns());
                for (int code = 0; code < grid.codes(); ++code) {
                    const float level = grid.table().empty() ? static_cast<float>(grid.lowest() + code)
                                                             : static_cast<float>(grid.table()[static_cast<std::size_t>(code)]);
                    if (level * levels.scale + levels.offset == decoded[i * width + c]) {
                        codes[c] = static_cast<std::uint8_t>(code);
                    }
                }
            }
            std::vector<std::byte> written(grid.blockBytes());
            grid.write(scales, codes, written);
            std::vector<float> again(width);
            encoding.decode(written, width, again);
            QVERIFY(std::ranges::equal(again, std::span(decoded).subspan(i * width, width)));
        }
    }
};

QTEST_APPLESS_MAIN(TestErrorFeedback)
#include "tst_error_feedback.moc"
