// SPDX-License-Identifier: GPL-3.0-or-later
// Properties of all encodings: the same bytes as the scalar oracle on every instruction set and on data of many kinds, for any
// number of blocks and any split of the rows; sizes; error bounds; inputs that are not finite.
#include "base/numeric.h"
#include "block_data.h"
#include "codecs/encoding.h"
#include "codecs/importance_parts.h"
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
using namespace quantlathe::test;

namespace {

bool isAllowed(const Encoding& encoding, std::span<const float> importance) {
    return !importance.empty() || !encoding.requiresImportance();
}
/// None where the encoding can do without.
std::vector<float> leastImportance(const Encoding& encoding, std::size_t columns) {
    return makeImportance(encoding.requiresImportance() ? Importance::positive : Importance::none, columns);
}

/// "byte 17 (block 0): 3 instead of 4", or nothing.
std::string firstDifference(const Encoding& encoding, std::span<const std::byte> got, std::span<const std::byte> expected) {
    const auto [at, other] = std::mismatch(got.begin(), got.end(), expected.begin(), expected.end());
    if (at == got.end() && other == expected.end()) {
        return {};
    }
    const auto index = static_cast<std::uint64_t>(at - got.begin());
    const std::uint64_t blockBytes = encoding.rowBytes(encoding.columnMultiple());
    return std::string(encoding.name()) + " byte " + std::to_string(index % blockBytes) + " of block " +
           std::to_string(index / blockBytes) + ": " + std::to_string(static_cast<int>(*at)) + " instead of " +
           std::to_string(static_cast<int>(*other));
}

std::vector<std::byte> encoded(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns,
                               std::span<const float> importance) {
    constexpr std::size_t guard = 64; // bytes behind the end that must stay as they are
    const std::uint64_t size = encoding.bytes(weights.size() / columns, columns);
    std::vector<std::byte> stored(size + guard, std::byte{0x5A});
    encoding.encode(weights, columns, {.importance = importance}, std::span(stored).first(size));
    if (std::any_of(stored.end() - guard, stored.end(), [](std::byte b) { return b != std::byte{0x5A}; })) {
        qFatal("%s wrote behind its bytes", encoding.name().data());
    }
    stored.resize(size);
    return stored;
}

std::string compareWithOracle(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns,
                              std::span<const float> importance) {
    const ElementType type = elementTypeOf(encoding).value();
    std::vector<std::byte> expected(encoding.bytes(weights.size() / columns, columns));
    const std::vector<float> usable = usableImportance(encoding, importance);
    oracle::encode(type, weights, columns, usable.empty() ? importance : usable, expected);
    if (std::string difference = firstDifference(encoding, encoded(encoding, weights, columns, importance), expected);
        !difference.empty()) {
        return difference;
    }
    std::vector<float> decodedOracle(weights.size());
    std::vector<float> decoded(weights.size());
    oracle::decode(type, expected, decodedOracle);
    encoding.decode(expected, columns, decoded);
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const bool same = std::bit_cast<std::uint32_t>(decoded[i]) == std::bit_cast<std::uint32_t>(decodedOracle[i]);
        if (!same && !(std::isnan(decoded[i]) && std::isnan(decodedOracle[i]))) {
            return std::string(encoding.name()) + " decodes weight " + std::to_string(i) + " to " + std::to_string(decoded[i]) +
                   " instead of " + std::to_string(decodedOracle[i]);
        }
    }
    return {};
}

std::vector<const Encoding*> writable() {
    std::vector<const Encoding*> encodings;
    std::copy_if(ggmlEncodings().begin(), ggmlEncodings().end(), std::back_inserter(encodings),
                 [](const Encoding* encoding) { return encoding->canEncode(); });
    return encodings;
}

} // namespace

class TestEncodings : public QObject {
    Q_OBJECT

    static void addTargets() {
        QTest::addColumn<qlonglong>("target");
        for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
            QTest::newRow(hwy::TargetName(target)) << static_cast<qlonglong>(target);
        }
    }

