// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli plan: what a conversion would do, with its exact size.
#include "plan/plan.h"

#include "base/text.h"
#include "command.h"
#include "plan_options.h"
#include "plan_text.h"

#include <fmt/format.h>
#include <memory>

namespace quantlathe::cli {
namespace {

struct Options {
    std::string model;
    std::string output;
    bool force = false;
    bool rulesOnly = false;
    bool tensors = false;
    PlanOptions plan;
};

void makePlanFile(Session& session, const Options& options) {
    const Plan plan = planFromOptions(session, openModel(options.model), options.plan);
    if (!options.output.empty()) {
        writeResultFile(options.output, planJson(options.rulesOnly ? plan.document : plan.explicitDocument()), options.force);
    }
    if (session.wantsJson()) {
        Json document = planDocumentJson(plan, {});
        document["output"] = options.output.empty() ? Json(nullptr) : Json(jsonText(options.output));
        session.printJson(document);
    } else {
        session.printText(planText(plan, {}, options.tensors, session.screen()));
        if (!options.output.empty()) {
            session.printText(fmt::format("\nWritten to {}\n", escapeForDisplay(options.output)));
        }
    }
}

} // namespace

Command addPlan(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("plan", "Show what a conversion would do and its exact size; write plan.json");
    const auto options = std::make_shared<Options>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch")->required();
    addPlanOptions(*command, options->plan);
    command->add_option("-o,--output", options->output, "Write the plan to this file")->type_name("FILE");
    command->add_flag("--rules-only", options->rulesOnly,
                      "Write preset and rules, fit for other models, instead of one encoding for every weight");
    command->add_flag("--tensors", options->tensors, "List every weight");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) { makePlanFile(session, *options); }};
}

} // namespace quantlathe::cli
