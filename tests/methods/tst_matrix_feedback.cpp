// SPDX-License-Identifier: GPL-3.0-or-later
// Error feedback for matrices of several parts: what their grids say about themselves, and what feedback brings over encoding
// that looks at columns one by one.
#include "codecs/matrix_data.h"
#include "codecs/outlier_price.h"
#include "methods/error_feedback.h"
#include "methods/inputs.h"

#include <cmath>
#include <QtTest>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

constexpr MatrixShape shape{64, 512, ElementType::BF16};
constexpr auto rows = static_cast<std::size_t>(shape.rows);
constexpr auto columns = static_cast<std::size_t>(shape.columns);

const GriddedEncoding& gridded(std::string_view name) {
    for (const MatrixFamily* const family : matrixFamilies()) {
        for (const MatrixEncoding* const encoding : family->encodings()) {
            if (encoding->name() == name) {
                if (const auto* const found = griddedEncoding(*encoding, shape)) {
                    return *found;
                }
            }
        }
    }
    throw std::invalid_argument(std::string(name));
}

float levelOf(const MatrixGrid& grid, int code) {
    return grid.table().empty() ? static_cast<float>(grid.lowest() + code) : grid.table()[static_cast<std::size_t>(code)];
}

float valueOf(const MatrixGrid& grid, const GridChoice& choice, int code) {
    return choice.scale * levelOf(grid, code) + choice.offset;
}

int nearestCode(const MatrixGrid& grid, const GridChoice& choice, float value) {
    int best = 0;
    for (int code = 1; code < grid.codes(); ++code) {
        if (std::abs(valueOf(grid, choice, code) - value) < std::abs(valueOf(grid, choice, best) - value)) {
            best = code;
        }
    }
    return best;
}

std::vector<std::span<std::byte>> spansOf(StoredModule& stored, const MatrixEncoding& encoding) {
    std::vector<std::span<std::byte>> spans;
    for (const MatrixPart& part : encoding.parts(shape)) {
        spans.emplace_back(stored.tensors.at(part.suffix).bytes);
    }
    return spans;
}

double lossOf(const FeedbackFactor& factor, std::span<const float> weights, std::span<const float> decoded) {
    std::vector<float> residuals(weights.size());
    std::ranges::transform(weights, decoded, residuals.begin(), std::minus());
    std::vector<double> losses(rows);
    feedbackLosses(factor, residuals, losses);
    double sum = 0;
    for (const double loss : losses) {
        sum += loss;
    }
    return sum;
}

struct Chosen {
    std::vector<std::uint8_t> codes = std::vector<std::uint8_t>(rows * columns);
    std::vector<GridChoice> choices;
};

void addEncodings() {
    QTest::addColumn<double>("ratio"); // of the loss of the encoding that knows the importance of columns
    const std::pair<const char*, double> bounds[] = {
        {"GPTQ4-G32", 0.6},      {"GPTQ4-G128", 0.6},      {"GPTQ4-G128-ASYM", 0.6},
        {"GPTQ3-G128", 0.65},    {"GPTQ2-G32-ASYM", 0.75}, {"NF4-64", 0.6},
        {"NF4-64-DQ", 0.6},      {"FP4-64", 0.6},          {"NF4-512", 0.65},
        {"FBGEMM-INT4-64", 0.6}, {"HQQ4-G64", 0.6},        {"HQQ3-G64", 0.65},
        {"HQQ2-G64", 0.75},      {"HQQ8-G64", 0.75},       {"W4A16-G128", 0.6},
        {"W4A16-G32-ASYM", 0.6}, {"W4A16-ROW", 0.65},      {"W8A16-G128", 0.75},
        {"W8A8", 0.9},           {"MXFP4A16", 0.7},        {"NVFP4A16", 0.7},
        {"AWQ4-G128", 0.6},      {"AWQ4-G32", 0.6},        {"AWQ4-G64-GEMVFAST", 0.6},
        {"AWQ4-G64-GEMV", 0.6},  {"GPTQ4-G64-ACT", 0.6},   {"GPTQ3-G128-ASYM-V2-ACT", 0.7},
        {"FBGEMM-FP8", 0.7},     {"FP8-DYNAMIC", 0.7},     {"FP8-BLOCK", 0.7},
    };
    for (const auto& [name, ratio] : bounds) {
        QTest::newRow(name) << ratio;
    }
}

} // namespace

