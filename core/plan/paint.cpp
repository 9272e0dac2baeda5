// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/paint.h"

#include "base/error.h"
#include "base/words.h"
#include "formats/fusing.h"
#include "plan/rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace quantlathe {

namespace {

using Indices = std::set<std::size_t>; // into Plan::choices

/// Choices of one role, by layer.
using ByRole = std::map<Role, std::map<std::uint32_t, Indices>>;

ByRole grouped(const Plan& plan, const Indices& choices) {
    ByRole groups;
    for (const std::size_t i : choices) {
        const Weight& weight = *plan.choices[i].weight;
        if (weight.layer) {
            groups[weight.role][*weight.layer].insert(i);
        }
    }
    return groups;
}

Indices choosable(const Plan& plan) {
    Indices all;
    for (std::size_t i = 0; i < plan.choices.size(); ++i) {
        if (!plan.choices[i].isForced) {
            all.insert(i);
        }
    }
    return all;
}

/// Says in rules and names which choices are meant, and no others.
class Wording {
public:
    explicit Wording(const Plan& plan) : plan_(plan), all_(choosable(plan)), allByRole_(grouped(plan, all_)) {}

    struct Said {
        std::vector<PlanRule> rules;
        std::vector<std::string> names;
    };
    [[nodiscard]] Said say(Indices wanted, std::string_view encoding) const {
        Said said;
        for (const auto& [role, layers] : grouped(plan_, wanted)) {
            if (role != Role::other) {
                addRuns(said, role, layers, encoding, wanted);
            }
        }
        // Of no layer: by role, if all of the role is meant.
        std::set<Role> loose;
        for (const std::size_t i : wanted) {
            if (const Weight& weight = *plan_.choices[i].weight; !weight.layer && weight.role != Role::other) {
                loose.insert(weight.role);
            }
        }
        for (const Role role : loose) {
            const Indices ofRole = of(role);
            if (std::ranges::includes(wanted, ofRole)) {
                PlanRule rule;
                rule.role = role;
                rule.encoding = encoding;
                said.rules.push_back(std::move(rule));
                std::erase_if(wanted, [&](std::size_t i) { return ofRole.contains(i); });
            }
        }
        for (const std::size_t i : wanted) {
            said.names.push_back(plan_.choices[i].weight->name);
        }
        return said;
    }

private:
    [[nodiscard]] Indices of(Role role) const {
        Indices found;
        std::ranges::copy_if(all_, std::inserter(found, found.end()),
                             [&](std::size_t i) { return plan_.choices[i].weight->role == role; });
        return found;
    }

    /// Runs of layers that are meant entirely; layers of the model without that role do not interrupt a run.
    void addRuns(Said& said, Role role, const std::map<std::uint32_t, Indices>& layers, std::string_view encoding,
                 Indices& wanted) const {
        std::optional<std::pair<std::uint32_t, std::uint32_t>> run;
        const auto endRun = [&] {
            if (run) {
                PlanRule rule;
                rule.role = role;
                rule.layers = run;
                rule.encoding = encoding;
                said.rules.push_back(std::move(rule));
            }
            run.reset();
        };
        for (const auto& [layer, complete] : allByRole_.at(role)) {
            const auto meant = layers.find(layer);
            if (meant == layers.end() || meant->second != complete) {
                endRun();
                continue;
            }
            run = run ? std::pair(run->first, layer) : std::pair(layer, layer);
            std::erase_if(wanted, [&complete = complete](std::size_t i) { return complete.contains(i); });
        }
        endRun();
    }

    const Plan& plan_;
    Indices all_;
    ByRole allByRole_;
};

/// A rule of the kind that painting makes.
bool isPainted(const PlanRule& rule) {
    return rule.role && !rule.glob && !rule.regex && !rule.isPassedOver;
}

PlanDocument withoutProvenance(PlanDocument document) {
    document.modelName.clear();
    document.createdBy.clear();
    return document;
}

} // namespace

std::vector<Decision> decisionsOf(const Plan& plan) {
    std::vector<ResolvedRule> rules;
    rules.reserve(plan.document.rules.size());
    for (const PlanRule& rule : plan.document.rules) {
        rules.emplace_back(rule, *plan.format);
    }
    std::vector<Decision> decisions(plan.choices.size());
    for (std::size_t i = 0; i < plan.choices.size(); ++i) {
        const Choice& choice = plan.choices[i];
        if (choice.isForced) {
            decisions[i].decider = Decider::format;
        } else if (plan.document.weights.contains(choice.weight->name)) {
            decisions[i].decider = Decider::name;
        } else if (const auto found =
                       std::ranges::find_if(rules, [&](const ResolvedRule& rule) { return rule.matches(*choice.weight); });
                   found != rules.end()) {
            decisions[i] = {Decider::rule, static_cast<std::size_t>(found - rules.begin())};
        }
    }
    return decisions;
}

