// SPDX-License-Identifier: GPL-3.0-or-later
// A model without some of its layers, as llama-quantize's --prune-layers makes it.
#pragma once

#include "model/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

/// The layers that stay keep their order and are numbered anew; the metadata says how many there are, and lists with one
/// entry a layer lose those of the pruned ones. `layers`: ascending. Throws Error(badInput) for a layer that the model has not
/// and when no layer is left. The new model reads the same checkpoint.
[[nodiscard]] std::shared_ptr<const Model> withoutLayers(const Model& model, std::span<const std::uint32_t> layers);

/// The name that a weight of the pruned model had before.
[[nodiscard]] std::string nameBeforePruning(std::string_view name, std::span<const std::uint32_t> layers);

/// The other way; nothing for a weight of a layer that was pruned.
[[nodiscard]] std::optional<std::string> nameAfterPruning(std::string_view name, std::span<const std::uint32_t> layers);

} // namespace quantlathe
