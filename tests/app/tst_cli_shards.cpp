// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions and measurements that several processes share, as a job array runs them: killed at any moment and started again.
#include "app/cli_runner.h"

#include <algorithm>
#include <QDir>
#include <QThread>
#include <random>
#include <vector>

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliShards : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] QString file(const char* name) const { return folder_.filePath(name); }
    [[nodiscard]] static QStringList conversion(const QString& output) {
        return {"convert", sampleModel(), "-o", output, "--format", "gguf", "--preset", "Q4_K_M", "--threads", "1"};
    }
    [[nodiscard]] static QStringList left(const QString& output) {
        const QFileInfo info(output);
        return info.dir().entryList({info.fileName() + "*"});
    }
    /// Starts the arguments and kills them after some milliseconds. True if they came to their end before.
    [[nodiscard]] static bool endedBefore(const QStringList& arguments, int milliseconds) {
        QProcess process;
        process.setProcessEnvironment(cliEnvironment());
        process.start(QUANTLATHE_CLI, arguments);
        if (process.waitForFinished(milliseconds)) {
            return process.exitCode() == 0;
        }
        process.kill();
        process.waitForFinished();
        return false;
    }

private slots:
    void killedShardsGiveTheBytesOfOneProcess() {
        const QString whole = file("whole.gguf");
        const CliResult plain = runCli(conversion(whole));
        QVERIFY2(plain.exitCode == 0, plain.told());
        const QString output = file("array.gguf");
        std::mt19937 random(5);
        std::vector<int> waiting{1, 2, 3};
        int kills = 0;
        while (!waiting.empty()) {
            std::ranges::shuffle(waiting, random);
            const QStringList arguments = conversion(output) + QStringList{"--shard", QString("%1/3").arg(waiting.back())};
            if (endedBefore(arguments, static_cast<int>(20 + random() % 400) + 40 * kills)) {
                waiting.pop_back();
            } else {
                ++kills;
            }
            QVERIFY(!QFile::exists(output));
            QVERIFY(kills < 200);
        }
        const CliResult finish = runCli(conversion(output) + QStringList{"--finish", "--json"});
        QVERIFY2(finish.exitCode == 0, finish.told());
        QCOMPARE(fileHash(output), fileHash(whole));
        QCOMPARE(left(output), QStringList{"array.gguf"});
        const QJsonObject report = finish.json();
        QCOMPARE(report.value("file_bytes").toInteger(), QFileInfo(output).size());
        QVERIFY(report.value("shard").isNull());
        QCOMPARE(report.value("tensors").toArray().size(), 6 * 9 + 3);
    }

    void saysWhatAShardDid() {
        const QString output = file("said.gguf");
        const CliResult first = runCli(conversion(output) + QStringList{"--shard", "1/2"});
        QVERIFY2(first.exitCode == 0, first.told());
        QVERIFY2(first.out.contains("1 of 2, "), first.told());
        const CliResult early = runCli(conversion(output) + QStringList{"--finish"});
        QCOMPARE(early.exitCode, 1);
        QVERIFY2(early.err.contains("Not begun: 2."), early.told());
        const CliResult second = runCli(conversion(output) + QStringList{"--shard", "2/2", "--json"});
        QVERIFY2(second.exitCode == 0, second.told());
        const QJsonObject report = second.json();
        QCOMPARE(report.value("shard").toObject().value("number").toInt(), 2);
        QCOMPARE(report.value("shard").toObject().value("count").toInt(), 2);
        QVERIFY(report.value("files").toArray().isEmpty());
        QVERIFY(report.value("tensors").toArray().size() > 5);
        QVERIFY(!QFile::exists(output));
        const CliResult other = runCli(conversion(output) + QStringList{"--shard", "1/3"});
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.err.contains("It is cut into 2 shards, not 3."), other.told());
    }

    void refusesWhatHasNoUse_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("said");
        QTest::newRow("no shard") << QStringList{"--shard", "4/3"} << "4/3 names no shard";
        QTest::newRow("both") << QStringList{"--shard", "1/3", "--finish"} << "excludes";
        QTest::newRow("dry run") << QStringList{"--shard", "1/3", "--dry-run"} << "--shard is of no use here";
        QTest::newRow("a text") << QStringList{"--shard", "1/3", "--calibrate"} << "--calibrate is of no use here";
        QTest::newRow("a text at the end") << QStringList{"--finish", "--calibrate"} << "--calibrate is of no use here";
    }
    void refusesWhatHasNoUse() {
        QFETCH(QStringList, options);
        QFETCH(QString, said);
        const CliResult result = runCli(conversion(file("none.gguf")) + options);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(said.toUtf8()), result.told());
        QVERIFY(left(file("none.gguf")).isEmpty());
    }

    void refusesCalibratedCodes() {
        const QString statistics = file("sample.calibration");
        const CliResult made = runCli({"calibrate", sampleModel(), "-o", statistics, "--context", "64", "--chunks", "1"});
        QVERIFY2(made.exitCode == 0, made.told());
        const QStringList grids{"convert", sampleModel(), "-o",          file("grids"),   "--format",
                                "gptq",    "--preset",    "GPTQ-4-g128", "--calibration", statistics};
        for (const QStringList& mode : {QStringList{}, QStringList{"--independent"}}) {
            const CliResult refused = runCli(grids + QStringList{"--shard", "1/2"} + mode);
            QCOMPARE(refused.exitCode, 2);
            QVERIFY2(refused.err.contains("every shard would do all of it"), refused.told());
        }
    }

    void anImportanceMatrixGuidesEveryShare() {
        const QString matrix = file("sample.imatrix.gguf");
        const CliResult made = runCli({"imatrix", sampleModel(), "-o", matrix, "--context", "64", "--chunks", "2"});
        QVERIFY2(made.exitCode == 0, made.told());
        const QString whole = file("guided-whole.gguf");
        const QStringList guided{"--imatrix", matrix};
        QCOMPARE(runCli(conversion(whole) + guided).exitCode, 0);
        const QString output = file("guided.gguf");
        for (const char* const part : {"--shard=2/2", "--shard=1/2", "--finish"}) {
            const CliResult result = runCli(conversion(output) + guided + QStringList{part});
            QVERIFY2(result.exitCode == 0, result.told());
        }
        QCOMPARE(fileHash(output), fileHash(whole));
    }

    void sharesOfSensitivitiesMakeOneFile() {
        const QStringList measure{"sensitivity", sampleModel(), "--groups", "bands", "--context", "64", "--chunks", "2"};
        const QString whole = file("whole.json");
        const CliResult plain = runCli(measure + QStringList{"-o", whole});
        QVERIFY2(plain.exitCode == 0, plain.told());
        const QStringList shares{file("part.3.json"), file("part.1.json"), file("part.2.json")};
        for (int number = 1; number <= 3; ++number) {
            const CliResult share = runCli(measure + QStringList{"-o", file(qPrintable(QString("part.%1.json").arg(number))),
                                                                 "--shard", QString("%1/3").arg(number)});
            QVERIFY2(share.exitCode == 0, share.told());
        }
        const QString merged = file("merged.json");
        const CliResult result = runCli(QStringList{"sensitivity", "-o", merged, "--merge"} + shares);
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(fileHash(merged), fileHash(whole));
        const auto refused = [&](const QStringList& files, const char* said) {
            const CliResult error = runCli(QStringList{"sensitivity", "-o", file("refused.json"), "--merge"} + files);
            return error.exitCode == 2 && error.err.contains(said) && !QFile::exists(file("refused.json"));
        };
        QVERIFY(refused({shares[0], shares[1]}, "Of 3 shards: 2."));
        QVERIFY(refused({shares[0], shares[1], shares[0]}, "Shard 3 of 3 is there twice"));
        QVERIFY(refused({shares[0], shares[1], whole}, "This is no valid share of sensitivities"));
        const QString other = file("other.json");
        QCOMPARE(
            runCli(measure.mid(0, 4) + QStringList{"--context", "64", "--chunks", "1", "-o", other, "--shard", "2/3"}).exitCode,
            0);
        QVERIFY(refused({shares[0], shares[1], other}, "It is of another text"));
        // A share is no measurement that a plan could be made with.
        QCOMPARE(runCli({"plan", sampleModel(), "--target-bpw", "4.5", "--sensitivity", shares[0]}).exitCode, 2);
        QCOMPARE(runCli({"sensitivity", "-o", file("refused.json")}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliShards)
#include "tst_cli_shards.moc"
