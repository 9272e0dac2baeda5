// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as layers × roles: what the cells of the Plan page show. Plain values, no Qt models here.
#pragma once

#include "plan/paint.h"
#include "plan/quality.h"

#include <cstdint>
#include <optional>
#include <QString>
#include <vector>

namespace quantlathe::ui {

/// All weights of one role in one layer, or one role that stands in no layer. Only weights that have a choice.
struct PlanCell {
    std::vector<std::size_t> choices;   // into Plan::choices; empty: the layer has none of that role
    const Encoding* encoding = nullptr; // nullptr: several
    std::uint64_t elements = 0;
    std::uint64_t bytes = 0;
    double bits = 0;                 // per weight, of all of them together
    std::optional<double> error;     // relative, by elements; nothing while one is not measured
    std::optional<double> otherBits; // of the plan it is compared with
    bool isByHand = false;           // a rule or a name decides at least one of them
    [[nodiscard]] bool isEmpty() const { return choices.empty(); }
};

struct PlanMatrix {
    std::vector<Role> roles; // of the rows
    std::vector<std::uint32_t> layers;
    std::vector<std::vector<PlanCell>> cells; // [role][layer]
    std::vector<Role> looseRoles;             // token_embd, output …
    std::vector<PlanCell> loose;              // one for each of them
    double largestError = 0;
    std::size_t changed = 0; // choices with another encoding than in the plan it is compared with
};

/// `quality`: of this plan, or nullptr. `other`: choices of a plan of the same model to compare with, or empty.
[[nodiscard]] PlanMatrix planMatrix(const Plan& plan, const PlanQuality* quality, std::span<const Choice> other);

/// One line of the legend.
struct EncodingTotal {
    const Encoding* encoding = nullptr;
    std::size_t tensors = 0;
    std::uint64_t bytes = 0;
    double bits = 0;       // per weight
    bool isForced = false; // stands only where the format leaves no choice
};
/// Most bits first.
[[nodiscard]] std::vector<EncodingTotal> totalsOf(std::span<const Choice> choices);

/// What stands in a cell: "5", "i4", "8", "16"; the encoding's name when it has no number.
[[nodiscard]] QString shortLabel(const Encoding& encoding);
/// "attn_q", for headers of rows.
[[nodiscard]] QString roleText(Role role);

/// The encoding of about `bits` that the format's presets use most: what the keys 2 to 8 paint. nullptr: there is none.
[[nodiscard]] const Encoding* usualEncoding(const Format& format, std::span<const std::span<const Choice>> presets, int bits);

} // namespace quantlathe::ui
