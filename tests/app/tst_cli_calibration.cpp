// SPDX-License-Identifier: GPL-3.0-or-later
// calibrate, and conversions that it guides, as a script runs them.
#include "app/cli_runner.h"
#include "base/cache_file.h"
#include "base/hash.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

const QStringList text{"--context", "128", "--chunks", "24"};
const QStringList evaluation{"--context", "128", "--chunks", "12", "--json"};

double divergenceOf(const QString& file) {
    const CliResult result = runCli(QStringList{"measure", file, "--reference", sampleModel()} + evaluation);
    return result.exitCode == 0 ? result.json()["kl_mean"].toDouble() : -1;
}

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QDir codesFolder() {
    return QDir(cliEnvironment().value("XDG_CACHE_HOME") + "/quantlathe/codes");
}

/// Kills a conversion when it has kept codes of its first layers; the list that it leaves.
QString keptByAKilledRun(const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(cliEnvironment());
    process.start(QUANTLATHE_CLI, arguments);
    QElapsedTimer timer;
    timer.start();
    QStringList kept;
    while (kept.isEmpty() && timer.elapsed() < 120'000 && process.state() != QProcess::NotRunning) {
        process.waitForFinished(5);
        kept = codesFolder().entryList({"*.part.json"});
    }
    process.kill();
    process.waitForFinished();
    return kept.isEmpty() ? QString() : codesFolder().filePath(kept.first());
}

/// Flips a bit of the first weight's codes; with `andHash` the list says that it was so.
void change(const QString& list, bool andHash) {
    const std::filesystem::path path = list.toStdString();
    const auto stored = readCacheFile(path, 1U << 20U);
    QVERIFY(stored.has_value());
    QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(*stored)).object();
    QJsonArray codes = json["codes"].toArray();
    QJsonObject code = codes[0].toObject();
    QFile file(QString(list).chopped(5));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(code["offset"].toInteger()));
    QByteArray bytes = file.read(code["bytes"].toInteger());
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    QVERIFY(file.seek(code["offset"].toInteger()) && file.write(bytes) == bytes.size());
    if (andHash) { // whole numbers of 64 bits are no matter for Qt's JSON
        const std::uint64_t hash =
            contentHash(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
        const std::size_t at = stored->find("\"hash\":", stored->find("\"codes\""));
        const std::size_t end = stored->find_first_of(",}", at);
        writeCacheFile(path, stored->substr(0, at) + "\"hash\":" + std::to_string(hash) + stored->substr(end));
    }
}

} // namespace

class CliCalibrationTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    [[nodiscard]] QString in(const char* name) const { return folder_.filePath(name); }

