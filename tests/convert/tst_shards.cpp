// SPDX-License-Identifier: GPL-3.0-or-later
// A conversion that several processes share: the bytes of one process, in any order and after any interruption, and no output
// before all of it is there.
#include "convert/convert_support.h"
#include "convert/folder_support.h"
#include "convert/journal.h"
#include "convert/shard_run.h"
#include "convert/work.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <QTemporaryDir>
#include <random>
#include <set>
#include <thread>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

ConvertReport runShard(const Plan& plan, const fs::path& out, Shard shard) {
    return test::convertQuietly(plan, out, {.threads = 1, .shard = shard}, test::smallTuning());
}

ConvertReport finish(const Plan& plan, const fs::path& out, bool replace = false) {
    return test::convertQuietly(plan, out, {.replace = replace, .finishesShards = true}, test::smallTuning());
}

/// Stops the shard when `done` bytes of its source are encoded or verified. True if it came to its end before.
bool runShardUntil(const Plan& plan, const fs::path& out, Shard shard, std::uint64_t done) {
    CancelToken cancel;
    Progress progress(
        [&](const ProgressState& state) {
            if (state.phase == "Encoding" && state.done >= done) {
                cancel.cancel();
            }
        },
        std::chrono::milliseconds(0));
    try {
        static_cast<void>(convert(plan, out, {.threads = 1, .shard = shard}, test::smallTuning(), progress, cancel));
        return true;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::cancelled) {
            throw;
        }
        return false;
    }
}

/// Names and hashes of all files below a path, or of a file.
std::map<std::string, std::string> contentsOf(const fs::path& path) {
    std::map<std::string, std::string> contents;
    if (!fs::is_directory(path)) {
        contents[""] = test::fileHash(path);
        return contents;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file()) {
            contents[fs::relative(entry.path(), path).string()] = test::fileHash(entry.path());
        }
    }
    return contents;
}

} // namespace

class TestShards : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const std::shared_ptr<const Model> model_ = test::tinyLlama();
    int next_ = 0;

    /// In a folder of its own.
    [[nodiscard]] fs::path fresh(const std::string& name) {
        const fs::path place = fs::path(folder_.path().toStdString()) / std::to_string(next_++);
        fs::create_directory(place);
        return place / name;
    }
    static void leavesNothingElse(const fs::path& out, std::size_t files = 1) {
        const fs::directory_iterator entries(out.parent_path());
        QCOMPARE(static_cast<std::size_t>(std::distance(begin(entries), end(entries))), files);
    }
    static std::string errorText(const std::optional<Error>& error) {
        return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
    }

