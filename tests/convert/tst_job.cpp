// SPDX-License-Identifier: GPL-3.0-or-later
// A job from start to end and what may happen in between: threads, cancelling, killing, resuming, rules of the destination,
// sources that change or hold no numbers.
#include "convert/convert_support.h"
#include "convert/journal.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>
#include <QProcess>
#include <QTemporaryDir>
#include <thread>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

/// What the killed child does: convert, and die without any chance to tidy up once `fraction` is reached. From the middle on
/// it waits until its journal knows a weight, so that a slow disk cannot make the test say nothing.
int convertAndDie(const char* preset, const char* destination, double fraction) {
    const fs::path journal = temporaryPaths(destination).journal;
    Progress progress(
        [fraction, journal](const ProgressState& state) {
            if (state.phase == "Encoding" && state.fraction() >= fraction) {
                for (int i = 0; fraction >= 0.4 && i < 3000 && fs::file_size(journal) < 200; ++i) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
                }
                ::raise(SIGKILL);
            }
        },
        std::chrono::milliseconds(0));
    const CancelToken cancel;
    (void)convert(test::planFor(test::tinyLlama(), preset), destination, {}, test::smallTuning(), progress, cancel);
    return 3; // was to be killed before
}

/// Overwrites one number in the middle of a file.
void poke(const fs::path& file, std::uint64_t offset, float value) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.write(reinterpret_cast<const char*>(&value), sizeof value);
}

} // namespace

class TestJob : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const std::shared_ptr<const Model> model_ = test::tinyLlama();
    const Plan plan_ = test::planFor(model_, "Q4_K_M");
    std::string whole_; // hash of an uninterrupted result

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }
    fs::path copyOfTheModel(const std::string& name) {
        fs::copy_file(test::dataFile("gguf/tiny-llama-f32.gguf"), in(name), fs::copy_options::overwrite_existing);
        fs::permissions(in(name), fs::perms::owner_write, fs::perm_options::add);
        return in(name);
    }
    /// Leaves what an interrupted run of plan_ leaves, with some weights finished.
    void interrupt(const fs::path& destination, double fraction = 0.6, const Plan* plan = nullptr) {
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() >= fraction) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const auto error = test::errorOf(
            [&] { (void)convert(plan != nullptr ? *plan : plan_, destination, {}, test::smallTuning(), progress, cancel); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::cancelled);
        QVERIFY(!fs::exists(destination));
    }
    ConvertReport run(const fs::path& destination, const ConvertOptions& options = {}) {
        return test::convertQuietly(plan_, destination, options, test::smallTuning());
    }

