// SPDX-License-Identifier: GPL-3.0-or-later
// A plan that is measured without a file gives the logits of the file that the conversion would write.
#include "convert/job.h"
#include "plan/planned_weights.h"
#include "runtime/run_support.h"

#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;

class PlannedWeightsTest : public QObject {
    Q_OBJECT
private slots:
    void logitsEqualThoseOfTheConvertedFile_data() {
        QTest::addColumn<QString>("preset");
        for (const char* preset : {"Q4_K_M", "Q8_0", "Q2_K", "F16", "BF16"}) {
            QTest::newRow(preset) << preset;
        }
    }
    void logitsEqualThoseOfTheConvertedFile() {
        QFETCH(QString, preset);
        const auto model = openModel(resourceFile("sample"));
        PlanDocument document;
        document.preset = preset.toStdString();
        const PlannedWeights planned(makePlan(model, document));
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "converted.gguf";
        Runner runner;
        static_cast<void>(convert(planned.plan(), file, {.threads = 2}, runner.progress, runner.cancel));
        const ModelWeights converted(openModel(file));

        const std::vector<TokenSequence> text{{{1, 365, 727, 1415, 4036, 342, 1700, 297, 265, 2925}}, {{7, 8, 9}}};
        const auto expected = runLogits(converted, text);
        QVERIFY(runLogits(planned, text) == expected);
        const auto original = runLogits(ModelWeights(model), text);
        QCOMPARE(original == expected, preset == "BF16"); // which the sample is stored in
    }
};

QTEST_GUILESS_MAIN(PlannedWeightsTest)
#include "tst_planned_weights.moc"
