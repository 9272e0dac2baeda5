// SPDX-License-Identifier: GPL-3.0-or-later
// measure and imatrix as a script runs them.
#include "app/cli_runner.h"

using namespace quantlathe;
using namespace quantlathe::test;

class CliQualityTest : public QObject {
    Q_OBJECT
private slots:
    // measure: figures of the sample, of a plan without a file, and of the file that it would make.
    void measureSaysHowWellAModelPredicts() {
        const QStringList text{"--context", "128", "--chunks", "3", "--json"};
        const CliResult plain = runCli(QStringList{"measure", sampleModel()} + text);
        QVERIFY2(plain.exitCode == 0, plain.told());
        const QJsonObject numbers = plain.json();
        QCOMPARE(numbers["tokens"].toInt(), 3 * 63);
        QCOMPARE(numbers["text"].toString(), "default-evaluation.txt");
        QCOMPARE(numbers["score"].toString(), "second-half");
        QVERIFY(numbers["perplexity"].toDouble() > 1 && numbers["perplexity_error"].toDouble() > 0);
        QVERIFY(numbers.contains("kl_mean") && numbers["kl_mean"].isNull());

        const CliResult planned = runCli(QStringList{"measure", sampleModel(), "--preset", "Q4_K_M"} + text);
        QVERIFY2(planned.exitCode == 0, planned.told());
        QCOMPARE(planned.json()["reference_perplexity"], numbers["perplexity"]);
        QVERIFY(planned.json()["kl_mean"].toDouble() > 0);

        const QTemporaryDir folder;
        const QString file = folder.filePath("q4.gguf");
        QCOMPARE(runCli({"convert", sampleModel(), "--preset", "Q4_K_M", "-o", file}).exitCode, 0);
        const CliResult converted = runCli(QStringList{"measure", file, "--reference", sampleModel()} + text);
        QVERIFY2(converted.exitCode == 0, converted.told());
        for (const char* key : {"perplexity", "kl_mean", "kl_median", "kl_p99", "kl_p999", "kl_max", "top1_agreement"}) {
            QCOMPARE(converted.json()[key], planned.json()[key]);
        }
        const CliResult all = runCli(QStringList{"measure", sampleModel(), "--score", "all"} + text);
        QCOMPARE(all.json()["tokens"].toInt(), 3 * 128);
    }

    void measureRefusesWhatHasNoMeaning() {
        const QTemporaryDir folder;
        const QString shortText = folder.filePath("short.txt");
        writeAll(shortText.toStdString(), std::as_bytes(std::span("Three short words.", 18)));
        const CliResult tooShort = runCli({"measure", sampleModel(), "--text", shortText, "--json"});
        QCOMPARE(tooShort.exitCode, 2);
        QVERIFY(tooShort.json()["error"].toObject()["title"].toString().contains("too short"));
        QCOMPARE(runCli({"measure", sampleModel(), "--text", folder.filePath("none.txt")}).exitCode, 2);
        QCOMPARE(runCli({"measure", sampleModel(), "--score", "some"}).exitCode, 2);
        QCOMPARE(runCli({"measure", sampleModel(), "--effort", "high"}).exitCode, 2); // of what plan?
        const CliResult overridden =
            runCli({"measure", sampleModel(), "--preset", "Q8_0", "--override-kv", "llama.rope.freq_base=float:500"});
        QCOMPARE(overridden.exitCode, 2);
        QVERIFY2(overridden.err.contains("overrides metadata"), overridden.told());
    }

    void imatrixGuidesAConversion() {
        const QTemporaryDir folder;
        const QString matrix = folder.filePath("matrix.gguf");
        const QStringList make{"imatrix", sampleModel(), "--context", "128", "--chunks", "4", "-o", matrix, "--json"};
        const CliResult made = runCli(make);
        QVERIFY2(made.exitCode == 0, made.told());
        QCOMPARE(made.json()["tokens"].toInt(), 512);
        QCOMPARE(made.json()["weights"].toInt(), 42);
        QCOMPARE(runCli(make).exitCode, 2); // exists
        QCOMPARE(runCli(make + QStringList{"--force"}).exitCode, 0);
        const QString legacy = folder.filePath("matrix.dat");
        QCOMPARE(
            runCli({"imatrix", sampleModel(), "--context", "128", "--chunks", "4", "--format", "dat", "-o", legacy}).exitCode,
            0);
        const QStringList text{"--context", "128", "--chunks", "3", "--json"};
        const auto divergence = [&](const QStringList& guide) {
            const CliResult result = runCli(QStringList{"measure", sampleModel(), "--preset", "Q2_K"} + guide + text);
            return result.exitCode == 0 ? result.json()["kl_mean"].toDouble() : -1.0;
        };
        const double unguided = divergence({});
        const double guided = divergence({"--imatrix", matrix});
        QVERIFY2(guided > 0 && guided != unguided, qPrintable(QString("%1 %2").arg(guided).arg(unguided)));
        QVERIFY(divergence({"--imatrix", legacy}) > 0);
    }
};

QTEST_GUILESS_MAIN(CliQualityTest)
#include "tst_cli_quality.moc"
