// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded image parts of tests/data/gguf/mmproj.json and the folders that they were made from.
#pragma once

#include "model/hf_folder.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace quantlathe::test {

using OrderedJson = nlohmann::ordered_json; // the order of keys and tensors is part of what was recorded

inline const OrderedJson& goldenImageParts() {
    static const OrderedJson all = [] {
        const std::vector<std::byte> bytes = readAll(dataFile("gguf/mmproj.json"));
        const auto* const text = reinterpret_cast<const char*>(bytes.data());
        return OrderedJson::parse(text, text + bytes.size());
    }();
    return all;
}

inline Shapes storedShapes(const OrderedJson& golden) {
    Shapes shapes;
    for (const auto& [name, shape] : golden.at("hf_tensors").items()) {
        shapes[name] = shape.get<std::vector<std::uint64_t>>();
    }
    return shapes;
}

inline std::unique_ptr<HfFolder> folderWith(const OrderedJson& golden, const Shapes& shapes) {
    auto folder = std::make_unique<HfFolder>("golden");
    folder->write("config.json", QByteArray::fromStdString(golden.at("config").dump()));
    for (const auto& [file, content] : golden.at("files").items()) {
        folder->write(file, QByteArray::fromStdString(content.dump()));
    }
    folder->writeWeights(shapes);
    return folder;
}

inline std::unique_ptr<HfFolder> folderOfPart(const std::string& model) {
    const OrderedJson& golden = goldenImageParts().at(model);
    return folderWith(golden, storedShapes(golden));
}

} // namespace quantlathe::test
