// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/metadata_text.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <fmt/format.h>
#include <string_view>
#include <type_traits>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::size_t shownArrayElements = 8;
constexpr std::size_t shownTextBytes = 80;
constexpr std::size_t shownBeforeDifference = 20;

// By the number of the alternative (metadata.h).
constexpr std::array<std::string_view, 13> valueTypeNames{"uint8", "int8",   "uint16", "int16",  "uint32", "int32",  "float32",
                                                          "bool",  "string", "array",  "uint64", "int64",  "float64"};
constexpr std::array<std::string_view, 12> elementTypeNames{"uint8",   "int8", "uint16", "int16",  "uint32", "int32",
                                                            "float32", "bool", "string", "uint64", "int64",  "float64"};
static_assert(valueTypeNames.size() == std::variant_size_v<MetadataValue>);
static_assert(elementTypeNames.size() == std::variant_size_v<MetadataArray>);

template <class Value>
std::string scalarText(const Value& value) {
    if constexpr (std::is_same_v<Value, std::string>) {
        return escapeForDisplay(value);
    } else {
        return fmt::format("{}", value);
    }
}

/// Numbers by their bits: a NaN is the same as itself.
template <class Value>
bool isSameScalar(const Value& a, const Value& b) {
    if constexpr (std::is_same_v<Value, float>) {
        return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    } else if constexpr (std::is_same_v<Value, double>) {
        return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    } else {
        return a == b;
    }
}

template <class Value>
bool isSameScalar(const std::vector<Value>& a, const std::vector<Value>& b) {
    return std::ranges::equal(a, b, [](const Value& x, const Value& y) { return isSameScalar(x, y); });
}

bool isSame(const MetadataArray& a, const MetadataArray& b) {
    return a.index() == b.index() &&
           std::visit(
               [&](const auto& elements) { return isSameScalar(elements, std::get<std::decay_t<decltype(elements)>>(b)); }, a);
}

bool isSame(const MetadataValue& a, const MetadataValue& b) {
    return a.index() == b.index() && std::visit(
                                         [&](const auto& value) {
                                             const auto& other = std::get<std::decay_t<decltype(value)>>(b);
                                             if constexpr (std::is_same_v<std::decay_t<decltype(value)>, MetadataArray>) {
                                                 return isSame(value, other);
                                             } else {
                                                 return isSameScalar(value, other);
                                             }
                                         },
                                         a);
}

std::string shortText(const MetadataValue& value) {
    return escapeForDisplay(metadataText(value), shownTextBytes);
}

/// From a little before `place` on, at the beginning of a character.
std::string textAround(const std::string& text, std::size_t place) {
    std::size_t start = place > shownBeforeDifference ? place - shownBeforeDifference : 0;
    while (start > 0 && start < text.size() && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) {
        --start;
    }
    return (start > 0 ? "…" : "") + escapeForDisplay(std::string_view(text).substr(start), shownTextBytes);
}

using Texts = std::pair<std::string, std::string>;

Texts differingTexts(const std::string& a, const std::string& b) {
    const auto place = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const bool isShort = std::max(a.size(), b.size()) <= shownTextBytes;
    return {textAround(a, isShort ? 0 : place), textAround(b, isShort ? 0 : place)};
}

template <class Value>
std::string elementText(const std::vector<Value>& elements, std::size_t index) {
    const std::string count = fmt::format("{} ×", groupedDigits(elements.size()));
    return index < elements.size()
               ? escapeForDisplay(fmt::format("{} [{}] {}", count, index, scalarText<Value>(elements[index])), shownTextBytes)
               : count;
}

template <class Value>
Texts differingTexts(const std::vector<Value>& a, const std::vector<Value>& b) {
    std::size_t place = 0;
    while (place < std::min(a.size(), b.size()) && isSameScalar<Value>(a[place], b[place])) {
        ++place;
    }
    return {elementText(a, place), elementText(b, place)};
}

std::string typeName(const MetadataValue& value) {
    const auto* const array = std::get_if<MetadataArray>(&value);
    return array == nullptr ? std::string(valueTypeNames[value.index()])
                            : fmt::format("{} array", elementTypeNames[array->index()]);
}

Texts differingTexts(const MetadataArray& a, const MetadataArray& b) {
    return std::visit(
        [&](const auto& elements) { return differingTexts(elements, std::get<std::decay_t<decltype(elements)>>(b)); }, a);
}

Texts differingTexts(const MetadataValue& a, const MetadataValue& b) {
    if (typeName(a) != typeName(b)) {
        return {fmt::format("{} ({})", shortText(a), typeName(a)), fmt::format("{} ({})", shortText(b), typeName(b))};
    }
    if (const auto* const text = std::get_if<std::string>(&a)) {
        return differingTexts(*text, std::get<std::string>(b));
    }
    if (const auto* const array = std::get_if<MetadataArray>(&a)) {
        return differingTexts(*array, std::get<MetadataArray>(b));
    }
    return {shortText(a), shortText(b)};
}

} // namespace

std::string metadataText(const MetadataValue& value) {
    return std::visit(
        [](const auto& single) -> std::string {
            if constexpr (std::is_same_v<std::decay_t<decltype(single)>, MetadataArray>) {
                return std::visit(
                    [](const auto& elements) {
                        std::string text = fmt::format("{} ×", groupedDigits(elements.size()));
                        for (std::size_t i = 0; i < std::min(elements.size(), shownArrayElements); ++i) {
                            text.append(" ").append(
                                scalarText<typename std::decay_t<decltype(elements)>::value_type>(elements[i]));
                        }
                        return text + (elements.size() > shownArrayElements ? " …" : "");
                    },
                    single);
            } else {
                return scalarText(single);
            }
        },
        value);
}

std::vector<MetadataDifference> differencesOf(const Metadata& first, const Metadata& second) {
    std::vector<MetadataDifference> differences;
    for (const MetadataPair& pair : first.pairs()) {
        const MetadataValue* const other = second.find(pair.key);
        if (other == nullptr) {
            differences.push_back({pair.key, shortText(pair.value), std::nullopt});
        } else if (!isSame(pair.value, *other)) {
            Texts texts = differingTexts(pair.value, *other);
            differences.push_back({pair.key, std::move(texts.first), std::move(texts.second)});
        }
    }
    for (const MetadataPair& pair : second.pairs()) {
        if (!first.contains(pair.key)) {
            differences.push_back({pair.key, std::nullopt, shortText(pair.value)});
        }
    }
    return differences;
}

} // namespace quantlathe