private slots:
    void initTestCase() {
        (void)test::convertQuietly(plan_, in("whole.gguf"));
        whole_ = test::fileHash(in("whole.gguf"));
    }

    void reportsWhatItDid() {
        const ConvertReport report = run(in("report.gguf"));
        QCOMPARE(report.bytesWritten, plan_.fileBytes());
        QCOMPARE(fs::file_size(in("report.gguf")), plan_.fileBytes());
        QCOMPARE(report.weights.size(), plan_.choices.size());
        QCOMPARE(report.weightsResumed, std::size_t{0});
        std::uint64_t stored = 0;
        double sum = 0;
        double count = 0;
        for (std::size_t i = 0; i < report.weights.size(); ++i) {
            const WeightResult& result = report.weights[i];
            const Weight& weight = *plan_.choices[i].weight;
            QCOMPARE(result.weight, weight.name);
            QCOMPARE(result.bytes, plan_.choices[i].encoding->bytes(weight.rows(), weight.columns()));
            stored += weight.storedBytes();
            // F32 stays what it was; four to six bits cost between half a percent and a fifth.
            const bool exact = result.encoding == "F32";
            QCOMPARE(result.relativeError == 0, exact);
            QVERIFY(exact || (result.relativeError > 0.005 && result.relativeError < 0.2 && result.cosine > 0.98));
            QVERIFY(exact || std::abs(result.sqnrDecibels + 20 * std::log10(result.relativeError)) < 1e-9);
            QVERIFY(!exact || std::isinf(result.sqnrDecibels));
            sum += static_cast<double>(weight.elements()) * result.relativeError;
            count += static_cast<double>(weight.elements());
        }
        QCOMPARE(report.bytesRead, stored);
        QCOMPARE(report.relativeError, sum / count);
        QVERIFY(report.peakResidentBytes > 0);
    }

    void errorsAreThoseOfTheWrittenBytes() {
        // The same comparison by other code: both files decoded whole, sums in double.
        const ConvertReport report = run(in("errors.gguf"));
        const auto written = openModel(in("errors.gguf"));
        for (const WeightResult& result : report.weights) {
            const Weight* const original = model_->find(result.weight);
            const Weight* const converted = written->find(result.weight);
            QVERIFY(original != nullptr && converted != nullptr);
            std::vector<float> w(original->elements());
            std::vector<float> q(w.size());
            readRows(*model_, *original, 0, w);
            readRows(*written, *converted, 0, q);
            double difference = 0;
            double norm = 0;
            double largest = 0;
            for (std::size_t i = 0; i < w.size(); ++i) {
                const double delta = static_cast<double>(w[i]) - static_cast<double>(q[i]);
                difference += delta * delta;
                norm += static_cast<double>(w[i]) * static_cast<double>(w[i]);
                largest = std::max(largest, std::abs(delta));
            }
            QVERIFY(std::abs(result.relativeError - std::sqrt(difference / norm)) < 1e-9);
            QVERIFY(std::abs(result.maxAbsolute - largest) <= 1e-6 * largest);
        }
    }

    void anyNumberOfThreadsGivesTheSameBytes_data() {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 5}) {
            QTest::newRow(std::to_string(threads).c_str()) << threads;
        }
    }
    void anyNumberOfThreadsGivesTheSameBytes() {
        QFETCH(int, threads);
        ConvertOptions options;
        options.threads = threads;
        const fs::path out = in("threads" + std::to_string(threads) + ".gguf");
        const ConvertReport report = run(out, options);
        QCOMPARE(test::fileHash(out), whole_);
        static const ConvertReport one = report;
        for (std::size_t i = 0; i < report.weights.size(); ++i) { // the measures too, to the last bit
            QCOMPARE(std::bit_cast<std::uint64_t>(report.weights[i].relativeError),
                     std::bit_cast<std::uint64_t>(one.weights[i].relativeError));
        }
    }

    void progressCountsTheSourceTwice() {
        std::vector<ProgressState> states;
        Progress progress([&](const ProgressState& state) { states.push_back(state); }, std::chrono::milliseconds(0));
        const CancelToken cancel;
        const ConvertReport report = convert(plan_, in("progress.gguf"), {}, test::smallTuning(), progress, cancel);
        QVERIFY(states.size() > 100);
        QCOMPARE(states.back().done, 2 * report.bytesRead);
        QCOMPARE(states.back().total, states.back().done);
        for (std::size_t i = 1; i < states.size(); ++i) {
            QVERIFY(states[i].done >= states[i - 1].done);
        }
        QVERIFY(std::ranges::any_of(states, [](const ProgressState& s) { return s.item == "blk.1.ffn_down.weight"; }));
    }

    void cancelsAndResumes() {
        const fs::path out = in("cancelled.gguf");
        interrupt(out);
        QVERIFY(fs::exists(temporaryPaths(out).part));
        QVERIFY(fs::exists(temporaryPaths(out).journal));
        const ConvertReport report = run(out);
        QVERIFY(report.weightsResumed > 3);
        QVERIFY(report.weightsResumed < plan_.choices.size());
        QVERIFY(report.bytesRead < 4'500'000); // of 5.6 MB; how much exactly depends on which tiles were in flight
        QCOMPARE(test::fileHash(out), whole_);
        QVERIFY(test::nothingIsLeftBeside(out));
        // Resumed weights keep the measures of the first run.
        const ConvertReport fresh = run(in("fresh.gguf"));
        QCOMPARE(report.relativeError, fresh.relativeError);
        for (std::size_t i = 0; i < fresh.weights.size(); ++i) {
            QCOMPARE(report.weights[i].cosine, fresh.weights[i].cosine);
            QCOMPARE(report.weights[i].weight, fresh.weights[i].weight);
        }
    }

    void cancelsBeforeTheFirstTile() {
        CancelToken cancel;
        cancel.cancel();
        Progress progress;
        const fs::path out = in("never.gguf");
        const auto error = test::errorOf([&] { (void)convert(plan_, out, {}, test::smallTuning(), progress, cancel); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 130);
        QVERIFY(!fs::exists(out));
        discardInterruptedRun(out);
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void anInterruptedRunDoesNotLookComplete() {
        const fs::path out = in("header.gguf");
        interrupt(out, 0.99);
        fs::rename(temporaryPaths(out).part, in("renamed-by-hand.gguf"));
        QVERIFY(test::errorOf([&] { (void)openCheckpoint(in("renamed-by-hand.gguf")); }));
    }

    void startsAnewWhenTold() {
        const fs::path out = in("anew.gguf");
        interrupt(out);
        ConvertOptions options;
        options.resume = false;
        QCOMPARE(run(out, options).weightsResumed, std::size_t{0});
        QCOMPARE(test::fileHash(out), whole_);
    }

    void survivesKill9_data() {
        QTest::addColumn<double>("fraction");
        QTest::newRow("early") << 0.05;
        QTest::newRow("middle") << 0.4;
        QTest::newRow("late") << 0.95;
        QTest::newRow("at the end") << 1.0;
    }
    void survivesKill9() {
#ifdef __SANITIZE_THREAD__
        QSKIP("how Qt starts a process is not seen by ThreadSanitizer, which believes in races from then on");
#endif
        QFETCH(double, fraction);
        const fs::path out = in(std::string("killed") + QTest::currentDataTag() + ".gguf");
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {"--convert-and-die", "Q4_K_M", QString::fromStdString(out.string()), QString::number(fraction)});
        QVERIFY(child.waitForFinished(60'000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        QVERIFY(!fs::exists(out));
        QVERIFY(fs::exists(temporaryPaths(out).part));
        const ConvertReport report = run(out);
        if (fraction >= 0.4) {
            QVERIFY(report.weightsResumed > 0);
        }
        QCOMPARE(test::fileHash(out), whole_);
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void journalCutAtEveryByte() {
        const fs::path file = in("cut.journal");
        std::vector<JournalRecord> records(5);
        for (std::size_t i = 0; i < records.size(); ++i) {
            records[i].choice = i * 300;
            records[i].contentHash = 0x1234567890ABCDEFU * (i + 1);
            records[i].result.relativeError = 0.1 * static_cast<double>(i);
            records[i].result.sqnrDecibels = std::numeric_limits<double>::infinity();
        }
        {
            Journal journal(file);
            journal.restart(77);
            journal.append(records, true);
        }
        const std::vector<std::byte> whole = test::readAll(file);
        std::vector<std::size_t> lineEnds;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            if (whole[i] == std::byte{'\n'}) {
                lineEnds.push_back(i + 1);
            }
        }
        QCOMPARE(lineEnds.size(), records.size() + 1);
        for (std::size_t length = 0; length <= whole.size(); ++length) {
            test::writeAll(file, std::span(whole).first(length));
            const auto complete =
                static_cast<std::size_t>(std::ranges::count_if(lineEnds, [&](std::size_t end) { return end <= length; }));
            Journal journal(file);
            const auto found = journal.resume(77);
            QCOMPARE(found.has_value(), complete > 0);
            QCOMPARE(found ? found->size() + 1 : 0, complete);
            for (std::size_t i = 0; found && i < found->size(); ++i) {
                QCOMPARE(found->at(i).choice, records[i].choice);
                QCOMPARE(found->at(i).contentHash, records[i].contentHash);
                QCOMPARE(found->at(i).result.relativeError, records[i].result.relativeError);
                QCOMPARE(found->at(i).result.sqnrDecibels, records[i].result.sqnrDecibels);
            }
            if (found) { // what is appended now follows the last whole record
                journal.append(std::span(records).last(1), true);
                QCOMPARE(journal.resume(77)->size(), found->size() + 1);
            }
            QVERIFY(!journal.resume(78)); // another job's
        }
    }

    void journalWithAnyBitFlipped() {
        const fs::path file = in("flipped.journal");
        {
            Journal journal(file);
            journal.restart(5);
            journal.append(std::vector<JournalRecord>(2), true);
        }
        const std::vector<std::byte> whole = test::readAll(file);
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            std::vector<std::byte> damaged = whole;
            damaged[bit / 8] ^= std::byte{1} << (bit % 8);
            test::writeAll(file, damaged);
            std::optional<std::vector<JournalRecord>> found;
            const auto refused = test::errorOf([&] { found = Journal(file).resume(5); });
            QVERIFY(!found || found->size() < 2);
            // What does not begin as a journal may be somebody else's and is not touched.
            QVERIFY(!refused || (bit / 8 < std::string_view("quantlathe-journal-").size() && test::readAll(file) == damaged));
        }
    }

    void resumesFromATornJournal() {
        const fs::path out = in("torn.gguf");
        const TemporaryPaths paths = temporaryPaths(out);
        interrupt(out);
        const std::vector<std::byte> journal = test::readAll(paths.journal);
        const std::vector<std::byte> part = test::readAll(paths.part);
        QVERIFY(journal.size() > 300);
        std::size_t before = 0;
        test::writeAll(paths.journal, {}); // vouches for nothing; no job of ours leaves it so
        QVERIFY(test::errorOf([&] { (void)run(out); }));
        QVERIFY(test::readAll(paths.part) == part);
        for (std::size_t length = 97; length <= journal.size(); length += 97) {
            test::writeAll(paths.part, part);
            test::writeAll(paths.journal, std::span(journal).first(length));
            const ConvertReport report = run(out);
            QVERIFY(report.weightsResumed >= before); // a longer journal never knows less
            before = report.weightsResumed;
            QCOMPARE(test::fileHash(out), whole_);
            fs::remove(out);
        }
        QVERIFY(before > 0);
    }

    void finishedBytesThatWereLostAreDoneAgain() {
        // As after a power cut on a disk that reordered its writes: the journal says finished, the bytes are zeros.
        const fs::path out = in("lost.gguf");
        const TemporaryPaths paths = temporaryPaths(out);
        interrupt(out);
        std::vector<std::byte> part = test::readAll(paths.part);
        std::fill(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(plan_.layout.pieces[1].offset + 100), std::byte{0});
        test::writeAll(paths.part, part);
        (void)run(out);
        QCOMPARE(test::fileHash(out), whole_);
    }

    void journalOfAnotherPlan() {
        const fs::path out = in("other.gguf");
        const Plan other = test::planFor(model_, "Q5_K_M");
        interrupt(out, 0.6, &other);
        const ConvertReport report = run(out);
        QCOMPARE(report.weightsResumed, std::size_t{0});
        QCOMPARE(test::fileHash(out), whole_);
    }

    void journalOfAnotherEffort() {
        const fs::path out = in("effort.gguf");
        Plan careful = test::planFor(model_, "Q4_K_M");
        careful.document.effort = Effort::high;
        interrupt(out, 0.6, &careful);
        const ConvertReport normal = run(out);
        QCOMPARE(normal.weightsResumed, std::size_t{0});
        QCOMPARE(test::fileHash(out), whole_);
        const fs::path better = in("effort-high.gguf");
        const ConvertReport high = test::convertQuietly(careful, better, {}, test::smallTuning());
        QCOMPARE(fs::file_size(better), fs::file_size(out));
        QVERIFY(high.relativeError < normal.relativeError);
    }

    void journalOfAnotherSource() {
        const auto first = openModel(copyOfTheModel("source-a.gguf"));
        const Plan plan = test::planFor(first, "Q4_K_M");
        const fs::path out = in("source-a-out.gguf");
        interrupt(out, 0.6, &plan);
        copyOfTheModel("source-a.gguf"); // same bytes, another time: nobody knows, so everything is done again
        const auto ago = fs::last_write_time(in("source-a.gguf")) - std::chrono::hours(1);
        fs::last_write_time(in("source-a.gguf"), ago);
        const Plan again = test::planFor(openModel(in("source-a.gguf")), "Q4_K_M");
        QCOMPARE(test::convertQuietly(again, out, {}, test::smallTuning()).weightsResumed, std::size_t{0});
    }

    void twoJobsOnOneDestination() {
        const fs::path out = in("contested.gguf");
        std::optional<Error> second;
        Progress progress(
            [&](const ProgressState& state) {
                if (!second && state.fraction() > 0.3) {
                    second = test::errorOf([&] { (void)run(out); });
                }
            },
            std::chrono::milliseconds(0));
        const CancelToken cancel;
        (void)convert(plan_, out, {}, test::smallTuning(), progress, cancel);
        QVERIFY(second);
        QCOMPARE(second->kind(), ErrorKind::failed);
        QCOMPARE(second->title(), std::string("Another conversion is writing this file"));
        QCOMPARE(test::fileHash(out), whole_); // and the second one has not disturbed the first
    }

    void convertsTheSampleModel() {
        const auto model = openModel(test::resourceFile("sample"));
        const Plan plan = test::planFor(model, "Q4_K_M");
        const ConvertReport report = test::convertQuietly(plan, in("sample.gguf"));
        QVERIFY(report.relativeError > 0.03 && report.relativeError < 0.12);
        const auto reopened = openModel(in("sample.gguf"));
        QVERIFY(reopened->understood());
        QCOMPARE(reopened->parameters(), model->parameters());
        Progress progress;
        const CancelToken cancel;
        QCOMPARE(verifyFile(in("sample.gguf"), 2, progress, cancel), plan.choices.size());
        // Heads are permuted on the way: the rows read back are those of the source in canonical order.
        const ConvertReport exact =
            test::convertQuietly(test::planFor(model, "BF16"), in("sample-bf16.gguf"), {}, test::smallTuning());
        QCOMPARE(exact.relativeError, 0.0);
        const auto bf16 = openModel(in("sample-bf16.gguf"));
        for (const Weight& weight : model->weights()) {
            std::vector<float> expected(weight.elements());
            std::vector<float> written(weight.elements());
            readRows(*model, weight, 0, expected);
            readRows(*bf16, *bf16->find(weight.name), 0, written);
            QVERIFY2(expected == written, weight.name.c_str());
        }
    }

    void aQuantizedSourceNeedsPermission() {
        (void)test::convertQuietly(test::planFor(model_, "Q8_0"), in("once.gguf"));
        const auto quantized = openModel(in("once.gguf"));
        const Plan again = test::planFor(quantized, "Q4_K_M");
        const auto refused = test::errorOf([&] { (void)test::convertQuietly(again, in("twice.gguf")); });
        QVERIFY(refused);
        QCOMPARE(refused->title(), std::string("The source is already quantized (Q8_0)"));
        QVERIFY(test::nothingIsLeftBeside(in("twice.gguf")));
        ConvertOptions options;
        options.allowRequantize = true;
        QVERIFY(test::convertQuietly(again, in("twice.gguf"), options).relativeError > 0.01);
        // Without a second rounding there is nothing to permit: the same type is taken over, F32 holds the values exactly.
        (void)test::convertQuietly(test::planFor(quantized, "Q8_0"), in("same.gguf"));
        QCOMPARE(test::fileHash(in("same.gguf")), test::fileHash(in("once.gguf")));
        QCOMPARE(test::convertQuietly(test::planFor(quantized, "F32"), in("wide.gguf")).relativeError, 0.0);
    }

    void sourceCutWhileItIsRead() {
        const fs::path source = copyOfTheModel("shrinking.gguf");
        const Plan plan = test::planFor(openModel(source), "Q4_K_M");
        const fs::path out = in("shrunk-out.gguf");
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() > 0.2 && fs::file_size(source) > 2'000'000) {
                    fs::resize_file(source, 2'000'000);
                }
            },
            std::chrono::milliseconds(0));
        const CancelToken cancel;
        const auto error = test::errorOf([&] { (void)convert(plan, out, {}, test::smallTuning(), progress, cancel); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("The model was changed while it was read"));
        QCOMPARE(error->file(), source);
        QVERIFY(!fs::exists(out));
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void sourceChangedWhileItIsRead() {
        const fs::path source = copyOfTheModel("changing.gguf");
        const Plan plan = test::planFor(openModel(source), "Q4_K_M");
        bool changed = false;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() > 0.9 && !changed) {
                    changed = true;
                    poke(source, 1'000'000, 0.5F);
                }
            },
            std::chrono::milliseconds(0));
        const CancelToken cancel;
        const auto error =
            test::errorOf([&] { (void)convert(plan, in("changed-out.gguf"), {}, test::smallTuning(), progress, cancel); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("The model was changed while it was read"));
        QVERIFY(!fs::exists(in("changed-out.gguf")));
    }

    void valuesThatAreNoNumbers_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("title");
        const float infinity = std::numeric_limits<float>::infinity();
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("NaN, encoded") << nan << "Q4_K_M"
                                      << "blk.1.ffn_up.weight holds a value that is no number";
        QTest::newRow("infinity, encoded") << infinity << "Q8_0"
                                           << "blk.1.ffn_up.weight holds a value that is no number";
        QTest::newRow("NaN, copied") << nan << "F32"
                                     << "blk.1.ffn_up.weight holds a value that is no number";
        QTest::newRow("too large for F16") << 1e6F << "F16"
                                           << "blk.1.ffn_up.weight is too large for F16";
        QTest::newRow("scale too large for Q8_0") << 3e7F << "Q8_0"
                                                  << "blk.1.ffn_up.weight is too large for Q8_0";
    }
    void valuesThatAreNoNumbers() {
        QFETCH(float, value);
        QFETCH(QString, preset);
        QFETCH(QString, title);
        const fs::path source = copyOfTheModel("not-finite.gguf");
        const TensorInfo tensor = *openCheckpoint(source).find("blk.1.ffn_up.weight");
        poke(source, tensor.offset + (300 * tensor.columns() + 17) * sizeof(float), value);
        const Plan plan = test::planFor(openModel(source), preset.toStdString());
        const fs::path out = in("not-finite-out.gguf");
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, out); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QCOMPARE(QString::fromStdString(error->title()), title);
        QVERIFY2(QString::fromStdString(error->detail()).contains("ow 300"), error->detail().c_str());
        QCOMPARE(error->file(), source);
        QVERIFY(test::nothingIsLeftBeside(out));
    }
};

int main(int argc, char** argv) {
    if (argc == 5 && std::string_view(argv[1]) == "--convert-and-die") {
        return convertAndDie(argv[2], argv[3], std::atof(argv[4]));
    }
    const QCoreApplication application(argc, argv);
    TestJob test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_job.moc"
