// SPDX-License-Identifier: GPL-3.0-or-later
// Effort::high: never a larger weighted error than the normal bytes in any block, read by a decoder that shares nothing with
// the encoder; the same bytes on every instruction set and for any split of the rows; and the gain that the documentation
// promises.
#include "block_data.h"
#include "codecs/encoding.h"
#include "codecs/importance_parts.h"
#include "model/model.h"
#include "oracle/oracle.h"
#include "support/test_support.h"
#include "weights/weight_rows.h"

#include <cstring>
#include <iterator>
#include <numeric>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

std::vector<const Encoding*> withEffort() {
    std::vector<const Encoding*> encodings;
    std::ranges::copy_if(ggmlEncodings(), std::back_inserter(encodings), &Encoding::hasEffort);
    return encodings;
}

std::vector<std::byte> encoded(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns,
                               std::span<const float> importance, Effort effort) {
    std::vector<std::byte> stored(encoding.bytes(weights.size() / columns, columns));
    encoding.encode(weights, columns, {.importance = importance, .effort = effort}, stored);
    return stored;
}

/// Σ s·(w − q)² of every block, as the oracle decodes it.
std::vector<double> blockErrors(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns,
                                std::span<const float> importance, std::span<const std::byte> stored) {
    std::vector<float> decoded(weights.size());
    oracle::decode(elementTypeOf(encoding).value(), stored, decoded);
    std::vector<double> errors(weights.size() / encoding.columnMultiple());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double difference = static_cast<double>(weights[i]) - static_cast<double>(decoded[i]);
        const double weight = importance.empty() ? 1 : static_cast<double>(importance[i % columns]);
        errors[i / encoding.columnMultiple()] += weight * difference * difference;
    }
    return errors;
}

double sum(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Error of high effort as a share of that of normal effort.
double share(const Encoding& encoding, std::span<const float> weights, std::uint64_t columns,
             std::span<const float> importance) {
    const auto error = [&](Effort effort) {
        return sum(
            blockErrors(encoding, weights, columns, importance, encoded(encoding, weights, columns, importance, effort)));
    };
    return error(Effort::high) / error(Effort::normal);
}

} // namespace

class TestEffort : public QObject {
    Q_OBJECT

    static void addTargets() {
        QTest::addColumn<qlonglong>("target");
        for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
            QTest::newRow(hwy::TargetName(target)) << static_cast<qlonglong>(target);
        }
    }

