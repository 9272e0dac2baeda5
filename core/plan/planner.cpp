// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planner.h"

#include "base/error.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/words.h"
#include "plan/planner_items.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

constexpr std::size_t mostFrontPoints = 512;
constexpr double hundredMegabytes = 1e8;

std::uint64_t difference(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : b - a;
}

/// The planner gives every weight an encoding by itself.
void checkBase(const PlanDocument& base) {
    const OutputOptions& options = base.options;
    if (!options.prunedLayers.empty()) {
        throw badInput({}, say("A mix cannot be planned while layers are pruned"),
                       say("Write the pruned model first, then plan for it."));
    }
    if (options.leaveOutput || options.pure) {
        throw badInput({}, say("A mix cannot be planned with a pure preset or an output matrix that is left as it is"),
                       say("Pin the weights that are decided instead, for example output.weight."));
    }
}

/// Formats whose outputs hold encodings that go together need a preset to say which.
void checkPreset(const Format& format, const std::string& name) {
    if (!name.empty() && presetByName(format, name) == nullptr) {
        throw badInput({}, say("{} has no preset {}", format.title(), escapeForDisplay(name)),
                       say("quantlathe-cli formats lists them."));
    }
    const bool mixesFreely = std::ranges::all_of(format.presets(), [&](const Preset& preset) {
        return std::ranges::none_of(format.encodings(),
                                    [&](const Encoding* encoding) { return format.whyNot(preset, *encoding).has_value(); });
    });
    if (name.empty() && !mixesFreely) {
        std::vector<std::string_view> names;
        std::ranges::transform(format.presets(), std::back_inserter(names), &Preset::name);
        throw badInput({}, say("{} cannot mix all its encodings in one output", format.title()),
                       say("Say with a preset which ones go together: {}.", fmt::join(names, ", ")));
    }
}

} // namespace

Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;
Planner& Planner::operator=(Planner&&) noexcept = default;

Planner::Planner(std::shared_ptr<const CandidateTable> table, PlanConstraints constraints)
    : table_(std::move(table)), constraints_(std::move(constraints)) {
    checkBase(constraints_.base);
    checkPreset(*table_->format, constraints_.base.preset);
    if (table_->weights.empty()) {
        throw badInput(table_->model->checkpoint().path(), say("There is nothing to plan"),
                       say("{} offers no choice for any weight of this model.", table_->format->title()));
    }
    constraints_.base.format = table_->format->id();
    constraints_.base.effort = table_->effort;
    constraints_.base.rules.clear();
    constraints_.base.weights.clear();
    items_ = std::make_unique<const Items>(Items{plannerItems(*table_, constraints_)});
    knapsack_ = std::make_unique<const Knapsack>(knapsackItems(items_->items));
    findPresets();
    findFixedBytes();
    thinFront();
}

void Planner::findPresets() {
    for (const Preset& preset : table_->format->presets()) {
        std::vector<Choice> choices;
        try {
            choices = table_->format->choose(*table_->model, preset, {}, table_->importance.get(), constraints_.base.options);
        } catch (const Error&) {
            continue; // needs a matrix, or shapes that this model does not have
        }
        PresetPoint point{.preset = &preset, .fileBytes = 0, .prediction = table_->predict(choices)};
        for (const Choice& choice : choices) {
            point.fileBytes += choice.encoding->bytes(choice.weight->rows(), choice.weight->columns());
        }
        presets_.push_back(point);
    }
    if (presets_.empty()) {
        throw badInput(table_->model->checkpoint().path(),
                       say("No preset of {} can be used for this model", table_->format->title()),
                       fmt::format("{}", fmt::join(table_->notes, " ")));
    }
}

/// From a plan that is laid out to the byte: what is neither counted by the knapsack nor depends on it.
void Planner::findFixedBytes() {
    const auto smallest = std::ranges::min_element(presets_, {}, &PresetPoint::fileBytes);
    PlanDocument document = constraints_.base;
    if (document.preset.empty()) {
        document.preset = smallest->preset->name;
    }
    const Plan plan = makePlan(table_->model, document, table_->importance);
    reference_ = plan.choices;
    std::uint64_t all = 0;
    std::uint64_t planned = 0;
    for (const Choice& choice : plan.choices) {
        const std::uint64_t bytes = choice.encoding->bytes(choice.weight->rows(), choice.weight->columns());
        all += bytes;
        planned += table_->of(*choice.weight) != nullptr ? bytes : 0;
    }
    const std::uint64_t total = plan.fileBytes();
    fixedBytes_ = total > planned ? total - planned : 0;
    for (PresetPoint& point : presets_) {
        point.fileBytes += total > all ? total - all : 0;
    }
}

