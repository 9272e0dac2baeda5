// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli plan: what a conversion would do, with its exact size; with a budget, the best mix within it.
#include "plan/plan.h"

#include "base/text.h"
#include "command.h"
#include "explain_text.h"
#include "plan/tensor_type_options.h"
#include "plan_options.h"
#include "plan_text.h"
#include "planner_options.h"
#include "planner_text.h"
#include "result_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

namespace quantlathe::cli {
namespace {

struct PlanArguments {
    std::string model;
    std::string output;
    std::string tensorTypesFile;
    std::string csv;
    std::string explain; // a weight
    bool force = false;
    bool rulesOnly = false;
    bool tensors = false;
    PlanOptions plan;
    BudgetOptions budget;
    PlannerOptions planner;
    bool hasPlannerOptions = false;
};

std::string csvOf(const Plan& plan, const CandidateTable* table) {
    std::string text = "weight,role,layer,rows,columns,encoding,bytes,relative_squared_error,loss\n";
    for (const Choice& choice : plan.choices) {
        const Weight& weight = *choice.weight;
        const WeightCandidates* const entry = table == nullptr ? nullptr : table->of(weight);
        const Candidate* const candidate = entry == nullptr ? nullptr : entry->find(*choice.encoding);
        text += fmt::format("{},{},{},{},{},{},{},{},{}\n", escapeForDisplay(weight.name), name(weight.role),
                            weight.layer ? std::to_string(*weight.layer) : std::string(), weight.rows(), weight.columns(),
                            choice.encoding->name(), choice.encoding->bytes(weight.rows(), weight.columns()),
                            candidate == nullptr ? std::string() : fmt::format("{}", candidate->error),
                            candidate == nullptr ? std::string() : fmt::format("{}", candidate->loss));
    }
    return text;
}

/// What can be wrong is told before anything is measured.
void checkOutputs(const PlanArguments& options, const Model& model) {
    if (!options.explain.empty()) {
        static_cast<void>(weightNamed(model, options.explain));
    }
    checkResultFiles(model.checkpoint(),
                     {options.plan.imatrix, options.plan.calibration, options.plan.text.file, options.plan.planFile,
                      options.plan.tensorTypeFile, options.plan.measurement, options.planner.losses.sensitivity},
                     {options.output, options.tensorTypesFile, options.csv}, options.force);
}

void writeFiles(const PlanArguments& options, const Plan& plan, const CandidateTable* table) {
    if (!options.output.empty()) {
        PlanDocument document = options.rulesOnly ? plan.document : plan.explicitDocument();
        document.calibration = withContents(document.calibration);
        writeResultFile(options.output, planJson(document), options.force);
    }
    if (!options.tensorTypesFile.empty()) {
        if (plan.format->id() != "gguf") {
            throw badInput({}, "llama-quantize writes GGUF only", "--export-tensor-types is for plans of that format.");
        }
        writeResultFile(options.tensorTypesFile, fmt::format("{}\n", fmt::join(tensorTypeOptions(plan), "\n")), options.force);
    }
    if (!options.csv.empty()) {
        writeResultFile(options.csv, csvOf(plan, table), options.force);
    }
}

Explanation explainedIn(const Plan& plan, const Planner* planner, const PlannedMix* mix, const Weight& weight) {
    return explain(plan, planner, mix != nullptr, weight, mix == nullptr ? nullptr : &mix->prices);
}

/// `planner` is there with a `mix`, and where a weight is to be explained.
void show(Session& session, const PlanArguments& options, const Plan& plan, const Planner* planner, const PlannedMix* mix) {
    const Weight* const weight = options.explain.empty() ? nullptr : &weightNamed(*plan.model, options.explain);
    writeFiles(options, plan, planner == nullptr ? nullptr : &planner->table());
    if (session.wantsJson()) {
        Json document = planDocumentJson(plan, {});
        document["output"] = options.output.empty() ? Json(nullptr) : Json(jsonText(options.output));
        if (weight != nullptr) {
            document["explanation"] = explanationJson(explainedIn(plan, planner, mix, *weight), planner->table());
        }
        if (mix != nullptr) {
            document["mix"] = mixJson(*planner, *mix);
        }
        session.printJson(document);
        return;
    }
    session.printText(planText(plan, {}, options.tensors, session.screen()));
    if (mix != nullptr) {
        session.printText("\n" + mixText(*planner, *mix, session.screen()));
    }
    if (weight != nullptr) {
        session.printText("\n" + explanationText(explainedIn(plan, planner, mix, *weight), planner->table(), session.screen()));
    }
    if (!options.output.empty()) {
        session.printText(fmt::format("\nWritten to {}\n", escapeForDisplay(options.output)));
    }
}

/// What a plan made by hand is made of has no place beside a budget.
void refuseRules(const PlanOptions& options) {
    if (!options.planFile.empty() || !options.tensorTypes.empty() || !options.rules.empty() ||
        !options.tensorTypeFile.empty() || !options.outputType.empty() || !options.embeddingType.empty() ||
        !options.measurement.empty()) {
        throw badInput({}, "A budget chooses the encodings by itself",
                       "Leave plans and rules out; what must have a certain encoding is pinned: --pin REGEX=TYPE.");
    }
}

PlannerOptions plannerOptions(const PlanArguments& options) {
    PlannerOptions planner = options.planner;
    planner.losses.calibration = options.plan.calibration;
    return planner;
}

void planMix(Session& session, const PlanArguments& options) {
    refuseRules(options.plan);
    const Budget budget = budgetFrom(session, options.budget);
    const auto model = modelFromOptions(session, options.model, options.plan.model);
    checkOutputs(options, *model);
    PlanDocument base;
    if (!options.plan.format.empty()) {
        base.format = options.plan.format;
    }
    if (!options.plan.effort.empty()) {
        base.effort = effortFromOption(options.plan.effort);
    }
    base.preset = options.plan.preset;
    applyOutputFlags(options.plan.output, base.options);
    applyFamilyOptions(options.plan, base.options);
    base.calibration = calibrationFromOptions(options.plan);
    const Planner planner =
        plannerFor(session, model, importanceFromOptions(base.calibration, options.plan), base, plannerOptions(options));
    const PlannedMix mix = planner.best(budget);
    show(session, options, mix.plan, &planner, &mix);
}

void makePlanFile(Session& session, const PlanArguments& options) {
    if (options.budget.isGiven()) {
        planMix(session, options);
        return;
    }
    if (options.hasPlannerOptions && options.explain.empty()) {
        throw badInput({}, "Nothing says how large the mix may be",
                       "Give --target-size, --target-bpw, --fit-gpu, --target-kl or a machine (--gpu, --min-speed).");
    }
    const auto model = modelFromOptions(session, options.model, options.plan.model);
    checkOutputs(options, *model);
    const bool runsText = calibrationFromOptions(options.plan).source == CalibrationChoice::Source::text;
    const Plan plan = planFromOptions(session, model, options.plan, runsText ? Purpose::check : Purpose::conversion);
    if (options.explain.empty()) {
        show(session, options, plan, nullptr, nullptr);
        return;
    }
    PlanDocument base;
    base.format = plan.document.format;
    base.preset = plan.document.preset;
    base.effort = plan.document.effort;
    base.options.family = plan.document.options.family;
    const Planner planner = plannerFor(session, plan.model, plan.importance, base, plannerOptions(options));
    show(session, options, plan, &planner, nullptr);
}

} // namespace

Command addPlan(CLI::App& program) {
    CLI::App* const command = program.add_subcommand(
        "plan", "Show what a conversion would do and its exact size; find the best mix within a budget; write plan.json");
    const auto options = std::make_shared<PlanArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME")->required();
    addModelOptions(*command, options->plan.model);
    addPlanOptions(*command, options->plan);
    addTextGuide(*command, options->plan, "--text-context");
    addBudgetOptions(*command, options->budget);
    addPlannerOptions(*command, options->planner);
    command->add_option("-o,--output", options->output, "Write the plan to this file")->type_name("FILE");
    command
        ->add_option("--export-tensor-types", options->tensorTypesFile,
                     "Write the plan as REGEX=TYPE lines for llama-quantize's --tensor-type-file")
        ->type_name("FILE");
    command->add_option("--csv", options->csv, "Write one line a weight to this file")->type_name("FILE");
    command
        ->add_option("--explain", options->explain,
                     "Say why this weight gets its encoding, and what the others would cost (measures their errors)")
        ->type_name("TENSOR");
    command->add_flag("--rules-only", options->rulesOnly,
                      "Write preset and rules, fit for other models, instead of one encoding for every weight");
    command->add_flag("--tensors", options->tensors, "List every weight");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options, command](Session& session) {
                for (const char* const name :
                     {"--sensitivity", "--no-measuring", "--pin", "--at-least", "--encodings", "--fuse", "--errors"}) {
                    options->hasPlannerOptions = options->hasPlannerOptions || command->count(name) > 0;
                }
                makePlanFile(session, *options);
            }};
}

} // namespace quantlathe::cli