private slots:
    void initTestCase() {
        const CliResult result = runCli(QStringList{"calibrate", sampleModel(), "-o", in("text.cal"), "--json"} + text);
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json()["tokens"].toInt(), 24 * 128);
        QCOMPARE(result.json()["chunks"].toInt(), 24);
        QVERIFY(result.json()["weights"].toInt() > 20);
        QVERIFY(!result.json()["gram"].toBool());
    }

    void statisticsHoldTheImportanceMatrix() {
        QCOMPARE(runCli(QStringList{"imatrix", sampleModel(), "-o", in("of.text"), "--format", "dat"} + text).exitCode, 0);
        const QStringList given{"imatrix", sampleModel(), "--calibration", in("text.cal")};
        const CliResult taken = runCli(given + QStringList{"-o", in("of.statistics"), "--format", "dat"});
        QVERIFY2(taken.exitCode == 0, taken.told());
        QFile ofText(in("of.text"));
        QFile ofStatistics(in("of.statistics"));
        QVERIFY(ofText.open(QIODevice::ReadOnly) && ofStatistics.open(QIODevice::ReadOnly));
        QCOMPARE(ofStatistics.readAll(), ofText.readAll());
        QCOMPARE(runCli(given + QStringList{"-o", in("both")} + text).exitCode, 2);
        QVERIFY(!QFile::exists(in("both")));
        QCOMPARE(runCli(given + QStringList{"-o", in("text.cal"), "--force"}).exitCode, 2); // its own input
    }

    /// At the same bytes, on another text than the one that codes were chosen for.
    void calibratedFilesAreCloserToTheModel_data() {
        QTest::addColumn<double>("ratio");
        QTest::newRow("Q4_K_M") << 0.8;
        QTest::newRow("Q2_K") << 0.85;
        QTest::newRow("IQ4_XS") << 0.8;
    }
    void calibratedFilesAreCloserToTheModel() {
        QFETCH(double, ratio);
        const QString preset(QTest::currentDataTag());
        const QString matrix = in("text.imatrix");
        QCOMPARE(runCli(QStringList{"imatrix", sampleModel(), "-o", matrix, "--force"} + text).exitCode, 0);
        const CliResult weighted =
            runCli({"convert", sampleModel(), "--preset", preset, "--imatrix", matrix, "-o", in("weighted.gguf"), "--force"});
        QVERIFY2(weighted.exitCode == 0, weighted.told());
        const CliResult calibrated = runCli({"convert", sampleModel(), "--preset", preset, "--calibration", in("text.cal"),
                                             "-o", in("calibrated.gguf"), "--force", "--json"});
        QVERIFY2(calibrated.exitCode == 0, calibrated.told());
        QCOMPARE(QFileInfo(in("calibrated.gguf")).size(), QFileInfo(in("weighted.gguf")).size());
        QCOMPARE(runCli({"verify", in("calibrated.gguf")}).exitCode, 0);
        const double before = divergenceOf(in("weighted.gguf"));
        const double after = divergenceOf(in("calibrated.gguf"));
        QVERIFY2(after > 0 && after < ratio * before, qPrintable(QString("%1 of %2").arg(after).arg(before)));

        int calibratedWeights = 0;
        for (const QJsonValue& value : calibrated.json()["tensors"].toArray()) {
            const QJsonObject tensor = value.toObject();
            if (tensor.contains("loss_after")) {
                QVERIFY(tensor["loss_after"].toDouble() <= tensor["loss_before"].toDouble());
                calibratedWeights += tensor["calibrated"].toBool() ? 1 : 0;
            }
        }
        QVERIFY(calibratedWeights > 20);
    }

    void aTextGivesWhatItsStatisticsGiveAndThreadsChangeNothing() {
        QByteArray bytes;
        for (const char* const threads : {"1", "2", "3"}) {
            const CliResult result = runCli({"convert", sampleModel(), "--preset", "Q3_K_S", "--calibration", in("text.cal"),
                                             "-o", in("some.gguf"), "--force", "--threads", threads});
            QVERIFY2(result.exitCode == 0, result.told());
            const QByteArray now = contentsOf(in("some.gguf"));
            QVERIFY(!now.isEmpty() && (bytes.isEmpty() || now == bytes));
            bytes = now;
        }
        const CliResult direct = runCli(
            QStringList{"convert", sampleModel(), "--preset", "Q3_K_S", "--calibrate", "-o", in("some.gguf"), "--force"} +
            text);
        QVERIFY2(direct.exitCode == 0, direct.told());
        QVERIFY(contentsOf(in("some.gguf")) == bytes);
        const CliResult independent = runCli({"convert", sampleModel(), "--preset", "Q3_K_S", "--calibration", in("text.cal"),
                                              "--independent", "-o", in("some.gguf"), "--force"});
        QVERIFY2(independent.exitCode == 0, independent.told());
        QVERIFY(contentsOf(in("some.gguf")) != bytes);
    }

    void aPlanCarriesItsTextAndIsNotMeasuredOnIt() {
        const QString plan = in("calibrated-plan.json");
        const CliResult written = runCli({"plan", sampleModel(), "--preset", "IQ2_XS", "--calibrate", "--text-context", "128",
                                          "--chunks", "24", "--independent", "--rules-only", "-o", plan});
        QVERIFY2(written.exitCode == 0, written.told());
        const QJsonObject choice = QJsonDocument::fromJson(contentsOf(plan)).object()["calibration"].toObject();
        QCOMPARE(choice["source"].toString(), QStringLiteral("text"));
        QCOMPARE(choice["context"].toInt(), 128);
        QCOMPARE(choice["chunks"].toInt(), 24);
        QCOMPARE(choice["mode"].toString(), QStringLiteral("independent"));
        QCOMPARE(choice["text_hash"].toString().size(), 16);
        QVERIFY(!choice.contains("file"));
        // The preset needs an importance; the plan's text gives it, as the same options on the command line do.
        const CliResult planned = runCli({"convert", sampleModel(), "--plan", plan, "-o", in("planned.gguf")});
        QVERIFY2(planned.exitCode == 0, planned.told());
        const CliResult direct = runCli(QStringList{"convert", sampleModel(), "--preset", "IQ2_XS", "--calibrate",
                                                    "--independent", "-o", in("direct.gguf")} +
                                        text);
        QVERIFY2(direct.exitCode == 0, direct.told());
        QVERIFY(contentsOf(in("planned.gguf")) == contentsOf(in("direct.gguf")));
        // What the command line says is stronger than the plan.
        const CliResult other =
            runCli({"convert", sampleModel(), "--plan", plan, "--calibration", in("text.cal"), "-o", in("other.gguf")});
        QVERIFY2(other.exitCode == 0, other.told());
        QVERIFY(contentsOf(in("other.gguf")) != contentsOf(in("planned.gguf")));

        // On the text of its calibration a plan looks better than it is: whatever the file is called, and by its tokens.
        const QString copy = in("copy.txt");
        QVERIFY(QFile::copy(QString::fromStdString(resourceFile("text/default-calibration.txt").string()), copy));
        const QStringList measure{"measure", sampleModel(), "--preset", "Q4_K_M", "--context", "128", "--chunks", "2"};
        const QStringList guides[] = {{"--plan", plan}, {"--calibration", in("text.cal")}};
        for (const QStringList& guide : guides) {
            const CliResult warned = runCli(measure + guide + QStringList{"--text", copy});
            QVERIFY2(warned.exitCode == 0, warned.told());
            QVERIFY2(warned.err.contains("copy.txt is the text that the plan is calibrated on"), warned.told());
            const CliResult silent = runCli(measure + guide);
            QVERIFY2(silent.exitCode == 0 && !silent.err.contains("is calibrated on"), silent.told());
        }
    }

    /// The other families, whose matrices become several tensors.
    void calibratedFoldersAreCloserToTheModel_data() {
        QTest::addColumn<QString>("preset");
        QTest::newRow("gptq") << "GPTQ-4-g128";
        QTest::newRow("gptq, ordered") << "GPTQ-4-g128";
        QTest::newRow("bitsandbytes") << "NF4";
        QTest::newRow("hqq") << "HQQ4";
        QTest::newRow("fbgemm") << "INT4";
        QTest::newRow("spqr") << "SPQR-3";
    }
    void calibratedFoldersAreCloserToTheModel() {
        QFETCH(QString, preset);
        const QString tag = QTest::currentDataTag();
        QStringList form{"--format", tag.section(',', 0, 0), "--preset", preset};
        if (tag.endsWith("ordered")) {
            form += {"--option", "desc_act=true"};
        }
        const QString matrix = in("folder.imatrix");
        QCOMPARE(runCli(QStringList{"imatrix", sampleModel(), "-o", matrix, "--force"} + text).exitCode, 0);
        const QString weighted = in(qPrintable(tag)) + "-weighted";
        const QString calibrated = in(qPrintable(tag)) + "-calibrated";
        const CliResult first = runCli(QStringList{"convert", sampleModel(), "--imatrix", matrix, "-o", weighted} + form);
        QVERIFY2(first.exitCode == 0, first.told());
        const CliResult second =
            runCli(QStringList{"convert", sampleModel(), "--calibration", in("text.cal"), "-o", calibrated, "--json"} + form);
        QVERIFY2(second.exitCode == 0, second.told());
        int calibratedWeights = 0;
        for (const QJsonValue& value : second.json()["tensors"].toArray()) {
            calibratedWeights += value.toObject()["calibrated"].toBool() ? 1 : 0;
        }
        QVERIFY(calibratedWeights > 20);
        const double before = divergenceOf(weighted);
        const double after = divergenceOf(calibrated);
        QVERIFY2(after > 0 && after < 0.75 * before, qPrintable(QString("%1 of %2").arg(after).arg(before)));
    }

    /// What a killed run has chosen is taken over, and only if it is what that run wrote.
    void aKilledRunIsContinued() {
        const auto convert = [&](const char* to) {
            return QStringList{"convert", sampleModel(), "--preset", "Q4_K_S", "--calibration", in("text.cal"), "-o", in(to)};
        };
        const CliResult whole = runCli(convert("whole.gguf"));
        QVERIFY2(whole.exitCode == 0, whole.told());
        QVERIFY(codesFolder().isEmpty());
        const QByteArray expected = contentsOf(in("whole.gguf"));
        for (const char* const what : {"as it is", "damaged", "another"}) {
            const QString to = QString("killed-%1.gguf").arg(what);
            const QString list = keptByAKilledRun(convert(qPrintable(to)));
            QVERIFY(!list.isEmpty() && !QFileInfo::exists(in(qPrintable(to))));
            if (what != std::string_view("as it is")) {
                change(list, what == std::string_view("another"));
            }
            const CliResult resumed = runCli(convert(qPrintable(to)));
            QVERIFY2(resumed.exitCode == 0, resumed.told());
            QCOMPARE(contentsOf(in(qPrintable(to))) == expected, what != std::string_view("another"));
            QVERIFY(codesFolder().isEmpty());
        }
    }

    /// A plan that holds no grid is converted all the same: with the importance of the statistics.
    void whatIsNoGridIsGuidedByImportance() {
        const CliResult result = runCli({"convert", sampleModel(), "--preset", "TQ1_0", "--output-tensor-type", "f16",
                                         "--calibration", in("text.cal"), "-o", in("ternary.gguf")});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY2(result.err.contains("as an importance matrix"), result.told());
    }

    void whatItTakesIsToldBeforehand() {
        const QStringList common{"convert", sampleModel(), "--preset", "Q4_K_M", "--calibrate", "--dry-run"};
        const CliResult result = runCli(common + text + QStringList{"--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject seconds = result.json()["expected_seconds"].toObject();
        QVERIFY2(seconds["statistics"].toDouble() > 0 && seconds["codes"].toDouble() > seconds["statistics"].toDouble(),
                 result.told());
        QVERIFY2(result.err.contains("choosing codes takes about"), result.told());
        const CliResult floats = runCli({"convert", sampleModel(), "--preset", "F16", "--dry-run", "--calibrate", "--json"});
        QVERIFY2(floats.exitCode == 0 && !floats.json().contains("expected_seconds"), floats.told());
    }

    void badInputIsSaid() {
        const CliResult both =
            runCli({"convert", sampleModel(), "--calibration", in("text.cal"), "--calibrate", "-o", in("x")});
        QCOMPARE(both.exitCode, 2);
        const CliResult foreign = runCli({"convert", QString::fromStdString(dataFile("gguf/tiny-llama-f32.gguf").string()),
                                          "--preset", "Q8_0", "--calibration", in("text.cal"), "-o", in("x.gguf")});
        QCOMPARE(foreign.exitCode, 2);
        const CliResult none = runCli({"convert", sampleModel(), "--calibration", in("missing.cal"), "-o", in("x.gguf")});
        QCOMPARE(none.exitCode, 2);
        const CliResult shortText = runCli({"convert", sampleModel(), "--preset", "Q4_K_M", "--calibrate", "--context", "64",
                                            "--chunks", "2", "-o", in("x.gguf")});
        QCOMPARE(shortText.exitCode, 2);
        QVERIFY2(shortText.err.contains("too short"), shortText.told());
        QVERIFY(!QFileInfo::exists(in("x.gguf")));
        for (const QStringList& useless : {QStringList{"--independent"}, QStringList{"--chunks", "3"}}) {
            const CliResult result = runCli(QStringList{"convert", sampleModel(), "-o", in("x.gguf")} + useless);
            QCOMPARE(result.exitCode, 2);
            QVERIFY2(result.err.contains("of no use here"), result.told());
        }
        // Before the text is run, which would take its time.
        const CliResult taken =
            runCli({"convert", sampleModel(), "--preset", "IQ2_XS", "--calibrate", "-o", in("calibrated.gguf")});
        QCOMPARE(taken.exitCode, 2);
        QVERIFY2(taken.err.contains("exists"), taken.told());
    }
};

QTEST_GUILESS_MAIN(CliCalibrationTest)
#include "tst_cli_calibration.moc"
