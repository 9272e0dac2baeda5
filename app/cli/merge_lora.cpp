// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli merge-lora: a base and a LoRA adapter become one Hugging Face folder, or the adapter a GGUF of its own.
#include "merge_lora.h"

#include "adapters/lora_gguf.h"
#include "adapters/lora_merge.h"
#include "base/text.h"
#include "convert/destination.h"
#include "convert/job.h"
#include "direct_report.h"
#include "hub_option.h"
#include "table.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <system_error>

namespace quantlathe::cli {
namespace {

struct MergeLoraArguments {
    std::string base;
    std::string adapter;
    std::string output;
    bool force = false;
    bool dryRun = false;
    bool adapterGguf = false;
};

std::string_view kindOf(const MergePlan& plan, const MergedTensor& merged) {
    if (!merged.module) {
        return "replaced";
    }
    return merged.isBias ? "bias" : plan.adapter.modules[*merged.module].magnitude ? "dora" : "lora";
}

Json tensorJson(const MergePlan& plan, const MergedTensor& merged) {
    Json tensor{{"name", jsonText(plan.base->checkpoint().tensors()[merged.tensor].name)}, {"kind", kindOf(plan, merged)}};
    if (merged.module) {
        const LoraModule& module = plan.adapter.modules[*merged.module];
        tensor["rank"] = module.rank;
        tensor["scaling"] = jsonNumber(module.scaling);
    }
    return tensor;
}

/// `report` is nullptr for a dry run.
Json mergeJson(const MergePlan& plan, const MergeLoraArguments& options, const DirectReport* report) {
    Json tensors = Json::array();
    for (const MergedTensor& merged : plan.merged) {
        tensors.push_back(tensorJson(plan, merged));
    }
    const auto paths = finalPaths(options.output, plan.layout);
    Json files = Json::array();
    for (std::size_t i = 0; i < paths.size(); ++i) {
        files.push_back({{"path", jsonPath(paths[i])}, {"bytes", plan.layout.files[i].bytes}});
    }
    const std::string& stated = plan.adapter.config.base();
    Json document{{"base", jsonText(options.base)},
                  {"adapter", jsonText(options.adapter)},
                  {"adapter_base", stated.empty() ? Json() : Json(jsonText(stated))},
                  {"output", jsonText(options.output)},
                  {"files", std::move(files)},
                  {"file_bytes", plan.layout.bytes()},
                  {"tensors", std::move(tensors)}};
    addReport(document, report);
    return document;
}

/// "16", "8 to 32"
std::string ranksText(const MergePlan& plan) {
    if (plan.adapter.modules.empty()) {
        return "none";
    }
    const auto [least, most] = std::ranges::minmax(plan.adapter.modules, {}, &LoraModule::rank);
    return least.rank == most.rank ? groupedDigits(least.rank)
                                   : fmt::format("{} to {}", groupedDigits(least.rank), groupedDigits(most.rank));
}

std::string mergeText(const MergePlan& plan, const MergeLoraArguments& options, const DirectReport* report,
                      const Terminal& screen) {
    const std::string& stated = plan.adapter.config.base();
    const auto replaced = std::ranges::count_if(plan.merged, [](const MergedTensor& each) { return !each.module; });
    const auto all = static_cast<std::int64_t>(plan.merged.size());
    std::vector<std::pair<std::string, std::string>> facts{
        {"Written", escapeForDisplay(options.output, 4096)},
        {"Base", escapeForDisplay(plan.base->name())},
        {"Adapter for", stated.empty() ? "a base that it does not name" : escapeForDisplay(stated)},
        {"Rank", ranksText(plan)},
        {"Changed", fmt::format("{} of {} tensors", plan.merged.size(), plan.layout.pieces.size())},
        {"Size", fileSizeText(plan.layout.bytes())}};
    if (replaced > 0) {
        facts.emplace_back("Replaced", fmt::format("{} of the {}, trained as a whole", replaced, all));
    }
    if (report == nullptr) {
        facts.front().first = "Would write";
        return factLines(facts, screen) + "\nNothing was written.\n";
    }
    facts.emplace_back("Time", fmt::format("{:.1f} s", report->seconds));
    facts.emplace_back("Peak memory", memoryText(report->peakResidentBytes));
    return factLines(facts, screen);
}

void tellWhatIsTaken(Session& session, const MergePlan& plan) {
    for (const std::filesystem::path& file : copiedFromElsewhere(plan.base->checkpoint(), plan.layout)) {
        std::error_code ignored;
        session.warn(fmt::format("{} is a link that leads out of the base's folder, to {}: what lies there is copied",
                                 escapeForDisplay(file.filename().string()),
                                 escapeForDisplay(std::filesystem::weakly_canonical(file, ignored).string())));
    }
    for (const std::string& name : otherTokenizerFiles(plan)) {
        session.note(fmt::format("the adapter's folder has another {} than the base: the result has the base's", name));
    }
}

void mergeLora(Session& session, const MergeLoraArguments& options) {
    const MergePlan plan = planMerge(openModel(localModel(session, options.base)), openLoraAdapter(options.adapter));
    std::optional<DirectReport> report;
    if (options.dryRun) {
        checkMergePlace(plan, options.output, options.force);
    } else {
        if (hasInterruptedRun(options.output)) {
            session.note("what an interrupted run left under this name is discarded");
        }
        tellWhatIsTaken(session, plan);
        report = quantlathe::mergeLora(plan, options.output, options.force, session.threads(), session.progress(),
                                       session.cancelToken());
    }
    const DirectReport* const made = report ? &*report : nullptr;
    if (session.wantsJson()) {
        session.printJson(mergeJson(plan, options, made));
    } else {
        session.printText(mergeText(plan, options, made, session.screen()));
    }
}

Json adapterJson(const AdapterGgufPlan& plan, const MergeLoraArguments& options, const DirectReport* report) {
    const std::string& stated = plan.match.adapter.config.base();
    Json document{{"base", jsonText(options.base)},
                  {"adapter", jsonText(options.adapter)},
                  {"adapter_base", stated.empty() ? Json() : Json(jsonText(stated))},
                  {"output", jsonText(options.output)},
                  {"alpha", jsonNumber(plan.alpha)},
                  {"file_bytes", plan.layout.bytes()},
                  {"tensors", plan.matrices.size()}};
    addReport(document, report);
    return document;
}

std::string adapterText(const AdapterGgufPlan& plan, const MergeLoraArguments& options, const DirectReport* report,
                        const Terminal& screen) {
    const std::string& stated = plan.match.adapter.config.base();
    std::vector<std::pair<std::string, std::string>> facts{
        {report == nullptr ? "Would write" : "Written", escapeForDisplay(options.output, 4096)},
        {"Adapter for", stated.empty() ? "a base that it does not name" : escapeForDisplay(stated)},
        {"Rank", ranksText(plan.match)},
        {"Alpha", fmt::format("{:g}", plan.alpha)},
        {"Tensors", groupedDigits(plan.matrices.size())},
        {"Size", fileSizeText(plan.layout.bytes())}};
    return factLines(facts, screen) + (report == nullptr ? "\nNothing was written.\n" : "");
}

void writeAdapter(Session& session, const MergeLoraArguments& options) {
    const AdapterGgufPlan plan =
        planAdapterGguf(openModel(localModel(session, options.base)), openLoraAdapter(options.adapter));
    std::optional<DirectReport> report;
    if (!options.dryRun) {
        report = writeAdapterGguf(plan, options.output, options.force, session.progress(), session.cancelToken());
    }
    const DirectReport* const made = report ? &*report : nullptr;
    if (session.wantsJson()) {
        session.printJson(adapterJson(plan, options, made));
    } else {
        session.printText(adapterText(plan, options, made, session.screen()));
    }
}

} // namespace

Command addMergeLora(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("merge-lora", "Merge a LoRA adapter of PEFT into its base model");
    const auto options = std::make_shared<MergeLoraArguments>();
    command->add_option("BASE", options->base, "The Hugging Face folder of the model that the adapter was trained on")
        ->required();
    command->add_option("ADAPTER", options->adapter, "The folder with adapter_config.json and the adapter's weights")
        ->required();
    command->add_option("-o,--output", options->output, "The folder to write, or the file with --adapter-gguf")
        ->required()
        ->type_name("PATH");
    command->add_flag("--force", options->force, "Replace an existing model folder or file");
    command->add_flag("--adapter-gguf", options->adapterGguf,
                      "Merge nothing: write the adapter as a GGUF that llama.cpp loads beside the base's GGUF (--lora)");
    command->add_flag("--dry-run", options->dryRun, "Show what would be changed, and write nothing");
    command->footer("Sums are made in F32 and stored in the base's type; sharding, config.json and tokenizer are the base's.");
    return {command, [options](Session& session) {
                options->adapterGguf ? writeAdapter(session, *options) : mergeLora(session, *options);
            }};
}

} // namespace quantlathe::cli
