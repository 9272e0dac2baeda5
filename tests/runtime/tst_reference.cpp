// SPDX-License-Identifier: GPL-3.0-or-later
// Logits and greedy continuations against those recorded for real models by other implementations.
#include "runtime/run_support.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

constexpr double closeEnough = 2e-5; // of the range of the logits; single precision in another order of operations

struct RecordedModel {
    std::filesystem::path model;
    std::filesystem::path reference;
};

void compareWithReference(const RecordedModel& recorded) {
    const ModelWeights source(openModel(recorded.model));
    const auto prompt = goldenTokens(recorded.reference, "prompt_ids");
    const auto logits = goldenTensor(recorded.reference, "logits");
    QVERIFY(!prompt.empty() && logits);
    const auto vocabulary = static_cast<std::size_t>(source.model().hyper().vocabulary);

    const Distance found = distance(runLogits(source, {{prompt}}), logits->floats(), vocabulary);
    qInfo("largest difference %.2g of the range", found.relative);
    QVERIFY2(found.relative < closeEnough, qPrintable(QString::number(found.relative)));
    QCOMPARE(found.otherArgmax, std::size_t{0});

    const auto expected = goldenTokens(recorded.reference, "greedy_ids");
    QVERIFY(!expected.empty());
    QCOMPARE(greedy(source, prompt, expected.size()), expected);
}

} // namespace

class ReferenceTest : public QObject {
    Q_OBJECT
private slots:
    void sampleEqualsItsRecord() {
        compareWithReference({resourceFile("sample"), dataFile("runtime/prose-llama-7m.safetensors")});
    }

    void sharedModelsEqualTheirRecords_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder : {"stories260k", "baby-llama-105", "baby-llama-105-bf16-sharded", "qwen2-stories260k",
                                   "gpt2-tinystories", "prose-llama-7m"}) {
            QTest::newRow(folder) << folder;
        }
    }
    void sharedModelsEqualTheirRecords() {
        QFETCH(QString, folder);
        const auto model = extraData(std::filesystem::path("models") / folder.toStdString());
        if (!model) {
            QSKIP(extraDataHint);
        }
        compareWithReference({*model, *model / "reference.safetensors"});
    }
};

QTEST_GUILESS_MAIN(ReferenceTest)
#include "tst_reference.moc"
