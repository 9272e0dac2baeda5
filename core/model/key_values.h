// SPDX-License-Identifier: GPL-3.0-or-later
// What the writers of A.* keys have in common: names of keys, and values of config.json on their way to them.
#pragma once

#include "model/architecture_keys.h"

#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe::keys {

inline std::string keyOf(const KeyContext& context, std::string_view key) {
    return fmt::format("{}.{}", context.architecture, key);
}

inline void addCount(const KeyContext& context, std::string_view key, std::uint64_t value) {
    context.metadata.insert(keyOf(context, key), static_cast<std::uint32_t>(value));
}

inline void addFloat(const KeyContext& context, std::string_view key, std::optional<double> value) {
    if (value) {
        context.metadata.insert(keyOf(context, key), static_cast<float>(*value));
    }
}

inline std::optional<std::uint64_t> countOf(const KeyContext& context, std::string_view name) {
    return context.config.count(ConfigNames(&name, 1), UINT32_MAX);
}

inline std::optional<double> numberOf(const KeyContext& context, std::string_view name) {
    return context.config.number(ConfigNames(&name, 1));
}

} // namespace quantlathe::keys
