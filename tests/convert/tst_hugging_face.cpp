// SPDX-License-Identifier: GPL-3.0-or-later
// Hugging Face models on their way to GGUF: the tensors that the reference converter writes, for the families that are
// understood, from values that everyone can make again (tests/data/gguf/README.md).
#include "convert/convert_support.h"

#include <fstream>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

QJsonObject goldenModels() {
    QFile file(QString::fromStdString(test::dataFile("gguf/conversion.json").string()));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("conversion.json is missing");
    }
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// CRC-32 of zlib and Ethernet, bit by bit.
std::uint32_t crc32(std::string_view text) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char character : text) {
        crc ^= static_cast<std::uint8_t>(character);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

void writeModel(const fs::path& folder, const QJsonObject& model) {
    fs::create_directories(folder);
    std::ofstream(folder / "config.json") << QJsonDocument(model.value("config").toObject()).toJson().toStdString();
    QJsonObject header;
    QByteArray data;
    const QJsonObject tensors = model.value("hf_tensors").toObject();
    for (const QString& name : tensors.keys()) {
        const QJsonArray shape = tensors.value(name).toArray();
        std::uint64_t elements = 1;
        for (const auto& dimension : shape) {
            elements *= static_cast<std::uint64_t>(dimension.toInteger());
        }
        const qsizetype begin = data.size();
        const std::uint64_t start = crc32(name.toStdString());
        for (std::uint64_t i = 0; i < elements; ++i) {
            const float value = static_cast<float>((i * 7919 + start) % 65536) / 65536.0F - 0.5F;
            data.append(reinterpret_cast<const char*>(&value), sizeof value);
        }
        header.insert(name, QJsonObject{{"dtype", "F32"}, {"shape", shape}, {"data_offsets", QJsonArray{begin, data.size()}}});
    }
    QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
    text.append((8 - text.size() % 8) % 8, ' ');
    const auto length = static_cast<std::uint64_t>(text.size());
    std::ofstream file(folder / "model.safetensors", std::ios::binary);
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file.write(text.constData(), text.size());
    file.write(data.constData(), data.size());
}

/// makePlan() refuses a model without a tokenizer, rightly; the recorded conversions had none.
Plan planWithoutTokenizer(std::shared_ptr<const Model> model, const std::string& presetName) {
    Plan plan;
    plan.format = formatById("gguf");
    plan.preset = presetByName(*plan.format, presetName);
    plan.choices = plan.format->choose(
        *model, *plan.preset, [](const Weight&) { return nullptr; }, nullptr);
    plan.layout = plan.format->layOut(*model, *plan.preset, plan.choices, nullptr);
    plan.model = std::move(model);
    return plan;
}

} // namespace

class TestHuggingFace : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const QJsonObject models_ = goldenModels();

private slots:
    void tensors_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("type");
        for (const char* const model : {"llama", "llama-yarn-bias", "mistral-tied"}) {
            for (const char* const type : {"f32", "f16", "bf16", "q8_0"}) {
                QTest::newRow((std::string(model) + " as " + type).c_str()) << model << type;
            }
        }
    }

    void tensors() {
        QFETCH(QString, model);
        QFETCH(QString, type);
        const fs::path folder = fs::path(folder_.path().toStdString()) / model.toStdString();
        if (!fs::exists(folder)) {
            writeModel(folder, models_.value(model).toObject());
        }
        const Plan plan = planWithoutTokenizer(openModel(folder), type.toUpper().toStdString());
        const fs::path out = folder / (type.toStdString() + ".gguf");
        (void)test::convertQuietly(plan, out, {}, test::smallTuning());
        const Checkpoint written = openCheckpoint(out);
        const QJsonObject golden = models_.value(model).toObject().value(type).toObject();
        QCOMPARE(static_cast<qsizetype>(written.tensors().size()), golden.size());
        for (const TensorInfo& tensor : written.tensors()) {
            const QJsonArray expected = golden.value(QString::fromStdString(tensor.name)).toArray();
            QVERIFY2(!expected.isEmpty(), tensor.name.c_str());
            QCOMPARE(QString::fromUtf8(info(tensor.type).name).toUpper(), expected.at(0).toString().toUpper());
            QVERIFY2(test::sha256(written.bytes(tensor)) == expected.at(2).toString().toStdString(), tensor.name.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestHuggingFace)
#include "tst_hugging_face.moc"
