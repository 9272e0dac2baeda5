// SPDX-License-Identifier: GPL-3.0-or-later
// Builds small containers byte by byte, right or wrong in any field, independently of the writers under test.
#pragma once

#include "base/element_type.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe::test {

using Bytes = std::vector<std::byte>;

inline Bytes& operator<<(Bytes& bytes, std::span<const std::byte> raw) {
    const std::size_t at = bytes.size();
    bytes.resize(at + raw.size());
    std::copy(raw.begin(), raw.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    return bytes;
}

inline Bytes& operator<<(Bytes& bytes, std::string_view raw) {
    return bytes << std::as_bytes(std::span(raw));
}

template <class T>
Bytes& addNumber(Bytes& bytes, T value) {
    return bytes << std::as_bytes(std::span(&value, 1));
}

inline Bytes& addString(Bytes& bytes, std::string_view text) {
    addNumber<std::uint64_t>(bytes, text.size());
    return bytes << text;
}

/// The value's bytes as they follow the key: type number first.
template <class T>
Bytes ggufValue(std::uint32_t type, T value) {
    Bytes bytes;
    addNumber(bytes, type);
    addNumber(bytes, value);
    return bytes;
}

inline Bytes ggufString(std::string_view text) {
    Bytes bytes;
    addNumber<std::uint32_t>(bytes, 8);
    addString(bytes, text);
    return bytes;
}

inline Bytes ggufArray(std::uint32_t type, std::uint64_t count, std::string_view elements) {
    Bytes bytes;
    addNumber<std::uint32_t>(bytes, 9);
    addNumber(bytes, type);
    addNumber(bytes, count);
    return bytes << elements;
}

struct GgufPair {
    std::string key;
    Bytes value; // type number included
};

struct GgufInfo {
    std::string name;
    std::vector<std::uint64_t> dimensions; // as in the file: innermost first
    std::uint32_t type = 0;
    std::uint64_t offset = 0;
};

/// A GGUF file in which every field can be wrong.
struct GgufFile {
    std::string magic = "GGUF";
    std::uint32_t version = 3;
    std::optional<std::uint64_t> tensorCount;
    std::optional<std::uint64_t> keyCount;
    std::vector<GgufPair> pairs{{"general.architecture", ggufString("llama")}, {"general.name", ggufString("small")}};
    std::vector<GgufInfo> tensors{{"a.weight", {32, 2}, 0, 0}, {"b.weight", {256}, 12, 256}}; // F32, Q4_K
    std::uint64_t alignment = 32;
    std::uint64_t dataBytes = 256 + 144;

    [[nodiscard]] Bytes header() const {
        Bytes bytes;
        bytes << magic;
        addNumber(bytes, version);
        addNumber<std::uint64_t>(bytes, tensorCount.value_or(tensors.size()));
        addNumber<std::uint64_t>(bytes, keyCount.value_or(pairs.size()));
        for (const GgufPair& pair : pairs) {
            addString(bytes, pair.key);
            bytes << pair.value;
        }
        for (const GgufInfo& tensor : tensors) {
            addString(bytes, tensor.name);
            addNumber<std::uint32_t>(bytes, static_cast<std::uint32_t>(tensor.dimensions.size()));
            for (const std::uint64_t dimension : tensor.dimensions) {
                addNumber(bytes, dimension);
            }
            addNumber(bytes, tensor.type);
            addNumber(bytes, tensor.offset);
        }
        return bytes;
    }

    [[nodiscard]] Bytes bytes() const {
        Bytes all = header();
        all.resize((all.size() + alignment - 1) / alignment * alignment + dataBytes, std::byte{0x5A});
        return all;
    }
};

/// `header` is the JSON text.
inline Bytes safetensorsFile(std::string_view header, std::uint64_t dataBytes) {
    Bytes bytes;
    addString(bytes, header);
    bytes.resize(bytes.size() + dataBytes, std::byte{0x5A});
    return bytes;
}

/// A JSON object of these members.
inline std::string inBraces(const std::string& members) {
    return std::string("{").append(members).append("}");
}

/// One tensor's entry of a safetensors header.
inline std::string safetensorsEntry(const std::string& name, const std::string& dtype, const std::string& shape,
                                    std::uint64_t begin, std::uint64_t end) {
    return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":[)" + std::to_string(begin) +
           "," + std::to_string(end) + "]}";
}

} // namespace quantlathe::test
