// SPDX-License-Identifier: GPL-3.0-or-later
// The tiny Llama converted as every recorded run of llama-quantize did: tensor by tensor and as whole files the same bytes.
#include "convert/convert_support.h"

#include <algorithm>
#include <array>
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

/// What the command line of the run asks for.
PlanDocument documentOf(const QJsonObject& run) {
    PlanDocument document;
    document.preset = run.value("ftype").toString().toStdString();
    const QJsonArray flags = run.value("extra_flags").toArray();
    for (int i = 0; i < flags.size(); ++i) {
        const QString flag = flags.at(i).toString();
        if (flag == "--pure") {
            document.options.pure = true;
            continue;
        }
        if (flag == "--leave-output-tensor") {
            document.options.leaveOutput = true;
            continue;
        }
        const std::string value = flags.at(++i).toString().toStdString();
        if (flag == "--tensor-type") {
            document.rules.push_back(ruleFromTensorTypeOption(value));
        } else if (flag == "--token-embedding-type") {
            document.weights["token_embd.weight"] = value;
        } else if (flag == "--output-tensor-type") {
            document.weights["output.weight"] = value;
        } else if (flag == "--override-kv") {
            document.options.overrides.push_back(overrideFromOption(value));
        } else if (flag == "--prune-layers") {
            document.options.prunedLayers = {static_cast<std::uint32_t>(std::stoul(value))};
        } else {
            qFatal("an unknown flag");
        }
    }
    return document;
}

/// Why a run cannot be repeated: an encoding of it, or of what else its preset may choose, cannot be written.
std::optional<std::string> whyNotYet(const QJsonObject& run) {
    const std::string preset = run.value("ftype").toString().toStdString();
    if (presetByName(*formatById("gguf"), preset) == nullptr) {
        return preset + " is not offered";
    }
    for (const auto& tensor : run.value("tensors").toObject()) {
        const std::string name = tensor.toArray().at(0).toString().toStdString();
        const Encoding* const encoding = encodingByName(name);
        if (encoding == nullptr || !encoding->canEncode()) {
            return name + " cannot be written";
        }
    }
    return std::nullopt;
}

/// The recorded llama-quantize prunes by name only: what stays gets the data of the tensors that had these names before, so
/// the last layers are gone whichever were asked for. (Later versions take the right data, as we do.) The same plan with this
/// fault, to compare all else with the recorded file.
Plan withDataByName(Plan plan) {
    Model::Parts parts = plan.model->parts();
    const std::span<const TensorInfo> tensors = parts.checkpoint->tensors();
    for (Weight& weight : parts.weights) {
        weight.tensors = {static_cast<std::size_t>(parts.checkpoint->find(weight.name) - tensors.data())};
    }
    const auto model = std::make_shared<const Model>(std::move(parts));
    for (Choice& choice : plan.choices) {
        choice.weight = model->find(choice.weight->name);
    }
    plan.model = model;
    return plan;
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
        const QJsonObject metadata = run.value("metadata").toObject();
        for (const QString& key : metadata.keys()) {
            const QJsonValue value = metadata.value(key);
            if (value.isString()) {
                QCOMPARE(checkpoint.metadata().string(key.toStdString()), std::string_view(value.toString().toStdString()));
            } else {
                QCOMPARE(checkpoint.metadata().integer(key.toStdString()), std::optional(std::int64_t{value.toInteger()}));
            }
        }
        QCOMPARE(test::fileHash(written), run.value("file_sha256").toString().toStdString());
    }

private slots:
    void runs_data() {
        QTest::addColumn<int>("run");
        for (int i = 0; i < runs_.size(); ++i) {
            QTest::newRow(qPrintable(runs_.at(i).toObject().value("args").toString())) << i;
        }
    }

    void runs() {
        QFETCH(int, run);
        const QJsonObject golden = runs_.at(run).toObject();
        if (const auto reason = whyNotYet(golden)) {
            QSKIP(qPrintable(QString::fromStdString(*reason)));
        }
        Plan plan = makePlan(model_, documentOf(golden), golden.value("imatrix").toBool() ? importance_ : nullptr);
        if (!plan.document.options.prunedLayers.empty()) {
            plan = withDataByName(std::move(plan));
        }
        const fs::path out = fs::path(folder_.path().toStdString()) / (std::to_string(run) + ".gguf");
        const ConvertReport report = test::convertQuietly(plan, out);
        QCOMPARE(report.bytesWritten, plan.fileBytes());
        QVERIFY(test::nothingIsLeftBeside(out));
        compareWithRun(out, golden);
        // What was saved as a plan, with one encoding for every weight, makes the same file.
        const Plan again = makePlan(model_, parsePlan(planJson(plan.explicitDocument())),
                                    plan.document.options.prunedLayers.empty() ? plan.importance : nullptr);
        QCOMPARE(again.layout.files.front().header, plan.layout.files.front().header);
    }

    void pruningLeavesTheDataOfTheOtherLayers() {
        PlanDocument document;
        document.preset = "Q8_0";
        const fs::path whole = fs::path(folder_.path().toStdString()) / "whole.gguf";
        (void)test::convertQuietly(makePlan(model_, document), whole);
        document.options.prunedLayers = {0};
        const fs::path pruned = fs::path(folder_.path().toStdString()) / "pruned.gguf";
        (void)test::convertQuietly(makePlan(model_, document, importance_), pruned);
        const Checkpoint before = openCheckpoint(whole);
        const Checkpoint after = openCheckpoint(pruned);
        QCOMPARE(after.metadata().integer("llama.block_count"), std::optional<std::int64_t>(1));
        for (const TensorInfo& tensor : after.tensors()) {
            const bool isInBlock = tensor.name.starts_with("blk.0.");
            const TensorInfo* source = before.find(isInBlock ? "blk.1." + tensor.name.substr(6) : tensor.name);
            QVERIFY(source != nullptr);
            QCOMPARE(test::sha256(after.bytes(tensor)), test::sha256(before.bytes(*source)));
        }
        QCOMPARE(after.tensors().size(), std::size_t{12});
    }

    void everyPresetHasARun() {
        std::set<std::string_view> covered{"Q2_0"}; // younger than the recorded runs; tests/interop compares it
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

    void nothingIsSkippedOnceAllCanBeWritten() {
        const bool isComplete = std::ranges::all_of(ggmlEncodings(), [](const Encoding* encoding) {
            return encoding->canEncode() || !info(*elementTypeOf(*encoding)).isBlocked();
        });
        for (const auto& run : runs_) {
            const auto reason = whyNotYet(run.toObject());
            QVERIFY2(!isComplete || !reason, reason.value_or("").c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "tst_golden.moc"
