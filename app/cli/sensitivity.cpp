// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli sensitivity: what an error in each part of a model does to its answers, measured.
#include "measure/sensitivity_probe.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "measure/exl2_measurer.h"
#include "measure/sensitivity_shards.h"
#include "model_option.h"
#include "plan_options.h"
#include "result_files.h"
#include "shard_option.h"
#include "table.h"
#include "text_option.h"
#include "weights/result_cache.h"

#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe::cli {
namespace {

constexpr std::size_t usualTokens = 4096; // of which half are scored

struct SensitivityArguments {
    std::string model;
    ModelOptions understanding;
    std::string output;
    std::string format = "gguf";
    CalibrationChoice guide; // an importance matrix or statistics
    TextOptions text;
    ProbeGroups groups = ProbeGroups::automatic;
    Compute compute = Compute::f32;
    bool measurement = false;
    std::optional<Shard> shard;
    std::vector<std::string> shares; // of which one file is to be made
    bool force = false;
};

std::shared_ptr<const CandidateTable> candidatesFor(Session& session, const std::shared_ptr<const Model>& model,
                                                    const SensitivityArguments& options, ThreadArena& arena) {
    CandidateRequest request;
    request.model = model;
    request.format = formatById(options.format);
    if (request.format == nullptr) {
        throw badInput({}, "There is no format " + escapeForDisplay(options.format), "quantlathe-cli formats lists them.");
    }
    request.importance = importanceFromOptions(options.guide, {});
    request.sensitivity = priorSensitivity(*model, request.importance != nullptr);
    ResultCache cache;
    return std::make_shared<const CandidateTable>(
        makeCandidates(request, &cache, arena, session.progress(), session.cancelToken()));
}

/// The text, cut; `name` becomes its file's.
TextWindows windowsOf(const Model& model, const SensitivityArguments& options, std::string& name) {
    const NamedText text = readText(options.text, "text/default-calibration.txt");
    const std::size_t context = options.text.contextTokens == 0 ? defaultContextTokens(model) : options.text.contextTokens;
    name = text.name;
    return cutIntoWindows(
        model, nullptr, text.text,
        {.contextTokens = context,
         .windows = options.text.windows == 0 ? (usualTokens + context - 1) / context : options.text.windows});
}

/// measurement.json of ExLlamaV2.
void measureBlocks(Session& session, const SensitivityArguments& options, const std::shared_ptr<const Model>& model) {
    std::string textName;
    exl2::MeasurerRequest request{.model = model, .importance = nullptr, .sequences = {}, .forward = {}};
    request.sequences = windowsOf(*model, options, textName).sequences;
    request.forward.compute = options.compute;
    request.importance = importanceFromOptions(options.guide, {});
    ThreadArena arena(session.threads());
    const exl2::Measurement measurement = exl2::measureBlocks(request, {arena, session.progress(), session.cancelToken(), {}});
    writeResultFile(options.output, exl2::measurementJson(measurement), options.force);
    std::size_t settings = 0;
    for (const exl2::MeasuredBlock& block : measurement.blocks) {
        settings += block.options.size();
    }
    std::size_t tokens = 0;
    for (const TokenSequence& sequence : request.sequences) {
        tokens += sequence.tokens.size();
    }
    if (session.wantsJson()) {
        session.printJson(Json{{"output", jsonText(options.output)},
                               {"model", jsonText(model->name())},
                               {"text", jsonText(textName)},
                               {"tokens", tokens},
                               {"blocks", measurement.blocks.size()},
                               {"settings", settings},
                               {"importance", request.importance != nullptr}});
        return;
    }
    session.printText(factLines({{"Written", escapeForDisplay(options.output, 4096)},
                                 {"Text", fmt::format("{}: {} tokens", escapeForDisplay(textName), groupedDigits(tokens))},
                                 {"Blocks", groupedDigits(measurement.blocks.size())},
                                 {"Settings measured", groupedDigits(settings)}},
                                session.screen()));
}

void report(Session& session, const SensitivityArguments& options, const SensitivityMeasurement& measurement) {
    std::size_t probes = 0;
    for (const SensitivityGroup& group : measurement.groups) {
        probes += group.probes.size();
    }
    if (session.wantsJson()) {
        session.printJson(Json{{"output", jsonText(options.output)},
                               {"model", jsonText(measurement.modelName)},
                               {"text", jsonText(measurement.text)},
                               {"tokens", measurement.tokens},
                               {"groups", measurement.groups.size()},
                               {"probes", probes},
                               {"importance", measurement.usesImportance}});
        return;
    }
    session.printText(factLines(
        {{"Written", escapeForDisplay(options.output, 4096)},
         {"Text", fmt::format("{}: {} tokens scored", escapeForDisplay(measurement.text), groupedDigits(measurement.tokens))},
         {"Groups", groupedDigits(measurement.groups.size())},
         {"Measurements", groupedDigits(probes)}},
        session.screen()));
}

void measure(Session& session, const SensitivityArguments& options) {
    const auto model = modelFromOptions(session, options.model, options.understanding);
    checkResultFiles(model->checkpoint(), {options.text.file, options.guide.file}, {options.output}, options.force);
    if (options.measurement) {
        measureBlocks(session, options, model);
        return;
    }
    ProbeRequest request;
    request.text = windowsOf(*model, options, request.textName);
    request.groups = options.groups;
    request.measure.forward.compute = options.compute;
    ThreadArena arena(session.threads());
    request.table = candidatesFor(session, model, options, arena);
    request.shard = options.shard;
    const RunContext context{arena, session.progress(), session.cancelToken(), {}};
    if (options.shard) {
        const SensitivityPart part = measureSensitivityShard(request, context);
        writeResultFile(options.output, sensitivityPartJson(part), options.force);
        report(session, options, part.measured);
    } else {
        const SensitivityMeasurement measurement = measureSensitivity(request, probeCacheFile(request), context);
        writeResultFile(options.output, sensitivityJson(measurement), options.force);
        report(session, options, measurement);
    }
}

void merge(Session& session, const SensitivityArguments& options) {
    const std::vector<std::filesystem::path> shares(options.shares.begin(), options.shares.end());
    const std::vector<std::filesystem::path> outputs{options.output};
    requireOwnPlaces(outputs, shares);
    const SensitivityMeasurement measurement = mergedSensitivity(shares);
    writeResultFile(options.output, sensitivityJson(measurement), options.force);
    report(session, options, measurement);
}

} // namespace

