// SPDX-License-Identifier: GPL-3.0-or-later
// What is special about one-bit, ternary and four-bit float blocks: the rounding of their scales, ties between levels, weights
// at the ends of the range of floats; and the two formats that are only read, Q8_1 and Q8_K. See tst_encodings.cpp for
// what all encodings have in common.
#include "base/numeric.h"
#include "codecs/block_data.h"
#include "codecs/encoding.h"
#include "oracle/oracle.h"
#include "support/test_support.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace quantlathe;

namespace {

std::vector<std::byte> encoded(ElementType type, std::span<const float> weights) {
    const Encoding& encoding = *encodingFor(type);
    std::vector<std::byte> stored(encoding.bytes(1, weights.size()));
    encoding.encode(weights, weights.size(), {}, stored);
    return stored;
}

std::vector<float> decoded(ElementType type, std::span<const std::byte> stored, std::size_t count) {
    std::vector<float> weights(count);
    encodingFor(type)->decode(stored, count, weights);
    return weights;
}

/// Empty, or the first block that the oracle writes otherwise.
std::string differenceFromOracle(ElementType type, std::span<const float> weights) {
    const std::vector<std::byte> stored = encoded(type, weights);
    std::vector<std::byte> expected(stored.size());
    oracle::encode(type, weights, weights.size(), {}, expected);
    const auto [at, other] = std::ranges::mismatch(stored, expected);
    if (at == stored.end()) {
        return {};
    }
    const auto block = static_cast<std::size_t>(at - stored.begin()) / info(type).bytesPerBlock;
    return std::string(info(type).name) + " block " + std::to_string(block) + ", first weight " +
           std::to_string(weights[block * info(type).weightsPerBlock]) + ": " + std::to_string(static_cast<int>(*at)) +
           " instead of " + std::to_string(static_cast<int>(*other));
}

float floatFromBits(std::uint64_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

constexpr std::array encodedTypes{ElementType::Q1_0,  ElementType::Q2_0,  ElementType::TQ1_0,
                                  ElementType::TQ2_0, ElementType::MXFP4, ElementType::NVFP4};

} // namespace

class TestLowBit : public QObject {
    Q_OBJECT

    static void addTargets() {
        QTest::addColumn<qlonglong>("target");
        for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
            QTest::newRow(hwy::TargetName(target)) << static_cast<qlonglong>(target);
        }
    }

private slots:
    /// ggml takes the exponent out of a rounded logarithm, which is the next whole number for the last floats below a power of
    /// two: 44 of them for the largest exponents.
    void exponentsNearPowersOfTwo() {
        std::vector<float> weights;
        for (std::uint64_t exponent = 0; exponent < 255; ++exponent) {
            for (std::uint64_t below = 0; below < 100; ++below) {
                const std::uint64_t bits = ((exponent + 1) << 23U) - below;
                if (bits < 0x7F800000U) {
                    weights.push_back(floatFromBits(bits));
                    weights.resize(weights.size() + 31, -weights.back() / 3);
                }
            }
        }
        QCOMPARE(differenceFromOracle(ElementType::MXFP4, weights), std::string());
        const auto exponentOf = [](float largest) {
            std::vector<float> block(32);
            block[7] = largest;
            return std::to_integer<int>(encoded(ElementType::MXFP4, block)[0]);
        };
        QCOMPARE(exponentOf(4), 127);
        QCOMPARE(exponentOf(std::nextafter(4.0F, 0.0F)), 126);
        QCOMPARE(exponentOf(0x1p100F), 225);
        QCOMPARE(exponentOf(0x1p100F * (1 - 44 * 0x1p-24F)), 225);
        QCOMPARE(exponentOf(0x1p100F * (1 - 45 * 0x1p-24F)), 224);
        QCOMPARE(exponentOf(0), 0);
        QCOMPARE(exponentOf(1e-40F), 248); // wraps around
    }

    void tiesBetweenFp4LevelsGoToZero_data() { addTargets(); }
    void tiesBetweenFp4LevelsGoToZero() {
        QFETCH(qlonglong, target);
        const test::OnlyTarget only(target);
        constexpr std::array levels{0.0F, 0.5F, 1.0F, 1.5F, 2.0F, 3.0F, 4.0F, 6.0F};
        for (const ElementType type : {ElementType::MXFP4, ElementType::NVFP4}) {
            for (const float scale : {1.0F, 0x1p-8F, 0x1.2p5F}) {
                if (type == ElementType::MXFP4 && scale != std::exp2(std::floor(std::log2(scale)))) {
                    continue;
                }
                std::vector<float> weights(64, 6 * scale); // the largest of every sub-block gives the scale
                for (std::size_t k = 0; k < 7; ++k) {
                    const float border = (levels[k] + levels[k + 1]) / 2 * scale;
                    weights[16 * (k / 2) + 8 * (k % 2) + 1] = border;
                    weights[16 * (k / 2) + 8 * (k % 2) + 2] = std::nextafter(border, 1e9F);
                    weights[16 * (k / 2) + 8 * (k % 2) + 3] = -border;
                    weights[16 * (k / 2) + 8 * (k % 2) + 4] = std::nextafter(-border, -1e9F);
                }
                const std::vector<float> back = decoded(type, encoded(type, weights), weights.size());
                for (std::size_t k = 0; k < 7; ++k) {
                    const float* const at = &back[16 * (k / 2) + 8 * (k % 2)];
                    QCOMPARE(at[1], levels[k] * scale);
                    QCOMPARE(at[2], levels[k + 1] * scale);
                    QCOMPARE(at[3], -levels[k] * scale);
                    QCOMPARE(at[4], -levels[k + 1] * scale);
                }
                QVERIFY(!std::signbit(back[3])); // -0.25 is stored as +0
            }
        }
    }

