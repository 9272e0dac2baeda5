// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/safetensors_writer.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/safetensors_header.h"
#include "checkpoint/safetensors_known.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

namespace quantlathe {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t headerAlignment = 8;

std::uint64_t bytesOf(const SafetensorsTensor& tensor) {
    std::uint64_t bytes = info(tensor.type).bytesPerBlock;
    for (const std::uint64_t dimension : tensor.shape) {
        bytes = checkedMultiply(bytes, dimension).value_or(UINT64_MAX);
    }
    return bytes;
}

void check(std::span<const SafetensorsTensor> tensors) {
    std::set<std::string_view> names;
    for (const SafetensorsTensor& tensor : tensors) {
        if (!names.insert(tensor.name).second) {
            throw badInput({}, say("{} would stand in the file twice", escapeForDisplay(tensor.name)),
                           say("Two weights of the model have the same name in this format."));
        }
        if (!isValidUtf8(tensor.name) || tensor.name == "__metadata__") {
            throw badInput({}, say("{} is no name for a tensor", escapeForDisplay(tensor.name)),
                           say("safetensors needs UTF-8, and keeps __metadata__ for itself."));
        }
        if (info(tensor.type).safetensors.empty()) {
            throw badInput({}, say("{} cannot be written", escapeForDisplay(tensor.name)),
                           say("safetensors has no type {}.", info(tensor.type).name));
        }
    }
}

/// Wide values first, so that every offset is a multiple of its value's size.
std::vector<std::size_t> fileOrder(std::span<const SafetensorsTensor> tensors) {
    std::vector<std::size_t> order(tensors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const std::uint32_t widthA = info(tensors[a].type).bytesPerBlock;
        const std::uint32_t widthB = info(tensors[b].type).bytesPerBlock;
        return widthA != widthB ? widthA > widthB : tensors[a].name < tensors[b].name;
    });
    return order;
}

} // namespace

std::vector<std::byte> safetensorsHeader(std::string text, std::size_t behind) {
    text.resize(roundUp(text.size() + behind, headerAlignment) - behind, ' ');
    std::vector<std::byte> header(safetensorsLengthBytes + text.size());
    std::uint64_t length = text.size();
    for (std::size_t i = 0; i < safetensorsLengthBytes; ++i, length >>= 8U) {
        header[i] = static_cast<std::byte>(length & 0xFFU);
    }
    std::memcpy(header.data() + safetensorsLengthBytes, text.data(), text.size());
    return header;
}

SafetensorsLayout layOutSafetensors(std::span<const SafetensorsTensor> tensors, const SafetensorsMetadata& metadata) {
    check(tensors);
    SafetensorsLayout layout;
    layout.offsets.resize(tensors.size());
    layout.sizes.resize(tensors.size());
    Json header = Json::object();
    if (!metadata.empty()) {
        header["__metadata__"] = metadata;
    }
    std::uint64_t end = 0;
    for (const std::size_t i : fileOrder(tensors)) {
        const SafetensorsTensor& tensor = tensors[i];
        layout.sizes[i] = bytesOf(tensor);
        layout.offsets[i] = end;
        const auto next = checkedAdd(end, layout.sizes[i]);
        if (!next) {
            throw badInput({}, say("{} is too large", escapeForDisplay(tensor.name)), say("No file can hold so much."));
        }
        header[tensor.name] = {
            {"dtype", info(tensor.type).safetensors}, {"shape", tensor.shape}, {"data_offsets", {end, *next}}};
        end = *next;
    }
    layout.header = safetensorsHeader(header.dump());
    for (std::uint64_t& offset : layout.offsets) {
        offset += layout.header.size();
    }
    layout.fileBytes = layout.header.size() + end;
    return layout;
}

std::vector<std::size_t> shardsOfGroups(std::span<const SafetensorsTensor> tensors, std::uint64_t maxBytes) {
    std::vector<std::size_t> shards(tensors.size(), 0);
    std::size_t shard = 0;
    std::uint64_t filled = 0;
    for (std::size_t begin = 0; begin < tensors.size();) {
        std::size_t end = begin;
        std::uint64_t groupBytes = 0;
        while (end < tensors.size() && tensors[end].group == tensors[begin].group) {
            groupBytes += bytesOf(tensors[end++]);
        }
        if (filled > 0 && filled + groupBytes > maxBytes) {
            ++shard;
            filled = 0;
        }
        std::fill(shards.begin() + static_cast<std::ptrdiff_t>(begin), shards.begin() + static_cast<std::ptrdiff_t>(end),
                  shard);
        filled += groupBytes;
        begin = end;
    }
    return shards;
}

std::string safetensorsIndex(std::span<const SafetensorsTensor> tensors, std::span<const std::size_t> shards,
                             std::span<const std::string> fileNames) {
    std::map<std::string, std::string> files; // sorted by name, as the reference writes it
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        files.emplace(tensors[i].name, fileNames[shards[i]]);
        total += bytesOf(tensors[i]);
    }
    const Json index = {{"metadata", {{"total_size", total}}}, {"weight_map", files}};
    return index.dump(2) + '\n';
}

} // namespace quantlathe
