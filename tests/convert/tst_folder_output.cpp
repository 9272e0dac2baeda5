// SPDX-License-Identifier: GPL-3.0-or-later
// Hugging Face folders whose matrices are stored in parts: what is written, what a reader finds, resuming, bad sources.
#include "convert/convert_support.h"
#include "formats/importance.h"
#include "formats/stored_matrices.h"
#include "plan/encoded_matrices.h"
#include "plan/planned_weights.h"
#include "weights/compare.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

std::shared_ptr<const Model> sample() {
    static const auto model = openModel(test::resourceFile("sample"));
    return model;
}

PlanDocument documentFor(const std::string& format, const std::string& preset) {
    PlanDocument document;
    document.format = format;
    document.preset = preset;
    return document;
}

Json jsonOf(const fs::path& file) {
    std::ifstream stream(file);
    return Json::parse(stream);
}

/// Every file of a folder by name, with its hash.
std::map<std::string, std::string> hashesIn(const fs::path& folder) {
    std::map<std::string, std::string> hashes;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        hashes.emplace(entry.path().filename().string(), test::fileHash(entry.path()));
    }
    return hashes;
}

/// Importance for all linear layers of the sample but those of the first layer.
std::shared_ptr<const ImportanceMatrix> sampleImportance() {
    auto matrix = std::make_shared<ImportanceMatrix>();
    std::uint64_t seed = 1;
    for (const Weight& weight : sample()->weights()) {
        if (isLinearLayer(*sample(), weight) && weight.layer && *weight.layer > 0) {
            std::vector<float> values = test::normalValues(importanceLength(weight), seed++, 1.0F);
            for (float& value : values) {
                value = std::exp(value);
            }
            matrix->columns.emplace(weight.name, std::move(values));
        }
    }
    return matrix;
}

/// A copy of the sample whose files may be changed.
void copySample(const fs::path& folder) {
    fs::copy(test::resourceFile("sample"), folder, fs::copy_options::recursive);
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
    }
}

} // namespace

class TestFolderOutput : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    static void families() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        for (const Format* const format : formats()) {
            if (!format->fileSuffix().empty() || format->id() == "smoothquant") { // needs a text: tst_folded_conversion
                continue;
            }
            if (format->id() == "safetensors") { // quantizes nothing: tst_plain_folder
                continue;
            }
            for (const Preset& preset : format->presets()) {
                if (preset.name == "NVFP4") { // needs a text: tst_compressed_tensors_folder
                    continue;
                }
                if (format->id() == "aqlm" && &preset != format->presets().data()) {
                    continue; // learning codebooks takes its time, and tst_aqlm looks at all of them
                }
                const std::string name = std::string(format->id()) + ' ' + std::string(preset.name);
                QTest::newRow(name.c_str()) << QString::fromUtf8(format->id()) << QString::fromUtf8(preset.name);
            }
        }
    }

