// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/usual_names.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::string_view modelPrefix = "model.";

/// Without what stands in front of a language model's names.
std::string cutName(std::string_view stored, const ArchitectureRow& row) {
    std::string name(stored);
    for (const std::string_view part : {"language_model.", "text_model."}) { // of a model that also sees images
        if (const std::size_t at = name.find(part); at != std::string::npos) {
            name.erase(at, part.size());
        }
    }
    if (!row.prefix.empty() && name.starts_with(row.prefix)) {
        name.erase(0, row.prefix.size());
    }
    // As TensorFlow names what scales and shifts a norm.
    for (const auto& [old, usual] : {std::pair(".gamma", ".weight"), std::pair(".beta", ".bias")}) {
        if (name.ends_with(old)) {
            name.replace(name.rfind('.'), std::string::npos, usual);
        }
    }
    return name;
}

/// A model that was saved without its head has names without "model." in front.
bool isBareModel(std::span<const TensorInfo> tensors, const ArchitectureRow& row) {
    if (!row.layerPrefix.starts_with(modelPrefix)) {
        return false;
    }
    const auto isIn = [&](std::string_view prefix) {
        return std::ranges::any_of(tensors,
                                   [&](const TensorInfo& each) { return cutName(each.name, row).starts_with(prefix); });
    };
    return !isIn(modelPrefix) && isIn(row.layerPrefix.substr(modelPrefix.size()));
}

/// A module called "model" around a model that has none of its own.
bool hasModelInFront(std::span<const TensorInfo> tensors, const ArchitectureRow& row) {
    return !row.layerPrefix.starts_with(modelPrefix) && row.prefix != modelPrefix && !tensors.empty() &&
           std::ranges::all_of(tensors, [](const TensorInfo& tensor) { return tensor.name.starts_with(modelPrefix); });
}

std::string layerPath(const ArchitectureRow& row, std::uint64_t layer) {
    return fmt::format("{}{}.", row.layerPrefix, layer);
}

/// Nothing if the class has no names of their own for these layers, or the name is none of them.
std::optional<std::string> numberedOn(std::string_view name, const ArchitectureRow& row, std::uint32_t mainLayers) {
    if (row.predictions == nullptr) {
        return std::nullopt;
    }
    if (name.starts_with("model.mtp.")) { // some classes have it so, and some of their models
        name.remove_prefix(modelPrefix.size());
    }
    for (const PredictionRules::Name& rule : row.predictions->names) {
        if (name.starts_with(rule.stored)) {
            return layerPath(row, mainLayers) + std::string(rule.usual) + std::string(name.substr(rule.stored.size()));
        }
    }
    const std::string_view numbered = row.predictions->numbered;
    if (numbered.empty() || !name.starts_with(numbered)) {
        return std::nullopt;
    }
    name.remove_prefix(numbered.size());
    const auto number = takeNumber(name);
    return number ? std::optional(layerPath(row, std::uint64_t{mainLayers} + *number) + std::string(name)) : std::nullopt;
}

} // namespace

std::optional<std::uint32_t> takeNumber(std::string_view& text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || digits >= text.size() || text[digits] != '.') {
        return std::nullopt;
    }
    text.remove_prefix(digits + 1);
    return number;
}

UsualNames::UsualNames(std::span<const TensorInfo> tensors, const ArchitectureRow& row, std::uint32_t mainLayers)
    : row_(row), mainLayers_(mainLayers), isBare_(isBareModel(tensors, row)), isWrapped_(hasModelInFront(tensors, row)) {}

std::string UsualNames::of(std::string_view stored) const {
    std::string name = cutName(stored.substr(isWrapped_ ? modelPrefix.size() : 0), row_);
    if (auto further = numberedOn(name, row_, mainLayers_)) {
        return *std::move(further);
    }
    return isBare_ && !name.starts_with("lm_head.") ? std::string(modelPrefix) + name : name;
}

std::optional<std::uint32_t> UsualNames::predictionLayer(std::string_view stored) const {
    const std::string name = of(stored);
    std::string_view rest = name;
    if (row_.layerPrefix.empty() || !rest.starts_with(row_.layerPrefix)) {
        return std::nullopt;
    }
    rest.remove_prefix(row_.layerPrefix.size());
    const auto layer = takeNumber(rest);
    return layer && *layer >= mainLayers_ ? std::optional(*layer - mainLayers_) : std::nullopt;
}

std::string storedPredictionName(std::string usual, const ArchitectureRow& row, std::uint32_t mainLayers) {
    if (row.predictions == nullptr || !usual.starts_with(row.layerPrefix)) {
        return usual;
    }
    std::string_view rest = usual;
    rest.remove_prefix(row.layerPrefix.size());
    const auto layer = takeNumber(rest);
    if (!layer || *layer < mainLayers) {
        return usual;
    }
    for (const PredictionRules::Name& rule : row.predictions->names) {
        if (*layer == mainLayers && !rule.usual.empty() && rest.starts_with(rule.usual)) {
            return std::string(rule.stored) + std::string(rest.substr(rule.usual.size()));
        }
    }
    const std::string_view numbered = row.predictions->numbered;
    return numbered.empty() ? usual : fmt::format("{}{}.{}", numbered, *layer - mainLayers, rest);
}

} // namespace quantlathe