PlannedPoint Planner::pointAt(std::size_t place) const {
    const Knapsack::FrontPoint& vertex = knapsack_->front()[place];
    PlannedPoint point;
    point.place = place;
    point.fileBytes = fixedBytes_ + vertex.bytes;
    const std::uint64_t parameters = table_->model->parameters();
    point.bitsPerWeight = parameters == 0 ? 0.0 : 8.0 * static_cast<double>(point.fileBytes) / static_cast<double>(parameters);
    point.prediction = predict(vertex.loss, 0, table_->sensitivity.source, table_->sensitivity.bandFactor);
    const auto dropFor = [&](double bytes) {
        return point.prediction.kl - klOfLoss(vertex.loss - std::min(vertex.lossPerByte * bytes, vertex.loss));
    };
    point.klDropPer100MB = dropFor(hundredMegabytes);
    point.klDropPerStep = dropFor(byteStep(point.fileBytes));
    return point;
}

void Planner::thinFront() {
    const auto vertices = knapsack_->front();
    const std::uint64_t first = vertices.front().bytes;
    const double span = static_cast<double>(vertices.back().bytes - first);
    std::size_t last = 0;
    for (std::size_t step = 0; step < mostFrontPoints; ++step) {
        const double share = static_cast<double>(step) / static_cast<double>(mostFrontPoints - 1);
        const std::size_t place = step + 1 == mostFrontPoints
                                      ? vertices.size() - 1
                                      : *knapsack_->frontWithin(first + static_cast<std::uint64_t>(share * span));
        if (front_.empty() || place > last) {
            front_.push_back(pointAt(place));
            last = place;
        }
    }
}

std::vector<Choice> Planner::choicesOf(const Selection& selection) const {
    std::unordered_map<const Weight*, const Encoding*> chosen;
    for (std::size_t i = 0; i < items_->items.size(); ++i) {
        const PlannerItem& item = items_->items[i];
        for (std::size_t m = 0; m < item.members.size(); ++m) {
            chosen.emplace(item.members[m]->weight, item.options[selection.options[i]][m]->encoding);
        }
    }
    std::vector<Choice> choices = reference_;
    for (Choice& choice : choices) {
        if (const auto found = chosen.find(choice.weight); found != chosen.end()) {
            choice.encoding = found->second;
        }
    }
    return choices;
}

PlanDocument Planner::documentOf(const Selection& selection, std::uint64_t bytes) const {
    PlanDocument document = constraints_.base;
    if (document.preset.empty()) {
        document.preset = nearestPreset(bytes)->preset->name;
    }
    for (std::size_t i = 0; i < items_->items.size(); ++i) {
        const PlannerItem& item = items_->items[i];
        for (std::size_t m = 0; m < item.members.size(); ++m) {
            document.weights.emplace(item.members[m]->weight->name, item.options[selection.options[i]][m]->encoding->name());
        }
    }
    return document;
}

PlannedMix Planner::mixOf(const Solution& solution) const {
    PlannedMix mix;
    mix.plan = makePlan(table_->model, documentOf(solution, fixedBytes_ + solution.bytes), table_->importance);
    mix.prediction = table_->predict(mix.plan.choices);
    mix.gap = solution.gap();
    const auto place = knapsack_->frontWithin(solution.bytes);
    if (place) {
        const PlannedPoint point = pointAt(*place);
        mix.klDropPer100MB = point.klDropPer100MB;
        mix.klDropPerStep = point.klDropPerStep;
    }
    return mix;
}

std::vector<Choice> Planner::choicesAt(const PlannedPoint& point) const {
    return choicesOf(knapsack_->atFront(point.place));
}

PlannedMix Planner::mixAt(const PlannedPoint& point) const {
    Solution solution;
    static_cast<Selection&>(solution) = knapsack_->atFront(point.place);
    solution.lowerBound = solution.loss; // vertices of the hull are the best of their size
    return mixOf(solution);
}

const PlannedPoint& Planner::nearest(std::uint64_t fileBytes) const {
    return *std::ranges::min_element(front_, {},
                                     [&](const PlannedPoint& point) { return difference(point.fileBytes, fileBytes); });
}

const PresetPoint* Planner::nearestPreset(std::uint64_t fileBytes) const {
    const auto found = std::ranges::min_element(
        presets_, {}, [&](const PresetPoint& point) { return difference(point.fileBytes, fileBytes); });
    return found == presets_.end() ? nullptr : &*found;
}

double Planner::priceAt(std::span<const Choice> choices) const {
    std::uint64_t planned = 0;
    for (const Choice& choice : choices) {
        if (table_->of(*choice.weight) != nullptr) {
            planned += choice.encoding->bytes(choice.weight->rows(), choice.weight->columns());
        }
    }
    return knapsack_->front()[knapsack_->frontWithin(planned).value_or(0)].lossPerByte;
}