std::vector<const Weight*> withJoined(const Plan& plan, std::span<const Weight* const> weights) {
    const Fusing fusing = plan.format->requiredFusing();
    std::vector<const Weight*> all(weights.begin(), weights.end());
    std::set<std::string> groups;
    for (const Weight* const weight : weights) {
        groups.insert(fusedGroup(*weight, fusing));
    }
    groups.erase(std::string()); // of those that stand alone
    for (const Choice& choice : plan.choices) {
        if (!groups.empty() && groups.contains(fusedGroup(*choice.weight, fusing)) &&
            std::ranges::find(weights, choice.weight) == weights.end()) {
            all.push_back(choice.weight);
        }
    }
    return all;
}

PlanDocument painted(const Plan& plan, std::span<const Weight* const> weights, const Encoding* encoding) {
    std::unordered_map<const Weight*, std::size_t> places;
    for (std::size_t i = 0; i < plan.choices.size(); ++i) {
        places.emplace(plan.choices[i].weight, i);
    }
    Indices target;
    for (const Weight* weight : withJoined(plan, weights)) {
        const auto found = places.find(weight);
        if (found == places.end()) {
            throw badInput({}, say("A weight of another model cannot be painted"),
                           say("The plan is for {}.", plan.model->name()));
        }
        if (!plan.choices[found->second].isForced) {
            target.insert(found->second);
        }
    }
    const std::vector<Decision> decisions = decisionsOf(plan);
    const Wording wording(plan);
    PlanDocument result = withoutProvenance(plan.document);
    result.rules.clear();
    for (const std::size_t i : target) {
        result.weights.erase(plan.choices[i].weight->name);
    }
    const auto add = [&result](Wording::Said said, std::string_view to, bool isPassedOver) {
        for (PlanRule& rule : said.rules) {
            rule.isPassedOver = isPassedOver;
            result.rules.push_back(std::move(rule));
        }
        for (const std::string& name : said.names) {
            if (isPassedOver) { // which only a rule can say
                PlanRule rule;
                rule.glob = name;
                rule.encoding = to;
                rule.isPassedOver = true;
                result.rules.push_back(std::move(rule));
            } else {
                result.weights.insert_or_assign(name, std::string(to));
            }
        }
    };
    // Painted rules of the same encoding and role become one with what is painted now.
    std::set<Role> roles;
    std::ranges::transform(target, std::inserter(roles, roles.end()),
                           [&](std::size_t i) { return plan.choices[i].weight->role; });
    Indices meant = encoding != nullptr ? target : Indices{};
    std::vector<Indices> wins(plan.document.rules.size());
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        if (decisions[i].decider == Decider::rule) {
            wins[decisions[i].rule].insert(i);
        }
    }
    std::vector<bool> decided(wins.size());
    for (std::size_t r = 0; r < wins.size(); ++r) {
        const PlanRule& rule = plan.document.rules[r];
        decided[r] = !wins[r].empty();
        std::erase_if(wins[r], [&](std::size_t i) { return target.contains(i); });
        if (encoding != nullptr && isPainted(rule) && rule.encoding == encoding->name() && roles.contains(*rule.role)) {
            meant.insert(wins[r].begin(), wins[r].end());
            wins[r].clear();
        }
    }
    if (encoding != nullptr) {
        add(wording.say(std::move(meant), encoding->name()), encoding->name(), false);
    }
    for (std::size_t r = 0; r < wins.size(); ++r) {
        const PlanRule& rule = plan.document.rules[r];
        // What is painted comes first, so a rule may go on matching it; only for "as the preset says" it must not.
        const ResolvedRule resolved(rule, *plan.format);
        const auto isMatched = [&](std::size_t i) { return resolved.matches(*plan.choices[i].weight); };
        if (encoding == nullptr && std::ranges::any_of(target, isMatched)) {
            add(wording.say(wins[r], rule.encoding), rule.encoding, rule.isPassedOver);
        } else if (!wins[r].empty() || !decided[r]) { // one that names overrule stays; one that is painted over does not
            result.rules.push_back(rule);
        }
    }
    return result;
}

PlanDocument withoutRule(const Plan& plan, std::size_t index) {
    PlanDocument result = withoutProvenance(plan.document);
    if (index < result.rules.size()) {
        result.rules.erase(result.rules.begin() + static_cast<std::ptrdiff_t>(index));
    }
    return result;
}

} // namespace quantlathe
