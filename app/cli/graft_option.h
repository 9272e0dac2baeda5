// SPDX-License-Identifier: GPL-3.0-or-later
// The options of convert that encode some tensors of a GGUF file anew from the original and leave all others as they are.
#pragma once

#include "plan_options.h"

#include <optional>
#include <string>
#include <vector>

namespace quantlathe::cli {

struct GraftOptions {
    std::string original;           // empty: nothing is grafted
    std::vector<std::string> lists; // of patterns over canonical names, commas between them
    std::string encoding;           // of all of them; empty: as the plan for the original has it
    [[nodiscard]] bool isGiven() const { return !original.empty(); }
};
void addGraftOptions(CLI::App& command, GraftOptions& options);

struct GraftedPlan {
    Plan plan;
    /// The original with nothing encoded but what is grafted: what a calibration is chosen for. Only where there is one.
    std::optional<Plan> ofOriginal;
};
/// Preset, plan, rules and importance speak of the original, what is left of the output's options of the file. Throws
/// Error(badInput).
[[nodiscard]] GraftedPlan graftFromOptions(Session& session, const std::string& file, const GraftOptions& graft,
                                           const PlanOptions& options, Purpose purpose);

} // namespace quantlathe::cli
