// SPDX-License-Identifier: GPL-3.0-or-later
// plan with a budget, pareto and sensitivity as a script runs them.
#include "app/cli_runner.h"

#include <QFile>
#include <QSet>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

QStringList plan(const QStringList& options) {
    return QStringList{"plan", sampleModel(), "--errors", "nominal", "--json"} + options;
}

QString errorOfRun(const CliResult& result) {
    const QJsonObject error = result.json()["error"].toObject();
    return error["title"].toString() + " | " + error["detail"].toString();
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class CliPlannerTest : public QObject {
    Q_OBJECT
private slots:
    void aSizeGivesAMixThatConverts() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("plan.json");
        const CliResult made = runCli(plan({"--target-size", "3.8MB", "-o", file, "--csv", folder.filePath("plan.csv")}));
        QVERIFY2(made.exitCode == 0, made.told());
        const QJsonObject document = made.json();
        QVERIFY(document["file_bytes"].toInteger() <= 3'800'000);
        const QJsonObject mix = document["mix"].toObject();
        QVERIFY(mix["prediction"].toObject()["kl"].toDouble() > 0);
        QCOMPARE(mix["sensitivity"].toObject()["source"].toString(), "prior");
        QCOMPARE(mix["errors"].toString(), "nominal");
        QVERIFY(mix["gap"].toDouble() >= 0 && mix["gap"].toDouble() < 0.01);
        QVERIFY(!mix["nearest_preset"].toObject()["name"].toString().isEmpty());
        QVERIFY(contents(folder.filePath("plan.csv")).startsWith("weight,role,layer,"));

        const QString output = folder.filePath("mix.gguf");
        const CliResult converted = runCli({"convert", sampleModel(), "--plan", file, "-o", output, "--json"});
        QVERIFY2(converted.exitCode == 0, converted.told());
        QCOMPARE(converted.json()["file_bytes"].toInteger(), document["file_bytes"].toInteger());
        QCOMPARE(QFile(output).size(), document["file_bytes"].toInteger());
    }

    void otherBudgets() {
        const CliResult bits = runCli(plan({"--target-bpw", "4.25"}));
        QVERIFY2(bits.exitCode == 0, bits.told());
        QVERIFY(bits.json()["bits_per_weight"].toDouble() <= 4.25 && bits.json()["bits_per_weight"].toDouble() > 4.1);
        const CliResult quality = runCli(plan({"--target-kl", "0.01"}));
        QVERIFY2(quality.exitCode == 0, quality.told());
        QVERIFY(quality.json()["mix"].toObject()["prediction"].toObject()["kl"].toDouble() <= 0.01);
        const CliResult card = runCli(plan({"--fit-gpu", "rtx 3060 12gb", "--context", "512", "--kv", "q8_0"}));
        QVERIFY2(card.exitCode == 0, card.told());
        QVERIFY(card.json()["mix"].toObject()["memory"].toObject()["total"].toInteger() > 0);
    }

    void aCalibrationTellsWhatItsCodesWillLeave() {
        const QTemporaryDir folder;
        const QString calibration = folder.filePath("sample.cal");
        const CliResult made = runCli({"calibrate", sampleModel(), "--context", "128", "--chunks", "4", "-o", calibration});
        QVERIFY2(made.exitCode == 0, made.told());
        const QStringList question{"plan", sampleModel(), "--json", "--target-bpw", "4.5", "--calibration", calibration};
        const CliResult calibrated = runCli(question);
        QVERIFY2(calibrated.exitCode == 0, calibrated.told());
        const QJsonObject mix = calibrated.json()["mix"].toObject();
        QCOMPARE(mix["calibrated_codes"], true);
        const CliResult plain = runCli(question + QStringList{"--no-measuring"});
        QVERIFY2(plain.exitCode == 0, plain.told());
        QCOMPARE(plain.json()["mix"].toObject()["calibrated_codes"], false);
        const CliResult front = runCli({"pareto", sampleModel(), "--json", "--calibration", calibration});
        QVERIFY2(front.exitCode == 0, front.told());
        QCOMPARE(front.json()["calibrated_codes"], true);
    }

    void pinsAreKeptAndExported() {
        const QTemporaryDir folder;
        const QString types = folder.filePath("types.txt");
        const CliResult made = runCli(plan(
            {"--target-bpw", "4.5", "--pin", "attn_v=Q8_0", "--at-least", "^output=Q6_K", "--export-tensor-types", types}));
        QVERIFY2(made.exitCode == 0, made.told());
        const auto weights = byName(made.json()["weights"]);
        QCOMPARE(weights["blk.2.attn_v.weight"]["encoding"].toString(), "Q8_0");
        // llama-quantize's way to say the same plan, understood by our own option of that name.
        const CliResult again = runCli({"plan", sampleModel(), "--preset", "Q4_K_M", "--tensor-type-file", types, "--json"});
        QVERIFY2(again.exitCode == 0, again.told());
        const auto repeated = byName(again.json()["weights"]);
        for (auto weight = weights.begin(); weight != weights.end(); ++weight) {
            QCOMPARE(repeated[weight.key()]["encoding"], weight.value()["encoding"]);
        }
    }

    void badWishesAreRefusedWithAdvice() {
        const CliResult small = runCli(plan({"--target-size", "100kB"}));
        QVERIFY2(small.exitCode == 2, small.told()); // kB is no unit
        const CliResult tooSmall = runCli(plan({"--target-size", "1MB"}));
        QCOMPARE(tooSmall.exitCode, 2);
        QVERIFY2(errorOfRun(tooSmall).contains("too small for this model | The smallest plan has"), tooSmall.told());
        const CliResult card = runCli(plan({"--fit-gpu", "RTX 3061"}));
        QCOMPARE(card.exitCode, 2);
        QVERIFY2(errorOfRun(card).contains("Closest are") && errorOfRun(card).contains("RTX 3060"), card.told());
        QCOMPARE(runCli(plan({"--target-size", "4MB", "--target-bpw", "4"})).exitCode, 2);
        QCOMPARE(runCli(plan({"--target-size", "4MB", "--tensor-type", "attn_v=Q8_0"})).exitCode, 2);
        QCOMPARE(runCli(plan({"--preset", "Q4_K_M", "--pin", "attn_v=Q8_0"})).exitCode, 2);
        QCOMPARE(runCli(plan({"--fit-gpu", "RTX 3060 12 GB", "--runtime", "other"})).exitCode, 2);
        QCOMPARE(runCli(plan({"--target-bpw", "4", "--fuse", "everything"})).exitCode, 2);
        const CliResult nowhere = runCli(plan({"--min-speed", "12"}));
        QCOMPARE(nowhere.exitCode, 2);
        QVERIFY2(errorOfRun(nowhere).contains("on which machine"), nowhere.told());
        QCOMPARE(runCli(plan({"--gpu", "GTX 1650", "--target-kl", "0.1"})).exitCode, 2);
        const CliResult tooFast = runCli(plan({"--gpu", "GTX 1650", "--min-speed", "100000"}));
        QCOMPARE(tooFast.exitCode, 2);
        QVERIFY2(errorOfRun(tooFast).contains("The quickest one makes") && errorOfRun(tooFast).contains("ask for"),
                 tooFast.told());
    }

    void aMachineAndASpeed() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("machine.json");
        const CliResult result = runCli(
            plan({"--ram", "4GB", "--ram-bandwidth", "20", "--context", "256", "--min-speed", "1200", "--json", "-o", file}));
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject mix = result.json().value("mix").toObject();
        QVERIFY(mix.value("placement").toObject().value("tokens_per_second").isObject());
        const QJsonArray limits = mix.value("limits").toArray();
        QCOMPARE(limits.size(), 2); // main memory and speed
        const QJsonObject speed = limits[1].toObject();
        QCOMPARE(speed.value("of").toString(), QString("speed"));
        QVERIFY(speed.value("milliseconds").toDouble() <= speed.value("most_milliseconds").toDouble());
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QJsonObject machine = QJsonDocument::fromJson(kept.readAll()).object().value("machine").toObject();
        QCOMPARE(machine.value("limits").toArray().size(), 2);
        QCOMPARE(runCli({"plan", sampleModel(), "--plan", file}).exitCode, 0);
        const CliResult text = runCli({"plan", sampleModel(), "--gpu", "GTX 1650", "--context", "256", "--min-speed", "20",
                                       "--errors", "nominal", "--no-measuring"});
        QVERIFY2(text.exitCode == 0 && text.out.contains("a millisecond a token more saves"), text.told());
    }

    void explainsAWeightOfAPreset() {
        const QStringList asked{"plan",     sampleModel(), "--preset",       "Q4_K_M",
                                "--errors", "nominal",     "--no-measuring", "--explain"};
        const CliResult result = runCli(asked + QStringList{"blk.0.attn_v.weight", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject explanation = result.json().value("explanation").toObject();
        QCOMPARE(explanation.value("origin").toObject().value("kind").toString(), QString("preset"));
        QVERIFY(explanation.value("origin").toObject().value("sentence").toString().contains("llama-quantize"));
        const QJsonObject price = explanation.value("price").toObject();
        QVERIFY(price.value("loss_per_100_mb").toDouble() > 0);
        const QJsonArray alternatives = price.value("alternatives").toArray();
        QVERIFY(alternatives.size() > 8);
        int chosen = 0;
        for (const QJsonValue& other : alternatives) {
            chosen += other.toObject().value("worth").toString() == "chosen" ? 1 : 0;
        }
        QCOMPARE(chosen, 1);
        // By the name in the model's own files, in words.
        const CliResult text = runCli(asked + QStringList{"model.layers.0.self_attn.v_proj.weight"});
        QVERIFY2(text.exitCode == 0 && text.out.contains("blk.0.attn_v.weight") && text.out.contains("Next better") &&
                     text.out.contains("nats per 100 kB"),
                 text.told());
        const CliResult wrong = runCli(asked + QStringList{"blk.99.attn_v.weight"});
        QVERIFY2(wrong.exitCode == 2 && wrong.err.contains("blk.99.attn_v.weight"), wrong.told());
    }

    void explainsAWeightOfAMix() {
        const CliResult result = runCli({"plan", sampleModel(), "--target-bpw", "5", "--errors", "nominal", "--no-measuring",
                                         "--pin", "output.weight=Q6_K", "--explain", "output.weight", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject explanation = result.json().value("explanation").toObject();
        QCOMPARE(explanation.value("origin").toObject().value("kind").toString(), QString("pin"));
        QCOMPARE(explanation.value("encoding").toString(), QString("Q6_K"));
        QVERIFY(explanation.value("price").toObject().value("pinned").toBool());
    }

    void paretoListsFrontAndPresets() {
        const QTemporaryDir folder;
        const QString csv = folder.filePath("front.csv");
        const CliResult made = runCli({"pareto", sampleModel(), "--errors", "nominal", "--json", "--csv", csv});
        QVERIFY2(made.exitCode == 0, made.told());
        const QJsonArray front = made.json()["front"].toArray();
        QVERIFY(front.size() > 100);
        for (qsizetype i = 1; i < front.size(); ++i) {
            QVERIFY(front[i].toObject()["file_bytes"].toInteger() > front[i - 1].toObject()["file_bytes"].toInteger());
            QVERIFY(front[i].toObject()["kl"].toDouble() <= front[i - 1].toObject()["kl"].toDouble());
        }
        QVERIFY(byName(made.json()["presets"]).contains("Q4_K_M"));
        QVERIFY(contents(csv).count('\n') > front.size());
        QCOMPARE(runCli({"pareto", sampleModel(), "--errors", "nominal", "--csv", csv}).exitCode, 2); // exists
        const CliResult text = runCli({"pareto", sampleModel(), "--errors", "nominal"});
        QVERIFY2(text.exitCode == 0 && text.out.contains("Predicted KL"), text.told());
    }

    void sensitivitiesAreMeasuredAndUsed() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("sensitivity.json");
        const QStringList measure{"sensitivity", sampleModel(), "--context", "64", "--chunks", "2",
                                  "--groups",    "bands",       "-o",        file, "--json"};
        const CliResult measured = runCli(measure);
        QVERIFY2(measured.exitCode == 0, measured.told());
        QCOMPARE(measured.json()["tokens"].toInt(), 2 * 31);
        QVERIFY(measured.json()["groups"].toInt() > 20);
        QCOMPARE(runCli(measure).exitCode, 2); // exists
        const CliResult planned = runCli(plan({"--target-bpw", "4.25", "--sensitivity", file}));
        QVERIFY2(planned.exitCode == 0, planned.told());
        QCOMPARE(planned.json()["mix"].toObject()["sensitivity"].toObject()["source"].toString(), "measured");
        const CliResult foreign = runCli({"plan", tinyLlama(), "--target-bpw", "8", "--sensitivity", file, "--json"});
        QCOMPARE(foreign.exitCode, 2);
        QVERIFY2(errorOfRun(foreign).contains("belong to another model"), foreign.told());
    }

    void blocksOfExl2AreMeasuredAndChosenFrom() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("measurement.json");
        const QStringList measure{"sensitivity", sampleModel(),   "--context", "32", "--chunks",
                                  "1",           "--measurement", "-o",        file, "--json"};
        const CliResult measured = runCli(measure);
        QVERIFY2(measured.exitCode == 0, measured.told());
        QCOMPARE(measured.json()["blocks"].toInt(), 12);
        QCOMPARE(measured.json()["settings"].toInt(), 6 * (19 + 17));
        QCOMPARE(measured.json()["tokens"].toInt(), 32);
        QCOMPARE(runCli(measure).exitCode, 2); // exists
        const auto bitsWith = [&](const QStringList& more) {
            const CliResult planned =
                runCli(QStringList{"plan", sampleModel(), "--format", "exl2", "--preset", "EXL2-4.0", "--json"} + more);
            return planned.exitCode == 0 ? planned.json()["bits_per_weight"].toDouble() : 0;
        };
        const double usual = bitsWith({});
        const double own = bitsWith({"--measurement", file});
        QVERIFY2(usual > 0 && std::abs(own / usual - 1) < 0.03, qPrintable(QString("%1 %2").arg(usual).arg(own)));
        QVERIFY(bitsWith({"--measurement", file, "--option", "bits=3"}) < own * 0.95);
        const CliResult other = runCli({"plan", sampleModel(), "--preset", "Q4_0", "--measurement", file, "--json"});
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(errorOfRun(other).contains("preset of EXL2"), other.told());
        const CliResult foreign =
            runCli({"plan", tinyLlama(), "--format", "exl2", "--preset", "EXL2-4.0", "--measurement", file, "--json"});
        QCOMPARE(foreign.exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(CliPlannerTest)
#include "tst_cli_planner.moc"
