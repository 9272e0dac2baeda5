// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as it is worked on: beside what a conversion does, the weights that a search for the best mix leaves alone. plan.json
// holds both.
#pragma once

#include "plan/plan.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace quantlathe {

/// A value type.
struct PinnedPlan {
    PlanDocument document;
    std::set<std::string> pinned; // canonical names; they keep the encodings that the document gives them
    friend bool operator==(const PinnedPlan&, const PinnedPlan&) = default;
};

/// As parsePlan().
[[nodiscard]] PinnedPlan parsePinnedPlan(std::string_view json, const std::filesystem::path& file = {});
[[nodiscard]] std::string planJson(const PinnedPlan& plan);
/// As readPlan().
[[nodiscard]] PinnedPlan readPinnedPlan(const std::filesystem::path& file);

} // namespace quantlathe
