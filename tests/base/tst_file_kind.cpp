// SPDX-License-Identifier: GPL-3.0-or-later
// What stands under a name, and that a disk that does not answer is never taken for a missing file.
#include "base/file.h"
#include "base/file_kind.h"
#include "support/test_support.h"

#include <QTemporaryDir>
#include <sys/stat.h>

using namespace quantlathe;
namespace fs = std::filesystem;

class TestFileKind : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path in(const char* name) { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void initTestCase() {
        test::writeAll(in("file"), {});
        fs::create_directory(in("folder"));
        QCOMPARE(::mkfifo(in("pipe").c_str(), 0600), 0);
        fs::create_symlink("file", in("link"));
        fs::create_symlink("nowhere", in("dangling"));
        fs::create_symlink("loop", in("loop"));
    }

    void tellsFilesFoldersAndLinks() {
        QCOMPARE(fileKind(in("file")), FileKind::file);
        QCOMPARE(fileKind(in("folder")), FileKind::folder);
        QCOMPARE(fileKind(in("pipe")), FileKind::other);
        QCOMPARE(fileKind(in("link")), FileKind::file);
        QCOMPARE(fileKindOfEntry(in("link")), FileKind::link);
        QCOMPARE(fileKindOfEntry(in("loop")), FileKind::link);
    }

    void onlyWhatTheSystemCallsMissingIsNone() {
        QCOMPARE(fileKind(in("missing")), FileKind::none);
        QCOMPARE(fileKind(in("file/below")), FileKind::none);
        QCOMPARE(fileKind(in("dangling")), FileKind::none);
        QCOMPARE(fileKindOfEntry(in("missing")), FileKind::none);
        QVERIFY(!isThere(in("dangling")));
    }

    void everyOtherAnswerIsAnError_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("a link to itself") << "loop";
        QTest::newRow("below a link to itself") << "loop/tokenizer.json";
        QTest::newRow("a name that is too long") << QString(300, QLatin1Char('x'));
    }
    void everyOtherAnswerIsAnError() {
        QFETCH(QString, name);
        const fs::path path = in(qPrintable(name));
        const auto error = test::errorOf([&] { static_cast<void>(isThere(path)); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::failed);
        QCOMPARE(error->file(), path);
        QVERIFY(test::errorOf([&] { static_cast<void>(isSameFile(path, in("file"))); }));
        QVERIFY(test::errorOf([&] { static_cast<void>(isSameFile(in("file"), path)); }));
    }

    void filesAreTheSameThroughLinks() {
        QVERIFY(isSameFile(in("file"), in("link")));
        QVERIFY(!isSameFile(in("file"), in("folder")));
        QVERIFY(!isSameFile(in("file"), in("missing")));
        QVERIFY(!isSameFile(in("missing"), in("missing")));
    }

    void listsAFolderInOrder() {
        const std::vector<fs::path> expected{in("dangling"), in("file"), in("folder"), in("link"), in("loop"), in("pipe")};
        QCOMPARE(entriesOf(folder_.path().toStdString()), expected);
        QVERIFY(test::errorOf([&] { static_cast<void>(entriesOf(in("missing"))); }));
        QVERIFY(test::errorOf([&] { static_cast<void>(entriesOf(in("file"))); }));
    }
};

QTEST_APPLESS_MAIN(TestFileKind)
#include "tst_file_kind.moc"
