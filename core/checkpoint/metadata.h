// SPDX-License-Identifier: GPL-3.0-or-later
// Typed key/value pairs in file order, as GGUF stores them (docs/formats/gguf.md, value types).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace quantlathe {

/// An array value: the elements' type is the alternative. Arrays of arrays do not exist (the reference refuses them).
using MetadataArray =
    std::variant<std::vector<std::uint8_t>, std::vector<std::int8_t>, std::vector<std::uint16_t>, std::vector<std::int16_t>,
                 std::vector<std::uint32_t>, std::vector<std::int32_t>, std::vector<float>, std::vector<bool>,
                 std::vector<std::string>, std::vector<std::uint64_t>, std::vector<std::int64_t>, std::vector<double>>;

using MetadataValue = std::variant<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t, float,
                                   bool, std::string, MetadataArray, std::uint64_t, std::int64_t, double>;
// The order of both variants follows GGUF's type numbers: index() of MetadataValue is the number on disk. MetadataArray
// has no entry for arrays (number 9), so its last three stand one lower than their numbers.

struct MetadataPair {
    std::string key;
    MetadataValue value;
};

/// Ordered, unique keys. A value type: copy it, change it, hand it to a writer.
class Metadata {
public:
    /// False (and no change) if the key exists already.
    bool insert(std::string key, MetadataValue value);
    /// As llama.cpp's set: an existing key is removed and the new pair goes to the end.
    void set(std::string key, MetadataValue value);
    void erase(std::string_view key);
    [[nodiscard]] const MetadataValue* find(std::string_view key) const;
    [[nodiscard]] bool contains(std::string_view key) const { return find(key) != nullptr; }
    [[nodiscard]] const std::vector<MetadataPair>& pairs() const { return pairs_; }

    /// Any integer type (or bool) that fits; nothing if absent or of another kind.
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
    /// Any float or integer type.
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    /// Points into the metadata.
    [[nodiscard]] std::optional<std::string_view> string(std::string_view key) const;
    /// An integer array of exactly `count` elements, or a single integer repeated `count` times (per-layer
    /// hyper-parameters allow both).
    [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(std::string_view key, std::size_t count) const;

private:
    std::vector<MetadataPair> pairs_;
    struct Hash {
        using is_transparent = void; // so that a look-up needs no copy of the key
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> byKey_;
};

} // namespace quantlathe