class TestMatrixFeedback : public QObject {
    Q_OBJECT

private slots:
    /// Codes and choices read off the parts, written again, are the same matrix; and so is every other candidate, written to
    /// all groups at once.
    void aGridSaysWhatItsPartsDecodeTo_data() { addEncodings(); }
    void aGridSaysWhatItsPartsDecodeTo() {
        const GriddedEncoding& encoding = gridded(QTest::currentDataTag());
        const std::vector<float> weights = weightsOf(rows * columns, 11);
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            importance[i] = static_cast<float>(1 + i * 37 % columns);
        }
        StoredModule stored = encodeModule(encoding, shape, weights, 1, nullptr, importance);
        const std::vector<float> before = decodeModule(encoding, shape, stored);
        const auto spans = spansOf(stored, encoding);
        const auto grid = encoding.gridOf(shape, spans);
        QCOMPARE(grid->groupColumns(), encoding.groupColumns(shape));
        const std::size_t width = grid->groupColumns();
        const std::size_t groups = columns / width;
        const auto groupOf = [&](std::size_t i) { return i / columns * groups + grid->groupOf(i % columns); };
        Chosen now;
        std::vector<std::array<GridChoice, MatrixGrid::mostCandidates>> all(rows * groups);
        std::size_t fewest = MatrixGrid::mostCandidates;
        for (std::size_t i = 0; i < all.size(); ++i) {
            fewest = std::min(fewest, grid->candidates(i / groups, i % groups, all[i]));
            now.choices.push_back(all[i][0]);
        }
        // Of powers of two few are near enough to be tried; NVFP4's largest scale has none above it.
        QVERIFY(fewest >= (encoding.name() == "MXFP4A16"   ? 3U
                           : encoding.name() == "NVFP4A16" ? 5U
                           : grid->hasChoices()            ? 8U
                                                           : 1U));
        for (std::size_t i = 0; i < before.size(); ++i) {
            const GridChoice& choice = now.choices[groupOf(i)];
            now.codes[i] = static_cast<std::uint8_t>(nearestCode(*grid, choice, before[i]));
            QVERIFY(std::abs(valueOf(*grid, choice, now.codes[i]) - before[i]) <= 0.005F * std::abs(before[i]) + 1e-6F);
        }
        grid->write(now.codes, now.choices);
        QCOMPARE(decodeModule(encoding, shape, stored), before);
        for (std::size_t candidate = 1; candidate < fewest; ++candidate) {
            Chosen other = now;
            for (std::size_t i = 0; i < all.size(); ++i) {
                other.choices[i] = all[i][candidate];
            }
            for (std::size_t i = 0; i < other.codes.size(); ++i) {
                other.codes[i] = static_cast<std::uint8_t>(i * 7 % static_cast<std::size_t>(grid->codes()));
            }
            grid->write(other.codes, other.choices);
            const std::vector<float> decoded = decodeModule(encoding, shape, stored);
            for (std::size_t i = 0; i < decoded.size(); ++i) {
                const GridChoice& choice = other.choices[groupOf(i)];
                const float expected = valueOf(*grid, choice, other.codes[i]);
                const float reach = std::abs(choice.offset) + std::abs(expected);
                QVERIFY2(std::abs(decoded[i] - expected) <= 0.004F * std::abs(expected) + 1e-5F * reach,
                         qPrintable(QString("%1: %2 for %3").arg(i).arg(decoded[i]).arg(expected)));
            }
        }
    }

    void feedbackLosesLess_data() {
        addEncodings();
        // Their scales stay: a unit is that of all rows.
        QTest::newRow("EXL2-4G128") << 0.65;
        QTest::newRow("EXL2-5G64.10-4G64") << 0.65;
        QTest::newRow("EXL2-6G32.05-3G64.20-2G64") << 0.8;
    }
    void feedbackLosesLess() {
        QFETCH(double, ratio);
        const GriddedEncoding& encoding = gridded(QTest::currentDataTag());
        const std::vector<float> weights = weightsOf(rows * columns, 12);
        const std::vector<double> gram = gramOf(columns, 2048, 13);
        const FeedbackFactor natural = GramFactor(gram, columns, 0.01).feedback();
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            importance[i] = static_cast<float>(gram[i * columns + i]);
        }
        StoredModule plain = encodeModule(encoding, shape, weights, 1, nullptr, importance);
        const double before = lossOf(natural, weights, decodeModule(encoding, shape, plain));
        const FeedbackFactor ordered =
            GramFactor(gram, columns, 0.01, orderByEnergy(gram, columns, encoding.columnsTogether(shape))).feedback();
        std::vector<FeedbackFactor> factors{ordered};
        if (!encoding.ordersColumns()) {
            factors.push_back(natural);
        }
        for (const FeedbackFactor& factor : factors) {
            StoredModule stored =
                encodeModule(encoding, shape, weights, 1, nullptr, encoding.ordersColumns() ? importance : natural.energy);
            const auto spans = spansOf(stored, encoding);
            const auto grid = encoding.gridOf(shape, spans);
            Chosen chosen;
            chosen.choices.resize(rows * columns / grid->groupColumns());
            FeedbackEncoder().encode(*grid, factor, {0, weights, chosen.codes, chosen.choices});
            grid->write(chosen.codes, chosen.choices);
            const double after = lossOf(natural, weights, decodeModule(encoding, shape, stored));
            QVERIFY2(after < ratio * before, qPrintable(QString("%1 of the loss").arg(after / before)));
        }
    }

    /// Scales that are chosen on the way, with values that are exact beside the codes.
    void tilesLoseLess_data() {
        QTest::addColumn<double>("ratio");
        QTest::newRow("SPQR3-OUT0") << 0.1;
        QTest::newRow("SPQR3-OUT1") << 0.1;
        QTest::newRow("SPQR3-OUT4") << 0.1;
        QTest::newRow("SPQR3-OUT1-LEGACY") << 0.1;
    }
    void tilesLoseLess() {
        QFETCH(double, ratio);
        const GriddedEncoding& encoding = gridded(QTest::currentDataTag());
        const std::vector<float> weights = weightsOf(rows * columns, 16);
        const std::vector<double> gram = gramOf(columns, 2048, 17);
        const FeedbackFactor factor = GramFactor(gram, columns, 0.01, orderByEnergy(gram, columns, 1)).feedback();
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            importance[i] = static_cast<float>(gram[i * columns + i]);
        }
        StoredModule stored = encodeModule(encoding, shape, weights, 1, nullptr, importance);
        const double before = lossOf(factor, weights, decodeModule(encoding, shape, stored));
        const auto spans = spansOf(stored, encoding);
        const auto grid = encoding.gridOf(shape, spans);
        TiledGrid* const tiled = asTiledGrid(*grid);
        QVERIFY(tiled != nullptr);
        tiled->begin(factor.order);
        std::vector<std::uint8_t> codes(rows * columns);
        std::vector<float> errors(rows * columns);
        std::vector<ExactValue> exact;
        const auto chosenAt = [&](float price) {
            exact.clear();
            FeedbackEncoder().encode(*tiled, factor, {0, weights, codes, errors}, price, exact);
            return errors;
        };
        const auto room = static_cast<double>(tiled->room());
        const double share = 0.95 * room / static_cast<double>(rows * columns); // so that there will not be too many
        const float price = room > 0 ? pricesFor(share, chosenAt).meeting : std::numeric_limits<float>::infinity();
        (void)chosenAt(price);
        const auto found = static_cast<double>(exact.size());
        QVERIFY2(found <= room && found >= room * 0.9, qPrintable(QString("%1 for %2").arg(found).arg(room)));
        std::ranges::sort(exact, {}, [](const ExactValue& value) { return std::pair(value.row, value.place); });
        tiled->write(codes, {});
        tiled->writeExact(exact);

        const std::vector<float> decoded = decodeModule(encoding, shape, stored);
        for (const ExactValue& value : exact) {
            const float got = decoded[value.row * columns + factor.order[value.place]];
            QVERIFY(std::abs(got - value.value) <= 0.002F * std::abs(value.value) + 1e-5F);
        }
        // The grid's own account of what it holds, outliers included.
        std::array<GridChoice, MatrixGrid::mostCandidates> now{};
        for (std::size_t i = 0; i < decoded.size(); ++i) {
            QCOMPARE(grid->candidates(i / columns, i % columns, now), std::size_t{1});
            const float expected = valueOf(*grid, now[0], codes[i]);
            QVERIFY(std::abs(decoded[i] - expected) <= 0.004F * (std::abs(expected) + std::abs(now[0].offset)) + 1e-5F);
        }
        const double after = lossOf(factor, weights, decoded);
        double sum = 0; // of what is not exact
        for (const float error : errors) {
            sum += error > price ? 0.0 : static_cast<double>(error);
        }
        qInfo("%g of the loss; %zu outliers in room for %llu", after / before, exact.size(),
              static_cast<unsigned long long>(tiled->room()));
        QVERIFY2(std::abs(after - sum) < 0.05 * sum, qPrintable(QString("%1 for %2").arg(after).arg(sum)));
        QVERIFY2(after < ratio * before, qPrintable(QString("%1 of the loss").arg(after / before)));
    }

    void anOrderKeepsGroupsTogetherAndLossesAsTheyAre() {
        constexpr std::size_t group = 64;
        const std::vector<double> gram = gramOf(columns, 1024, 14);
        const std::vector<std::uint32_t> order = orderByEnergy(gram, columns, group);
        QCOMPARE(std::set<std::uint32_t>(order.begin(), order.end()).size(), columns);
        double last = std::numeric_limits<double>::infinity();
        for (std::size_t at = 0; at < columns; at += group) {
            double energy = 0;
            for (std::size_t i = at; i < at + group; ++i) {
                QCOMPARE(order[i] / group, order[at] / group);
                energy += gram[order[i] * columns + order[i]];
                QVERIFY(i == at || gram[order[i] * columns + order[i]] <= gram[order[i - 1] * columns + order[i - 1]]);
            }
            QVERIFY(energy <= last);
            last = energy;
        }
        const std::vector<float> residuals = weightsOf(columns, 15);
        std::vector<double> a(1);
        std::vector<double> b(1);
        feedbackLosses(GramFactor(gram, columns, 0.02).feedback(), residuals, a);
        feedbackLosses(GramFactor(gram, columns, 0.02, order).feedback(), residuals, b);
        QVERIFY(std::abs(a[0] - b[0]) < 1e-4 * a[0]);
    }

    void groupsOverTheEndsOfRowsHaveNoGrid() {
        for (const MatrixFamily* const family : matrixFamilies()) {
            for (const MatrixEncoding* const encoding : family->encodings()) {
                if (encoding->name() == "NF4-64" || encoding->name() == "HQQ4-G64") {
                    QVERIFY(griddedEncoding(*encoding, shape) != nullptr);
                    QVERIFY(griddedEncoding(*encoding, {64, 32, ElementType::BF16}) == nullptr);
                }
                if (encoding->name() == "HQQ4-G64-RTN" || encoding->name() == "HQQ4-G64-A0") {
                    QVERIFY(griddedEncoding(*encoding, shape) == nullptr);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestMatrixFeedback)
#include "tst_matrix_feedback.moc"
