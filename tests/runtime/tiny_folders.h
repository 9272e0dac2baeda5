// SPDX-License-Identifier: GPL-3.0-or-later
// The tiny random models of tests/interop/folder_logits.py as folders.
#pragma once

#include "runtime/tiny_families.h"

#include <cstring>

namespace quantlathe::test {

inline const nlohmann::json& recordedFolders() {
    static const nlohmann::json entries = nlohmann::json::parse(std::ifstream(dataFile("runtime/folders.json")));
    return entries;
}

/// Writes config.json and model.safetensors of one entry.
inline std::filesystem::path writeFolderModel(const QTemporaryDir& folder, const nlohmann::json& entry) {
    std::filesystem::path path(folder.path().toStdString());
    std::ofstream(path / "config.json") << entry.at("config");
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    std::vector<float> all;
    for (const auto& tensor : entry.at("tensors")) {
        const auto name = tensor[0].get<std::string>();
        const auto shape = tensor[1].get<std::vector<std::uint64_t>>();
        const std::size_t begin = all.size() * sizeof(float);
        std::uint64_t count = 1;
        for (const std::uint64_t dimension : shape) {
            count *= dimension;
        }
        const auto values = spreadOf(name, count, tensor[2].get<double>(), tensor[3].get<double>());
        all.insert(all.end(), values.begin(), values.end());
        header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {begin, all.size() * sizeof(float)}}};
    }
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    std::vector<std::byte> file(sizeof length + text.size() + all.size() * sizeof(float));
    std::memcpy(file.data(), &length, sizeof length);
    std::memcpy(file.data() + sizeof length, text.data(), text.size());
    std::memcpy(file.data() + sizeof length + text.size(), all.data(), all.size() * sizeof(float));
    writeAll(path / "model.safetensors", file);
    return path;
}

} // namespace quantlathe::test
