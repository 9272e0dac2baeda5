// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of docs/cli.md: what scripts read, and how the program refuses.
#include "app/cli_runner.h"
#include "model/hf_folder.h"
#include "support/synthetic_models.h"

#include <cmath>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

template <class Number>
void append(QByteArray& bytes, Number number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void appendString(QByteArray& bytes, const QByteArray& text) {
    append(bytes, static_cast<quint64>(text.size()));
    bytes.append(text);
}

/// A whole GGUF file with one F32 tensor of 32 zeros and an architecture nobody knows.
QByteArray ggufWithTensor(const QByteArray& tensorName, const QByteArray& architecture) {
    QByteArray file("GGUF");
    append(file, quint32{3});
    append(file, quint64{1}); // tensors
    append(file, quint64{1}); // keys
    appendString(file, "general.architecture");
    append(file, quint32{8}); // string
    appendString(file, architecture);
    appendString(file, tensorName);
    append(file, quint32{1}); // dimensions
    append(file, quint64{32});
    append(file, quint32{0}); // F32
    append(file, quint64{0}); // offset
    file.append(QByteArray((32 - file.size() % 32) % 32, '\0'));
    file.append(QByteArray(128, '\0'));
    return file;
}

QString writeFile(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes) {
    const QString path = folder.filePath(name);
    writeAll(path.toStdString(), std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    return path;
}

std::uint64_t unsignedOf(const QJsonValue& value) {
    return static_cast<std::uint64_t>(value.toInteger(-1));
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void saysItsVersion() {
        const CliResult result = runCli({"--version"});
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.out.trimmed(), QByteArray("quantlathe-cli " QUANTLATHE_VERSION));
    }

    void helpsWithEveryCommand() {
        for (const char* command :
             {"inspect", "estimate", "formats", "plan", "convert", "compare", "verify", "split", "merge", "imatrix-info"}) {
            const CliResult result = runCli({command, "--help"});
            QCOMPARE(result.exitCode, 0);
            QVERIFY2(result.out.contains("--json") && result.out.contains("--threads"), command);
        }
    }

    // --- refusals

    void refusesWithExitCode2_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const QString out = folder_.filePath("refused.gguf");
        const QString garbage = writeFile(folder_, "garbage.gguf", QByteArray(4096, 'x'));
        const std::vector<std::byte> whole = readAll(dataFile("gguf/tiny-llama-f32.gguf"));
        const QString cutShort = folder_.filePath("cut.gguf");
        writeAll(cutShort.toStdString(), std::span(whole).first(whole.size() / 2));
        const QString badPlan = writeFile(folder_, "bad-plan.json", "{\"format\": \"gguf\", \"surprise\": 1}");

        const auto row = [](const char* name, const QStringList& arguments, const char* says) {
            QTest::newRow(name) << arguments << QString(says);
        };
        row("no command", {}, "subcommand");
        row("unknown command", {"transmute"}, "transmute");
        row("unknown option", {"inspect", sampleModel(), "--shiny"}, "--shiny");
        row("no model", {"inspect"}, "MODEL");
        row("no output", {"convert", sampleModel(), "--preset", "Q8_0"}, "-o FILE");
        row("bad number of threads", {"formats", "--threads", "many"}, "--threads");
        row("bad progress mode", {"formats", "--progress", "loud"}, "--progress");
        row("missing file", {"inspect", folder_.filePath("nowhere.gguf")}, "nowhere.gguf");
        row("garbage", {"inspect", garbage}, "garbage.gguf");
        row("cut short", {"inspect", cutShort}, "cut.gguf");
        row("verify garbage", {"verify", garbage}, "garbage.gguf");
        row("verify cut short", {"verify", cutShort}, "cut.gguf");
        row("no preset", {"convert", sampleModel(), "-o", out}, "--preset");
        row("unknown preset lists the known ones", {"convert", sampleModel(), "-o", out, "--preset", "Q4_X"}, "Q4_K_M");
        row("unknown format", {"convert", sampleModel(), "-o", out, "--format", "zip", "--preset", "Q4_K_M"}, "zip");
        row("unknown encoding", {"plan", sampleModel(), "--preset", "Q8_0", "--tensor-type", "attn_v=Q99"}, "Q99");
        row("tensor type without type", {"plan", sampleModel(), "--preset", "Q8_0", "--tensor-type", "attn_v"}, "attn_v");
        row("rule that matches nothing", {"plan", sampleModel(), "--preset", "Q8_0", "--tensor-type", "nonesuch=q8_0"},
            "nonesuch");
        row("rule of an unknown role", {"plan", sampleModel(), "--preset", "Q8_0", "--rule", "role:nose=q8_0"}, "nose");
        row("rule of bad layers", {"plan", sampleModel(), "--preset", "Q8_0", "--rule", "layers:a-b=q8_0"}, "layers:0-7");
        row("plan that is no plan", {"plan", sampleModel(), "--plan", badPlan}, "bad-plan.json");
        row("missing plan", {"plan", sampleModel(), "--plan", folder_.filePath("no-plan.json")}, "no-plan.json");
        row("missing importance matrix", {"plan", sampleModel(), "--preset", "Q8_0", "--imatrix", folder_.filePath("no.dat")},
            "no.dat");
        row("unknown pre-tokenizer lists the known ones", {"plan", sampleModel(), "--preset", "Q8_0", "--pre-tokenizer", "x"},
            "llama-bpe");
        row("one model to compare", {"compare", sampleModel()}, "CONVERTED");
        row("two models with --presets", {"compare", sampleModel(), tinyLlama(), "--presets"}, "--presets");
        row("csv without presets", {"compare", sampleModel(), tinyLlama(), "--csv", folder_.filePath("a.csv")}, "--presets");
        row("unknown card", {"estimate", sampleModel(), "--gpu", "Voodoo 2"}, "Voodoo 2");
        row("bad KV type", {"estimate", sampleModel(), "--kv", "f64"}, "--kv");
        row("a program that loads nothing", {"estimate", sampleModel(), "--runtime", "notepad"}, "notepad loads none");
        row("a program for other formats", {"estimate", sampleModel(), "--format", "gguf", "--runtime", "vllm"},
            "vLLM does not load GGUF");
        row("a KV type of another program", {"estimate", sampleModel(), "--kv", "fp8"}, "llama.cpp keeps no cache in fp8");
        row("a share without vLLM", {"estimate", sampleModel(), "--gpu-memory-utilization", "0.5"}, "--runtime vllm");
        row("layers of vLLM in main memory",
            {"estimate", sampleModel(), "--format", "gptq", "--runtime", "vllm", "--gpu", "RTX 3060 12 GB", "--layers-on-gpu",
             "1"},
            "are for llama.cpp");
        row("no weight of that name", {"inspect", sampleModel(), "--statistics", "nonesuch*"}, "nonesuch");
    }
    void refusesWithExitCode2() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);

        const CliResult text = runCli(arguments);
        QVERIFY2(text.exitCode == 2, text.told());
        QVERIFY2(text.out.isEmpty(), "standard output is for results only");
        QVERIFY2(text.err.startsWith("quantlathe-cli: ") && text.err.count('\n') == 1, text.told());
        QVERIFY2(text.err.contains(says.toUtf8()), text.told());

        const CliResult json = runCli(arguments + QStringList{"--json"});
        QCOMPARE(json.exitCode, 2);
        const QJsonObject error = json.json().value("error").toObject();
        QCOMPARE(error.value("kind").toString(), QString("bad_input"));
        QVERIFY2(!error.value("title").toString().isEmpty(), json.out);
        QVERIFY(!QFile::exists(folder_.filePath("refused.gguf")));
    }

    // --- inspect

    void inspectsTheSampleModel() {
        const CliResult result = runCli({"inspect", sampleModel(), "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject model = result.json();
        QCOMPARE(model.value("format").toString(), QString("safetensors"));
        QCOMPARE(model.value("architecture").toString(), QString("llama"));
        QCOMPARE(model.value("layers").toInt(), 6);
        QVERIFY(model.value("understood").toBool());
        QCOMPARE(model.value("tokenizer").toObject().value("tokens").toInt(), 4096);

        std::uint64_t parameters = 0;
        const auto tensors = model.value("tensors").toArray();
        QCOMPARE(tensors.size(), 6 * 9 + 3);
        for (const QJsonValue& value : tensors) {
            const QJsonObject tensor = value.toObject();
            const auto golden =
                goldenTensor(resourceFile("sample/model.safetensors"), tensor.value("name").toString().toStdString());
            QVERIFY2(golden.has_value(), qPrintable(tensor.value("name").toString()));
            QCOMPARE(tensor.value("dtype").toString().toStdString(), golden->dtype);
            QCOMPARE(tensor.value("bytes").toInteger(), golden->bytes.size());
            std::uint64_t elements = 1;
            std::vector<std::uint64_t> shape;
            for (const QJsonValue& dimension : tensor.value("shape").toArray()) {
                shape.push_back(unsignedOf(dimension));
                elements *= shape.back();
            }
            QVERIFY(shape == golden->shape);
            parameters += elements;
        }
        QCOMPARE(unsignedOf(model.value("parameters")), parameters);
    }

    void inspectsGguf() {
        const CliResult result = runCli({"inspect", tinyLlama(), "--json", "--metadata"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject model = result.json();
        QCOMPARE(model.value("format").toString(), QString("gguf"));
        QCOMPARE(model.value("architecture").toString(), QString("llama"));
        QCOMPARE(model.value("layers").toInt(), 2);
        const auto tensors = byName(model.value("tensors"));
        const QJsonObject up = tensors.value("blk.1.ffn_up.weight");
        QCOMPARE(up.value("dtype").toString(), QString("F32"));
        QCOMPARE(up.value("bytes").toInteger(), 512 * 256 * 4);
        QCOMPARE(up.value("shape").toArray(), (QJsonArray{512, 256}));
        QCOMPARE(up.value("role").toString(), QString("ffn_up"));
        QCOMPARE(up.value("layer").toInt(), 1);
        const QJsonObject metadata = model.value("metadata").toObject();
        QCOMPARE(metadata.value("llama.block_count").toInt(), 2);
        QCOMPARE(metadata.value("tokenizer.ggml.tokens").toObject().value("count").toInt(), 448);
    }

    void printsTextWithoutEscapeCodesIntoAPipe() {
        const CliResult result = runCli({"inspect", sampleModel(), "--tensors", "--metadata"});
        QVERIFY2(result.exitCode == 0, result.told());
        QVERIFY(result.err.isEmpty());
        QVERIFY(!result.out.contains('\x1b'));
        QVERIFY(result.out.contains("model.layers.5.mlp.down_proj.weight"));
        QVERIFY(result.out.contains("256 × 768"));
    }

    void measuresStatistics() {
        const CliResult result =
            runCli({"inspect", sampleModel(), "--json", "--statistics", "blk.2.attn_k.*", "--threads", "2"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject statistics = result.json().value("statistics").toObject();
        QCOMPARE(statistics.value("weights").toArray().size(), 1);
        const QJsonObject key = byName(statistics.value("weights")).value("blk.2.attn_k.weight");

        const auto golden = goldenTensor(resourceFile("sample/model.safetensors"), "model.layers.2.self_attn.k_proj.weight");
        QVERIFY(golden.has_value());
        double sum = 0;
        double squares = 0;
        double largest = 0;
        const auto count = golden->bytes.size() / 2;
        for (qsizetype i = 0; i < count; ++i) {
            const auto low = static_cast<unsigned char>(golden->bytes[2 * i]);
            const auto high = static_cast<unsigned char>(golden->bytes[2 * i + 1]);
            const auto value =
                static_cast<double>(std::bit_cast<float>(static_cast<quint32>(low << 16U) | static_cast<quint32>(high) << 24U));
            sum += value;
            squares += value * value;
            largest = std::max(largest, value);
        }
        const double mean = sum / static_cast<double>(count);
        QCOMPARE(key.value("count").toInteger(), count);
        QCOMPARE(key.value("max").toDouble(), largest);
        QVERIFY(std::abs(key.value("mean").toDouble() - mean) < 1e-9);
        const double deviation = std::sqrt(squares / static_cast<double>(count) - mean * mean);
        QVERIFY(std::abs(key.value("standard_deviation").toDouble() - deviation) < 1e-9);
    }

    void escapesHostileNames() {
        const QString file = writeFile(folder_, "hostile.gguf", ggufWithTensor("evil\x1b[31m\"name", "odd\x1b]0;title\x07"));
        const CliResult text = runCli({"inspect", file, "--tensors", "--metadata"});
        QVERIFY2(text.exitCode == 0, text.told());
        QVERIFY(!text.out.contains('\x1b') && !text.out.contains('\x07'));
        QVERIFY2(text.out.contains("evil\\x1B[31m\"name"), text.out);

        const CliResult json = runCli({"inspect", file, "--json"});
        QVERIFY2(json.exitCode == 0, json.told());
        QVERIFY(!json.out.contains('\x1b') && isValidUtf8(json.out.toStdString()));
        const QJsonObject model = json.json();
        QCOMPARE(model.value("tensors").toArray().first().toObject().value("name").toString(), QString("evil\x1b[31m\"name"));
        QVERIFY(!model.value("understood").toBool());
    }

    void answersInvalidUtf8WithValidJson() {
        const QString file = writeFile(folder_, "invalid-utf8.gguf", ggufWithTensor("bad\xff\xfename", "odd"));
        const CliResult json = runCli({"inspect", file, "--json"});
        QVERIFY2(isValidUtf8(json.out.toStdString()), "whatever the file holds, the output is valid");
        QVERIFY2(json.out.contains("bad\\\\xFF\\\\xFEname"), json.told());
    }

    // --- estimate, formats, plan

    void estimatesEveryPreset() {
        const CliResult result = runCli({"estimate", sampleModel(), "--context", "512", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const auto presets = byName(result.json().value("presets"));
        for (const char* name : {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K_S", "Q3_K_M",
                                 "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "IQ4_NL", "IQ4_XS"}) {
            QVERIFY2(presets.contains(name), name);
            const QJsonObject preset = presets.value(name);
            const QJsonObject vram = preset.value("vram").toObject();
            const auto part = [&](const char* key) { return vram.value(key).toInteger(-1); };
            QVERIFY(part("weights") > 0 && part("kv") > 0 && part("compute") > 0 && part("overhead") > 0);
            QCOMPARE(part("total"), part("weights") + part("kv") + part("compute") + part("overhead"));
            QVERIFY(preset.value("bits_per_weight").toDouble() > 2);
        }
        const auto unavailable = byName(result.json().value("unavailable")); // needs an importance matrix
        QVERIFY2(unavailable.value("Q2_K_S").value("reason").toString().contains("importance matrix"), result.out);
        // 2 × 6 layers × 512 cells × 4 heads × 32 × 2 bytes
        QCOMPARE(presets.value("Q8_0").value("vram").toObject().value("kv").toInteger(), 2 * 6 * 512 * 4 * 32 * 2);
        const CliResult plan = runCli({"plan", sampleModel(), "--preset", "Q4_K_M", "--json"});
        QCOMPARE(plan.json().value("file_bytes"), presets.value("Q4_K_M").value("file_bytes"));
    }

    void estimatesForACard() {
        const CliResult cards = runCli({"estimate", "--list-gpus", "--json"});
        QVERIFY2(cards.exitCode == 0, cards.told());
        const auto gpus = byName(cards.json().value("gpus"));
        QVERIFY(gpus.size() > 100);
        const QString card = gpus.firstKey();
        const CliResult result = runCli({"estimate", sampleModel(), "--gpu", card, "--kv", "q8_0", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("context_tokens").toInteger(), 512); // what the model was trained for
        const QJsonObject preset = byName(result.json().value("presets")).value("Q4_K_M");
        const QJsonObject gpu = preset.value("gpu").toObject();
        QCOMPARE(gpu.value("free_bytes").toInteger(), gpus.value(card).value("memory_bytes").toInteger() -
                                                          preset.value("vram").toObject().value("total").toInteger());
        QVERIFY(gpu.value("tokens_per_second").toObject().value("high").toDouble() > 0);
    }

    void estimatesForAProgram() {
        const QStringList arguments{"estimate", sampleModel(), "--format", "gptq",           "--runtime",   "vllm",
                                    "--kv",     "fp8",         "--gpu",    "RTX 3060 12 GB", "--no-desktop"};
        const CliResult result = runCli(arguments + QStringList{"--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("runtime").toString(), QString("vLLM"));
        QCOMPARE(result.json().value("kv_type").toString(), QString("fp8"));
        const auto presets = byName(result.json().value("presets"));
        const QJsonObject room = presets.value("GPTQ-4-g128").value("gpu").toObject().value("cache_room").toObject();
        QVERIFY(room.value("sequences").toDouble() > 1 && room.value("tokens").toInteger() > 4096);
        QVERIFY(!presets.contains("GPTQ-3-g128")); // vLLM does not load it
        bool isExplained = false;
        for (const QJsonValue& entry : result.json().value("unavailable").toArray()) {
            isExplained = isExplained || entry.toObject().value("reason").toString().contains("vLLM does not load GPTQ-3-g128");
        }
        QVERIFY(isExplained);
        const CliResult text = runCli(arguments);
        QVERIFY2(text.exitCode == 0 && text.out.contains("Sequences at once") && text.out.contains("vLLM"), text.out);
        const CliResult less = runCli(arguments + QStringList{"--gpu-memory-utilization", "0.5", "--json"});
        const QJsonObject smaller =
            byName(less.json().value("presets")).value("GPTQ-4-g128").value("gpu").toObject().value("cache_room").toObject();
        QVERIFY(smaller.value("bytes").toInteger() < room.value("bytes").toInteger());
        // What TensorRT-LLM needs beside weights and cache is not known.
        const CliResult engine =
            runCli({"estimate", sampleModel(), "--format", "smoothquant", "--runtime", "tensorrt-llm", "--json"});
        QVERIFY2(engine.exitCode == 0, engine.told());
        for (const auto& preset : byName(engine.json().value("presets"))) {
            QVERIFY(preset.value("vram").toObject().value("compute").isNull());
            QVERIFY(preset.value("vram").toObject().value("kv").toInteger() > 0);
        }
    }

    void aCardThatIsTooOldCannotRunWhatFits() {
        const QStringList newer{"estimate", sampleModel(), "--format", "fbgemm", "--gpu", "RTX 3060 12 GB", "--json"};
        const auto onNewer = byName(runCli(newer).json().value("presets"));
        QVERIFY(onNewer.value("FP8").value("gpu").toObject().value("cannot_run").isNull()); // vLLM does, from Ampere on
        const QStringList arguments{"estimate", sampleModel(), "--format", "fbgemm", "--gpu", "RTX 2080 Ti"};
        const CliResult json = runCli(arguments + QStringList{"--json"});
        QVERIFY2(json.exitCode == 0, json.told());
        const auto presets = byName(json.json().value("presets"));
        const QJsonObject eightBits = presets.value("FP8").value("gpu").toObject();
        QCOMPARE(eightBits.value("fit").toString(), QString("fits"));
        QVERIFY(eightBits.value("cannot_run").toString().contains("Ampere"));
        QVERIFY(eightBits.value("tokens_per_second").toObject().value("high").isNull());
        const CliResult text = runCli(arguments);
        QVERIFY2(text.out.contains("fits, cannot run") && text.out.contains("Cannot run: FP8"), text.out);
    }

    void whatIsUnknownIsNotZero() {
        const QString odd = pathText(writeLlamaGguf(folder_, {.architecture = "mamba9"}, ElementType::BF16, "odd.gguf"));
        const QStringList arguments{"estimate", odd, "--gpu", "RTX 3060 12 GB"};
        const CliResult json = runCli(arguments + QStringList{"--json"});
        QVERIFY2(json.exitCode == 0, json.told());
        const QJsonObject preset = byName(json.json().value("presets")).value("Q8_0");
        const QJsonObject vram = preset.value("vram").toObject();
        for (const char* part : {"kv", "compute", "total"}) {
            QVERIFY2(vram.value(part).isNull(), part);
        }
        QVERIFY(vram.value("at_least").toInteger() > vram.value("weights").toInteger());
        QVERIFY(preset.value("users_percent").isNull());
        const QJsonObject gpu = preset.value("gpu").toObject();
        for (const char* part : {"fit", "free_bytes", "longest_context"}) {
            QVERIFY2(gpu.contains(part) && gpu.value(part).isNull(), part);
        }
        QVERIFY(gpu.value("tokens_per_second").toObject().value("high").isNull());
        const CliResult text = runCli(arguments);
        QVERIFY2(text.exitCode == 0, text.told());
        QVERIFY2(text.out.contains("unknown") && text.out.contains("at least"), text.out);
        QVERIFY2(!text.out.contains(" 0.0 MiB") && !text.out.contains("free"), text.out);
        QVERIFY2(text.out.contains("how mamba9 models keep keys and values is not known"), text.out);
    }

    void takesNoEmbeddingForAnOutputMatrixUnasked() {
        const HfFolder model;
        model.write("config.json", llamaConfig());
        model.writeWeights(llamaShapes(false));
        const QString path = pathText(model.path());
        const QString file = folder_.filePath("tied.gguf");
        const QStringList convert{"convert", path, "--preset", "F16", "-o", file};
        for (const QStringList& refused : {convert, QStringList{"plan", path, "--preset", "F16"}, QStringList{"estimate", path},
                                           QStringList{"measure", path}}) {
            const CliResult result = runCli(refused);
            QVERIFY2(result.exitCode == 2 && result.err.contains("lm_head.weight is missing"), result.told());
        }
        QVERIFY(!QFile::exists(file));
        const CliResult looked = runCli({"inspect", path});
        QVERIFY2(looked.exitCode == 0 && looked.out.contains("lm_head.weight is missing"), looked.told());
        const CliResult asked = runCli(convert + QStringList{"--tie-output"});
        QVERIFY2(asked.exitCode == 0, asked.told());
        QVERIFY2(asked.err.contains("warning: ") && asked.err.contains("that is another model"), asked.err);
        QVERIFY(runCli({"compare", path, file, "--tie-output"}).exitCode == 0);
    }

    void saysThatWordsAreCutByADefault() {
        const LlamaShape shape{
            .layers = 1, .hidden = 64, .feedForward = 64, .heads = 1, .kvHeads = 1, .vocabulary = 258, .byteVocabulary = true};
        const QString unnamed = pathText(writeLlamaGguf(folder_, shape, ElementType::F32, "unnamed.gguf"));
        const CliResult looked = runCli({"inspect", unnamed});
        QVERIFY2(looked.out.contains("tokenizer.ggml.pre is missing"), looked.out);
        const QStringList few{"--context", "64", "--chunks", "1"};
        const CliResult measured = runCli(QStringList{"measure", unnamed} + few);
        QVERIFY2(measured.exitCode == 0 && measured.err.contains("tokenizer.ggml.pre is missing"), measured.told());
        QVERIFY2(measured.err.contains("--pre-tokenizer"), measured.err);
        const CliResult imatrix = runCli(QStringList{"imatrix", unnamed, "-o", folder_.filePath("m.gguf")} + few);
        QVERIFY2(imatrix.exitCode == 0 && imatrix.err.contains("tokenizer.ggml.pre is missing"), imatrix.told());
        const CliResult said = runCli(QStringList{"measure", unnamed, "--pre-tokenizer", "llama-bpe"} + few);
        QVERIFY2(said.exitCode == 0 && !said.err.contains("tokenizer.ggml.pre"), said.told());
    }

    void listsFormats() {
        const CliResult result = runCli({"formats", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const QJsonObject gguf = result.json().value("formats").toArray().first().toObject();
        QCOMPARE(gguf.value("id").toString(), QString("gguf"));
        QVERIFY(byName(gguf.value("presets")).contains("Q4_K_M"));
        QCOMPARE(byName(gguf.value("encodings")).value("Q4_K").value("bits_per_weight").toDouble(), 4.5);
        QVERIFY(runCli({"formats"}).out.contains("Q4_K_M"));
        QCOMPARE(gguf.value("programs").toArray().first().toString(), QString("llama.cpp"));
        QVERIFY(gguf.value("runs_on").toString().contains("CPU"));
        QVERIFY(byName(gguf.value("presets")).value("IQ2_XXS").value("needs_calibration").toBool());
    }

    void listsFormatsOfAProgram() {
        const CliResult result = runCli({"formats", "--runs-in", "vllm", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QStringList ids;
        for (const QJsonValue& format : result.json().value("formats").toArray()) {
            ids.append(format.toObject().value("id").toString());
        }
        QVERIFY2(ids.contains("gptq") && ids.contains("awq") && !ids.contains("gguf") && !ids.contains("exl2"),
                 qPrintable(ids.join(' ')));
        const CliResult refused = runCli({"formats", "--runs-in", "notepad"});
        QVERIFY2(refused.exitCode == 2 && refused.err.contains("notepad") && refused.err.contains("llama.cpp"), refused.told());
    }

    void writesAPlanOnce() {
        const QString file = folder_.filePath("plan.json");
        const QStringList arguments{"plan", sampleModel(), "--format", "gguf", "--preset", "Q4_K_M", "-o", file};
        const CliResult first = runCli(arguments);
        QVERIFY2(first.exitCode == 0, first.told());
        QVERIFY(first.out.contains("bits per weight") || first.out.contains("Bits per weight"));
        const std::string hash = fileHash(file);
        const CliResult second = runCli(arguments + QStringList{"--tensor-type", "attn_v=q8_0"});
        QCOMPARE(second.exitCode, 2);
        QVERIFY2(second.err.contains("--force"), second.err);
        QCOMPARE(fileHash(file), hash);
        const CliResult third = runCli(arguments + QStringList{"--tensor-type", "attn_v=q8_0", "--force"});
        QVERIFY2(third.exitCode == 0, third.told());
        QVERIFY(fileHash(file) != hash);
    }

    void plansRulesInTheirOrder() {
        const QStringList rules{"--preset",
                                "Q4_K_M",
                                "--token-embedding-type",
                                "F16",
                                "--output-tensor-type",
                                "Q5_0",
                                "--tensor-type",
                                "FFN_UP=q5_k",
                                "--rule",
                                "role:ffn_up,layers:0-1=Q8_0",
                                "--rule",
                                "layers:2-3,glob:*.ffn_down.*=Q8_0"};
        const CliResult result = runCli(QStringList{"plan", sampleModel(), "--json"} + rules);
        // The second rule names weights that --tensor-type has taken already.
        QVERIFY2(result.exitCode == 0, result.told());
        const auto weights = byName(result.json().value("weights"));
        const auto encodingOf = [&](const char* name) { return weights.value(name).value("encoding").toString(); };
        QCOMPARE(encodingOf("token_embd.weight"), QString("F16"));
        QCOMPARE(encodingOf("output.weight"), QString("Q5_0"));
        QCOMPARE(encodingOf("blk.0.ffn_up.weight"), QString("Q5_K"));
        QCOMPARE(encodingOf("blk.3.ffn_down.weight"), QString("Q8_0"));
        QCOMPARE(encodingOf("blk.0.ffn_norm.weight"), QString("F32"));
        QVERIFY(encodingOf("blk.4.ffn_down.weight") != QString("Q8_0"));
    }

    void overrulesAPlanFile() {
        const QString file = folder_.filePath("base-plan.json");
        QCOMPARE(runCli({"plan", sampleModel(), "--preset", "Q4_0", "-o", file}).exitCode, 0);
        const CliResult result = runCli({"plan", sampleModel(), "--plan", file, "--tensor-type", "attn_q=q8_0", "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        const auto weights = byName(result.json().value("weights"));
        QCOMPARE(weights.value("blk.1.attn_q.weight").value("encoding").toString(), QString("Q8_0"));
        QCOMPARE(weights.value("blk.1.attn_k.weight").value("encoding").toString(), QString("Q4_0"));
    }

    // --- pipes

    void endsQuietlyWhenTheReaderLeaves() {
        const CliResult result =
            runProgram("sh", {"-c", "{ \"$0\" inspect \"$1\" --tensors --json; echo \"code $?\" >&2; } | head -c 1",
                              QUANTLATHE_CLI, sampleModel()});
        QCOMPARE(result.out.size(), 1);
        QCOMPARE(result.err, QByteArray("code 0\n"));
    }

    void failsWhenTheResultCannotBeWritten() {
        const CliResult result = runProgram("sh", {"-c", "\"$0\" formats >/dev/full", QUANTLATHE_CLI});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains("No space left"), result.err);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
