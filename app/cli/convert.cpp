// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli convert: runs a plan.
#include "base/text.h"
#include "command.h"
#include "convert/job.h"
#include "plan_options.h"
#include "plan_text.h"
#include "table.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <system_error>
#include <vector>

namespace quantlathe::cli {
namespace {

constexpr std::size_t shownWorstWeights = 5;

struct Options {
    std::string model;
    std::string output;
    bool force = false;
    bool resume = false;
    bool allowRequantize = false;
    bool tensors = false;
    bool dryRun = false;
    PlanOptions plan;
};

Json reportJson(const Plan& plan, const ConvertReport& report) {
    Json tensors = Json::array();
    for (const WeightResult& weight : report.weights) {
        tensors.push_back({{"name", jsonText(weight.weight)},
                           {"encoding", jsonText(weight.encoding)},
                           {"bytes", weight.bytes},
                           {"relative_rmse", jsonNumber(weight.relativeError)},
                           {"sqnr_db", jsonNumber(weight.sqnrDecibels)},
                           {"cosine", jsonNumber(weight.cosine)},
                           {"max_abs", jsonNumber(weight.maxAbsolute)}});
    }
    Json files = Json::array();
    for (std::size_t i = 0; i < report.files.size(); ++i) {
        files.push_back({{"path", jsonPath(report.files[i])}, {"bytes", plan.layout.files[i].bytes}});
    }
    return {{"output", jsonPath(report.destination)},
            {"files", std::move(files)},
            {"format", plan.format->id()},
            {"preset", plan.preset->name},
            {"effort", name(plan.document.effort)},
            {"file_bytes", report.bytesWritten},
            {"bits_per_weight", jsonNumber(plan.bitsPerWeight())},
            {"source_bytes", report.bytesRead},
            {"seconds", jsonNumber(report.seconds)},
            {"peak_resident_bytes", report.peakResidentBytes},
            {"weights_resumed", report.weightsResumed},
            {"relative_error", jsonNumber(report.relativeError)},
            {"tensors", std::move(tensors)}};
}

std::string weightsTable(std::vector<WeightResult> weights, std::size_t count, const Terminal& screen) {
    std::stable_sort(weights.begin(), weights.end(),
                     [](const WeightResult& a, const WeightResult& b) { return a.relativeError > b.relativeError; });
    constexpr auto right = Column::Align::right;
    Table table({{"Weight", Column::Align::left, true}, {"Encoding"}, {"Relative error", right}, {"SQNR dB", right, false, 1}});
    for (std::size_t i = 0; i < std::min(count, weights.size()); ++i) {
        table.addRow({escapeForDisplay(weights[i].weight), weights[i].encoding, fmt::format("{:.5f}", weights[i].relativeError),
                      fmt::format("{:.1f}", weights[i].sqnrDecibels)});
    }
    return table.text(screen);
}

std::string reportText(const Plan& plan, const ConvertReport& report, const Options& options, const Terminal& screen) {
    const double speed = report.seconds > 0 ? static_cast<double>(report.bytesRead) / report.seconds : 0;
    const std::string others = report.files.size() > 1 ? fmt::format(" and {} more files", report.files.size() - 1) : "";
    std::vector<std::pair<std::string, std::string>> facts{
        {"Written", escapeForDisplay(report.destination.string(), 4096) + others},
        {"Size", fmt::format("{}, {:.2f} bits per weight", fileSizeText(report.bytesWritten), plan.bitsPerWeight())},
        {"Relative error", fmt::format("{:.5f}, measured on the written file", report.relativeError)},
        {"Time", fmt::format("{:.1f} s, {}/s of the source", report.seconds, fileSizeText(static_cast<std::uint64_t>(speed)))},
        {"Peak memory", memoryText(report.peakResidentBytes)}};
    if (report.weightsResumed > 0) {
        facts.emplace_back("Resumed",
                           fmt::format("{} of {} weights were done already", report.weightsResumed, report.weights.size()));
    }
    const std::size_t count = options.tensors ? report.weights.size() : shownWorstWeights;
    return factLines(facts, screen) + "\n" + weightsTable(report.weights, count, screen);
}

/// A file that only looks like a part of the model's folder becomes a part of the result.
void warnOfLinks(Session& session, const Plan& plan) {
    for (const std::filesystem::path& file : copiedFromElsewhere(plan)) {
        std::error_code ignored;
        session.warn(fmt::format("{} is a link that leads out of the model's folder, to {}: what lies there is copied",
                                 escapeForDisplay(file.filename().string()),
                                 escapeForDisplay(std::filesystem::weakly_canonical(file, ignored).string())));
    }
}

ConvertReport runJob(Session& session, const Plan& plan, const Options& options) {
    ConvertOptions job;
    job.threads = session.threads();
    job.replace = options.force;
    job.resume = options.resume;
    job.allowRequantize = options.allowRequantize;
    const std::vector<std::filesystem::path> inputs{options.plan.imatrix, options.plan.planFile, options.plan.tensorTypeFile};
    checkDestination(plan, options.output, job, inputs);
    if (hasInterruptedRun(options.output) && !options.resume) {
        session.note("an interrupted run is discarded; --resume would have continued it");
    }
    warnOfLinks(session, plan);
    if (plan.model->isQuantized() && options.allowRequantize) {
        session.warn(fmt::format("the source is already quantized ({}): a second rounding adds to the first",
                                 plan.model->storedTypeName()));
    }
    try {
        return convert(plan, options.output, job, session.progress(), session.cancelToken());
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput && hasInterruptedRun(options.output)) {
            session.note("what is done is kept; run the same command with --resume to continue");
        }
        throw;
    }
}

void dryRun(Session& session, const Options& options) {
    const Plan plan =
        planFromOptions(session, modelFromOptions(session, options.model, options.plan.model), options.plan, Purpose::dryRun);
    warnOfLinks(session, plan);
    if (session.wantsJson()) {
        Json document = planDocumentJson(plan, options.output);
        document["dry_run"] = true;
        session.printJson(document);
    } else {
        session.printText(planText(plan, options.output, true, session.screen()));
        session.printText("\nNothing was written.\n");
    }
}

void convertModel(Session& session, const Options& options) {
    if (options.output.empty()) {
        throw badInput({}, "A name for the result is missing", "Give it with -o FILE, or only look with --dry-run.");
    }
    const Plan plan = planFromOptions(session, modelFromOptions(session, options.model, options.plan.model), options.plan);
    const ConvertReport report = runJob(session, plan, options);
    if (session.wantsJson()) {
        session.printJson(reportJson(plan, report));
    } else {
        session.printText(reportText(plan, report, options, session.screen()));
    }
}

} // namespace

Command addConvert(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("convert", "Convert a checkpoint and verify what was written");
    const auto options = std::make_shared<Options>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch")->required();
    command->add_option("-o,--output", options->output, "The file or folder to write; a set of files is named after it")
        ->type_name("PATH");
    addModelOptions(*command, options->plan.model);
    addPlanOptions(*command, options->plan);
    command->add_flag("--force", options->force, "Replace an existing file");
    command->add_flag("--resume", options->resume, "Continue an interrupted run; without it the run starts anew");
    command->add_flag("--allow-requantize", options->allowRequantize,
                      "Accept a source that is quantized already (a second loss)");
    command->add_flag("--tensors", options->tensors, "List the error of every weight, not only the largest ones");
    command->add_flag("--dry-run", options->dryRun, "Show the exact size of every tensor and file, and write nothing");
    return {command,
            [options](Session& session) { options->dryRun ? dryRun(session, *options) : convertModel(session, *options); }};
}

} // namespace quantlathe::cli