const PlannerItem& Planner::itemOf(const Weight& weight) const {
    return *std::ranges::find_if(items_->items, [&](const PlannerItem& item) {
        return std::ranges::any_of(item.members, [&](const auto* member) { return member->weight == &weight; });
    });
}

std::string Planner::whySmallestIsSo() const {
    const Selection smallest = knapsack_->atFront(0);
    const PlannerItem* largest = nullptr;
    std::uint64_t largestBytes = 0;
    std::uint64_t pinnedBytes = 0;
    std::string_view encoding;
    for (std::size_t i = 0; i < items_->items.size(); ++i) {
        const PlannerItem& item = items_->items[i];
        std::uint64_t bytes = 0;
        for (const Candidate* const candidate : item.options[smallest.options[i]]) {
            bytes += candidate->bytes;
        }
        pinnedBytes += item.isPinned ? bytes : 0;
        if (bytes > largestBytes) {
            largestBytes = bytes;
            largest = &item;
            encoding = item.options[smallest.options[i]].front()->encoding->name();
        }
    }
    const std::string all = fileSizeText(fixedBytes_ + smallest.bytes);
    const std::string pinned = fileSizeText(pinnedBytes);
    const std::string most = fileSizeText(largestBytes);
    std::string text;
    if (largest == nullptr) {
        text = say("The smallest plan has {}.", all);
    } else if (pinnedBytes == 0) {
        text = say("The smallest plan has {}, of which {} is {} in {}.", all, most, largest->description(), encoding);
    } else if (largest->isPinned) {
        text = say("The smallest plan has {}, of which {} are pinned weights; {} is the pinned {} in {}.", all, pinned, most,
                   largest->description(), encoding);
    } else {
        text = say("The smallest plan has {}, of which {} are pinned weights; {} is {} in {}.", all, pinned, most,
                   largest->description(), encoding);
    }
    if (!constraints_.minimums.empty() || !constraints_.encodings.empty()) {
        text += ' ' + say("Minimums and the list of encodings leave nothing smaller.");
    }
    for (const std::string& note : table_->notes) {
        text += ' ' + note;
    }
    return text;
}

PlannedMix Planner::withinFileSize(std::uint64_t bytes, const std::string& refusal, const KnapsackEffort& effort) const {
    std::uint64_t allowed = bytes;
    constexpr int mostAttempts = 8; // the size of the rest may depend a little on the encodings
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        const auto solution = allowed < fixedBytes_ ? std::nullopt : knapsack_->solve(allowed - fixedBytes_, effort);
        if (!solution) {
            break;
        }
        PlannedMix mix = mixOf(*solution);
        if (mix.plan.fileBytes() <= bytes) {
            return mix;
        }
        const std::uint64_t excess = mix.plan.fileBytes() - bytes;
        allowed = allowed > excess ? allowed - excess : 0;
    }
    throw badInput({}, refusal, whySmallestIsSo());
}

