// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/explanation.h"

#include "base/decimal_sign.h"
#include "base/error.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/words.h"
#include "plan/planner_items.h"
#include "plan/rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe {
namespace {

const Choice& choiceOf(const Plan& plan, const Weight& weight) {
    const auto found = std::ranges::find(plan.choices, &weight, &Choice::weight);
    if (found == plan.choices.end()) {
        throw badInput({}, say("The plan does not hold {}", escapeForDisplay(weight.name)),
                       say("Programs that load it make the weight by themselves, or its layer is pruned."));
    }
    return *found;
}

Alternative alternativeOf(const PlannerItem& item, const WeightCandidates& asked, const Encoding& encoding) {
    Alternative alternative{.encoding = &encoding, .error = asked.find(encoding)->error, .share = asked.find(encoding)->share};
    for (const WeightCandidates* const member : item.members) {
        const Candidate& candidate = *member->find(encoding);
        alternative.bytes += candidate.bytes;
        alternative.loss += candidate.loss;
    }
    return alternative;
}

/// What all members can have, smallest first. A pin does not hide what it forbids.
std::vector<Alternative> alternativesFor(const Planner& planner, const PlannerItem& item, const WeightCandidates& asked,
                                         const Encoding* chosen) {
    const auto& constraints = planner.constraints();
    const Format& format = *planner.table().format;
    std::vector<const Encoding*> offered = format.suggestedEncodings(constraints.base.options);
    for (const std::string& encoding : constraints.encodings) {
        offered.push_back(encodingByName(encoding));
    }
    std::vector<Alternative> alternatives;
    for (const Candidate& candidate : asked.candidates) {
        const Encoding& encoding = *candidate.encoding;
        const bool isOffered = std::ranges::find(offered, &encoding) != offered.end();
        const bool isForAll = std::ranges::all_of(
            item.members, [&](const WeightCandidates* member) { return member->find(encoding) != nullptr; });
        if (isForAll && (isOffered || &encoding == chosen)) {
            alternatives.push_back(alternativeOf(item, asked, encoding));
        }
    }
    std::ranges::stable_sort(alternatives, [](const Alternative& a, const Alternative& b) {
        return a.bytes != b.bytes ? a.bytes < b.bytes : a.loss < b.loss;
    });
    return alternatives;
}

/// Whether another one is not larger and loses less, or is smaller and loses no more.
bool isBeaten(const Alternative& one, std::span<const Alternative> all) {
    return std::ranges::any_of(all, [&](const Alternative& other) {
        return (other.bytes <= one.bytes && other.loss < one.loss) || (other.bytes < one.bytes && other.loss <= one.loss);
    });
}

void judge(PriceOfWeight& view) {
    const Alternative now = view.alternatives[*view.chosen];
    for (std::size_t i = 0; i < view.alternatives.size(); ++i) {
        Alternative& other = view.alternatives[i];
        if (i == *view.chosen) {
            continue;
        }
        const bool isLarger = other.bytes > now.bytes;
        const double bytes = static_cast<double>(isLarger ? other.bytes - now.bytes : now.bytes - other.bytes);
        other.lossPerByte = bytes > 0 ? (isLarger ? now.loss - other.loss : other.loss - now.loss) / bytes : 0;
        if (bytes == 0 || isBeaten(other, view.alternatives)) {
            other.worth = Alternative::Worth::beaten;
            continue;
        }
        if (isLarger) {
            other.worth = other.lossPerByte > view.price ? Alternative::Worth::pays : Alternative::Worth::tooDear;
            view.nextBetter = view.nextBetter.value_or(i);
        } else {
            other.worth = other.lossPerByte < view.price ? Alternative::Worth::pays : Alternative::Worth::tooLossy;
            view.nextSmaller = i;
        }
    }
}

/// The first pin that matches a member, else the minimums.
std::string ruleOfPlanner(const Planner& planner, const PlannerItem& item) {
    const auto& constraints = planner.constraints();
    for (const auto* rules : {&constraints.pins, &constraints.minimums}) {
        for (const PlanRule& rule : *rules) {
            const ResolvedRule resolved(rule, *planner.table().format);
            if (std::ranges::any_of(item.members,
                                    [&](const WeightCandidates* member) { return resolved.matches(*member->weight); })) {
                return rules == &constraints.pins
                           ? say("Pinned to {} by {}.", resolved.encoding().name(), resolved.description())
                           : say("At least {} by {}.", resolved.encoding().name(), resolved.description());
            }
        }
    }
    return {};
}

} // namespace

std::string_view name(ChoiceOrigin::Kind kind) {
    constexpr std::array<std::string_view, 6> names = {"kept", "preset", "rule", "named", "planner", "pin"};
    return names[static_cast<std::size_t>(kind)];
}

