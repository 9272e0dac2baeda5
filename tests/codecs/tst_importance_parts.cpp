// SPDX-License-Identifier: GPL-3.0-or-later
// Importance that says nothing about some columns, or is so large or small that sums over it leave binary32: no weight is lost
// by it, and usual importance is passed on as it is.
#include "block_data.h"
#include "codecs/encoding.h"
#include "codecs/importance_parts.h"
#include "support/test_support.h"

#include <cmath>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

constexpr std::uint64_t columns = 1024;

struct Case {
    const Encoding* encoding;
    Effort effort;
};

std::vector<Case> guided() {
    std::vector<Case> cases;
    for (const Encoding* encoding : ggmlEncodings()) {
        if (encoding->canEncode() && encoding->usesImportance()) {
            cases.push_back({encoding, Effort::normal});
            if (encoding->hasEffort()) {
                cases.push_back({encoding, Effort::high});
            }
        }
    }
    return cases;
}

std::vector<std::byte> encoded(const Case& with, std::span<const float> weights, std::span<const float> importance) {
    std::vector<std::byte> stored(with.encoding->bytes(weights.size() / columns, columns));
    with.encoding->encode(weights, columns, {.importance = importance, .effort = with.effort}, stored);
    return stored;
}

/// ‖W − Q‖ / ‖W‖ over the columns that `isCounted`.
template <class IsCounted>
double relativeError(const Case& with, std::span<const float> weights, std::span<const float> importance, IsCounted isCounted) {
    std::vector<float> decoded(weights.size());
    with.encoding->decode(encoded(with, weights, importance), columns, decoded);
    double difference = 0;
    double original = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (isCounted(i % columns)) {
            difference += std::pow(static_cast<double>(weights[i]) - static_cast<double>(decoded[i]), 2);
            original += std::pow(static_cast<double>(weights[i]), 2);
        }
    }
    return std::sqrt(difference / original);
}

std::string nameOf(const Case& with) {
    return std::string(with.encoding->name()) + ' ' + std::string(name(with.effort));
}

} // namespace

class TestImportanceParts : public QObject {
    Q_OBJECT

    const std::vector<float> weights_ = generate(kinds[0], 16 * columns, 3);
    const std::vector<float> even_ = std::vector<float>(columns, 1.0F);
    const std::vector<float> usual_ = makeImportance(Importance::positive, columns);

    [[nodiscard]] std::vector<float> scaled(float factor) const {
        std::vector<float> values = usual_;
        std::ranges::transform(values, values.begin(), [factor](float value) { return value * factor; });
        return values;
    }

private slots:
    void everyEncodingThatUsesImportanceHasParts() {
        QCOMPARE(guided().size(), std::size_t{18 + 11});
        for (const Encoding* encoding : ggmlEncodings()) {
            const std::uint32_t part = columnsPerScale(*encoding);
            QCOMPARE(part > 0, encoding->usesImportance());
            QVERIFY(part == 0 || encoding->columnMultiple() % part == 0);
        }
        QCOMPARE(columnsPerScale(*encodingByName("Q4_K")), 32U);
        QCOMPARE(columnsPerScale(*encodingByName("Q6_K")), 16U);
        QCOMPARE(columnsPerScale(*encodingByName("NF4")), 0U);
    }

    void noneAtAllIsEven() {
        for (const Case& with : guided()) {
            QVERIFY2(encoded(with, weights_, std::vector<float>(columns, 0.0F)) == encoded(with, weights_, even_),
                     nameOf(with).c_str());
        }
    }

    /// Bytes of other blocks do not change, and those of a block without any are those of even importance.
    void aBlockWithoutAnyCountsAsOne() {
        std::vector<float> holes = usual_;
        std::fill_n(holes.begin() + 256, 256, 0.0F);
        std::vector<float> filled = usual_;
        std::fill_n(filled.begin() + 256, 256, 1.0F);
        for (const Case& with : guided()) {
            QVERIFY2(encoded(with, weights_, holes) == encoded(with, weights_, filled), nameOf(with).c_str());
        }
    }

