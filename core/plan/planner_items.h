// SPDX-License-Identifier: GPL-3.0-or-later
// What the planner decides about: weights, or groups of them that share an encoding, with the options that pins and minimums
// leave. Private to plan/.
#pragma once

#include "plan/candidates.h"
#include "plan/knapsack.h"
#include "plan/planner.h"

#include <string>
#include <vector>

namespace quantlathe {

struct PlannerItem {
    std::vector<const WeightCandidates*> members;
    std::vector<std::vector<const Candidate*>> options; // option → one candidate a member
    bool isPinned = false;
    /// "blk.3.attn_q.weight" or "attn_q, attn_k, attn_v of layer 3".
    [[nodiscard]] std::string description() const;
};

/// Throws Error(badInput) as the constructor of Planner does.
[[nodiscard]] std::vector<PlannerItem> plannerItems(const CandidateTable& table, const PlanConstraints& constraints);

/// Of a planner.
struct Planner::Items {
    std::vector<PlannerItem> items;
};

/// Their numbers.
[[nodiscard]] std::vector<std::vector<KnapsackOption>> knapsackItems(std::span<const PlannerItem> items);

} // namespace quantlathe
