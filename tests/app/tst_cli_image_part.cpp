// SPDX-License-Identifier: GPL-3.0-or-later
// convert --mmproj as a script runs it.
#include "app/cli_runner.h"
#include "checkpoint/checkpoint.h"
#include "model/golden_image_parts.h"

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliImagePart : public QObject {
    Q_OBJECT

    QTemporaryDir root_;

private slots:
    void isF16WhereNothingIsSaid() {
        const auto folder = folderOfPart("qwen3vl");
        const QString file = root_.filePath("mmproj-golden-F16.gguf");
        const CliResult run = runCli({"convert", pathText(folder->path()), "--mmproj", "-o", file, "--json"});
        QVERIFY2(run.exitCode == 0, run.told());
        QCOMPARE(run.json().value("preset").toString(), QString("F16"));
        const Checkpoint written = openCheckpoint(file.toStdString());
        QCOMPARE(written.metadata().integer("general.file_type"), std::optional<std::int64_t>(1));
        QCOMPARE(written.metadata().string("general.type"), std::optional<std::string_view>("mmproj"));
        QCOMPARE(written.tensors().size(), goldenImageParts().at("qwen3vl").at("f16").size());
        // What it is says who opens it.
        const CliResult shown = runCli({"inspect", file});
        QVERIFY2((shown.out + shown.err).contains("qwen3vl_merger"), shown.told());
    }

    void presetSaysTheType() {
        const auto folder = folderOfPart("mistral3");
        const QString file = root_.filePath("mmproj-golden-Q8_0.gguf");
        const CliResult run =
            runCli({"convert", pathText(folder->path()), "--mmproj", "--format", "gguf", "--preset", "Q8_0", "-o", file});
        QVERIFY2(run.exitCode == 0, run.told());
        const Checkpoint written = openCheckpoint(file.toStdString());
        const auto tensors = written.tensors();
        const auto found = std::ranges::find(tensors, std::string("v.blk.0.attn_q.weight"), &TensorInfo::name);
        QVERIFY(found != tensors.end());
        QCOMPARE(found->type, ElementType::Q8_0);
    }

    void dryRunWritesNothing() {
        const auto folder = folderOfPart("gemma3");
        const CliResult run = runCli({"convert", pathText(folder->path()), "--mmproj", "--dry-run", "--json"});
        QVERIFY2(run.exitCode == 0, run.told());
        QVERIFY(run.json().value("dry_run").toBool());
        QCOMPARE(run.json().value("preset").toString(), QString("F16"));
    }

    void saysInOneSentenceWhatIsNotThere_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("says");
        QTest::newRow("no image part") << QStringList{sampleModel(), "--mmproj"} << "has no image part";
        QTest::newRow("a GGUF file") << QStringList{tinyLlama(), "--mmproj"} << "holds no image part";
        QTest::newRow("another format") << QStringList{sampleModel(), "--mmproj", "--format", "hqq"} << "becomes a GGUF file";
        QTest::newRow("a text") << QStringList{sampleModel(), "--mmproj", "--calibrate"} << "--calibrate is of no use here";
    }
    void saysInOneSentenceWhatIsNotThere() {
        QFETCH(QStringList, options);
        QFETCH(QString, says);
        const CliResult run = runCli(QStringList{"convert"} + options + QStringList{"-o", root_.filePath("none.gguf")});
        QVERIFY2(run.exitCode == 2, run.told());
        QVERIFY2(QString::fromUtf8(run.err).contains(says), run.told());
        QVERIFY(!QFile::exists(root_.filePath("none.gguf")));
    }

    void aTextModelThatAlsoSeesSaysSo() {
        const auto folder = folderOfPart("qwen3vl");
        const CliResult run = runCli({"convert", pathText(folder->path()), "--preset", "Q8_0", "--dry-run"});
        QVERIFY2(run.exitCode == 0, run.told());
        QVERIFY2(run.err.contains("--mmproj"), run.told());
    }

    void refusesOtherPresets() {
        const auto folder = folderOfPart("llama4");
        const QString file = root_.filePath("other.gguf");
        const CliResult run = runCli({"convert", pathText(folder->path()), "--mmproj", "--preset", "Q4_K_M", "-o", file});
        QVERIFY2(run.exitCode == 2, run.told());
        QVERIFY2(run.err.contains("cannot become Q4_K_M"), run.told());
    }
};

QTEST_GUILESS_MAIN(TestCliImagePart)
#include "tst_cli_image_part.moc"
