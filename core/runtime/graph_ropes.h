// SPDX-License-Identifier: GPL-3.0-or-later
// The rotary embedding that a model's metadata and factor tensors ask for.
#pragma once

#include "runtime/families.h"
#include "runtime/graph.h"

#include <optional>
#include <string>

namespace quantlathe {

struct RopeOrReason {
    Rope rope;
    std::optional<std::string> whyNot; // the metadata or a tensor make no sense
};

/// `forWindows`: of the layers with a window, in families where they rotate without scaling and with a base of their own.
[[nodiscard]] RopeOrReason ropeOfModel(const Model& model, const FamilyRow& family, bool forWindows);

} // namespace quantlathe