    void halvesOfTernaryWeightsGoAway_data() { addTargets(); }
    void halvesOfTernaryWeightsGoAway() {
        QFETCH(qlonglong, target);
        const test::OnlyTarget only(target);
        constexpr std::array values{1.0F, 0.5F, -0.5F, 0.49999997F, -0.49999997F, -1.0F, 0.0F, -0.0F};
        constexpr std::array levels{1.0F, 1.0F, -1.0F, 0.0F, 0.0F, -1.0F, 0.0F, 0.0F};
        std::vector<float> weights(256);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            weights[i] = values[i % 8];
        }
        for (const ElementType type : {ElementType::TQ1_0, ElementType::TQ2_0, ElementType::Q2_0}) {
            const std::vector<float> back = decoded(type, encoded(type, weights), weights.size());
            for (std::size_t i = 0; i < weights.size(); ++i) {
                QCOMPARE(back[i], levels[i % 8]);
            }
        }
    }

    void allCombinationsOfFiveTrits() {
        std::vector<float> weights(256);
        for (int combination = 0; combination < 243; ++combination) {
            int rest = combination;
            for (std::size_t n = 0; n < 5; ++n, rest /= 3) {
                for (std::size_t r = 0; r < 32; ++r) {
                    weights[32 * n + r] = static_cast<float>(rest % 3 - 1);
                }
                for (std::size_t r = 0; r < 16; ++r) {
                    weights[160 + 16 * n + r] = static_cast<float>(1 - rest % 3);
                }
            }
            for (std::size_t i = 240; i < 256; ++i) {
                weights[i] = static_cast<float>(static_cast<int>(i * 7 + static_cast<std::size_t>(combination)) % 3 - 1);
            }
            weights[255] = 1;
            QVERIFY(std::ranges::equal(decoded(ElementType::TQ1_0, encoded(ElementType::TQ1_0, weights), 256), weights));
        }
    }

    void zeroIsPositiveInQ1_0() {
        std::vector<float> weights(128, -2);
        weights[0] = 0;
        weights[1] = -0.0F;
        const std::vector<std::byte> stored = encoded(ElementType::Q1_0, weights);
        QCOMPARE(std::to_integer<int>(stored[2]), 3);
        QCOMPARE(std::to_integer<int>(stored[17]), 0);
    }

    /// Magnitudes around every border at which an encoder could change its way: powers of two, ends of the range of floats and
    /// of the scales, with small weights beside large ones.
    void weightsOfAnyMagnitude_data() { addTargets(); }
    void weightsOfAnyMagnitude() {
        QFETCH(qlonglong, target);
        const test::OnlyTarget only(target);
        std::mt19937_64 random(23);
        const std::array tops{std::numeric_limits<float>::max(),
                              0x1.FFFFA6p127F,
                              0x1.FFFFA8p127F,
                              0x1.FFFEp127F,
                              43008.0F,
                              std::nextafter(43008.0F, 1e9F),
                              2688.0F,
                              1e30F,
                              0x1p-120F,
                              0x1p-121F,
                              0x1p-125F,
                              0x1p-126F,
                              0x1p-127F,
                              1e-45F,
                              0.0F,
                              6 * 0x1p-10F,
                              6 * 0x1p-11F,
                              6 * 0x1p-6F,
                              6 * 1.9375F};
        std::vector<float> weights(512 * tops.size() * 4);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const float top = tops[i / 512 % tops.size()];
            const float share = std::ldexp(static_cast<float>(random() >> 40U), -24);
            const std::uint64_t kind = random() % 8;
            weights[i] = kind == 0   ? top
                         : kind == 1 ? -top
                         : kind == 2 ? top * share * 1e-6F
                         : kind == 3 ? top * std::ldexp(1.0F, -static_cast<int>(random() % 20))
                         : kind == 4 ? -top * static_cast<float>(random() % 13) / 12
                                     : top * (2 * share - 1);
        }
        for (const ElementType type : encodedTypes) {
            QCOMPARE(differenceFromOracle(type, weights), std::string());
        }
    }

    void activationsAreOnlyRead_data() { addTargets(); }
    void activationsAreOnlyRead() {
        QFETCH(qlonglong, target);
        const test::OnlyTarget only(target);
        const auto scaleOf = [](std::size_t block) { return 0.375F + static_cast<float>(block); };
        for (const ElementType type : {ElementType::Q8_1, ElementType::Q8_K}) {
            QVERIFY(!encodingFor(type)->canEncode());
            const std::size_t block = info(type).weightsPerBlock;
            std::mt19937_64 random(3);
            std::vector<std::byte> stored(3 * info(type).bytesPerBlock);
            std::ranges::generate(stored, [&] { return static_cast<std::byte>(random()); });
            for (std::size_t b = 0; b < 3; ++b) {
                std::byte* const at = &stored[b * info(type).bytesPerBlock];
                const float scale = scaleOf(b);
                const std::uint16_t half = f16FromFloat(scale);
                std::memcpy(at, type == ElementType::Q8_K ? static_cast<const void*>(&scale) : &half,
                            type == ElementType::Q8_K ? sizeof scale : sizeof half);
            }
            const std::vector<float> weights = decoded(type, stored, 3 * block);
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const std::byte code = stored[i / block * info(type).bytesPerBlock + 4 + i % block];
                QCOMPARE(weights[i], static_cast<float>(static_cast<std::int8_t>(code)) * scaleOf(i / block));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestLowBit)
#include "tst_low_bit.moc"