private slots:
    void whoKnowsIt() {
        for (const char* const type :
             {"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS"}) {
            QVERIFY2(encodingByName(type)->hasEffort(), type);
        }
        QVERIFY(effortFromName("high") == Effort::high);
        QVERIFY(effortFromName(name(Effort::normal)) == Effort::normal);
        QVERIFY(!effortFromName("High") && !effortFromName(""));
        const std::vector<float> weights = generate(kinds[0], 1024, 1);
        const std::vector<float> importance = makeImportance(Importance::positive, 256);
        for (const Encoding* encoding : ggmlEncodings()) {
            if (encoding->canEncode()) {
                const bool same = encoded(*encoding, weights, 256, importance, Effort::high) ==
                                  encoded(*encoding, weights, 256, importance, Effort::normal);
                QVERIFY2(same != encoding->hasEffort(), encoding->name().data());
            }
        }
    }

    void neverWorseInAnyBlock_data() { addTargets(); }
    void neverWorseInAnyBlock() {
        QFETCH(qlonglong, target);
        const OnlyTarget only(target);
        constexpr std::uint64_t columns = 768;
        for (const DataKind& kind : kinds) {
            const std::vector<float> weights = generate(kind, 9 * columns, 11);
            for (const Importance choice : {Importance::none, Importance::positive, Importance::withZeros}) {
                const std::vector<float> values = makeImportance(choice, columns);
                for (const Encoding* encoding : withEffort()) {
                    const std::vector<float> usable = usableImportance(*encoding, values);
                    const auto importance = !encoding->usesImportance() ? std::span<const float>()
                                            : usable.empty()            ? std::span<const float>(values)
                                                                        : std::span<const float>(usable);
                    const auto errors = [&](Effort effort) {
                        return blockErrors(*encoding, weights, columns, importance,
                                           encoded(*encoding, weights, columns, importance, effort));
                    };
                    const std::vector<double> normal = errors(Effort::normal);
                    const std::vector<double> high = errors(Effort::high);
                    for (std::size_t block = 0; block < high.size(); ++block) {
                        const bool isFinite = std::isfinite(normal[block]); // a scale may be beyond F16
                        QVERIFY2(isFinite ? high[block] <= normal[block] : !std::isfinite(high[block]),
                                 qPrintable(QString("%1, %2, block %3: %4 and %5")
                                                .arg(kind.name, encoding->name().data())
                                                .arg(block)
                                                .arg(normal[block])
                                                .arg(high[block])));
                    }
                }
            }
        }
    }

    void everyInstructionSetGivesTheSameBytes() {
        constexpr std::uint64_t columns = 768;
        std::vector<DataKind> all(kinds.begin(), kinds.end());
        all.insert(all.end(), wildKinds.begin(), wildKinds.end());
        for (const DataKind& kind : all) {
            const std::vector<float> weights = generate(kind, 9 * columns, 12);
            for (const Importance choice : {Importance::none, Importance::positive, Importance::withZeros}) {
                const std::vector<float> importance = makeImportance(choice, columns);
                for (const Encoding* encoding : withEffort()) {
                    std::vector<std::byte> first;
                    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                        const OnlyTarget only(target);
                        const auto stored = encoded(*encoding, weights, columns, importance, Effort::high);
                        first = first.empty() ? stored : first;
                        QVERIFY2(
                            stored == first,
                            qPrintable(QString("%1, %2, %3").arg(kind.name, encoding->name().data(), hwy::TargetName(target))));
                    }
                }
            }
        }
    }

    void rowsMayBeSplitAnywhere() {
        constexpr std::uint64_t columns = 512;
        constexpr std::uint64_t rows = 21;
        for (const DataKind& kind : {kinds[1], wildKinds[6]}) { // values that are no numbers change nothing in other blocks
            const std::vector<float> weights = generate(kind, rows * columns, 3);
            const std::vector<float> importance = makeImportance(Importance::withZeros, columns);
            for (const Encoding* encoding : withEffort()) {
                const auto whole = encoded(*encoding, weights, columns, importance, Effort::high);
                for (const std::size_t step : {std::size_t{1}, std::size_t{4}, std::size_t{13}}) {
                    std::vector<std::byte> parts;
                    for (std::size_t row = 0; row < rows; row += step) {
                        const std::size_t count = std::min<std::size_t>(step, rows - row);
                        const auto part = encoded(*encoding, std::span(weights).subspan(row * columns, count * columns),
                                                  columns, importance, Effort::high);
                        parts.insert(parts.end(), part.begin(), part.end());
                    }
                    QVERIFY2(parts == whole, encoding->name().data());
                }
            }
        }
    }

    void blocksThatAreNoNumbersStayAsTheyAre() {
        constexpr std::uint64_t columns = 512;
        for (const DataKind& kind : wildKinds) {
            const std::vector<float> weights = generate(kind, 16 * columns, 5);
            for (const Encoding* encoding : withEffort()) {
                const auto normal = encoded(*encoding, weights, columns, {}, Effort::normal);
                const auto high = encoded(*encoding, weights, columns, {}, Effort::high);
                const std::size_t bytes = encoding->rowBytes(encoding->columnMultiple());
                for (std::size_t block = 0; block < weights.size() / encoding->columnMultiple(); ++block) {
                    const auto values =
                        std::span(weights).subspan(block * encoding->columnMultiple(), encoding->columnMultiple());
                    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
                        QVERIFY2(std::memcmp(&normal[block * bytes], &high[block * bytes], bytes) == 0,
                                 qPrintable(QString("%1, %2").arg(kind.name, encoding->name().data())));
                    }
                }
            }
        }
    }

    /// At least 3 % of the weighted squared error; 2 % with one scale a block and weights far out.
    void everyoneLosesLess() {
        const auto model = openModel(std::string(QUANTLATHE_RESOURCES) + "/sample");
        std::vector<float> weights;
        constexpr std::uint64_t columns = 256;
        for (const char* const weight : {"blk.0.attn_q.weight", "blk.3.ffn_up.weight", "blk.5.attn_v.weight"}) {
            const Weight& part = *model->find(weight);
            QCOMPARE(part.columns(), columns);
            std::vector<float> values(part.elements());
            readRows(*model, part, 0, values);
            weights.insert(weights.end(), values.begin(), values.end());
        }
        std::vector<float> importance = test::normalValues(columns, 4, 1);
        std::ranges::transform(importance, importance.begin(), [](float value) { return std::exp(value); });
        const std::vector<float> heavy = generate(kinds[1], 256 * columns, 2);
        for (const Encoding* encoding : withEffort()) {
            for (const std::span<const float> data : {std::span<const float>(weights), std::span<const float>(heavy)}) {
                const double plain = share(*encoding, data, columns, {});
                const double weighted = share(*encoding, data, columns, importance);
                const bool isEasy = data.data() == weights.data() || encoding->columnMultiple() == 256;
                const double most = isEasy ? 0.97 : 0.98;
                QVERIFY2(
                    plain < most && weighted < most,
                    qPrintable(QString("%1: %2, with importance %3").arg(encoding->name().data()).arg(plain).arg(weighted)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestEffort)
#include "tst_effort.moc"
