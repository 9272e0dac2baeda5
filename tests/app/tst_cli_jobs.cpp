// SPDX-License-Identifier: GPL-3.0-or-later
// convert, verify and compare as a script runs them: bytes, refusals, interruption and resume.
#include "app/cli_runner.h"

#include <csignal>
#include <QElapsedTimer>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// Progress lines of standard error, each a JSON object.
QList<QJsonObject> eventsOf(const QByteArray& standardError) {
    QList<QJsonObject> events;
    for (const QByteArray& line : standardError.split('\n')) {
        if (!line.isEmpty()) {
            events.append(QJsonDocument::fromJson(line).object());
        }
    }
    return events;
}

/// A Llama of 94 million BF16 weights with the sample's tokenizer: large enough that a conversion takes a while.
void writeLargerModel(const QString& folder) {
    constexpr int layers = 6;
    constexpr int hidden = 1024;
    constexpr int feedForward = 4096;
    QVERIFY(QDir().mkpath(folder));
    QFile config(pathText(resourceFile("sample/config.json")));
    QVERIFY(config.open(QIODevice::ReadOnly));
    QJsonObject numbers = QJsonDocument::fromJson(config.readAll()).object();
    numbers["hidden_size"] = hidden;
    numbers["intermediate_size"] = feedForward;
    numbers["head_dim"] = hidden / 8;
    const QByteArray json = QJsonDocument(numbers).toJson();
    writeAll((folder + "/config.json").toStdString(), std::as_bytes(std::span(json.constData(), json.size())));
    for (const char* name : {"tokenizer.model", "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json"}) {
        QVERIFY(QFile::copy(sampleModel() + "/" + name, folder + "/" + name));
    }
    QJsonObject header;
    qint64 bytes = 0;
    const auto add = [&](const QString& name, QJsonArray shape) {
        const qint64 size = 2 * shape.at(0).toInteger() * (shape.size() > 1 ? shape.at(1).toInteger() : 1);
        header[name] = QJsonObject{{"dtype", "BF16"}, {"shape", shape}, {"data_offsets", QJsonArray{bytes, bytes + size}}};
        bytes += size;
    };
    add("model.embed_tokens.weight", {4096, hidden});
    for (int layer = 0; layer < layers; ++layer) {
        const QString block = QString("model.layers.%1.").arg(layer);
        add(block + "input_layernorm.weight", {hidden});
        add(block + "self_attn.q_proj.weight", {hidden, hidden});
        add(block + "self_attn.k_proj.weight", {hidden / 2, hidden});
        add(block + "self_attn.v_proj.weight", {hidden / 2, hidden});
        add(block + "self_attn.o_proj.weight", {hidden, hidden});
        add(block + "post_attention_layernorm.weight", {hidden});
        add(block + "mlp.gate_proj.weight", {feedForward, hidden});
        add(block + "mlp.up_proj.weight", {feedForward, hidden});
        add(block + "mlp.down_proj.weight", {hidden, feedForward});
    }
    add("model.norm.weight", {hidden});
    add("lm_head.weight", {4096, hidden});

    QByteArray head = QJsonDocument(header).toJson(QJsonDocument::Compact);
    head.append(QByteArray((8 - head.size() % 8) % 8, ' '));
    const auto headBytes = static_cast<quint64>(head.size());
    QFile file(folder + "/model.safetensors");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(&headBytes), sizeof headBytes);
    file.write(head);
    std::vector<quint16> values(1U << 20U); // ±0.0078 … ±0.031, repeated with a shift
    quint32 state = 1;
    for (quint16& value : values) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<quint16>((state >> 16U & 0x8000U) | 0x3C00U | (state >> 20U & 0x00FFU));
    }
    for (qint64 left = bytes, piece = 0; left > 0; left -= piece) {
        piece = std::min<qint64>(left, static_cast<qint64>(2 * values.size()) - 2 * (left / 4096 % 512));
        file.write(reinterpret_cast<const char*>(values.data()), piece);
    }
}

/// Starts the arguments, sends `signal` at the first sign of encoding and waits for the end. The exit code is −1 for a death by
/// the signal.
CliResult interrupted(const QStringList& arguments, int signal) {
    QProcess process;
    process.setProcessEnvironment(cliEnvironment());
    process.start(QUANTLATHE_CLI, arguments + QStringList{"--progress", "json"});
    QByteArray seen;
    QElapsedTimer clock;
    clock.start();
    while (process.state() != QProcess::NotRunning && clock.elapsed() < 60'000) {
        process.waitForReadyRead(5);
        seen += process.readAllStandardError();
        const auto events = eventsOf(seen.left(seen.lastIndexOf('\n') + 1));
        if (std::any_of(events.begin(), events.end(), [](const QJsonObject& e) { return e.value("done").toInteger() > 0; })) {
            ::kill(static_cast<pid_t>(process.processId()), signal);
            break;
        }
    }
    process.waitForFinished(60'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            seen + process.readAllStandardError()};
}

} // namespace

