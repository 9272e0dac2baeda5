// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/rules.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {

const Encoding& encodingNamed(const Format& format, std::string_view name, std::string_view place) {
    const auto offered = format.encodings();
    const Encoding* encoding = encodingByName(name);
    if (encoding != nullptr && std::ranges::find(offered, encoding) != offered.end()) {
        return *encoding;
    }
    std::vector<std::string_view> names;
    std::ranges::transform(offered, std::back_inserter(names), &Encoding::name);
    throw badInput({}, say("{} offers no encoding {}", format.title(), escapeForDisplay(name)),
                   say("Asked for by {}. There are {}.", place, fmt::join(names, ", ")));
}

std::string describe(const PlanRule& rule) {
    std::vector<std::string> parts;
    if (rule.glob) {
        parts.push_back(say("glob {}", escapeForDisplay(*rule.glob)));
    }
    if (rule.regex) {
        parts.push_back(say("regex {}", escapeForDisplay(*rule.regex)));
    }
    if (rule.role) {
        parts.push_back(say("role {}", name(*rule.role)));
    }
    if (rule.layers) {
        parts.push_back(say("layers {} to {}", rule.layers->first, rule.layers->second));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

ResolvedRule::ResolvedRule(const PlanRule& rule, const Format& format)
    : rule_(rule), regex_(rule.regex ? std::optional<NamePattern>(*rule.regex) : std::nullopt),
      encoding_(&encodingNamed(format, rule.encoding, say("the rule {}", describe(rule)))) {
    if (!rule.glob && !rule.regex && !rule.role && !rule.layers) {
        throw badInput({}, say("A rule has no condition"),
                       say("Give it a glob, a regex, a role or layers; the glob * stands for every weight."));
    }
}

bool ResolvedRule::matches(const Weight& weight) const {
    if (rule_.role && weight.role != *rule_.role) {
        return false;
    }
    if (rule_.layers && (!weight.layer || *weight.layer < rule_.layers->first || *weight.layer > rule_.layers->second)) {
        return false;
    }
    if (rule_.glob && !globMatches(*rule_.glob, weight.name)) {
        return false;
    }
    return !regex_ || regex_->foundIn(weight.name);
}

std::string ResolvedRule::description() const {
    return describe(rule_);
}

PlanRule ruleFromTensorTypeOption(std::string_view option) {
    const std::size_t equals = option.rfind('='); // the type holds none, the expression may
    // What is no UTF-8 could not stand in plan.json.
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == option.size() || !isValidUtf8(option)) {
        throw badInput({}, say("{} is no PATTERN=TYPE", escapeForDisplay(option)),
                       say("Write a regular expression, an equals sign and an encoding, for example attn_v=Q8_0."));
    }
    PlanRule rule;
    rule.encoding = option.substr(equals + 1);
    if (const Encoding* known = encodingByName(rule.encoding)) {
        rule.encoding = known->name();
    }
    // Lower-cased but for escapes: \D must not become \d.
    std::string expression(option.substr(0, equals));
    for (std::size_t i = 0; i < expression.size(); ++i) {
        if (expression[i] == '\\') {
            ++i;
        } else {
            expression[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(expression[i])));
        }
    }
    rule.regex = std::move(expression);
    return rule;
}

} // namespace quantlathe
