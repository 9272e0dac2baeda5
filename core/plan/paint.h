// SPDX-License-Identifier: GPL-3.0-or-later
// Changing a plan weight by weight while its list of rules stays short and says what was meant.
#pragma once

#include "plan/plan.h"

#include <span>
#include <string>
#include <vector>

namespace quantlathe {

/// What decides the encoding of a choice.
enum class Decider { format, preset, rule, name }; // `format`: there is no choice
struct Decision {
    Decider decider = Decider::preset;
    std::size_t rule = 0; // index into the document's rules
    friend bool operator==(const Decision&, const Decision&) = default;
};
/// One for each of the plan's choices.
[[nodiscard]] std::vector<Decision> decisionsOf(const Plan& plan);

/// The weights, and behind them those that the format's consumers join with them (Format::requiredFusing()): one choice for
/// all.
[[nodiscard]] std::vector<const Weight*> withJoined(const Plan& plan, std::span<const Weight* const> weights);

/// The plan's document, changed so that `weights`, and those joined with them, get `encoding` (nullptr: what the preset says);
/// what rules and names say of other weights stays. What is painted stands first in the rules, by role and runs of layers where
/// those say exactly which weights are meant, else by name; rules that decide nothing any more are gone. Weights without a
/// choice are passed over; whether the encoding is allowed is the caller's affair. Provenance (model, program) is left out.
/// Throws Error(badInput) for weights of another model.
[[nodiscard]] PlanDocument painted(const Plan& plan, std::span<const Weight* const> weights, const Encoding* encoding);

/// The document without its rule at `index`; entries under `weights` stay.
[[nodiscard]] PlanDocument withoutRule(const Plan& plan, std::size_t index);

} // namespace quantlathe
