// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2 folders: sizes that mixtures reach, what config.json says, what is refused, what is read back.
#include "codecs/exl2/family.h"
#include "convert/folder_support.h"
#include "formats/exl2/mixture.h"

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::exl2;
using test::jsonOf;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

PlanDocument documentFor(const std::string& preset, const std::map<std::string, std::string>& options = {}) {
    return test::folderDocument("exl2", preset, options);
}

/// Bits a weight of all matrices but the output's, and of the output's.
struct Sizes {
    double layers = 0;
    double head = 16;
};
Sizes sizesOf(const Plan& plan) {
    std::uint64_t bits = 0;
    std::uint64_t values = 0;
    Sizes sizes;
    for (const Choice& choice : plan.choices) {
        const auto* const encoding = dynamic_cast<const Exl2Encoding*>(choice.encoding);
        if (encoding == nullptr) {
            continue;
        }
        const Weight& weight = *choice.weight;
        const std::uint64_t own = 8 * encoding->bytes(weight.rows(), weight.columns());
        if (weight.role == Role::output) {
            sizes.head = static_cast<double>(own) / static_cast<double>(weight.elements());
        } else {
            bits += own;
            values += weight.elements();
        }
    }
    sizes.layers = static_cast<double>(bits) / static_cast<double>(values);
    return sizes;
}

std::string refusal(const std::shared_ptr<const Model>& model, const PlanDocument& document) {
    const auto error = test::errorOf([&] { (void)makePlan(model, document); });
    return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
}

} // namespace

class TestExl2Folder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    Json configOf(const PlanDocument& document, const std::string& name) {
        (void)test::convertQuietly(makePlan(sample(), document), in(name), {}, test::smallTuning());
        std::ifstream stream(in(name) / "config.json");
        return Json::parse(stream)["quantization_config"];
    }

