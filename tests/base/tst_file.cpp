// SPDX-License-Identifier: GPL-3.0-or-later
// Files under faults: missing, replaced, full, shared.
#include "base/file.h"
#include "base/resources.h"
#include "support/test_support.h"

#include <cerrno>
#include <csignal>
#include <QTemporaryDir>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

/// Limits the size of files that this process may write, for the life of the object: a full disk without a disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        previousHandler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, previousHandler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
    void (*previousHandler_)(int) = nullptr;
};

/// The errno that the next sync of a kind gives, once; the system itself tells such an error once, too. 0: none.
struct SyncFaults {
    int file = 0;
    int data = 0;
    int range = 0;
    int folder = 0;
};
SyncFaults syncFaults;

/// True if the fault was there, and is gone.
bool fails(int& fault) {
    if (fault == 0) {
        return false;
    }
    errno = std::exchange(fault, 0);
    return true;
}

} // namespace

extern "C" int fsync(int descriptor) {
    struct stat status {};
    ::fstat(descriptor, &status);
    const bool failed = fails(S_ISDIR(status.st_mode) ? syncFaults.folder : syncFaults.file);
    return failed ? -1 : static_cast<int>(::syscall(SYS_fsync, descriptor));
}

extern "C" int fdatasync(int descriptor) {
    return fails(syncFaults.data) ? -1 : static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

extern "C" int sync_file_range(int descriptor, off_t offset, off_t count, unsigned flags) {
    return fails(syncFaults.range) ? -1 : static_cast<int>(::syscall(SYS_sync_file_range, descriptor, offset, count, flags));
}

class TestFile : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path in(const char* name) { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void mapsWhatWasWritten() {
        test::writeAll(in("a"), bytesOf("0123456789"));
        const MappedFile file(in("a"));
        QCOMPARE(file.bytes().size(), std::size_t{10});
        QCOMPARE(static_cast<char>(file.bytes()[3]), '3');
        file.willRead(0, 10);
        file.release(0, 10); // not a whole page: must not touch its neighbours
        QCOMPARE(static_cast<char>(file.bytes()[9]), '9');
    }

    void mapsAnEmptyFile() {
        test::writeAll(in("empty"), {});
        QVERIFY(MappedFile(in("empty")).bytes().empty());
    }

    void refusesWhatIsNoFile() {
        const auto missing = test::errorOf([&] { const MappedFile file(in("missing")); });
        QVERIFY(missing);
        QCOMPARE(missing->exitCode(), 2);
        QVERIFY(QString::fromStdString(missing->what()).contains("missing"));
        QVERIFY(test::errorOf([&] { const MappedFile file(folder_.path().toStdString()); }));
        QCOMPARE(::mkfifo(in("pipe").c_str(), 0600), 0);
        QVERIFY(test::errorOf([&] { const MappedFile file(in("pipe")); })); // and does not wait for a writer
    }

    void publishNeverReplacesUnasked() {
        test::writeAll(in("new.part"), bytesOf("new"));
        test::writeAll(in("kept"), bytesOf("old"));
        const auto refused = test::errorOf([&] { publish(in("new.part"), in("kept"), false); });
        QVERIFY(refused);
        QCOMPARE(refused->kind(), ErrorKind::badInput);
        QCOMPARE(test::readAll(in("kept")).size(), std::size_t{3});
        QVERIFY(fs::exists(in("new.part")));
        publish(in("new.part"), in("kept"), true);
        QVERIFY(!fs::exists(in("new.part")));
        QCOMPARE(readTextFile(in("kept"), 100), std::string("new"));
    }

    void writesAreContinuedAndLimitsReported() {
        OutputFile file(in("out"), OutputFile::Mode::createNew);
        const std::string text(100'000, 'x');
        file.writeAt(0, bytesOf(text));
        {
            const FileSizeLimit limit(150'000);
            const auto full = test::errorOf([&] { file.writeAt(100'000, bytesOf(text)); }); // a short write, then a refusal
            QVERIFY(full);
            QCOMPARE(full->kind(), ErrorKind::failed);
            QVERIFY(QString::fromStdString(full->title()).contains("150 000"));
        }
        std::vector<std::byte> back(10);
        file.readAt(149'990, back);
        QCOMPARE(static_cast<char>(back[9]), 'x');
        QVERIFY(test::errorOf([&] { file.readAt(149'995, back); })); // five bytes short
    }

    void reserveFindsAFullDiskFirst() {
        OutputFile file(in("reserved"), OutputFile::Mode::createNew);
        const FileSizeLimit limit(1'000'000);
        QVERIFY(test::errorOf([&] { file.reserve(2'000'000); }));
    }

    void createNewRefusesAnExistingName() {
        test::writeAll(in("there"), bytesOf("mine"));
        QVERIFY(test::errorOf([&] { OutputFile file(in("there"), OutputFile::Mode::createNew); }));
        QCOMPARE(readTextFile(in("there"), 10), std::string("mine"));
    }

    void textFilesHaveALimit() {
        writeTextFileAtomically(in("text"), "hello");
        QCOMPARE(readTextFile(in("text"), 5), std::string("hello"));
        const auto tooLarge = test::errorOf([&] { (void)readTextFile(in("text"), 4); });
        QVERIFY(tooLarge);
        QVERIFY(QString::fromStdString(tooLarge->detail()).contains("at most 4"));
    }

    void aFailedSyncIsNeverForgotten_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("fsync") << 0;
        QTest::newRow("fdatasync") << 1;
        QTest::newRow("sync_file_range") << 2;
    }

    void aFailedSyncIsNeverForgotten() {
        QFETCH(int, which);
        const fs::path part = in(("sync" + std::to_string(which)).c_str());
        OutputFile file(part, OutputFile::Mode::createNew);
        file.writeAt(0, bytesOf("data"));
        (which == 0 ? syncFaults.file : which == 1 ? syncFaults.data : syncFaults.range) = EIO;
        const auto first = test::errorOf([&] {
            which == 0 ? file.sync() : which == 1 ? file.syncData() : file.awaitRange(0, 4);
        });
        QVERIFY(first);
        QCOMPARE(first->kind(), ErrorKind::failed);
        // The system takes the pages for clean now and would not complain again.
        QVERIFY(test::errorOf([&] { file.sync(); }));
        QVERIFY(test::errorOf([&] { file.syncData(); }));
        QVERIFY(test::errorOf([&] { file.awaitRange(0, 4); }));
        QVERIFY(test::errorOf([&] { file.dropCached(); }));
        QVERIFY(test::errorOf([&] { file.publishAs(in("never"), true); }));
        OutputFile moved = std::move(file);
        QVERIFY(test::errorOf([&] { moved.close(); }));
        QVERIFY(!fs::exists(in("never")));
    }

    void interruptedSyncsAreRepeated() {
        OutputFile file(in("interrupted"), OutputFile::Mode::createNew);
        file.writeAt(0, bytesOf("data"));
        syncFaults = {.file = EINTR, .data = EINTR, .range = EINTR, .folder = EINTR};
        file.awaitRange(0, 4);
        file.syncData();
        file.publishAs(in("not-interrupted"), false);
        QCOMPARE(readTextFile(in("not-interrupted"), 10), std::string("data"));
    }

    void aFileSystemWithoutRangesIsNoFault() {
        OutputFile file(in("ranges"), OutputFile::Mode::createNew);
        syncFaults.range = ENOSYS;
        file.awaitRange(0, 4);
        file.sync();
    }

    void folderErrorsAreTold() {
        for (const int error : {EIO, ENOSPC}) {
            syncFaults.folder = error;
            QVERIFY(test::errorOf([&] { syncFolder(in(".")); }));
        }
        for (const int error : {EINVAL, EOPNOTSUPP}) { // file systems that know no such thing
            syncFaults.folder = error;
            syncFolder(in("."));
        }
        QVERIFY(test::errorOf([&] { syncFolder(in("no such folder")); }));
    }

    void onlyTheFileItselfGetsTheName() {
        OutputFile file(in("x.part"), OutputFile::Mode::createNew);
        file.writeAt(0, bytesOf("mine"));
        fs::rename(in("x.part"), in("elsewhere"));
        test::writeAll(in("x.part"), bytesOf("theirs"));
        const auto replaced = test::errorOf([&] { file.publishAs(in("x"), true); });
        QVERIFY(replaced);
        QCOMPARE(replaced->kind(), ErrorKind::failed);
        QVERIFY(!fs::exists(in("x")));
        QCOMPARE(readTextFile(in("x.part"), 10), std::string("theirs"));
        HeldFolder held(in("."));
        QVERIFY(held.isUnder(in(".")));
        fs::create_directory(in("other folder"));
        QVERIFY(!held.isUnder(in("other folder")));
        QVERIFY(!held.isUnder(in("nothing")));
    }

    void onlyRegularFilesAreWrittenTo() {
        QCOMPARE(::mkfifo(in("pipe.part").c_str(), 0600), 0);
        QVERIFY(test::errorOf([&] { OutputFile file(in("pipe.part"), OutputFile::Mode::continueExisting); }));
    }

    void whatAKilledProgramLeftIsRemovedByTheNext() {
        fs::create_directory(in("results"));
        const fs::path folder = in("results");
        const pid_t child = ::fork();
        if (child == 0) {
            PendingFile abandoned(folder / "a.json");
            ::_exit(0); // no destructor runs
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        const auto entries = [&] { return std::distance(fs::directory_iterator(folder), fs::directory_iterator()); };
        QCOMPARE(entries(), 1);
        test::writeAll(folder / "b.json.1234.tmp", bytesOf("the user's own"));
        PendingFile running(folder / "c.json");
        running.file().writeAt(0, bytesOf("running"));
        writeTextFileAtomically(folder / "b.json", "b");
        QCOMPARE(entries(), 3); // b.json, the user's file and the one that is being written
        QVERIFY(fs::exists(folder / "b.json.1234.tmp"));
        running.publish(false);
        QCOMPARE(readTextFile(folder / "c.json", 10), std::string("running"));
        QCOMPARE(entries(), 3);
        {
            PendingFile givenUp(folder / "d.json");
            QCOMPARE(entries(), 4);
        }
        QCOMPARE(entries(), 3);
    }

    void aPendingFileStaysWhenOnlyItsFolderCannotBeSynced() {
        syncFaults.folder = EIO;
        QVERIFY(test::errorOf([&] { writeTextFileAtomically(in("named"), "text"); }));
        QCOMPARE(readTextFile(in("named"), 10), std::string("text"));
    }

    void freeSpaceOfAFolderToCome() { QVERIFY(freeSpaceAt(in("not/yet/there")) > 0); }

    void shippedFilesAreFound() {
        QVERIFY(fs::exists(resourcePath("hardware/gpus.json")));
        const auto missing = test::errorOf([] { (void)resourcePath("no/such/file"); });
        QVERIFY(missing);
        QVERIFY(QString::fromStdString(missing->detail()).contains("resources"));
    }
};

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"