class TestCliJobs : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] QString file(const char* name) const { return folder_.filePath(name); }

    /// Written on first use.
    [[nodiscard]] QString largerModel() {
        const QString model = folder_.filePath("larger");
        if (!QFile::exists(model + "/model.safetensors")) {
            writeLargerModel(model);
        }
        return model;
    }

    /// Converts, verifies, compares; returns the comparison.
    QJsonObject convertedAndCompared(const QString& model, const QString& output, const QString& preset) {
        const CliResult convert = runCli({"convert", model, "-o", output, "--format", "gguf", "--preset", preset, "--json"});
        if (convert.exitCode != 0) {
            qWarning("%s", convert.told().constData());
            return {};
        }
        if (runCli({"verify", output}).exitCode != 0) {
            qWarning("the written file is not valid");
            return {};
        }
        const CliResult compare = runCli({"compare", model, output, "--json"});
        if (compare.exitCode != 0) {
            qWarning("%s", compare.told().constData());
            return {};
        }
        return compare.json();
    }

private slots:
    void tellsWhichProgramsLoadAFolder() {
        const QString folder = file("gptq");
        QVERIFY(runCli({"convert", sampleModel(), "-o", folder, "--format", "gptq", "--preset", "GPTQ-3-g128"}).exitCode == 0);
        const CliResult loads = runCli({"verify", folder, "--as", "gptqmodel"});
        QVERIFY2(loads.exitCode == 0, loads.told());
        QCOMPARE(loads.out, QByteArray("GPTQModel 7.7: loads (facts of 2026-11)\n"));
        const CliResult refuses = runCli({"verify", folder, "--as", "transformers", "--as", "vllm", "--json"});
        QVERIFY2(refuses.exitCode == 1, refuses.told());
        QVERIFY2(refuses.err.contains("Not loaded by vLLM"), refuses.told());
        const QJsonArray verdicts = refuses.json().value("consumers").toArray();
        QCOMPARE(verdicts.size(), 2);
        QCOMPARE(verdicts.at(0).toObject().value("verdict").toString(), QString("loads"));
        const QJsonObject vllm = verdicts.at(1).toObject();
        QCOMPARE(vllm.value("consumer").toString(), QString("vllm"));
        QCOMPARE(vllm.value("verdict").toString(), QString("refuses"));
        QCOMPARE(vllm.value("facts").toString(), QString("2026-11"));
        const QString reason = vllm.value("findings").toArray().at(0).toObject().value("text").toString();
        QVERIFY2(reason.startsWith("model.layers.0.mlp.down_proj has 3 bits, expected 4, 8"), reason.toUtf8());

        const CliResult all = runCli({"verify", "--as", "all", folder});
        QVERIFY2(all.exitCode == 0 && all.err.isEmpty(), all.told()); // one is enough
        QVERIFY2(all.out.contains("llama.cpp: does not load"), all.told());
        QCOMPARE(runCli({"verify", folder, "--as", "nobody"}).exitCode, 2);
        QCOMPARE(runCli({"verify", file("missing"), "--as", "vllm"}).exitCode, 2);
        QVERIFY(runCli({"verify", folder, "--json"}).json().value("valid").toBool());
    }

    void convertsVerifiesAndCompares() {
        const QString output = file("sample-Q4_K_M.gguf");
        const CliResult convert =
            runCli({"convert", sampleModel(), "-o", output, "--format", "gguf", "--preset", "Q4_K_M", "--json"});
        QVERIFY2(convert.exitCode == 0, convert.told());
        QVERIFY(convert.err.isEmpty());
        const QJsonObject report = convert.json();
        QCOMPARE(report.value("file_bytes").toInteger(), QFileInfo(output).size());
        const CliResult plan = runCli({"plan", sampleModel(), "--preset", "Q4_K_M", "--json"});
        QCOMPARE(plan.json().value("file_bytes"), report.value("file_bytes"));

        const CliResult verify = runCli({"verify", output, "--json"});
        QVERIFY2(verify.exitCode == 0, verify.told());
        QCOMPARE(verify.json().value("tensors").toInt(), 6 * 9 + 3);

        const CliResult compare = runCli({"compare", sampleModel(), output, "--json"});
        QVERIFY2(compare.exitCode == 0, compare.told());
        const double relative = compare.json().value("relative_rmse").toDouble();
        QVERIFY2(relative > 0.02 && relative < 0.12, compare.out.left(200)); // 4.5 to 6.5 bits a weight
        const auto tensors = byName(compare.json().value("tensors"));
        QCOMPARE(tensors.size(), 6 * 9 + 3);
        const QJsonObject norm = tensors.value("blk.0.attn_norm.weight"); // BF16 kept as F32
        QCOMPARE(norm.value("relative_rmse").toDouble(-1), 0.0);
        QVERIFY(norm.value("sqnr_db").isNull());
        const QJsonObject down = tensors.value("blk.0.ffn_up.weight");
        QVERIFY(down.value("sqnr_db").toDouble() > 15 && down.value("cosine").toDouble() > 0.99);
        QVERIFY(down.value("max_abs").toDouble() > 0);
        // The job measured the same on the way.
        const double measured = byName(report.value("tensors")).value("blk.0.ffn_up.weight").value("relative_rmse").toDouble();
        QVERIFY(std::abs(measured - down.value("relative_rmse").toDouble()) < 1e-9);
    }

    void writesTheBytesOfTheReferenceTool_data() {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QStringList>("options");
        const QString matrix = "tiny-llama-imatrix.gguf";
        QTest::newRow("Q4_K_M") << "tiny-llama-f32.gguf OUT.gguf Q4_K_M 1" << QStringList{"--preset", "Q4_K_M"};
        QTest::newRow("Q3_K_L by alias and case")
            << "tiny-llama-f32.gguf OUT.gguf Q3_K_L 1" << QStringList{"--preset", "q3_k_l"};
        QTest::newRow("with an importance matrix") << "--imatrix tiny-llama-imatrix.gguf tiny-llama-f32.gguf OUT.gguf Q4_K_M 1"
                                                   << QStringList{"--preset", "Q4_K_M", "--imatrix", matrix};
        QTest::newRow("with overrides") << "--tensor-type attn_v=q8_0 --tensor-type blk\\.1\\.ffn_down=q5_k "
                                           "--output-tensor-type q8_0 --token-embedding-type q4_k "
                                           "tiny-llama-f32.gguf OUT.gguf Q4_K_M 1"
                                        << QStringList{"--preset",
                                                       "Q4_K_M",
                                                       "--tensor-type",
                                                       "attn_v=q8_0",
                                                       "--tensor-type",
                                                       "blk\\.1\\.ffn_down=q5_k",
                                                       "--output-tensor-type",
                                                       "q8_0",
                                                       "--token-embedding-type",
                                                       "q4_k"};
    }
    void writesTheBytesOfTheReferenceTool() {
        QFETCH(QString, reference);
        QFETCH(QStringList, options);
        QFile golden(pathText(dataFile("gguf/quantized.json")));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        QString expected;
        for (const QJsonValue& run : QJsonDocument::fromJson(golden.readAll()).object().value("runs").toArray()) {
            if (run.toObject().value("args").toString() == reference) {
                expected = run.toObject().value("file_sha256").toString();
            }
        }
        QVERIFY2(!expected.isEmpty(), "the reference has such a run");

        // The name of the importance matrix is written into the file as it was given.
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(pathText(dataFile("gguf"))));
        const CliResult result = runCli(
            QStringList{"convert", "tiny-llama-f32.gguf", "-o", file("reference.gguf"), "--force", "--threads", "2"} + options);
        QVERIFY(QDir::setCurrent(before));
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(QString::fromStdString(fileHash(file("reference.gguf"))), expected);
    }

    void writesTheSameFromAPlanFile() {
        const QStringList preset{"--format", "gguf", "--preset", "Q5_K_S"};
        QCOMPARE(runCli(QStringList{"plan", sampleModel(), "-o", file("plan.json")} + preset).exitCode, 0);
        QCOMPARE(runCli(QStringList{"plan", sampleModel(), "-o", file("rules.json"), "--rules-only"} + preset).exitCode, 0);
        QCOMPARE(runCli(QStringList{"convert", sampleModel(), "-o", file("preset.gguf"), "--threads", "1"} + preset).exitCode,
                 0);
        for (const char* plan : {"plan.json", "rules.json"}) {
            const QString output = file("from-plan.gguf");
            const CliResult result =
                runCli({"convert", sampleModel(), "-o", output, "--plan", file(plan), "--force", "--threads", "3"});
            QVERIFY2(result.exitCode == 0, result.told());
            QCOMPARE(fileHash(output), fileHash(file("preset.gguf")));
        }
    }

    void neverOverwritesUnasked() {
        const QString output = file("kept.gguf");
        QCOMPARE(runCli({"convert", tinyLlama(), "-o", output, "--preset", "Q8_0"}).exitCode, 0);
        const std::string hash = fileHash(output);
        const CliResult refused = runCli({"convert", tinyLlama(), "-o", output, "--preset", "Q4_0"});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("kept.gguf"), refused.err);
        QCOMPARE(fileHash(output), hash);
        QCOMPARE(runCli({"convert", tinyLlama(), "-o", output, "--preset", "Q4_0", "--force"}).exitCode, 0);
        QVERIFY(fileHash(output) != hash);
        // Its own source stays, forced or not.
        const std::string source = fileHash(output);
        const CliResult own = runCli({"convert", output, "-o", output, "--preset", "F16", "--force", "--allow-requantize"});
        QCOMPARE(own.exitCode, 2);
        QCOMPARE(fileHash(output), source);
    }

    void asksBeforeASecondLoss() {
        QCOMPARE(runCli({"convert", tinyLlama(), "-o", file("once.gguf"), "--preset", "Q8_0"}).exitCode, 0);
        const QStringList again{"convert", file("once.gguf"), "-o", file("twice.gguf"), "--preset", "Q4_0"};
        const CliResult refused = runCli(again);
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("already quantized"), refused.err);
        const CliResult allowed = runCli(again + QStringList{"--allow-requantize"});
        QVERIFY2(allowed.exitCode == 0, allowed.told());
        QVERIFY2(allowed.err.contains("warning"), allowed.err);
    }

    void reportsProgressAsJsonLines() {
        const CliResult result =
            runCli({"convert", sampleModel(), "-o", file("progress.gguf"), "--preset", "Q6_K", "--progress", "json", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY(!result.json().isEmpty());
        const auto events = eventsOf(result.err);
        QVERIFY(events.size() >= 2);
        double before = 0;
        QString phase;
        for (const QJsonObject& event : events) {
            QCOMPARE(event.value("event").toString(), QString("progress"));
            const double fraction = event.value("fraction").toDouble(-1);
            before = phase == event.value("phase").toString() ? before : 0;
            phase = event.value("phase").toString();
            QVERIFY(fraction >= before && fraction <= 1);
            before = fraction;
        }
        QCOMPARE(events.last().value("done"), events.last().value("total"));
    }

    void resumesWhatASignalStopped_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("interrupt") << SIGINT << 130;
        QTest::newRow("terminate") << SIGTERM << 130;
        QTest::newRow("kill") << SIGKILL << -1;
    }
    void resumesWhatASignalStopped() {
        QFETCH(int, signal);
        QFETCH(int, exitCode);
        const QString whole = file("whole.gguf");
        const QStringList preset{"--preset", "Q2_K", "--threads", "1"};
        if (!QFile::exists(whole)) {
            QCOMPARE(runCli(QStringList{"convert", largerModel(), "-o", whole} + preset).exitCode, 0);
        }
        const QString output = folder_.filePath(QString("stopped-%1.gguf").arg(signal));
        const QStringList arguments = QStringList{"convert", largerModel(), "-o", output} + preset;
        const CliResult stopped = interrupted(arguments, signal);
        QVERIFY2(stopped.exitCode == exitCode, stopped.told());
        QVERIFY2(!QFile::exists(output), "nothing that looks finished and is not");
        QVERIFY2(QFile::exists(output + ".part"), stopped.told());
        if (signal != SIGKILL) {
            QVERIFY2(eventsOf(stopped.err).last().value("event").toString() == "error", stopped.err);
            QVERIFY2(stopped.err.contains("--resume"), stopped.err);
        }
        const CliResult resumed = runCli(arguments + QStringList{"--resume"});
        QVERIFY2(resumed.exitCode == 0, resumed.told());
        QCOMPARE(fileHash(output), fileHash(whole));
        QVERIFY(!QFile::exists(output + ".part") && !QFile::exists(output + ".part.journal"));
    }

    void startsAnewWithoutResume() {
        const QString output = file("anew.gguf");
        const QStringList arguments{"convert", largerModel(), "-o", output, "--preset", "Q2_K", "--threads", "1"};
        QVERIFY(interrupted(arguments, SIGINT).exitCode == 130);
        const CliResult anew = runCli(arguments + QStringList{"--json"});
        QVERIFY2(anew.exitCode == 0, anew.told());
        QVERIFY2(anew.err.contains("--resume"), anew.err);
        QCOMPARE(anew.json().value("weights_resumed").toInt(-1), 0);
        QVERIFY(!QFile::exists(output + ".part"));
    }

    // --- compare

    void comparesAModelWithItself() {
        const CliResult result = runCli({"compare", tinyLlama(), tinyLlama(), "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("relative_rmse").toDouble(-1), 0.0);
        QVERIFY(result.json().value("sqnr_db").isNull());
    }

    void refusesToCompareDifferentModels() {
        const CliResult text = runCli({"compare", sampleModel(), tinyLlama()});
        QVERIFY2(text.exitCode == 2, text.told());
        const CliResult json = runCli({"compare", sampleModel(), tinyLlama(), "--json"});
        QCOMPARE(json.exitCode, 2);
        QVERIFY(!json.json().isEmpty());
    }

    void comparesAllPresets() {
        const QString csv = file("presets.csv");
        const QStringList arguments{"compare", tinyLlama(), "--presets", "--exact", "--json"};
        const CliResult first = runCli(arguments + QStringList{"--csv", csv});
        QVERIFY2(first.exitCode == 0, first.told());
        const auto presets = byName(first.json().value("presets"));
        const auto errorOfPreset = [&](const char* name) { return presets.value(name).value("relative_error").toDouble(-1); };
        QCOMPARE(errorOfPreset("F32"), 0.0);
        QVERIFY(errorOfPreset("F16") < errorOfPreset("Q8_0") && errorOfPreset("Q8_0") < errorOfPreset("Q6_K"));
        QVERIFY(errorOfPreset("Q6_K") < errorOfPreset("Q4_K_M") && errorOfPreset("Q4_K_M") < errorOfPreset("Q2_K"));
        QVERIFY(errorOfPreset("Q2_K") < 0.5);
        const auto highEffort = [&](const char* name) { return presets.value(name).value("high_effort"); };
        QVERIFY(highEffort("Q4_K_M").toObject().value("relative_error").toDouble() < errorOfPreset("Q4_K_M"));
        QVERIFY(highEffort("F16").isNull());
        QFile table(csv);
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = table.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), presets.size() + 1);
        QCOMPARE(lines.first().split(',').size(), lines.last().split(',').size());
        QCOMPARE(runCli(arguments + QStringList{"--csv", csv}).exitCode, 2);
        QCOMPARE(runCli(arguments).out, first.out); // from the cache
        QCOMPARE(runCli(arguments + QStringList{"--no-cache", "--threads", "2"}).out, first.out);
        const QJsonObject normal = runCli(arguments + QStringList{"--effort", "normal"}).json();
        QVERIFY(byName(normal.value("presets")).value("Q4_K_M").value("high_effort").isNull());
        QCOMPARE(runCli(arguments + QStringList{"--effort", "huge"}).exitCode, 2);
    }

    // --- models made by others

    void convertsSharedModels_data() {
        QTest::addColumn<QString>("model");
        QTest::newRow("172 columns, no K-quants") << "models/stories260k";
        QTest::newRow("tied embeddings") << "models/baby-llama-105";
        QTest::newRow("sharded") << "models/baby-llama-105-bf16-sharded";
    }
    void convertsSharedModels() {
        QFETCH(QString, model);
        const auto path = extraData(model.toStdString());
        if (!path) {
            QSKIP(extraDataHint);
        }
        const QString output = file("shared.gguf");
        QFile::remove(output);
        const QJsonObject comparison = convertedAndCompared(pathText(*path), output, "Q4_K_M");
        const double relative = comparison.value("relative_rmse").toDouble(-1);
        QVERIFY2(relative > 0.01 && relative < 0.12, qPrintable(QString::number(relative)));
    }

    void refusesRowsThatDoNotDivide() {
        const auto path = extraData("models/stories260k");
        if (!path) {
            QSKIP(extraDataHint);
        }
        const CliResult result =
            runCli({"convert", pathText(*path), "-o", file("rows.gguf"), "--preset", "Q8_0", "--tensor-type", "ffn_down=q4_k"});
        QVERIFY2(result.exitCode == 2, result.told());
        QVERIFY2(result.err.contains("ffn_down") && result.err.contains("Q4_K"), result.err);
        QVERIFY(!QFile::exists(file("rows.gguf")) && !QFile::exists(file("rows.gguf.part")));
    }
};

QTEST_GUILESS_MAIN(TestCliJobs)
#include "tst_cli_jobs.moc"
