// SPDX-License-Identifier: GPL-3.0-or-later
// Small bases and adapters for the tests of merges, made in scratch folders.
#pragma once

#include "base/file.h"
#include "checkpoint/safetensors_writer.h"
#include "convert/convert_support.h"

#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace quantlathe::test {

struct SmallTensor {
    std::string name;
    std::vector<std::uint64_t> shape;
    std::vector<float> values;
};

inline SmallTensor normalTensor(const std::string& name, std::vector<std::uint64_t> shape, std::uint64_t seed) {
    std::size_t count = 1;
    for (const std::uint64_t size : shape) {
        count *= static_cast<std::size_t>(size);
    }
    return {name, std::move(shape), normalValues(count, seed, 0.1F)};
}

/// All in F32.
inline void writeTensors(const std::filesystem::path& file, const std::vector<SmallTensor>& tensors) {
    std::vector<SafetensorsTensor> described;
    for (const SmallTensor& tensor : tensors) {
        described.push_back({tensor.name, ElementType::F32, tensor.shape, described.size()});
    }
    const SafetensorsLayout layout = layOutSafetensors(described, {});
    std::vector<std::byte> bytes(static_cast<std::size_t>(layout.fileBytes));
    std::ranges::copy(layout.header, bytes.begin());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        std::memcpy(bytes.data() + layout.offsets[i], tensors[i].values.data(), tensors[i].values.size() * sizeof(float));
    }
    writeAll(file, bytes);
}

inline void writeAdapter(const std::filesystem::path& folder, const nlohmann::json& config,
                         const std::vector<SmallTensor>& tensors) {
    std::filesystem::create_directories(folder);
    writeTextFileAtomically(folder / "adapter_config.json", config.dump());
    writeTensors(folder / "adapter_model.safetensors", tensors);
}

} // namespace quantlathe::test
