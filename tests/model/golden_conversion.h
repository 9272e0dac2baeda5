// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded conversions of tests/data/gguf/conversion.json and conversion-2026.json and the folders that they were made
// from.
#pragma once

#include "model/hf_folder.h"

#include <memory>
#include <QStringList>

namespace quantlathe::test {

/// Both files one after the other.
inline const QByteArray& goldenConversionTexts() {
    static const QByteArray texts = [] {
        QByteArray all;
        for (const char* const file : {"gguf/conversion.json", "gguf/conversion-2026.json"}) {
            const std::vector<std::byte> bytes = readAll(dataFile(file));
            all.append(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        }
        return all;
    }();
    return texts;
}

inline const QJsonObject& allGoldenConversions() {
    static const QJsonObject all = [] {
        const QByteArray& texts = goldenConversionTexts();
        const qsizetype first = texts.indexOf("\n}\n") + 3;
        QJsonObject both = QJsonDocument::fromJson(texts.left(first)).object();
        const QJsonObject later = QJsonDocument::fromJson(texts.mid(first)).object();
        for (auto it = later.begin(); it != later.end(); ++it) {
            both.insert(it.key(), it.value());
        }
        return both;
    }();
    return all;
}

/// Names of the recorded models: at least one of each architecture.
inline QStringList goldenConversions() {
    return allGoldenConversions().keys();
}

inline QJsonObject goldenConversion(const QString& model) {
    return allGoldenConversions().value(model).toObject();
}

inline Shapes shapesOf(const QJsonObject& golden) {
    Shapes shapes;
    const QJsonObject tensors = golden.value("hf_tensors").toObject();
    for (auto it = tensors.begin(); it != tensors.end(); ++it) {
        std::vector<std::uint64_t>& shape = shapes[it.key().toStdString()];
        for (const auto& dimension : it.value().toArray()) {
            shape.push_back(static_cast<std::uint64_t>(dimension.toInteger()));
        }
    }
    return shapes;
}

/// Without a tokenizer, as it was converted.
inline std::unique_ptr<HfFolder> folderOf(const QString& model) {
    const QJsonObject golden = goldenConversion(model);
    auto folder = std::make_unique<HfFolder>(model.toStdString()); // the name decides on general.finetune
    folder->write("config.json", golden.value("config").toObject());
    folder->writeWeights(shapesOf(golden));
    return folder;
}

} // namespace quantlathe::test
