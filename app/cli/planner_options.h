// SPDX-License-Identifier: GPL-3.0-or-later
// The options of planning a mix: budgets, sensitivities, pins. Shared by plan and pareto.
#pragma once

#include "hardware_options.h"
#include "plan/planner.h"
#include "session.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe::cli {

struct BudgetOptions {
    std::string size; // "4.5GB"
    double bitsPerWeight = 0;
    std::string gpu;
    double kl = -1; // < 0: not given
    std::uint64_t context = 4096;
    std::string kv = "f16";
    std::uint32_t sequences = 1;
    std::string runtime = "llama.cpp";
    HardwareOptions hardware; // cards and main memory together
    double minSpeed = 0;      // tokens a second; 0: not given
    [[nodiscard]] bool isGiven() const {
        return !size.empty() || bitsPerWeight != 0 || !gpu.empty() || kl >= 0 || hardware.isGiven() || minSpeed > 0;
    }
};
/// Those about a machine alone: its cards and memory, context, cache, speed.
void addMachineOptions(CLI::App& command, BudgetOptions& options);
void addBudgetOptions(CLI::App& command, BudgetOptions& options);
/// Nothing where no machine is named. Throws Error(badInput): an unknown card, a speed without a machine.
[[nodiscard]] std::optional<MachineBudget> machineFrom(Session& session, const BudgetOptions& options);
/// Throws Error(badInput): more than one budget, no size, an unknown card (with the closest names) or runtime, a speed without
/// a machine.
[[nodiscard]] Budget budgetFrom(Session& session, const BudgetOptions& options);

/// Where losses come from.
struct LossOptions {
    std::string sensitivity;
    bool noMeasuring = false;
    std::string errors = "sampled";
    std::string calibration; // statistics of the text that codes will be chosen by, as the command's own option has them
};
void addLossOptions(CLI::App& command, LossOptions& options);

struct PlannerOptions {
    LossOptions losses;
    std::vector<std::string> pins;     // PATTERN=TYPE
    std::vector<std::string> minimums; // PATTERN=TYPE
    std::string encodings;             // "Q4_K,Q6_K"
    std::string fuse;                  // "attention,gate-up,experts"
};
void addPlannerOptions(CLI::App& command, PlannerOptions& options);

/// Measures errors and, where no file has them and it takes less than about a minute, sensitivities; then, under the same
/// limit, what codes chosen by the calibration leave of the errors (all with the session's progress). Of `base` format and
/// effort count.
[[nodiscard]] std::shared_ptr<const CandidateTable> candidatesFor(Session& session, std::shared_ptr<const Model> model,
                                                                  std::shared_ptr<const ImportanceMatrix> importance,
                                                                  const PlanDocument& base, const LossOptions& losses);

/// The same, and solves. `importance` may be nullptr; `base` names the format and says what
/// else the plan shall hold.
[[nodiscard]] Planner plannerFor(Session& session, std::shared_ptr<const Model> model,
                                 std::shared_ptr<const ImportanceMatrix> importance, PlanDocument base,
                                 const PlannerOptions& options);

/// "4.5GB", "900M", "4500000000": powers of 1000. Throws Error(badInput).
[[nodiscard]] std::uint64_t bytesFromOption(const std::string& option);

} // namespace quantlathe::cli