private slots:
    void tableIsConsistent() {
        for (const ElementTypeInfo& element : elementTypes()) {
            const Encoding* const encoding = encodingFor(element.type);
            if (encoding == nullptr) {
                QVERIFY(encodingByName(element.name) == nullptr);
                continue;
            }
            QCOMPARE(encoding->name(), element.name);
            QVERIFY(encodingByName(element.name) == encoding);
            QVERIFY(elementTypeOf(*encoding) == element.type);
            QCOMPARE(encoding->columnMultiple(), element.weightsPerBlock);
            QCOMPARE(encoding->bytes(3, 4 * element.weightsPerBlock), std::uint64_t{12} * element.bytesPerBlock);
            QCOMPARE(encoding->bitsPerWeight(), element.bitsPerWeight());
            QVERIFY(encoding->canDecode());
            QCOMPARE(encoding->canEncode(), oracle::canEncode(element.type));
            QCOMPARE(encoding->isExact(), element.type == ElementType::F32);
            const auto inTable = std::count(ggmlEncodings().begin(), ggmlEncodings().end(), encoding);
            QCOMPARE(inTable, element.ggml.has_value() ? 1 : 0);
        }
        QVERIFY(encodingByName("q4_k") == encodingFor(ElementType::Q4_K));
        QVERIFY(encodingByName("Q4_X") == nullptr);
        QVERIFY(encodingFor(ElementType::Q8_K) != nullptr);
        QVERIFY(encodingFor(ElementType::C64) == nullptr);
        QCOMPARE(writable().size(), std::size_t{28});
    }

    void everyInstructionSetGivesTheBytesOfTheOracle_data() { addTargets(); }
    void everyInstructionSetGivesTheBytesOfTheOracle() {
        QFETCH(qlonglong, target);
        const OnlyTarget only(target);
        constexpr std::uint64_t columns = 768;
        constexpr std::uint64_t rows = 9; // 27 super-blocks: a part of a group is left over for every width
        for (const DataKind& kind : kinds) {
            const std::vector<float> weights = generate(kind, rows * columns, 7);
            for (const Importance choice : {Importance::none, Importance::positive, Importance::withZeros}) {
                const std::vector<float> importance = makeImportance(choice, columns);
                for (const Encoding* encoding : writable()) {
                    if (!isAllowed(*encoding, importance)) {
                        continue;
                    }
                    const std::string difference = compareWithOracle(*encoding, weights, columns, importance);
                    QVERIFY2(difference.empty(), qPrintable(QString("%1: %2").arg(kind.name, difference.c_str())));
                }
            }
        }
    }

    void moreSeedsOnTheUsualInstructionSet() {
        constexpr std::uint64_t columns = 1024;
        for (std::uint64_t seed = 100; seed < 112; ++seed) {
            const DataKind& kind = kinds[seed % kinds.size()];
            const std::vector<float> weights = generate(kind, 16 * columns, seed);
            const std::vector<float> importance =
                makeImportance(seed % 2 == 0 ? Importance::positive : Importance::withZeros, columns);
            for (const Encoding* encoding : writable()) {
                for (const std::span<const float> used : {std::span<const float>(), std::span<const float>(importance)}) {
                    if (!isAllowed(*encoding, used)) {
                        continue;
                    }
                    const std::string difference = compareWithOracle(*encoding, weights, columns, used);
                    QVERIFY2(difference.empty(), qPrintable(QString("%1: %2").arg(kind.name, difference.c_str())));
                }
            }
        }
    }

    void halvesRoundAwayFromZeroInQ8_0_data() { addTargets(); }
    void halvesRoundAwayFromZeroInQ8_0() {
        QFETCH(qlonglong, target);
        const OnlyTarget only(target);
        std::vector<float> weights(32);
        const std::array steps{127.0F, 0.5F, -0.5F, 0.49999997F, -0.49999997F, 1.5F, 2.5F, -2.5F, 126.49999F, -126.5F};
        const std::array codes{127, 1, -1, 0, 0, 2, 3, -3, 126, -127};
        std::copy(steps.begin(), steps.end(), weights.begin());
        const std::vector<std::byte> stored = encoded(*encodingFor(ElementType::Q8_0), weights, 32, {});
        for (std::size_t i = 0; i < codes.size(); ++i) {
            QCOMPARE(static_cast<int>(static_cast<std::int8_t>(stored[2 + i])), codes[i]);
        }
    }

    void bordersBetweenLevelsGoUp_data() { addTargets(); }
    void bordersBetweenLevelsGoUp() {
        QFETCH(qlonglong, target);
        const OnlyTarget only(target);
        constexpr std::array levels{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
        // The first half is made of exact levels, so the best scale is exactly 1; the second half has the borders between
        // them and no importance.
        std::vector<float> weights(32);
        std::vector<float> importance(32, 0);
        for (std::size_t i = 0; i < 16; ++i) {
            weights[i] = static_cast<float>(levels[i]);
            importance[i] = 1;
            weights[16 + i] = i == 15 ? 0 : static_cast<float>(levels[i] + levels[i + 1]) / 2;
        }
        const std::vector<std::byte> stored = encoded(*encodingFor(ElementType::IQ4_NL), weights, 32, importance);
        QCOMPARE(std::to_integer<int>(stored[0]) | std::to_integer<int>(stored[1]) << 8, int{f16FromFloat(1)});
        for (std::size_t i = 0; i < 15; ++i) {
            QCOMPARE(std::to_integer<std::size_t>(stored[2 + i]) & 15U, i);
            QCOMPARE(std::to_integer<std::size_t>(stored[2 + i]) >> 4U, i + 1);
        }
        QCOMPARE(compareWithOracle(*encodingFor(ElementType::IQ4_NL), weights, 32, importance), std::string());
    }

    void anyNumberOfBlocks() {
        for (const std::size_t blocks : {1U, 2U, 3U, 5U, 15U, 16U, 17U, 33U}) {
            for (const Encoding* encoding : writable()) {
                const std::size_t block = encoding->columnMultiple();
                const std::vector<float> weights = generate(kinds[0], blocks * block, blocks);
                // As one row, and as rows of one block each.
                for (const std::uint64_t columns : {blocks * block, block}) {
                    for (const Importance choice : {Importance::none, Importance::positive}) {
                        const std::vector<float> importance = makeImportance(choice, columns);
                        if (!isAllowed(*encoding, importance)) {
                            continue;
                        }
                        const std::string difference = compareWithOracle(*encoding, weights, columns, importance);
                        QVERIFY2(difference.empty(), difference.c_str());
                    }
                }
            }
        }
    }

    void rowsMayBeSplitAnywhere() {
        constexpr std::uint64_t columns = 512;
        constexpr std::uint64_t rows = 21;
        const std::vector<float> weights = generate(kinds[1], rows * columns, 3);
        for (const Encoding* encoding : writable()) {
            for (const Importance choice : {Importance::none, Importance::withZeros}) {
                const std::vector<float> importance = makeImportance(choice, columns);
                if (!isAllowed(*encoding, importance)) {
                    continue;
                }
                const std::vector<std::byte> whole = encoded(*encoding, weights, columns, importance);
                for (const std::size_t step : {std::size_t{1}, std::size_t{4}, std::size_t{13}}) {
                    std::vector<std::byte> parts;
                    for (std::size_t row = 0; row < rows; row += step) {
                        const std::size_t count = std::min<std::size_t>(step, rows - row);
                        const auto part =
                            encoded(*encoding, std::span(weights).subspan(row * columns, count * columns), columns, importance);
                        parts.insert(parts.end(), part.begin(), part.end());
                    }
                    QCOMPARE(firstDifference(*encoding, parts, whole), std::string());
                }
            }
        }
    }

    void addressesNeedNotBeAligned() {
        constexpr std::uint64_t columns = 256;
        std::vector<float> weights = generate(kinds[0], 17 * columns + 1, 5);
        const auto shifted = std::span<const float>(weights).subspan(1);
        for (const Encoding* encoding : writable()) {
            const std::vector<float> importance = leastImportance(*encoding, columns);
            const std::vector<std::byte> expected = encoded(*encoding, shifted, columns, importance);
            std::vector<std::byte> stored(expected.size() + 1);
            encoding->encode(shifted, columns, {importance}, std::span(stored).subspan(1));
            QCOMPARE(firstDifference(*encoding, std::span(stored).subspan(1), expected), std::string());
            std::vector<float> decoded(shifted.size() + 1);
            std::vector<float> again(shifted.size());
            encoding->decode(std::span<const std::byte>(stored).subspan(1), columns, std::span(decoded).subspan(1));
            encoding->decode(expected, columns, again);
            QVERIFY(std::equal(again.begin(), again.end(), decoded.begin() + 1));
        }
    }

    void decodedWeightsAreNear_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("bound");
        // ‖W − Q‖ / ‖W‖ on normal weights. A uniform quantizer of b bits whose range is the largest of 32 normal weights
        // (about 2.1 deviations to each side) has steps of 4.2 / 2^b and an error of step / √12; half as much again is the
        // allowance for the coarser scales of the K-quants.
        QTest::newRow("F32") << "F32" << 0.0;
        QTest::newRow("F16") << "F16" << 0x1p-11;
        QTest::newRow("BF16") << "BF16" << 0x1p-8;
        QTest::newRow("Q8_0") << "Q8_0" << 0.0075;
        for (const auto& [name, bits] : {std::pair{"Q4_0", 4},
                                         {"Q4_1", 4},
                                         {"Q5_0", 5},
                                         {"Q5_1", 5},
                                         {"Q2_K", 2},
                                         {"Q3_K", 3},
                                         {"Q4_K", 4},
                                         {"Q5_K", 5},
                                         {"Q6_K", 6},
                                         {"IQ4_NL", 4},
                                         {"IQ4_XS", 4},
                                         {"TQ1_0", 1},
                                         {"TQ2_0", 1},
                                         {"Q1_0", 1},
                                         {"Q2_0", 1}}) {
            QTest::newRow(name) << name << 1.5 * 4.2 / std::sqrt(12.0) / std::exp2(bits);
        }
        // Floats with one bit of mantissa have steps of at most half the weight.
        QTest::newRow("MXFP4") << "MXFP4" << 0.5 / std::sqrt(12.0);
        QTest::newRow("NVFP4") << "NVFP4" << 0.5 / std::sqrt(12.0);
        // No code of b bits a weight has an error below 2^-b on normal weights (Shannon); lattices are allowed twice that.
        for (const ElementType type : {ElementType::IQ2_XXS, ElementType::IQ2_XS, ElementType::IQ2_S, ElementType::IQ3_XXS,
                                       ElementType::IQ3_S, ElementType::IQ1_S, ElementType::IQ1_M}) {
            const std::string name(info(type).name);
            QTest::newRow(name.c_str()) << QString::fromStdString(name) << 2 * std::exp2(-info(type).bitsPerWeight());
        }
    }
    void decodedWeightsAreNear() {
        QFETCH(QString, name);
        QFETCH(double, bound);
        constexpr std::uint64_t columns = 2048;
        const Encoding* const encoding = encodingByName(name.toStdString());
        QVERIFY(encoding != nullptr);
        const std::vector<float> weights = test::normalValues(16 * columns, 11);
        const std::vector<float> importance = makeImportance(Importance::positive, columns);
        for (const std::span<const float> used : {std::span<const float>(), std::span<const float>(importance)}) {
            if (!isAllowed(*encoding, used)) {
                continue;
            }
            std::vector<float> decoded(weights.size());
            encoding->decode(encoded(*encoding, weights, columns, used), columns, decoded);
            double error = 0;
            double power = 0;
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const double weight = used.empty() ? 1 : used[i % columns];
                error += weight * std::pow(static_cast<double>(weights[i]) - decoded[i], 2);
                power += weight * std::pow(weights[i], 2);
            }
            const double relative = std::sqrt(error / power);
            QVERIFY2(relative <= bound, qPrintable(QString("%1 > %2").arg(relative).arg(bound)));
            // And not suspiciously good either: the bits are really saved.
            QVERIFY2(relative >= bound / 10, qPrintable(QString("%1 < %2 / 10").arg(relative).arg(bound)));
        }
    }

    void importanceHelpsWhereItIsUsed() {
        constexpr std::uint64_t columns = 1024;
        const std::vector<float> weights = test::normalValues(32 * columns, 21);
        std::vector<float> importance(columns, 1e-3F);
        for (std::size_t i = 0; i < columns; i += 5) {
            importance[i] = 1;
        }
        for (const Encoding* encoding : writable()) {
            const auto weightedError = [&](std::span<const float> used) {
                std::vector<float> decoded(weights.size());
                encoding->decode(encoded(*encoding, weights, columns, used), columns, decoded);
                double error = 0;
                for (std::size_t i = 0; i < weights.size(); ++i) {
                    error += importance[i % columns] * std::pow(static_cast<double>(weights[i]) - decoded[i], 2);
                }
                return error;
            };
            const std::vector<float> even(encoding->requiresImportance() ? columns : 0, 1.0F);
            if (encoding->usesImportance()) {
                QVERIFY2(weightedError(importance) < weightedError(even), encoding->name().data());
            } else {
                QCOMPARE(weightedError(importance), weightedError({}));
            }
        }
    }

    void whatIsNotFiniteDoesNoHarm_data() { addTargets(); }
    void whatIsNotFiniteDoesNoHarm() {
        QFETCH(qlonglong, target);
        const OnlyTarget only(target);
        constexpr std::uint64_t columns = 768;
        for (const DataKind& kind : wildKinds) {
            std::vector<float> weights = generate(kind, 5 * columns, 13);
            const std::vector<float> importance = makeImportance(Importance::positive, columns);
            for (const Encoding* encoding : writable()) {
                for (const std::span<const float> used : {std::span<const float>(), std::span<const float>(importance)}) {
                    if (!isAllowed(*encoding, used)) {
                        continue;
                    }
                    const std::string difference = compareWithOracle(*encoding, weights, columns, used);
                    QVERIFY2(difference.empty(), qPrintable(QString("%1: %2").arg(kind.name, difference.c_str())));
                }
            }
        }
    }

    void everyNanPayloadGivesTheSameBlocks() {
        constexpr std::uint64_t columns = 512;
        std::vector<float> plain = generate(kinds[0], 8 * columns, 17);
        std::vector<float> odd = plain;
        for (std::size_t i = 5; i < plain.size(); i += 41) {
            plain[i] = std::nanf("");
            odd[i] = std::bit_cast<float>(static_cast<std::uint32_t>(0xFF800001U + i));
        }
        for (const Encoding* encoding : writable()) {
            if (encoding->columnMultiple() > 1) {
                const std::vector<float> importance = leastImportance(*encoding, columns);
                QCOMPARE(firstDifference(*encoding, encoded(*encoding, odd, columns, importance),
                                         encoded(*encoding, plain, columns, importance)),
                         std::string());
            }
        }
    }

    void anyBytesDecode_data() { addTargets(); }
    void anyBytesDecode() {
        QFETCH(qlonglong, target);
        const OnlyTarget only(target);
        Generator random(31);
        for (const Encoding* encoding : ggmlEncodings()) {
            if (!oracle::canDecode(elementTypeOf(*encoding).value())) {
                continue;
            }
            const std::uint64_t columns = 8 * encoding->columnMultiple();
            std::vector<std::byte> stored(encoding->bytes(33, columns));
            for (std::byte& byte : stored) {
                byte = static_cast<std::byte>(random());
            }
            std::vector<float> expected(33 * columns);
            std::vector<float> decoded(expected.size());
            oracle::decode(elementTypeOf(*encoding).value(), stored, expected);
            encoding->decode(stored, columns, decoded);
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const bool same = std::isnan(expected[i])
                                      ? std::isnan(decoded[i])
                                      : std::bit_cast<std::uint32_t>(expected[i]) == std::bit_cast<std::uint32_t>(decoded[i]);
                QVERIFY2(same, qPrintable(QString("%1 weight %2").arg(encoding->name().data()).arg(i)));
            }
        }
    }

    void plainNumbersDecode() {
        const auto first = [](ElementType type, auto... values) {
            const std::array stored{values...};
            std::vector<float> decoded(stored.size());
            encodingFor(type)->decode(std::as_bytes(std::span(stored)), stored.size(), decoded);
            return decoded;
        };
        using Values = std::vector<float>;
        QCOMPARE(first(ElementType::F64, 1.5, -2.0, 1e300), (Values{1.5F, -2.0F, INFINITY}));
        QCOMPARE(first(ElementType::I8, std::int8_t{-128}, std::int8_t{127}), (Values{-128, 127}));
        QCOMPARE(first(ElementType::U8, std::uint8_t{0}, std::uint8_t{255}), (Values{0, 255}));
        QCOMPARE(first(ElementType::I16, std::int16_t{-32768}, std::int16_t{7}), (Values{-32768, 7}));
        QCOMPARE(first(ElementType::U16, std::uint16_t{65535}), (Values{65535}));
        QCOMPARE(first(ElementType::I32, std::numeric_limits<std::int32_t>::min()), (Values{-0x1p31F}));
        QCOMPARE(first(ElementType::U32, 0xFFFFFFFFU), (Values{0x1p32F}));
        QCOMPARE(first(ElementType::I64, std::int64_t{-5}), (Values{-5}));
        QCOMPARE(first(ElementType::U64, ~std::uint64_t{0}), (Values{0x1p64F}));
        QCOMPARE(first(ElementType::BOOL, std::uint8_t{0}, std::uint8_t{1}), (Values{0, 1}));
        QCOMPARE(first(ElementType::F8_E4M3, std::uint8_t{0x7E}, std::uint8_t{0xB8}), (Values{448, -1}));
        QCOMPARE(first(ElementType::F8_E5M2, std::uint8_t{0x7B}), (Values{57344}));
    }

    void nothingIsNothing() {
        for (const Encoding* encoding : writable()) {
            encoding->encode({}, 256, {}, {});
            encoding->decode({}, 256, {});
            QCOMPARE(encoding->bytes(0, 256), std::uint64_t{0});
        }
    }
};

QTEST_APPLESS_MAIN(TestEncodings)
#include "tst_encodings.moc"
