// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planner_items.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/prediction_layers.h"
#include "plan/rules.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace quantlathe {
namespace {

/// Layers that predict further tokens get no fewer unless it is asked for: no text shows what they lose.
constexpr double bitsOfPredictions = 8;

/// Rules of the user, and whether each was of any use.
class Rules {
public:
    enum class Kind { pin, minimum };
    Rules(std::span<const PlanRule> rules, const Format& format, Kind kind) : kind_(kind), used_(rules.size(), false) {
        resolved_.reserve(rules.size());
        for (const PlanRule& rule : rules) {
            resolved_.emplace_back(rule, format);
        }
    }
    template <class Use>
    void forMatching(const Weight& weight, const Use& use) {
        for (std::size_t r = 0; r < resolved_.size(); ++r) {
            if (resolved_[r].matches(weight)) {
                used_[r] = true;
                use(resolved_[r]);
            }
        }
    }
    void requireUse() const {
        const auto unused = std::ranges::find(used_, false);
        if (unused != used_.end()) {
            const ResolvedRule& rule = resolved_[static_cast<std::size_t>(unused - used_.begin())];
            throw badInput({},
                           kind_ == Kind::pin ? say("The pin {} matches no weight", rule.description())
                                              : say("The minimum {} matches no weight", rule.description()),
                           say("Nothing of that name, role or layer can be given an encoding in this model."));
        }
    }

private:
    Kind kind_;
    std::vector<ResolvedRule> resolved_;
    std::vector<bool> used_;
};

class ItemMaker {
public:
    ItemMaker(const CandidateTable& table, const PlanConstraints& constraints)
        : table_(table), constraints_(constraints), pins_(constraints.pins, *table.format, Rules::Kind::pin),
          minimums_(constraints.minimums, *table.format, Rules::Kind::minimum) {
        preset_ = constraints.base.preset.empty() ? nullptr : presetByName(*table.format, constraints.base.preset);
        for (const std::string& name : constraints.encodings) {
            chosen_.push_back(&encodingNamed(*table.format, name, say("the list of encodings")));
        }
        if (chosen_.empty()) {
            chosen_ = table.format->suggestedEncodings(constraints.base.options);
        }
    }

    std::vector<PlannerItem> make() {
        std::vector<PlannerItem> items;
        std::map<std::string, std::size_t> groups;
        for (const WeightCandidates& entry : table_.weights) {
            const std::string group = fusedGroup(*entry.weight, constraints_.fusing | table_.format->requiredFusing());
            const auto known = group.empty() ? groups.end() : groups.find(group);
            if (known != groups.end()) {
                items[known->second].members.push_back(&entry);
                continue;
            }
            if (!group.empty()) {
                groups.emplace(group, items.size());
            }
            items.push_back({.members = {&entry}, .options = {}, .isPinned = false});
        }
        std::ranges::for_each(items, [&](PlannerItem& item) { fill(item); });
        pins_.requireUse();
        minimums_.requireUse();
        return items;
    }

private:
    struct Wish {
        const Encoding* pin = nullptr;
        double fewestBits = 0;
        double usualBits = 0; // as `fewestBits`, where the list of encodings and the shape allow it
    };

    Wish wishFor(const Weight& weight) {
        Wish wish;
        wish.usualBits = predictsFurtherTokens(*table_.model, weight) ? bitsOfPredictions : 0;
        pins_.forMatching(weight,
                          [&](const ResolvedRule& rule) { wish.pin = wish.pin == nullptr ? &rule.encoding() : wish.pin; });
        minimums_.forMatching(weight, [&](const ResolvedRule& rule) {
            wish.fewestBits = std::max(wish.fewestBits, rule.encoding().bitsPerWeight());
        });
        return wish;
    }

    [[nodiscard]] bool isAllowed(const Encoding& encoding, const Wish& wish) const {
        if (preset_ != nullptr && table_.format->whyNot(*preset_, encoding)) {
            return false;
        }
        if (wish.pin != nullptr) {
            return &encoding == wish.pin;
        }
        return std::ranges::find(chosen_, &encoding) != chosen_.end() &&
               encoding.bitsPerWeight() >= std::max(wish.fewestBits, wish.usualBits);
    }

