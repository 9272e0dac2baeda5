// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs of several files: cuts, keys, names; and that no fault leaves a set that looks whole and is not.
#include "checkpoint/gguf_split.h"
#include "convert/convert_support.h"

#include <algorithm>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

PlanDocument splitDocument(SplitOptions split, const std::string& preset = "Q4_K_M") {
    PlanDocument document;
    document.preset = preset;
    document.options.split = split;
    return document;
}

/// Stops a conversion when its phase has begun and `done` units are reached.
ConvertReport convertUntil(const Plan& plan, const fs::path& out, std::uint64_t done, const ConvertOptions& options = {}) {
    CancelToken cancel;
    Progress progress(
        [&](const ProgressState& state) {
            if (state.phase == "Encoding" && state.done >= done) {
                cancel.cancel();
            }
        },
        std::chrono::milliseconds(0));
    return convert(plan, out, options, test::smallTuning(), progress, cancel);
}

} // namespace

class TestSplitOutput : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const std::shared_ptr<const Model> model_ = test::tinyLlama();

    [[nodiscard]] fs::path in(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
    [[nodiscard]] Plan planOf(SplitOptions split) const { return makePlan(model_, splitDocument(split)); }
    [[nodiscard]] static std::vector<std::string> hashesOf(const std::vector<fs::path>& files) {
        std::vector<std::string> hashes;
        std::ranges::transform(files, std::back_inserter(hashes), &test::fileHash);
        return hashes;
    }

private slots:
    void cutsWhereGgufSplitCuts() {
        using V = std::vector<std::size_t>;
        const std::vector<std::uint64_t> sizes{96, 1, 32, 33, 500, 32};
        QCOMPARE(shardsOfTensors(sizes, {}), (V{0, 0, 0, 0, 0, 0}));
        QCOMPARE(shardsOfTensors(sizes, {.bytes = 128}), (V{0, 0, 1, 1, 2, 3})); // padded to 32; 500 alone is too large
        QCOMPARE(shardsOfTensors(sizes, {.tensors = 4}), (V{0, 0, 0, 0, 1, 1}));
        QVERIFY(test::errorOf([&] { (void)shardsOfTensors(sizes, {.bytes = 95}); }));
        const std::vector<std::uint64_t> many(70000, 1);
        QVERIFY(test::errorOf([&] { (void)shardsOfTensors(many, {.bytes = 32}); })); // more than a u16 counts
    }

    void theSetHoldsWhatOneFileHolds() {
        const ConvertReport whole = test::convertQuietly(planOf({}), in("one.gguf"));
        QCOMPARE(whole.files, std::vector<fs::path>{in("one.gguf")});
        const Plan plan = planOf({.maxBytes = 300'000});
        QVERIFY(plan.layout.files.size() > 2);
        const ConvertReport report = test::convertQuietly(plan, in("some.gguf"));
        QCOMPARE(report.files.size(), plan.layout.files.size());
        QCOMPARE(report.destination, report.files.front());
        const std::string tail = "-00001-of-0000" + std::to_string(report.files.size()) + ".gguf";
        QCOMPARE(report.files.front(), in("some" + tail));
        QVERIFY(!fs::exists(in("some.gguf")));
        QVERIFY(test::nothingIsLeftBeside(in("some.gguf")));
        std::uint64_t bytes = 0;
        for (const fs::path& file : report.files) {
            bytes += fs::file_size(file);
        }
        QCOMPARE(bytes, plan.fileBytes());
        const Checkpoint one = openCheckpoint(in("one.gguf"));
        const Checkpoint set = openCheckpoint(report.files.back()); // any member opens all
        QCOMPARE(set.tensors().size(), one.tensors().size());
        for (std::size_t i = 0; i < one.tensors().size(); ++i) {
            QCOMPARE(set.tensors()[i].name, one.tensors()[i].name);
            QCOMPARE(test::sha256(set.bytes(set.tensors()[i])), test::sha256(one.bytes(one.tensors()[i])));
        }
        const std::size_t ownKeys = one.metadata().pairs().size();
        QCOMPARE(set.metadata().pairs().size(), ownKeys + 3);
        QCOMPARE(set.metadata().pairs()[ownKeys].key, std::string("split.no"));
        QCOMPARE(set.metadata().pairs()[ownKeys + 2].key, std::string("split.count"));
        QCOMPARE(set.metadata().integer("split.tensors.count"), std::optional<std::int64_t>(21));
    }

    void aSetIsWrittenAsItsSourceIsCut() {
        const ConvertReport cut = test::convertQuietly(makePlan(model_, splitDocument({.maxTensors = 8}, "F32")), in("cut"));
        QCOMPARE(cut.files.size(), std::size_t{3});
        const auto source = openModel(cut.files.front());
        PlanDocument document = splitDocument({.asSource = true}, "Q8_0");
        const ConvertReport kept = test::convertQuietly(makePlan(source, document), in("kept.gguf"));
        QCOMPARE(kept.files.size(), std::size_t{3});
        const Checkpoint before = openCheckpoint(cut.files.front());
        const Checkpoint after = openCheckpoint(kept.files.front());
        for (const TensorInfo& tensor : after.tensors()) {
            QCOMPARE(tensor.file, before.find(tensor.name)->file);
        }
        // A source of one file stays one file, without split keys.
        const ConvertReport single = test::convertQuietly(makePlan(model_, document), in("single.gguf"));
        QCOMPARE(single.files, std::vector<fs::path>{in("single.gguf")});
        QVERIFY(!openCheckpoint(in("single.gguf")).metadata().contains("split.count"));
    }

    void aLimitThatAllFitsMakesOneFile() {
        const ConvertReport report = test::convertQuietly(planOf({.maxBytes = 1'000'000'000}), in("fits.gguf"));
        QCOMPARE(report.files, std::vector<fs::path>{in("fits.gguf")});
    }

    void namesFollowTheDestination_data() {
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("first");
        QTest::newRow("file") << "a.gguf"
                              << "a-00001-of-00003.gguf";
        QTest::newRow("prefix") << "a"
                                << "a-00001-of-00003.gguf";
        QTest::newRow("dotted") << "a.v1"
                                << "a.v1-00001-of-00003.gguf";
        QTest::newRow("member") << "a-00002-of-00009.gguf"
                                << "a-00001-of-00003.gguf";
    }

    void namesFollowTheDestination() {
        QFETCH(QString, destination);
        QFETCH(QString, first);
        OutputLayout layout;
        layout.files.resize(3);
        layout.setSuffix = ".gguf";
        QCOMPARE(finalPaths(in(destination.toStdString()), layout).front(), in(first.toStdString()));
    }

    void anInterruptedSetIsResumed() {
        const Plan plan = planOf({.maxTensors = 5});
        const ConvertReport undisturbed = test::convertQuietly(plan, in("straight.gguf"));
        QVERIFY(test::errorOf([&] { (void)convertUntil(plan, in("resumed.gguf"), 3'000'000); }));
        QVERIFY(fs::is_directory(in("resumed.gguf.part")));
        for (const fs::path& file : finalPaths(in("resumed.gguf"), plan.layout)) {
            QVERIFY(!fs::exists(file));
        }
        const ConvertReport report = test::convertQuietly(plan, in("resumed.gguf"), {}, test::smallTuning());
        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(hashesOf(report.files), hashesOf(undisturbed.files));
        QVERIFY(test::nothingIsLeftBeside(in("resumed.gguf")));
    }

    /// The program was killed when two of the files had their names already.
    void aRunKilledWhilePublishingIsResumed() {
        const Plan plan = planOf({.maxTensors = 5});
        const ConvertReport undisturbed = test::convertQuietly(plan, in("whole.gguf"));
        const fs::path out = in("killed.gguf");
        QVERIFY(test::errorOf([&] { (void)convertUntil(plan, out, 8'000'000); }));
        const std::vector<fs::path> finals = finalPaths(out, plan.layout);
        test::noteThatNamesAreGiven(out);
        for (std::size_t i = finals.size() - 2; i < finals.size(); ++i) {
            fs::rename(out.string() + ".part/" + finals[i].filename().string(), finals[i]);
        }
        QVERIFY(test::errorOf([&] { (void)openCheckpoint(finals.back()); })); // no model without its first file
        const ConvertReport report = test::convertQuietly(plan, out, {}, test::smallTuning());
        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(hashesOf(report.files), hashesOf(undisturbed.files));
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void discardingTakesPublishedFilesAway() {
        const Plan plan = planOf({.maxTensors = 5});
        const fs::path out = in("discarded.gguf");
        QVERIFY(test::errorOf([&] { (void)convertUntil(plan, out, 3'000'000); }));
        const std::vector<fs::path> finals = finalPaths(out, plan.layout);
        test::noteThatNamesAreGiven(out);
        fs::rename(out.string() + ".part/" + finals.back().filename().string(), finals.back());
        discardInterruptedRun(out);
        QVERIFY(test::nothingIsLeftBeside(out));
        QVERIFY(!fs::exists(finals.back()));
    }

    /// A run over an older set, killed; its leftovers half removed by a second one that was killed, too, in whatever order.
    void anOlderSetOutlivesTwoKills() {
        const Plan older = planOf({.maxTensors = 5});
        const fs::path out = in("outlives.gguf");
        const std::vector<fs::path> finals = test::convertQuietly(older, out).files;
        const std::vector<std::string> before = hashesOf(finals);
        const Plan newer = makePlan(model_, splitDocument({.maxTensors = 5}, "Q8_0"));
        ConvertOptions replace;
        replace.replace = true;
        for (const bool hadBegun : {false, true}) {
            QVERIFY(test::errorOf([&] { (void)convertUntil(newer, out, 3'000'000, replace); }));
            if (hadBegun) { // killed after the note and before the first name
                test::noteThatNamesAreGiven(out);
                fs::remove(temporaryPaths(out).part / finals.front().filename()); // which goes first
            }
            fs::remove(temporaryPaths(out).part / finals[1].filename());
            replace.resume = false;
            QVERIFY(test::errorOf([&] { (void)convertUntil(newer, out, 3'000'000, replace); }));
            QCOMPARE(hashesOf(finals), before);
            discardInterruptedRun(out);
            QCOMPARE(hashesOf(finals), before);
        }
    }

    void anyMemberInTheWayIsRefused() {
        const Plan plan = planOf({.maxTensors = 5});
        const fs::path out = in("taken.gguf");
        const std::vector<fs::path> finals = finalPaths(out, plan.layout);
        test::writeAll(finals[2], {});
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, out); });
        QVERIFY(error);
        QCOMPARE(error->title(), finals[2].filename().string() + " exists already");
        QCOMPARE(fs::file_size(finals[2]), std::uintmax_t{0});
        ConvertOptions replace;
        replace.replace = true;
        QCOMPARE(test::convertQuietly(plan, out, replace).files, finals);
        QVERIFY(fs::file_size(finals[2]) > 0);
        (void)test::convertQuietly(plan, out, replace); // also the first one, and twice
    }

    void oldFilesStayUntilTheNewOnesAreDone() {
        const Plan plan = planOf({.maxTensors = 5});
        const fs::path out = in("old.gguf");
        ConvertOptions replace;
        replace.replace = true;
        const std::vector<std::string> before = hashesOf(test::convertQuietly(plan, out).files);
        PlanDocument other = splitDocument({.maxTensors = 5}, "Q8_0");
        const Plan next = makePlan(model_, other);
        QVERIFY(test::errorOf([&] { (void)convertUntil(next, out, 3'000'000, replace); }));
        QCOMPARE(hashesOf(finalPaths(out, plan.layout)), before);
        discardInterruptedRun(out);
        QCOMPARE(hashesOf(finalPaths(out, plan.layout)), before);
        (void)test::convertQuietly(next, out, replace);
        QVERIFY(hashesOf(finalPaths(out, plan.layout)) != before);
    }

    void theSourceIsNeverReplaced() {
        const ConvertReport cut = test::convertQuietly(planOf({.maxTensors = 8}), in("source.gguf"));
        const auto source = openModel(cut.files.front());
        ConvertOptions options;
        options.replace = true;
        options.allowRequantize = true;
        const Plan plan = makePlan(source, splitDocument({.maxTensors = 8}, "Q8_0"));
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("source.gguf"), options); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("The result would replace its own source"));
    }
};

QTEST_APPLESS_MAIN(TestSplitOutput)
#include "tst_split_output.moc"
