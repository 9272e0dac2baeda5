// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix encodings guided by importance: what is read back is never further from the weights by importance than without it,
// group by group, mostly clearly closer, and the bytes depend neither on threads nor on the instruction set.
#include "block_data.h"
#include "codecs/importance_parts.h"
#include "codecs/scale_search.h"
#include "kernels/convert.h"
#include "kernels/simd_targets.h"
#include "matrix_data.h"

#include <cmath>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

struct Case {
    const char* encoding;
    std::uint64_t group; // values; 0: a row
};
constexpr std::array cases{
    Case{"NF4-64", 64},    Case{"NF4-128", 128},         Case{"NF4-4096", 4096}, Case{"NF4-64-DQ", 64}, Case{"FP4-64", 64},
    Case{"FP4-64-DQ", 64}, Case{"FBGEMM-INT4-128", 128}, Case{"HQQ8-G64", 64},   Case{"HQQ4-G64", 64},  Case{"HQQ3-G64", 64},
    Case{"HQQ2-G16", 16},  Case{"HQQ1.58-G64", 64},      Case{"HQQ1-G64", 64},   Case{"HQQ4-ROW", 0},
};

const MatrixEncoding& encodingNamed(std::string_view name) {
    const Encoding* const encoding = encodingByName(name);
    const MatrixEncoding* const matrix = encoding == nullptr ? nullptr : asMatrixEncoding(*encoding);
    if (matrix == nullptr) {
        throw std::runtime_error("no encoding " + std::string(name));
    }
    return *matrix;
}

/// What values are worth to an encoder that rounds them to the model's type first.
std::vector<float> roundedTo(ElementType type, std::vector<float> values) {
    roundFloats(type, values);
    return values;
}

/// Of the weights' errors; by group, in double precision.
std::vector<double> groupErrors(std::span<const float> values, std::span<const float> decoded, std::uint64_t group,
                                std::span<const float> importance) {
    const GroupImportance usable(importance, group);
    std::vector<double> errors;
    for (std::size_t first = 0; first < values.size(); first += group) {
        const std::size_t count = std::min<std::size_t>(group, values.size() - first);
        std::vector<float> weights(count);
        usable.ofGroups(first, group, weights);
        double error = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const double difference = static_cast<double>(values[first + i]) - static_cast<double>(decoded[first + i]);
            error += static_cast<double>(weights[i]) * difference * difference;
        }
        errors.push_back(error);
    }
    return errors;
}

double sum(const std::vector<double>& errors) {
    double all = 0;
    for (const double error : errors) {
        all += error;
    }
    return all;
}

enum class Columns { usual, outliers, someZero, mostlyZero, allZero, tiny };

std::vector<float> importanceOf(Columns kind, std::size_t columns) {
    Generator random(5);
    std::vector<float> values(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        const float value = std::exp(bell(random));
        switch (kind) {
        case Columns::usual: values[i] = value; break;
        case Columns::outliers: values[i] = i % 53 == 7 ? 5e5F * value : value; break;
        case Columns::someZero: values[i] = uniform(random) < 0.3F ? 0 : value; break;
        case Columns::mostlyZero: values[i] = i / 64 % 2 == 0 && uniform(random) < 0.8F ? 0 : value; break;
        case Columns::allZero: values[i] = 0; break;
        case Columns::tiny: values[i] = value * 1e-36F; break;
        }
    }
    return values;
}
constexpr std::array allColumns{Columns::usual,      Columns::outliers, Columns::someZero,
                                Columns::mostlyZero, Columns::allZero,  Columns::tiny};

constexpr std::uint64_t rows = 24;
constexpr std::uint64_t columns = 512;

} // namespace

