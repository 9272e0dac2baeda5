// SPDX-License-Identifier: GPL-3.0-or-later
// The options of convert and plan that llama-quantize has as well, as a script gives them: the same words must give the same
// bytes, and the same refusals.
#include "app/cli_runner.h"

#include <QDir>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

QJsonObject golden() {
    QFile file(pathText(dataFile("gguf/quantized.json")));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QString recordedHash(const QString& arguments) {
    for (const QJsonValue& run : golden().value("runs").toArray()) {
        if (run.toObject().value("args").toString() == arguments) {
            return run.toObject().value("file_sha256").toString();
        }
    }
    return {};
}

/// The same command for quantlathe-cli: options first, then input, output, type and threads.
QStringList translated(const QString& arguments, const QString& output) {
    QStringList words = arguments.split(' ');
    const QString preset = words.at(words.size() - 2);
    const QString source = words.at(words.size() - 4);
    return QStringList{"convert", source, "-o", output, "--preset", preset, "--threads", "2", "--force"} +
           words.first(words.size() - 4);
}

} // namespace

class TestCliOptions : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString before_;

    [[nodiscard]] QString file(const QString& name) const { return folder_.filePath(name); }
    [[nodiscard]] static QStringList convert(const QString& output, const QStringList& options) {
        return QStringList{"convert", tinyLlama(), "-o", output, "--preset", "Q4_K_M", "--force"} + options;
    }
    [[nodiscard]] QString hashOf(const QString& name) const { return QString::fromStdString(fileHash(file(name))); }

