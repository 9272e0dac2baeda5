// SPDX-License-Identifier: GPL-3.0-or-later
// The best mixed-precision plan under a budget, and the whole front of best plans (docs/planning.md).
//
//     const auto table = std::make_shared<const CandidateTable>(makeCandidates(request, &cache, arena, progress, cancel));
//     const Planner planner(table, constraints);         // worker thread: milliseconds, solves the relaxation once
//     for (const PlannedPoint& point : planner.front())  // chart: size against predicted KL
//     const PlannedMix mix = planner.best(FileSizeBudget{4'500'000'000});
//
// New pins or minimums need a new Planner over the same table (cheap); new sensitivities or another importance matrix need a
// new table.
#pragma once

#include "estimate/memory.h"
#include "estimate/placement.h"
#include "plan/candidates.h"
#include "plan/knapsack.h"
#include "plan/plan.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace quantlathe {

struct PlanConstraints {
    std::vector<PlanRule> pins; // what the user has decided; the first that matches a weight wins
    std::vector<PlanRule>
        minimums; // matching weights get at least the bits per weight of the rule's encoding; all that match count
    std::vector<std::string> encodings; // nothing else is chosen where there is no pin; empty: all
    Fusing fusing;
    /// What the plan says beside encodings: the table's format and effort win, `weights` and `rules` are replaced, output
    /// options stay. Pruned layers are refused: prune first, then plan. A preset is needed for formats that cannot mix all
    /// their encodings in one output: only what goes with it is chosen then.
    PlanDocument base;
};

struct FileSizeBudget {
    std::uint64_t bytes = 0; // of all files
};
struct BitsBudget {
    double bitsPerWeight = 0; // as Plan::bitsPerWeight() counts
};
/// The model runs on the card: weights on the device, KV cache, compute buffers and overhead leave `reserveBytes` free.
struct GpuBudget {
    Gpu gpu;
    RunSettings run;
    std::uint64_t reserveBytes = 1U << 30U; // what fitOn() calls "fits"
    std::string program = {};               // that runs it; empty, or of another format: the format's best known one
};
/// llama.cpp runs the model on these cards and in main memory, at least so fast: quality under several bounds at once.
struct MachineBudget {
    std::vector<Gpu> cards; // none: the processor alone
    HostMemory host;
    RunSettings run;
    double tokensPerSecond = 0;             // at least, at the middle of the estimate; 0: however slow
    std::uint64_t fileBytes = 0;            // at most; 0: whatever fits
    std::uint64_t reserveBytes = 1U << 30U; // that stays free on each card and in main memory
};
/// The inverse: the smallest plan whose predicted KL divergence is not larger.
struct QualityBudget {
    double kl = 0; // nats per token
};
using Budget = std::variant<FileSizeBudget, BitsBudget, GpuBudget, MachineBudget, QualityBudget>;

/// A point of the front, cheap to show.
struct PlannedPoint {
    std::uint64_t fileBytes = 0; // of the encoded weights and all the rest; exact to a few bytes of padding
    double bitsPerWeight = 0;
    Prediction prediction;
    double klDropPer100MB = 0; // what the next 100 MB buy, at the slope of the front here
    double klDropPerStep = 0;  // and what byteStep(fileBytes) buys
    std::size_t place = 0;     // of the solver's front
};

/// A preset of the format beside the front.
struct PresetPoint {
    const Preset* preset = nullptr;
    std::uint64_t fileBytes = 0; // exact to a few bytes of padding
    Prediction prediction;
};

/// Nats that a byte of each weight must gain: for its place in the memory that holds it, in the file, and the time to read it.
using WeightPrices = std::unordered_map<const Weight*, double>;

struct PlannedMix {
    Plan plan; // made by makePlan(): sizes are exact; plan.explicitDocument() goes to plan.json
    Prediction prediction;
    /// No mix of that size can have a loss smaller by more than this share (of the linear loss, under this table); 0: proven
    /// best.
    double gap = 0;
    double klDropPer100MB = 0;            // of the front of file sizes: nothing that a MachineBudget knows
    double klDropPerStep = 0;             // the same for byteStep(plan.fileBytes())
    std::optional<MemoryEstimate> memory; // for GpuBudget
    /// For MachineBudget, whose limits plan.document.machine holds with their multipliers.
    std::optional<Placement> placement;
    WeightPrices prices;
};
/// Whether the mix is predicted to be better than the preset by more than the prediction's band: else only measuring tells.
[[nodiscard]] bool isBetterBeyondDoubt(const PlannedMix& mix, const PresetPoint& preset);