class TestWeightedScales : public QObject {
    Q_OBJECT

private slots:
    void encodingsThatSearchSaySo() {
        for (const Case& each : cases) {
            QVERIFY2(encodingNamed(each.encoding).usesImportance(), each.encoding);
        }
        for (const char* name : {"LLM.INT8", "FBGEMM-FP8", "HQQ4-G64-A0", "HQQ4-G64-RTN"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            QVERIFY2(!encoding.usesImportance(), name);
            const MatrixShape shape{rows, columns, ElementType::F32};
            const std::vector<float> values = generate(kinds[0], rows * columns, 1);
            const auto importance = importanceOf(Columns::outliers, columns);
            QCOMPARE(firstDifference(encodeModule(encoding, shape, values, 1, nullptr, importance),
                                     encodeModule(encoding, shape, values)),
                     std::string());
        }
    }

    void noGroupBecomesWorse_data() {
        QTest::addColumn<QString>("name");
        for (const Case& each : cases) {
            QTest::newRow(each.encoding) << QString(each.encoding);
        }
    }
    void noGroupBecomesWorse() {
        QFETCH(QString, name);
        const auto& with =
            *std::ranges::find(cases, name.toStdString(), [](const Case& each) { return std::string(each.encoding); });
        const MatrixEncoding& encoding = encodingNamed(with.encoding);
        std::size_t improved = 0;
        for (const ElementType compute : {ElementType::F32, ElementType::BF16, ElementType::F16}) {
            const MatrixShape shape{rows, columns, compute};
            for (const DataKind& kind : kinds) {
                const std::vector<float> values = roundedTo(ElementType::BF16, generate(kind, rows * columns, 3));
                if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value) && std::abs(value) < 6e4F; })) {
                    continue; // some of the formats refuse them
                }
                StoredModule plain;
                try {
                    plain = encodeModule(encoding, shape, values);
                } catch (const Error&) {
                    continue; // a zero point beyond F16
                }
                const std::vector<float> plainValues = decodeModule(encoding, shape, plain);
                for (const Columns choice : allColumns) {
                    const auto importance = importanceOf(choice, columns);
                    const auto guided =
                        decodeModule(encoding, shape, encodeModule(encoding, shape, values, 1, nullptr, importance));
                    const std::uint64_t group = with.group == 0 ? columns : with.group;
                    const auto before = groupErrors(values, plainValues, group, importance);
                    const auto after = groupErrors(values, guided, group, importance);
                    for (std::size_t i = 0; i < before.size(); ++i) {
                        QVERIFY2(after[i] <= before[i] * (1 + 1e-12),
                                 qPrintable(QStringLiteral("%1, importance %2, group %3: %4 after %5")
                                                .arg(kind.name)
                                                .arg(static_cast<int>(choice))
                                                .arg(i)
                                                .arg(after[i])
                                                .arg(before[i])));
                        improved += after[i] < before[i] ? 1 : 0;
                    }
                }
            }
        }
        QVERIFY2(improved > 10'000 / (with.group == 0 ? columns : with.group), qPrintable(QString::number(improved)));
    }

    void usualWeightsComeCloser_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("share"); // of the plain encoder's error, on bell-shaped weights
        QTest::newRow("NF4-64") << "NF4-64" << 0.764;
        QTest::newRow("NF4-128") << "NF4-128" << 0.799;
        QTest::newRow("NF4-4096") << "NF4-4096" << 0.85;
        QTest::newRow("NF4-64-DQ") << "NF4-64-DQ" << 0.766;
        QTest::newRow("FP4-64") << "FP4-64" << 0.778;
        QTest::newRow("FP4-64-DQ") << "FP4-64-DQ" << 0.779;
        QTest::newRow("FBGEMM-INT4-128") << "FBGEMM-INT4-128" << 0.75;
        QTest::newRow("HQQ8-G64") << "HQQ8-G64" << 0.562;
        QTest::newRow("HQQ4-G64") << "HQQ4-G64" << 0.775;
        QTest::newRow("HQQ3-G64") << "HQQ3-G64" << 0.688;
        QTest::newRow("HQQ2-G16") << "HQQ2-G16" << 0.55;
        QTest::newRow("HQQ1.58-G64") << "HQQ1.58-G64" << 0.373;
        QTest::newRow("HQQ1-G64") << "HQQ1-G64" << 0.284;
        QTest::newRow("HQQ4-ROW") << "HQQ4-ROW" << 0.746;
    }
    void usualWeightsComeCloser() {
        QFETCH(QString, name);
        QFETCH(double, share);
        const auto& with =
            *std::ranges::find(cases, name.toStdString(), [](const Case& each) { return std::string(each.encoding); });
        const MatrixEncoding& encoding = encodingNamed(with.encoding);
        const MatrixShape shape{rows, columns, ElementType::BF16};
        const std::vector<float> values = roundedTo(ElementType::BF16, generate(kinds[0], rows * columns, 8));
        const auto importance = importanceOf(Columns::usual, columns);
        const std::uint64_t group = with.group == 0 ? columns : with.group;
        const auto errorWith = [&](std::span<const float> guide) {
            const auto decoded = decodeModule(encoding, shape, encodeModule(encoding, shape, values, 1, nullptr, guide));
            return sum(groupErrors(values, decoded, group, importance));
        };
        const double reached = errorWith(importance) / errorWith({});
        QVERIFY2(reached > share * 0.95 && reached < share * 1.05, qPrintable(QString::number(reached)));
    }

    void groupsMayStraddleRows() {
        constexpr std::uint64_t width = 100;
        const MatrixShape shape{37, width, ElementType::F32}; // the last block is short
        const std::vector<float> values = generate(kinds[1], shape.values(), 4);
        const auto importance = importanceOf(Columns::outliers, width);
        for (const char* name : {"NF4-64", "NF4-64-DQ", "FP4-128"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const std::uint64_t group = std::string_view(name) == "FP4-128" ? 128 : 64;
            const auto plain = decodeModule(encoding, shape, encodeModule(encoding, shape, values));
            const auto guided = decodeModule(encoding, shape, encodeModule(encoding, shape, values, 1, nullptr, importance));
            const auto before = groupErrors(values, plain, group, importance);
            const auto after = groupErrors(values, guided, group, importance);
            for (std::size_t i = 0; i < before.size(); ++i) {
                QVERIFY2(after[i] <= before[i] * (1 + 1e-12), name);
            }
            QVERIFY2(sum(after) < 0.7 * sum(before), qPrintable(QString::number(sum(after) / sum(before))));
        }
    }

    void anyNumberOfThreadsWritesTheSame() {
        const MatrixShape shape{512, columns, ElementType::F16}; // several tiles
        const std::vector<float> values = generate(kinds[0], shape.values(), 6);
        const auto importance = importanceOf(Columns::usual, columns);
        for (const Case& each : cases) {
            const MatrixEncoding& encoding = encodingNamed(each.encoding);
            double progress = 0;
            const StoredModule one = encodeModule(encoding, shape, values, 1, &progress, importance);
            QVERIFY2(std::abs(progress - 1) < 1e-9, each.encoding);
            QCOMPARE(firstDifference(encodeModule(encoding, shape, values, 3, nullptr, importance), one), std::string());
        }
    }

    void everyInstructionSetWritesTheSame() {
        const MatrixShape shape{rows, columns, ElementType::BF16};
        const std::vector<float> values = generate(kinds[1], shape.values(), 7);
        const auto importance = importanceOf(Columns::someZero, columns);
        for (const Case& each : cases) {
            const MatrixEncoding& encoding = encodingNamed(each.encoding);
            const StoredModule expected = encodeModule(encoding, shape, values, 1, nullptr, importance);
            onEachSimdTarget([&](const char* target) {
                const StoredModule got = encodeModule(encoding, shape, values, 1, nullptr, importance);
                QVERIFY2(firstDifference(got, expected).empty(), qPrintable(QString(each.encoding) + ' ' + target));
            });
        }
    }

    // The search against one that tries everything on a fine raster.
    void theBestGridIsAlmostFound() {
        constexpr std::size_t length = 64;
        const auto importance = importanceOf(Columns::usual, length * stripGroups);
        for (const DataKind& kind : {kinds[0], kinds[1], kinds[8]}) {
            const std::vector<float> values = generate(kind, length * stripGroups, 9);
            StripBuffers buffers;
            std::array<float, stripGroups> scales{};
            std::array<float, stripGroups> offsets{};
            searchGrids(buffers.of(values, importance, length), 15, scales.data(), offsets.data());
            double found = 0;
            double best = 0;
            for (std::size_t g = 0; g < stripGroups; ++g) {
                const std::span<const float> group(&values[g * length], length);
                const std::span<const float> weights(&importance[g * length], length);
                const auto errorOf = [&](double scale, double offset) {
                    double error = 0;
                    for (std::size_t i = 0; i < length; ++i) {
                        const double value = static_cast<double>(group[i]);
                        const double code = std::clamp(std::round((value - offset) / scale), 0.0, 15.0);
                        error += static_cast<double>(weights[i]) * std::pow(value - code * scale - offset, 2);
                    }
                    return error;
                };
                const auto [low, high] = std::ranges::minmax(group);
                double least = INFINITY;
                for (int from = 0; from < 60; ++from) {
                    for (int to = 0; from + to < 100; ++to) {
                        const double range = static_cast<double>(high) - static_cast<double>(low);
                        const double begin = static_cast<double>(low) + range * from / 100;
                        least = std::min(least, errorOf(range * (100 - from - to) / 1500, begin));
                    }
                }
                found += errorOf(static_cast<double>(scales[g]), static_cast<double>(offsets[g]));
                best += least;
            }
            QVERIFY2(found < best * 1.04, qPrintable(QStringLiteral("%1: %2 of the best").arg(kind.name).arg(found / best)));
        }
    }
};

QTEST_GUILESS_MAIN(TestWeightedScales)
#include "tst_weighted_scales.moc"