private slots:
    void initTestCase() { // the name of an importance matrix is written into the file as it was given
        before_ = QDir::currentPath();
        QVERIFY(QDir::setCurrent(pathText(dataFile("gguf"))));
    }
    void cleanupTestCase() { QVERIFY(QDir::setCurrent(before_)); }

    void writesTheBytesOfTheReferenceTool_data() {
        QTest::addColumn<QString>("arguments");
        for (const char* arguments :
             {"--pure tiny-llama-f32.gguf OUT.gguf Q4_K_S 1", "--pure tiny-llama-f32.gguf OUT.gguf F16 1",
              "--pure --token-embedding-type q8_0 --output-tensor-type q8_0 --imatrix tiny-llama-imatrix.gguf "
              "tiny-llama-f32.gguf OUT.gguf IQ2_XXS 1",
              "--leave-output-tensor tiny-llama-f32.gguf OUT.gguf Q4_K_M 1",
              "--tensor-type ffn_=nvfp4 tiny-llama-f32.gguf OUT.gguf Q8_0 1",
              "--override-kv llama.context_length=int:1024 tiny-llama-f32.gguf OUT.gguf Q4_K_M 1",
              "tiny-llama-f32.gguf OUT.gguf COPY 1"}) {
            QTest::newRow(arguments) << arguments;
        }
    }
    void writesTheBytesOfTheReferenceTool() {
        QFETCH(QString, arguments);
        const QString expected = recordedHash(arguments);
        QVERIFY2(!expected.isEmpty(), "the reference has such a run");
        const CliResult result = runCli(translated(arguments, file("golden.gguf")));
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(hashOf("golden.gguf"), expected);
    }

    /// Hashes of what llama-quantize 0c1e570 wrote with the same options; tests/data/gguf does not record these runs.
    void writesTheBytesOfRunsNotRecorded_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("hash");
        QTest::newRow("all types of overrides") << QStringList{"--override-kv", "llama.context_length=int:128",
                                                               "--override-kv", "my.flag=bool:true",
                                                               "--override-kv", "my.text=str:hello",
                                                               "--override-kv", "my.number=float:1.5"}
                                                << "9d7d53b6a583bad01942edd08a60d100288e91d4161d2a7cdde6851921e21b35";
        QTest::newRow("a file of types") << QStringList{"--tensor-type-file", file("types.txt")}
                                         << "cc348da3d93532da4c8c58f14822c5a375e7342416d24e297a3c2ef8872606e1";
        // The recorded run kept the data of the layer that was to go; this one is of a version that does what it says.
        QTest::newRow("a layer less") << QStringList{"--prune-layers", "0"}
                                      << "ee788dc3365b610a11a2fb7049f05161d5a362c88c020b74dcdd065ac95a964c";
        QTest::newRow("included entries") << QStringList{"--imatrix", "tiny-llama-imatrix.gguf", "--include-weights", "attn"}
                                          << "f5fb3b223831e2cbb109088fa79509dde944d7cc152cf1db384faf8cac7486f1";
        QTest::newRow("excluded entries") << QStringList{"--imatrix", "tiny-llama-imatrix.gguf", "--exclude-weights",
                                                         "ffn_down"}
                                          << "6670b5c1570560e070ecadc03a78426cd9159d7ca5572faaf7b2b1b49062b6db";
    }
    void writesTheBytesOfRunsNotRecorded() {
        QFETCH(QStringList, options);
        QFETCH(QString, hash);
        QFile types(file("types.txt"));
        QVERIFY(types.open(QIODevice::WriteOnly) && types.write("attn_v=q8_0\nblk\\.1\\.ffn_down=q5_k\n") > 0);
        types.close();
        const CliResult result = runCli(convert(file("more.gguf"), options));
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(hashOf("more.gguf"), hash);
    }

    void keepsTheFilesOfTheSource() {
        QCOMPARE(runCli({"split", tinyLlama(), "-o", file("in"), "--split-max-tensors", "8"}).exitCode, 0);
        const CliResult result = runCli({"convert", file("in-00001-of-00003.gguf"), "-o", file("kept.gguf"), "--preset",
                                         "Q4_K_M", "--keep-split", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("files").toArray().size(), 3); // written by llama-quantize --keep-split:
        QCOMPARE(hashOf("kept-00001-of-00003.gguf"),
                 QString("ee64f209d90aaaccdb1795bf7966dc823cdbfc0ad119c0cd1a0bf699cb94fd51"));
        QCOMPARE(hashOf("kept-00002-of-00003.gguf"),
                 QString("e10ef9087f954f972f0c0102b6b7f07ece8d6559fc88ef9f7583160075302452"));
        QCOMPARE(hashOf("kept-00003-of-00003.gguf"),
                 QString("c5da05d01440c7838c83dad73a40bfd3cd9aa5b05687e6f1eec316717938f5a6"));
        QVERIFY(runCli({"verify", file("kept-00002-of-00003.gguf")}).exitCode == 0);
    }

    void splitsAsTheSplitCommandDoes_data() {
        QTest::addColumn<QStringList>("limit");
        QTest::addColumn<QString>("preset");
        QTest::newRow("number") << QStringList{"--split-max-tensors", "8"} << "Q4_K_M";
        QTest::newRow("size") << QStringList{"--split-max-size", "1M"} << "F32";
    }
    void splitsAsTheSplitCommandDoes() {
        QFETCH(QStringList, limit);
        QFETCH(QString, preset);
        QTemporaryDir direct;
        QTemporaryDir later;
        const QStringList source{"convert", tinyLlama(), "--preset", preset};
        const CliResult result = runCli(source + limit + QStringList{"-o", direct.filePath("m.gguf")});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(runCli(source + QStringList{"-o", file("whole.gguf"), "--force"}).exitCode, 0);
        QCOMPARE(runCli(QStringList{"split", file("whole.gguf"), "-o", later.filePath("m")} + limit).exitCode, 0);
        const QStringList names = QDir(direct.path()).entryList(QDir::Files);
        QVERIFY(names.size() > 2);
        QCOMPARE(QDir(later.path()).entryList(QDir::Files), names);
        for (const QString& name : names) {
            QCOMPARE(fileHash(direct.filePath(name)), fileHash(later.filePath(name)));
        }
    }

    void aDryRunSaysTheSizesAndWritesNothing() {
        QTemporaryDir out;
        const QStringList options{"--split-max-tensors", "8", "--prune-layers", "1"};
        const QStringList command = convert(out.filePath("m.gguf"), options + QStringList{"--json"});
        const CliResult dry = runCli(command + QStringList{"--dry-run"});
        QVERIFY2(dry.exitCode == 0, dry.told());
        QVERIFY(dry.json().value("dry_run").toBool());
        QVERIFY(QDir(out.path()).isEmpty());
        const CliResult real = runCli(command);
        QVERIFY2(real.exitCode == 0, real.told());
        QCOMPARE(dry.json().value("file_bytes"), real.json().value("file_bytes"));
        qint64 bytes = 0;
        for (const QFileInfo& written : QDir(out.path()).entryInfoList(QDir::Files)) {
            bytes += written.size();
        }
        QCOMPARE(real.json().value("file_bytes").toInteger(), bytes);
        const CliResult missing = runCli({"convert", tinyLlama(), "--preset", "IQ2_XXS", "--dry-run"});
        QVERIFY2(missing.exitCode == 0 && missing.err.contains("importance matrix"), missing.told()); // a warning, as there
    }

    void aPlanKeepsTheOptions() {
        const QStringList options{"--pure", "--override-kv",         "my.flag=bool:true",   "--prune-layers",
                                  "0",      "--leave-output-tensor", "--split-max-tensors", "5"};
        const CliResult plan =
            runCli(QStringList{"plan", tinyLlama(), "--preset", "Q8_0", "-o", file("plan.json"), "--force"} + options);
        QVERIFY2(plan.exitCode == 0, plan.told());
        QTemporaryDir direct;
        QTemporaryDir planned;
        QCOMPARE(runCli(QStringList{"convert", tinyLlama(), "--preset", "Q8_0", "-o", direct.filePath("m")} + options).exitCode,
                 0);
        const CliResult result = runCli({"convert", tinyLlama(), "--plan", file("plan.json"), "-o", planned.filePath("m")});
        QVERIFY2(result.exitCode == 0, result.told());
        const QStringList names = QDir(direct.path()).entryList(QDir::Files);
        QVERIFY(names.size() > 1);
        QCOMPARE(QDir(planned.path()).entryList(QDir::Files), names);
        for (const QString& name : names) {
            QCOMPARE(fileHash(planned.filePath(name)), fileHash(direct.filePath(name)));
        }
    }

    void refusesWhatTheReferenceToolRefuses() {
        const QJsonArray refused = golden().value("refused").toArray();
        QVERIFY(!refused.isEmpty());
        for (const QJsonValue& run : refused) {
            const QString arguments = run.toObject().value("args").toString();
            const CliResult result = runCli(translated(arguments, file("refused.gguf")));
            QVERIFY2(result.exitCode == 2, qPrintable(arguments + "\n" + result.told()));
            // The weight that needs one, and what to do.
            const QString weight = run.toObject().value("msg").toArray().at(1).toString().section(' ', -1);
            QVERIFY2(result.err.contains(weight.toUtf8()), result.err);
            QVERIFY2(result.err.contains("importance matrix") && result.err.contains("--imatrix"), result.err);
            QVERIFY(!QFile::exists(file("refused.gguf")) && !QFile::exists(file("refused.gguf.part")));
        }
    }

    void namesTheFileOfTypesThatAreNone_data() {
        QTest::addColumn<QByteArray>("types");
        QTest::newRow("no pair") << QByteArray("attn_v");
        QTest::newRow("no encoding") << QByteArray("attn_q=q8_0 attn_v=q99");
        QTest::newRow("no expression") << QByteArray("attn_(v=q8_0");
    }
    void namesTheFileOfTypesThatAreNone() {
        QFETCH(QByteArray, types);
        QFile list(file("bad-types.txt"));
        QVERIFY(list.open(QIODevice::WriteOnly) && list.write(types) == types.size());
        list.close();
        const CliResult result =
            runCli({"plan", tinyLlama(), "--preset", "Q4_K_M", "--tensor-type-file", file("bad-types.txt")});
        QVERIFY2(result.exitCode == 2, result.told());
        QVERIFY2(result.err.contains("bad-types.txt"), result.err);
    }

    void namesThePlanWhoseRuleFitsNothing() {
        QFile plan(file("fits-nothing.json"));
        QVERIFY(plan.open(QIODevice::WriteOnly));
        plan.write(R"({"quantlathe_plan":1,"format":"gguf","preset":"Q8_0","rules":[{"glob":"nowhere","encoding":"Q4_0"}]})");
        plan.close();
        const CliResult result = runCli({"plan", tinyLlama(), "--plan", file("fits-nothing.json")});
        QVERIFY2(result.exitCode == 2, result.told());
        QVERIFY2(result.err.contains("fits-nothing.json") && result.err.contains("nowhere"), result.err);
    }

    void refusesOptionsThatMakeNoSense_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("says");
        QTest::newRow("no such layer") << QStringList{"--prune-layers", "7"} << "layer";
        QTest::newRow("all layers") << QStringList{"--prune-layers", "0,1"} << "layer";
        QTest::newRow("no list") << QStringList{"--prune-layers", "0;1"} << "commas";
        QTest::newRow("no type") << QStringList{"--override-kv", "a.b=5"} << "int";
        QTest::newRow("unknown type") << QStringList{"--override-kv", "a.b=u64:5"} << "int";
        QTest::newRow("no number") << QStringList{"--override-kv", "a.b=int:five"} << "a.b";
        QTest::newRow("split key") << QStringList{"--override-kv", "split.count=int:5"} << "split.";
        QTest::newRow("two limits") << QStringList{"--split-max-size", "1M", "--split-max-tensors", "2"} << "one way";
        QTest::newRow("kept and cut") << QStringList{"--keep-split", "--split-max-tensors", "2"} << "one way";
        QTest::newRow("no unit") << QStringList{"--split-max-size", "1"} << "M or G";
        QTest::newRow("output twice") << QStringList{"--leave-output-tensor", "--output-tensor-type", "q8_0"}
                                      << "output matrix";
        QTest::newRow("in and out") << QStringList{"--imatrix", "tiny-llama-imatrix.gguf", "--include-weights",
                                                   "a",         "--exclude-weights",       "b"}
                                    << "not both";
        QTest::newRow("missing file") << QStringList{"--tensor-type-file", "/no/such/file"} << "/no/such/file";
    }
    void refusesOptionsThatMakeNoSense() {
        QFETCH(QStringList, options);
        QFETCH(QString, says);
        for (const QString& command : {QString("plan"), QString("convert")}) {
            QStringList arguments{command, tinyLlama(), "--preset", "Q4_K_M"};
            if (command == "convert") {
                arguments += {"-o", file("senseless.gguf")};
            }
            const CliResult result = runCli(arguments + options);
            QVERIFY2(result.exitCode == 2, result.told());
            QVERIFY2(result.err.contains(says.toUtf8()), result.err);
            QVERIFY(!QFile::exists(file("senseless.gguf")));
        }
    }
};

QTEST_GUILESS_MAIN(TestCliOptions)
#include "tst_cli_options.moc"
