// SPDX-License-Identifier: GPL-3.0-or-later
// Files that shrink, change or cannot be read while they are mapped: an Error, not the end of the program.
#include "base/mapping_guard.h"
#include "support/test_support.h"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <QTemporaryDir>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t pageBytes = 4096;
constexpr std::size_t manyPages = 64 * pageBytes;

std::uint64_t sumOf(std::span<const std::byte> bytes) {
    std::uint64_t sum = 0;
    for (const std::byte byte : bytes) {
        sum += std::to_integer<std::uint64_t>(byte);
    }
    return sum;
}

void setTime(const fs::path& file, std::int64_t nanoseconds) {
    const timespec time{nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
    const timespec times[2] = {time, time}; // NOLINT(modernize-avoid-c-arrays): as the system wants it
    QCOMPARE(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
}

} // namespace

class TestMappingGuard : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path in(const char* name) { return fs::path(folder_.path().toStdString()) / name; }
    fs::path written(const char* name, char value = 1) {
        test::writeAll(in(name), std::vector(manyPages, std::byte(value)));
        return in(name);
    }

private slots:
    void initTestCase() { std::signal(SIGBUS, SIG_DFL); } // else the test program's own answer follows, which prints a stack

    void aFileThatIsCutIsAnErrorInsteadOfASignal() {
        const MappedFile file(written("cut"));
        const MappedFile other(written("other", 2));
        requireIntact(file);
        fs::resize_file(in("cut"), pageBytes);
        QCOMPARE(sumOf(file.bytes()), std::uint64_t{pageBytes}); // zeros stand in for what was lost
        const auto error = test::errorOf([&] { requireIntact(file); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 2);
        QVERIFY(QString(error->what()).contains("The model was changed while it was read"));
        QVERIFY(QString(error->what()).contains("cut"));
        QVERIFY(test::errorOf([&] { requireUnchanged(file); }));
        QCOMPARE(sumOf(other.bytes()), std::uint64_t{2 * manyPages});
        requireUnchanged(other); // the damage is that of one file
    }

    void whateverTheZerosLedToTheLossIsNamed() {
        const MappedFile file(written("cut"));
        fs::resize_file(in("cut"), 0);
        const auto error = test::errorOf([&] {
            readIntact(file, [&]() -> int {
                if (file.bytes()[0] == std::byte{0}) {
                    throw badInput(file.path(), "This is no model");
                }
                return 1;
            });
        });
        QVERIFY(error);
        QVERIFY(QString(error->what()).contains("was changed while it was read"));
        const MappedFile whole(written("whole"));
        QCOMPARE(readIntact(whole, [&] { return sumOf(whole.bytes()); }), std::uint64_t{manyPages});
    }

    void aFileThatChangesWithoutShrinkingIsFound() {
        const MappedFile file(written("changed"));
        requireUnchanged(file);
        setTime(in("changed"), file.stamp().modifiedNanoseconds + 1);
        requireIntact(file);
        QVERIFY(test::errorOf([&] { requireUnchanged(file); }));
        setTime(in("changed"), file.stamp().modifiedNanoseconds);
        requireUnchanged(file);
        fs::remove(in("changed"));
        QVERIFY(test::errorOf([&] { requireUnchanged(file); }));
    }

    void aPageThatTheDiskCannotReadIsAFailure() {
        const MappedFile file(written("broken"));
        fs::resize_file(in("broken"), 0);
        QCOMPARE(sumOf(file.bytes()), std::uint64_t{0});
        fs::resize_file(in("broken"), manyPages); // the file is as it was; only that page could not be had
        setTime(in("broken"), file.stamp().modifiedNanoseconds);
        const auto error = test::errorOf([&] { requireIntact(file); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::failed);
        QVERIFY(QString(error->what()).contains("Cannot read the file"));
    }

    void aClosedMappingLeavesNothingToTheNext() {
        for (int i = 0; i < 3; ++i) { // the address is likely the same again
            const MappedFile cut(written("cut"));
            fs::resize_file(in("cut"), 0);
            QCOMPARE(sumOf(cut.bytes()), std::uint64_t{0});
            QVERIFY(test::errorOf([&] { requireIntact(cut); }));
        }
        MappedFile moved(written("whole"));
        MappedFile whole = std::move(moved);
        QCOMPARE(sumOf(whole.bytes()), std::uint64_t{manyPages});
        requireUnchanged(whole);
    }

    void manyThreadsLoseTheirPagesAtOnce() {
        std::vector<MappedFile> files;
        for (int i = 0; i < 8; ++i) {
            files.emplace_back(written(fmt::format("t{}", i).c_str()));
            if (i % 2 == 0) {
                fs::resize_file(files.back().path(), pageBytes);
            }
        }
        std::vector<std::thread> threads;
        std::atomic<int> wrong = 0;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (std::size_t i = 0; i < files.size(); ++i) {
                    const bool isCut = i % 2 == 0;
                    wrong += sumOf(files[i].bytes()) != (isCut ? pageBytes : manyPages) ? 1 : 0;
                    wrong += test::errorOf([&] { requireIntact(files[i]); }).has_value() != isCut ? 1 : 0;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(wrong.load(), 0);
    }

    void aSignalThatIsNotOursEndsTheProgramAsBefore() {
        const MappedFile ours(written("ours")); // the handler is there
        const fs::path foreign = written("foreign");
        const pid_t child = ::fork();
        if (child == 0) {
            std::signal(SIGALRM, SIG_DFL);
            ::alarm(20);
            const int descriptor = ::open(foreign.c_str(), O_RDONLY | O_CLOEXEC);
            const auto* const bytes =
                static_cast<const volatile char*>(::mmap(nullptr, manyPages, PROT_READ, MAP_SHARED, descriptor, 0));
            static_cast<void>(::truncate(foreign.c_str(), 0));
            ::_exit(bytes[pageBytes] == 0 ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), SIGBUS);
    }
};

QTEST_APPLESS_MAIN(TestMappingGuard)
#include "tst_mapping_guard.moc"
