// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of a plan, ready to be asked about weights.
#pragma once

#include "plan/name_pattern.h"
#include "plan/plan.h"

#include <optional>
#include <vector>

namespace quantlathe {

/// The encoding of that name, or an Error(badInput) listing those that the format offers. `place` says who asks.
[[nodiscard]] const Encoding& encodingNamed(const Format& format, std::string_view name, std::string_view place);

/// One rule: conditions and encoding resolved.
class ResolvedRule {
public:
    ResolvedRule(const PlanRule& rule, const Format& format);
    [[nodiscard]] bool matches(const Weight& weight) const;
    [[nodiscard]] const Encoding& encoding() const { return *encoding_; }
    /// "regex attn_v, layers 0 to 3": for messages.
    [[nodiscard]] std::string description() const;

private:
    PlanRule rule_;
    std::optional<NamePattern> regex_;
    const Encoding* encoding_;
};

/// "regex attn_v, layers 0 to 3"
[[nodiscard]] std::string describe(const PlanRule& rule);

} // namespace quantlathe
