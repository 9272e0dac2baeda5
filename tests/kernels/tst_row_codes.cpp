// SPDX-License-Identifier: GPL-3.0-or-later
// FP8, INT8 and INT4 codes of rows against the definition, on every instruction set: random weights, and quotients within a
// few floats of where the code changes.
#include "base/numeric.h"
#include "kernels/row_codes.h"
#include "simd_targets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <QTest>
#include <random>
#include <vector>

using namespace quantlathe;

namespace {

constexpr int largestCode = 0x7E; // 448; 0x7F is NaN

float e4m3Value(int code) {
    return floatFromF8E4M3(static_cast<std::uint8_t>(code));
}

/// The nearest value, ties to the even code; what is beyond the largest becomes the largest.
unsigned e4m3Code(float quotient) {
    const double magnitude = std::abs(static_cast<double>(quotient));
    unsigned code = 0;
    while (code < static_cast<unsigned>(largestCode)) {
        const double middle = (static_cast<double>(e4m3Value(static_cast<int>(code))) +
                               static_cast<double>(e4m3Value(static_cast<int>(code) + 1))) /
                              2;
        if (magnitude < middle || (magnitude == middle && code % 2 == 0)) {
            break;
        }
        ++code;
    }
    return code | (std::signbit(quotient) ? 0x80U : 0U);
}

QString firstWrongE4m3(const std::vector<float>& values, float divisor) {
    std::vector<std::byte> codes(values.size());
    e4m3Codes(values, divisor, codes);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const unsigned expected = e4m3Code(values[i] / divisor);
        if (std::to_integer<unsigned>(codes[i]) != expected) {
            return QStringLiteral("%1 / %2: code %3, expected %4")
                .arg(static_cast<double>(values[i]), 0, 'g', 9)
                .arg(static_cast<double>(divisor), 0, 'g', 9)
                .arg(std::to_integer<unsigned>(codes[i]))
                .arg(expected);
        }
    }
    return {};
}

/// Values whose quotients lie up to `floats` steps on either side of each place where the code changes.
std::vector<float> aroundMiddles(float divisor, int floats) {
    std::vector<float> values;
    for (int code = 0; code < largestCode; ++code) {
        const float middle = (e4m3Value(code) + e4m3Value(code + 1)) / 2;
        float value = middle * divisor;
        for (int i = 0; i < floats; ++i) {
            value = std::nextafter(value, 0.0F);
        }
        for (int i = 0; i <= 2 * floats && std::isfinite(value); ++i) {
            values.push_back(values.size() % 2 == 0 ? value : -value);
            value = std::nextafter(value, std::numeric_limits<float>::infinity());
        }
    }
    return values;
}

struct Int4Reference {
    float scale;
    float zero;
    std::vector<unsigned> codes;
};
Int4Reference int4Reference(const std::vector<float>& x) {
    const auto [smallest, largest] = std::ranges::minmax(x);
    const float scale = std::max(largest - smallest, 1e-6F) / 15;
    Int4Reference result{scale, smallest + 8 * scale, {}};
    for (const float value : x) {
        const float steps = std::nearbyint((value - smallest) / scale);
        result.codes.push_back(static_cast<unsigned>(std::clamp(steps, 0.0F, 15.0F)) ^ 8U);
    }
    return result;
}

QString firstWrongInt4(const std::vector<float>& x) {
    std::vector<std::byte> packed(x.size() / 2);
    const Int4Group group = int4Codes(x, packed);
    const Int4Reference expected = int4Reference(x);
    if (group.scale != expected.scale || group.zero != expected.zero) {
        return QStringLiteral("scale or zero");
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto byte = std::to_integer<unsigned>(packed[i / 2]);
        if ((i % 2 == 0 ? byte & 15U : byte >> 4U) != expected.codes[i]) {
            return QStringLiteral("code %1 of %2").arg(i).arg(static_cast<double>(x[i]), 0, 'g', 9);
        }
    }
    return {};
}

} // namespace