PlannedMix Planner::onGpu(const GpuBudget& budget, const KnapsackEffort& effort) const {
    const RunSettings run = runOf(*table_->format, budget.run, budget.program);
    const auto memoryOf = [&](std::span<const Choice> choices) { return estimateMemory(*table_->model, choices, run); };
    const auto needed = [&](const MemoryEstimate& estimate) { return estimate.total() + budget.reserveBytes; };
    const MemoryEstimate least = memoryOf(choicesOf(knapsack_->atFront(0)));
    const std::uint64_t memory = usableBytes(budget.gpu, least);
    if (!least.isComplete) {
        throw badInput(table_->model->checkpoint().path(), say("The memory that this model needs is not known"),
                       least.kv.isKnown ? say("Compute buffer: {}. Plan for a file size instead.", least.compute.formula)
                                        : say("KV cache: {}. Plan for a file size instead.", least.kv.formula));
    }
    if (needed(least) > memory) {
        const auto smallest = choicesOf(knapsack_->atFront(0));
        const std::uint64_t context =
            longestContext(*table_->model, smallest, run, budget.gpu, budget.reserveBytes).value_or(0);
        throw badInput(
            {}, say("No plan of this model fits {} with {} tokens", budget.gpu.name, groupedDigits(budget.run.contextTokens)),
            say("The smallest one needs {} (weights {}, KV cache {}, compute {}, overhead {}), and {} of {} stay free. {} {}",
                memoryText(least.total()), memoryText(least.weights.bytes), memoryText(least.kv.bytes),
                memoryText(least.compute.bytes), memoryText(least.overhead.bytes), memoryText(budget.reserveBytes),
                memoryText(memory),
                context > 0 ? say("{} tokens of context would fit.", groupedDigits(context))
                            : say("No context is short enough."),
                whySmallestIsSo()));
    }
    // Memory grows with the size along the front: halving finds the last point that fits.
    std::size_t fitting = 0;
    std::size_t tooLarge = knapsack_->front().size();
    while (tooLarge - fitting > 1) {
        const std::size_t middle = fitting + (tooLarge - fitting) / 2;
        (needed(memoryOf(choicesOf(knapsack_->atFront(middle)))) <= memory ? fitting : tooLarge) = middle;
    }
    // What is left there can be spent by the search; weights in main memory do not count, so its answer is checked.
    const auto atFront = [&](std::size_t place) {
        Solution solution;
        static_cast<Selection&>(solution) = knapsack_->atFront(place);
        solution.lowerBound = solution.loss;
        return solution;
    };
    Solution best = atFront(fitting);
    const std::uint64_t spare = memory - needed(memoryOf(choicesOf(best)));
    std::uint64_t allowed = best.bytes + spare;
    constexpr int mostAttempts = 6;
    for (int attempt = 0; attempt < mostAttempts && allowed > best.bytes; ++attempt) {
        const auto solution = knapsack_->solve(allowed, effort);
        const std::uint64_t use = needed(memoryOf(choicesOf(*solution)));
        if (use <= memory) {
            if (solution->loss < best.loss) {
                best = *solution;
            }
            break;
        }
        allowed -= std::min(allowed, use - memory);
    }
    PlannedMix mix = mixOf(best);
    mix.memory = memoryOf(mix.plan.choices);
    return mix;
}

PlannedMix Planner::withQuality(const QualityBudget& budget, const KnapsackEffort& effort) const {
    const double loss = lossOfKl(budget.kl);
    const auto vertices = knapsack_->front();
    const auto found = std::ranges::find_if(vertices, [&](const Knapsack::FrontPoint& point) { return point.loss <= loss; });
    if (!(budget.kl >= 0) || found == vertices.end()) {
        throw badInput({}, say("No plan has a predicted KL divergence of {:Lg} or less", budget.kl),
                       say("The best one has {:.3Lg}.", front_.back().prediction.kl));
    }
    const auto place = static_cast<std::size_t>(found - vertices.begin());
    Solution best;
    static_cast<Selection&>(best) = knapsack_->atFront(place);
    best.lowerBound = best.loss;
    // Between this vertex and the one before lie mixes that are no vertices; loss falls as the budget grows.
    std::uint64_t tooSmall = place == 0 ? best.bytes : vertices[place - 1].bytes;
    std::uint64_t enough = best.bytes;
    constexpr std::uint64_t finest = 64; // parts of the step
    const std::uint64_t precision = std::max<std::uint64_t>(1, (enough - tooSmall) / finest);
    while (enough - tooSmall > precision) {
        const std::uint64_t middle = tooSmall + (enough - tooSmall) / 2;
        const auto solution = knapsack_->solve(middle, effort);
        if (solution && solution->loss <= loss) {
            enough = solution->bytes;
            best = *solution;
        } else {
            tooSmall = middle;
        }
    }
    return mixOf(best);
}

PlannedMix Planner::best(const Budget& budget, const KnapsackEffort& effort) const {
    if (const auto* size = std::get_if<FileSizeBudget>(&budget)) {
        return withinFileSize(size->bytes, say("{} is too small for this model", fileSizeText(size->bytes)), effort);
    }
    if (const auto* bits = std::get_if<BitsBudget>(&budget)) {
        const double bytes = bits->bitsPerWeight * static_cast<double>(table_->model->parameters()) / 8;
        constexpr double mostBytes = 0x1.0p62;
        if (!(bytes > 0) || bytes > mostBytes) {
            throw badInput({}, say("{:Lg} bits per weight are no budget", bits->bitsPerWeight),
                           say("Give a number such as 4.25."));
        }
        return withinFileSize(static_cast<std::uint64_t>(bytes),
                              say("{:Lg} bits per weight are too small for this model", bits->bitsPerWeight), effort);
    }
    if (const auto* gpu = std::get_if<GpuBudget>(&budget)) {
        return onGpu(*gpu, effort);
    }
    if (const auto* machine = std::get_if<MachineBudget>(&budget)) {
        return onMachine(*machine);
    }
    return withQuality(std::get<QualityBudget>(budget), effort);
}

bool isBetterBeyondDoubt(const PlannedMix& mix, const PresetPoint& preset) {
    return mix.prediction.klHigh < preset.prediction.kl;
}

} // namespace quantlathe
