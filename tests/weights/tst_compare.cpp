// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/compare.h"
#include "weights/weight_fixture.h"

#include <cmath>
#include <fmt/format.h>

using namespace quantlathe;
using test::ModelMaker;

namespace {

Comparison compared(const Model& original, const Model& converted, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    return compareModels(original, converted, arena, progress, CancelToken());
}

} // namespace

class TestCompare : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void weightsAreMatchedByNameAndMeasured() {
        const auto values = test::normalValues(600 * 512, 1);
        const auto norms = test::normalValues(512, 2, 1.0F);
        const auto original = ModelMaker()
                                  .add("norm", ElementType::F32, {512}, test::bytesOf(norms))
                                  .add("w", ElementType::F32, {600, 512}, test::bytesOf(values))
                                  .make(folder_, "original.bin");
        const auto converted = ModelMaker()
                                   .add("w", ElementType::Q4_0, {600, 512}, test::encoded("Q4_0", values, 512))
                                   .add("norm", ElementType::F32, {1, 512}, test::bytesOf(norms))
                                   .make(folder_, "converted.bin");
        const Comparison c = compared(*original, *converted);
        QVERIFY(c.isComplete());
        QCOMPARE(c.weights.size(), 2U);
        QCOMPARE(c.weights[0].name, std::string("norm"));
        QCOMPARE(c.weights[0].error.relative, 0.0);
        ThreadArena arena(2);
        const auto expected =
            measureError(*original, *original->find("w"), *encodingByName("Q4_0"), {}, {.exact = true}, arena, CancelToken());
        QCOMPARE(c.weights[1].error, expected);
        double normSquares = 0;
        for (const float v : norms) {
            normSquares += static_cast<double>(v) * static_cast<double>(v);
        }
        const double overall = std::sqrt(expected.sums.difference / (expected.sums.original + normSquares));
        QVERIFY(std::abs(c.relativeRmse - overall) < 1e-12);
        QVERIFY(c.relativeRmse < expected.relative);
        QCOMPARE(c.overall.weights, 600U * 512U + 512U);
    }

    void permutedAndStoredPermutedAreEqual() {
        const auto stored = test::normalValues(16 * 32, 3);
        std::vector<float> permuted(stored.size());
        for (std::size_t row = 0; row < 16; ++row) { // two heads of eight rows: halves become pairs
            const std::size_t inHead = row % 8;
            const std::size_t source = row - inHead + (inHead % 2) * 4 + inHead / 2;
            std::copy_n(stored.begin() + static_cast<std::ptrdiff_t>(source * 32), 32,
                        permuted.begin() + static_cast<std::ptrdiff_t>(row * 32));
        }
        const auto original =
            ModelMaker().add("q", ElementType::F32, {16, 32}, test::bytesOf(stored), 2).make(folder_, "o.bin");
        const auto converted =
            ModelMaker().add("q", ElementType::F32, {16, 32}, test::bytesOf(permuted)).make(folder_, "c.bin");
        QCOMPARE(compared(*original, *converted).relativeRmse, 0.0);
    }

    void whatDoesNotMatchIsListed() {
        const std::vector<std::byte> bytes(4 * 32 * 4);
        const auto original = ModelMaker()
                                  .add("both", ElementType::F32, {4, 32}, bytes)
                                  .add("gone", ElementType::F32, {4, 32}, bytes)
                                  .add("turned", ElementType::F32, {4, 32}, bytes)
                                  .add("complex", ElementType::F32, {64}, std::vector<std::byte>(256))
                                  .make(folder_, "o.bin");
        const auto converted = ModelMaker()
                                   .add("both", ElementType::F32, {4, 32}, bytes)
                                   .add("new", ElementType::F32, {4, 32}, bytes)
                                   .add("turned", ElementType::F32, {32, 4}, bytes)
                                   .add("complex", ElementType::C64, {64}, std::vector<std::byte>(512))
                                   .make(folder_, "c.bin");
        const Comparison c = compared(*original, *converted);
        QVERIFY(!c.isComplete());
        QCOMPARE(c.missing, std::vector<std::string>{"gone"});
        QCOMPARE(c.extra, std::vector<std::string>{"new"});
        QCOMPARE(c.notComparable.size(), 2U);
        QCOMPARE(c.notComparable[0], std::string("turned: Its shape is 4 × 32 in the first model and 32 × 4 in the second."));
        QCOMPARE(c.notComparable[1], std::string("complex: Second model: It holds complex numbers."));
        QCOMPARE(c.weights.size(), 1U);
    }

    void nothingInCommonIsAnError() {
        const auto one = ModelMaker().add("a", ElementType::F32, {1}, std::vector<std::byte>(4)).make(folder_, "o.bin");
        const auto two = ModelMaker().add("b", ElementType::F32, {1}, std::vector<std::byte>(4)).make(folder_, "c.bin");
        const auto error = test::errorOf([&] { (void)compared(*one, *two); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QCOMPARE(error->title(), std::string("The two models have no weight in common"));
    }

    void anyNumberOfThreadsGivesTheSameResultAndProgressIsComplete() {
        const test::MoreThreadsThanCores many;
        ModelMaker original;
        ModelMaker converted;
        for (int i = 0; i < 20; ++i) {
            const auto values = test::normalValues(static_cast<std::size_t>(100 + 40 * i) * 512, static_cast<std::uint64_t>(i));
            const std::uint64_t rows = values.size() / 512;
            const std::string name = fmt::format("w{}", i);
            original.add(name, ElementType::BF16, {rows, 512}, test::bytesOf(test::bf16Of(values)));
            converted.add(name, ElementType::Q8_0, {rows, 512}, test::encoded("Q8_0", values, 512));
        }
        const auto o = original.make(folder_, "o.bin");
        const auto c = converted.make(folder_, "c.bin");
        const Comparison one = compared(*o, *c, 1);
        ProgressState last;
        Progress progress([&](const ProgressState& state) { last = state; });
        ThreadArena arena(8);
        const Comparison eight = compareModels(*o, *c, arena, progress, CancelToken());
        QCOMPARE(eight.overall, one.overall);
        for (std::size_t i = 0; i < one.weights.size(); ++i) {
            QCOMPARE(eight.weights[i].error, one.weights[i].error);
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
        const auto error = test::errorOf([&] { (void)compareModels(*o, *c, arena, stopping, cancel); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
    }
};

QTEST_APPLESS_MAIN(TestCompare)
#include "tst_compare.moc"
