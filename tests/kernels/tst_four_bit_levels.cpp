// SPDX-License-Identifier: GPL-3.0-or-later
// NF4 and FP4 codes against the definition, value by value, on every instruction set: random weights, and every value that
// lies within a few floats of a threshold.
#include "codecs/bitsandbytes/tables.h"
#include "kernels/four_bit_levels.h"
#include "simd_targets.h"

#include <cmath>
#include <limits>
#include <QTest>
#include <random>
#include <vector>

using namespace quantlathe;

namespace {

constexpr std::array<float, 7> fp4Limits{0.00260417F, 0.0859375F, 0.20833333F, 0.29166667F, 0.4166667F, 0.583333F, 0.8333333F};
constexpr std::array<unsigned, 8> fp4Codes{0, 1, 6, 7, 4, 5, 2, 3};

Nf4Thresholds nf4Limits() {
    Nf4Thresholds limits{};
    for (std::size_t i = 0; i < limits.size(); ++i) {
        limits[i] = (bitsandbytes::nf4Values[i] + bitsandbytes::nf4Values[i + 1]) / 2;
    }
    return limits;
}

unsigned nf4Code(float scaled) {
    static const Nf4Thresholds limits = nf4Limits();
    return static_cast<unsigned>(std::ranges::count_if(limits, [scaled](float limit) { return scaled > limit; }));
}
unsigned fp4Code(float scaled) {
    const auto rank = std::ranges::count_if(fp4Limits, [scaled](float limit) { return std::abs(scaled) > limit; });
    return fp4Codes[static_cast<std::size_t>(rank)] + (scaled < 0 ? 8 : 0);
}

float scaledBy(float value, float absmax) {
    const float inverse = absmax == 0 ? 0 : 1 / absmax;
    return std::isinf(inverse) ? value / absmax : value * inverse;
}

struct Encoded {
    std::vector<float> absmax;
    std::vector<std::uint8_t> packed;
    bool isFinite = false;
};

Encoded encode(bool isNf4, std::vector<float> values, std::size_t blockSize) {
    const std::size_t count = values.size();
    values.resize((count + fourBitPadding - 1) / fourBitPadding * fourBitPadding, 0.0F);
    Encoded result{std::vector<float>((count + blockSize - 1) / blockSize), std::vector<std::uint8_t>((count + 1) / 2)};
    const FourBitTask task{values.data(), count, blockSize, result.absmax.data(), result.packed.data()};
    result.isFinite = isNf4 ? encodeNf4(task, nf4Limits()) : encodeFp4(task);
    return result;
}

/// The first place where the codes are not those of the definition; empty if there is none.
QString firstError(bool isNf4, const std::vector<float>& values, std::size_t blockSize) {
    const Encoded found = encode(isNf4, values, blockSize);
    if (!found.isFinite) {
        return QStringLiteral("refused");
    }
    float absmax = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t block = i / blockSize;
        if (i % blockSize == 0) {
            absmax = 0;
            for (std::size_t j = i; j < std::min(values.size(), i + blockSize); ++j) {
                absmax = std::max(absmax, std::abs(values[j]));
            }
        }
        const float scaled = scaledBy(values[i], absmax);
        const unsigned expected = isNf4 ? nf4Code(scaled) : fp4Code(scaled);
        const unsigned code = i % 2 == 0 ? found.packed[i / 2] >> 4U : found.packed[i / 2] & 15U;
        if (found.absmax[block] != absmax || code != expected) {
            return QStringLiteral("value %1 (%2): code %3, expected %4; largest %5, expected %6")
                .arg(i)
                .arg(static_cast<double>(values[i]), 0, 'g', 9)
                .arg(code)
                .arg(expected)
                .arg(static_cast<double>(found.absmax[block]))
                .arg(static_cast<double>(absmax));
        }
    }
    return {};
}

/// Blocks of 64 whose values lie up to `floats` steps on either side of every threshold, scaled by `absmax`.
std::vector<float> aroundThresholds(float absmax, int floats) {
    std::vector<float> values;
    const auto add = [&](float limit) {
        for (const float sign : {1.0F, -1.0F}) {
            float value = sign * limit * absmax;
            for (int i = 0; i < floats; ++i) {
                value = std::nextafter(value, -absmax);
            }
            for (int i = 0; i <= 2 * floats; ++i) {
                if (values.size() % 64 == 0) {
                    values.push_back(absmax);
                }
                values.push_back(value);
                value = std::nextafter(value, absmax);
            }
        }
    };
    for (const float limit : nf4Limits()) {
        add(limit);
    }
    for (const float limit : fp4Limits) {
        add(limit);
    }
    return values;
}

} // namespace

class TestFourBitLevels : public QObject {
    Q_OBJECT
private slots:
    void codesFollowTheDefinition_data() {
        QTest::addColumn<bool>("isNf4");
        QTest::addColumn<int>("blockSize");
        for (const int blockSize : {32, 64, 128, 256, 512, 4096}) {
            QTest::addRow("NF4 %d", blockSize) << true << blockSize;
            QTest::addRow("FP4 %d", blockSize) << false << blockSize;
        }
    }

    void codesFollowTheDefinition() {
        QFETCH(bool, isNf4);
        QFETCH(int, blockSize);
        const auto size = static_cast<std::size_t>(blockSize);
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        std::vector<float> values(64 * 4096 + 77); // the last block is not whole, its last pair neither
        for (std::size_t i = 0; i < values.size(); ++i) {
            // Blocks of all magnitudes, of zeros, and so small that 1 ÷ absmax is infinite.
            const std::size_t block = i / size;
            const float scale = block % 97 == 5    ? 0.0F
                                : block % 97 == 50 ? 1e-41F
                                : block % 97 == 60 ? 1e-30F
                                                   : std::ldexp(1.0F, static_cast<int>(block % 40) - 20);
            values[i] = i % 113 == 7 ? -0.0F : scale * normal(random);
        }
        test::onEachSimdTarget([&](const char* target) {
            const QString error = firstError(isNf4, values, size);
            QVERIFY2(error.isEmpty(), qPrintable(QString::fromLatin1(target) + QStringLiteral(": ") + error));
        });
    }

    void valuesAtThresholdsFallOnTheRightSide() {
        for (const float absmax : {1.0F, 0.0371093F, 3.0F, 1e-20F, 6.5e30F}) {
            const std::vector<float> values = aroundThresholds(absmax, 200);
            test::onEachSimdTarget([&](const char* target) {
                for (const bool isNf4 : {true, false}) {
                    const QString error = firstError(isNf4, values, 64);
                    QVERIFY2(error.isEmpty(), qPrintable(QString::fromLatin1(target) + QStringLiteral(": ") + error));
                }
            });
        }
    }

    void valuesThatAreNotFiniteAreRefused() {
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            for (const std::size_t place : {std::size_t{0}, std::size_t{700}, std::size_t{4095}, std::size_t{4100}}) {
                std::vector<float> values(4101, 0.5F);
                values[place] = -bad;
                test::onEachSimdTarget([&](const char* target) {
                    QVERIFY2(!encode(true, values, 64).isFinite && !encode(false, values, 64).isFinite, target);
                });
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestFourBitLevels)
#include "tst_four_bit_levels.moc"
