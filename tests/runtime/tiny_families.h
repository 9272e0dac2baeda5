// SPDX-License-Identifier: GPL-3.0-or-later
// The tiny random models of tests/interop/family_logits.py as GGUF files.
#pragma once

#include "checkpoint/gguf_writer.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <span>
#include <string>
#include <vector>

namespace quantlathe::test {

inline const nlohmann::json& recordedFamilies() {
    static const nlohmann::json entries = nlohmann::json::parse(std::ifstream(dataFile("runtime/families.json")));
    return entries;
}

/// offset + scale · SplitMix64 seeded with the FNV-1a hash of the name, uniform in [−1, 1).
inline std::vector<float> spreadOf(const std::string& name, std::uint64_t count, double offset, double scale) {
    std::uint64_t state = 0xCBF29CE484222325ULL;
    for (const char c : name) {
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    std::vector<float> values;
    for (std::uint64_t i = 0; i < count; ++i) {
        state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        z ^= z >> 31U;
        const double uniform = static_cast<double>(z >> 40U) * 0x1p-23 - 1.0;
        values.push_back(static_cast<float>(offset + scale * uniform));
    }
    return values;
}

/// values() of family_logits.py.
inline std::vector<float> valuesOf(const std::string& name, const std::vector<std::uint64_t>& shape) {
    double scale = 2.0 / std::sqrt(static_cast<double>(shape.back()));
    double offset = 0;
    if (name.ends_with("norm.weight")) {
        scale = 0.25;
        offset = 1.0;
    } else if (name.ends_with(".bias")) {
        scale = 0.25;
    } else if (name.starts_with("token_embd") || name.starts_with("position_embd")) {
        scale = 1.0;
    }
    std::uint64_t count = 1;
    for (const std::uint64_t dimension : shape) {
        count *= dimension;
    }
    return spreadOf(name, count, offset, scale);
}

inline MetadataValue metadataValue(const nlohmann::json& value) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_array()) {
        return MetadataArray(value.get<std::vector<bool>>());
    }
    if (value.is_number_float()) {
        return static_cast<float>(value.get<double>());
    }
    return value.get<std::uint32_t>();
}

/// The model of one entry as a GGUF file.
inline std::filesystem::path writeFamilyModel(const QTemporaryDir& folder, const nlohmann::json& entry) {
    Metadata metadata;
    metadata.insert("general.architecture", entry.at("architecture").get<std::string>());
    for (const auto& [key, value] : entry.at("metadata").items()) {
        metadata.insert(key, metadataValue(value));
    }
    std::vector<GgufTensor> tensors;
    for (const auto& tensor : entry.at("tensors")) {
        tensors.push_back({tensor[0].get<std::string>(), ElementType::F32, tensor[1].get<std::vector<std::uint64_t>>()});
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> file(layout.fileBytes);
    std::ranges::copy(layout.header, file.begin());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const bool isGiven = entry.contains("given") && entry["given"].contains(tensors[i].name);
        const auto values =
            isGiven ? entry["given"][tensors[i].name].get<std::vector<float>>() : valuesOf(tensors[i].name, tensors[i].shape);
        std::ranges::copy(std::as_bytes(std::span(values)), file.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    const auto path = std::filesystem::path(folder.path().toStdString()) / "model.gguf";
    writeAll(path, file);
    return path;
}

} // namespace quantlathe::test
