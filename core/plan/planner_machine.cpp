// SPDX-License-Identifier: GPL-3.0-or-later
// A mix for cards and main memory together, and for a speed. For every way to deal the layers out, what the weights take of
// each memory and of a token's time is linear in their bytes (docs/planning.md, "Memory and speed").
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "estimate/run_facts.h"
#include "plan/bounded_choice.h"
#include "plan/planner.h"
#include "plan/planner_items.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

/// A bound of one way to deal the layers out.
struct MachineBound {
    PlanLimit limit;
    std::size_t card = 0;
    double fixed = 0; // of it, what does not depend on the encodings
    [[nodiscard]] double left() const { return limit.most - fixed; }
};

/// What has to be taken off the bounds because an answer did not keep them: sizes of work space depend a little on the
/// encodings.
struct Shortage {
    std::vector<double> cardBytes;
    double hostBytes = 0;
    double fileBytes = 0;
    double milliseconds = 0;
    [[nodiscard]] double of(const MachineBound& bound) const {
        switch (bound.limit.of) {
        case PlanLimit::Of::card: return cardBytes[bound.card];
        case PlanLimit::Of::mainMemory: return hostBytes;
        case PlanLimit::Of::file: return fileBytes;
        case PlanLimit::Of::speed: break;
        }
        return milliseconds;
    }
};

bool dealsAlike(const Placement& a, const Placement& b) {
    return a.layersOnGpu == b.layersOnGpu && a.expertLayersOnHost == b.expertLayersOnHost &&
           std::ranges::equal(a.cards, b.cards, {}, &CardShare::places, &CardShare::places);
}

std::string namesOf(const MachineBudget& budget) {
    std::vector<std::string_view> names;
    std::ranges::transform(budget.cards, std::back_inserter(names),
                           [](const Gpu& card) { return std::string_view(card.name); });
    return names.empty() ? say("main memory") : fmt::format("{}", fmt::join(names, ", "));
}

/// Uses of a weight: linear in its bytes.
class WeightUses {
public:
    WeightUses(const Model& model, const Placement& placement, const HostMemory& host, bool isTied,
               std::span<const MachineBound> bounds)
        : model_(model), placement_(placement), host_(host), isTied_(isTied), bounds_(bounds) {}

    /// Adds what the weight takes of each bound in this encoding.
    void add(std::vector<double>& uses, const Weight& weight, const Encoding& encoding) const {
        const Choice choice{.weight = &weight, .encoding = &encoding};
        const WeightPlace place = placeOf(placement_, model_, weight, isTied_, host_);
        const auto resident = static_cast<double>(residentBytes(choice));
        for (std::size_t j = 0; j < bounds_.size(); ++j) {
            switch (bounds_[j].limit.of) {
            case PlanLimit::Of::file: uses[j] += static_cast<double>(encoding.bytes(weight.rows(), weight.columns())); break;
            case PlanLimit::Of::card: uses[j] += place.card == bounds_[j].card ? resident : 0; break;
            case PlanLimit::Of::mainMemory: uses[j] += place.isInMainMemory ? resident : 0; break;
            case PlanLimit::Of::speed: uses[j] += place.millisecondsPerByte * activeBytes(model_, choice, isTied_); break;
            }
        }
    }

private:
    const Model& model_;
    const Placement& placement_;
    const HostMemory& host_;
    bool isTied_;
    std::span<const MachineBound> bounds_;
};

/// A way to deal the layers out, found for some mix.
struct MachineDeal {
    Placement placement;
    std::vector<Choice> choices; // of that mix
};

