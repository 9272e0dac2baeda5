// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cache_file.h"
#include "base/file.h"
#include "weights/result_cache.h"
#include "weights/weight_fixture.h"

#include <cmath>
#include <limits>
#include <oneapi/tbb/parallel_for.h>

using namespace quantlathe;
using test::ModelMaker;

namespace {

EncodingError someError(double seed, bool sampled = false) {
    ErrorSums sums;
    sums.weights = 1000;
    sums.difference = 0.1 * seed;
    sums.original = 7.123456789012345;
    sums.decoded = 7.1;
    sums.product = 7.11;
    sums.weightedDifference = 0.3;
    sums.weightedOriginal = 0.7;
    sums.maxAbsolute = 0.01;
    EncodingError error = errorFromSums(sums, true);
    error.sampled = sampled;
    error.weightsLookedAt = sampled ? 100 : 1000;
    error.interval95 = sampled ? 0.001 : 0;
    return error;
}

// JSON with single quotes, for legibility.
QByteArray json(QByteArray text) {
    return text.replace('\'', '"');
}

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    return files;
}

} // namespace

class TestResultCache : public QObject {
    Q_OBJECT

    QTemporaryDir models_;
    std::shared_ptr<const Model> model_ = ModelMaker()
                                              .add("a", ElementType::F32, {1, 32}, std::vector<std::byte>(128))
                                              .add("b", ElementType::F32, {1, 32}, std::vector<std::byte>(128))
                                              .make(models_, "one.bin");
    std::shared_ptr<const Model> other_ =
        ModelMaker().add("a", ElementType::F32, {2, 32}, std::vector<std::byte>(256)).make(models_, "two.bin");
    const Encoding& q4_ = *encodingByName("Q4_0");
    const Encoding& q8_ = *encodingByName("Q8_0");
    const Weight& a_ = *model_->find("a");
    const Weight& b_ = *model_->find("b");
    const ErrorOptions sample_{};
    const ErrorOptions exact_{.exact = true, .sampleWeights = 0};

private slots:
    void aSecondLookFindsTheSameBits() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const EncodingError error = someError(1.0 / 3, true);
        {
            ResultCache cache(path / "results");
            QVERIFY(!cache.find(*model_, a_, q4_, {}, sample_));
            cache.store(*model_, a_, q4_, {}, sample_, error);
            QCOMPARE(cache.find(*model_, a_, q4_, {}, sample_), error);
        }
        ResultCache cache(path / "results");
        QCOMPARE(cache.find(*model_, a_, q4_, {}, sample_), error);
        QCOMPARE(filesIn(path / "results").size(), 1U);
    }

    void otherQuestionsAreNotAnswered() {
        QTemporaryDir folder;
        ResultCache cache(folder.path().toStdString());
        const std::vector<float> importance(32, 1.0F);
        const std::vector<float> otherImportance(32, 2.0F);
        cache.store(*model_, a_, q4_, {.importance = importance}, sample_, someError(1, true));
        QVERIFY(cache.find(*model_, a_, q4_, {.importance = importance}, sample_));
        QVERIFY(!cache.find(*model_, a_, q4_, {.importance = importance}, {.exact = false, .sampleWeights = 5}));
        QVERIFY(!cache.find(*model_, a_, q4_, {.importance = importance}, exact_));
        QVERIFY(!cache.find(*model_, a_, q4_, {}, sample_));
        QVERIFY(!cache.find(*model_, a_, q4_, {.importance = otherImportance}, sample_));
        QVERIFY(!cache.find(*model_, a_, q8_, {.importance = importance}, sample_));
        QVERIFY(!cache.find(*model_, b_, q4_, {.importance = importance}, sample_));
        QVERIFY(!cache.find(*other_, *other_->find("a"), q4_, {.importance = importance}, sample_));
    }

    void anotherLayerOfTheSameNameIsNotAnswered() {
        // Without its first layer a model has the name of that layer for its second one, in the same checkpoint.
        QTemporaryDir folder;
        ResultCache cache(folder.path().toStdString());
        Weight moved = b_;
        moved.name = a_.name;
        QVERIFY(moved.tensors != a_.tensors);
        cache.store(*model_, a_, q4_, {}, sample_, someError(1));
        cache.storeStatistics(*model_, a_, {});
        QVERIFY(cache.find(*model_, a_, q4_, {}, sample_));
        QVERIFY(cache.findStatistics(*model_, a_));
        QVERIFY(!cache.find(*model_, moved, q4_, {}, sample_));
        QVERIFY(!cache.findStatistics(*model_, moved));
    }

    void anExactResultAnswersEveryQuestion() {
        QTemporaryDir folder;
        ResultCache cache(folder.path().toStdString());
        cache.store(*model_, a_, q4_, {}, sample_, someError(1, false)); // measured whole, the weight is small
        QVERIFY(cache.find(*model_, a_, q4_, {}, exact_));
        QVERIFY(cache.find(*model_, a_, q4_, {}, {.exact = false, .sampleWeights = 77}));
    }

    void anErrorOfZeroSurvives() {
        QTemporaryDir folder;
        const EncodingError none = errorFromSums(ErrorSums{.weights = 3, .original = 2, .decoded = 2, .product = 2});
        {
            ResultCache cache(folder.path().toStdString());
            cache.store(*model_, a_, q8_, {}, exact_, none);
        }
        ResultCache cache(folder.path().toStdString());
        const auto found = cache.find(*model_, a_, q8_, {}, exact_);
        QCOMPARE(found, none);
        QCOMPARE(found->sqnrDecibels, std::numeric_limits<double>::infinity());
    }

    void damagedAndForeignFilesAreIgnoredAndReplaced_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("\x7F\x45LF\0\0 nothing", 14);
        QTest::newRow("cut") << json("{'version':4,'model':'");
        QTest::newRow("array") << QByteArray("[1,2]");
        QTest::newRow("other version") << json("{'version':0,'model':'IDENTITY','errors':{'KEY':ENTRY}}");
        QTest::newRow("other model") << json("{'version':4,'model':'x','errors':{'KEY':ENTRY}}");
        QTest::newRow("short entry") << json("{'version':4,'model':'IDENTITY','errors':{'KEY':[1,2]}}");
        QTest::newRow("wrong types") << json("{'version':4,'model':'IDENTITY','errors':{'KEY':'x'}}");
        QTest::newRow("deep") << QByteArray(100000, '[');
    }
    void damagedAndForeignFilesAreIgnoredAndReplaced() {
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        {
            ResultCache cache(folder.path().toStdString());
            cache.store(*model_, a_, q4_, {}, exact_, someError(1));
        }
        const auto file = filesIn(folder.path().toStdString()).at(0);
        text.replace("IDENTITY", QByteArray::fromStdString(model_->checkpoint().identity()));
        text.replace("KEY", "a@0|Q4_0|exact").replace("ENTRY", "[1000,0,1,2,3,4,5,6,7,true,false,1000,0]");
        writeCacheFile(file, text.toStdString()); // damaged before it was written
        {
            ResultCache cache(folder.path().toStdString());
            QVERIFY(!cache.find(*model_, a_, q4_, {}, exact_));
            cache.store(*model_, a_, q4_, {}, exact_, someError(2));
        }
        ResultCache cache(folder.path().toStdString());
        QCOMPARE(cache.find(*model_, a_, q4_, {}, exact_), someError(2));
    }

    void aFlippedBitIsNoResult() {
        QTemporaryDir folder;
        {
            ResultCache cache(folder.path().toStdString());
            cache.store(*model_, a_, q4_, {}, exact_, someError(1));
        }
        const auto file = filesIn(folder.path().toStdString()).at(0);
        const std::string whole = readTextFile(file, 1U << 20U);
        for (std::size_t byte = 0; byte < whole.size(); ++byte) {
            std::string damaged = whole;
            damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << byte % 7));
            test::writeAll(file, std::as_bytes(std::span(damaged)));
            QVERIFY2(!ResultCache(folder.path().toStdString()).find(*model_, a_, q4_, {}, exact_),
                     qPrintable(QString::number(byte)));
        }
    }

    void statisticsOfAWeightAreKeptBitByBit() {
        QTemporaryDir folder;
        auto values = test::normalValues(3000, 5);
        values[7] = std::numeric_limits<float>::quiet_NaN();
        values[8] = 0;
        const auto model = ModelMaker()
                               .add("f32", ElementType::F32, {3000}, test::bytesOf(values))
                               .add("f16", ElementType::F16, {3000}, test::bytesOf(test::f16Of(values)))
                               .add("bf16", ElementType::BF16, {3000}, test::bytesOf(test::bf16Of(values)))
                               .add("constant", ElementType::F32, {2}, test::bytesOf(std::vector<float>{3, 3}))
                               .add("empty", ElementType::F32, {0}, {})
                               .make(models_, "statistics.bin");
        ThreadArena arena(1);
        Progress progress;
        std::vector<WeightStatistics> first;
        {
            ResultCache cache(folder.path().toStdString());
            for (const Weight& weight : model->weights()) {
                QVERIFY(!cache.findStatistics(*model, weight));
                first.push_back(computeStatistics(*model, weight, &cache, arena, progress, CancelToken()));
                QCOMPARE(first.back(), computeStatistics(*model, weight, arena, progress, CancelToken()));
            }
        }
        ResultCache cache(folder.path().toStdString());
        for (std::size_t i = 0; i < first.size(); ++i) {
            QCOMPARE(cache.findStatistics(*model, model->weights()[i]), first[i]);
        }
        QVERIFY(!cache.findStatistics(*other_, *other_->find("a")));
    }

    void damagedStatisticsAreIgnored_data() {
        QTest::addColumn<QByteArray>("histogram");
        QTest::newRow("no text") << QByteArray("7");
        QTest::newRow("letters") << QByteArray("'xyz'");
        QTest::newRow("no count") << QByteArray("'8000:'");
        QTest::newRow("other total") << QByteArray("'8000:1'");
        QTest::newRow("twice") << QByteArray("'8000:1;8000:1'");
        QTest::newRow("backwards") << QByteArray("'8000:1;7000:1'");
        QTest::newRow("too many bins") << QByteArray("'ffff:1,1'");
        QTest::newRow("no such bin") << QByteArray("'10000:2'");
        QTest::newRow("overflow") << QByteArray("'8000:10000000000000002'");
        QTest::newRow("rest") << QByteArray("'8000:2 '");
    }
    void damagedStatisticsAreIgnored() {
        QFETCH(QByteArray, histogram);
        QTemporaryDir folder;
        const auto write = [&](const QByteArray& text) {
            {
                ResultCache cache(folder.path().toStdString());
                cache.storeStatistics(*model_, a_, WeightStatistics{});
            }
            const auto document = json("{'version':4,'model':'" + QByteArray::fromStdString(model_->checkpoint().identity()) +
                                       "','statistics':{'a@0':[2,0,0,0,1,1,1,0,0,0,0,true," + text + "]}}");
            writeCacheFile(filesIn(folder.path().toStdString()).at(0), document.toStdString());
            ResultCache cache(folder.path().toStdString());
            return cache.findStatistics(*model_, a_);
        };
        QVERIFY(write("'8000:2'")); // the form is right
        QVERIFY(!write(histogram));
    }

    void twoProcessesKeepEachOthersResults() {
        QTemporaryDir folder;
        ResultCache first(folder.path().toStdString());
        ResultCache second(folder.path().toStdString());
        QVERIFY(!first.find(*model_, a_, q4_, {}, exact_));
        QVERIFY(!second.find(*model_, a_, q4_, {}, exact_));
        first.store(*model_, a_, q4_, {}, exact_, someError(1));
        second.store(*model_, b_, q4_, {}, exact_, someError(2));
        first.save();
        second.save();
        ResultCache third(folder.path().toStdString());
        QCOMPARE(third.find(*model_, a_, q4_, {}, exact_), someError(1));
        QCOMPARE(third.find(*model_, b_, q4_, {}, exact_), someError(2));
    }

    void theOldestModelGoesWhenTheFolderIsFull() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::path old;
        {
            ResultCache cache(path);
            cache.store(*model_, a_, q4_, {}, exact_, someError(1));
            cache.save();
            old = filesIn(path).at(0);
            std::filesystem::last_write_time(old, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
        }
        {
            ResultCache cache(path, std::filesystem::file_size(old) + 10);
            cache.store(*other_, *other_->find("a"), q4_, {}, exact_, someError(2));
        }
        QCOMPARE(filesIn(path).size(), 1U);
        QVERIFY(!std::filesystem::exists(old));
    }

    void aFolderThatCannotBeWrittenIsNoError() {
        QTemporaryDir folder;
        const std::filesystem::path blocked = std::filesystem::path(folder.path().toStdString()) / "file";
        test::writeAll(blocked, {});
        ResultCache cache(blocked / "results");
        cache.store(*model_, a_, q4_, {}, exact_, someError(1));
        cache.save();
        QCOMPARE(cache.find(*model_, a_, q4_, {}, exact_), someError(1));
    }

    void manyThreadsAskAndStore() {
        QTemporaryDir folder;
        const test::MoreThreadsThanCores many;
        ResultCache cache(folder.path().toStdString());
        oneapi::tbb::parallel_for(std::uint64_t{1}, std::uint64_t{200}, [&](std::uint64_t i) {
            const ErrorOptions options{.exact = false, .sampleWeights = i};
            cache.store(*model_, i % 2 == 0 ? a_ : b_, q4_, {}, options, someError(static_cast<double>(i), true));
            (void)cache.find(*other_, *other_->find("a"), q4_, {}, options);
            if (i % 50 == 0) {
                cache.save();
            }
        });
        cache.save();
        ResultCache again(folder.path().toStdString());
        for (std::uint64_t i = 1; i < 200; ++i) {
            const ErrorOptions options{.exact = false, .sampleWeights = i};
            QCOMPARE(again.find(*model_, i % 2 == 0 ? a_ : b_, q4_, {}, options), someError(static_cast<double>(i), true));
        }
    }
};

QTEST_APPLESS_MAIN(TestResultCache)
#include "tst_result_cache.moc"
