// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded conversions of tests/data/gguf/conversion.json and the folders that they were made from.
#pragma once

#include "model/hf_folder.h"

#include <memory>
#include <QStringList>

namespace quantlathe::test {

inline QJsonObject allGoldenConversions() {
    const std::vector<std::byte> bytes = readAll(dataFile("gguf/conversion.json"));
    const QByteArray text(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    return QJsonDocument::fromJson(text).object();
}

/// Names of the recorded models: one of each architecture, three Llamas.
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
        for (const auto& dimension : it.value().toArray()) {
            shapes[it.key().toStdString()].push_back(static_cast<std::uint64_t>(dimension.toInteger()));
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