Command addSensitivity(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("sensitivity", "Measure what an error in each part of a model does to its answers");
    const auto options = std::make_shared<SensitivityArguments>();
    CLI::Option* const model = command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch");
    addModelOptions(*command, options->understanding);
    command->add_option("-o,--output", options->output, "The file to write")->required()->type_name("FILE");
    addTextOptions(*command, options->text);
    addGuideOptions(*command, options->guide); // of the plan
    CLI::Option* const format =
        command->add_option("--format", options->format, "Format whose encodings disturb the weights (default: gguf)")
            ->type_name("ID");
    const std::map<std::string, ProbeGroups> groups{
        {"auto", ProbeGroups::automatic}, {"weights", ProbeGroups::weights}, {"bands", ProbeGroups::bands}};
    CLI::Option* const measurement =
        command
            ->add_flag("--measurement", options->measurement,
                       "Write a measurement.json as ExLlamaV2's converter does: every setting of EXL2 in every block")
            ->excludes(format);
    addShardOption(*command, options->shard, "Measure one share of the groups, 2/3 the second of three, for --merge")
        ->excludes(measurement);
    command->add_option("--merge", options->shares, "Make one file of all shares, as if one process had measured it; no MODEL")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("FILES")
        ->excludes(model);
    command
        ->add_option_function<std::string>(
            "--groups", [options, groups](const std::string& name) { options->groups = groups.at(name); },
            "auto; weights: each alone; bands: those of a role in a quarter of the layers together")
        ->check(CLI::IsMember({"auto", "weights", "bands"}))
        ->type_name("HOW")
        ->excludes(measurement);
    command
        ->add_option_function<std::string>(
            "--compute",
            [options](const std::string& name) { options->compute = name == "bf16" ? Compute::bf16 : Compute::f32; },
            "Factors of matrix products: f32 (default) or bf16, which is faster")
        ->check(CLI::IsMember({"f32", "bf16"}))
        ->type_name("NAME");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) {
                if (options->model.empty() && options->shares.empty()) {
                    throw badInput({}, "A model is missing", "Give one, or the shares of a measurement with --merge.");
                }
                options->shares.empty() ? measure(session, *options) : merge(session, *options);
            }};
}

} // namespace quantlathe::cli