    void partsWithoutAnyAreNotLost() {
        const auto isSilent = [](std::size_t column) { return column / 32 % 4 == 1; };
        std::vector<float> holes = usual_;
        for (std::size_t column = 0; column < columns; ++column) {
            holes[column] = isSilent(column) ? 0 : holes[column];
        }
        for (const Case& with : guided()) {
            const double found = relativeError(with, weights_, holes, isSilent);
            const double usual = relativeError(with, weights_, even_, isSilent);
            QVERIFY2(found < 1.25 * usual,
                     qPrintable(QString("%1: %2 and %3").arg(nameOf(with).c_str()).arg(found).arg(usual)));
        }
    }

    /// That one weighs up to thousands of times as much as they do.
    void columnsAroundTheOnlyOneAreNotLost() {
        const auto isSilent = [](std::size_t column) { return column % 16 != 5; };
        std::vector<float> holes = usual_;
        for (std::size_t column = 0; column < columns; ++column) {
            holes[column] = isSilent(column) ? 0 : holes[column];
        }
        for (const Case& with : guided()) {
            const double found = relativeError(with, weights_, holes, isSilent);
            const double usual = relativeError(with, weights_, even_, isSilent);
            QVERIFY2(found < 1.5 * usual, qPrintable(QString("%1: %2 and %3").arg(nameOf(with).c_str()).arg(found).arg(usual)));
        }
    }

    void theSizeOfAllValuesChangesNothing() {
        for (const Case& with : guided()) {
            const std::vector<std::byte> expected = encoded(with, weights_, usual_);
            for (const float factor : {0x1p-100F, 0x1p-60F, 0x1p60F, 0x1p100F, 0x1p120F}) {
                QVERIFY2(encoded(with, weights_, scaled(factor)) == expected,
                         qPrintable(QString("%1, %2").arg(nameOf(with).c_str()).arg(static_cast<double>(factor))));
            }
            const double usual = relativeError(with, weights_, usual_, [](std::size_t) { return true; });
            const double least = relativeError(with, weights_, scaled(0x1p-140F), [](std::size_t) { return true; });
            QVERIFY2(least < 1.25 * usual, nameOf(with).c_str()); // two digits are left of such values
        }
    }

    void usualImportanceStaysAsItIs() {
        std::vector<float> everySecond = usual_;
        for (std::size_t column = 0; column < columns; column += 2) {
            everySecond[column] = 0;
        }
        for (const Encoding* encoding : ggmlEncodings()) {
            for (const std::vector<float>& values : {usual_, everySecond, scaled(0x1p-40F), scaled(0x1p30F), {}}) {
                QVERIFY2(usableImportance(*encoding, values).empty(), encoding->name().data());
            }
        }
    }

    void saysWhatIsUsed() {
        std::vector<float> values(64, 8.0F);
        std::fill_n(values.begin() + 32, 32, 0.0F);
        std::vector<float> expected = values;
        std::fill_n(expected.begin() + 32, 32, 1.0F);
        QCOMPARE(usableImportance(*encodingByName("Q4_0"), values), expected);

        values.assign(256, 8.0F);
        values[77] = 0.5F;
        std::fill_n(values.begin() + 16, 9, 0.0F); // most of 16
        std::fill_n(values.begin() + 64, 8, 0.0F); // half of 16
        expected = values;
        std::fill_n(expected.begin() + 16, 9, 0.5F);
        QCOMPARE(usableImportance(*encodingByName("Q6_K"), values), expected);

        values.assign(32, 0x1p61F);
        values[3] = 0x1p59F;
        expected.assign(32, 2.0F);
        expected[3] = 0.5F;
        QCOMPARE(usableImportance(*encodingByName("IQ4_NL"), values), expected);
    }
};

QTEST_APPLESS_MAIN(TestImportanceParts)
#include "tst_importance_parts.moc"
