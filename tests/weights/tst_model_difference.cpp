// SPDX-License-Identifier: GPL-3.0-or-later
// Two models side by side: what their headers say, and what their values are.
#include "weights/value_difference.h"
#include "weights/weight_fixture.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <mutex>

using namespace quantlathe;
using test::ModelMaker;

namespace {

std::vector<WeightPair> comparablePairs(const Model& first, const Model& second) {
    std::vector<WeightPair> pairs = differenceOf(first, second).weights;
    std::erase_if(pairs, [](const WeightPair& pair) { return !hasOneShape(pair); });
    return pairs;
}

/// By the weights' names.
std::map<std::string, ValueDifference> valuesOf(const Model& first, const Model& second, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    const std::vector<WeightPair> pairs = comparablePairs(first, second);
    const auto differences = compareValues(first, second, pairs, arena, progress, CancelToken());
    std::map<std::string, ValueDifference> all;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        all.emplace(pairs[i].first->name, differences[i]);
    }
    return all;
}

std::shared_ptr<const Model> oneWeight(const QTemporaryDir& folder, const std::string& file, ElementType type,
                                       const std::vector<std::byte>& bytes, std::vector<std::uint64_t> shape,
                                       std::uint32_t heads = 0) {
    return ModelMaker().add("w", type, std::move(shape), bytes, heads).make(folder, file);
}

} // namespace

