// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/metadata.h"

#include <limits>
#include <type_traits>
#include <utility>

namespace quantlathe {
namespace {

/// Any integer or bool as a signed 64-bit number; nothing for what does not fit and for other types.
template <class T>
std::optional<std::int64_t> asInteger(const T& value) {
    if constexpr (std::is_integral_v<T>) {
        return std::in_range<std::int64_t>(value) ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
    } else {
        (void)value;
        return std::nullopt;
    }
}

// std::in_range is not defined for bool.
std::optional<std::int64_t> asInteger(bool value) {
    return value ? 1 : 0;
}

template <class T>
std::optional<std::vector<std::int64_t>> allIntegers(const std::vector<T>& values) {
    std::vector<std::int64_t> integers;
    integers.reserve(values.size());
    for (const T value : values) { // by value: std::vector<bool> hands out proxies
        const auto integer = asInteger(value);
        if (!integer) {
            return std::nullopt;
        }
        integers.push_back(*integer);
    }
    return integers;
}

std::optional<std::vector<std::int64_t>> allIntegers(const std::vector<std::string>& /*values*/) {
    return std::nullopt;
}

} // namespace

bool Metadata::insert(std::string key, MetadataValue value) {
    if (!byKey_.try_emplace(key, pairs_.size()).second) {
        return false;
    }
    pairs_.push_back({std::move(key), std::move(value)});
    return true;
}

void Metadata::set(std::string key, MetadataValue value) {
    erase(key);
    insert(std::move(key), std::move(value));
}

void Metadata::erase(std::string_view key) {
    const auto found = byKey_.find(key);
    if (found == byKey_.end()) {
        return;
    }
    const std::size_t removed = found->second;
    byKey_.erase(found);
    pairs_.erase(pairs_.begin() + static_cast<std::ptrdiff_t>(removed));
    for (std::size_t i = removed; i < pairs_.size(); ++i) {
        byKey_[pairs_[i].key] = i;
    }
}

const MetadataValue* Metadata::find(std::string_view key) const {
    const auto found = byKey_.find(key);
    return found == byKey_.end() ? nullptr : &pairs_[found->second].value;
}

std::optional<std::int64_t> Metadata::integer(std::string_view key) const {
    const MetadataValue* const value = find(key);
    return value == nullptr ? std::nullopt : std::visit([](const auto& held) { return asInteger(held); }, *value);
}

std::optional<double> Metadata::number(std::string_view key) const {
    const MetadataValue* const value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    return std::visit(
        [](const auto& held) -> std::optional<double> {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
                return static_cast<double>(held);
            } else {
                return std::nullopt;
            }
        },
        *value);
}

std::optional<bool> Metadata::boolean(std::string_view key) const {
    const MetadataValue* const value = find(key);
    const bool* const held = value == nullptr ? nullptr : std::get_if<bool>(value);
    return held == nullptr ? std::nullopt : std::optional(*held);
}

std::optional<std::string_view> Metadata::string(std::string_view key) const {
    const MetadataValue* const value = find(key);
    const std::string* const held = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return held == nullptr ? std::nullopt : std::optional<std::string_view>(*held);
}

std::optional<std::vector<std::int64_t>> Metadata::integers(std::string_view key, std::size_t count) const {
    const MetadataValue* const value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (const auto* const array = std::get_if<MetadataArray>(value)) {
        auto values = std::visit([](const auto& held) { return allIntegers(held); }, *array);
        return values && values->size() == count ? std::move(values) : std::nullopt;
    }
    const auto single = integer(key);
    return single ? std::optional(std::vector<std::int64_t>(count, *single)) : std::nullopt;
}

} // namespace quantlathe
