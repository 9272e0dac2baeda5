// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp's converter makes of synthetic models (tests/data/gguf/conversion.json): keys, names, order, bytes.
#include "model/hf_folder.h"
#include "model/model.h"
#include "support/test_support.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

QJsonObject golden(const QString& model) {
    const std::vector<std::byte> bytes = readAll(dataFile("gguf/conversion.json"));
    const QByteArray text(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    return QJsonDocument::fromJson(text).object().value(model).toObject();
}

/// Qt's objects forget the order of keys; the file's text has it.
QStringList namesInOrder(const QString& model, const QString& section) {
    const std::vector<std::byte> bytes = readAll(dataFile("gguf/conversion.json"));
    QString text = QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    text = text.mid(text.indexOf('"' + model + "\":"));
    text = text.mid(text.indexOf('"' + section + "\":"));
    text = text.left(text.indexOf('}'));
    QStringList names;
    static const QRegularExpression name("\"([^\"]+)\": *\\[");
    for (auto found = name.globalMatch(text); found.hasNext();) {
        names.append(found.next().captured(1));
    }
    return names;
}

std::vector<float> canonicalValues(const Model& model, const Weight& weight) {
    if (!weight.tensor) {
        return weight.generated;
    }
    const TensorInfo& tensor = model.checkpoint().tensors()[*weight.tensor];
    std::vector<float> stored(weight.elements());
    const auto bytes = model.checkpoint().bytes(tensor);
    std::memcpy(stored.data(), bytes.data(), bytes.size());
    const std::uint64_t units = weight.permutesElements() ? weight.elements() : weight.rows();
    const std::uint64_t length = weight.elements() / units;
    std::vector<float> values;
    for (std::uint64_t unit = 0; unit < units; ++unit) {
        const auto begin = stored.begin() + static_cast<std::ptrdiff_t>(weight.transform.sourceRow(unit, units) * length);
        values.insert(values.end(), begin, begin + static_cast<std::ptrdiff_t>(length));
    }
    return values;
}

std::unique_ptr<HfFolder> folderOf(const QJsonObject& golden) {
    auto folder = std::make_unique<HfFolder>();
    folder->write("config.json", golden.value("config").toObject());
    Shapes shapes;
    const QJsonObject tensors = golden.value("hf_tensors").toObject();
    for (auto it = tensors.begin(); it != tensors.end(); ++it) {
        for (const auto& dimension : it.value().toArray()) {
            shapes[it.key().toStdString()].push_back(static_cast<std::uint64_t>(dimension.toInteger()));
        }
    }
    folder->writeWeights(shapes);
    return folder;
}

void addModels() {
    QTest::addColumn<QString>("model");
    for (const char* model : {"llama", "llama-yarn-bias", "mistral-tied"}) {
        QTest::newRow(model) << QString(model);
    }
}

QString typeName(const MetadataValue& value) {
    static const QStringList names{"uint8", "int8",   "uint16", "int16",  "uint32", "int32",  "float32",
                                   "bool",  "string", "array",  "uint64", "int64",  "float64"};
    return names.at(static_cast<qsizetype>(value.index()));
}

} // namespace

class TestConversion : public QObject {
    Q_OBJECT
private slots:
    void tensorsAreThoseOfTheReference_data() { addModels(); }
    void tensorsAreThoseOfTheReference() {
        QFETCH(QString, model);
        const QJsonObject expected = golden(model);
        const auto folder = folderOf(expected);
        const auto opened = openModel(folder->path());
        QVERIFY2(opened->understood(), opened->notUnderstood().value_or("").c_str());
        QStringList names;
        for (const Weight& weight : opened->weights()) {
            names.append(QString::fromStdString(weight.name));
        }
        QCOMPARE(names, namesInOrder(model, "f32"));
        QVERIFY(names.size() > 19);
        for (const Weight& weight : opened->weights()) {
            const QJsonArray entry = expected.value("f32").toObject().value(QString::fromStdString(weight.name)).toArray();
            std::vector<std::uint64_t> shape;
            for (const auto& dimension : entry.at(1).toArray()) {
                shape.insert(shape.begin(), static_cast<std::uint64_t>(dimension.toInteger()));
            }
            QCOMPARE(weight.shape, shape);
            const std::vector<float> values = canonicalValues(*opened, weight);
            QVERIFY2(sha256(std::as_bytes(std::span(values))) == entry.at(2).toString().toStdString(), weight.name.c_str());
        }
    }

    void keysAreThoseOfTheReference_data() { addModels(); }
    void keysAreThoseOfTheReference() {
        QFETCH(QString, model);
        const auto folder = folderOf(golden(model));
        const auto opened = openModel(folder->path());
        // The writer of a file adds these two; the name was given on the command line of the reference.
        const QStringList left{"general.file_type", "general.quantization_version"};
        QJsonArray expected;
        for (const auto& key : golden(model).value("keys").toArray()) {
            if (!left.contains(key.toArray().at(0).toString())) {
                expected.append(key);
            }
        }
        const auto& pairs = opened->ggufMetadata().pairs();
        QCOMPARE(pairs.size(), static_cast<std::size_t>(expected.size()));
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const QJsonArray entry = expected.at(static_cast<qsizetype>(i)).toArray();
            QCOMPARE(QString::fromStdString(pairs[i].key), entry.at(0).toString());
            QCOMPARE(typeName(pairs[i].value), entry.at(1).toString());
            if (pairs[i].key == "general.name") {
                QCOMPARE(std::get<std::string>(pairs[i].value), std::string("Model"));
            } else if (const auto* text = std::get_if<std::string>(&pairs[i].value)) {
                QCOMPARE(QString::fromStdString(*text), entry.at(2).toString());
            } else {
                QCOMPARE(opened->ggufMetadata().number(pairs[i].key).value_or(-1), entry.at(2).toDouble());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestConversion)
#include "tst_conversion.moc"