struct PlannerItem;

/// Immutable; safe to use from many threads. Keeps the table and its model alive.
class Planner {
public:
    /// Throws Error(badInput): pins and minimums that match no weight or allow no encoding, with the reason; a format without
    /// a usable preset.
    Planner(std::shared_ptr<const CandidateTable> table, PlanConstraints constraints = {});
    ~Planner();
    Planner(Planner&&) noexcept;
    Planner& operator=(Planner&&) noexcept;

    [[nodiscard]] const CandidateTable& table() const { return *table_; }
    [[nodiscard]] const PlanConstraints& constraints() const { return constraints_; }

    /// At most about 512 points, from the smallest plan to the one without loss; ascending in size, descending in loss.
    [[nodiscard]] std::span<const PlannedPoint> front() const { return front_; }
    /// The encodings at such a point, in the model's order, those without a choice included: microseconds to milliseconds, for
    /// live dragging.
    [[nodiscard]] std::vector<Choice> choicesAt(const PlannedPoint& point) const;
    /// The plan at such a point.
    [[nodiscard]] PlannedMix mixAt(const PlannedPoint& point) const;
    /// The point nearest in size.
    [[nodiscard]] const PlannedPoint& nearest(std::uint64_t fileBytes) const;

    /// The best plan within the budget: repair and an exact search close the gap that the front leaves. Throws Error(badInput)
    /// when even the smallest plan is too large, saying what makes it so, when no plan is as good as asked for, and when the
    /// memory of the model is not known.
    [[nodiscard]] PlannedMix best(const Budget& budget, const KnapsackEffort& effort = {}) const;

    /// Every preset that could be used for this model and matrix, as the table predicts it; pins do not change them.
    [[nodiscard]] std::span<const PresetPoint> presets() const { return presets_; }
    /// The preset nearest in size; nullptr if there is none.
    [[nodiscard]] const PresetPoint* nearestPreset(std::uint64_t fileBytes) const;
    /// What the front gains by a byte, in nats, at the size that these choices of any plan have.
    [[nodiscard]] double priceAt(std::span<const Choice> choices) const;
    /// The weights that share the weight's encoding, and what they may have. The weight is one of table().
    [[nodiscard]] const PlannerItem& itemOf(const Weight& weight) const;
    [[nodiscard]] std::uint64_t smallestBytes() const { return front_.front().fileBytes; }
    [[nodiscard]] std::uint64_t largestBytes() const { return front_.back().fileBytes; }

private:
    struct Items;
    struct Machine;
    [[nodiscard]] PlannedPoint pointAt(std::size_t place) const;
    [[nodiscard]] std::vector<Choice> choicesOf(const Selection& selection) const;
    [[nodiscard]] PlanDocument documentOf(const Selection& selection, std::uint64_t bytes) const;
    [[nodiscard]] PlannedMix mixOf(const Solution& solution) const;
    [[nodiscard]] PlannedMix withinFileSize(std::uint64_t bytes, const std::string& refusal,
                                            const KnapsackEffort& effort) const;
    [[nodiscard]] PlannedMix onGpu(const GpuBudget& budget, const KnapsackEffort& effort) const;
    [[nodiscard]] PlannedMix onMachine(const MachineBudget& budget) const;
    [[nodiscard]] PlannedMix withQuality(const QualityBudget& budget, const KnapsackEffort& effort) const;
    [[nodiscard]] std::string whySmallestIsSo() const;
    void findFixedBytes();
    void findPresets();
    void thinFront();

    std::shared_ptr<const CandidateTable> table_;
    PlanConstraints constraints_;
    std::unique_ptr<const Items> items_;
    std::unique_ptr<const Knapsack> knapsack_;
    std::uint64_t fixedBytes_ = 0; // of the output beside the encoded weights with a choice
    std::vector<Choice> reference_;
    std::vector<PlannedPoint> front_;
    std::vector<PresetPoint> presets_;
};

} // namespace quantlathe
