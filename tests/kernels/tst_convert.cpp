// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/numeric.h"
#include "kernels/convert.h"
#include "kernels/simd_targets.h"
#include "support/test_support.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace quantlathe;

namespace {

std::uint32_t bitsOf(float value) {
    return std::bit_cast<std::uint32_t>(value);
}

template <class Scalar>
std::vector<std::byte> bytesOf(const std::vector<Scalar>& values) {
    std::vector<std::byte> bytes(values.size() * sizeof(Scalar));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

template <class Scalar>
std::vector<Scalar> everyPattern() {
    std::vector<Scalar> patterns(std::size_t{1} << (8 * sizeof(Scalar)));
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        patterns[i] = static_cast<Scalar>(i);
    }
    return patterns;
}

std::vector<float> converted(ElementType type, std::span<const std::byte> stored) {
    std::vector<float> values(stored.size() / info(type).bytesPerBlock);
    floatsFromStored(type, stored, values);
    return values;
}

template <class Scalar>
void compareIntegers(ElementType type, const std::vector<Scalar>& values) {
    const std::vector<float> floats = converted(type, bytesOf(values));
    for (std::size_t i = 0; i < values.size(); ++i) {
        QCOMPARE(floats[i], static_cast<float>(values[i]));
    }
}

// Every place where rounding to a small float type can go wrong, and a spread of everything else.
std::vector<float> difficultFloats() {
    std::vector<float> values;
    for (std::uint32_t upper = 0; upper < 0x10000U; ++upper) {
        for (const std::uint32_t lower :
             {0x0000U, 0x0001U, 0x0FFFU, 0x1000U, 0x1001U, 0x7FFFU, 0x8000U, 0x8001U, 0xF000U, 0xFFFFU}) {
            values.push_back(std::bit_cast<float>((upper << 16) | lower));
        }
    }
    std::mt19937 random(5);
    for (int i = 0; i < 100000; ++i) {
        values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
    }
    return values;
}

} // namespace

class TestConvert : public QObject {
    Q_OBJECT

private slots:
    void everyHalfWidensToTheSameBitsAsTheScalarForm() {
        const auto patterns = everyPattern<std::uint16_t>();
        const auto stored = bytesOf(patterns);
        test::onEachSimdTarget([&](const char* target) {
            const auto f16 = converted(ElementType::F16, stored);
            const auto bf16 = converted(ElementType::BF16, stored);
            for (std::size_t i = 0; i < patterns.size(); ++i) {
                QVERIFY2(bitsOf(f16[i]) == bitsOf(floatFromF16(patterns[i])), target);
                QVERIFY2(bitsOf(bf16[i]) == bitsOf(floatFromBf16(patterns[i])), target);
            }
        });
    }

    void everyEightBitFloatWidensToTheSameBitsAsTheScalarForm() {
        const auto patterns = everyPattern<std::uint8_t>();
        const auto stored = bytesOf(patterns);
        test::onEachSimdTarget([&](const char* target) {
            const auto e4m3 = converted(ElementType::F8_E4M3, stored);
            const auto e5m2 = converted(ElementType::F8_E5M2, stored);
            for (std::size_t i = 0; i < patterns.size(); ++i) {
                QVERIFY2(bitsOf(e4m3[i]) == bitsOf(floatFromF8E4M3(patterns[i])), target);
                QVERIFY2(bitsOf(e5m2[i]) == bitsOf(floatFromF8E5M2(patterns[i])), target);
            }
        });
    }

    void everyE8M0IsAPowerOfTwo() {
        const auto values = converted(ElementType::F8_E8M0, bytesOf(everyPattern<std::uint8_t>()));
        for (int i = 0; i < 255; ++i) {
            QCOMPARE(values[static_cast<std::size_t>(i)], std::ldexp(1.0F, i - 127));
        }
        QVERIFY(std::isnan(values[255]));
    }

    void floatsNarrowToTheSameBitsAsTheScalarForm() {
        const auto values = difficultFloats();
        std::vector<std::byte> stored(values.size() * 2);
        test::onEachSimdTarget([&](const char* target) {
            f16FromFloats(values, stored);
            for (std::size_t i = 0; i < values.size(); ++i) {
                std::uint16_t bits = 0;
                std::memcpy(&bits, stored.data() + 2 * i, 2);
                QVERIFY2(bits == f16FromFloat(values[i]),
                         qPrintable(QString("%1 %2").arg(target).arg(bitsOf(values[i]), 8, 16)));
            }
            bf16FromFloats(values, stored);
            for (std::size_t i = 0; i < values.size(); ++i) {
                std::uint16_t bits = 0;
                std::memcpy(&bits, stored.data() + 2 * i, 2);
                QVERIFY2(bits == bf16FromFloat(values[i]),
                         qPrintable(QString("%1 %2").arg(target).arg(bitsOf(values[i]), 8, 16)));
            }
        });
    }

