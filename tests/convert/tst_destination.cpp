// SPDX-License-Identifier: GPL-3.0-or-later
// Where a result may go, and that nothing of the user's is lost on the way.
#include "convert/convert_support.h"
#include "convert/journal.h"

#include <algorithm>
#include <QTemporaryDir>
#include <unistd.h>

using namespace quantlathe;
namespace fs = std::filesystem;

class TestDestination : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    Plan plan_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }
    QString refusal(const fs::path& destination, bool replace = false, const Plan* plan = nullptr) {
        ConvertOptions options;
        options.replace = replace;
        const auto error = test::errorOf([&] { checkDestination(plan != nullptr ? *plan : plan_, destination, options); });
        if (error) { // convert() itself refuses for the same reason
            const auto same =
                test::errorOf([&] { (void)test::convertQuietly(plan != nullptr ? *plan : plan_, destination, options); });
            return same && same->title() == error->title() ? QString::fromStdString(error->title()) : "convert() disagrees";
        }
        return "nothing";
    }

private slots:
    void initTestCase() {
        fs::create_directory(in("model"));
        fs::copy_file(test::dataFile("gguf/tiny-llama-f32.gguf"), in("model/source.gguf"));
        fs::permissions(in("model/source.gguf"), fs::perms::owner_write, fs::perm_options::add);
        plan_ = test::planFor(openModel(in("model/source.gguf")), "Q8_0");
    }

    void aNewNameIsFine() { QCOMPARE(refusal(in("new.gguf")), QString("nothing")); }

    void anExistingFileStaysUnlessReplaced() {
        test::writeAll(in("there.gguf"), std::vector<std::byte>(10));
        QCOMPARE(refusal(in("there.gguf")), QString("there.gguf exists already"));
        QCOMPARE(fs::file_size(in("there.gguf")), std::uintmax_t{10});
        QCOMPARE(refusal(in("there.gguf"), true), QString("nothing"));
        ConvertOptions options;
        options.replace = true;
        (void)test::convertQuietly(plan_, in("there.gguf"), options);
        QCOMPARE(fs::file_size(in("there.gguf")), plan_.fileBytes());
    }

    void aFileThatAppearsMeanwhileStays() {
        Progress progress([&](const ProgressState&) { test::writeAll(in("late.gguf"), std::vector<std::byte>(5)); });
        const CancelToken cancel;
        const auto error = test::errorOf([&] { (void)convert(plan_, in("late.gguf"), {}, progress, cancel); });
        QVERIFY(error);
        QCOMPARE(fs::file_size(in("late.gguf")), std::uintmax_t{5});
        // And the work is not lost: when the name is free again, all of it is taken over.
        fs::remove(in("late.gguf"));
        const ConvertReport report = test::convertQuietly(plan_, in("late.gguf"));
        QCOMPARE(report.weightsResumed, plan_.choices.size());
        QCOMPARE(report.bytesRead, std::uint64_t{0});
    }

    void theOwnSource_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("its name") << "model/source.gguf";
        QTest::newRow("another spelling") << "model/../model/./source.gguf";
        QTest::newRow("a symbolic link") << "link.gguf";
        QTest::newRow("a hard link") << "hard.gguf";
        QTest::newRow("through a linked folder") << "linked/source.gguf";
    }
    void theOwnSource() {
        QFETCH(QString, name);
        std::error_code ignored;
        fs::create_symlink(in("model/source.gguf"), in("link.gguf"), ignored);
        fs::create_hard_link(in("model/source.gguf"), in("hard.gguf"), ignored);
        fs::create_directory_symlink(in("model"), in("linked"), ignored);
        for (const bool replace : {false, true}) {
            QCOMPARE(refusal(in(name.toStdString()), replace), QString("The result would replace its own source"));
        }
        QCOMPARE(test::fileHash(in("model/source.gguf")), test::fileHash(test::dataFile("gguf/tiny-llama-f32.gguf")));
    }

    void theSourceUnderTheTemporaryName() {
        fs::create_directory(in("odd"));
        fs::copy_file(in("model/source.gguf"), in("odd/x.gguf.part"));
        const Plan plan = test::planFor(openModel(in("odd/x.gguf.part")), "Q8_0");
        QCOMPARE(refusal(in("odd/x.gguf"), true, &plan), QString("The result would replace its own source"));
        QVERIFY(fs::exists(in("odd/x.gguf.part")));
    }

    void filesBesideTheWeights() {
        const fs::path copy = in("hugging");
        fs::copy(test::resourceFile("sample"), copy);
        const Plan plan = test::planFor(openModel(copy), "Q8_0");
        for (const char* const name : {"config.json", "tokenizer.json", "model.safetensors"}) {
            QCOMPARE(refusal(copy / name, true, &plan), QString("The result would replace its own source"));
        }
        QCOMPARE(refusal(copy, true, &plan), QString("The result would replace its own source"));
        QCOMPARE(refusal(copy / "result.gguf", false, &plan), QString("nothing")); // a new file there is no harm
        test::writeAll(copy / "result.gguf", std::vector<std::byte>(3));
        QCOMPARE(refusal(copy / "result.gguf", true, &plan), QString("nothing"));
    }

    void foldersAndOtherThings() {
        fs::create_directory(in("folder.gguf"));
        QCOMPARE(refusal(in("folder.gguf"), true), QString("folder.gguf is no file"));
        QVERIFY(refusal(in("missing/out.gguf")).startsWith("There is no folder "));
        fs::create_directory(in("empty"));
        QCOMPARE(refusal(in("empty/")), QString("A name for the result is missing"));
        fs::create_symlink(in("nowhere"), in("dangling.gguf"));
        QCOMPARE(refusal(in("dangling.gguf"), true), QString("dangling.gguf is a link that leads nowhere"));
    }

    void aFolderWithoutRights() {
        fs::create_directory(in("locked"));
        fs::permissions(in("locked"), fs::perms::owner_read | fs::perms::owner_exec);
        if (::geteuid() == 0) {
            QSKIP("root may write everywhere");
        }
        QVERIFY(refusal(in("locked/out.gguf")).endsWith("locked cannot be written"));
    }

    void aForeignPartFileStays() {
        // Browsers and download tools use this name too.
        test::writeAll(in("download.gguf.part"), std::vector<std::byte>(100));
        QCOMPARE(refusal(in("download.gguf"), true), QString("download.gguf.part is in the way"));
        discardInterruptedRun(in("download.gguf"));
        QCOMPARE(fs::file_size(in("download.gguf.part")), std::uintmax_t{100});
    }

    void linksUnderTheTemporaryNamesAreNotFollowed() {
        test::writeAll(in("precious"), std::vector<std::byte>(100));
        fs::create_symlink(in("precious"), in("trap.gguf.part.journal"));
        QVERIFY(test::errorOf([&] { (void)test::convertQuietly(plan_, in("trap.gguf")); }));
        fs::remove(in("trap.gguf.part.journal"));
        test::writeAll(in("trap.gguf.part.journal"), {});
        fs::create_symlink(in("precious"), in("trap.gguf.part"));
        QCOMPARE(refusal(in("trap.gguf")), QString("trap.gguf.part is in the way")); // an empty journal vouches for nothing
        QCOMPARE(fs::file_size(in("precious")), std::uintmax_t{100});
    }

    void aForeignFileUnderTheNameOfTheJournalStays() {
        const std::string notes = "my notes";
        test::writeAll(in("notes.gguf.part.journal"), std::as_bytes(std::span(notes)));
        test::writeAll(in("notes.gguf.part"), std::vector<std::byte>(100));
        QCOMPARE(refusal(in("notes.gguf"), true), QString("notes.gguf.part.journal is in the way"));
        discardInterruptedRun(in("notes.gguf"));
        QVERIFY(!hasInterruptedRun(in("notes.gguf")));
        QCOMPARE(readTextFile(in("notes.gguf.part.journal"), 100), notes);
        QCOMPARE(fs::file_size(in("notes.gguf.part")), std::uintmax_t{100});
    }

    void theJournalBesideAFinishedResultGoesAway() {
        const fs::path out = in("finished.gguf");
        Journal(temporaryPaths(out).journal).restart(1); // killed between the rename and the removal
        test::writeAll(out, std::vector<std::byte>(10));
        QVERIFY(!hasInterruptedRun(out)); // nothing can be resumed
        QCOMPARE(refusal(out), QString("finished.gguf exists already"));
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void whatARunningJobHoldsIsNoInterruptedRun() {
        const fs::path out = in("running.gguf");
        {
            Journal running(temporaryPaths(out).journal);
            running.restart(1);
            test::writeAll(temporaryPaths(out).part, std::vector<std::byte>(10));
            QVERIFY(!hasInterruptedRun(out));
            QCOMPARE(refusal(in("other.gguf")), QString("nothing"));
        }
        QVERIFY(hasInterruptedRun(out));
        discardInterruptedRun(out);
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void theMatrixThatGuidesTheJobIsNotReplaced() {
        fs::copy_file(test::dataFile("gguf/tiny-llama-imatrix.gguf"), in("matrix.gguf"));
        const auto matrix = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(in("matrix.gguf")));
        const Plan plan = test::planFor(openModel(in("model/source.gguf")), "Q4_K_M", matrix);
        QCOMPARE(refusal(in("matrix.gguf"), true, &plan), QString("The result would replace what it is made from"));
        fs::create_hard_link(in("matrix.gguf"), in("same.gguf"));
        QCOMPARE(refusal(in("same.gguf"), true, &plan), QString("The result would replace what it is made from"));
    }

    void aNameWithoutFolder() {
        const fs::path before = fs::current_path();
        fs::current_path(in("model"));
        (void)test::convertQuietly(plan_, "plain.gguf");
        const bool found = fs::exists("plain.gguf");
        fs::current_path(before);
        QVERIFY(found);
    }

    void formatsOfSeveralFilesBecomeAFolder() {
        // No GGUF looks like this; the job does not know what it writes.
        Plan plan = plan_;
        const std::vector<std::byte> header(40, std::byte{7});
        plan.layout.files = {{"weights/first.bin", header, header.size()}, {"second.bin", header, header.size()}};
        for (OutputPiece& piece : plan.layout.pieces) {
            piece.file = piece.choice % 2;
            PlannedFile& file = plan.layout.files[piece.file];
            piece.offset = file.bytes;
            file.bytes += piece.bytes;
        }
        const ConvertReport report = test::convertQuietly(plan, in("family"), {}, test::smallTuning());
        QCOMPARE(report.bytesWritten, plan.layout.files[0].bytes + plan.layout.files[1].bytes);
        for (const PlannedFile& file : plan.layout.files) {
            QCOMPARE(fs::file_size(in("family") / file.relativePath), file.bytes);
            const std::vector<std::byte> written = test::readAll(in("family") / file.relativePath);
            QVERIFY(std::ranges::equal(std::span(written).first(header.size()), header));
        }
        QVERIFY(test::nothingIsLeftBeside(in("family")));
        (void)test::convertQuietly(plan_, in("single.gguf"));
        const std::vector<std::byte> single = test::readAll(in("single.gguf"));
        for (const OutputPiece& piece : plan.layout.pieces) {
            const std::vector<std::byte> file = test::readAll(in("family") / plan.layout.files[piece.file].relativePath);
            QVERIFY(std::equal(file.begin() + static_cast<std::ptrdiff_t>(piece.offset),
                               file.begin() + static_cast<std::ptrdiff_t>(piece.offset + piece.bytes),
                               single.begin() + static_cast<std::ptrdiff_t>(plan_.layout.pieces[piece.choice].offset)));
        }
        QVERIFY(test::errorOf([&] { (void)test::convertQuietly(plan, in("family")); })); // exists
    }

    void layoutsThatContradictThemselves() {
        const auto titleOf = [&](const std::function<void(OutputLayout&)>& change) {
            Plan plan = plan_;
            change(plan.layout);
            const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("contradiction.gguf")); });
            return error ? QString::fromStdString(error->title()) : QString("nothing");
        };
        const QString expected = "The layout of the output contradicts its plan";
        QCOMPARE(titleOf([](OutputLayout& layout) { layout.pieces[3].offset = layout.pieces[2].offset + 32; }), expected);
        QCOMPARE(titleOf([](OutputLayout& layout) { layout.pieces[0].offset = 0; }), expected);
        QCOMPARE(titleOf([](OutputLayout& layout) { layout.files[0].bytes -= 64; }), expected);
        QCOMPARE(titleOf([](OutputLayout& layout) { layout.pieces[1].bytes -= 1; }), expected);
        QCOMPARE(titleOf([](OutputLayout& layout) { layout.pieces.pop_back(); }), expected);
        QCOMPARE(titleOf([](OutputLayout& layout) { layout.pieces[1].file = 9; }), expected);
        QVERIFY(test::nothingIsLeftBeside(in("contradiction.gguf")));
    }
};

QTEST_APPLESS_MAIN(TestDestination)
#include "tst_destination.moc"
