// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp's converter makes of synthetic models (tests/data/gguf/conversion.json): keys, names, order, bytes.
#include "model/golden_conversion.h"
#include "model/model.h"
#include "support/test_support.h"
#include "weights/weight_rows.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// Qt's objects forget the order of keys; the file's text has it.
QStringList namesInOrder(const QString& model, const QString& section) {
    QString text = QString::fromUtf8(goldenConversionTexts());
    text = text.mid(text.indexOf("\n\"" + model + "\":"));
    text = text.mid(text.indexOf('"' + section + "\":"));
    text = text.left(text.indexOf('}'));
    QStringList names;
    static const QRegularExpression name("\"([^\"]+)\": *\\[");
    for (auto found = name.globalMatch(text); found.hasNext();) {
        names.append(found.next().captured(1));
    }
    return names;
}

/// Values of a whole weight, as everything that reads weights sees them.
std::vector<float> canonicalValues(const Model& model, const Weight& weight) {
    std::vector<float> values(weight.elements());
    readRows(model, weight, 0, values);
    return values;
}

void addModels() {
    QTest::addColumn<QString>("model");
    for (const QString& model : goldenConversions()) {
        QTest::newRow(qPrintable(model)) << model;
    }
}

QString typeName(const MetadataValue& value) {
    static const QStringList names{"uint8", "int8",   "uint16", "int16",  "uint32", "int32",  "float32",
                                   "bool",  "string", "array",  "uint64", "int64",  "float64"};
    static const QStringList elements{"uint8",   "int8", "uint16", "int16",  "uint32", "int32",
                                      "float32", "bool", "string", "uint64", "int64",  "float64"};
    const auto* const array = std::get_if<MetadataArray>(&value);
    const QString name = names.at(static_cast<qsizetype>(value.index()));
    return array == nullptr ? name : name + " of " + elements.at(static_cast<qsizetype>(array->index()));
}

QJsonArray elementsOf(const MetadataArray& array) {
    QJsonArray elements;
    std::visit(
        [&](const auto& values) {
            for (const auto& value : values) {
                if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<bool>>) {
                    elements.append(static_cast<bool>(value));
                } else if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>) {
                    elements.append(static_cast<double>(value));
                } else {
                    elements.append(QString::fromStdString(value));
                }
            }
        },
        array);
    return elements;
}

} // namespace

class TestConversion : public QObject {
    Q_OBJECT
private slots:
    void tensorsAreThoseOfTheReference_data() { addModels(); }
    void tensorsAreThoseOfTheReference() {
        QFETCH(QString, model);
        const QJsonObject expected = goldenConversion(model);
        const auto folder = folderOf(model);
        const auto opened = openModel(folder->path());
        QVERIFY2(opened->understood(), opened->notUnderstood().value_or("").c_str());
        QStringList names;
        for (const Weight& weight : opened->weights()) {
            names.append(QString::fromStdString(weight.name));
        }
        QCOMPARE(names, namesInOrder(model, "f32"));
        QVERIFY(names.size() >= 16);
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
        const auto folder = folderOf(model);
        const auto opened = openModel(folder->path());
        // The writer of a file adds these two; the name was given on the command line of the reference.
        const QStringList left{"general.file_type", "general.quantization_version"};
        QJsonArray expected;
        for (const auto& key : goldenConversion(model).value("keys").toArray()) {
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
                QVERIFY(!std::get<std::string>(pairs[i].value).empty()); // the reference was given another one
            } else if (const auto* text = std::get_if<std::string>(&pairs[i].value)) {
                QCOMPARE(QString::fromStdString(*text), entry.at(2).toString());
            } else if (const auto* flag = std::get_if<bool>(&pairs[i].value)) {
                QCOMPARE(*flag, entry.at(2).toBool());
            } else if (const auto* array = std::get_if<MetadataArray>(&pairs[i].value)) {
                QCOMPARE(elementsOf(*array), entry.at(2).toArray());
            } else {
                QCOMPARE(opened->ggufMetadata().number(pairs[i].key).value_or(-1), entry.at(2).toDouble());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestConversion)
#include "tst_conversion.moc"
