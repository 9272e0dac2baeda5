// SPDX-License-Identifier: GPL-3.0-or-later
// AQLM folders: what config.json says, what is refused, what is read back.
#include "calibrate/calibrated_codes.h"
#include "codecs/aqlm/family.h"
#include "convert/calibrated_conversion.h"
#include "convert/folder_support.h"
#include "runtime/run_support.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::jsonOf;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

PlanDocument documentFor(const std::string& preset) {
    return test::folderDocument("aqlm", preset);
}

} // namespace

class TestAqlmFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void saysWhatLoadersNeed() {
        PlanDocument document = documentFor("AQLM-2x8");
        document.weights["blk.1.ffn_down.weight"] = "BF16";
        (void)test::convertQuietly(makePlan(sample(), document), in("plain"), {}, test::smallTuning());
        const Json config = jsonOf(in("plain") / "config.json");
        Json quantization = config["quantization_config"];
        const auto list = quantization["linear_weights_not_to_quantize"].get<std::set<std::string>>();
        quantization.erase("linear_weights_not_to_quantize");
        const Json expected = {{"quant_method", "aqlm"},
                               {"in_group_size", 8},
                               {"out_group_size", 1},
                               {"num_codebooks", 2},
                               {"nbits_per_codebook", 8}};
        QVERIFY2(quantization == expected, quantization.dump().c_str());
        const std::set<std::string> left{"lm_head", "lm_head.weight", "model.layers.1.mlp.down_proj",
                                         "model.layers.1.mlp.down_proj.weight"};
        QVERIFY(list == left);
        QVERIFY(config["torch_dtype"] == Json("float16"));
    }

    void whatIsWrittenIsReadBack() {
        const auto model = openModel(in("plain"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        std::size_t matrices = 0;
        for (const Weight& weight : model->weights()) {
            if (!weight.isPacked()) {
                continue;
            }
            ++matrices;
            QCOMPARE(std::string(weight.storedName()), std::string("AQLM2X8-G8"));
            std::vector<float> before(weight.elements());
            std::vector<float> after(weight.elements());
            readRows(*sample(), *sample()->find(weight.name), 0, before);
            readRows(*model, weight, 0, after);
            double error = 0;
            double norm = 0;
            for (std::size_t i = 0; i < before.size(); ++i) {
                error += std::pow(static_cast<double>(before[i]) - static_cast<double>(after[i]), 2);
                norm += std::pow(static_cast<double>(before[i]), 2);
            }
            QVERIFY2(error < 0.12 * norm, (weight.name + ' ' + std::to_string(error / norm)).c_str());
        }
        QCOMPARE(matrices, std::size_t{6 * 7 - 1});
    }

    /// One matrix as codes of sixteen bits, the others as they are: config.json says the scheme.
    void aCodebookOfSixteenBits() {
        PlanDocument document = test::folderDocument("aqlm", "AQLM-1x16", {{"effort", "fast"}});
        for (const Weight& weight : sample()->weights()) {
            if (weight.name != "blk.0.attn_q.weight" && formatById("aqlm")->offersChoice(*sample(), weight)) {
                document.weights[weight.name] = "BF16";
            }
        }
        (void)test::convertQuietly(makePlan(sample(), document), in("wide"), {}, test::smallTuning());
        const Json quantization = jsonOf(in("wide") / "config.json")["quantization_config"];
        QVERIFY(quantization["num_codebooks"] == Json(1) && quantization["nbits_per_codebook"] == Json(16) &&
                quantization["in_group_size"] == Json(8));
        const auto model = openModel(in("wide"));
        const Weight& weight = *model->find("blk.0.attn_q.weight");
        QCOMPARE(std::string(weight.storedName()), std::string("AQLM1X16-G8"));
        std::vector<float> before(weight.elements());
        std::vector<float> after(weight.elements());
        readRows(*sample(), *sample()->find(weight.name), 0, before);
        readRows(*model, weight, 0, after);
        double error = 0;
        double norm = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            error += std::pow(static_cast<double>(before[i]) - static_cast<double>(after[i]), 2);
            norm += std::pow(static_cast<double>(before[i]), 2);
        }
        // The codebook has a place for each vector; a few are not found among the nearest cells.
        QVERIFY2(error < 0.005 * norm, std::to_string(error / norm).c_str());
    }

    /// An option of every preset; one folder has vectors of one length.
    void vectorsOfSixteenWeights() {
        PlanDocument document = test::folderDocument("aqlm", "AQLM-2x8", {{"effort", "fast"}, {"group_size", "16"}});
        const Plan whole = makePlan(sample(), document);
        QCOMPARE(std::string(whole.encodingOf("blk.3.ffn_down.weight")->name()), std::string("AQLM2X8-G16-FAST"));
        const auto names = whole.format->suggestedEncodings(document.options);
        QVERIFY(std::ranges::none_of(names, [](const Encoding* encoding) { return encoding->name() == "AQLM2X8-G8-FAST"; }));
        PlanDocument mixed = document;
        mixed.weights["blk.0.attn_q.weight"] = "AQLM2X8-G8";
        QVERIFY(refusal(mixed).find("AQLM2X8-G8") != std::string::npos);
        for (const Weight& weight : sample()->weights()) {
            if (weight.name != "blk.0.attn_q.weight" && formatById("aqlm")->offersChoice(*sample(), weight)) {
                document.weights[weight.name] = "BF16";
            }
        }
        (void)test::convertQuietly(makePlan(sample(), document), in("sixteen"), {}, test::smallTuning());
        const Json quantization = jsonOf(in("sixteen") / "config.json")["quantization_config"];
        QVERIFY(quantization["num_codebooks"] == Json(2) && quantization["nbits_per_codebook"] == Json(8) &&
                quantization["in_group_size"] == Json(16));
        const auto model = openModel(in("sixteen"));
        QCOMPARE(std::string(model->find("blk.0.attn_q.weight")->storedName()), std::string("AQLM2X8-G16"));
    }

    /// Effort is no part of the files, and encodings of several efforts may stand in one plan.
    void effortIsAnOption() {
        QVERIFY(refusal(test::folderDocument("aqlm", "AQLM-2x8", {{"effort", "low"}})).find("effort") != std::string::npos);
        PlanDocument document = test::folderDocument("aqlm", "AQLM-2x8", {{"effort", "high"}});
        document.weights["blk.2.ffn_up.weight"] = "AQLM2X8-G8-FAST";
        const Plan plan = makePlan(sample(), document);
        for (const Choice& choice : plan.choices) {
            if (choice.weight->name == "blk.2.ffn_up.weight") {
                QCOMPARE(std::string(choice.encoding->name()), std::string("AQLM2X8-G8-FAST"));
            } else if (asMatrixEncoding(*choice.encoding) != nullptr) {
                QCOMPARE(std::string(choice.encoding->name()), std::string("AQLM2X8-G8-HIGH"));
            }
        }
        const auto names = plan.format->suggestedEncodings(document.options);
        QVERIFY(std::ranges::none_of(names, [](const Encoding* encoding) { return encoding->name() == "AQLM2X8-G8"; }));
    }

    /// One layer: codes of a text have smaller losses than those of an importance matrix, for any number of threads the same.
    void codesOfAText() {
        qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8());
        PlanDocument document = test::folderDocument("aqlm", "AQLM-2x8", {{"effort", "fast"}});
        for (const Weight& weight : sample()->weights()) {
            if (!weight.name.starts_with("blk.0.") && formatById("aqlm")->offersChoice(*sample(), weight)) {
                document.weights[weight.name] = "BF16";
            }
        }
        const Plan plan = makePlan(sample(), document);
        QCOMPARE(calibratableChoices(plan).size(), std::size_t{7});
        CalibrationChoice text;
        text.file = test::resourceFile("text/default-calibration.txt");
        text.contextTokens = 128;
        text.windows = 8;
        CalibratedRequest request;
        request.sequences = calibrationRequest(*sample(), text).sequences;
        const auto writtenBy = [&](int threads) {
            ThreadArena arena(threads);
            Progress progress;
            const CancelToken cancel;
            const auto codes = calibratedCodes(plan, request, {arena, progress, cancel});
            std::size_t better = 0;
            for (const StoredCode& code : codes->codes()) {
                if (!code.loss.isKept && code.loss.after < 0.97 * code.loss.before && code.loss.heldBackChange <= 0) {
                    ++better;
                }
            }
            const fs::path folder = in("text" + std::to_string(threads));
            (void)test::convertQuietly(plan, folder, {.codes = codes}, test::smallTuning());
            codes->remove();
            return std::pair(better, test::readAll(folder / "model.safetensors"));
        };
        const auto alone = writtenBy(1);
        QVERIFY2(alone.first >= 6, std::to_string(alone.first).c_str());
        QVERIFY(openModel(in("text1"))->understood());
        for (const int threads : {2, 3}) {
            QVERIFY(writtenBy(threads).second == alone.second);
        }
    }

    void oneSchemeForAll() {
        PlanDocument document = documentFor("AQLM-2x8");
        document.weights["blk.2.ffn_up.weight"] = "AQLM1X8-G8";
        QVERIFY2(refusal(document).find("one for all layers") != std::string::npos, refusal(document).c_str());
        document.weights["blk.2.ffn_up.weight"] = "BF16";
        QCOMPARE(refusal(document), std::string());
        const Format& format = *formatById("aqlm");
        const Weight& output = *sample()->find("output.weight");
        QVERIFY(!format.offersChoice(*sample(), output));
    }

    /// Rows of 172 weights are no whole vectors: those layers stay, and config.json says so.
    void sidesThatDoNotDivideStay() {
        const auto folder = test::extraData("models/stories260k"); // 64 × 172
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        (void)test::convertQuietly(makePlan(source, documentFor("AQLM-1x8")), in("small"));
        const auto list = jsonOf(in("small") / "config.json")["quantization_config"]["linear_weights_not_to_quantize"]
                              .get<std::set<std::string>>();
        for (int layer = 0; layer < 5; ++layer) {
            const std::string block = "model.layers." + std::to_string(layer) + ".mlp.";
            QVERIFY(list.contains(block + "down_proj.weight") && list.contains(block + "down_proj"));
            QVERIFY(!list.contains(block + "gate_proj.weight"));
        }
        QVERIFY(list.contains("lm_head"));
        QVERIFY(openModel(in("small"))->understood());
    }
};

QTEST_GUILESS_MAIN(TestAqlmFolder)
#include "tst_aqlm_folder.moc"
