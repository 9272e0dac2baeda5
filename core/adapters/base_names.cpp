// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/base_names.h"

#include <array>

namespace quantlathe {
namespace {

constexpr auto wrappers =
    std::to_array<std::string_view>({"model.", "transformer.", "language_model.", "text_model.", "base_model.", "module."});

std::string bareName(std::string_view name) {
    for (bool isCut = true; isCut;) {
        isCut = false;
        for (const std::string_view wrapper : wrappers) {
            if (name.starts_with(wrapper)) {
                name.remove_prefix(wrapper.size());
                isCut = true;
            }
        }
    }
    return std::string(name);
}

} // namespace

BaseNames::BaseNames(std::span<const TensorInfo> tensors) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        exact_.emplace(tensors[i].name, i);
        const auto [entry, isNew] = bare_.emplace(bareName(tensors[i].name), i);
        if (!isNew) {
            entry->second.reset();
        }
    }
}

std::optional<std::size_t> BaseNames::find(std::string_view name) const {
    if (const auto found = exact_.find(name); found != exact_.end()) {
        return found->second;
    }
    const auto found = bare_.find(bareName(name));
    return found == bare_.end() ? std::nullopt : found->second;
}

} // namespace quantlathe