class TestModelDifference : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void headersTellHowEachPairStands() {
        const std::vector<std::byte> floats(4 * 32 * 4);
        const std::vector<std::byte> halves(4 * 32 * 2);
        const auto first = ModelMaker()
                               .add("alike", ElementType::F32, {4, 32}, floats)
                               .add("encoding", ElementType::F32, {4, 32}, floats)
                               .add("shape", ElementType::F32, {4, 32}, floats)
                               .add("gone", ElementType::F32, {4, 32}, floats)
                               .make(folder_, "a.bin");
        const auto second = ModelMaker()
                                .add("new", ElementType::F16, {4, 32}, halves)
                                .add("shape", ElementType::F32, {32, 4}, floats)
                                .add("encoding", ElementType::F16, {4, 32}, halves)
                                .add("alike", ElementType::F32, {1, 4, 32}, floats)
                                .make(folder_, "b.bin");
        const std::vector<WeightPair> pairs = differenceOf(*first, *second).weights;
        std::vector<std::pair<std::string, std::string>> kinds;
        for (const WeightPair& pair : pairs) {
            kinds.emplace_back(pair.any().name, name(kindOf(pair)));
        }
        const std::vector<std::pair<std::string, std::string>> expected{{"alike", "alike"},
                                                                        {"encoding", "other_encoding"},
                                                                        {"shape", "other_shape"},
                                                                        {"gone", "only_first"},
                                                                        {"new", "only_second"}};
        QCOMPARE(kinds, expected);
        QCOMPARE(whyNotComparable(pairs[2]), std::optional<std::string>("Its shape is 4 × 32 in the first model and 32 × 4 in "
                                                                        "the second."));
        QVERIFY(!whyNotComparable(pairs[0]) && !whyNotComparable(pairs[1]));
        QVERIFY(whyNotComparable(pairs[3]) && whyNotComparable(pairs[4]));
        const DifferenceCounts counts = countsOf(pairs);
        QCOMPARE(counts.alike, 1U);
        QCOMPARE(counts.otherEncoding, 1U);
        QCOMPARE(counts.otherShape, 1U);
        QCOMPARE(counts.onlyFirst, 1U);
        QCOMPARE(counts.onlySecond, 1U);
        QCOMPARE(counts.firstBytes, 4U * 512U);
        QCOMPARE(counts.secondBytes, 2U * 512U + 2U * 256U);
    }

    void equalBytesAreSeenAndASingleBitToo() {
        const auto values = test::normalValues(3000 * 512, 1); // several tiles
        const auto bytes = test::encoded("Q4_0", values, 512);
        auto changed = bytes;
        changed[changed.size() - 3] ^= std::byte{0x10};
        const auto first = oneWeight(folder_, "a.bin", ElementType::Q4_0, bytes, {3000, 512});
        const auto same = oneWeight(folder_, "b.bin", ElementType::Q4_0, bytes, {3000, 512});
        const auto other = oneWeight(folder_, "c.bin", ElementType::Q4_0, changed, {3000, 512});
        const ValueDifference equal = valuesOf(*first, *same).at("w");
        QVERIFY(equal.isSameBytes && equal.isSameValues());
        QCOMPARE(equal.error->relative, 0.0);
        QCOMPARE(equal.error->cosine, 1.0);
        QCOMPARE(equal.error->weights, values.size());
        const ValueDifference one = valuesOf(*first, *other).at("w");
        QVERIFY(!one.isSameBytes && !one.isSameValues());
        QVERIFY(one.error->relative > 0 && one.error->relative < 1e-3);
        QVERIFY(one.error->maxAbsolute > 0);
        // Only one value differs, by what a code is worth: the sum of squares is that of the largest difference.
        QCOMPARE(one.error->sums.difference, one.error->maxAbsolute * one.error->maxAbsolute);
    }

    void otherBytesOfOneValueAreToldApart() {
        // A block whose scale is 0 decodes to zeros whatever its codes are.
        std::vector<std::byte> zeros(18);
        std::vector<std::byte> codes = zeros;
        codes[5] = std::byte{0x77};
        const ValueDifference blocks = valuesOf(*oneWeight(folder_, "a.bin", ElementType::Q4_0, zeros, {1, 32}),
                                                *oneWeight(folder_, "b.bin", ElementType::Q4_0, codes, {1, 32}))
                                           .at("w");
        QVERIFY(!blocks.isSameBytes && blocks.isSameValues());
        // Another float type that holds the values exactly.
        const std::vector<float> values{1, -2, 0.5F, 0};
        const ValueDifference types =
            valuesOf(*oneWeight(folder_, "a.bin", ElementType::F32, test::bytesOf(values), {2, 2}),
                     *oneWeight(folder_, "b.bin", ElementType::F16, test::bytesOf(test::f16Of(values)), {2, 2}))
                .at("w");
        QVERIFY(!types.isSameBytes && types.isSameValues());
    }

    void rowsAreComparedInCanonicalOrder() {
        const auto stored = test::normalValues(16 * 32, 3);
        std::vector<float> permuted(stored.size());
        for (std::size_t row = 0; row < 16; ++row) { // two heads of eight rows: halves become pairs
            const std::size_t inHead = row % 8;
            const std::size_t source = row - inHead + (inHead % 2) * 4 + inHead / 2;
            std::copy_n(stored.begin() + static_cast<std::ptrdiff_t>(source * 32), 32,
                        permuted.begin() + static_cast<std::ptrdiff_t>(row * 32));
        }
        const auto first = oneWeight(folder_, "a.bin", ElementType::F32, test::bytesOf(stored), {16, 32}, 2);
        QVERIFY(valuesOf(*first, *oneWeight(folder_, "b.bin", ElementType::F32, test::bytesOf(permuted), {16, 32}))
                    .at("w")
                    .isSameBytes);
        QVERIFY(!valuesOf(*first, *oneWeight(folder_, "c.bin", ElementType::F32, test::bytesOf(stored), {16, 32}))
                     .at("w")
                     .isSameValues());
    }

    void generatedValuesCountAsStoredFloats() {
        const std::vector<float> factors{1, 2, 4};
        const auto generated = ModelMaker().addGenerated("rope", factors).make(folder_, "a.bin");
        const auto stored = ModelMaker().add("rope", ElementType::F32, {3}, test::bytesOf(factors)).make(folder_, "b.bin");
        QVERIFY(valuesOf(*generated, *stored).at("rope").isSameBytes);
        QVERIFY(valuesOf(*generated, *generated).at("rope").isSameBytes);
    }

    void numbersThatAreNoneAreCounted() {
        std::vector<float> values{1, 2, std::numeric_limits<float>::quiet_NaN(), 4};
        const auto first = oneWeight(folder_, "a.bin", ElementType::F32, test::bytesOf(values), {2, 2});
        QVERIFY(valuesOf(*first, *first).at("w").isSameBytes);
        values[3] = std::numeric_limits<float>::infinity();
        const ValueDifference other =
            valuesOf(*first, *oneWeight(folder_, "b.bin", ElementType::F32, test::bytesOf(values), {2, 2})).at("w");
        QVERIFY(!other.isSameBytes && !other.isSameValues());
        QCOMPARE(other.error->sums.nonFinite, 2U);
        QCOMPARE(other.error->relative, 0.0);
    }

    void whatCannotBeDecodedIsComparedByItsBytes() {
        std::vector<std::byte> numbers(64, std::byte{3});
        const auto first = oneWeight(folder_, "a.bin", ElementType::C64, numbers, {2, 4});
        const ValueDifference same = valuesOf(*first, *first).at("w");
        QVERIFY(same.isSameBytes && !same.error);
        numbers[40] = std::byte{4};
        const ValueDifference other = valuesOf(*first, *oneWeight(folder_, "b.bin", ElementType::C64, numbers, {2, 4})).at("w");
        QVERIFY(!other.isSameBytes && !other.isSameValues() && !other.error);
    }

    void aWeightWithoutValuesIsDone() {
        const auto empty = oneWeight(folder_, "a.bin", ElementType::F32, {}, {0, 4});
        QVERIFY(valuesOf(*empty, *empty).at("w").isSameBytes);
    }

    void aWeightThatContradictsItsTensorIsAnError() {
        Model::Parts parts = oneWeight(folder_, "a.bin", ElementType::F32, std::vector<std::byte>(64), {4, 4})->parts();
        const Model honest(parts);
        parts.weights.front().shape = {1U << 20U, 4};
        const Model lying(parts);
        const auto error = test::errorOf([&] { (void)valuesOf(lying, lying); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(error->title().find("w cannot be read") != std::string::npos, error->what());
        QVERIFY(comparablePairs(honest, lying).empty());
    }

    void theSampleAndItsGgufAreOneModel() {
        const auto folder = openModel(test::resourceFile("sample"));
        const auto itself = valuesOf(*folder, *folder);
        QVERIFY(std::ranges::all_of(itself, [](const auto& entry) { return entry.second.isSameBytes; }));
        QVERIFY(differenceOf(*folder, *folder).metadata.empty());
    }

    void anyNumberOfThreadsGivesTheSameAndEachIsToldOnce() {
        const test::MoreThreadsThanCores many;
        ModelMaker first;
        ModelMaker second;
        for (int i = 0; i < 20; ++i) {
            const auto values = test::normalValues(static_cast<std::size_t>(100 + 40 * i) * 512, static_cast<std::uint64_t>(i));
            const std::uint64_t rows = values.size() / 512;
            const std::string name = fmt::format("w{}", i);
            first.add(name, ElementType::BF16, {rows, 512}, test::bytesOf(test::bf16Of(values)));
            second.add(name, ElementType::Q8_0, {rows, 512}, test::encoded("Q8_0", values, 512));
        }
        const auto a = first.make(folder_, "a.bin");
        const auto b = second.make(folder_, "b.bin");
        QCOMPARE(valuesOf(*a, *b, 8), valuesOf(*a, *b, 1));
        const std::vector<WeightPair> pairs = comparablePairs(*a, *b);
        std::vector<std::optional<ValueDifference>> told(pairs.size());
        ProgressState last;
        Progress progress([&](const ProgressState& state) { last = state; });
        ThreadArena arena(8);
        const auto all = compareValues(*a, *b, pairs, arena, progress, CancelToken(),
                                       [&](std::size_t pair, const ValueDifference& difference) {
                                           QVERIFY(!told[pair]);
                                           told[pair] = difference;
                                       });
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(told[i], std::optional(all[i]));
        }
        QCOMPARE(last.done, last.total);
        QVERIFY(last.total > 0);
        CancelToken cancel;
        Progress stopping(
            [&](const ProgressState& state) {
                if (state.done > 0) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const auto error = test::errorOf([&] { (void)compareValues(*a, *b, pairs, arena, stopping, cancel); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
    }
};

QTEST_APPLESS_MAIN(TestModelDifference)
#include "tst_model_difference.moc"
