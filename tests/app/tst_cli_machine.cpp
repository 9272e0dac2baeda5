// SPDX-License-Identifier: GPL-3.0-or-later
// The command line about this machine, from a fake tree of the kernel's files and a stand-in for NVIDIA's library.
#include "cli_runner.h"
#include "support/fake_machine.h"
#include "support/synthetic_models.h"

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliMachine : public QObject {
    Q_OBJECT

    FakeMachine machine_;
    QTemporaryDir folder_;
    QString model_;

    static void haveCards(const QByteArray& cards) {
        qputenv("QUANTLATHE_NVML_STUB", cards);
        qputenv("QUANTLATHE_NVML_LIBRARY", cards.isEmpty() ? "no-such-library.so" : QUANTLATHE_NVML_STUB);
    }

private slots:
    void initTestCase() {
        qputenv("QUANTLATHE_SYSTEM_ROOT", machine_.root().c_str());
        machine_.setMemory(32U << 20U, 24U << 20U);
        model_ = pathText(writeLlamaGguf(folder_, llama8B()));
    }

    void estimatesForThisMachine() {
        haveCards("NVIDIA GeForce RTX 4060|8188|7066|128|8501|8");
        const CliResult result = runCli({"estimate", model_, "--this-machine", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject machine = result.json().value("machine").toObject();
        const QJsonObject card = machine.value("gpus").toArray().at(0).toObject();
        QCOMPARE(card.value("known_as").toString(), QString("RTX 4060 8 GB"));
        QCOMPARE(card.value("free_bytes").toInteger(), qint64{7066} << 20);
        QCOMPARE(machine.value("ram_available_bytes").toInteger(), qint64{24} << 30);
        const QJsonObject preset = byName(result.json().value("presets")).value("Q4_K_M");
        const QJsonObject vram = preset.value("vram").toObject();
        QCOMPARE(vram.value("overhead").toInteger(), qint64{400} << 20); // what is free has no desktop on it
        QCOMPARE(preset.value("gpu").toObject().value("free_bytes").toInteger(),
                 (qint64{7066} << 20) - vram.value("total").toInteger());
        const CliResult text = runCli({"estimate", model_, "--this-machine"});
        QVERIFY2(text.out.contains("RTX 4060 8 GB, 6.9 GiB free"), text.told());
        QVERIFY2(text.out.contains("24.0 GiB available"), text.out);
    }

    void withoutACardTheProcessorRunsIt() {
        haveCards("");
        const CliResult result = runCli({"estimate", model_, "--this-machine", "--ram-bandwidth", "ddr4", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("gpu").toObject().value("kind").toString(), QString("processor"));
        const QJsonObject preset = byName(result.json().value("presets")).value("Q4_K_M");
        QVERIFY(preset.value("users_percent").isNull());
        QCOMPARE(preset.value("host_bytes").toInteger(), 0); // all is in main memory, once
        QCOMPARE(preset.value("gpu").toObject().value("fit").toString(), QString("fits"));
        // 4.7 GB and half a GB of cache, 51.2 GB a second
        const QJsonObject speed = preset.value("gpu").toObject().value("tokens_per_second").toObject();
        QVERIFY(speed.value("low").toDouble() > 4 && speed.value("high").toDouble() < 11);
        QVERIFY(runCli({"estimate", model_, "--this-machine"}).out.contains("CPU only"));
    }

    void whatStandsBesideIsALineOfItsOwn() {
        const QString draft =
            pathText(writeLlamaGguf(folder_, {.layers = 1, .vocabulary = 128256}, ElementType::BF16, "draft.gguf"));
        const CliResult result =
            runCli({"estimate", model_, "--draft", draft, "--gpu", "RTX 3060 12 GB", "--ram", "32GB", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject preset = byName(result.json().value("presets")).value("Q4_K_M");
        const QJsonObject extra = preset.value("extras").toArray().at(0).toObject();
        QCOMPARE(extra.value("name").toString(), QString("Draft model"));
        QVERIFY(extra.value("bytes").toInteger() > 0 && !extra.value("source").toString().isEmpty());
        const QJsonObject vram = preset.value("vram").toObject();
        QCOMPARE(vram.value("total").toInteger(), vram.value("weights").toInteger() + vram.value("kv").toInteger() +
                                                      vram.value("compute").toInteger() + vram.value("overhead").toInteger() +
                                                      extra.value("bytes").toInteger());
        QVERIFY(preset.value("command").toString().contains(" --model-draft "));
        QVERIFY(!preset.value("sources").toObject().value("kv").toString().isEmpty());
        const CliResult text = runCli({"estimate", model_, "--draft", draft, "--formulas"});
        QVERIFY2(text.out.contains("Beside") && text.out.contains("Draft model"), text.told());
        const CliResult recommended = runCli({"recommend", model_, "--draft", draft, "--gpu", "RTX 3060 12 GB"});
        QVERIFY2(recommended.out.contains("--model-draft"), recommended.told());
        for (const QStringList& wrong : {QStringList{"--mtp"}, {"--draft", model_, "--mtp"}, {"--mmproj", model_}}) {
            const CliResult refused = runCli(QStringList{"estimate", model_} + wrong);
            QVERIFY2(refused.exitCode == 2, refused.told());
        }
    }

    void vllmHasACommandLineToo() {
        LlamaShape shape = llama8B();
        shape.ropeFactors = false;
        const QString model = pathText(writeLlamaGguf(folder_, shape, ElementType::BF16, "plain.gguf"));
        const CliResult result = runCli({"estimate", model, "--format", "safetensors", "--runtime", "vllm", "--gpu", "RTX 4090",
                                         "--gpu", "RTX 3090", "--context", "8192", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("tensor_parallel").toInt(), 2);
        const QJsonObject preset = result.json().value("presets").toArray().at(0).toObject();
        QCOMPARE(preset.value("command").toString(),
                 QString("vllm serve MODEL --max-model-len 8192 --gpu-memory-utilization 0.92 --tensor-parallel-size 2"));
    }

    /// A program that does not load GGUF is asked about what it loads, and what the model can become.
    void aRuntimeBringsItsFormat() {
        const auto formatIn = [&](const QString& model, const char* runtime) {
            const CliResult result = runCli({"estimate", model, "--runtime", runtime, "--json"});
            return result.exitCode == 0 ? result.json().value("format").toString() : QString(result.told());
        };
        const QString folder = pathText(resourceFile("sample"));
        QCOMPARE(formatIn(folder, "vllm"), QString("awq"));
        QCOMPARE(formatIn(folder, "exllamav2"), QString("exl2"));
        QCOMPARE(formatIn(folder, "ollama"), QString("gguf"));
        LlamaShape shape = llama8B();
        shape.ropeFactors = false; // which no folder's config.json says
        const QString file = pathText(writeLlamaGguf(folder_, shape, ElementType::BF16, "file.gguf"));
        QCOMPARE(formatIn(file, "vllm"), QString("safetensors"));
    }

    void theFrontOfAMachineHasSpeeds() {
        const QStringList asked{"pareto", model_, "--errors", "nominal", "--gpu", "RTX 3060 12 GB", "--json"};
        const CliResult all = runCli(asked);
        QVERIFY2(all.exitCode == 0, all.told());
        const CliResult quick = runCli(asked + QStringList{"--min-speed", "60"});
        QVERIFY2(quick.exitCode == 0, quick.told());
        const QJsonArray front = quick.json().value("front").toArray();
        QVERIFY(!front.isEmpty() && front.size() < all.json().value("front").toArray().size());
        for (const QJsonValue& mix : front) {
            const QJsonObject speed = mix.toObject().value("tokens_per_second").toObject();
            QVERIFY(2 / (1 / speed.value("low").toDouble() + 1 / speed.value("high").toDouble()) >= 60);
        }
        const CliResult none = runCli(asked + QStringList{"--min-speed", "6000"});
        QCOMPARE(none.exitCode, 2);
        QVERIFY2(none.err.contains("The quickest makes"), none.told());
        QCOMPARE(runCli({"pareto", model_, "--errors", "nominal", "--min-speed", "60"}).exitCode, 2); // on which machine?
    }

    void aDriverThatCrashesIsAWarning() {
        haveCards("crash");
        const CliResult result = runCli({"estimate", model_, "--this-machine", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY2(result.err.contains("NVML (NVIDIA) crashed"), result.told());
        QCOMPARE(result.json().value("machine").toObject().value("problems").toArray().size(), 1);
    }

    void memoryWithoutASpeedHasNoTokens() {
        const CliResult result = runCli({"estimate", model_, "--ram", "32GB", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject gpu = byName(result.json().value("presets")).value("Q4_K_M").value("gpu").toObject();
        QCOMPARE(gpu.value("fit").toString(), QString("fits"));
        QVERIFY(gpu.value("tokens_per_second").toObject().value("high").isNull());
    }

    void placesWhatDoesNotFitWhole() {
        const QStringList arguments{"estimate", model_, "--gpu", "RTX 3060 8 GB", "--ram", "32GB", "--ram-bandwidth", "ddr5"};
        const CliResult result = runCli(arguments + QStringList{"--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject preset = byName(result.json().value("presets")).value("Q8_0");
        const QJsonObject placement = preset.value("placement").toObject();
        const int layers = placement.value("layers_on_gpu").toInt();
        QVERIFY2(layers > 10 && layers < 33, result.told());
        QCOMPARE(placement.value("fit").toString(), QString("fits"));
        QVERIFY(placement.value("cards").toArray().at(0).toObject().value("free_bytes").toInteger() >= qint64{1} << 30);
        QVERIFY(placement.value("tokens_per_second").toObject().value("low").toDouble() > 1);
        QCOMPARE(preset.value("command").toString(),
                 QString("llama-server -m MODEL-Q8_0.gguf -c 4096 -np 1 -ngl %1").arg(layers));
        const CliResult text = runCli(arguments);
        QVERIFY2(text.out.contains(QString("%1 of 33 layers on the card").arg(layers).toUtf8()), text.told());
        const CliResult chosen = runCli(arguments + QStringList{"--layers-on-gpu", "5", "--json"});
        QCOMPARE(
            byName(chosen.json().value("presets")).value("Q8_0").value("placement").toObject().value("layers_on_gpu").toInt(),
            5);
        QVERIFY(runCli({"estimate", model_, "--layers-on-gpu", "5"}).exitCode == 2);
    }

    void severalCards() {
        const CliResult result = runCli({"estimate", model_, "--gpu", "RTX 3060 12 GB", "--gpu", "RTX 3090", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("cards").toArray().size(), 2);
        QCOMPARE(result.json().value("gpu").toObject().value("name").toString(), QString("RTX 3090 24 GB"));
        const QJsonObject placement = byName(result.json().value("presets")).value("Q4_K_M").value("placement").toObject();
        QCOMPARE(placement.value("cards").toArray().at(1).toObject().value("layers").toInt(),
                 33); // the faster one holds it all
    }

    void recommends() {
        haveCards("NVIDIA GeForce RTX 4060|8188|7066|128|8501|8");
        const CliResult result = runCli({"recommend", model_, "--this-machine", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject best = result.json().value("recommendation").toObject();
        QVERIFY2(best.value("sentence").toString().startsWith(best.value("preset").toString() + ": fits with 16 384 tokens"),
                 result.told());
        QCOMPARE(best.value("placement").toObject().value("fit").toString(), QString("fits"));
        QVERIFY(best.value("predicted_kl").toDouble() > 0);
        QVERIFY(best.value("command").toString().startsWith("llama-server -m MODEL-" + best.value("preset").toString()));
        QCOMPARE(result.json().value("alternatives").toArray().size(), 2);
        const CliResult text = runCli({"recommend", model_, "--this-machine"});
        QVERIFY2(text.out.contains("One step up: ") && text.out.contains("One step down: "), text.told());
    }

    void recommendsNothingWhereNothingRuns() {
        const CliResult result = runCli({"recommend", model_, "--gpu", "GTX 1650", "--min-speed", "500", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY(result.json().value("recommendation").isNull());
        QVERIFY(!result.json().value("why_nothing").toString().isEmpty());
        QVERIFY(runCli({"recommend", model_}).exitCode == 2);
    }

    void refusesWhatCannotBe() {
        for (const QStringList& wrong :
             {QStringList{"--this-machine", "--gpu", "RTX 4090"}, QStringList{"--ram", "much"},
              QStringList{"--ram", "8GB", "--ram-bandwidth", "fast"}, QStringList{"--gpu", "RTX 9999"}}) {
            const CliResult result = runCli(QStringList{"estimate", model_} + wrong);
            QVERIFY2(result.exitCode == 2, result.told());
        }
    }
};

QTEST_APPLESS_MAIN(TestCliMachine)
#include "tst_cli_machine.moc"
