// SPDX-License-Identifier: GPL-3.0-or-later
// Cached texts: what was written comes back, what was damaged does not.
#include "base/cache_file.h"
#include "base/file.h"
#include "support/test_support.h"

#include <QTemporaryDir>
#include <sys/stat.h>

using namespace quantlathe;
namespace fs = std::filesystem;

class TestCacheFile : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path file_ = fs::path(folder_.path().toStdString()) / "kept.json";

    void overwrite(const std::string& content) { test::writeAll(file_, std::as_bytes(std::span(content))); }

private slots:
    void whatWasWrittenComesBack_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("json") << QByteArray("{\"version\":1}\n");
        QTest::newRow("bytes") << QByteArray("\0\n\xFF\n", 4);
        QTest::newRow("long") << QByteArray(100'000, 'x');
    }
    void whatWasWrittenComesBack() {
        QFETCH(QByteArray, text);
        writeCacheFile(file_, text.toStdString());
        QCOMPARE(readCacheFile(file_, 100'000), std::optional(text.toStdString()));
    }

    void everyFlippedBitIsFound() {
        writeCacheFile(file_, "{\"perplexity\":12.75}");
        const std::string whole = readTextFile(file_, 1000);
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            std::string damaged = whole;
            damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
            overwrite(damaged);
            QVERIFY2(!readCacheFile(file_, 1000), qPrintable(QString::number(bit)));
        }
        overwrite(whole);
        QVERIFY(readCacheFile(file_, 1000));
    }

    void everyCutAndEveryRestIsFound() {
        writeCacheFile(file_, "{\"perplexity\":12.75}\n");
        const std::string whole = readTextFile(file_, 1000);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            overwrite(whole.substr(0, length));
            QVERIFY2(!readCacheFile(file_, 1000), qPrintable(QString::number(length)));
            std::string torn = whole; // a page that was never written
            std::fill(torn.begin() + static_cast<std::ptrdiff_t>(length), torn.end(), '\0');
            overwrite(torn);
            QVERIFY2(!readCacheFile(file_, 1000), qPrintable(QString::number(length)));
        }
        overwrite(whole + "\n");
        QVERIFY(!readCacheFile(file_, 1000));
        overwrite("{\"perplexity\":12.75}\n"); // as caches were before
        QVERIFY(!readCacheFile(file_, 1000));
    }

    void whatIsNoFileOrTooLongIsNoAnswer() {
        QVERIFY(!readCacheFile(file_.parent_path() / "missing", 1000));
        QVERIFY(!readCacheFile(file_.parent_path(), 1000));
        writeCacheFile(file_, std::string(2000, 'x'));
        QVERIFY(!readCacheFile(file_, 1000));
        QCOMPARE(::mkfifo((file_.parent_path() / "pipe").c_str(), 0600), 0);
        QVERIFY(!readCacheFile(file_.parent_path() / "pipe", 1000));
    }
};

QTEST_APPLESS_MAIN(TestCacheFile)
#include "tst_cache_file.moc"
