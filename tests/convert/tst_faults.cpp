// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions on a machine that fails: system calls that do half of what they should, disks that are full or lie. The calls
// are replaced for this program only and pass everything on unless a test says otherwise.
#include "convert/convert_support.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <QTemporaryDir>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

struct Call {
    enum class Kind { data, dataSync, journal } kind;
    std::uint64_t offset = 0;
    std::string text; // of a journal write
};

/// What the replaced calls do to files whose names end with .part or .part.journal.
struct Faults {
    std::atomic<bool> shortTransfers{false};
    std::atomic<bool> cannotReserve{false};
    std::atomic<std::int64_t> dataBytesLeft{-1}; // then ENOSPC; −1: no limit
    std::atomic<int> failSyncs{0};               // so many fdatasync() calls give EIO
    std::atomic<int> failFullSyncs{0};           // so many fsync() calls give EIO
    std::atomic<int> drops{0};                   // POSIX_FADV_DONTNEED of a .part
    std::atomic<std::int64_t> corruptWrite{-1};  // number of the data write that stores a wrong bit
    std::atomic<bool> record{false};
    std::atomic<std::uint64_t> calls{0};
    std::mutex mutex;
    std::vector<Call> log;

    void reset() {
        shortTransfers = cannotReserve = record = false;
        dataBytesLeft = corruptWrite = -1;
        failSyncs = failFullSyncs = drops = 0;
        log.clear();
    }
};
Faults faults;

enum class Target { other, part, journal };
Target targetOf(int descriptor) {
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = ::readlink(link.c_str(), path, sizeof path);
    const std::string_view name(path, length > 0 ? static_cast<std::size_t>(length) : 0);
    return name.ends_with(".part") ? Target::part : name.ends_with(".part.journal") ? Target::journal : Target::other;
}

/// Every fourth call is interrupted, the others move a few bytes only; fewer of large requests, so that tests end.
ssize_t shortened(std::size_t& count) {
    const std::uint64_t number = faults.calls++;
    if (number % 4 == 3) {
        errno = EINTR;
        return -1;
    }
    count = std::min<std::size_t>(count, 1 + number * 7919 % 1500);
    return 0;
}

} // namespace

extern "C" ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
    const Target target = targetOf(descriptor);
    if (target != Target::other && faults.shortTransfers && shortened(count) < 0) {
        return -1;
    }
    if (target == Target::part && faults.dataBytesLeft >= 0) {
        if (faults.dataBytesLeft < static_cast<std::int64_t>(count)) {
            errno = ENOSPC;
            return -1;
        }
        faults.dataBytesLeft -= static_cast<std::int64_t>(count);
    }
    std::vector<std::byte> wrong;
    if (target == Target::part && faults.corruptWrite >= 0 && faults.corruptWrite-- == 0) {
        wrong.assign(static_cast<const std::byte*>(bytes), static_cast<const std::byte*>(bytes) + count);
        wrong[count / 2] ^= std::byte{1};
        bytes = wrong.data();
    }
    const ssize_t written = ::syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    if (faults.record && target != Target::other) {
        const std::scoped_lock lock(faults.mutex);
        const bool isData = target == Target::part;
        faults.log.push_back({isData ? Call::Kind::data : Call::Kind::journal, static_cast<std::uint64_t>(offset),
                              isData ? std::string() : std::string(static_cast<const char*>(bytes), count)});
    }
    return written;
}

extern "C" ssize_t pread(int descriptor, void* bytes, size_t count, off_t offset) {
    if (faults.shortTransfers && shortened(count) < 0) {
        return -1;
    }
    return ::syscall(SYS_pread64, descriptor, bytes, count, offset);
}

extern "C" int fallocate(int descriptor, int mode, off_t offset, off_t length) {
    if (faults.cannotReserve) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fallocate, descriptor, mode, offset, length));
}

