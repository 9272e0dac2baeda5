// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli convert: runs a plan.
#include "base/error.h"
#include "base/text.h"
#include "calibrate/calibrated_codes.h"
#include "calibration_option.h"
#include "checkpoint/replica.h"
#include "command.h"
#include "convert/hub_supply.h"
#include "convert/job.h"
#include "figures.h"
#include "graft_option.h"
#include "hub_option.h"
#include "model/vision/image_part.h"
#include "plan/figures.h"
#include "plan_options.h"
#include "plan_text.h"
#include "shard_option.h"
#include "table.h"
#include "weights/figures.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace quantlathe::cli {
namespace {

constexpr std::size_t shownWorstWeights = 5;

struct ConvertArguments {
    std::string model;
    std::string output;
    bool force = false;
    bool resume = false;
    bool allowRequantize = false;
    bool tensors = false;
    bool dryRun = false;
    bool isImagePart = false; // of the model, in place of the model
    std::optional<Shard> shard;
    bool finishesShards = false;
    ForwardOptions run;
    PlanOptions plan;
    GraftOptions graft;
};

Json shardJson(const std::optional<Shard>& shard) {
    return shard ? Json{{"number", shard->number}, {"count", shard->count}} : Json(nullptr);
}

/// What a conversion keeps of it.
EncodingError errorOf(const WeightResult& weight) {
    EncodingError error;
    error.relative = weight.relativeError;
    error.sqnrDecibels = weight.sqnrDecibels;
    error.cosine = weight.cosine;
    error.maxAbsolute = weight.maxAbsolute;
    return error;
}

Json reportJson(const Plan& plan, const ConvertReport& report, const CodeStore* codes, const std::optional<Shard>& shard) {
    std::map<std::string_view, const CalibratedLoss*> losses;
    if (codes != nullptr) {
        for (const StoredCode& code : codes->codes()) {
            losses.emplace(code.weight, &code.loss);
        }
    }
    Json tensors = Json::array();
    for (const WeightResult& weight : report.weights) {
        Json& tensor = tensors.emplace_back(
            Json{{"name", jsonText(weight.weight)}, {"encoding", jsonText(weight.encoding)}, {"bytes", weight.bytes}});
        for (const auto& row : errorFigures()) {
            if (row.isInTables) {
                tensor[std::string(row.key)] = figureJson(row, errorOf(weight));
            }
        }
        if (const auto found = losses.find(weight.weight); found != losses.end()) {
            tensor["calibrated"] = !found->second->isKept;
            tensor["loss_before"] = jsonNumber(found->second->before);
            tensor["loss_after"] = jsonNumber(found->second->after);
        }
    }
    Json files = Json::array();
    for (std::size_t i = 0; i < report.files.size() && !shard; ++i) { // a shard alone makes none
        files.push_back({{"path", jsonPath(report.files[i])}, {"bytes", plan.layout.files[i].bytes}});
    }
    return {{"output", jsonPath(report.destination)},
            {"files", std::move(files)},
            {"shard", shardJson(shard)},
            {"format", plan.format->id()},
            {"preset", plan.preset->name},
            {"effort", name(plan.document.effort)},
            {"file_bytes", report.bytesWritten},
            {"bits_per_weight", jsonNumber(plan.bitsPerWeight())},
            {"source_bytes", report.bytesRead},
            {"fetched_bytes", report.bytesFetched},
            {"seconds", jsonNumber(report.seconds)},
            {"peak_resident_bytes", report.peakResidentBytes},
            {"weights_resumed", report.weightsResumed},
            {"relative_error", jsonNumber(report.relativeError)},
            {"tensors", std::move(tensors)}};
}

std::string weightsTable(std::vector<WeightResult> weights, std::size_t count, const Terminal& screen) {
    std::stable_sort(weights.begin(), weights.end(),
                     [](const WeightResult& a, const WeightResult& b) { return a.relativeError > b.relativeError; });
    const auto& relative = errorFigure("relative_rmse");
    const auto& noise = errorFigure("sqnr_db");
    Table table({{"Weight", Column::Align::left, true}, {"Encoding"}, figureColumn(relative), figureColumn(noise, 1)});
    for (std::size_t i = 0; i < std::min(count, weights.size()); ++i) {
        const EncodingError error = errorOf(weights[i]);
        table.addRow(
            {escapeForDisplay(weights[i].weight), weights[i].encoding, figureText(relative, error), figureText(noise, error)});
    }
    return table.text(screen);
}

/// "210 weights; errors of their outputs 43 % lower at the median; 2 stay as they were"
std::string calibratedText(const CodeStore& codes) {
    const CalibrationGain gain = gainOf(codes);
    std::string text = fmt::format("{} weight{}; squared errors of their outputs {:.0f} % lower at the median", gain.weights,
                                   gain.weights == 1 ? "" : "s", 100 * gain.lowerLoss);
    if (gain.kept > 0) {
        text += fmt::format("; {} stay as they were", gain.kept);
    }
    return text;
}

/// What was written, and its size.
std::vector<std::pair<std::string, std::string>> outputFacts(const Plan& plan, const ConvertReport& report,
                                                             const std::optional<Shard>& shard) {
    if (shard) {
        return {{"Shard", fmt::format("{} of {}, {} weight{}", shard->number, shard->count, report.weights.size(),
                                      report.weights.size() == 1 ? "" : "s")},
                {"Size", fmt::format("{} of {}", fileSizeText(report.bytesWritten), fileSizeText(plan.fileBytes()))}};
    }
    const std::string others = report.files.size() > 1 ? fmt::format(" and {} more files", report.files.size() - 1) : "";
    return {{"Written", escapeForDisplay(report.destination.string(), 4096) + others},
            {"Size", fmt::format("{}, {:.2f} bits per weight", fileSizeText(report.bytesWritten), plan.bitsPerWeight())}};
}

std::string reportText(const Plan& plan, const ConvertReport& report, const CodeStore* codes, const ConvertArguments& options,
                       const Terminal& screen) {
    const double speed = report.seconds > 0 ? static_cast<double>(report.bytesRead) / report.seconds : 0;
    std::vector<std::pair<std::string, std::string>> facts = outputFacts(plan, report, options.shard);
    PlanQuality quality;
    quality.relativeError = report.relativeError;
    const std::vector<std::pair<std::string, std::string>> measured{
        {"Relative error",
         fmt::format("{} %, measured on the written file", figureText(figureOf(qualityFigures(), "relative_error"), quality))},
        {"Time", options.finishesShards ? fmt::format("{:.1f} s, of the end alone", report.seconds)
                                        : fmt::format("{:.1f} s, {}/s of the source", report.seconds,
                                                      fileSizeText(static_cast<std::uint64_t>(speed)))},
        {"Peak memory", memoryText(report.peakResidentBytes)}};
    facts.insert(facts.end(), measured.begin(), measured.end());
    if (report.bytesFetched > 0) {
        facts.emplace_back("Fetched", fmt::format("{}, of which nothing is kept", fileSizeText(report.bytesFetched)));
    }
    if (codes != nullptr) {
        facts.emplace_back("Calibrated", calibratedText(*codes));
    }
    if (report.weightsResumed > 0 && !options.finishesShards) {
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

ConvertOptions jobOptions(const Session& session, const ConvertArguments& options) {
    ConvertOptions job;
    job.threads = session.threads();
    job.replace = options.force;
    job.resume = options.resume || looksLikeHubAddress(options.model); // what was fetched is not thrown away
    job.allowRequantize = options.allowRequantize;
    job.shard = options.shard;
    job.finishesShards = options.finishesShards;
    return job;
}

/// What stands in the way of the result is said before a text is run.
void requirePlace(const Session& session, const Plan& plan, const ConvertArguments& options) {
    const std::vector<std::filesystem::path> inputs{options.plan.imatrix,        options.plan.planFile,
                                                    options.plan.tensorTypeFile, options.plan.measurement,
                                                    options.plan.calibration,    options.plan.text.file};
    checkDestination(plan, options.output, jobOptions(session, options), inputs);
}

bool isSupplied(const Plan& plan, const ConvertArguments& options) {
    return !options.graft.isGiven() && addressOfReplica(plan.model->checkpoint()).has_value();
}

/// How much of a model that is not on this machine goes over the network, and onto the disk at a time.
void noteSupply(Session& session, const Plan& plan) {
    const SupplyNeed need = supplyNeed(plan);
    session.note(fmt::format("{} are fetched file by file and not kept; at most {} of them are on the disk at a time, beside "
                             "the result's {}",
                             fileSizeText(need.bytes), fileSizeText(need.peakBytes), fileSizeText(plan.fileBytes())));
}

ConvertReport runJob(Session& session, const Plan& plan, const std::shared_ptr<const CodeStore>& codes,
                     const ConvertArguments& options) {
    std::unique_ptr<HubConnection> hub;
    ConvertOptions job = jobOptions(session, options);
    job.codes = codes;
    const bool isShared = options.shard || options.finishesShards;
    if (isSupplied(plan, options)) {
        if (isShared) {
            throw badInput(options.model, "A model on a hub is converted by one process",
                           "Its files are fetched one after the other and not kept. For shards download it first: "
                           "quantlathe-cli download.");
        }
        noteSupply(session, plan);
        hub = connectToHub(session);
        job.supply = std::make_shared<HubSupply>(*hub, plan.model->checkpoint(), options.output);
    }
    if (!isShared && hasInterruptedRun(options.output) && !job.resume) {
        session.note("an interrupted run is discarded; --resume would have continued it");
    }
    warnOfLinks(session, plan);
    if (const auto warning = warningOfSecondLoss(plan)) {
        session.warn(*warning);
    }
    try {
        return convert(plan, options.output, job, session.progress(), session.cancelToken());
    } catch (const Error& error) {
        if (options.shard && error.kind() != ErrorKind::badInput) {
            session.note("what is done is kept; run the same command to continue");
        } else if (!isShared && error.kind() != ErrorKind::badInput && hasInterruptedRun(options.output)) {
            session.note(
                fmt::format("what is done is kept; run the same command{} to continue", job.supply ? "" : " with --resume"));
        }
        throw;
    }
}

bool runsText(const CalibrationChoice& choice) {
    return choice.source == CalibrationChoice::Source::text;
}

/// Nobody should have to start a calibration to learn how long it takes.
std::optional<CodesForecast> noteDuration(Session& session, const Plan& plan, const CalibratedRequest& request,
                                          const CalibrationChoice& choice) {
    const auto forecast = forecastFor(session, plan, request);
    if (forecast) {
        const std::string statistics =
            runsText(choice) ? fmt::format("statistics take about {} and ", roughDuration(forecast->passSeconds)) : "";
        session.note(
            fmt::format("{}choosing codes takes about {} and up to {} of memory beside the model's run; what an earlier "
                        "run left is taken over",
                        statistics, roughDuration(forecast->codesSeconds), memoryText(calibrationBytes(plan))));
    }
    return forecast;
}

/// The model, or the part of it that is asked for.
std::shared_ptr<const Model> sourceOf(Session& session, const ConvertArguments& options) {
    if (!options.isImagePart) {
        auto model = modelFromOptions(session, options.model, options.plan.model);
        const bool isForGguf = options.plan.format.empty() || formatById(options.plan.format) == formatById("gguf");
        if (isForGguf && hasImagePart(model->checkpoint())) {
            session.note("the model also sees: --mmproj writes that part, a file of its own");
        }
        return model;
    }
    ImagePart part = imagePartOf(*openModel(localModel(session, options.model)));
    if (part.leftOut) {
        session.warn(*part.leftOut);
    }
    return part.model;
}

/// What llama.cpp's users expect of an image part where they name no type.
PlanOptions withUsualType(const ConvertArguments& options) {
    PlanOptions plan = options.plan;
    if (options.isImagePart && plan.preset.empty() && plan.planFile.empty()) {
        plan.preset = "F16";
    }
    return plan;
}

void dryRun(Session& session, const ConvertArguments& options) {
    const Plan plan = options.graft.isGiven()
                          ? graftFromOptions(session, options.model, options.graft, options.plan, Purpose::dryRun).plan
                          : planFromOptions(session, sourceOf(session, options), withUsualType(options), Purpose::dryRun);
    warnOfLinks(session, plan);
    if (isSupplied(plan, options)) {
        noteSupply(session, plan);
    }
    std::optional<CodesForecast> forecast;
    if (const CalibrationChoice choice = calibrationFromOptions(options.plan); runsText(choice)) {
        session.note("the text is run when the file is written; it changes no size");
        if (addressOfReplica(plan.model->checkpoint())) {
            session.note("how long that takes can be told when the model is on this machine");
        } else {
            forecast = noteDuration(session, plan, codesRequest(*plan.model, choice, options.run), choice);
        }
    }
    if (session.wantsJson()) {
        Json document = planDocumentJson(plan, options.output);
        document["dry_run"] = true;
        if (forecast) {
            document["expected_seconds"] = {{"statistics", jsonNumber(forecast->passSeconds)},
                                            {"codes", jsonNumber(forecast->codesSeconds)}};
        }
        session.printJson(document);
    } else {
        session.printText(planText(plan, options.output, true, session.screen()));
        session.printText("\nNothing was written.\n");
    }
}

/// ConvertArguments of a calibration without one would be ignored in silence.
void requireUse(const CLI::App& command, const ConvertArguments& options) {
    const auto require = [&](std::initializer_list<const char*> names, bool isOfUse, const char* where) {
        for (const char* const name : names) {
            if (!isOfUse && command.count(name) > 0) {
                throw badInput({}, fmt::format("{} is of no use here", name), fmt::format("It belongs to {}.", where));
            }
        }
    };
    require({"--text", "--calibrate"}, !options.graft.isGiven(),
            "conversions of a whole model; for --from make the statistics with calibrate and give them with --calibration");
    require({"--text", "--calibrate"}, !options.shard && !options.finishesShards,
            "conversions by one process; what shares may have is an importance matrix, which imatrix makes of a text");
    require({"--shard", "--finish"}, !options.dryRun, "runs that write something");
    const bool hasText = options.plan.calibrates || !options.plan.text.file.empty(); // a plan file has its own settings
    require({"--context", "--chunks"}, hasText, "--text or --calibrate; statistics have their own windows");
    require({"--imatrix", "--calibration", "--text", "--calibrate", "--pre-tokenizer", "--from"}, !options.isImagePart,
            "the model's own file, not to --mmproj");
    if (options.isImagePart && !options.plan.format.empty() && formatById(options.plan.format) != formatById("gguf")) {
        throw badInput({}, "An image part becomes a GGUF file", "Leave --format out, or give --format gguf.");
    }
    require({"--independent", "--compute", "--activation-memory", "--scratch"},
            calibrationFromOptions(options.plan).choosesCodes(), "--calibration, --text or --calibrate");
}

/// The plan's options, with the statistics that a text of this run gives.
PlanOptions withCalibration(Session& session, const std::shared_ptr<const Model>& model, const ConvertArguments& options,
                            const CalibrationChoice& choice) {
    PlanOptions plan = options.plan;
    if (runsText(choice)) {
        const Plan expected = planFromOptions(session, model, plan, Purpose::check);
        requirePlace(session, expected, options);
        const CalibrationRequest request = requestFromChoice(session, *model, choice, options.run);
        noteDuration(session, expected, codesRequest(*model, choice, options.run), choice);
        plan.calibrates = false;
        plan.text.file.clear();
        plan.calibration = calibratedInCache(session, model, request).string();
        plan.isIndependent = !choice.isCorrected;
    }
    return plan;
}

/// `choice`: what was asked for; `statistics`: the same with its text run.
std::shared_ptr<const CodeStore> chooseCodes(Session& session, const Plan& plan, const CalibrationChoice& choice,
                                             const CalibrationChoice& statistics, const ConvertArguments& options) {
    if (calibratableChoices(plan).empty()) {
        session.note("no weight of this plan can be calibrated as a whole; the statistics guide it as an importance matrix");
        return nullptr;
    }
    const CalibratedRequest request = codesRequest(*plan.model, statistics, options.run);
    if (!runsText(choice)) { // else it was said before
        noteDuration(session, plan, request, choice);
    }
    ThreadArena arena(session.threads());
    return calibratedCodes(plan, request, {arena, session.progress(), session.cancelToken()});
}

/// Runs the plan with the codes that `ofCodes` was calibrated for, which may be a plan of another model with the same weights.
void convertPlan(Session& session, const Plan& plan, const Plan& ofCodes, const CalibrationChoice& choice,
                 const CalibrationChoice& statistics, const ConvertArguments& options) {
    requirePlace(session, plan, options);
    if ((options.shard || options.finishesShards) && choice.choosesCodes() && !calibratableChoices(ofCodes).empty()) {
        throw badInput(choice.file, "These codes cannot be chosen in shards",
                       "A calibration goes through all layers one after the other, and every shard would do all of it. Convert "
                       "in one process, or choose a format whose codes no text chooses.");
    }
    const auto codes = choice.choosesCodes() ? chooseCodes(session, ofCodes, choice, statistics, options) : nullptr;
    const ConvertReport report = runJob(session, plan, codes, options);
    if (codes != nullptr) {
        codes->remove();
    }
    if (session.wantsJson()) {
        session.printJson(reportJson(plan, report, codes.get(), options.shard));
    } else {
        session.printText(reportText(plan, report, codes.get(), options, session.screen()));
    }
}

/// An interrupted run's commit is kept where the revision means another one now.
std::string addressToGoOnWith(const std::string& model, const std::string& output) {
    if (!looksLikeHubAddress(model)) {
        return model;
    }
    HubAddress address = parseHubAddress(model, hubAccessFromEnvironment().endpoint);
    address.revision = suppliedCommit(output, address).value_or(address.revision);
    return address.text();
}

void convertModel(Session& session, ConvertArguments& options) {
    options.model = addressToGoOnWith(options.model, options.output);
    if (options.output.empty()) {
        throw badInput({}, "A name for the result is missing", "Give it with -o FILE, or only look with --dry-run.");
    }
    const CalibrationChoice choice = calibrationFromOptions(options.plan);
    if (options.graft.isGiven()) {
        const GraftedPlan graft = graftFromOptions(session, options.model, options.graft, options.plan, Purpose::conversion);
        convertPlan(session, graft.plan, graft.ofOriginal ? *graft.ofOriginal : graft.plan, choice, choice, options);
        return;
    }
    if (options.isImagePart && choice.source != CalibrationChoice::Source::none) {
        throw badInput(options.plan.planFile, "This plan's calibration is of no use here",
                       "It belongs to the model's own file, not to --mmproj.");
    }
    const auto model = sourceOf(session, options);
    const PlanOptions planOptions =
        options.isImagePart ? withUsualType(options) : withCalibration(session, model, options, choice);
    const Plan plan = planFromOptions(session, model, planOptions);
    convertPlan(session, plan, plan, choice, plan.document.calibration, options);
}

} // namespace

Command addConvert(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("convert", "Convert a checkpoint and verify what was written");
    const auto options = std::make_shared<ConvertArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME")->required();
    command->add_option("-o,--output", options->output, "The file or folder to write; a set of files is named after it")
        ->type_name("PATH");
    command->add_flag("--mmproj", options->isImagePart,
                      "Write the part of the model that sees, for llama.cpp: F16 unless --preset says BF16, Q8_0 or F32");
    addModelOptions(*command, options->plan.model);
    addPlanOptions(*command, options->plan);
    addGraftOptions(*command, options->graft);
    addTextGuide(*command, options->plan, "--context");
    addRunOptions(*command, options->run);
    command->add_flag("--force", options->force, "Replace an existing file");
    command->add_flag("--resume", options->resume, "Continue an interrupted run; without it the run starts anew");
    CLI::Option* const shard = addShardOption(
        *command, options->shard,
        "Do one share of the work, 2/3 the second of three: processes and machines with a common folder fill one output");
    command->add_flag("--finish", options->finishesShards, "All shards are done: check them, and give the output its name")
        ->excludes(shard);
    command->add_flag("--allow-requantize", options->allowRequantize,
                      "Accept a source that is quantized already (a second loss)");
    command->add_flag("--tensors", options->tensors, "List the error of every weight, not only the largest ones");
    command->add_flag("--dry-run", options->dryRun, "Show the exact size of every tensor and file, and write nothing");
    return {command, [command, options](Session& session) {
                requireUse(*command, *options);
                options->dryRun ? dryRun(session, *options) : convertModel(session, *options);
            }};
}

} // namespace quantlathe::cli
