// SPDX-License-Identifier: GPL-3.0-or-later
// Files under faults: missing, replaced, full, shared.
#include "base/file.h"
#include "base/resources.h"
#include "support/test_support.h"

#include <csignal>
#include <QTemporaryDir>
#include <sys/resource.h>
#include <sys/stat.h>

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

} // namespace

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
