// SPDX-License-Identifier: GPL-3.0-or-later
// The tiny Llama converted to every preset: tensor by tensor and as whole files the bytes that llama-quantize writes.
#include "convert/convert_support.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

QJsonArray goldenRuns() {
    QFile file(QString::fromStdString(test::dataFile("gguf/quantized.json").string()));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("quantized.json is missing");
    }
    return QJsonDocument::fromJson(file.readAll()).object().value("runs").toArray();
}

std::shared_ptr<const ImportanceMatrix> tinyImportance() {
    ImportanceMatrix matrix = readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf"));
    matrix.file = "tiny-llama-imatrix.gguf"; // the recorded runs name it so on their command line, and so in the metadata
    return std::make_shared<const ImportanceMatrix>(std::move(matrix));
}

PlanRule rule(const std::string& option) {
    return ruleFromTensorTypeOption(option);
}

} // namespace

class TestGolden : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const QJsonArray runs_ = goldenRuns();
    const std::shared_ptr<const Model> model_ = test::tinyLlama();
    const std::shared_ptr<const ImportanceMatrix> importance_ = tinyImportance();

    /// llama-quantize forgets the room of all-zero sub-blocks of IQ3_S: it stores the codes and signs of the later ones of
    /// their block too early. Does the same to a file of ours.
    void misplaceAsLlamaQuantize(const fs::path& written) {
        std::vector<std::byte> bytes = test::readAll(written);
        const Checkpoint checkpoint = openCheckpoint(written);
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            if (tensor.type != ElementType::IQ3_S) {
                continue;
            }
            const TensorInfo* const original = model_->checkpoint().find(tensor.name);
            const std::span<const std::byte> weights = model_->checkpoint().bytes(*original);
            constexpr std::size_t subBlockBytes = 32 * sizeof(float);
            for (std::size_t block = 0; block < weights.size() / subBlockBytes / 8; ++block) {
                std::byte* const stored = &bytes[tensor.offset + 110 * block];
                std::array<std::byte, 110> moved{};
                std::copy_n(stored, 110, moved.begin());
                std::fill_n(moved.begin() + 2, 64, std::byte{0});
                std::fill_n(moved.begin() + 74, 32, std::byte{0});
                std::size_t to = 0;
                for (std::size_t j = 0; j < 8; ++j) {
                    const auto part = weights.subspan((8 * block + j) * subBlockBytes, subBlockBytes);
                    if (std::ranges::any_of(part, [](std::byte b) { return b != std::byte{0}; })) {
                        std::copy_n(stored + 2 + 8 * j, 8, moved.begin() + 2 + 8 * to);
                        std::copy_n(stored + 74 + 4 * j, 4, moved.begin() + 74 + 4 * to);
                        ++to;
                    }
                }
                std::ranges::copy(moved, stored);
            }
        }
        test::writeAll(written, bytes);
    }

    void compareWithRun(const fs::path& written, const QJsonObject& run) {
        misplaceAsLlamaQuantize(written);
        const Checkpoint checkpoint = openCheckpoint(written);
        const QJsonObject tensors = run.value("tensors").toObject();
        QCOMPARE(static_cast<qsizetype>(checkpoint.tensors().size()), tensors.size());
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            const QJsonArray golden = tensors.value(QString::fromStdString(tensor.name)).toArray();
            QCOMPARE(QString::fromUtf8(info(tensor.type).name).toLower(), golden.at(0).toString().toLower());
            QCOMPARE(static_cast<qint64>(tensor.bytes), golden.at(1).toInteger());
            if (test::sha256(checkpoint.bytes(tensor)) != golden.at(2).toString().toStdString()) {
                QFAIL(qPrintable(QString::fromStdString(tensor.name) + " has other bytes"));
            }
        }
        QCOMPARE(static_cast<qint64>(fs::file_size(written)), run.value("file_size").toInteger());
        QCOMPARE(test::fileHash(written), run.value("file_sha256").toString().toStdString());
    }

