// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli plan: what a conversion would do, with its exact size.
#include "plan/plan.h"

#include "base/text.h"
#include "command.h"
#include "model_text.h"
#include "plan_options.h"
#include "table.h"

#include <fmt/format.h>
#include <map>
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

struct EncodingSum {
    std::uint64_t weights = 0;
    std::uint64_t parameters = 0;
    std::uint64_t bytes = 0;
};

/// By encoding, finest first.
std::vector<std::pair<const Encoding*, EncodingSum>> sumsByEncoding(const Plan& plan) {
    std::map<const Encoding*, EncodingSum> sums;
    for (const OutputPiece& piece : plan.layout.pieces) {
        const Choice& choice = plan.choices[piece.choice];
        EncodingSum& sum = sums[choice.encoding];
        ++sum.weights;
        sum.parameters += choice.weight->elements();
        sum.bytes += piece.bytes;
    }
    std::vector<std::pair<const Encoding*, EncodingSum>> ordered(sums.begin(), sums.end());
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        const double left = a.first->bitsPerWeight();
        const double right = b.first->bitsPerWeight();
        return left != right ? left > right : a.first->name() < b.first->name();
    });
    return ordered;
}

Json planDocumentJson(const Plan& plan, const Options& options) {
    Json encodings = Json::array();
    for (const auto& [encoding, sum] : sumsByEncoding(plan)) {
        encodings.push_back(
            {{"name", encoding->name()}, {"weights", sum.weights}, {"parameters", sum.parameters}, {"bytes", sum.bytes}});
    }
    Json weights = Json::array();
    for (const OutputPiece& piece : plan.layout.pieces) {
        const Choice& choice = plan.choices[piece.choice];
        weights.push_back({{"name", jsonText(choice.weight->name)},
                           {"shape", choice.weight->shape},
                           {"encoding", choice.encoding->name()},
                           {"bytes", piece.bytes},
                           {"forced", choice.isForced}});
    }
    return {{"format", plan.format->id()},
            {"preset", plan.preset->name},
            {"effort", name(plan.document.effort)},
            {"model", jsonText(plan.model->name())},
            {"file_bytes", plan.fileBytes()},
            {"bits_per_weight", jsonNumber(plan.bitsPerWeight())},
            {"output", options.output.empty() ? Json(nullptr) : Json(jsonText(options.output))},
            {"encodings", std::move(encodings)},
            {"weights", std::move(weights)}};
}

std::string planText(const Plan& plan, const Options& options, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    std::string text = factLines(
        {{"Model", escapeForDisplay(plan.model->name())},
         {"Preset",
          fmt::format("{} {}{}", plan.format->title(), plan.preset->name, plan.isPlainPreset() ? "" : ", changed by rules")},
         {"Output size", fmt::format("{} ({} bytes)", fileSizeText(plan.fileBytes()), groupedDigits(plan.fileBytes()))},
         {"Bits per weight", fmt::format("{:.2f}", plan.bitsPerWeight())},
         {"Effort", std::string(name(plan.document.effort))}},
        screen);
    Table sums({{"Encoding"}, {"Weights", right}, {"Parameters", right}, {"Size", right}});
    for (const auto& [encoding, sum] : sumsByEncoding(plan)) {
        sums.addRow({std::string(encoding->name()), std::to_string(sum.weights), parameterText(sum.parameters),
                     fileSizeText(sum.bytes)});
    }
    text += "\n" + sums.text(screen);
    if (options.tensors) {
        Table weights({{"Weight", Column::Align::left, true}, {"Shape", right, false, 1}, {"Encoding"}, {"Size", right}});
        for (const OutputPiece& piece : plan.layout.pieces) {
            const Choice& choice = plan.choices[piece.choice];
            weights.addRow({escapeForDisplay(choice.weight->name), shapeText(choice.weight->shape),
                            Cell(std::string(choice.encoding->name()), choice.isForced ? Style::faint : Style::plain),
                            fileSizeText(piece.bytes)});
        }
        text += "\n" + weights.text(screen);
    }
    return text + (options.output.empty() ? "" : "\nWritten to " + escapeForDisplay(options.output) + "\n");
}

void makePlanFile(Session& session, const Options& options) {
    const Plan plan = planFromOptions(openModel(options.model), options.plan);
    if (!options.output.empty()) {
        writeResultFile(options.output, planJson(options.rulesOnly ? plan.document : plan.explicitDocument()), options.force);
    }
    if (session.wantsJson()) {
        session.printJson(planDocumentJson(plan, options));
    } else {
        session.printText(planText(plan, options, session.screen()));
    }
}

} // namespace

Command addPlan(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("plan", "Show what a conversion would do and its exact size; write plan.json");
    const auto options = std::make_shared<Options>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF")->required();
    addPlanOptions(*command, options->plan);
    command->add_option("-o,--output", options->output, "Write the plan to this file")->type_name("FILE");
    command->add_flag("--rules-only", options->rulesOnly,
                      "Write preset and rules, fit for other models, instead of one encoding for every weight");
    command->add_flag("--tensors", options->tensors, "List every weight");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) { makePlanFile(session, *options); }};
}

} // namespace quantlathe::cli
