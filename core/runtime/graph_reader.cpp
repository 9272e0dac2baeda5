// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/graph_reader.h"

#include "base/text.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {

std::string inLayer(std::uint32_t layer, std::string_view name) {
    return fmt::format("blk.{}.{}", layer, name);
}

std::optional<double> GraphReader::number(std::string_view key) const {
    const auto value = model_.ggufMetadata().number(prefix_ + std::string(key));
    if (value && !std::isfinite(*value)) {
        refuse(say("{}{} is not finite", prefix_, key));
    }
    return value;
}

std::uint64_t GraphReader::count(std::string_view key, std::uint64_t otherwise) const {
    const auto value = model_.ggufMetadata().integer(prefix_ + std::string(key));
    if (value && *value < 0) {
        refuse(say("{}{} is {}", prefix_, key, *value));
    }
    return value ? static_cast<std::uint64_t>(*value) : otherwise;
}

std::uint32_t GraphReader::size(std::string_view key) const {
    const std::uint64_t value = count(key, 0);
    if (value == 0 || value > UINT16_MAX) {
        refuse(say("{}{} is {}", prefix_, key, value));
    }
    return static_cast<std::uint32_t>(value);
}

bool GraphReader::isList(std::string_view key) const {
    const MetadataValue* const value = model_.ggufMetadata().find(prefix_ + std::string(key));
    return value != nullptr && std::holds_alternative<MetadataArray>(*value);
}

std::optional<bool> GraphReader::flagOfLayer(std::string_view key, std::uint32_t layer) const {
    const auto flags = isList(key) ? model_.ggufMetadata().integers(prefix_ + std::string(key), hyper().layers) : std::nullopt;
    return flags ? std::optional((*flags)[layer] != 0) : std::nullopt;
}

std::optional<double> GraphReader::numberOfLayer(std::string_view key, std::uint32_t layer) const {
    return plainNumberOfLayer(prefix_ + std::string(key), layer);
}

std::optional<double> GraphReader::plainNumberOfLayer(const std::string& key, std::uint32_t layer) const {
    const MetadataValue* const value = model_.ggufMetadata().find(key);
    const auto* const list = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
    const auto* const numbers = list == nullptr ? nullptr : std::get_if<std::vector<float>>(list);
    if (numbers == nullptr || layer >= numbers->size()) {
        return std::nullopt;
    }
    return (*numbers)[layer];
}

const Weight& GraphReader::readable(const Weight& weight, std::span<const std::uint64_t> shape) const {
    if (!std::equal(shape.begin(), shape.end(), weight.shape.begin(), weight.shape.end())) {
        refuse(say("{} has the shape [{}], expected [{}]", escapeForDisplay(weight.name), fmt::join(weight.shape, ", "),
                   fmt::join(shape, ", ")));
    }
    if (const auto reason = whyNotReadable(weight)) {
        refuse(say("{} cannot be read: {}", escapeForDisplay(weight.name), *reason));
    }
    return weight;
}

const Weight& GraphReader::required(const std::string& name, std::initializer_list<std::uint64_t> shape) const {
    const Weight* const weight = find(name);
    if (weight == nullptr) {
        refuse(say("{} is missing", name));
    }
    return readable(*weight, {shape.begin(), shape.size()});
}

const Weight* GraphReader::optional(const std::string& name, std::initializer_list<std::uint64_t> shape) const {
    const Weight* const weight = find(name);
    return weight == nullptr ? nullptr : &readable(*weight, {shape.begin(), shape.size()});
}

const Weight& GraphReader::row(const std::string& name, std::uint64_t values) const {
    const Weight* const weight = find(name);
    if (weight == nullptr) {
        refuse(say("{} is missing", name));
    }
    if (weight->elements() != values || weight->columns() != values || whyNotReadable(*weight)) {
        refuse(say("{} is no row of {} values", escapeForDisplay(weight->name), values));
    }
    return *weight;
}

float GraphReader::value(const Weight& weight) const {
    float value = 0;
    readRows(model_, weight, 0, std::span(&value, 1));
    return value;
}

Linear GraphReader::linear(const std::string& name, std::uint64_t rows, std::uint64_t columns) const {
    return {&required(name + ".weight", {rows, columns}), optional(name + ".bias", {rows}), 0, rows, columns, {}};
}

Linear GraphReader::stacked(const std::string& name, std::uint64_t matrices, std::uint64_t rows, std::uint64_t columns) const {
    return {&required(name + ".weight", {matrices, rows, columns}),
            optional(name + ".bias", {matrices, rows}),
            0,
            rows,
            columns,
            0};
}

Norm GraphReader::norm(const std::string& name, std::uint64_t size) const {
    const Weight* const gain = gainOf(name);
    const std::string usual = name + ".weight";
    return {&required(gain != nullptr ? gain->name : usual, {size}), optional(name + ".bias", {size})};
}

Norm GraphReader::normIfThere(const std::string& name, std::uint64_t size) const {
    return gainOf(name) == nullptr ? Norm{} : norm(name, size);
}

} // namespace quantlathe