private slots:
    void readsShards() {
        QCOMPARE(parseShard("2/3"), (Shard{2, 3}));
        QCOMPARE(parseShard("65535/65535"), (Shard{65535, 65535}));
        for (const char* const text : {"", "2", "/", "0/3", "4/3", "1/0", "1/65536", "1/2/3", "a/b", "1 /2", "-1/2", "1/2 "}) {
            const auto error = test::errorOf([&] { (void)parseShard(text); });
            QVERIFY2(error && error->kind() == ErrorKind::badInput, text);
        }
    }

    void sharesAreBalancedAndFollowFromTheSizesAlone() {
        std::mt19937 random(7);
        std::vector<std::uint64_t> sizes(500);
        std::ranges::generate(sizes, [&] { return random() % 1000 + 1; });
        const std::uint64_t sum = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
        for (const std::uint32_t count : {1U, 2U, 7U, 64U}) {
            const std::vector<std::uint32_t> shards = shardsOfPieces(sizes, count);
            QCOMPARE(shards, shardsOfPieces(sizes, count));
            std::vector<std::uint64_t> loads(count, 0);
            for (std::size_t i = 0; i < sizes.size(); ++i) {
                QVERIFY(shards[i] >= 1 && shards[i] <= count);
                loads[shards[i] - 1] += sizes[i];
            }
            QVERIFY(std::ranges::max(loads) * count <= sum + sum / 20);
        }
        QCOMPARE(shardsOfPieces(std::vector<std::uint64_t>{5, 5, 9}, 2), (std::vector<std::uint32_t>{2, 2, 1}));
        QCOMPARE(shardsOfPieces(std::vector<std::uint64_t>{3}, 4), (std::vector<std::uint32_t>{1}));
    }

    void anyNumberInAnyOrderGivesTheSameBytes_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::newRow("one file") << "gguf"
                                  << "Q4_K_M";
        QTest::newRow("safetensors") << "safetensors"
                                     << "BF16";
        QTest::newRow("grids") << "gptq"
                               << "GPTQ-4-g128";
        QTest::newRow("nested scales") << "bitsandbytes"
                                       << "NF4-DQ";
    }
    void anyNumberInAnyOrderGivesTheSameBytes() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        const Plan plan = makePlan(test::sample(), test::folderDocument(format.toStdString(), preset.toStdString()));
        const fs::path whole = fresh("model");
        const ConvertReport expected = test::convertQuietly(plan, whole);
        const auto contents = contentsOf(whole);
        std::mt19937 random(3);
        for (const std::uint32_t count : {1U, 2U, 3U, 5U}) {
            const fs::path out = fresh("model");
            std::vector<std::uint32_t> order(count);
            std::iota(order.begin(), order.end(), 1U);
            std::ranges::shuffle(order, random);
            std::size_t weights = 0;
            for (const std::uint32_t number : order) {
                weights += runShard(plan, out, {number, count}).weights.size();
                QVERIFY(!fs::exists(out));
            }
            QCOMPARE(weights, expected.weights.size());
            const ConvertReport report = finish(plan, out);
            QCOMPARE(contentsOf(out), contents);
            leavesNothingElse(out);
            QCOMPARE(report.relativeError, expected.relativeError);
            QCOMPARE(report.bytesWritten, expected.bytesWritten);
            for (std::size_t i = 0; i < expected.weights.size(); ++i) {
                QCOMPARE(report.weights[i].weight, expected.weights[i].weight);
                QCOMPARE(report.weights[i].maxAbsolute, expected.weights[i].maxAbsolute);
            }
        }
    }

    void aSetOfFilesIsTheSame() {
        PlanDocument document;
        document.preset = "Q4_K_M";
        document.options.split = SplitOptions{.maxBytes = 300'000};
        const Plan plan = makePlan(model_, document);
        const ConvertReport expected = test::convertQuietly(plan, fresh("set.gguf"));
        QVERIFY(expected.files.size() > 2);
        const fs::path out = fresh("set.gguf");
        for (const std::uint32_t number : {3U, 1U, 2U}) {
            static_cast<void>(runShard(plan, out, {number, 3}));
        }
        const ConvertReport report = finish(plan, out);
        for (std::size_t i = 0; i < expected.files.size(); ++i) {
            QCOMPARE(report.files[i].filename(), expected.files[i].filename());
            QCOMPARE(test::fileHash(report.files[i]), test::fileHash(expected.files[i]));
        }
        leavesNothingElse(out, expected.files.size());
    }

    void moreShardsThanWeights() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path whole = fresh("whole.gguf");
        const std::size_t weights = test::convertQuietly(plan, whole).weights.size();
        const fs::path out = fresh("model.gguf");
        const auto count = static_cast<std::uint32_t>(weights) + 3;
        for (std::uint32_t number = 1; number <= static_cast<std::uint32_t>(weights); ++number) {
            static_cast<void>(runShard(plan, out, {number, count}));
        }
        static_cast<void>(finish(plan, out)); // the others have nothing to do, and need not have run
        QCOMPARE(test::fileHash(out), test::fileHash(whole));
        leavesNothingElse(out);
    }

    void aStoppedShardGoesOn() {
        const Plan plan = test::planFor(model_, "Q4_K_M");
        const fs::path whole = fresh("whole.gguf");
        static_cast<void>(test::convertQuietly(plan, whole));
        std::mt19937 random(11);
        const std::uint64_t most = 2 * model_->checkpoint().fileBytes() / 3;
        bool wasResumed = false;
        for (int trial = 0; trial < 6; ++trial) {
            const fs::path out = fresh("model.gguf");
            for (const std::uint32_t number : {2U, 3U, 1U}) {
                for (std::uint64_t done = random() % most; !runShardUntil(plan, out, {number, 3}, done); done += most / 3) {
                    const auto early = test::errorOf([&] { (void)finish(plan, out); });
                    QVERIFY(early && early->kind() == ErrorKind::failed);
                    QVERIFY(!fs::exists(out));
                }
                const ConvertReport again = runShard(plan, out, {number, 3});
                wasResumed = wasResumed || again.weightsResumed > 0;
                QCOMPARE(again.weightsResumed, again.weights.size()); // all of it was there
                QCOMPARE(again.bytesRead, std::uint64_t{0});
            }
            static_cast<void>(finish(plan, out));
            QCOMPARE(test::fileHash(out), test::fileHash(whole));
            leavesNothingElse(out);
        }
        QVERIFY(wasResumed);
    }

    void allAtOnce() {
        const Plan plan = test::planFor(model_, "Q5_K_M");
        const fs::path whole = fresh("whole.gguf");
        static_cast<void>(test::convertQuietly(plan, whole));
        const fs::path out = fresh("model.gguf");
        constexpr std::uint32_t count = 4;
        std::atomic<int> refused{0};
        std::vector<std::thread> threads;
        for (std::uint32_t i = 0; i < 2 * count; ++i) { // each shard twice
            threads.emplace_back([&, i] {
                try {
                    static_cast<void>(runShard(plan, out, {i % count + 1, count}));
                } catch (const Error& error) { // the one who has the same shard was faster
                    refused += std::string(error.what()).find("at work on shard") != std::string::npos ? 1 : 100;
                }
            });
        }
        std::ranges::for_each(threads, &std::thread::join);
        QVERIFY2(refused <= static_cast<int>(count), std::to_string(refused).c_str());
        static_cast<void>(finish(plan, out));
        QCOMPARE(test::fileHash(out), test::fileHash(whole));
        leavesNothingElse(out);
    }

    void oneProcessAShard() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(plan, out, {1, 2}));
        const auto before = test::fileHash(temporaryPaths(out).part);
        const Journal held(shardJournalPath(out, {1, 2}));
        const auto second = test::errorOf([&] { (void)runShard(plan, out, {1, 2}); });
        QVERIFY2(errorText(second).find("shard 1 of 2") != std::string::npos, errorText(second).c_str());
        QCOMPARE(test::fileHash(temporaryPaths(out).part), before);
        static_cast<void>(runShard(plan, out, {2, 2})); // another one is not held up
        const auto early = test::errorOf([&] { (void)finish(plan, out); });
        QVERIFY2(errorText(early).find("shard 1 of 2") != std::string::npos, errorText(early).c_str());
    }

    void namesWhatIsMissing() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        const auto none = test::errorOf([&] { (void)finish(plan, out); });
        QVERIFY(none && none->kind() == ErrorKind::badInput);
        QVERIFY(fs::is_empty(out.parent_path()));
        static_cast<void>(runShard(plan, out, {2, 5}));
        QVERIFY(!runShardUntil(plan, out, {4, 5}, 1));
        const auto error = test::errorOf([&] { (void)finish(plan, out); });
        QVERIFY(error && error->kind() == ErrorKind::failed);
        QCOMPARE(error->detail(), std::string("Not begun: 1, 3, 5. Not complete: 4."));
        QVERIFY(!fs::exists(out));
    }

    void refusesWhatBelongsToAnotherConversion_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("hasImportance");
        QTest::addColumn<QString>("difference");
        QTest::newRow("number of shards") << "Q4_K_M" << 3 << false << "It is cut into 2 shards, not 3.";
        QTest::newRow("encodings") << "Q8_0" << 2 << false << "Its encodings, options or files are others.";
        QTest::newRow("importance") << "Q4_K_M" << 2 << true << "Its importance matrix or effort is another.";
    }
    void refusesWhatBelongsToAnotherConversion() {
        QFETCH(QString, preset);
        QFETCH(int, count);
        QFETCH(bool, hasImportance);
        QFETCH(QString, difference);
        const Plan plan = test::planFor(model_, "Q4_K_M");
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(plan, out, {1, 2}));
        const auto before = contentsOf(out.parent_path());
        const auto matrix =
            hasImportance
                ? std::make_shared<const ImportanceMatrix>(readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf")))
                : nullptr;
        const Plan other = test::planFor(model_, preset.toStdString(), matrix);
        const auto error = test::errorOf([&] { (void)runShard(other, out, {2, static_cast<std::uint32_t>(count)}); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QVERIFY2(error->detail().starts_with(difference.toStdString()), errorText(error).c_str());
        QCOMPARE(contentsOf(out.parent_path()), before);
    }

    void refusesAChangedModel() {
        const fs::path copy = fresh("copy.gguf");
        fs::copy_file(test::dataFile("gguf/tiny-llama-f32.gguf"), copy);
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(test::planFor(openModel(copy), "Q8_0"), out, {1, 2}));
        fs::last_write_time(copy, fs::last_write_time(copy) + std::chrono::seconds(10));
        const Plan later = test::planFor(openModel(copy), "Q8_0");
        for (const bool finishes : {false, true}) {
            const auto error = test::errorOf([&] { finishes ? (void)finish(later, out) : (void)runShard(later, out, {2, 2}); });
            QVERIFY2(errorText(error).find("Its model has other files") != std::string::npos, errorText(error).c_str());
        }
    }

    void believesNoForeignJournal() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(plan, out, {1, 2}));
        // The journal of shard 1 under the name of shard 2.
        fs::copy_file(shardJournalPath(out, {1, 2}), shardJournalPath(out, {2, 2}));
        const auto error = test::errorOf([&] { (void)finish(plan, out); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        // Of another plan.
        const fs::path other = fresh("model.gguf");
        static_cast<void>(runShard(test::planFor(model_, "Q4_0"), other, {2, 2}));
        fs::copy_file(shardJournalPath(other, {2, 2}), shardJournalPath(out, {2, 2}), fs::copy_options::overwrite_existing);
        const auto plans = test::errorOf([&] { (void)finish(plan, out); });
        QVERIFY2(errorText(plans).find("Its encodings, options or files are others") != std::string::npos,
                 errorText(plans).c_str());
        // The shard itself makes a new one.
        QCOMPARE(runShard(plan, out, {2, 2}).weightsResumed, std::size_t{0});
        static_cast<void>(finish(plan, out));
        const fs::path whole = fresh("whole.gguf");
        static_cast<void>(test::convertQuietly(plan, whole));
        QCOMPARE(test::fileHash(out), test::fileHash(whole));
    }

    void findsWhatADiskLost() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(plan, out, {1, 2}));
        static_cast<void>(runShard(plan, out, {2, 2}));
        const fs::path part = temporaryPaths(out).part;
        {
            std::fstream file(part, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(static_cast<std::streamoff>(fs::file_size(part) - 40));
            file.write("damaged", 7);
        }
        const auto error = test::errorOf([&] { (void)finish(plan, out); });
        QVERIFY(error && error->kind() == ErrorKind::failed);
        QVERIFY(!fs::exists(out));
        for (const std::uint32_t number : {1U, 2U}) {
            if (error->detail().find("Run shard " + std::to_string(number)) != std::string::npos) {
                const ConvertReport repaired = runShard(plan, out, {number, 2});
                QCOMPARE(repaired.weightsResumed + 1, repaired.weights.size());
            }
        }
        static_cast<void>(finish(plan, out));
        const fs::path whole = fresh("whole.gguf");
        static_cast<void>(test::convertQuietly(plan, whole));
        QCOMPARE(test::fileHash(out), test::fileHash(whole));
    }

    void keepsApartFromAPlainConversion() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(plan, out, {1, 2}));
        const auto before = contentsOf(out.parent_path());
        const auto plain = test::errorOf([&] { (void)test::convertQuietly(plan, out); });
        QVERIFY2(errorText(plain).find("conversion in shards") != std::string::npos, errorText(plain).c_str());
        QCOMPARE(contentsOf(out.parent_path()), before);
        discardInterruptedRun(out);
        QVERIFY(fs::is_empty(out.parent_path()));
        // And the other way round.
        CancelToken cancel;
        Progress progress([&](const ProgressState& state) { state.phase == "Encoding" ? cancel.cancel() : void(); },
                          std::chrono::milliseconds(0));
        QVERIFY(test::errorOf([&] { (void)convert(plan, out, {.threads = 1}, test::smallTuning(), progress, cancel); }));
        QVERIFY(hasInterruptedRun(out));
        const auto shard = test::errorOf([&] { (void)runShard(plan, out, {1, 2}); });
        QVERIFY2(errorText(shard).find("interrupted conversion") != std::string::npos, errorText(shard).c_str());
        QVERIFY(hasInterruptedRun(out));
    }

    void replacesOnlyWhenAllowed() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        test::writeAll(out, std::as_bytes(std::span("older", 5)));
        QVERIFY(test::errorOf([&] { (void)runShard(plan, out, {1, 1}); }));
        const ConvertOptions options{.threads = 1, .replace = true, .shard = Shard{1, 1}};
        static_cast<void>(test::convertQuietly(plan, out, options, test::smallTuning()));
        QCOMPARE(fs::file_size(out), std::uintmax_t{5});
        QVERIFY(test::errorOf([&] { (void)finish(plan, out); }));
        QCOMPARE(fs::file_size(out), std::uintmax_t{5});
        static_cast<void>(finish(plan, out, true));
        QCOMPARE(fs::file_size(out), plan.fileBytes());
        leavesNothingElse(out);
    }

    void aRunThatWasKilledBeforeItsFilesWereThereIsBegunAnew() {
        const Plan plan = test::planFor(model_, "Q8_0");
        const fs::path out = fresh("model.gguf");
        static_cast<void>(runShard(plan, out, {1, 2}));
        // As if it had been killed between the line of the agreement and the one that says that the files are there.
        std::string text;
        {
            std::ifstream journal(temporaryPaths(out).journal, std::ios::binary);
            std::string line;
            for (int i = 0; i < 2 && std::getline(journal, line); ++i) {
                text += line + '\n';
            }
        }
        test::writeAll(temporaryPaths(out).journal, std::as_bytes(std::span(text)));
        fs::resize_file(temporaryPaths(out).part, 10);
        QCOMPARE(runShard(plan, out, {1, 2}).weightsResumed, std::size_t{0});
        static_cast<void>(runShard(plan, out, {2, 2}));
        static_cast<void>(finish(plan, out));
        QCOMPARE(fs::file_size(out), plan.fileBytes());
        leavesNothingElse(out);
    }

    void matricesWithOneScaleStayTogether() {
        const Plan plan = makePlan(test::sample(), test::folderDocument("compressed-tensors", "NVFP4A16"));
        const Work work = layOutWork(plan, {});
        const std::vector<std::uint32_t> shards = shardsOfWeights(work, 5);
        bool isAnyJoined = false;
        for (std::size_t i = 0; i < work.weights.size(); ++i) {
            for (std::size_t k = 0; k < i && work.weights[i].joined != nullptr; ++k) {
                if (work.weights[k].joined == work.weights[i].joined) {
                    isAnyJoined = true;
                    QCOMPARE(shards[k], shards[i]);
                }
            }
        }
        QVERIFY(isAnyJoined);
    }
};

QTEST_GUILESS_MAIN(TestShards)
#include "tst_shards.moc"
