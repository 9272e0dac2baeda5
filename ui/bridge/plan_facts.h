// SPDX-License-Identifier: GPL-3.0-or-later
// What the window knows about a preset or about the user's plan on the chosen card: plain numbers, computed off the window's
// thread.
#pragma once

#include "estimate/memory.h"
#include "plan/plan.h"
#include "plan/quality.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <QString>
#include <QStringList>
#include <vector>

namespace quantlathe::ui {

/// Everything that depends on card, context and KV type.
struct DeviceFacts {
    MemoryEstimate memory;
    FitResult fit; // of the memory alone
    /// Why the card's generation cannot run the preset, however much memory it has; empty when it can.
    QString whyNotRun;
    std::optional<std::uint64_t> longestContext; // nothing: unknown, as are the next two where `memory` is not complete
    SpeedEstimate speed;
    std::optional<CacheRoom> room;                 // of programs that fill the card
    std::optional<double> usersPercent;            // whose card holds it, tight ones included
    std::optional<double> usersComfortablePercent; // with 1 GiB to spare
    double usersWeightsPercent = 0;                // weights alone, as if there were no context
};

/// "5.4 GiB", or "at least 5.4 GiB" where a part is unknown.
[[nodiscard]] QString memoryNeeded(const MemoryEstimate& memory, int decimals = 1);

/// The reason that stands in the figure that is unknown.
[[nodiscard]] QString whyIncomplete(const MemoryEstimate& memory);

struct PlanFacts {
    QString name; // preset, or "Planned mix"
    const Preset* preset = nullptr;
    const Format* format = nullptr; // that the preset or plan belongs to
    bool isOwnPlan = false;         // deviates from its preset
    std::optional<QString> whyNot;  // cannot be used for this model: the numbers below are empty then
    QStringList options;            // of the output, in words: "pure", "3 files"
    std::vector<Choice> choices;    // point into the model
    std::uint64_t fileBytes = 0;
    double bitsPerWeight = 0;
    DeviceFacts device;
    Effort effort = Effort::normal;                 // presets: normal
    bool hasEffort = false;                         // high effort gives other bytes
    std::shared_ptr<const PlanQuality> quality;     // at that effort; nullptr: not measured yet
    std::shared_ptr<const PlanQuality> highQuality; // presets: at high effort; nullptr: not measured, or no other bytes
    bool isMeasuring = false;
    /// A text must choose the codes, as there is no importance matrix: sizes are right, errors are known afterwards.
    bool needsCalibration = false;

    [[nodiscard]] bool isUsable() const { return !whyNot; }
    /// Of a preset.
    [[nodiscard]] const std::shared_ptr<const PlanQuality>& qualityAt(Effort wanted) const {
        return wanted == Effort::high && hasEffort ? highQuality : quality;
    }
    /// Share of the error that high effort takes away; nothing while one of the two is unknown.
    [[nodiscard]] std::optional<double> gainOfHighEffort() const;
};

struct DeviceSettings {
    Gpu gpu;
    RunSettings run;
    std::string program; // that shall run it; empty, or of another format: the format's best known one
};

/// Types of the KV cache that the program has, as menus show them.
[[nodiscard]] QStringList kvNames(Runtime runtime);

/// "Q4_K_M, high effort": the plan as sentences and lists name it.
[[nodiscard]] QString planTitle(const PlanFacts& facts);

[[nodiscard]] DeviceFacts deviceFacts(const Model& model, const Format& format, const Preset& preset,
                                      std::span<const Choice> choices, const DeviceSettings& settings, const Survey& survey);
/// What stands in for the matrix that a calibration will make (evenImportance()). Made when it is asked for.
class PromisedImportance {
public:
    /// `model` outlives it.
    explicit PromisedImportance(const Model& model) : model_(model) {}
    /// nullptr for models that no text can be run through.
    [[nodiscard]] const std::shared_ptr<const ImportanceMatrix>& get();

private:
    const Model& model_;
    std::optional<std::shared_ptr<const ImportanceMatrix>> matrix_;
};

/// makePlan(); where a matrix is needed and none is at hand, with the promise of one: such a plan is not for being encoded as
/// it is.
[[nodiscard]] Plan planToCalibrate(const std::shared_ptr<const Model>& model, const PlanDocument& document,
                                   const std::shared_ptr<const ImportanceMatrix>& importance, PromisedImportance& promise);
/// Whether the plan's matrix is such a promise, or what it writes holds scales of inputs. `importance`: what planToCalibrate()
/// was given.
[[nodiscard]] bool needsCalibration(const Plan& plan, const std::shared_ptr<const ImportanceMatrix>& importance);
[[nodiscard]] PlanFacts factsOf(const Plan& plan, const DeviceSettings& settings, const Survey& survey);
/// All presets of the format in their order, as planToCalibrate() plans them; those that cannot be used say why.
[[nodiscard]] std::vector<PlanFacts> factsOfPresets(const std::shared_ptr<const Model>& model, const Format& format,
                                                    const std::shared_ptr<const ImportanceMatrix>& importance,
                                                    const DeviceSettings& settings, const Survey& survey,
                                                    const CancelToken& cancel);

/// The GPU's limit on an axis of file sizes: the weights on the device at which nothing of the card is left. Nothing when the
/// context alone is too large. Weights that stay in main memory shift single points a little; badges count them exactly.
[[nodiscard]] std::optional<std::uint64_t> fileLimit(const PlanFacts& reference, const Gpu& gpu);

/// Indices of the facts that no other beats in both size and error; sorted by size. Only measured ones count.
[[nodiscard]] std::vector<std::size_t> paretoFront(const std::vector<PlanFacts>& facts);

/// As it was asked for: makePlan() adds where a plan comes from.
[[nodiscard]] PlanDocument withoutProvenance(PlanDocument document);

} // namespace quantlathe::ui
