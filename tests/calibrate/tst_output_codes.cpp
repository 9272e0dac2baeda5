// SPDX-License-Identifier: GPL-3.0-or-later
// The output matrix is calibrated behind the layers, for what the encoded layers give it.
#include "calibrate/sample_text.h"
#include "calibrate/targets.h"
#include "model/golden_conversion.h"
#include "runtime/gemm.h"
#include "runtime/run_support.h"
#include "weights/weight_rows.h"

#include <QTemporaryDir>

using namespace quantlathe;
using test::Runner;
using test::sample;

namespace {

const std::string output = "output.weight";

Plan planOf(const std::string& preset) {
    return makePlan(sample(), test::folderDocument("gguf", preset));
}

bool isCalibrated(const Plan& plan, const std::string& weight) {
    return std::ranges::any_of(calibratableChoices(plan), [&](const Choice* choice) { return choice->weight->name == weight; });
}

} // namespace

class TestOutputCodes : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }

    void inputsAreWhatLogitsAreMadeOf() {
        const ModelWeights weights(sample());
        std::vector<TokenSequence> sequences = test::sampleSequences(32, 3);
        for (TokenSequence& sequence : sequences) {
            sequence.firstLogit = 0;
            sequence.endLogit = sequence.tokens.size();
        }
        const std::vector<float> logits = test::runLogits(weights, sequences);
        Runner runner;
        ForwardPass pass(weights, sequences);
        pass.embed(runner.context());
        while (pass.layersLeft() > 0) {
            pass.runNextLayer(runner.context());
        }
        const Weight& matrix = *sample()->find(output);
        std::vector<float> values(matrix.elements());
        readRows(*sample(), matrix, 0, values);
        std::vector<float> products;
        for (std::size_t batch = 0; batch < pass.batches(); ++batch) {
            const ConstMatrix inputs = pass.outputInputs(batch, runner.context());
            std::vector<float> rows(inputs.rows * matrix.rows());
            multiplyTransposed(inputs, {values.data(), matrix.rows(), matrix.columns(), matrix.columns()}, 1.0F,
                               {rows.data(), inputs.rows, matrix.rows(), matrix.rows()});
            products.insert(products.end(), rows.begin(), rows.end());
        }
        QCOMPARE(products.size(), logits.size());
        for (std::size_t i = 0; i < logits.size(); ++i) {
            QVERIFY(std::abs(products[i] - logits[i]) < 1e-4F);
        }
    }

    void itsLossFalls() {
        const Plan plan = planOf("Q4_K_M");
        QVERIFY(isCalibrated(plan, output));
        Runner runner;
        const auto codes = calibratedCodes(plan, test::sampleRequest(), runner.context());
        const auto code = std::ranges::find(codes->codes(), output, &StoredCode::weight);
        QVERIFY(code != codes->codes().end());
        QVERIFY(!code->loss.isKept);
        QVERIFY2(code->loss.ratio() < 0.9, std::to_string(code->loss.ratio()).c_str());
    }

    void sixteenBitsAreLeftAlone() {
        QVERIFY(!isCalibrated(makePlan(sample(), test::folderDocument("gptq", "GPTQ-4-g128")), output));
    }

    /// Tokens are looked up in an embedding before anything is chosen.
    void anEmbeddingIsLeftAlone() {
        const auto folder = test::folderOf("mistral-tied");
        const auto model = openModel(folder->path());
        QCOMPARE(graphOf(*model).output.weight, graphOf(*model).tokenEmbedding);
        const Plan plan = makePlan(model, test::folderDocument("gguf", "Q8_0"));
        QVERIFY(!calibratableChoices(plan).empty());
        QVERIFY(!calibratableOutput(plan, graphOf(*model)));
    }
};

QTEST_GUILESS_MAIN(TestOutputCodes)
#include "tst_output_codes.moc"