    void fill(PlannerItem& item) {
        std::vector<Wish> wishes;
        for (const WeightCandidates* const member : item.members) {
            wishes.push_back(wishFor(*member->weight));
            item.isPinned = item.isPinned || wishes.back().pin != nullptr;
            checkPin(*member->weight, wishes.back());
        }
        addOptions(item, wishes);
        if (item.options.empty()) {
            std::ranges::for_each(wishes, [](Wish& wish) { wish.usualBits = 0; });
            addOptions(item, wishes);
        }
        if (item.options.empty()) {
            refuse(item, wishes);
        }
    }

    void addOptions(PlannerItem& item, std::span<const Wish> wishes) const {
        for (const Candidate& first : item.members.front()->candidates) {
            std::vector<const Candidate*> option;
            for (std::size_t m = 0; m < item.members.size(); ++m) {
                const Candidate* const candidate = item.members[m]->find(*first.encoding);
                // A pin of one member decides for all; the others' minimums and lists do not hold against it.
                const bool isOk = candidate != nullptr &&
                                  (item.isPinned && wishes[m].pin == nullptr ? true : isAllowed(*first.encoding, wishes[m]));
                if (isOk) {
                    option.push_back(candidate);
                }
            }
            if (option.size() == item.members.size()) {
                item.options.push_back(std::move(option));
            }
        }
    }

    void checkPin(const Weight& weight, const Wish& wish) const {
        if (wish.pin == nullptr || table_.of(weight)->find(*wish.pin) != nullptr) {
            return;
        }
        const auto reason = table_.format->whyNot(*table_.model, weight, *wish.pin);
        throw badInput({}, say("{} cannot be pinned to {}", escapeForDisplay(weight.name), wish.pin->name()),
                       reason ? say("Reason: {}.", *reason)
                              : say("It needs values of an importance matrix for this weight (--imatrix)."));
    }

    [[noreturn]] static void refuse(const PlannerItem& item, std::span<const Wish> wishes) {
        std::vector<std::string_view> pins;
        for (const Wish& wish : wishes) {
            if (wish.pin != nullptr) {
                pins.push_back(wish.pin->name());
            }
        }
        if (!pins.empty()) {
            throw badInput({}, say("{} must share one encoding", item.description()),
                           say("The pins ask for {}, which not all of them can have.", fmt::join(pins, say(" and "))));
        }
        throw badInput({}, say("No encoding is left for {}", item.description()),
                       say("The list of encodings, the minimums and what its shape allows have nothing in common."));
    }

    const CandidateTable& table_;
    const PlanConstraints& constraints_;
    Rules pins_;
    Rules minimums_;
    std::vector<const Encoding*> chosen_; // by the user, else those that a menu would show
    const Preset* preset_ = nullptr;      // that all encodings must go with
};

} // namespace

std::string PlannerItem::description() const {
    if (members.size() == 1) {
        return escapeForDisplay(members.front()->weight->name);
    }
    std::vector<std::string_view> roles;
    std::ranges::transform(members, std::back_inserter(roles), [](const auto* member) { return name(member->weight->role); });
    return say("{} of layer {}", fmt::join(roles, ", "), members.front()->weight->layer.value_or(0));
}

std::vector<PlannerItem> plannerItems(const CandidateTable& table, const PlanConstraints& constraints) {
    return ItemMaker(table, constraints).make();
}

std::vector<std::vector<KnapsackOption>> knapsackItems(std::span<const PlannerItem> items) {
    std::vector<std::vector<KnapsackOption>> result;
    result.reserve(items.size());
    for (const PlannerItem& item : items) {
        std::vector<KnapsackOption> options;
        options.reserve(item.options.size());
        for (const auto& option : item.options) {
            KnapsackOption sum;
            for (const Candidate* const candidate : option) {
                sum.bytes += candidate->bytes;
                sum.loss += candidate->loss;
            }
            options.push_back(sum);
        }
        result.push_back(std::move(options));
    }
    return result;
}

} // namespace quantlathe
