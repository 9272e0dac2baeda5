// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/safetensors_known.h"

#include "checkpoint/safetensors_header.h"

#include <nlohmann/json.hpp>

namespace quantlathe {

SafetensorsLayout layOutWithKnown(std::span<const KnownTensor> known, std::span<const SafetensorsTensor> tensors,
                                  const SafetensorsMetadata& metadata) {
    using Json = nlohmann::ordered_json;
    SafetensorsLayout layout = layOutSafetensors(tensors, metadata);
    if (known.empty()) {
        return layout;
    }
    const std::size_t oldHeader = layout.header.size();
    const auto* const text = reinterpret_cast<const char*>(layout.header.data());
    const Json others = Json::parse(text + safetensorsLengthBytes, text + oldHeader);

    Json header = Json::object();
    constexpr const char* metadataKey = "__metadata__";
    if (others.contains(metadataKey)) {
        header[metadataKey] = others[metadataKey];
    }
    std::vector<std::byte> values;
    for (const auto& [tensor, bytes] : known) {
        const std::size_t first = values.size();
        values.insert(values.end(), bytes.begin(), bytes.end());
        header[tensor.name] = {
            {"dtype", info(tensor.type).safetensors}, {"shape", tensor.shape}, {"data_offsets", {first, values.size()}}};
    }
    for (const auto& [name, what] : others.items()) {
        if (name == metadataKey) {
            continue;
        }
        Json moved = what;
        for (Json& offset : moved["data_offsets"]) {
            offset = offset.get<std::uint64_t>() + values.size();
        }
        header[name] = std::move(moved);
    }
    layout.header = safetensorsHeader(header.dump(), values.size());
    layout.header.insert(layout.header.end(), values.begin(), values.end());
    for (std::uint64_t& offset : layout.offsets) {
        offset = offset - oldHeader + layout.header.size();
    }
    layout.fileBytes = layout.fileBytes - oldHeader + layout.header.size();
    return layout;
}

} // namespace quantlathe