private slots:
    void aFolderIsWhatThePlanSays_data() { families(); }
    void aFolderIsWhatThePlanSays() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        const Plan plan = makePlan(sample(), documentFor(format.toStdString(), preset.toStdString()));
        const fs::path destination = in(format.toStdString() + '-' + preset.toStdString());

        const ConvertReport report = test::convertQuietly(plan, destination, {}, test::smallTuning());

        QCOMPARE(report.bytesWritten, plan.fileBytes());
        std::uint64_t bytes = 0;
        for (const fs::directory_entry& entry : fs::directory_iterator(destination)) {
            bytes += entry.file_size();
        }
        QCOMPARE(bytes, plan.fileBytes());
        QVERIFY(test::nothingIsLeftBeside(destination));
        // The tokenizer is the source's, byte for byte; config.json is its own.
        for (const char* const name :
             {"tokenizer.json", "tokenizer.model", "tokenizer_config.json", "generation_config.json"}) {
            QCOMPARE(test::fileHash(destination / name), test::fileHash(test::resourceFile("sample") / name));
        }
        Json config = jsonOf(destination / "config.json");
        QVERIFY(config["quantization_config"]["quant_method"].is_string());
        config.erase("quantization_config");
        if (format == "aqlm" || format == "spqr") { // whose loaders compute in this type
            QVERIFY(config["torch_dtype"] == Json("float16"));
            config["torch_dtype"] = "bfloat16";
        }
        QVERIFY(config == jsonOf(test::resourceFile("sample") / "config.json"));
    }

    void aCompanionThatChangesEndsTheJob_data() {
        QTest::addColumn<int>("manner");
        QTest::newRow("grows") << 0;
        QTest::newRow("shrinks") << 1;
        QTest::newRow("changes at the same size") << 2;
        QTest::newRow("is replaced") << 3;
        QTest::newRow("is removed") << 4;
    }

    void aCompanionThatChangesEndsTheJob() {
        QFETCH(int, manner);
        const std::string name = "changing-" + std::to_string(manner);
        copySample(in(name));
        const fs::path companion = in(name) / "tokenizer_config.json";
        const Plan plan = makePlan(openModel(in(name)), documentFor("bitsandbytes", "NF4"));
        bool isChanged = false;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase != "Encoding" || std::exchange(isChanged, true)) {
                    return;
                }
                std::string text = readTextFile(companion, 100'000);
                if (manner == 0) {
                    text += "  ";
                } else if (manner == 1) {
                    text.pop_back();
                } else if (manner == 2) {
                    text.back() = ' ';
                } else {
                    fs::remove(companion);
                }
                if (manner < 4) {
                    test::writeAll(companion, std::as_bytes(std::span(text)));
                }
            },
            std::chrono::milliseconds(0));
        const CancelToken cancel;
        const fs::path out = in(name + ".nf4");
        const auto error = test::errorOf([&] { (void)convert(plan, out, {}, test::smallTuning(), progress, cancel); });
        QVERIFY(isChanged);
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY(QString::fromStdString(error->what()).contains("tokenizer_config.json"));
        QVERIFY(!fs::exists(out));
    }

    void aLinkOutOfTheFolderIsTold() {
        copySample(in("linked"));
        const std::string secret = "{}";
        test::writeAll(in("secret"), std::as_bytes(std::span(secret)));
        fs::remove(in("linked") / "special_tokens_map.json");
        fs::create_symlink("../secret", in("linked") / "special_tokens_map.json");
        fs::rename(in("linked") / "tokenizer_config.json", in("linked") / "inner.json");
        fs::create_symlink("inner.json", in("linked") / "tokenizer_config.json");
        const Plan plan = makePlan(openModel(in("linked")), documentFor("bitsandbytes", "NF4"));
        const std::vector<fs::path> elsewhere = copiedFromElsewhere(plan);
        QCOMPARE(elsewhere.size(), std::size_t{1});
        QCOMPARE(elsewhere.front().filename().string(), std::string("special_tokens_map.json"));
        // The hub's cache: snapshots/REVISION/NAME leads to blobs/HASH.
        fs::create_directories(in("hub/snapshots"));
        fs::create_directories(in("hub/blobs"));
        fs::rename(in("linked"), in("hub/snapshots/1"));
        fs::rename(in("secret"), in("hub/blobs/secret"));
        fs::remove(in("hub/snapshots/1/special_tokens_map.json"));
        fs::create_symlink("../../blobs/secret", in("hub/snapshots/1/special_tokens_map.json"));
        QVERIFY(copiedFromElsewhere(makePlan(openModel(in("hub/snapshots/1")), documentFor("bitsandbytes", "NF4"))).empty());
    }

    void whatIsReadBackIsWhatWasMeasured_data() { families(); }
    void whatIsReadBackIsWhatWasMeasured() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        const fs::path destination = in(format.toStdString() + '-' + preset.toStdString());
        const Plan plan = makePlan(sample(), documentFor(format.toStdString(), preset.toStdString()));
        if (!fs::exists(destination)) { // the test before has made it
            (void)test::convertQuietly(plan, destination);
        }
        const auto model = openModel(destination);

        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QCOMPARE(model->weights().size(), sample()->weights().size());
        QVERIFY(model->isQuantized());
        for (const Choice& choice : plan.choices) {
            const Weight* const weight = model->find(choice.weight->name);
            QVERIFY(weight != nullptr);
            QCOMPARE(weight->shape, choice.weight->shape);
            QCOMPARE(std::string(weight->storedName()), std::string(choice.encoding->name()));
        }
        // A model that is planned only gives the values of the written one.
        const PlannedWeights planned(plan);
        for (const Weight& weight : model->weights()) {
            const Weight& original = *sample()->find(weight.name);
            std::vector<float> stored(weight.elements());
            std::vector<float> expected(weight.elements());
            readRows(*model, weight, 0, stored);
            planned.rows(original, 0, expected);
            QVERIFY2(std::memcmp(stored.data(), expected.data(), stored.size() * sizeof(float)) == 0, weight.name.c_str());
            planned.release(original);
        }
        Progress progress;
        const CancelToken cancel;
        QVERIFY(verifyFile(destination, 2, progress, cancel) > 0);
    }

    void reportsTheErrorOfWhatIsThere() {
        const Plan plan = makePlan(sample(), documentFor("hqq", "HQQ4"));
        const ConvertReport report = test::convertQuietly(plan, in("errors"));
        ThreadArena arena(2);
        Progress progress;
        const Comparison comparison = compareModels(*sample(), *openModel(in("errors")), arena, progress, {});
        QVERIFY(comparison.isComplete());
        for (const WeightComparison& compared : comparison.weights) {
            const auto found = std::ranges::find(report.weights, compared.name, &WeightResult::weight);
            if (found != report.weights.end()) {
                QVERIFY(std::abs(found->relativeError - compared.error.relative) < 1e-12);
            }
        }
        QVERIFY(comparison.relativeRmse > 0.02 && comparison.relativeRmse < 0.15);
    }

    void anyNumberOfThreadsGivesTheSameBytes() {
        const Plan plan = makePlan(sample(), documentFor("hqq", "HQQ3"));
        ConvertOptions options;
        for (const int threads : {1, 2, 5}) {
            options.threads = threads;
            (void)test::convertQuietly(plan, in("threads" + std::to_string(threads)), options, test::smallTuning());
        }
        const auto one = hashesIn(in("threads1"));
        QCOMPARE(hashesIn(in("threads2")), one);
        QCOMPARE(hashesIn(in("threads5")), one);
    }

    void aRunThatIsInterruptedGoesOn() {
        const Plan plan = makePlan(sample(), documentFor("hqq", "HQQ4"));
        (void)test::convertQuietly(plan, in("uninterrupted"), {}, test::smallTuning());
        const fs::path destination = in("resumed");
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() >= 0.7) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const auto error = test::errorOf([&] { (void)convert(plan, destination, {}, test::smallTuning(), progress, cancel); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::cancelled);
        QVERIFY(!fs::exists(destination));

        const ConvertReport report = test::convertQuietly(plan, destination, {}, test::smallTuning());

        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(hashesIn(destination), hashesIn(in("uninterrupted")));
        QVERIFY(test::nothingIsLeftBeside(destination));
    }

    void importanceGuidesMatrices_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<double>("share"); // of the weighted error that is left
        QTest::newRow("NF4") << "bitsandbytes"
                             << "NF4" << 0.8;
        QTest::newRow("NF4-DQ") << "bitsandbytes"
                                << "NF4-DQ" << 0.8;
        QTest::newRow("FP4") << "bitsandbytes"
                             << "FP4" << 0.8;
        QTest::newRow("INT4") << "fbgemm"
                              << "INT4" << 0.743;
        QTest::newRow("HQQ3") << "hqq"
                              << "HQQ3" << 0.669;
    }
    void importanceGuidesMatrices() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        QFETCH(double, share);
        const auto importance = sampleImportance();
        const PlanDocument document = documentFor(format.toStdString(), preset.toStdString());
        const Plan plain = makePlan(sample(), document);
        const Plan guided = makePlan(sample(), document, importance);
        const std::string name = "guided " + preset.toStdString();
        QCOMPARE(guided.fileBytes(), plain.fileBytes());
        (void)test::convertQuietly(plain, in(name + " not"), {}, test::smallTuning());
        ConvertOptions options;
        for (const int threads : {1, 3}) {
            options.threads = threads;
            (void)test::convertQuietly(guided, in(name + std::to_string(threads)), options, test::smallTuning());
        }
        QCOMPARE(hashesIn(in(name + "1")), hashesIn(in(name + "3")));

        const auto before = openModel(in(name + " not"));
        const auto after = openModel(in(name + "1"));
        const PlannedWeights planned(guided);
        double weightedBefore = 0;
        double weightedAfter = 0;
        for (const Weight& weight : sample()->weights()) {
            const std::uint64_t count = weight.elements();
            std::vector<float> original(count);
            std::vector<float> without(count);
            std::vector<float> with(count);
            std::vector<float> expected(count);
            readRows(*sample(), weight, 0, original);
            readRows(*before, *before->find(weight.name), 0, without);
            readRows(*after, *after->find(weight.name), 0, with);
            planned.rows(weight, 0, expected);
            QVERIFY2(with == expected, weight.name.c_str());
            const auto own = importance->of(weight.name);
            QCOMPARE(with == without, own.empty()); // what the matrix says nothing about stays as it was
            for (std::size_t i = 0; !own.empty() && i < count; ++i) {
                const double a = static_cast<double>(own[i % own.size()]);
                weightedBefore += a * std::pow(static_cast<double>(original[i]) - static_cast<double>(without[i]), 2);
                weightedAfter += a * std::pow(static_cast<double>(original[i]) - static_cast<double>(with[i]), 2);
            }
        }
        const double left = weightedAfter / weightedBefore;
        QVERIFY2(left > share * 0.95 && left < share * 1.05, qPrintable(QString::number(left)));
    }

    void aGuidedRunThatIsInterruptedGoesOn() {
        const PlanDocument document = documentFor("bitsandbytes", "NF4-DQ");
        const Plan plan = makePlan(sample(), document, sampleImportance());
        (void)test::convertQuietly(plan, in("guided whole"), {}, test::smallTuning());
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() >= 0.6) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const fs::path destination = in("guided again");
        QVERIFY(test::errorOf([&] { (void)convert(plan, destination, {}, test::smallTuning(), progress, cancel); }));

        const ConvertReport report = test::convertQuietly(plan, destination, {}, test::smallTuning());

        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(hashesIn(destination), hashesIn(in("guided whole")));
    }

    void aRunWithoutTheMatrixDoesNotGoOnWithIts() {
        const PlanDocument document = documentFor("bitsandbytes", "NF4");
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() >= 0.6) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const fs::path destination = in("another guide");
        const Plan guided = makePlan(sample(), document, sampleImportance());
        QVERIFY(test::errorOf([&] { (void)convert(guided, destination, {}, test::smallTuning(), progress, cancel); }));
        const ConvertReport report = test::convertQuietly(makePlan(sample(), document), destination, {}, test::smallTuning());
        QCOMPARE(report.weightsResumed, std::size_t{0});
    }

    void expertsHaveImportanceOfTheirOwn() {
        Weight weight;
        weight.shape = {3, 5, 2};
        weight.tensors = {7, 3, 9};
        const std::vector<float> values{1, 2, 3, 4, 5, 6};
        QVERIFY(std::ranges::equal(importanceOfMatrix(weight, values, 3), std::vector<float>{3, 4}));
        QVERIFY(std::ranges::equal(importanceOfMatrix(weight, values, 9), std::vector<float>{5, 6}));
        QVERIFY(importanceOfMatrix(weight, {}, 3).empty());
    }

    void partsOfALayerStayInOneFile() {
        PlanDocument document = documentFor("hqq", "HQQ4");
        document.options.split.maxBytes = 1'000'000;
        const Plan plan = makePlan(sample(), document);
        (void)test::convertQuietly(plan, in("sharded"));
        const Json index = jsonOf(in("sharded") / "model.safetensors.index.json");
        std::map<std::string, std::string> fileOfLayer;
        for (const auto& [name, file] : index["weight_map"].items()) {
            const std::size_t end = name.rfind('.');
            const auto [found, isNew] = fileOfLayer.emplace(name.substr(0, end), file.get<std::string>());
            QVERIFY2(isNew || found->second == file.get<std::string>(), name.c_str());
        }
        QVERIFY(plan.layout.files.size() > 8);
        QCOMPARE(openModel(in("sharded"))->weights().size(), sample()->weights().size());
    }

    void layersMayHaveBitsOfTheirOwn() {
        PlanDocument document = documentFor("hqq", "HQQ4");
        document.rules.push_back({.glob = {}, .regex = {}, .role = Role::attnV, .layers = {}, .encoding = "HQQ8-G64"});
        document.weights["blk.0.ffn_up.weight"] = "BF16";
        const Plan plan = makePlan(sample(), document);
        (void)test::convertQuietly(plan, in("mixed"));
        const auto model = openModel(in("mixed"));
        QCOMPARE(std::string(model->find("blk.1.attn_v.weight")->storedName()), std::string("HQQ8-G64"));
        QCOMPARE(std::string(model->find("blk.1.attn_k.weight")->storedName()), std::string("HQQ4-G64"));
        QCOMPARE(std::string(model->find("blk.0.ffn_up.weight")->storedName()), std::string("BF16"));
        const Json config = jsonOf(in("mixed") / "config.json")["quantization_config"];
        const std::vector<std::string> skipped = config["skip_modules"];
        QVERIFY(std::ranges::find(skipped, "model.layers.0.mlp.up_proj") != skipped.end());
        QVERIFY(std::ranges::find(skipped, "lm_head") != skipped.end());
    }

    void namesTheNumberThatIsNone() {
        copySample(in("nan"));
        const auto model = openModel(in("nan"));
        const Weight& weight = *model->find("blk.1.ffn_down.weight");
        const TensorInfo& tensor = model->checkpoint().tensors()[weight.tensors.front()];
        std::fstream stream(in("nan") / "model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        const std::uint16_t nan = 0x7FC0;
        for (const std::uint64_t value : {weight.columns() + 3, 2 * weight.columns()}) {
            stream.seekp(static_cast<std::streamoff>(tensor.offset + 2 * value));
            stream.write(reinterpret_cast<const char*>(&nan), sizeof nan);
        }
        stream.close();
        const auto error = test::errorOf(
            [&] { (void)test::convertQuietly(makePlan(openModel(in("nan")), documentFor("hqq", "HQQ4")), in("nan-out")); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(std::string(error->what()).find("blk.1.ffn_down.weight") != std::string::npos, error->what());
        QVERIFY2(error->detail().find("2 NaN and 0 infinite ones, the first in row 1, column 3") != std::string::npos,
                 error->what());
        QVERIFY(!fs::exists(in("nan-out")));
        QVERIFY(test::nothingIsLeftBeside(in("nan-out")));
    }

    void refusesBeforeAnyWork_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown option") << "blocksize"
                                        << "64"
                                        << "group_size";
        QTest::newRow("unknown value") << "group_size"
                                       << "65"
                                       << "8, 16, 32";
        QTest::newRow("flag") << "optimize"
                              << "perhaps"
                              << "true or false";
    }
    void refusesBeforeAnyWork() {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, says);
        PlanDocument document = documentFor("hqq", "HQQ4");
        document.options.family[option.toStdString()] = value.toStdString();
        const auto error = test::errorOf([&] { (void)makePlan(sample(), document); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(QString::fromUtf8(error->what()).contains(says), error->what());
    }

    void whatIsStoredTransposedIsTurnedRound() {
        const auto folder = test::extraData("models/gpt2-tinystories");
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        const Plan plan = makePlan(source, documentFor("bitsandbytes", "NF4"));
        (void)test::convertQuietly(plan, in("gpt2"));
        const auto model = openModel(in("gpt2"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        const PlannedWeights planned(plan);
        for (const char* const name : {"blk.0.attn_qkv.weight", "blk.1.ffn_up.weight"}) {
            const Weight& weight = *model->find(name);
            QCOMPARE(std::string(weight.storedName()), std::string("NF4-64"));
            QCOMPARE(weight.shape, source->find(name)->shape);
            std::vector<float> stored(weight.elements());
            std::vector<float> expected(weight.elements());
            std::vector<float> original(weight.elements());
            readRows(*model, weight, 0, stored);
            planned.rows(*source->find(name), 0, expected);
            readRows(*source, *source->find(name), 0, original);
            QVERIFY(std::memcmp(stored.data(), expected.data(), stored.size() * sizeof(float)) == 0);
            double difference = 0;
            double norm = 0;
            for (std::size_t i = 0; i < original.size(); ++i) {
                difference += std::pow(double{stored[i]} - original[i], 2);
                norm += std::pow(double{original[i]}, 2);
            }
            QVERIFY(difference < 0.02 * norm); // NF4 of normal values: about 0.009
        }
        const auto error = test::errorOf([&] { (void)makePlan(source, documentFor("hqq", "HQQ4")); });
        QVERIFY(error); // hqq replaces no such layer
        QVERIFY2(std::string(error->what()).find("Conv1D") != std::string::npos, error->what());
        const auto reason =
            formatById("hqq")->whyNot(*source, *source->find("blk.1.ffn_up.weight"), *encodingByName("HQQ4-G64"));
        QVERIFY(reason && reason->find("Conv1D") != std::string::npos);
        for (const char* const format :
             {"hqq", "fbgemm", "gptq", "awq", "compressed-tensors"}) { // so the format itself is not offered
            const auto whyNot = formatById(format)->whyNot(*source);
            QVERIFY2(whyNot && whyNot->find("Conv1D") != std::string::npos, format);
        }
        QVERIFY(!formatById("bitsandbytes")->whyNot(*source));
    }

    void fourAndEightBitsDoNotStandTogether() {
        PlanDocument document = documentFor("bitsandbytes", "NF4");
        document.weights["blk.0.attn_q.weight"] = "LLM.INT8";
        const auto error = test::errorOf([&] { (void)makePlan(sample(), document); });
        QVERIFY(error);
        QVERIFY2(std::string(error->what()).find("4-bit or 8-bit") != std::string::npos, error->what());
    }

    void fourBitsOfOneKindOnly() {
        PlanDocument document = documentFor("bitsandbytes", "NF4");
        document.weights["blk.0.attn_q.weight"] = "NF4-128";
        QCOMPARE(std::string(makePlan(sample(), document).encodingOf("blk.0.attn_q.weight")->name()), std::string("NF4-128"));
        for (const char* const other : {"FP4-64", "NF4-64-DQ"}) {
            document.weights["blk.0.attn_q.weight"] = other;
            const auto error = test::errorOf([&] { (void)makePlan(sample(), document); });
            QVERIFY(error);
            QVERIFY2(std::string(error->what()).find("one kind of 4-bit") != std::string::npos, error->what());
        }
    }

    void torchaoFindsADescriptionOfEveryTensor() {
        const Plan plan = makePlan(sample(), documentFor("fbgemm", "INT4"));
        (void)test::convertQuietly(plan, in("int4"));
        const Checkpoint checkpoint = openCheckpoint(in("int4") / "model.safetensors");
        const Json names = Json::parse(checkpoint.metadata().string("tensor_names").value());
        QCOMPARE(names.size(), sample()->checkpoint().tensors().size());
        std::size_t quantized = 0;
        for (const std::string name : names) {
            const Json description = Json::parse(checkpoint.metadata().string(name).value());
            if (description["_type"] == "Int4Tensor") {
                QCOMPARE(description["_data"]["block_size"].dump(), std::string("[1,128]"));
                QCOMPARE(description["_tensor_data_names"].size(), std::size_t{3});
                ++quantized;
            } else {
                QCOMPARE(description.dump(), std::string(R"({"_type":"Tensor"})"));
                QVERIFY(checkpoint.find(name) != nullptr);
            }
        }
        QCOMPARE(quantized, std::size_t{42});
    }

    void theRecipeOfLlama405BTakesFeedForwardOnly() {
        const Plan plan = makePlan(sample(), documentFor("fbgemm", "FP8-FFN"));
        for (const Choice& choice : plan.choices) {
            const Weight& weight = *choice.weight;
            const bool isInside = weight.layer && *weight.layer > 0 && *weight.layer < 5;
            const bool isFeedForward =
                weight.role == Role::ffnGate || weight.role == Role::ffnUp || weight.role == Role::ffnDown;
            QCOMPARE(asMatrixEncoding(*choice.encoding) != nullptr, isInside && isFeedForward);
        }
    }

    void aGgufFileIsNoSource() {
        const auto error = test::errorOf([&] { (void)makePlan(test::tinyLlama(), documentFor("hqq", "HQQ4")); });
        QVERIFY(error);
        QVERIFY2(std::string(error->what()).find("Hugging Face") != std::string::npos, error->what());
    }

    void optionsOfGgufAreRefused() {
        PlanDocument document = documentFor("hqq", "HQQ4");
        document.options.pure = true;
        const auto error = test::errorOf([&] { (void)makePlan(sample(), document); });
        QVERIFY(error);
        QVERIFY2(std::string(error->what()).find("pure") != std::string::npos, error->what());
    }

    void aFolderOfEightBitFloatsBecomesGgufUnasked() { // many models are published so
        const Plan folder = makePlan(sample(), documentFor("fbgemm", "FP8"));
        QVERIFY(!warningOfSecondLoss(folder));
        (void)test::convertQuietly(folder, in("floats"));
        const auto model = openModel(in("floats"));
        for (const char* const preset : {"Q8_0", "Q4_0"}) {
            const Plan plan = makePlan(model, documentFor("gguf", preset));
            const std::string warning = warningOfSecondLoss(plan).value_or("");
            QVERIFY2(warning.find("already quantized") != std::string::npos, warning.c_str());
            QVERIFY(test::convertQuietly(plan, in("floats.gguf"), {.replace = true}).relativeError > 0);
        }
        QVERIFY(!warningOfSecondLoss(makePlan(model, documentFor("gguf", "F32"))));
    }

    void aQuantizedFolderBecomesGgufOnlyWhenAsked() {
        const Plan folder = makePlan(sample(), documentFor("hqq", "HQQ8"));
        (void)test::convertQuietly(folder, in("again"));
        const auto model = openModel(in("again"));
        const Plan plan = makePlan(model, documentFor("gguf", "Q8_0"));
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("again.gguf")); });
        QVERIFY(error);
        QVERIFY2(std::string(error->what()).find("already quantized (HQQ8-G64)") != std::string::npos, error->what());

        ConvertOptions options;
        options.allowRequantize = true;
        const ConvertReport report = test::convertQuietly(plan, in("again.gguf"), options);
        QVERIFY(report.relativeError < 0.02);
        ThreadArena arena(2);
        Progress progress;
        const Comparison comparison = compareModels(*sample(), *openModel(in("again.gguf")), arena, progress, {});
        QVERIFY2(comparison.relativeRmse < 0.02, std::to_string(comparison.relativeRmse).c_str());
    }
};

QTEST_GUILESS_MAIN(TestFolderOutput)
#include "tst_folder_output.moc"
