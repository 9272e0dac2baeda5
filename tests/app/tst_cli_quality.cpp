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

    // Of formats whose loaders round activations, too, that is said and part of the figures.
    void measureSaysWhatItRounds() {
        const QStringList text{"--context", "128", "--chunks", "2"};
        const QStringList plan{"measure", sampleModel(), "--format", "compressed-tensors", "--preset"};
        const QJsonObject whole = runCli(plan + QStringList{"W8A8", "--json"} + text).json();
        const QJsonArray rounded = whole["rounded_inputs"].toArray();
        QCOMPARE(rounded.size(), 1);
        QCOMPARE(rounded[0].toObject()["layers"].toInt(), 42);
        QCOMPARE(rounded[0].toObject()["how"].toString(), "INT8, a scale a token");
        QVERIFY(rounded[0].toObject()["applied"].toBool());
        QCOMPARE(whole["reference_rounded_inputs"].toArray().size(), 0);
        QVERIFY(runCli(plan + QStringList{"W8A8"} + text).out.contains("of 42 linear layers: INT8, a scale a token"));
        // Eight bits in groups, with inputs as they are, are nearer to the original.
        const QJsonObject weights = runCli(plan + QStringList{"W8A16-g128", "--json"} + text).json();
        QCOMPARE(weights["rounded_inputs"].toArray().size(), 0);
        QVERIFY(whole["kl_mean"].toDouble() > 2 * weights["kl_mean"].toDouble());
    }

    void measureRemembers() {
        const QStringList run{"measure", sampleModel(), "--preset", "Q5_0", "--context", "64", "--chunks", "2", "--json"};
        const QJsonObject first = runCli(run).json();
        QCOMPARE(first["remembered"].toBool(true), false);
        QJsonObject second = runCli(run).json();
        QCOMPARE(second["remembered"].toBool(), true);
        for (const char* key :
             {"perplexity", "perplexity_error", "kl_mean", "kl_error", "top1_agreement", "reference_perplexity"}) {
            QCOMPARE(second[key], first[key]);
        }
        // Asked not to, and with activations on the disk: the same figures from a run of its own.
        const QTemporaryDir scratch;
        const CliResult again =
            runCli(run + QStringList{"--no-cache", "--activation-memory", "0", "--scratch", scratch.path()});
        QVERIFY2(again.exitCode == 0, again.told());
        QCOMPARE(again.json()["remembered"].toBool(true), false);
        QCOMPARE(again.json()["kl_mean"], first["kl_mean"]);
        QCOMPARE(runCli(run + QStringList{"--activation-memory", "much"}).exitCode, 2);
    }

    // The faster products are used, or it is said why not.
    void bfloat16ProductsAreNoted() {
        const QStringList run{
            "measure", sampleModel(), "--reference", sampleModel(), "--compute", "bf16",  "--reference-compute",
            "f32",     "--context",   "64",          "--chunks",    "2",         "--json"};
        const CliResult result = runCli(run);
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json()["reference_compute"].toString(), "f32");
        const bool isAvailable = result.json()["compute"].toString() == "bf16";
        QCOMPARE(result.err.contains("no bfloat16 instructions"), !isAvailable);
        const double divergence = result.json()["kl_mean"].toDouble(-1);
        QVERIFY2(isAvailable ? divergence > 0 && divergence < 1e-4 : divergence == 0, result.told());
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
        QStringList plan{"--preset", "Q2_K"};
        const auto divergence = [&](const QStringList& guide) {
            const CliResult result = runCli(QStringList{"measure", sampleModel()} + plan + guide + text);
            return result.exitCode == 0 ? result.json()["kl_mean"].toDouble() : -1.0;
        };
        const double unguided = divergence({});
        const double guided = divergence({"--imatrix", matrix});
        QVERIFY2(guided > 0 && guided != unguided, qPrintable(QString("%1 %2").arg(guided).arg(unguided)));
        QVERIFY(divergence({"--imatrix", legacy}) > 0);

        plan = QStringList{"--format", "hqq", "--preset", "HQQ3"}; // a folder of matrices
        const double unguidedFolder = divergence({});
        const double guidedFolder = divergence({"--imatrix", matrix});
        QVERIFY2(guidedFolder > 0 && guidedFolder < 0.9 * unguidedFolder,
                 qPrintable(QString("%1 %2").arg(guidedFolder).arg(unguidedFolder)));
        const CliResult planned =
            runCli(QStringList{"plan", sampleModel()} + plan + QStringList{"--imatrix", matrix, "--json"});
        QVERIFY2(planned.exitCode == 0, planned.told());
        const QJsonArray weights = planned.json()["weights"].toArray();
        QCOMPARE(std::ranges::count_if(weights, [](const QJsonValue& each) { return each.toObject()["importance"].toBool(); }),
                 std::ptrdiff_t{42});
        const CliResult shown =
            runCli(QStringList{"plan", sampleModel()} + plan + QStringList{"--imatrix", matrix, "--tensors"});
        QVERIFY2(shown.out.contains("used"), shown.told());
    }
};

QTEST_GUILESS_MAIN(CliQualityTest)
#include "tst_cli_quality.moc"
