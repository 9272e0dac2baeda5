// SPDX-License-Identifier: GPL-3.0-or-later
// convert --from --graft as a script runs it.
#include "app/cli_runner.h"

#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliGraft : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] QString at(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    [[nodiscard]] CliResult graft(QStringList arguments) const {
        return runCli(QStringList{"convert", at("file.gguf"), "--from", sampleModel()} + arguments);
    }
    /// Names of the tensors of two files that have other bytes.
    [[nodiscard]] static QStringList changed(const QString& before, const QString& after) {
        const CliResult result = runCli({"diff", before, after, "--values", "--json"});
        if (result.exitCode != 0 || !result.json().value("metadata").toArray().isEmpty()) {
            return {QString::fromUtf8(result.told())};
        }
        QStringList names;
        for (const QJsonValue& tensor : result.json().value("tensors").toArray()) {
            if (!tensor.toObject().value("same_bytes").toBool()) {
                names.append(tensor.toObject().value("name").toString());
            }
        }
        return names;
    }

private slots:
    void initTestCase() {
        const CliResult made = runCli({"convert", sampleModel(), "--preset", "Q4_K_M", "-o", at("file.gguf")});
        QVERIFY2(made.exitCode == 0, made.told());
    }

    void aTypeForTheNamedTensors() {
        const CliResult result =
            graft({"--graft", "blk.0.attn_?.weight,output.weight", "--type", "Q8_0", "-o", at("type.gguf")});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(changed(at("file.gguf"), at("type.gguf")),
                 (QStringList{"output.weight", "blk.0.attn_k.weight", "blk.0.attn_q.weight", "blk.0.attn_v.weight"}));
        const CliResult verified = runCli({"verify", at("type.gguf")});
        QVERIFY2(verified.exitCode == 0, verified.told());
    }

    void aPresetSaysWhatAConversionWould() {
        const CliResult result =
            graft({"--graft", "blk.*.ffn_*.weight", "--preset", "Q6_K", "-o", at("preset.gguf"), "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY2(result.err.contains("6 of the named tensors are never quantized"), result.told());
        const auto tensors = byName(result.json().value("tensors"));
        QCOMPARE(tensors.value("blk.3.ffn_up.weight").value("encoding").toString(), QString("Q6_K"));
        QCOMPARE(tensors.value("blk.3.attn_q.weight").value("relative_rmse").toDouble(), 0.0);
        QCOMPARE(changed(at("file.gguf"), at("preset.gguf")).size(), 16); // two of the eighteen had that type already
    }

    void aCalibrationChoosesTheCodes() {
        const QString statistics = at("statistics");
        const CliResult made = runCli({"calibrate", sampleModel(), "-o", statistics, "--chunks", "8"});
        QVERIFY2(made.exitCode == 0, made.told());
        const CliResult grafted = graft(
            {"--graft", "blk.1.ffn_up.weight", "--type", "Q4_K", "--calibration", statistics, "-o", at("calibrated.gguf")});
        QVERIFY2(grafted.exitCode == 0, grafted.told());
        QCOMPARE(changed(at("file.gguf"), at("calibrated.gguf")), QStringList{"blk.1.ffn_up.weight"});
        const CliResult whole = runCli({"convert", sampleModel(), "--preset", "COPY", "--rule", "glob:blk.1.ffn_up.weight=Q4_K",
                                        "--calibration", statistics, "-o", at("whole.gguf")});
        QVERIFY2(whole.exitCode == 0, whole.told());
        const CliResult same =
            runCli({"diff", at("calibrated.gguf"), at("whole.gguf"), "--values", "--tensors", "blk.1.ffn_up.weight", "--json"});
        QVERIFY2(byName(same.json().value("tensors")).value("blk.1.ffn_up.weight").value("same_bytes").toBool(), same.told());
    }

    void aDryRunWritesNothing() {
        const CliResult result = graft({"--graft", "output.weight", "--type", "Q8_0", "--dry-run", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY(result.json().value("dry_run").toBool());
        QVERIFY(result.json().value("file_bytes").toDouble() > static_cast<double>(QFileInfo(at("file.gguf")).size()));
    }

    void whatMakesNoSenseIsRefused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* name, const QStringList& arguments, const char* told) {
            QTest::newRow(name) << arguments << QByteArray(told);
        };
        row("no tensors", {"--type", "Q8_0"}, "--graft");
        row("no encoding", {"--graft", "output.weight"}, "Nothing says what to convert to");
        row("no such tensor", {"--graft", "x", "--type", "Q8_0"}, "No tensor of the file is called x");
        row("no such type", {"--graft", "output.weight", "--type", "Q9_9"}, "Q9_9");
        row("only norms", {"--graft", "*_norm.weight", "--type", "Q8_0"}, "There is nothing to graft");
        row("two encodings", {"--graft", "output.weight", "--type", "Q8_0", "--preset", "Q8_0"}, "--type");
        row("a folder", {"--graft", "output.weight", "--preset", "HQQ4", "--format", "hqq"}, "GGUF files only");
        row("a text", {"--graft", "output.weight", "--type", "Q8_0", "--calibrate"}, "--calibrate is of no use here");
        row("layers", {"--graft", "output.weight", "--type", "Q8_0", "--prune-layers", "1"},
            "--prune-layers is of no use here");
    }
    void whatMakesNoSenseIsRefused() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, told);
        const CliResult result = graft(arguments + QStringList{"-o", at("refused.gguf")});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(told), result.told());
        QVERIFY(!QFile::exists(at("refused.gguf")));
    }

    void theHeaderOfAnyGgufCanBeKept() {
        const CliResult result =
            runCli({"convert", at("file.gguf"), "--preset", "COPY", "--keep-header", "-o", at("copy.gguf")});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(fileHash(at("copy.gguf")), fileHash(at("file.gguf")));
        const CliResult folder = runCli({"convert", sampleModel(), "--preset", "COPY", "--keep-header", "-o", at("no.gguf")});
        QCOMPARE(folder.exitCode, 2);
        QVERIFY2(folder.err.contains("There is no header to keep"), folder.told());
    }
};

QTEST_GUILESS_MAIN(TestCliGraft)
#include "tst_cli_graft.moc"