extern "C" int fdatasync(int descriptor) {
    const Target target = targetOf(descriptor);
    if (target == Target::part && faults.failSyncs > 0 && faults.failSyncs-- > 0) {
        errno = EIO;
        return -1;
    }
    if (faults.record && target == Target::part) { // noted at its beginning: it promises nothing about later writes
        const std::scoped_lock lock(faults.mutex);
        faults.log.push_back({Call::Kind::dataSync, 0, {}});
    }
    return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

extern "C" int fsync(int descriptor) {
    if (targetOf(descriptor) == Target::part && faults.failFullSyncs > 0 && faults.failFullSyncs-- > 0) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

extern "C" int posix_fadvise(int descriptor, off_t offset, off_t length, int advice) {
    if (targetOf(descriptor) == Target::part && advice == POSIX_FADV_DONTNEED) {
        ++faults.drops;
    }
    return static_cast<int>(::syscall(SYS_fadvise64, descriptor, offset, length, advice));
}

class TestFaults : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const Plan plan_ = test::planFor(test::tinyLlama(), "Q4_K_M");
    std::string whole_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }
    ConvertReport run(const fs::path& destination) {
        ConvertOptions options;
        options.threads = 2;
        return test::convertQuietly(plan_, destination, options, test::smallTuning());
    }
    std::optional<Error> failureOf(const fs::path& destination) {
        return test::errorOf([&] { (void)run(destination); });
    }

private slots:
    void initTestCase() {
        (void)test::convertQuietly(plan_, in("whole.gguf"));
        whole_ = test::fileHash(in("whole.gguf"));
    }
    void cleanup() { faults.reset(); }

    void shortAndInterruptedTransfers() {
        const std::uint64_t before = faults.calls;
        faults.shortTransfers = true;
        (void)run(in("short.gguf"));
        faults.shortTransfers = false;
        QVERIFY(faults.calls - before > 1000);
        QCOMPARE(test::fileHash(in("short.gguf")), whole_);
    }

    void diskFullWithoutReservation() {
        const fs::path out = in("full.gguf");
        faults.cannotReserve = true;
        faults.dataBytesLeft = 600'000;
        const auto full = failureOf(out);
        QVERIFY(full);
        QCOMPARE(full->kind(), ErrorKind::failed);
        QVERIFY2(QString::fromStdString(full->title()).startsWith("Disk full at 0.6 MB of ") ||
                     QString::fromStdString(full->title()).startsWith("Disk full at 0.5 MB of "),
                 full->title().c_str());
        QVERIFY2(QString::fromStdString(full->detail()).endsWith("then resume. What is finished on the disk is kept."),
                 full->detail().c_str());
        QVERIFY(!fs::exists(out));
        QVERIFY(fs::exists(temporaryPaths(out).part));
        faults.reset();
        const ConvertReport report = run(out);
        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(test::fileHash(out), whole_);
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void diskFullFromTheStart() {
        faults.cannotReserve = true;
        faults.dataBytesLeft = 0;
        const auto full = failureOf(in("never.gguf"));
        QVERIFY(full);
        QVERIFY2(QString::fromStdString(full->detail()).endsWith("then try again. Nothing was left."), full->detail().c_str());
        QVERIFY(test::nothingIsLeftBeside(in("never.gguf"))); // there is nothing to resume
    }

    void fileSizeLimit() {
        // SIGXFSZ has its default action here: were it raised, this program would end.
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{500'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto refused = failureOf(in("limited.gguf"));
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(refused);
        QVERIFY2(QString::fromStdString(refused->title()).startsWith("No file of "), refused->title().c_str());
        QVERIFY(test::nothingIsLeftBeside(in("limited.gguf")));
        QVERIFY(!fs::exists(in("limited.gguf")));
    }

    void smallFileSystem() {
        const fs::path mountPoint = in("small");
        fs::create_directory(mountPoint);
        if (::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, "size=4m") != 0) {
            QSKIP("needs the right to mount a file system");
        }
        const fs::path out = mountPoint / "out.gguf";
        test::writeAll(mountPoint / "filler", std::vector<std::byte>(3'000'000));
        const auto refused = failureOf(out);
        const bool clean = test::nothingIsLeftBeside(out) && !fs::exists(out);
        fs::remove(mountPoint / "filler");
        // With room it works, interrupted as well: what the first run holds counts as room for the second.
        faults.failSyncs = 1;
        const auto interrupted = failureOf(out);
        test::writeAll(mountPoint / "filler", std::vector<std::byte>(freeSpaceAt(mountPoint) - 1'200'000));
        std::string resumed;
        const auto unexpected = test::errorOf([&] {
            (void)run(out);
            resumed = test::fileHash(out);
        });
        ::umount(mountPoint.c_str());
        QVERIFY(refused);
        QCOMPARE(refused->kind(), ErrorKind::failed);
        QVERIFY2(
            QString::fromStdString(refused->title()).contains("are needed on " + QString::fromStdString(mountPoint.string())),
            refused->title().c_str());
        QVERIFY(clean);
        QVERIFY(interrupted);
        QVERIFY2(!unexpected, unexpected ? unexpected->what() : "");
        QCOMPARE(resumed, whole_);
    }

    void diskThatCannotSync() {
        const fs::path out = in("sync.gguf");
        faults.failSyncs = 1;
        const auto failed = failureOf(out);
        QVERIFY(failed);
        QCOMPARE(failed->exitCode(), 1);
        QVERIFY(!fs::exists(out));
        (void)run(out);
        QCOMPARE(test::fileHash(out), whole_);
    }

    /// The system reports a lost write once and takes the pages for written from then on.
    void nothingIsJournaledAfterAFailedSync() {
        const fs::path out = in("lost.gguf");
        faults.failSyncs = 1; // the first one: nothing is on the disk yet
        QVERIFY(failureOf(out));
        const std::string journal = readTextFile(temporaryPaths(out).journal, 1'000'000);
        QCOMPARE(std::ranges::count(journal, '\n'), 1); // its header
        const ConvertReport report = run(out);
        QCOMPARE(report.weightsResumed, std::size_t{0});
        QCOMPARE(test::fileHash(out), whole_);
    }

    void aResumeBelievesTheDiskAndNotTheMemory() {
        const fs::path out = in("memory.gguf");
        faults.cannotReserve = true;
        faults.dataBytesLeft = 600'000;
        QVERIFY(failureOf(out));
        faults.reset();
        QVERIFY(run(out).weightsResumed > 0);
        QCOMPARE(faults.drops.load(), 1); // before anything of it was read
    }

    void whatCannotBeSyncedAtTheResumeIsDoneAnew() {
        const fs::path out = in("anew.gguf");
        faults.cannotReserve = true;
        faults.dataBytesLeft = 600'000;
        QVERIFY(failureOf(out));
        faults.reset();
        faults.failFullSyncs = 1;
        QCOMPARE(run(out).weightsResumed, std::size_t{0});
        QCOMPARE(test::fileHash(out), whole_);
        QVERIFY(test::nothingIsLeftBeside(out));
    }

    void aForeignFileUnderTheTemporaryNameStays() {
        const fs::path out = in("foreign.gguf");
        const fs::path part = temporaryPaths(out).part;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && fs::exists(part) && !fs::exists(in("moved"))) {
                    fs::rename(part, in("moved"));
                    test::writeAll(part, std::vector<std::byte>(7));
                }
            },
            std::chrono::milliseconds(0));
        const CancelToken cancel;
        const auto replaced = test::errorOf([&] { (void)convert(plan_, out, {}, test::smallTuning(), progress, cancel); });
        QVERIFY(replaced);
        QCOMPARE(replaced->kind(), ErrorKind::failed);
        QVERIFY(!fs::exists(out));
        const auto next = failureOf(out); // and the next run does not take it for its own
        QVERIFY(next);
        QCOMPARE(next->title(), std::string("foreign.gguf.part is in the way"));
        QCOMPARE(fs::file_size(part), std::uintmax_t{7});
    }

    void diskThatStoresOtherBytes() {
        for (const int number : {0, 5, 40}) {
            faults.corruptWrite = number;
            const auto failed = failureOf(in("lie.gguf"));
            QVERIFY(failed);
            QVERIFY2(QString::fromStdString(failed->title()).endsWith("reads back differently"), failed->title().c_str());
            QVERIFY(!fs::exists(in("lie.gguf")));
        }
        faults.reset();
        (void)run(in("lie.gguf"));
        QCOMPARE(test::fileHash(in("lie.gguf")), whole_);
    }

    void dataIsOnTheDiskBeforeTheJournalSaysSo() {
        faults.record = true;
        (void)run(in("order.gguf"));
        faults.record = false;
        std::size_t checked = 0;
        for (std::size_t at = 0; at < faults.log.size(); ++at) {
            if (faults.log[at].kind != Call::Kind::journal || faults.log[at].text.starts_with("quantlathe")) {
                continue;
            }
            std::size_t sync = at; // the last one before this record
            while (sync > 0 && faults.log[sync].kind != Call::Kind::dataSync) {
                --sync;
            }
            for (std::string_view lines = faults.log[at].text; !lines.empty(); lines.remove_prefix(lines.find('\n') + 1)) {
                std::size_t choice = 0;
                std::from_chars(lines.data(), lines.data() + lines.size(), choice, 16);
                const OutputPiece& piece = plan_.layout.pieces[choice];
                for (std::size_t write = sync; write < faults.log.size(); ++write) {
                    const Call& call = faults.log[write];
                    QVERIFY(call.kind != Call::Kind::data || call.offset < piece.offset ||
                            call.offset >= piece.offset + piece.bytes);
                }
                ++checked;
            }
        }
        QCOMPARE(checked, plan_.choices.size());
        // The header comes last of all.
        QCOMPARE(faults.log.back().kind, Call::Kind::data);
        QCOMPARE(faults.log.back().offset, std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