class TestRowCodes : public QObject {
    Q_OBJECT
private slots:
    void e4m3CodesFollowTheDefinition() {
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        std::vector<float> values(4099); // the last vector is not full
        for (const float divisor : {1.0F, 0.000371F, 0.00223214F, 3.0F, 1e-30F, 1e30F, 0x1p-60F, 0x1p60F, 0x1.fffffep-60F}) {
            for (std::size_t i = 0; i < values.size(); ++i) {
                // From far below the smallest code to far above the largest.
                values[i] = i % 113 == 7   ? -0.0F
                            : i % 113 == 8 ? 0.0F
                                           : std::ldexp(normal(random), static_cast<int>(i % 40) - 25) * divisor;
            }
            values[5] = std::numeric_limits<float>::max();
            values[6] = -std::numeric_limits<float>::denorm_min();
            test::onEachSimdTarget([&](const char* target) {
                const QString error = firstWrongE4m3(values, divisor);
                QVERIFY2(error.isEmpty(), qPrintable(QString::fromLatin1(target) + QStringLiteral(": ") + error));
            });
        }
    }

    void e4m3CodesChangeAtTheirMiddles() {
        std::mt19937 random(2);
        std::uniform_real_distribution<float> mantissa(1, 2);
        std::vector<float> divisors{1.0F, 1.5F, 0x1.fffffep0F, 0x1.000002p0F, 1e-30F};
        for (int i = 0; i < 60; ++i) {
            divisors.push_back(std::ldexp(mantissa(random), -12));
        }
        for (const float divisor : divisors) {
            const std::vector<float> values = aroundMiddles(divisor, 8);
            test::onEachSimdTarget([&](const char* target) {
                const QString error = firstWrongE4m3(values, divisor);
                QVERIFY2(error.isEmpty(), qPrintable(QString::fromLatin1(target) + QStringLiteral(": ") + error));
            });
        }
    }

    void int8CodesFollowTheDefinition() {
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        std::vector<float> values(4099);
        std::ranges::generate(values, [&] { return normal(random); });
        const float factor = 127 / largestMagnitude(values);
        for (int i = 0; i < 127; ++i) { // ties
            values[static_cast<std::size_t>(i) * 3] = (static_cast<float>(i) + 0.5F) / factor;
        }
        test::onEachSimdTarget([&](const char* target) {
            std::vector<std::byte> codes(values.size());
            int8Codes(values, factor, codes);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto expected = static_cast<std::int8_t>(std::nearbyint(values[i] * factor));
                QVERIFY2(static_cast<std::int8_t>(codes[i]) == expected, target);
            }
        });
    }

    void int4CodesFollowTheDefinition_data() {
        QTest::addColumn<int>("size");
        for (const int size : {2, 30, 32, 64, 128, 254, 256, 1000}) {
            QTest::addRow("%d", size) << size;
        }
    }
    void int4CodesFollowTheDefinition() {
        QFETCH(int, size);
        std::mt19937 random(4);
        std::normal_distribution<float> normal;
        std::vector<float> x(static_cast<std::size_t>(size));
        for (int round = 0; round < 200; ++round) {
            // The smallest scale that is allowed, usual ones, and ones whose reciprocal is no ordinary number.
            const float factor = round % 20 == 3   ? 0.0F
                                 : round % 20 == 4 ? 1e-9F
                                 : round % 20 == 5 ? 1e30F
                                                   : std::ldexp(1.0F, round % 30 - 20);
            std::ranges::generate(x, [&] { return factor * normal(random); });
            if (round % 3 == 0) { // values in the middle between two codes
                const auto [smallest, largest] = std::ranges::minmax(x);
                for (std::size_t i = 2; i < x.size(); i += 3) {
                    x[i] = smallest + (static_cast<float>(i % 15) + 0.5F) * ((largest - smallest) / 15);
                }
            }
            test::onEachSimdTarget([&](const char* target) {
                const QString error = firstWrongInt4(x);
                QVERIFY2(
                    error.isEmpty(),
                    qPrintable(
                        QStringLiteral("%1, round %2: %3").arg(QString::fromLatin1(target), QString::number(round), error)));
            });
        }
    }
};

QTEST_GUILESS_MAIN(TestRowCodes)
#include "tst_row_codes.moc"