std::vector<MachineBound> boundsOf(const MachineDeal& deal, const MachineBudget& budget, double fixedFileBytes) {
    const auto reserve = static_cast<double>(budget.reserveBytes);
    std::vector<MachineBound> bounds;
    for (std::size_t card = 0; card < deal.placement.cards.size(); ++card) {
        const CardShare& share = deal.placement.cards[card];
        if (share.places > 0) {
            const double most = static_cast<double>(share.gpu.memoryBytes) - reserve;
            bounds.push_back(
                {.limit = {.of = PlanLimit::Of::card, .card = share.gpu.name, .most = most, .used = 0, .multiplier = 0},
                 .card = card,
                 .fixed = static_cast<double>(share.total())});
        }
    }
    if (budget.host.bytes > 0) {
        bounds.push_back({.limit = {.of = PlanLimit::Of::mainMemory,
                                    .card = {},
                                    .most = static_cast<double>(budget.host.bytes) - reserve,
                                    .used = 0,
                                    .multiplier = 0},
                          .card = 0,
                          .fixed = static_cast<double>(deal.placement.host.total())});
    }
    if (budget.fileBytes > 0) {
        bounds.push_back({.limit = {.of = PlanLimit::Of::file,
                                    .card = {},
                                    .most = static_cast<double>(budget.fileBytes),
                                    .used = 0,
                                    .multiplier = 0},
                          .card = 0,
                          .fixed = fixedFileBytes});
    }
    if (budget.tokensPerSecond > 0) {
        bounds.push_back(
            {.limit =
                 {.of = PlanLimit::Of::speed, .card = {}, .most = 1000 / budget.tokensPerSecond, .used = 0, .multiplier = 0},
             .card = 0,
             .fixed = 1000 / deal.placement.speed.middle()});
    }
    return bounds;
}

/// What a mix really takes.
double usedOf(const MachineBound& bound, const PlannedMix& mix) {
    switch (bound.limit.of) {
    case PlanLimit::Of::file: return static_cast<double>(mix.plan.fileBytes());
    case PlanLimit::Of::card: return static_cast<double>(mix.placement->cards[bound.card].total());
    case PlanLimit::Of::mainMemory: return static_cast<double>(mix.placement->host.total());
    case PlanLimit::Of::speed: break;
    }
    return mix.placement->speed.isKnown() ? 1000 / mix.placement->speed.middle() : 0;
}

bool isPossible(const MachineDeal& deal, const MachineBudget& budget) {
    const bool needsSpeed = budget.tokensPerSecond > 0;
    return deal.placement.fit != Fit::unknown && (!needsSpeed || deal.placement.speed.isKnown());
}

struct DealAnswer {
    std::size_t deal = 0;
    std::vector<MachineBound> bounds;
    BoundedSelection selection;
};

} // namespace

struct Planner::Machine {
    const Planner& planner;
    const MachineBudget& budget;
    RunSettings run;
    std::vector<MachineDeal> deals;

    Machine(const Planner& from, const MachineBudget& wanted)
        : planner(from), budget(wanted), run(runOf(*from.table_->format, wanted.run)) {
        for (const PlannedPoint& point : from.front_) {
            std::vector<Choice> choices = from.choicesAt(point);
            auto placement = place(choices);
            if (!placement) {
                throw badInput(from.table_->model->checkpoint().path(), say("How this model would run is not known"),
                               say("Only what llama.cpp loads can be planned for a machine. Plan for a file size instead."));
            }
            if (deals.empty() || !dealsAlike(deals.back().placement, *placement)) {
                deals.push_back({std::move(*placement), std::move(choices)});
            }
        }
    }

    [[nodiscard]] std::optional<Placement> place(std::span<const Choice> choices) const {
        return placeModel(*planner.table_->model, choices, run, budget.cards, budget.host,
                          {.reserveBytes = budget.reserveBytes});
    }

    [[nodiscard]] WeightUses usesOf(const MachineDeal& deal, std::span<const MachineBound> bounds) const {
        return {*planner.table_->model, deal.placement, budget.host, tiesOutputToEmbedding(deal.choices), bounds};
    }

    /// Of the bounds of a deal, what remains for weights that have a choice.
    [[nodiscard]] std::vector<MachineBound> boundsFor(const MachineDeal& deal) const {
        std::vector<MachineBound> bounds = boundsOf(deal, budget, static_cast<double>(planner.fixedBytes_));
        const WeightUses uses = usesOf(deal, bounds);
        std::vector<double> planned(bounds.size());
        for (const Choice& choice : deal.choices) {
            if (planner.table_->of(*choice.weight) != nullptr) {
                uses.add(planned, *choice.weight, *choice.encoding);
            }
        }
        for (std::size_t j = 0; j < bounds.size(); ++j) {
            bounds[j].fixed -= bounds[j].limit.of == PlanLimit::Of::file ? 0 : planned[j];
        }
        return bounds;
    }

