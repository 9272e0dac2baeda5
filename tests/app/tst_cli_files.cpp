// SPDX-License-Identifier: GPL-3.0-or-later
// split, merge and imatrix-info as a script runs them. The hashes are of files that llama-gguf-split wrote (tests/data/gguf/
// README.md says of which version); ./dev interop compares with the program itself.
#include "app/cli_runner.h"
#include "base/hash.h"

#include <csignal>
#include <fmt/format.h>
#include <QDir>
#include <QElapsedTimer>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

QString imatrix() {
    return pathText(dataFile("gguf/tiny-llama-imatrix.gguf"));
}

/// SHA-256 of the files one after the other, in the order of their names; they have a folder of their own.
QString hashOfAll(const QString& folder) {
    std::vector<std::byte> all;
    for (const QString& name : QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name)) {
        const std::vector<std::byte> bytes = readAll((folder + "/" + name).toStdString());
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return QString::fromStdString(sha256(all));
}

QStringList namesIn(const QString& folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

} // namespace

class TestCliFiles : public QObject {
    Q_OBJECT

    QTemporaryDir root_;
    int folders_ = 0;

    /// A new, empty folder.
    QString folder() {
        const QString path = root_.filePath(QString::number(++folders_));
        return QDir().mkpath(path) ? path : QString();
    }

private slots:
    void writesTheBytesOfGgufSplit_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("files");
        QTest::addColumn<QString>("hash");
        QTest::newRow("by size") << tinyLlama() << QStringList{"--split-max-size", "1M"} << 8
                                 << "8a42bb33cc8aaadf8a20ee4724e6de3db2b3786fb2b4feb722164305d0293e2c";
        QTest::newRow("by number, metadata alone")
            << tinyLlama() << QStringList{"--split-max-tensors", "9", "--no-tensor-first-split"} << 4
            << "b360d94d90652b91c47f4712049daed37053bb7fbb3ce6d62d36e3d3ebb27304";
        QTest::newRow("by size, metadata alone")
            << tinyLlama() << QStringList{"--split-max-size", "2M", "--no-tensor-first-split"} << 4
            << "bd94b7449ba51072afca1a67e5357381989312053ac09eeeb3564db9cb7bb07d";
        QTest::newRow("128 tensors") << tinyLlama() << QStringList{} << 1
                                     << "cbc6c488d693eeecfeab92d22ceebf9ad6b15a3142c722400a9033e1ec944154";
        QTest::newRow("without an architecture") << imatrix() << QStringList{"--split-max-tensors", "20"} << 2
                                                 << "60628772bf5b5f8b1540410ec8a1abcf472285ed000842a74ce961d87a7f8e98";
    }
    void writesTheBytesOfGgufSplit() {
        QFETCH(QString, source);
        QFETCH(QStringList, options);
        QFETCH(int, files);
        QFETCH(QString, hash);
        const QString out = folder();
        const CliResult result = runCli(QStringList{"split", source, "-o", out + "/g", "--json"} + options);
        QVERIFY2(result.exitCode == 0, result.told());
        const QStringList names = namesIn(out);
        QCOMPARE(names.size(), files);
        QCOMPARE(names.first(), QString("g-00001-of-%1.gguf").arg(files, 5, 10, QChar('0')));
        QCOMPARE(hashOfAll(out), hash);
        const QJsonArray told = result.json().value("files").toArray();
        QCOMPARE(told.size(), files);
        for (int i = 0; i < files; ++i) {
            QCOMPARE(told[i].toObject().value("path").toString(), out + "/" + names[i]);
            QCOMPARE(told[i].toObject().value("bytes").toInteger(), QFileInfo(out + "/" + names[i]).size());
        }
        // Put together again it is what llama-gguf-split --merge makes: the source and three keys, from whatever file.
        const QString merged = out + "/merged.gguf";
        QCOMPARE(runCli({"merge", out + "/" + names.last(), "-o", merged}).exitCode, 0);
        QCOMPARE(QString::fromStdString(fileHash(merged)),
                 source == imatrix() ? "950c802286bcec2d59b92c8b0fb651d41898f0e1175d03a0f1abca8a6758b8b8"
                                     : "0f532b1854e2f2500325420c01a5be67636d43c5446139ab782db6d9cc35b737");
        // And cut as before it is the same set: the keys are replaced, not doubled.
        const QString again = folder();
        QCOMPARE(runCli(QStringList{"split", merged, "-o", again + "/g.gguf"} + options).exitCode, 0);
        QCOMPARE(namesIn(again), names);
        QCOMPARE(hashOfAll(again), hash);
    }

    void copiesWhatCannotBeConverted() {
        // Every tensor of a set that was quantized and has values that no conversion accepts.
        const QString out = folder();
        QFile file(tinyLlama());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        bytes.replace(bytes.size() - 8, 4, QByteArray("\x00\x00\xC0\x7F", 4)); // not a number
        const QString broken = out + "/broken.gguf";
        writeAll(broken.toStdString(), std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
        QCOMPARE(runCli({"convert", broken, "-o", out + "/refused.gguf", "--preset", "COPY"}).exitCode, 2);
        QCOMPARE(runCli({"split", broken, "-o", out + "/cut", "--split-max-tensors", "7"}).exitCode, 0);
        QCOMPARE(runCli({"merge", out + "/cut-00001-of-00003.gguf", "-o", out + "/whole.gguf"}).exitCode, 0);
        const std::vector<std::byte> whole = readAll((out + "/whole.gguf").toStdString());
        const QByteArrayView wholeView(reinterpret_cast<const char*>(whole.data()), static_cast<qsizetype>(whole.size()));
        const qsizetype tensors = 1'000'000; // the tail of the data section
        QVERIFY(wholeView.last(tensors) == QByteArrayView(bytes).last(tensors));
    }

    void writesNothingOnADryRun() {
        const QString out = folder();
        const QStringList split{"split", tinyLlama(), "-o", out + "/g", "--split-max-size", "1M", "--json"};
        const CliResult dry = runCli(split + QStringList{"--dry-run"});
        QVERIFY2(dry.exitCode == 0, dry.told());
        QVERIFY(dry.json().value("dry_run").toBool());
        QVERIFY(namesIn(out).isEmpty());
        const CliResult real = runCli(split);
        QCOMPARE(real.json().value("files"), dry.json().value("files"));
        const CliResult merged =
            runCli({"merge", out + "/g-00001-of-00008.gguf", "-o", out + "/m.gguf", "--dry-run", "--json"});
        QVERIFY2(merged.exitCode == 0, merged.told());
        QVERIFY(!QFile::exists(out + "/m.gguf"));
    }

    void refusesWithExitCode2() {
        const QString out = folder();
        const auto refused = [](const QStringList& arguments, const QByteArray& says) {
            const CliResult result = runCli(arguments);
            if (result.exitCode != 2 || !result.err.contains(says)) {
                qWarning("%s", result.told().constData());
                return false;
            }
            return true;
        };
        QVERIFY(refused({"merge", tinyLlama(), "-o", out + "/m.gguf"}, "is not split"));
        QVERIFY(refused({"merge", sampleModel(), "-o", out + "/m.gguf"}, "no GGUF"));
        QVERIFY(refused({"split", sampleModel(), "-o", out + "/g"}, "no GGUF"));
        QVERIFY(refused({"split", tinyLlama(), "-o", out + "/g", "--split-max-size", "1000"}, "M or G"));
        QVERIFY(
            refused({"split", tinyLlama(), "-o", out + "/g", "--split-max-size", "1M", "--split-max-tensors", "3"}, "one way"));
        QVERIFY(refused({"split", tinyLlama(), "-o", out + "/g", "--split-max-tensors", "0"}, "--split-max-tensors"));
        QVERIFY(refused({"split", tinyLlama(), "-o", out + "/no/g"}, "no folder"));
        QVERIFY(refused({"split", tinyLlama()}, "--output"));
        QVERIFY(namesIn(out).isEmpty());

        const QString first = out + "/g-00001-of-00003.gguf";
        const QStringList split{"split", tinyLlama(), "-o", out + "/g", "--split-max-tensors", "8"};
        QCOMPARE(runCli(split).exitCode, 0);
        const QString hash = hashOfAll(out);
        QVERIFY(refused(split, "exists already"));
        QVERIFY(refused({"merge", first, "-o", out + "/g-00002-of-00003.gguf", "--force"}, "its own source"));
        QVERIFY(refused({"split", first, "-o", out + "/g", "--split-max-tensors", "8", "--force"}, "its own source"));
        QCOMPARE(hashOfAll(out), hash);
        QCOMPARE(runCli(split + QStringList{"--force"}).exitCode, 0);
        QCOMPARE(hashOfAll(out), hash);
        QVERIFY(QFile::remove(out + "/g-00002-of-00003.gguf"));
        QVERIFY(refused({"merge", first, "-o", out + "/m.gguf"}, "g-00002-of-00003.gguf"));
        QCOMPARE(namesIn(out).size(), 2);
    }

    void aForeignTemporaryFileStays() {
        const QString out = folder();
        QFile foreign(out + "/m.gguf.part");
        QVERIFY(foreign.open(QIODevice::WriteOnly) && foreign.write("mine") == 4);
        foreign.close();
        QCOMPARE(runCli({"split", tinyLlama(), "-o", out + "/g", "--split-max-tensors", "8"}).exitCode, 0);
        const CliResult result = runCli({"merge", out + "/g-00001-of-00003.gguf", "-o", out + "/m.gguf"});
        QVERIFY2(result.exitCode == 2 && result.err.contains("m.gguf.part"), result.told());
        QCOMPARE(foreign.size(), 4);
    }

    void aFullDiskLeavesNothing() {
        // A limit on the size of files is the same to a program as a disk without room.
        const QString out = folder();
        const QString script = QString("ulimit -f 256; exec '%1' split '%2' -o '%3/g' --split-max-tensors 30")
                                   .arg(QUANTLATHE_CLI, tinyLlama(), out);
        const CliResult result = runProgram("/bin/sh", {"-c", script});
        QVERIFY2(result.exitCode == 1, result.told());
        QVERIFY2(result.err.contains("ulimit") && !result.err.contains("resume"), result.err);
        QVERIFY2(namesIn(out).isEmpty(), qPrintable(namesIn(out).join(' ')));
    }

    void tooManyOpenFilesLeaveNothing() {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("UBSan opens a pipe to check an exception's type, and takes it for broken when it cannot");
#endif
        const QString out = folder();
        const QString script =
            QString("ulimit -n 20; exec '%1' split '%2' -o '%3/g' --split-max-tensors 1").arg(QUANTLATHE_CLI, tinyLlama(), out);
        const CliResult result = runProgram("/bin/sh", {"-c", script});
        QVERIFY2(result.exitCode == 1, result.told());
        QVERIFY2(namesIn(out).isEmpty(), qPrintable(namesIn(out).join(' ')));
    }

    void aKilledRunIsCleanedUp() {
        const QString out = folder();
        QVERIFY(QDir().mkpath(out + "/g.part"));
        std::string journal;
        for (const std::string line : {"quantlathe-journal-1 0000000000000000", "publishing"}) {
            journal += fmt::format("{} {:016x}\n", line, contentHash(std::as_bytes(std::span(line))));
        }
        writeAll((out + "/g.part.journal").toStdString(), std::as_bytes(std::span(journal)));
        QFile left(out + "/g.part/g-00001-of-00003.gguf");
        QVERIFY(left.open(QIODevice::WriteOnly) && left.write("torn") == 4);
        left.close();
        // The run was at its end: its second file has its name already.
        QVERIFY(QFile::copy(tinyLlama(), out + "/g-00002-of-00003.gguf"));
        const CliResult result = runCli({"split", tinyLlama(), "-o", out + "/g", "--split-max-tensors", "8"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY2(result.err.contains("discarded"), result.err);
        QCOMPARE(namesIn(out).size(), 3);
        QCOMPARE(runCli({"verify", out + "/g-00003-of-00003.gguf"}).exitCode, 0);
    }

    /// Results, tables and matrices, with --force: what the same command reads stays, by whatever name.
    void noCommandReplacesWhatItReads_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("imatrix, the model")
            << QStringList{"imatrix", "m.gguf", "-o", "m.gguf", "--chunks", "1", "--context", "64"};
        QTest::newRow("imatrix, the text") << QStringList{"imatrix", "m.gguf", "-o", "t.txt", "--text", "t.txt"};
        QTest::newRow("imatrix, weights in a folder") << QStringList{"imatrix", "folder", "-o", "folder/model.safetensors"};
        QTest::newRow("sensitivity, weights") << QStringList{"sensitivity", "folder", "-o", "folder/model.safetensors"};
        QTest::newRow("sensitivity, the tokenizer") << QStringList{"sensitivity", "folder", "-o", "folder/tokenizer.json"};
        QTest::newRow("plan, weights") << QStringList{"plan", "folder", "--preset", "Q8_0", "-o", "folder/model.safetensors"};
        QTest::newRow("plan, a companion") << QStringList{"plan", "folder", "--preset", "Q8_0", "-o", "folder/config.json"};
        QTest::newRow("plan, the plan") << QStringList{"plan", "m.gguf", "--plan", "p.json", "-o", "p.json"};
        QTest::newRow("plan, a hard link") << QStringList{"plan", "m.gguf", "--preset", "Q8_0", "-o", "hard"};
        QTest::newRow("plan, a link") << QStringList{"plan", "m.gguf", "--preset", "Q8_0", "-o", "soft"};
        QTest::newRow("plan, a table") << QStringList{"plan", "m.gguf", "--preset", "Q8_0", "--csv", "m.gguf"};
        QTest::newRow("plan, types") << QStringList{"plan", "m.gguf", "--preset", "Q8_0", "--export-tensor-types", "m.gguf"};
        QTest::newRow("plan, twice one name")
            << QStringList{"plan", "m.gguf", "--preset", "Q8_0", "--csv", "p.json", "-o", "p.json"};
        QTest::newRow("plan, the list of types")
            << QStringList{"plan", "m.gguf", "--preset", "Q8_0", "--tensor-type-file", "types", "-o", "types"};
        QTest::newRow("pareto") << QStringList{"pareto", "m.gguf", "--errors", "nominal", "--csv", "m.gguf"};
        QTest::newRow("compare") << QStringList{"compare", "m.gguf", "--presets", "--csv", "m.gguf"};
        QTest::newRow("compare, the matrix")
            << QStringList{"compare", "m.gguf", "--presets", "--imatrix", "i.gguf", "--csv", "i.gguf"};
        QTest::newRow("convert, the matrix")
            << QStringList{"convert", "m.gguf", "--preset", "Q8_0", "--imatrix", "i.gguf", "-o", "i.gguf"};
        QTest::newRow("convert, the plan") << QStringList{"convert", "m.gguf", "--plan", "p.json", "-o", "p.json"};
        QTest::newRow("convert, the source") << QStringList{"convert", "m.gguf", "--preset", "Q8_0", "-o", "hard"};
    }

    void noCommandReplacesWhatItReads() {
        QFETCH(QStringList, arguments);
        const QString place = folder();
        QVERIFY(QDir().mkpath(place + "/folder"));
        for (const QString& name : QDir(sampleModel()).entryList(QDir::Files)) {
            QVERIFY(QFile::copy(sampleModel() + "/" + name, place + "/folder/" + name));
        }
        QVERIFY(QFile::copy(tinyLlama(), place + "/m.gguf"));
        QVERIFY(QFile::copy(imatrix(), place + "/i.gguf"));
        std::filesystem::create_hard_link((place + "/m.gguf").toStdString(), (place + "/hard").toStdString());
        QVERIFY(QFile::link("m.gguf", place + "/soft"));
        QCOMPARE(runCli({"plan", tinyLlama(), "--preset", "Q8_0", "-o", place + "/p.json"}).exitCode, 0);
        for (const char* const name : {"t.txt", "types"}) {
            const std::string text = "attn_v=q6_k";
            writeAll((place + "/" + name).toStdString(), std::as_bytes(std::span(text)));
        }
        const QString before = hashOfAll(place) + hashOfAll(place + "/folder");
        for (QString& word : arguments) {
            if (QFile::exists(place + "/" + word)) {
                word = place + "/" + word;
            }
        }
        const CliResult result = runCli(arguments + QStringList{"--force"});
        QVERIFY2(result.exitCode == 2, result.told());
        QCOMPARE(hashOfAll(place) + hashOfAll(place + "/folder"), before);
    }

    void anEarlierResultBesideTheWeightsIsReplaced() {
        const QString place = folder();
        for (const QString& name : QDir(sampleModel()).entryList(QDir::Files)) {
            QVERIFY(QFile::copy(sampleModel() + "/" + name, place + "/" + name));
        }
        const QStringList plan{"plan", place, "--preset", "Q8_0", "-o", place + "/plan.json"};
        QCOMPARE(runCli(plan).exitCode, 0);
        QCOMPARE(runCli(plan).exitCode, 2);
        QCOMPARE(runCli(plan + QStringList{"--force"}).exitCode, 0);
    }

    void anInterruptLeavesNothing() {
        const QString out = folder();
        const QString big = out + "/big.gguf";
        { // 600 MB of zeros in one tensor, which take no room
            QByteArray head("GGUF");
            const auto add = [&](auto number) { head.append(reinterpret_cast<const char*>(&number), sizeof number); };
            add(quint32{3});
            add(quint64{1});
            add(quint64{0});
            add(quint64{1});
            head.append('w');
            add(quint32{1});
            add(quint64{150'000'000});
            add(quint32{0});
            add(quint64{0});
            head.append(QByteArray((32 - head.size() % 32) % 32, '\0'));
            QFile file(big);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(head) == head.size());
            QVERIFY(file.resize(head.size() + 600'000'000));
        }
        QProcess process;
        process.setProcessEnvironment(cliEnvironment());
        process.start(QUANTLATHE_CLI, {"split", big, "-o", out + "/g", "--progress", "json"});
        QByteArray seen;
        QElapsedTimer clock;
        clock.start();
        while (process.state() != QProcess::NotRunning && !seen.contains("\"item\":\"w\"") && clock.elapsed() < 60'000) {
            process.waitForReadyRead(5);
            seen += process.readAllStandardError();
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(namesIn(out), QStringList{"big.gguf"});
    }

    void showsAnImportanceMatrix() {
        const CliResult alone = runCli({"imatrix-info", imatrix(), "--json"});
        QVERIFY2(alone.exitCode == 0, alone.told());
        const QJsonObject facts = alone.json();
        QCOMPARE(facts.value("form").toString(), QString("gguf"));
        QCOMPARE(facts.value("chunks").toInt(), 16);
        QCOMPARE(facts.value("chunk_tokens").toInt(), 512);
        QCOMPARE(facts.value("datasets").toArray(), QJsonArray{"synthetic-lognormal"});
        QVERIFY(facts.value("coverage").isNull());
        const auto entries = byName(facts.value("entries"));
        QCOMPARE(entries.size(), 14);
        QCOMPARE(entries.value("blk.1.ffn_down.weight").value("values").toInt(), 512);
        QCOMPARE(entries.value("blk.1.ffn_down.weight").value("counts").toArray(), QJsonArray{16 * 512});

        const CliResult compared = runCli({"imatrix-info", imatrix(), "--model", tinyLlama(), "--json"});
        QVERIFY2(compared.exitCode == 0, compared.told());
        const QJsonObject coverage = compared.json().value("coverage").toObject();
        QVERIFY(coverage.value("fits").toBool());
        QCOMPARE(coverage.value("covered").toInt(), 14);
        QCOMPARE(coverage.value("missing").toInt(), 2);
        QCOMPARE(byName(coverage.value("weights")).value("output.weight").value("state").toString(), QString("missing"));

        const CliResult text = runCli({"imatrix-info", imatrix(), "--model", tinyLlama(), "--tensors"});
        QVERIFY2(text.exitCode == 0, text.told());
        QVERIFY2(text.out.contains("14 of 16") && text.out.contains("blk.0.attn_k.weight"), text.out);
        QVERIFY(!runCli({"imatrix-info", imatrix()}).out.contains("blk.0.attn_k.weight"));
    }

    void showsWhereAMatrixDoesNotFit() {
        const CliResult other = runCli({"imatrix-info", imatrix(), "--model", sampleModel(), "--json"});
        QVERIFY2(other.exitCode == 0, other.told()); // a question, answered
        const QJsonObject coverage = other.json().value("coverage").toObject();
        QVERIFY(!coverage.value("fits").toBool(true));
        QCOMPARE(byName(coverage.value("weights")).value("blk.0.ffn_down.weight").value("state").toString(),
                 QString("wrong width"));
        const CliResult none = runCli({"imatrix-info", tinyLlama()});
        QVERIFY2(none.exitCode == 2, none.told());
        QCOMPARE(runCli({"imatrix-info", folder() + "/missing.gguf"}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliFiles)
#include "tst_cli_files.moc"
