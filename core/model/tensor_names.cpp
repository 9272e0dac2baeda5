// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tensor_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::array<std::string_view, 7> layerLists{"layers", "blk", "h", "blocks", "block", "layer", "decoder_layers"};

std::optional<std::uint32_t> numberFrom(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = error == std::errc() && end == text.data() + text.size() && !text.empty();
    return isWhole ? std::optional(number) : std::nullopt;
}

/// A number that is written in one way only.
std::optional<std::uint32_t> plainNumberFrom(std::string_view text) {
    return text.size() > 1 && text.front() == '0' ? std::nullopt : numberFrom(text);
}

/// Cuts the part before the next dot off.
std::string_view takePart(std::string_view& rest) {
    const std::size_t dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    return part;
}

} // namespace

std::optional<std::uint32_t> layerInName(std::string_view tensorName) {
    std::string_view rest = tensorName;
    while (!rest.empty()) {
        const std::string_view part = takePart(rest);
        if (std::find(layerLists.begin(), layerLists.end(), part) != layerLists.end()) {
            std::string_view ahead = rest;
            if (const auto number = numberFrom(takePart(ahead))) {
                return number;
            }
        }
    }
    return std::nullopt;
}

GgufNameParts partsOfGgufName(std::string_view tensorName) {
    GgufNameParts parts;
    std::string_view rest = tensorName;
    if (rest.starts_with("enc.") || rest.starts_with("dec.")) { // T5
        takePart(rest);
    }
    if (rest.starts_with("blk.")) {
        takePart(rest);
        parts.layer = numberFrom(takePart(rest));
        if (!parts.layer) {
            return parts;
        }
    }
    const std::string_view base = takePart(rest);
    parts.isBias = rest == "bias" || rest.ends_with(".bias"); // "shortconv.conv.bias"
    if (rest != "weight" && rest != "bias") {
        return parts;
    }
    if (base == "rope_factors_long" || base == "rope_factors_short") {
        parts.role = Role::ropeFactors;
    } else {
        parts.role = roleFromName(base).value_or(Role::other);
    }
    return parts;
}

std::optional<GgufExpertName> expertOfGgufName(std::string_view tensorName) {
    constexpr std::array<std::pair<std::string_view, Role>, 3> matrices{
        {{"ffn_gate", Role::ffnGateExperts}, {"ffn_up", Role::ffnUpExperts}, {"ffn_down", Role::ffnDownExperts}}};
    std::string_view rest = tensorName;
    const bool isInBlock = takePart(rest) == "blk";
    const auto layer = plainNumberFrom(takePart(rest));
    const std::string_view matrix = takePart(rest);
    const auto expert = plainNumberFrom(takePart(rest));
    const auto* found = std::ranges::find(matrices, matrix, &std::pair<std::string_view, Role>::first);
    if (!isInBlock || !layer || !expert || rest != "weight" || found == matrices.end()) {
        return std::nullopt;
    }
    return GgufExpertName{*layer, found->second, *expert, matrix};
}

} // namespace quantlathe