    [[nodiscard]] std::vector<std::vector<BoundedOption>> optionsFor(const MachineDeal& deal,
                                                                     std::span<const MachineBound> bounds) const {
        const WeightUses uses = usesOf(deal, bounds);
        std::vector<std::vector<BoundedOption>> items;
        for (const PlannerItem& item : planner.items_->items) {
            auto& options = items.emplace_back();
            for (const auto& option : item.options) {
                BoundedOption sum{.loss = 0, .uses = std::vector<double>(bounds.size())};
                for (const Candidate* const candidate : option) {
                    sum.loss += candidate->loss;
                }
                for (std::size_t m = 0; m < item.members.size(); ++m) {
                    uses.add(sum.uses, *item.members[m]->weight, *option[m]->encoding);
                }
                options.push_back(std::move(sum));
            }
        }
        return items;
    }

    [[nodiscard]] std::optional<DealAnswer> best(const Shortage& shortage) const {
        std::optional<DealAnswer> found;
        for (std::size_t d = 0; d < deals.size(); ++d) {
            std::vector<MachineBound> bounds = boundsFor(deals[d]);
            std::vector<double> left;
            for (const MachineBound& bound : bounds) {
                left.push_back(bound.left() - shortage.of(bound));
            }
            if (!isPossible(deals[d], budget) || std::ranges::any_of(left, [](double of) { return !(of >= 0); })) {
                continue;
            }
            const double below = found ? found->selection.loss : std::numeric_limits<double>::infinity();
            if (auto selection = leastLoss(optionsFor(deals[d], bounds), left, below)) {
                found = DealAnswer{d, std::move(bounds), std::move(*selection)};
            }
        }
        return found;
    }

    [[nodiscard]] PlannedMix mixOf(const DealAnswer& answer) const {
        Solution solution;
        solution.options = answer.selection.options;
        solution.loss = answer.selection.loss;
        solution.lowerBound = answer.selection.lowerBound;
        for (std::size_t i = 0; i < solution.options.size(); ++i) {
            for (const Candidate* const candidate : planner.items_->items[i].options[solution.options[i]]) {
                solution.bytes += candidate->bytes;
            }
        }
        PlannedMix mix = planner.mixOf(solution);
        mix.klDropPer100MB = 0;
        mix.klDropPerStep = 0;
        mix.placement = place(mix.plan.choices);
        mix.prices = pricesOf(answer);
        mix.plan.document.machine = {run.contextTokens, std::string(name(run.kv)), {}};
        for (std::size_t j = 0; j < answer.bounds.size(); ++j) {
            PlanLimit limit = answer.bounds[j].limit;
            limit.used = usedOf(answer.bounds[j], mix);
            limit.multiplier = answer.selection.multipliers[j];
            mix.plan.document.machine.limits.push_back(std::move(limit));
        }
        return mix;
    }

    [[nodiscard]] WeightPrices pricesOf(const DealAnswer& answer) const {
        const WeightUses uses = usesOf(deals[answer.deal], answer.bounds);
        WeightPrices prices;
        for (const PlannerItem& item : planner.items_->items) {
            double price = 0;
            std::uint64_t bytes = 0;
            std::vector<double> taken(answer.bounds.size());
            for (std::size_t m = 0; m < item.members.size(); ++m) {
                const Candidate& candidate = *item.options.front()[m];
                uses.add(taken, *item.members[m]->weight, *candidate.encoding);
                bytes += candidate.bytes;
            }
            for (std::size_t j = 0; j < taken.size(); ++j) {
                price += taken[j] * answer.selection.multipliers[j];
            }
            for (const WeightCandidates* const member : item.members) {
                prices.emplace(member->weight, bytes == 0 ? 0.0 : price / static_cast<double>(bytes));
            }
        }
        return prices;
    }