    void roundingIsNarrowingAndWideningAgain() {
        std::vector<float> values{0.0F,  -0.0F,      0x1p-14F, 0x1.ffep-15F, 0x1p-25F, 0x1.8p-24F,
                                  65504, 65519.996F, 65520,    -1e10F,       INFINITY};
        for (std::uint32_t step = 0; step < 1U << 16U; ++step) { // every exponent and sign, and strips that need no rounding
            const std::uint32_t noise = step % 3 == 0 ? 0 : step * 2654435761U >> 16U;
            values.push_back(std::bit_cast<float>((step << 16U) | noise));
        }
        for (std::uint32_t i = 0; i < 200; ++i) {
            values.push_back(0.5F + static_cast<float>(i % 7));
        }
        test::onEachSimdTarget([&](const char* target) {
            for (const ElementType type : {ElementType::F16, ElementType::BF16, ElementType::F32}) {
                std::vector<float> rounded = values;
                roundFloats(type, rounded);
                for (std::size_t i = 0; i < values.size(); ++i) {
                    const float expected = type == ElementType::F16    ? floatFromF16(f16FromFloat(values[i]))
                                           : type == ElementType::BF16 ? floatFromBf16(bf16FromFloat(values[i]))
                                                                       : values[i];
                    const auto got = std::bit_cast<std::uint32_t>(rounded[i]);
                    if (got != std::bit_cast<std::uint32_t>(expected)) {
                        QFAIL(qPrintable(QString("%1: %2 becomes bits %3").arg(target).arg(values[i]).arg(got, 0, 16)));
                    }
                }
            }
        });
    }

    void goldenBitsOfTheReference() {
        const auto file = test::dataFile("gguf-blocks/scalar-conversions.safetensors");
        const auto inputs = test::goldenTensor(file, "f32_bits");
        const auto f16 = test::goldenTensor(file, "f16_bits");
        const auto bf16 = test::goldenTensor(file, "bf16_bits");
        QVERIFY(inputs && f16 && bf16);
        const auto values = inputs->floats();
        std::vector<std::byte> stored(values.size() * 2);
        f16FromFloats(values, stored);
        QVERIFY(std::ranges::equal(stored, f16->raw()));
        bf16FromFloats(values, stored);
        QVERIFY(std::ranges::equal(stored, bf16->raw()));
    }

    void integersAndBooleans() {
        compareIntegers<std::int8_t>(ElementType::I8, {-128, -1, 0, 1, 127});
        compareIntegers<std::uint8_t>(ElementType::U8, {0, 1, 255});
        compareIntegers<std::int16_t>(ElementType::I16, {-32768, -1, 0, 32767});
        compareIntegers<std::uint16_t>(ElementType::U16, {0, 65535});
        compareIntegers<std::int32_t>(ElementType::I32, {std::numeric_limits<std::int32_t>::min(), -16777217, 0, 16777217});
        compareIntegers<std::uint32_t>(ElementType::U32, {0, 16777217, 0xFFFFFFFFU});
        compareIntegers<std::int64_t>(ElementType::I64, {std::numeric_limits<std::int64_t>::min(), -3, 1LL << 40});
        compareIntegers<std::uint64_t>(ElementType::U64, {0, ~0ULL});
        const auto booleans = converted(ElementType::BOOL, bytesOf(std::vector<std::uint8_t>{0, 1, 2}));
        QCOMPARE(booleans, (std::vector<float>{0, 1, 1}));
    }

    void doublesAreRoundedToNearest() {
        const std::vector<double> values{0.1, -1e300, 1e-300, 1.0 + 0x1p-24, 1.0 + 0x3p-24, std::nan("")};
        const auto floats = converted(ElementType::F64, bytesOf(values));
        QCOMPARE(floats[0], 0.1F);
        QCOMPARE(floats[1], -std::numeric_limits<float>::infinity());
        QCOMPARE(floats[2], 0.0F);
        QCOMPARE(floats[3], 1.0F);
        QCOMPARE(floats[4], 1.0F + 0x1p-22F);
        QVERIFY(std::isnan(floats[5]));
    }

    void anyLengthAtAnyAddress() {
        const auto values = test::normalValues(67, 1);
        for (std::size_t count = 0; count <= values.size(); ++count) {
            std::vector<std::byte> buffer(2 * count + 3, std::byte{0xEE});
            const auto odd = std::span(buffer).subspan(1, 2 * count);
            f16FromFloats(std::span(values).first(count), odd);
            QCOMPARE(buffer.front(), std::byte{0xEE});
            QCOMPARE(buffer[2 * count + 1], std::byte{0xEE});
            std::vector<float> back(count);
            floatsFromStored(ElementType::F16, odd, back);
            for (std::size_t i = 0; i < count; ++i) {
                QCOMPARE(back[i], floatFromF16(f16FromFloat(values[i])));
            }
        }
    }

    void blockTypesAndComplexNumbersHaveNoFloatForm() {
        QVERIFY(hasFloatForm(ElementType::BF16));
        QVERIFY(hasFloatForm(ElementType::BOOL));
        QVERIFY(!hasFloatForm(ElementType::C64));
        QVERIFY(!hasFloatForm(ElementType::Q4_0));
        QVERIFY(!hasFloatForm(ElementType::Q2_0));
    }
};

QTEST_APPLESS_MAIN(TestConvert)
#include "tst_convert.moc"