private slots:
    void sizesAreMetFromBelow_data() {
        QTest::addColumn<QString>("bits");
        for (const char* const bits :
             {"2.4", "2.5", "2.75", "3", "3.25", "3.5", "4", "4.25", "4.5", "5", "5.5", "6", "6.5", "7", "7.5", "8"}) {
            QTest::newRow(bits) << bits;
        }
    }
    void sizesAreMetFromBelow() {
        QFETCH(QString, bits);
        const double wanted = bits.toDouble();
        const double found = sizesOf(makePlan(sample(), documentFor("EXL2-4.0", {{"bits", bits.toStdString()}}))).layers;
        QVERIFY2(found <= wanted && found > 0.995 * wanted, std::to_string(found).c_str());
    }

    void presetsAreMetFromBelow() {
        for (const Preset& preset : formatById("exl2")->presets()) {
            const Plan plan = makePlan(sample(), documentFor(std::string(preset.name)));
            const double wanted = std::stod(std::string(preset.name.substr(5)));
            const Sizes sizes = sizesOf(plan);
            QVERIFY2(sizes.layers <= wanted && sizes.layers > 0.995 * wanted, std::to_string(sizes.layers).c_str());
            QVERIFY(sizes.head > 6 && sizes.head < 7.1); // groups of 128 are half of so few input features
            for (std::uint32_t layer = 0; layer < 6; ++layer) {
                const std::string block = "blk." + std::to_string(layer) + '.';
                QCOMPARE(plan.encodingOf(block + "attn_q.weight"), plan.encodingOf(block + "attn_k.weight"));
            }
        }
    }

    void belowTheSmallestIsTheSmallest() {
        const Plan plan = makePlan(sample(), documentFor("EXL2-4.0", {{"bits", "2"}}));
        QCOMPARE(std::string(plan.encodingOf("blk.3.ffn_down.weight")->name()), std::string("EXL2-2G128"));
        QVERIFY(sizesOf(plan).layers < 2.3);
    }

    void mixturesSpendWhereItGainsMost() {
        // Two matrices alike but for what they count.
        const std::vector<MixtureUnit> units{{{{4096, 4096, 1}}, 1}, {{{4096, 4096, 1}}, 8}, {{{4096, 4096, 1}}, 1}};
        const std::uint64_t values = 3ULL * 4096 * 4096;
        for (const double bits : {2.5, 3.5, 4.25, 5.0}) {
            const auto chosen =
                mixture(units, offeredEncodings(), static_cast<std::uint64_t>(bits * static_cast<double>(values)));
            QVERIFY(chosen[1]->bitsPerWeight() > chosen[0]->bitsPerWeight());
            QVERIFY(chosen[1]->bitsPerWeight() > chosen[2]->bitsPerWeight());
        }
        // More is never worse.
        double before = 1;
        for (double bits = 2.1; bits <= 8; bits += 0.1) {
            double error = 0;
            const auto chosen =
                mixture(units, offeredEncodings(), static_cast<std::uint64_t>(bits * static_cast<double>(values)));
            for (std::size_t i = 0; i < units.size(); ++i) {
                error += units[i].weight * expectedError(chosen[i]->layout(), 4096);
            }
            QVERIFY(error <= before * 1.0001 || before == 1);
            before = error;
        }
    }

    void saysWhatLoadersNeed() {
        const Json plain = configOf(documentFor("EXL2-4.0"), "plain");
        const Json expected = {{"quant_method", "exl2"}, {"version", "0.3.2"}, {"bits", 4.0}, {"head_bits", 6}};
        QVERIFY2(plain == expected, plain.dump().c_str());
        const Json other = configOf(documentFor("EXL2-3.0", {{"bits", "2.75"}, {"head_bits", "8"}}), "other");
        QVERIFY2(other["bits"] == 2.75 && other["head_bits"] == 8, other.dump().c_str());
        const Json without = configOf(documentFor("EXL2-5.0", {{"head_bits", "16"}}), "without");
        QVERIFY2(without["head_bits"] == 16, without.dump().c_str());
        QCOMPARE(std::string(openModel(in("without"))->find("output.weight")->storedName()), std::string("BF16"));
        // Loaders open every safetensors file of the folder and know five types.
        const Checkpoint checkpoint = openCheckpoint(in("plain"));
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            const bool isKnown = tensor.type == ElementType::I32 || tensor.type == ElementType::I16 ||
                                 tensor.type == ElementType::F16 || tensor.type == ElementType::BF16;
            QVERIFY2(isKnown, tensor.name.c_str());
        }
    }

    void aPlanOfItsOwnSaysItsSize() {
        PlanDocument document = documentFor("EXL2-4.0");
        PlanRule rule;
        rule.role = Role::ffnDown;
        rule.encoding = "EXL2-8G128";
        document.rules.push_back(rule);
        const Json config = configOf(document, "own");
        const double real = sizesOf(makePlan(sample(), document)).layers;
        QVERIFY(real > 4.5);
        QVERIFY2(std::abs(config["bits"].get<double>() - real) < 0.006, config.dump().c_str());
    }

    void whatIsWrittenIsReadBack() {
        const PlanDocument document = documentFor("EXL2-3.5");
        (void)configOf(document, "back");
        const auto model = openModel(in("back"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        const Plan plan = makePlan(sample(), document);
        std::size_t matrices = 0;
        for (const Choice& choice : plan.choices) {
            const Weight& weight = *model->find(choice.weight->name);
            const auto* const encoding = dynamic_cast<const Exl2Encoding*>(choice.encoding);
            if (encoding == nullptr) {
                QCOMPARE(std::string(weight.storedName()), std::string(choice.encoding->name()));
                continue;
            }
            ++matrices;
            // Two settings may cut few input features alike; the groups are what a file says.
            const auto& read = dynamic_cast<const Exl2Encoding&>(*weight.packed.front().encoding);
            QCOMPARE(read.layout().groupsOf(weight.columns()), encoding->layout().groupsOf(weight.columns()));
            std::vector<float> before(weight.elements());
            std::vector<float> after(weight.elements());
            readRows(*sample(), *choice.weight, 0, before);
            readRows(*model, weight, 0, after);
            double error = 0;
            double norm = 0;
            for (std::size_t i = 0; i < before.size(); ++i) {
                error += std::pow(static_cast<double>(before[i]) - static_cast<double>(after[i]), 2);
                norm += std::pow(static_cast<double>(before[i]), 2);
            }
            QVERIFY2(error < 4 * 2.1 * std::pow(4.0, -encoding->bitsPerWeight()) * norm, choice.weight->name.c_str());
        }
        QCOMPARE(matrices, std::size_t{6 * 7 + 1});
    }

    void becomesGguf() {
        (void)configOf(documentFor("EXL2-6.0"), "on");
        const auto model = openModel(in("on"));
        PlanDocument document;
        document.format = "gguf";
        document.preset = "F32";
        ConvertOptions options;
        options.allowRequantize = true;
        (void)test::convertQuietly(makePlan(model, document), in("on.gguf"), options);
        const auto gguf = openModel(in("on.gguf"));
        for (const char* const name : {"blk.4.ffn_down.weight", "blk.0.attn_q.weight", "output.weight"}) {
            const Weight& weight = *model->find(name);
            std::vector<float> before(weight.elements());
            std::vector<float> after(weight.elements());
            readRows(*model, weight, 0, before);
            readRows(*gguf, *gguf->find(name), 0, after);
            QVERIFY(before == after);
        }
    }

    // ---- What loaders do not take ---------------------------------------------------------------------------------------

    void blocksAreWhole() {
        PlanDocument document = documentFor("EXL2-4.0");
        document.weights["blk.2.attn_v.weight"] = "BF16";
        const std::string text = refusal(sample(), document);
        QVERIFY2(text.find("as a whole or not at all") != std::string::npos, text.c_str());
        for (const char* const name : {"attn_q", "attn_k", "attn_output"}) {
            document.weights[std::string("blk.2.") + name + ".weight"] = "BF16";
        }
        QCOMPARE(refusal(sample(), document), std::string());
    }

    void whatIsRefused() {
        QVERIFY(refusal(sample(), documentFor("EXL2-4.0", {{"bits", "9"}})).find("from 0 to 8") != std::string::npos);
        QVERIFY(refusal(sample(), documentFor("EXL2-4.0", {{"head_bits", "7"}})).find("2, 3, 4") != std::string::npos);
    }

    /// 64 × 172: what does not fit into 32s stays, together with its block; biases are F16 as loaders take them.
    void sidesThatNoFileHoldsStay() {
        const auto folder = test::extraData("models/qwen2-stories260k");
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        const Plan plan = makePlan(source, documentFor("EXL2-4.0"));
        for (const Choice& choice : plan.choices) {
            if (choice.weight->layer && choice.weight->dimensions() == 2) {
                const bool isAttention = choice.weight->name.find("attn") != std::string::npos;
                QCOMPARE(asMatrixEncoding(*choice.encoding) != nullptr, isAttention);
            }
        }
        (void)test::convertQuietly(plan, in("qwen2"));
        const auto model = openModel(in("qwen2"));
        const Weight& bias = *model->find("blk.1.attn_k.bias");
        const Weight& original = *source->find("blk.1.attn_k.bias");
        QCOMPARE(original.storedType, ElementType::F32);
        QCOMPARE(bias.storedType, ElementType::F16);
        std::vector<float> before(original.elements());
        std::vector<float> after(original.elements());
        readRows(*source, original, 0, before);
        readRows(*model, bias, 0, after);
        for (std::size_t i = 0; i < before.size(); ++i) {
            QVERIFY(std::abs(before[i] - after[i]) <= 0x1.0p-11F * std::abs(before[i]));
        }
    }

    /// 128 × 352: the loader would leave the last 32 of 352 features without their activation, so the feed-forward block stays.
    void anOddNumberOf32sBeforeTheActivationStays() {
        const auto folder = test::extraData("models/baby-llama-105");
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        const Plan plan = makePlan(source, documentFor("EXL2-4.0"));
        std::size_t quantized = 0;
        for (const Choice& choice : plan.choices) {
            if (choice.weight->layer && choice.weight->dimensions() == 2) {
                const bool isAttention = choice.weight->name.find("attn") != std::string::npos;
                QCOMPARE(asMatrixEncoding(*choice.encoding) != nullptr, isAttention);
                quantized += isAttention ? 1 : 0;
            }
        }
        QCOMPARE(quantized, std::size_t{5 * 4});
        for (const auto& [name, reason] : {std::pair("blk.0.ffn_up.weight", "352 output features are no multiple of 64"),
                                           std::pair("blk.0.ffn_down.weight", "352 input features are no multiple of 64")}) {
            PlanDocument document = documentFor("EXL2-4.0");
            document.weights[name] = "EXL2-4G32";
            const std::string text = refusal(source, document);
            QVERIFY2(text.find(reason) != std::string::npos, text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestExl2Folder)
#include "tst_exl2_folder.moc"