private slots:
    void presets_data() {
        QTest::addColumn<int>("run");
        for (int i = 0; i < runs_.size(); ++i) {
            const QJsonObject run = runs_.at(i).toObject();
            const std::string preset = run.value("ftype").toString().toStdString();
            if (!run.value("pure").toBool() && run.value("extra_flags").toArray().isEmpty() &&
                presetByName(*formatById("gguf"), preset) != nullptr) {
                QTest::newRow((preset + (run.value("imatrix").toBool() ? " with importance" : "")).c_str()) << i;
            }
        }
    }

    void presets() {
        QFETCH(int, run);
        const QJsonObject golden = runs_.at(run).toObject();
        const Plan plan = test::planFor(model_, golden.value("ftype").toString().toStdString(),
                                        golden.value("imatrix").toBool() ? importance_ : nullptr);
        const fs::path out = fs::path(folder_.path().toStdString()) / (std::to_string(run) + ".gguf");
        const ConvertReport report = test::convertQuietly(plan, out);
        QCOMPARE(report.bytesWritten, plan.fileBytes());
        QVERIFY(test::nothingIsLeftBeside(out));
        compareWithRun(out, golden);
    }

    /// --pure is the preset with one rule for every matrix.
    void pureRuns_data() {
        QTest::addColumn<int>("run");
        for (int i = 0; i < runs_.size(); ++i) {
            const QJsonObject run = runs_.at(i).toObject();
            const std::string preset = run.value("ftype").toString().toStdString();
            if (run.value("pure").toBool() && presetByName(*formatById("gguf"), preset) != nullptr) {
                QTest::newRow((preset + (run.value("imatrix").toBool() ? " with importance" : "")).c_str()) << i;
            }
        }
    }
    void pureRuns() {
        QFETCH(int, run);
        const QJsonObject golden = runs_.at(run).toObject();
        const auto typeOf = [&](const char* tensor) {
            return golden.value("tensors").toObject().value(tensor).toArray().at(0).toString().toStdString();
        };
        PlanDocument document;
        document.preset = golden.value("ftype").toString().toStdString();
        document.rules = {rule(".*=" + typeOf("blk.0.attn_q.weight"))};
        document.weights = {{"output.weight", typeOf("output.weight")}, {"token_embd.weight", typeOf("token_embd.weight")}};
        const fs::path out = fs::path(folder_.path().toStdString()) / "pure.gguf";
        fs::remove(out);
        (void)test::convertQuietly(makePlan(model_, document, golden.value("imatrix").toBool() ? importance_ : nullptr), out);
        compareWithRun(out, golden);
    }

    void everyPresetHasARun() {
        std::set<std::string_view> covered;
        for (const auto& run : runs_) {
            const QJsonObject golden = run.toObject();
            const Preset* const preset = presetByName(*formatById("gguf"), golden.value("ftype").toString().toStdString());
            if (preset != nullptr && !golden.value("pure").toBool()) {
                covered.insert(preset->name);
            }
        }
        for (const Preset& preset : formatById("gguf")->presets()) {
            QVERIFY2(covered.contains(preset.name), std::string(preset.name).c_str());
        }
    }

    void nvfp4ForSomeTensors() {
        const auto found = std::ranges::find_if(runs_, [](const auto& entry) {
            return entry.toObject().value("args").toString().startsWith("--tensor-type ffn_=nvfp4");
        });
        QVERIFY(found != runs_.end());
        PlanDocument document;
        document.preset = "Q8_0";
        document.rules = {rule("ffn_=nvfp4")};
        const fs::path out = fs::path(folder_.path().toStdString()) / "nvfp4.gguf";
        (void)test::convertQuietly(makePlan(model_, document), out);
        compareWithRun(out, found->toObject());
    }

    void overridesAsRules() {
        for (const auto& entry : runs_) {
            const QJsonObject run = entry.toObject();
            if (!run.value("args").toString().startsWith("--tensor-type attn_v=q8_0")) {
                continue;
            }
            PlanDocument document;
            document.preset = "Q4_K_M";
            document.weights = {{"output.weight", "Q8_0"}, {"token_embd.weight", "Q4_K"}};
            document.rules = {rule("attn_v=q8_0"), rule("blk\\.1\\.ffn_down=q5_k")};
            const fs::path out = fs::path(folder_.path().toStdString()) / "rules.gguf";
            (void)test::convertQuietly(makePlan(model_, document), out);
            compareWithRun(out, run);
            return;
        }
        QFAIL("the recorded run is missing");
    }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "tst_golden.moc"
