// SPDX-License-Identifier: GPL-3.0-or-later
// diff as a script runs it: the headers of two models, and their values.
#include "app/cli_runner.h"

#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliDiff : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString converted(const QString& preset) const {
        const QString file = folder_.filePath(preset + ".gguf");
        if (!QFile::exists(file)) {
            const CliResult result = runCli({"convert", sampleModel(), "--preset", preset, "-o", file});
            if (result.exitCode != 0) {
                qWarning("%s", result.told().constData());
            }
        }
        return file;
    }

private slots:
    void headersAreEnoughForEncodingsAndSizes() {
        const CliResult result = runCli({"diff", converted("Q4_K_M"), converted("Q5_K_M"), "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject document = result.json();
        const QJsonObject counts = document.value("counts").toObject();
        QCOMPARE(counts.value("alike").toInt() + counts.value("other_encoding").toInt(), 57);
        QVERIFY(counts.value("first_bytes").toDouble() < counts.value("second_bytes").toDouble());
        const QJsonObject query = byName(document.value("tensors")).value("blk.0.attn_q.weight");
        QCOMPARE(query.value("kind").toString(), QString("other_encoding"));
        QCOMPARE(query.value("first").toObject().value("encoding").toString(), QString("Q4_K"));
        QCOMPARE(query.value("second").toObject().value("bytes").toInt(), 256 * 256 / 256 * 176);
        QVERIFY(!query.contains("same_bytes"));
        const QJsonArray metadata = document.value("metadata").toArray();
        QCOMPARE(metadata.size(), 1);
        QCOMPARE(metadata[0].toObject(), (QJsonObject{{"key", "general.file_type"}, {"first", "15"}, {"second", "17"}}));
    }

    void aFolderAndItsGgufMatchRowByRow() {
        const CliResult result = runCli({"diff", sampleModel(), converted("BF16"), "--values", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        for (const QJsonValue& value : result.json().value("tensors").toArray()) {
            const QJsonObject tensor = value.toObject();
            QVERIFY2(tensor.value("relative_rmse").toDouble() == 0.0, qPrintable(tensor.value("name").toString()));
            // Norms are widened, and nothing else.
            QCOMPARE(tensor.value("same_bytes").toBool(), !tensor.value("name").toString().contains("norm"));
        }
        QVERIFY(result.json().value("metadata").toArray().isEmpty());
    }

    void valuesOfTheNamedTensorsAreMeasured() {
        const CliResult result =
            runCli({"diff", converted("Q4_K_M"), converted("Q5_K_M"), "--values", "--tensors", "blk.0.attn_*", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const auto tensors = byName(result.json().value("tensors"));
        QCOMPARE(tensors.size(), 5);
        QVERIFY(tensors.value("blk.0.attn_norm.weight").value("same_bytes").toBool());
        const QJsonObject query = tensors.value("blk.0.attn_q.weight");
        QVERIFY(!query.value("same_bytes").toBool());
        QVERIFY(query.value("relative_rmse").toDouble() > 0.03 && query.value("relative_rmse").toDouble() < 0.12);
        QVERIFY(query.value("max_abs").toDouble() > 0);
        QVERIFY(query.value("cosine").toDouble() > 0.99 && query.value("cosine").toDouble() < 1);
        const CliResult text = runCli({"diff", converted("Q4_K_M"), converted("Q5_K_M"), "--tensors", "blk.0.attn_norm*"});
        QVERIFY2(text.exitCode == 0, text.told());
        QVERIFY2(text.out.contains("blk.0.attn_norm.weight") && text.out.contains("stored alike"), text.told());
    }

    void onlyWhatDiffersIsListed() {
        const CliResult same = runCli({"diff", converted("Q4_K_M"), converted("Q4_K_M"), "--values"});
        QVERIFY2(same.exitCode == 0, same.told());
        QVERIFY2(same.out.contains("57 with the same bytes") && !same.out.contains("blk.0"), same.told());
        const CliResult strangers = runCli({"diff", tinyLlama(), sampleModel()});
        QVERIFY2(strangers.exitCode == 0, strangers.told());
        QVERIFY2(strangers.out.contains("of another shape") && strangers.out.contains("only in the second"), strangers.told());
    }

    void wrongCallsAreToldInOneLine() {
        const CliResult none = runCli({"diff", sampleModel(), sampleModel(), "--tensors", "nothing*"});
        QCOMPARE(none.exitCode, 2);
        QVERIFY2(none.err.contains("No tensor to look at"), none.told());
        const CliResult one = runCli({"diff", sampleModel()});
        QCOMPARE(one.exitCode, 2);
        const QString broken = folder_.filePath("broken.gguf");
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("GGUF\3\0\0\0\377\377\377\377\377\377\377\177", 16);
        file.close();
        const CliResult hostile = runCli({"diff", sampleModel(), broken, "--values"});
        QCOMPARE(hostile.exitCode, 2);
        QVERIFY2(hostile.err.contains("broken.gguf"), hostile.told());
    }

    void aFileThatIsCutShortIsRefused() {
        const QString cut = folder_.filePath("cut.gguf");
        QVERIFY(QFile::copy(converted("Q4_K_M"), cut));
        QVERIFY(QFile::resize(cut, QFileInfo(cut).size() - 100'000));
        const CliResult result = runCli({"diff", converted("Q4_K_M"), cut, "--values"});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains("cut.gguf"), result.told());
    }
};

QTEST_GUILESS_MAIN(TestCliDiff)
#include "tst_cli_diff.moc"
