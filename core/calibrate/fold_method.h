// SPDX-License-Identifier: GPL-3.0-or-later
// By which method a plan wants input features scaled: read from the options that its format has, whatever the format.
#pragma once

#include "plan/plan.h"
#include "plan/ready_codes.h"

#include <optional>

namespace quantlathe {

struct FoldMethod {
    enum class Kind {
        none,
        activationAware, // AWQ: for weights of few bits
        smooth,          // SmoothQuant: for weights and activations of eight bits
    };
    Kind kind = Kind::none;
    bool isDuo = true;                // activationAware: the weights' magnitudes count, too
    std::optional<double> alpha = {}; // smooth; nothing: searched for each fold
    bool isRequired = false;          // the plan is pointless without
    bool hasFeedback = true;          // codes make up for each other's errors; else each weight goes to its nearest one
    friend bool operator==(const FoldMethod&, const FoldMethod&) = default;
};

[[nodiscard]] FoldMethod foldMethodOf(const Plan& plan);

/// Throws Error(badInput) when the plan cannot do without a text, and `codes` come from none.
void requireFolds(const Plan& plan, const ReadyCodes* codes);

} // namespace quantlathe
