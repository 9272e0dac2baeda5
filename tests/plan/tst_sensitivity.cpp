// SPDX-License-Identifier: GPL-3.0-or-later
// Sensitivities: the prior, the file of measured ones and what is refused, and what they mean.
#include "plan/sensitivity_file.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <cmath>

using namespace quantlathe;

namespace {

/// Every weight of a group disturbed as much as the prior expects, times `factor`.
SensitivityMeasurement measurementFor(const Model& model, const Sensitivity& prior, double factor) {
    SensitivityMeasurement measurement{.modelName = model.name(),
                                       .architecture = model.architecture(),
                                       .shapes = shapesOf(model),
                                       .weights = model.weights().size(),
                                       .layers = model.hyper().layers,
                                       .text = "calibration.txt",
                                       .tokens = 1016,
                                       .usesImportance = false,
                                       .groups = {}};
    for (const Weight& weight : model.weights()) {
        if (weight.layer && weight.dimensions() == 2) {
            SensitivityGroup group{.weights = {weight.name}, .probes = {}};
            for (const double error : {0.06, 0.01}) {
                group.probes.push_back({.encoding = "Q2_K",
                                        .errors = {error},
                                        .kl = klOfLoss(factor * prior.of(weight.name) * error),
                                        .klError = 1e-5});
            }
            measurement.groups.push_back(std::move(group));
        }
    }
    return measurement;
}

std::string refusal(const std::string& json) {
    const auto error = test::errorOf([&] { static_cast<void>(parseSensitivity(json, "s.json")); });
    return error && error->kind() == ErrorKind::badInput ? error->title() + " | " + error->detail() : std::string("accepted");
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestSensitivity : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const Model> model_;

private slots:
    void initTestCase() { model_ = test::llamaModel(folder_, {.layers = 4}); }

    void thePriorKnowsRolesAndDepth() {
        const Sensitivity prior = priorSensitivity(*model_);
        QCOMPARE(prior.source, SensitivitySource::prior);
        const auto each = [&](const char* name) { // a parameter
            return prior.of(name) / static_cast<double>(model_->find(name)->elements());
        };
        QVERIFY(each("blk.1.attn_v.weight") > 5 * each("blk.1.attn_q.weight"));
        QVERIFY(each("blk.3.ffn_down.weight") > each("blk.0.ffn_down.weight"));
        QVERIFY(each("blk.0.ffn_down.weight") > each("blk.1.ffn_down.weight"));
        QVERIFY(each("output.weight") > each("token_embd.weight"));
        QCOMPARE(prior.of("no.such.weight"), 0.0);
        QCOMPARE(priorSensitivity(*model_, true).source, SensitivitySource::importance);
    }

    void lossAndDivergenceAreInverses() {
        for (const double loss : {0.0, 1e-6, 0.003, 0.1, 0.9, 2.5}) {
            QVERIFY(std::abs(lossOfKl(klOfLoss(loss)) - loss) <= 1e-9 * (1 + loss));
        }
        QVERIFY(std::abs(klOfLoss(0.04) / 0.04 - 1) < 0.02); // nearly linear where models are good
        const Prediction prediction = predict(0.02, 0.001, SensitivitySource::prior, 2.5);
        QVERIFY(prediction.klLow < prediction.kl / 2 && prediction.klHigh > prediction.kl * 2);
        QVERIFY(!prediction.isBroken() && predict(1.5, 0, SensitivitySource::prior, 2.5).isBroken());
    }

    void whatIsWrittenIsReadBack() {
        const auto written = measurementFor(*model_, priorSensitivity(*model_), 3);
        QCOMPARE(parseSensitivity(sensitivityJson(written)), written);
        const auto path = std::filesystem::path(folder_.path().toStdString()) / "s.json";
        const std::string json = sensitivityJson(written);
        test::writeAll(path, std::as_bytes(std::span(json)));
        QCOMPARE(readSensitivity(path), written);
    }

    void measuredValuesReplaceThePrior() {
        const Sensitivity prior = priorSensitivity(*model_);
        const Sensitivity measured = sensitivityFrom(measurementFor(*model_, prior, 3), *model_, prior);
        QCOMPARE(measured.source, SensitivitySource::measured);
        QVERIFY(measured.bandFactor < prior.bandFactor);
        QVERIFY(contains(measured.description, "calibration.txt"));
        for (const auto& [name, value] : prior.perError) {
            // Those that were not measured (embedding, output) follow the model as a whole.
            QVERIFY2(std::abs(measured.of(name) / value - 3) < 1e-6, name.c_str());
        }
    }

    void anotherModelsAreRefusedWithTheMismatch() {
        const Sensitivity prior = priorSensitivity(*model_);
        const auto measurement = measurementFor(*model_, prior, 1);
        const auto refusedFor = [&](const test::LlamaShape& shape) {
            const QTemporaryDir folder;
            const auto other = test::llamaModel(folder, shape);
            const auto error = test::errorOf(
                [&] { static_cast<void>(sensitivityFrom(measurement, *other, priorSensitivity(*other), "s.json")); });
            return error ? error->title() + " | " + error->detail() : std::string("accepted");
        };
        QVERIFY2(contains(refusedFor({.layers = 5}), "They are of 4 layers, the model has 5"),
                 refusedFor({.layers = 5}).c_str());
        QVERIFY(contains(refusedFor({.layers = 4, .architecture = "qwen2"}), "measured on llama, the model is qwen2"));
        QVERIFY(contains(refusedFor({.layers = 4, .feedForward = 768}), "other shapes"));
        QVERIFY(contains(refusedFor({.layers = 4, .experts = 4, .expertsUsed = 2}), "The model has no weight"));
        QCOMPARE(refusedFor({.layers = 4}), std::string("accepted"));
    }

    void damagedFilesAreRefusedAtTheirPlace() {
        const auto document = [](const std::string& groups) {
            return R"({"quantlathe_sensitivity": 1, "model": {"name": "m", "architecture": "llama", "shapes": "0000000000000000"},)"
                   R"( "groups": )" +
                   groups + "}";
        };
        QCOMPARE(refusal(document("[]")), std::string("accepted"));
        QVERIFY(contains(refusal("{"), "no valid JSON"));
        QVERIFY(contains(refusal("[]"), "no key quantlathe_sensitivity"));
        QVERIFY(contains(refusal(R"({"quantlathe_sensitivity": 2})"), "another version"));
        QVERIFY(contains(refusal(document("[{}]")), "/groups/0 has no weights"));
        QVERIFY(contains(refusal(document(R"([{"weights": ["a"], "probes": [{"errors": []}]}])")), "one error for each"));
        QVERIFY(contains(refusal(document(R"([{"weights": ["a"], "probes": [{"errors": [-1]}]}])")), "/errors/0"));
        QVERIFY(contains(refusal(document(R"([{"weights": ["a"], "probes": [{"errors": [1], "kl": "x"}]}])")), "/kl"));
        QVERIFY(contains(refusal(document(R"([{"weights": ["a"], "probes": [{"errors": [1e999]}]}])")), "too large"));
        QVERIFY(contains(refusal(document(R"([{"weights": ["a"], "new": 1}])")), "unknown key"));
        QVERIFY(contains(refusal(R"({"quantlathe_sensitivity": 1, "quantlathe_sensitivity": 1})"), "twice"));
        QVERIFY(contains(refusal(document(std::string(100, '[') + std::string(100, ']'))), "nested too deeply"));
        QVERIFY(contains(refusal(R"({"quantlathe_sensitivity": 1, "model": {"shapes": "12"}})"), "sixteen hexadecimal"));
        QVERIFY(contains(refusal(std::string("{\"a\xff\": 1}")), "no valid JSON"));
    }

    // Each single byte of a valid file, damaged: an Error or a measurement, nothing else.
    void anyDamageIsAnAnswer() {
        auto measurement = measurementFor(*model_, priorSensitivity(*model_), 2);
        measurement.groups.resize(2);
        const std::string json = sensitivityJson(measurement);
        int accepted = 0;
        for (std::size_t i = 0; i < json.size(); ++i) {
            for (const char c : {'\0', '9', '}', '"', '\xff'}) {
                std::string damaged = json;
                damaged[i] = c;
                accepted += refusal(damaged) == "accepted" ? 1 : 0;
            }
            const bool isWhole = i + 1 == json.size(); // but for the line's end
            QCOMPARE(refusal(json.substr(0, i)) == "accepted", isWhole);
        }
        QVERIFY(accepted > 0); // digits and letters of names may differ
    }
};

QTEST_APPLESS_MAIN(TestSensitivity)
#include "tst_sensitivity.moc"
