// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions that scale input features: what is written is a folder of the folded model, whole and consistent.
#include "base/cache_file.h"
#include "calibrate/fold_method.h"
#include "calibrate/sample_text.h"
#include "runtime/run_support.h"

#include <QTemporaryDir>

using namespace quantlathe;
using test::Runner;
using test::sample;
namespace fs = std::filesystem;

namespace {

using Options = std::map<std::string, std::string>;

Plan planOf(const std::string& format, const std::string& preset, const Options& options) {
    return makePlan(sample(), test::folderDocument(format, preset, options));
}

std::shared_ptr<const CodeStore> codesOf(const Plan& plan, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    const CancelToken cancel;
    return calibratedCodes(plan, test::sampleRequest(), {arena, progress, cancel});
}

std::vector<float> valuesOf(const Model& model, const std::string& name) {
    std::vector<float> values(model.find(name)->elements());
    readRows(model, *model.find(name), 0, values);
    return values;
}

/// Root of the mean square of what the logits differ by, over those of the original.
double changeOf(const std::shared_ptr<const Model>& written) {
    std::vector<TokenSequence> sequences = test::sampleSequences(64, 2);
    for (TokenSequence& sequence : sequences) {
        sequence.firstLogit = 0;
        sequence.endLogit = sequence.tokens.size();
    }
    const std::vector<float> expected = test::runLogits(ModelWeights(sample()), sequences);
    const std::vector<float> got = test::runLogits(ModelWeights(written), sequences);
    double difference = 0;
    double energy = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        difference += (double{got[i]} - expected[i]) * (double{got[i]} - expected[i]);
        energy += double{expected[i]} * expected[i];
    }
    return std::sqrt(difference / energy);
}

} // namespace

class TestFoldedConversion : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    std::shared_ptr<const Model> written(const Plan& plan, const std::string& name) {
        const auto codes = codesOf(plan);
        (void)test::convertQuietly(plan, in(name), {.codes = codes}, test::smallTuning());
        codes->remove();
        return openModel(in(name));
    }
    std::vector<std::byte> bytesOf(const std::string& name) { return test::readAll(in(name) / "model.safetensors"); }

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }

    /// Were one part of one fold forgotten, the model would compute something else altogether.
    void aFoldedFolderIsTheModel_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<double>("most");
        QTest::newRow("awq") << "awq"
                             << "AWQ-4-g64"
                             << "activation_scales"
                             << "search" << 1.1;
        if (formatById("smoothquant") != nullptr) {
            QTest::newRow("smoothquant") << "smoothquant"
                                         << "W8A8"
                                         << "alpha"
                                         << "auto" << 1.5;
            QTest::newRow("smoothquant 0.5") << "smoothquant"
                                             << "W8A8"
                                             << "alpha"
                                             << "0.5" << 1.5;
        }
    }
    void aFoldedFolderIsTheModel() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(double, most);
        const std::string id = format.toStdString();
        const Plan plan = planOf(id, preset.toStdString(), {{option.toStdString(), value.toStdString()}});
        const auto folded = written(plan, id + value.toStdString());
        const Plan plainPlan = id == "awq" ? planOf(id, preset.toStdString(), {}) : planOf("compressed-tensors", "W8A8", {});
        const auto plain = written(plainPlan, "plain-" + id + value.toStdString());
        const double foldedChange = changeOf(folded);
        const double plainChange = changeOf(plain);
        qInfo("logits differ by %.5f, without folds by %.5f", foldedChange, plainChange);
        QVERIFY(foldedChange < most * plainChange);
        // Norms are other ones, and the matrices behind them make up for it: column by column.
        const auto before = valuesOf(*sample(), "blk.2.attn_norm.weight");
        const auto after = valuesOf(*folded, "blk.2.attn_norm.weight");
        QVERIFY(before != after);
        const auto query = valuesOf(*sample(), "blk.2.attn_k.weight");
        const auto scaled = valuesOf(*folded, "blk.2.attn_k.weight");
        double error = 0;
        double energy = 0;
        for (std::size_t i = 0; i < query.size(); ++i) {
            const std::size_t column = i % before.size();
            const double unscaled = double{scaled[i]} * after[column] / before[column];
            error += (unscaled - query[i]) * (unscaled - query[i]);
            energy += double{query[i]} * query[i];
        }
        QVERIFY2(error < 0.04 * energy, qPrintable(QString::number(error / energy)));
    }

    void reportedErrorsAreThoseOfTheFoldedWeights() {
        const Plan plan = planOf("awq", "AWQ-4-g64", {{"activation_scales", "search"}});
        const auto codes = codesOf(plan);
        const ConvertReport report = test::convertQuietly(plan, in("reported"), {.codes = codes}, test::smallTuning());
        codes->remove();
        QVERIFY(report.relativeError > 0 && report.relativeError < 0.2);
        for (const WeightResult& weight : report.weights) {
            QVERIFY2(weight.relativeError < 0.25, weight.weight.c_str());
        }
        QCOMPARE(gainOf(*codes).weights, std::size_t{42});
    }

    void anyNumberOfThreadsAndAnInterruptionGiveTheSameBytes() {
        const Plan plan = planOf("awq", "AWQ-4-g128", {{"activation_scales", "search"}});
        (void)written(plan, "whole");
        {
            ThreadArena arena(3);
            CancelToken cancel;
            Progress progress([&](const ProgressState& state) { state.item.starts_with("layer 4") ? cancel.cancel() : void(); },
                              std::chrono::milliseconds(0));
            const auto error = test::errorOf([&] {
                (void)calibratedCodes(plan, test::sampleRequest(), {arena, progress, cancel});
            });
            QVERIFY(error && error->kind() == ErrorKind::cancelled);
        }
        const auto codes = codesOf(plan, 1);
        (void)test::convertQuietly(plan, in("resumed"), {.codes = codes}, test::smallTuning());
        codes->remove();
        QVERIFY(bytesOf("whole") == bytesOf("resumed"));
        (void)written(planOf("awq", "AWQ-4-g128", {{"activation_scales", "search"}, {"duo_scaling", "false"}}), "single");
        QVERIFY(bytesOf("whole") != bytesOf("single"));
        (void)written(planOf("awq", "AWQ-4-g128", {}), "unscaled");
        QVERIFY(bytesOf("whole") != bytesOf("unscaled"));
        QVERIFY(bytesOf("single") != bytesOf("unscaled"));
    }

    void withoutATextThereIsNothingToScaleBy() {
        for (const Options& options : {Options{{"activation_scales", "search"}}, Options{{"error_feedback", "false"}}}) {
            const Plan plan = planOf("awq", "AWQ-4-g128", options);
            const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("nothing")); });
            QVERIFY(error && error->kind() == ErrorKind::badInput);
            QVERIFY(std::string(error->what()).find("needs a text") != std::string::npos);
            QVERIFY(!fs::exists(in("nothing")));
        }
        QVERIFY(foldMethodOf(planOf("awq", "AWQ-4-g128", {})) == FoldMethod());
    }
};

QTEST_GUILESS_MAIN(TestFoldedConversion)
#include "tst_folded_conversion.moc"
