// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner_options.h"

#include "base/error.h"
#include "base/text.h"
#include "calibrate/feedback_trial.h"
#include "hardware_options.h"
#include "measure/quick_sensitivity.h"
#include "plan/sensitivity_file.h"
#include "runtime/calibration_file.h"
#include "weights/result_cache.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe::cli {
namespace {

constexpr double largestSize = 1e15;

std::vector<std::string> commaSeparated(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        parts.emplace_back(part);
    }
    return parts;
}

Fusing fusingFrom(const std::string& option) {
    Fusing fusing;
    for (const std::string& part : commaSeparated(option)) {
        if (part == "attention") {
            fusing.attention = true;
        } else if (part == "gate-up") {
            fusing.gateUp = true;
        } else if (part == "experts") {
            fusing.experts = true;
        } else {
            throw badInput({}, "No group of weights is called " + escapeForDisplay(part),
                           "--fuse takes attention, gate-up and experts, with commas between.");
        }
    }
    return fusing;
}

void addRepeatable(CLI::App& command, const char* name, std::vector<std::string>& list, const char* description) {
    command.add_option(name, list, description)
        ->type_name("REGEX=TYPE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

} // namespace

std::uint64_t bytesFromOption(const std::string& option) {
    double number = 0;
    const auto [end, error] = std::from_chars(option.data(), option.data() + option.size(), number);
    std::string unit(end, option.data() + option.size());
    std::erase(unit, ' ');
    const double factor = unit.empty() || equalsAnyCase(unit, "B")   ? 1
                          : equalsAnyCase(unit, "GB") || unit == "G" ? 1e9
                          : equalsAnyCase(unit, "MB") || unit == "M" ? 1e6
                          : equalsAnyCase(unit, "GiB")               ? 1024.0 * 1024 * 1024
                          : equalsAnyCase(unit, "MiB")               ? 1024.0 * 1024
                                                                     : 0;
    if (error != std::errc() || factor == 0 || !(number > 0) || number * factor > largestSize) {
        throw badInput({}, "This is no size: " + escapeForDisplay(option), "Write 4.5GB, 900MB, 4.2GiB or a number of bytes.");
    }
    return static_cast<std::uint64_t>(std::llround(number * factor));
}

void addMachineOptions(CLI::App& command, BudgetOptions& options) {
    addHardwareOptions(command, options.hardware);
    command
        .add_option("--min-speed", options.minSpeed,
                    "With --gpu, --ram or --this-machine: only mixes that make at least so many tokens a second there")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command.add_option("--context", options.context, "On a card or a machine: tokens of context (4096)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 32U))
        ->type_name("N");
    command.add_option("--kv", options.kv, "On a card or a machine: type of the KV cache: f16, bf16, q8_0, q5_1 or q4_0")
        ->check(CLI::IsMember({"f16", "bf16", "q8_0", "q5_1", "q4_0"}))
        ->type_name("TYPE");
    command.add_option("--sequences", options.sequences, "On a card or a machine: parallel slots, each with the full context")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
}

void addBudgetOptions(CLI::App& command, BudgetOptions& options) {
    command.add_option("--target-size", options.size, "Plan the best mix of this file size: 4.5GB, 900MB")->type_name("SIZE");
    command.add_option("--target-bpw", options.bitsPerWeight, "Plan the best mix of so many bits per weight")
        ->type_name("BITS");
    command.add_option("--fit-gpu", options.gpu, "Plan the best mix that runs on this card, for example \"RTX 3060 12 GB\"")
        ->type_name("NAME");
    command.add_option("--target-kl", options.kl, "Plan the smallest mix with at most this predicted KL divergence")
        ->check(CLI::NonNegativeNumber)
        ->type_name("NATS");
    addMachineOptions(command, options);
    command.add_option("--runtime", options.runtime, "With --fit-gpu: the program that runs the model: llama.cpp")
        ->check(CLI::IsMember({"llama.cpp"}))
        ->type_name("NAME");
}

namespace {

RunSettings runFrom(const BudgetOptions& options) {
    RunSettings run;
    run.contextTokens = options.context;
    run.kv = *kvTypeFromName(options.kv);
    run.sequences = options.sequences;
    run.hasDesktop = !options.hardware.noDesktop;
    return run;
}

MachineBudget machineBudget(Session& session, const BudgetOptions& options) {
    if (options.bitsPerWeight != 0 || !options.gpu.empty() || options.kl >= 0) {
        throw badInput({}, "A plan for a machine has no other budget than a size",
                       "Beside --gpu, --ram and --this-machine there is room for --target-size and --min-speed.");
    }
    const Hardware hardware = hardwareFrom(session, options.hardware);
    MachineBudget budget;
    budget.cards = hardware.cards;
    budget.host = hardware.host;
    budget.run = runFrom(options);
    budget.tokensPerSecond = options.minSpeed;
    budget.fileBytes = options.size.empty() ? 0 : bytesFromOption(options.size);
    return budget;
}

} // namespace

std::optional<MachineBudget> machineFrom(Session& session, const BudgetOptions& options) {
    if (options.hardware.isGiven()) {
        return machineBudget(session, options);
    }
    if (options.minSpeed > 0) {
        throw badInput({}, "So many tokens a second on which machine?",
                       "Give --gpu NAME, --ram SIZE with --ram-bandwidth, or --this-machine.");
    }
    return std::nullopt;
}

Budget budgetFrom(Session& session, const BudgetOptions& options) {
    if (auto machine = machineFrom(session, options)) {
        return *machine;
    }
    const int given = static_cast<int>(!options.size.empty()) + static_cast<int>(options.bitsPerWeight != 0) +
                      static_cast<int>(!options.gpu.empty()) + static_cast<int>(options.kl >= 0);
    if (given != 1) {
        throw badInput({}, "A plan has one budget",
                       "Give one of --target-size, --target-bpw, --fit-gpu and --target-kl, or a machine (--gpu).");
    }
    if (!options.size.empty()) {
        return FileSizeBudget{bytesFromOption(options.size)};
    }
    if (options.bitsPerWeight != 0) {
        return BitsBudget{options.bitsPerWeight};
    }
    if (options.kl >= 0) {
        return QualityBudget{options.kl};
    }
    GpuBudget budget;
    budget.gpu = gpuNamed(options.gpu);
    budget.run = runFrom(options);
    return budget;
}

void addLossOptions(CLI::App& command, LossOptions& options) {
    auto* const file =
        command.add_option("--sensitivity", options.sensitivity, "Measured sensitivities (quantlathe-cli sensitivity)")
            ->type_name("FILE");
    command
        .add_flag("--no-measuring", options.noMeasuring,
                  "Take sensitivities by role and depth; else they are measured where that takes less than about a minute")
        ->excludes(file);
    command.add_option("--errors", options.errors, "sampled, exact, or nominal: without reading the weights")
        ->capture_default_str()
        ->check(CLI::IsMember({"sampled", "exact", "nominal"}))
        ->type_name("HOW");
}

void addPlannerOptions(CLI::App& command, PlannerOptions& options) {
    addLossOptions(command, options.losses);
    addRepeatable(command, "--pin", options.pins,
                  "Weights whose lower-case name contains a match get this encoding whatever it costs; repeatable");
    addRepeatable(command, "--at-least", options.minimums,
                  "Such weights get no encoding of fewer bits per weight than this one; repeatable");
    command.add_option("--encodings", options.encodings, "Choose only among these, with commas between")->type_name("TYPE,…");
    command.add_option("--fuse", options.fuse, "Weights that share an encoding: attention, gate-up, experts")
        ->type_name("GROUP,…");
}

std::shared_ptr<const CandidateTable> candidatesFor(Session& session, std::shared_ptr<const Model> model,
                                                    std::shared_ptr<const ImportanceMatrix> importance,
                                                    const PlanDocument& base, const LossOptions& losses) {
    CandidateRequest request;
    request.format = formatById(base.format);
    if (request.format == nullptr) {
        throw badInput({}, "There is no format " + escapeForDisplay(base.format), "quantlathe-cli formats lists them.");
    }
    if (importance != nullptr) {
        requireFit(*model, *importance);
    }
    request.sensitivity = priorSensitivity(*model, importance != nullptr);
    if (!losses.sensitivity.empty()) {
        const SensitivityMeasurement measurement = readSensitivity(losses.sensitivity);
        if (measurement.usesImportance != (importance != nullptr)) {
            session.warn(measurement.usesImportance
                             ? "the sensitivities were measured with an importance matrix, and none is given"
                             : "the sensitivities were measured without an importance matrix");
        }
        request.sensitivity = sensitivityFrom(measurement, *model, request.sensitivity, losses.sensitivity);
    }
    request.model = std::move(model);
    request.importance = std::move(importance);
    request.effort = base.effort;
    request.errors = losses.errors == "exact"     ? ErrorSource::exact
                     : losses.errors == "nominal" ? ErrorSource::nominal
                                                  : ErrorSource::sampled;
    ResultCache cache;
    ThreadArena arena(session.threads());
    auto table = std::make_shared<const CandidateTable>(
        makeCandidates(request, &cache, arena, session.progress(), session.cancelToken()));
    const RunContext context{arena, session.progress(), session.cancelToken(), {}};
    if (losses.sensitivity.empty() && !losses.noMeasuring) {
        if (const auto probes = quickProbes(table)) {
            table = withQuickSensitivity(*probes, context);
        }
    }
    if (!losses.calibration.empty() && !losses.noMeasuring) {
        if (const auto trial = feedbackTrial(table, CalibrationStatistics(losses.calibration).sequences())) {
            table = withFeedback(*trial, context);
        }
    }
    return table;
}

Planner plannerFor(Session& session, std::shared_ptr<const Model> model, std::shared_ptr<const ImportanceMatrix> importance,
                   PlanDocument base, const PlannerOptions& options) {
    auto table = candidatesFor(session, std::move(model), std::move(importance), base, options.losses);
    PlanConstraints constraints;
    std::ranges::transform(options.pins, std::back_inserter(constraints.pins), ruleFromTensorTypeOption);
    std::ranges::transform(options.minimums, std::back_inserter(constraints.minimums), ruleFromTensorTypeOption);
    constraints.encodings = commaSeparated(options.encodings);
    constraints.fusing = fusingFrom(options.fuse);
    constraints.base = std::move(base);
    constraints.base.createdBy = "quantlathe-cli " QUANTLATHE_VERSION;
    return Planner(std::move(table), std::move(constraints));
}

} // namespace quantlathe::cli