    /// The smallest mix is the quickest, too, and takes least of everything: where it cannot be, nothing can.
    [[noreturn]] void refuse() const {
        const Selection smallest = planner.knapsack_->atFront(0);
        const std::vector<Choice> choices = planner.choicesOf(smallest);
        const Placement least = *place(choices);
        const std::uint64_t bytes = planner.fixedBytes_ + smallest.bytes;
        const std::string where = namesOf(budget);
        const std::string context = groupedDigits(run.contextTokens);
        if (least.fit == Fit::unknown) {
            throw badInput({}, say("No plan of this model fits {} alone with {} tokens", where, context),
                           say("How much main memory there is for the rest is not known. {}", planner.whySmallestIsSo()));
        }
        if (least.fit == Fit::tooLarge) {
            throw badInput({}, say("No plan of this model fits {} and main memory with {} tokens", where, context),
                           say("The smallest one needs {} on cards and {} of {} in main memory. {}", memoryText(onCards(least)),
                               memoryText(least.host.total()), memoryText(budget.host.bytes), planner.whySmallestIsSo()));
        }
        if (budget.fileBytes > 0 && bytes > budget.fileBytes) {
            throw badInput({}, say("{} is too small for this model", fileSizeText(budget.fileBytes)),
                           planner.whySmallestIsSo());
        }
        if (budget.tokensPerSecond > 0 && !least.speed.isKnown()) {
            throw badInput({}, say("How fast this model would run is not known"), say("The speed is {}.", least.speed.formula));
        }
        if (budget.tokensPerSecond > 0 && least.speed.middle() < budget.tokensPerSecond) {
            const Prediction prediction =
                predict(smallest.loss, 0, planner.table_->sensitivity.source, planner.table_->sensitivity.bandFactor);
            throw badInput({},
                           say("No plan of this model makes {:Lg} tokens/s on {} with {} tokens of context",
                               budget.tokensPerSecond, where, context),
                           say("The quickest one makes {} ({}, {}, {}): ask for {:Lg} or less, or for fewer tokens of context.",
                               speedNumber(least.speed.middle()), fileSizeText(bytes), placementText(least),
                               prediction.isBroken() ? say("broken") : say("predicted loss {:.2Lg}", prediction.kl),
                               reachable(least.speed.middle())));
        }
        throw badInput({},
                       say("No plan of this model fits {} with {} tokens and {} to spare", where, context,
                           memoryText(budget.reserveBytes)),
                       planner.whySmallestIsSo());
    }

private:
    [[nodiscard]] static std::uint64_t onCards(const Placement& placement) {
        std::uint64_t sum = 0;
        for (const CardShare& card : placement.cards) {
            sum += card.places > 0 ? card.total() : 0;
        }
        return sum;
    }
    [[nodiscard]] static std::string speedNumber(double speed) { return fmt::format("{:.{}f}", speed, speed < 10 ? 1 : 0); }
    /// Rounded down to two digits.
    [[nodiscard]] static double reachable(double speed) {
        const double step = std::pow(10, std::floor(std::log10(speed)) - 1);
        return std::floor(speed / step) * step;
    }
};

PlannedMix Planner::onMachine(const MachineBudget& budget) const {
    const Machine machine(*this, budget);
    Shortage shortage{.cardBytes = std::vector<double>(budget.cards.size()), .hostBytes = 0, .fileBytes = 0, .milliseconds = 0};
    constexpr int mostAttempts = 6;
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        const auto answer = machine.best(shortage);
        if (!answer) {
            break;
        }
        PlannedMix mix = machine.mixOf(*answer);
        bool isKept = mix.placement->fit == Fit::fits || mix.placement->fit == Fit::tight;
        for (std::size_t j = 0; j < answer->bounds.size(); ++j) {
            const MachineBound& bound = answer->bounds[j];
            const double excess = usedOf(bound, mix) - bound.limit.most;
            const bool isMemory = bound.limit.of == PlanLimit::Of::card || bound.limit.of == PlanLimit::Of::mainMemory;
            if (excess <= 0 || (isMemory && isKept)) { // tight is quicker than a part of it in main memory: placeModel()
                continue;
            }
            isKept = false;
            switch (bound.limit.of) {
            case PlanLimit::Of::card: shortage.cardBytes[bound.card] += excess; break;
            case PlanLimit::Of::mainMemory: shortage.hostBytes += excess; break;
            case PlanLimit::Of::file: shortage.fileBytes += excess; break;
            case PlanLimit::Of::speed: shortage.milliseconds += excess * 1.01; break;
            }
        }
        if (isKept) {
            return mix;
        }
    }
    machine.refuse();
}

} // namespace quantlathe
