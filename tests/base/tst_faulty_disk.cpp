// SPDX-License-Identifier: GPL-3.0-or-later
// The disk that other tests break files on, and small files on it: plans, sensitivities, importance matrices and caches are
// written by these calls.
#include "base/cache_file.h"
#include "base/file.h"
#include "base/folder.h"
#include "support/disk_trial.h"
#include "support/test_support.h"

#include <cerrno>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::Fault;
using test::FaultyDisk;
using test::Tree;
namespace fs = std::filesystem;

namespace {

std::span<const std::byte> bytesIn(const std::string& text) {
    return std::as_bytes(std::span(text));
}

/// All the ways in which a power cut comes out.
std::set<Tree> waysOf(const FaultyDisk& disk) {
    std::set<Tree> ways;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        ways.insert(disk.survivors(seed));
    }
    return ways;
}

} // namespace

class TestFaultyDisk : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> folder_;
    [[nodiscard]] fs::path root() const { return {folder_->path().toStdString()}; }
    [[nodiscard]] fs::path in(const std::string& name) const { return root() / name; }

private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatIsSyncedStays() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        OutputFile file(in("a"), OutputFile::Mode::createNew);
        file.writeAt(0, bytesIn("text"));
        file.sync();
        QCOMPARE(waysOf(disk), (std::set<Tree>{{}, {{"a", "text"}}})); // the name is not synced
        syncFolder(root());
        QCOMPARE(waysOf(disk), (std::set<Tree>{{{"a", "text"}}}));
    }

    void writesAreLostPageByPage() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        OutputFile file(in("a"), OutputFile::Mode::createNew);
        file.setSize(8192);
        file.sync();
        syncFolder(root());
        file.writeAt(4000, bytesIn(std::string(200, 'x')));
        const std::string none(8192, '\0');
        std::string first = none;
        std::string second = none;
        first.replace(4000, 96, 96, 'x');
        second.replace(4096, 104, 104, 'x');
        std::string both = first;
        both.replace(4096, 104, 104, 'x');
        QCOMPARE(waysOf(disk), (std::set<Tree>{{{"a", none}}, {{"a", first}}, {{"a", second}}, {{"a", both}}}));
    }

    void sizesAreLostByThemselves() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        OutputFile file(in("a"), OutputFile::Mode::createNew);
        file.sync();
        syncFolder(root());
        file.writeAt(0, bytesIn("text"));
        QCOMPARE(waysOf(disk), (std::set<Tree>{{{"a", ""}}, {{"a", "text"}}, {{"a", std::string(4, '\0')}}}));
    }

    void namesAreLostFromTheLastOneOn() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        QVERIFY(!makeFolder(in("a")));
        QVERIFY(!makeFolder(in("b")));
        QVERIFY(!removeEntry(in("a")));
        QCOMPARE(
            waysOf(disk),
            (std::set<Tree>{{}, {{"a", std::nullopt}}, {{"a", std::nullopt}, {"b", std::nullopt}}, {{"b", std::nullopt}}}));
        syncFolder(root());
        QCOMPARE(waysOf(disk), (std::set<Tree>{{{"b", std::nullopt}}}));
    }

    void renamesAreWhole() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        QVERIFY(!makeFolder(in("from")));
        { const OutputFile file(in("from/a"), OutputFile::Mode::createNew); }
        syncFolder(in("from"));
        syncFolder(root());
        publish(in("from/a"), in("b"), false);
        QCOMPARE(waysOf(disk),
                 (std::set<Tree>{{{"b", ""}, {"from", std::nullopt}}})); // publish() synced the folder it leads to
    }

    void afterACutNothingWorks() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        disk.setFault(Fault{.kind = Fault::Kind::powerCut, .call = 1});
        QVERIFY(!makeFolder(in("a")));
        QVERIFY(makeFolder(in("b")));
        QVERIFY(disk.isCut());
        disk.install(disk.survivors(1));
        QCOMPARE(test::treeOf(root()), (Tree{{"a", std::nullopt}}));
        QVERIFY(!makeFolder(in("b")));
    }

    void aFailedSyncLosesWhatItWasToWrite() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        OutputFile file(in("a"), OutputFile::Mode::createNew);
        file.writeAt(0, bytesIn("text"));
        disk.setFault(Fault{.kind = Fault::Kind::error, .call = 1, .errorNumber = EIO});
        QVERIFY(test::errorOf([&] { file.sync(); }));
        OutputFile again(in("a"), OutputFile::Mode::continueExisting);
        std::string there(4, '?');
        again.readAt(0, std::as_writable_bytes(std::span(there)));
        QCOMPARE(there, std::string("text")); // from memory
        again.dropCached();
        again.readAt(0, std::as_writable_bytes(std::span(there)));
        QCOMPARE(there, std::string(4, '\0')); // from the disk, though the second sync had nothing to tell
    }

    void smallFilesAreWholeOrAsBefore_data() {
        QTest::addColumn<bool>("isThere");
        QTest::addColumn<bool>("knowsRenames");
        QTest::newRow("new") << false << true;
        QTest::newRow("over an older one") << true << true;
        QTest::newRow("renames that are unknown") << false << false;
    }
    void smallFilesAreWholeOrAsBefore() {
        QFETCH(bool, isThere);
        QFETCH(bool, knowsRenames);
        test::DiskTrials trials(root());
        test::DiskTrial trial;
        trial.key = "plan.json";
        trial.knowsRenames = knowsRenames;
        if (isThere) {
            trial.before = {{"plan.json", std::string(9000, 'o')}};
        }
        trial.work = [this, knowsRenames] {
            if (knowsRenames) {
                writeTextFileAtomically(in("plan.json"), std::string(9000, 'n'));
            } else { // an importance matrix, which replaces nothing
                PendingFile pending(in("plan.json"));
                pending.file().writeAt(0, bytesIn(std::string(9000, 'n')));
                pending.publish(false);
            }
        };
        trial.after = trials.undisturbed(trial);
        const test::TrialPlan plan{.step = 1, .seeds = 20};
        for (const std::string& fault :
             {trials.everyCallFails(trial, plan), trials.everyCallIsTheLast(trial, plan), trials.randomFaults(trial, 200, 1)}) {
            QVERIFY2(fault.empty(), fault.c_str());
        }
    }

    /// The user gave the name, and never saw the temporary one.
    void errorsNameTheFileThatWasAskedFor() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        disk.setFault(std::nullopt);
        writeTextFileAtomically(in("a"), "text");
        const std::size_t calls = disk.calls();
        std::size_t errors = 0;
        for (std::size_t call = 1; call <= calls; ++call) {
            disk.setFault(Fault{.kind = Fault::Kind::error, .call = call, .errorNumber = EIO});
            if (const auto error = test::errorOf([&] { writeTextFileAtomically(in("a"), "text"); })) {
                QCOMPARE(error->file(), in("a"));
                ++errors;
            }
        }
        QVERIFY(errors > 5);
    }

    void whatIsKeptToSaveTimeIsRightOrNoAnswer() {
        FaultyDisk disk(root());
        const FileSystemInUse inUse(disk);
        writeCacheFile(in("a"), "the first answer");
        const Tree before = test::treeOf(root());
        disk.setFault(std::nullopt);
        writeCacheFile(in("a"), "the second answer");
        const std::size_t calls = disk.calls();
        for (std::size_t call = 1; call <= calls; ++call) {
            disk.install(before);
            disk.setFault(Fault{.kind = Fault::Kind::powerCut, .call = call});
            (void)test::errorOf([&] { writeCacheFile(in("a"), "the second answer"); });
            for (const Tree& left : waysOf(disk)) {
                disk.install(left);
                const auto answer = readCacheFile(in("a"), 100);
                QVERIFY(answer == "the first answer" || answer == "the second answer");
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFaultyDisk)
#include "tst_faulty_disk.moc"
