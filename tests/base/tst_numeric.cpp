// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/numeric.h"
#include "support/test_support.h"

#include <cmath>
#include <cstring>

using namespace quantlathe;

class TestNumeric : public QObject {
    Q_OBJECT

    static std::vector<std::uint16_t> halves(const char* tensor) {
        const auto golden = test::goldenTensor(test::dataFile("gguf-blocks/scalar-conversions.safetensors"), tensor);
        std::vector<std::uint16_t> bits(golden ? static_cast<std::size_t>(golden->bytes.size()) / 2 : 0);
        if (golden) {
            std::memcpy(bits.data(), golden->bytes.constData(), bits.size() * 2);
        }
        return bits;
    }

private slots:
    void conversionsEqualTheGoldenBits() {
        const auto inputs = test::goldenTensor(test::dataFile("gguf-blocks/scalar-conversions.safetensors"), "f32_bits");
        QVERIFY(inputs);
        const std::vector<float> values = inputs->floats();
        const auto f16 = halves("f16_bits");
        const auto bf16 = halves("bf16_bits");
        QVERIFY(values.size() > 3000);
        QCOMPARE(f16.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            QCOMPARE(f16FromFloat(values[i]), f16[i]);
            QCOMPARE(bf16FromFloat(values[i]), bf16[i]);
        }
    }

    void everyF16SurvivesTheRoundTrip() {
        for (std::uint32_t bits = 0; bits < 0x10000U; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            const float value = floatFromF16(half);
            if (std::isnan(value)) {
                QCOMPARE(f16FromFloat(value) & 0x7FFF, 0x7E00);
            } else {
                QCOMPARE(f16FromFloat(value), half);
            }
        }
    }

    void decodesEightBitFloats() {
        QCOMPARE(floatFromF8E4M3(0x7E), 448.0F);
        QCOMPARE(floatFromF8E4M3(0x01), 0x1p-9F);
        QCOMPARE(floatFromF8E4M3(0xB8), -1.0F);
        QVERIFY(std::isnan(floatFromF8E4M3(0x7F)));
        QCOMPARE(floatFromF8E5M2(0x7B), 57344.0F);
        QVERIFY(std::isinf(floatFromF8E5M2(0x7C)));
        QCOMPARE(floatFromF8E5M2(0x01), 0x1p-16F);
    }
};

QTEST_APPLESS_MAIN(TestNumeric)
#include "tst_numeric.moc"