ChoiceOrigin originOf(const Plan& plan, const Weight& weight) {
    using enum ChoiceOrigin::Kind;
    const Choice& choice = choiceOf(plan, weight);
    const std::string_view encoding = choice.encoding->name();
    if (!choice.isForced) {
        if (plan.document.weights.contains(weight.name)) {
            return {named, say("The plan names this weight: {}.", encoding)};
        }
        for (const PlanRule& rule : plan.document.rules) {
            const ResolvedRule resolved(rule, *plan.format);
            if (resolved.matches(weight)) {
                return {ChoiceOrigin::Kind::rule, say("The plan's rule {}: {}.", resolved.description(), encoding)};
            }
        }
    }
    OutputOptions options = plan.document.options;
    options.isDryRun = true; // what is missing is told elsewhere
    return {choice.isForced ? kept : preset,
            plan.format->presetRule(*plan.model, *plan.preset, weight, wishesOf(plan), plan.importance.get(), options)};
}

std::optional<PriceOfWeight> priceOf(const Planner& planner, std::span<const Choice> choices, const Weight& weight,
                                     const WeightPrices* prices) {
    const WeightCandidates* const asked = planner.table().of(weight);
    if (asked == nullptr) {
        return std::nullopt;
    }
    const PlannerItem& item = planner.itemOf(weight);
    PriceOfWeight view;
    view.sensitivity = asked->sensitivity;
    std::ranges::transform(item.members, std::back_inserter(view.shared), &WeightCandidates::weight);
    const bool hasOwnPrice = prices != nullptr && prices->contains(&weight);
    view.price = hasOwnPrice ? prices->at(&weight) : planner.priceAt(choices);
    view.isPinned = item.isPinned;
    view.pin = ruleOfPlanner(planner, item);
    const auto choice = std::ranges::find(choices, &weight, &Choice::weight);
    const Encoding* const chosen = choice == choices.end() ? nullptr : choice->encoding;
    view.alternatives = alternativesFor(planner, item, *asked, chosen);
    const auto place = std::ranges::find(view.alternatives, chosen, &Alternative::encoding);
    if (place != view.alternatives.end()) {
        view.chosen = static_cast<std::size_t>(place - view.alternatives.begin());
        judge(view);
    }
    return view;
}

Explanation explain(const Plan& plan, const Planner* planner, bool isMix, const Weight& weight, const WeightPrices* prices) {
    Explanation explanation;
    explanation.choice = choiceOf(plan, weight);
    explanation.bytes = plan.places()[static_cast<std::size_t>(&choiceOf(plan, weight) - plan.choices.data())].bytes;
    explanation.origin = originOf(plan, weight);
    if (planner != nullptr && planner->table().model == plan.model && planner->table().format == plan.format) {
        explanation.price = priceOf(*planner, plan.choices, weight, prices);
        if (explanation.price) {
            explanation.price->step = byteStep(plan.fileBytes());
        }
    }
    if (isMix && explanation.price) {
        const PriceOfWeight& price = *explanation.price;
        std::string chosen = prices != nullptr && !prices->empty()
                                 ? say("Chosen for memory and speed: its bytes gain at least what their place and the time to "
                                       "read them cost.")
                                 : say("Chosen for the budget: its bytes gain at least as much here as elsewhere.");
        explanation.origin =
            price.isPinned ? ChoiceOrigin{ChoiceOrigin::Kind::pin, price.pin}
                           : ChoiceOrigin{ChoiceOrigin::Kind::planner, price.pin.empty() ? chosen : chosen + ' ' + price.pin};
    }
    return explanation;
}

std::string rateText(double lossPerByte, const PriceOfWeight& price) {
    return fmt::format(numberLocale(), "{:.2Lg}", lossPerByte * price.step);
}

std::string worthText(const Alternative& alternative, const PriceOfWeight& price) {
    const std::string rate = rateText(std::abs(alternative.lossPerByte), price);
    const std::string paid = rateText(price.price, price);
    const std::string step = quantityText(byteStepQuantity(price.step));
    switch (alternative.worth) {
    case Alternative::Worth::chosen: return say("chosen");
    case Alternative::Worth::beaten: return say("another one is not larger and loses less");
    case Alternative::Worth::tooDear: return say("gains {} nats per {}; elsewhere they gain {}", rate, step, paid);
    case Alternative::Worth::tooLossy: return say("loses {} nats per {} saved; elsewhere they gain only {}", rate, step, paid);
    case Alternative::Worth::pays: break;
    }
    return say("would pay: {} nats per {}, elsewhere {}", rate, step, paid);
}

} // namespace quantlathe
