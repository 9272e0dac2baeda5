// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli measure: how well a model, or what a plan would make of it, predicts a text.
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "measure/calibration_text.h"
#include "measure/text_measurer.h"
#include "measure/text_quality_json.h"
#include "plan/planned_weights.h"
#include "plan_options.h"
#include "table.h"
#include "text_option.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>

namespace quantlathe::cli {
namespace {

constexpr const char* evaluationText = "text/default-evaluation.txt";

struct MeasureArguments {
    std::string model;
    std::string reference;
    TextOptions text;
    Scoring scoring = Scoring::secondHalf;
    BosUse bos = BosUse::always;
    ForwardOptions run;
    std::optional<Compute> referenceCompute;
    bool noCache = false;
    PlanOptions plan;
    bool isPlanned = false; // any of its options was given
};

/// What is measured and against what.
struct Subjects {
    std::shared_ptr<const Model> model;
    std::shared_ptr<const Model> reference; // may be the model itself, or nothing
    std::unique_ptr<WeightSource> source;
    std::unique_ptr<WeightSource> referenceSource;
    std::string plan;              // "GGUF Q4_K_M", or empty
    CalibrationChoice calibration; // of that plan
};

Subjects openSubjects(Session& session, const MeasureArguments& options) {
    Subjects subjects;
    subjects.model = modelFromOptions(session, options.model, options.plan.model);
    if (options.isPlanned) {
        Plan plan = planFromOptions(session, subjects.model, options.plan);
        if (!plan.document.options.overrides.empty()) {
            throw badInput({}, "This plan cannot be measured without writing it",
                           "It overrides metadata, which may change what the model computes. Convert and measure the file.");
        }
        subjects.calibration = plan.document.calibration;
        if (subjects.calibration.choosesCodes()) {
            session.note("calibrated codes are chosen when a file is written: what is measured is the plan without them");
        }
        subjects.plan =
            fmt::format("{} {}{}", plan.format->title(), plan.preset->name, plan.isPlainPreset() ? "" : ", changed by rules");
        subjects.source = std::make_unique<PlannedWeights>(std::move(plan));
        subjects.reference = subjects.model;
    } else {
        subjects.source = std::make_unique<ModelWeights>(subjects.model);
    }
    if (!options.reference.empty()) {
        subjects.reference = modelFromOptions(session, options.reference, options.plan.model);
    }
    if (subjects.reference) {
        subjects.referenceSource = std::make_unique<ModelWeights>(subjects.reference);
    }
    return subjects;
}

/// What is told of one run of the command.
struct Result {
    TextQuality quality;
    std::optional<TextQuality> reference;
    bool wasKnown = false; // found in the cache: nothing was run
    double seconds = 0;
};

const char* computeName(Compute compute) {
    return availableCompute(compute) == Compute::bf16 ? "bf16" : "f32";
}

const char* scoringName(Scoring scoring) {
    return scoring == Scoring::all ? "all" : "second-half";
}

Json roundedJson(const WeightSource& source) {
    Json all = Json::array();
    for (const RoundedLayers& each : roundedLayers(source)) {
        all.push_back(Json{{"layers", each.layers}, {"how", describe(each.rounding)}, {"applied", each.rounding.isKnown}});
    }
    return all;
}

Json resultJson(const MeasureArguments& options, const Subjects& subjects, const NamedText& text, const TextWindows& windows,
                const Result& result) {
    Json document{{"model", jsonText(options.model)},
                  {"plan", subjects.plan.empty() ? Json(nullptr) : Json(jsonText(subjects.plan))},
                  {"reference", subjects.reference ? Json(jsonPath(subjects.reference->checkpoint().path())) : Json(nullptr)},
                  {"text", jsonText(text.name)},
                  {"text_tokens", windows.textTokens},
                  {"context", windows.settings.contextTokens},
                  {"chunks", windows.sequences.size()},
                  {"score", scoringName(windows.settings.scoring)},
                  {"compute", computeName(options.run.compute)},
                  {"reference_compute", subjects.reference
                                            ? Json(computeName(options.referenceCompute.value_or(options.run.compute)))
                                            : Json(nullptr)}};
    document["rounded_inputs"] = roundedJson(*subjects.source);
    document["reference_rounded_inputs"] = subjects.reference ? roundedJson(*subjects.referenceSource) : Json(nullptr);
    document.update(toJson(result.quality));
    document["reference_perplexity"] = result.reference ? jsonNumber(result.reference->perplexity.value) : Json(nullptr);
    document["reference_perplexity_error"] = result.reference ? jsonNumber(result.reference->perplexity.error) : Json(nullptr);
    document["remembered"] = result.wasKnown;
    document["seconds"] = jsonNumber(result.seconds);
    document["peak_rss_bytes"] = peakResidentBytes();
    return document;
}

std::string estimateText(const Estimate& estimate, int digits) {
    return std::isfinite(estimate.error) ? fmt::format("{:.{}f} ± {:.{}f}", estimate.value, digits, estimate.error, digits)
                                         : fmt::format("{:.{}f}", estimate.value, digits);
}

/// Loaders round more than weights: where that is so, the figures hold it.
void addRounded(std::vector<std::pair<std::string, std::string>>& facts, const char* title, const WeightSource& source) {
    for (const RoundedLayers& each : roundedLayers(source)) {
        facts.emplace_back(title, fmt::format("of {} linear layers: {}", groupedDigits(each.layers), describe(each.rounding)));
    }
}

std::string resultText(const Subjects& subjects, const NamedText& text, const TextWindows& windows, const Result& result,
                       const Terminal& screen) {
    const TextQuality& quality = result.quality;
    std::vector<std::pair<std::string, std::string>> facts{{"Model", escapeForDisplay(subjects.model->name())}};
    if (!subjects.plan.empty()) {
        facts.emplace_back("As planned", escapeForDisplay(subjects.plan));
    }
    facts.emplace_back("Text", fmt::format("{}: {} windows of {} tokens, {} tokens scored", escapeForDisplay(text.name),
                                           groupedDigits(windows.sequences.size()), windows.settings.contextTokens,
                                           groupedDigits(quality.tokens)));
    addRounded(facts, "Rounded inputs", *subjects.source);
    facts.emplace_back("Perplexity", estimateText(quality.perplexity, 4));
    if (quality.divergence) {
        const Divergence& divergence = *quality.divergence;
        facts.emplace_back("Reference", escapeForDisplay(subjects.reference->checkpoint().path().string(), 4096));
        addRounded(facts, "Its rounded inputs", *subjects.referenceSource);
        facts.emplace_back("Its perplexity", estimateText(result.reference->perplexity, 4));
        facts.emplace_back("Change of ln(perplexity)", estimateText(divergence.logPerplexityChange, 6));
        facts.emplace_back("KL divergence", estimateText(divergence.kl, 6) + " nats a token");
        facts.emplace_back("  median, 99 %, 99.9 %, largest",
                           fmt::format("{:.6f}, {:.6f}, {:.6f}, {:.6f}", divergence.klMedian, divergence.klP99,
                                       divergence.klP999, divergence.klMax));
        facts.emplace_back("Same most likely token", fmt::format("{:.3f} ± {:.3f} %", 100 * divergence.topOneAgreement.value,
                                                                 100 * divergence.topOneAgreement.error));
    }
    facts.emplace_back("Time", result.wasKnown ? "remembered from an earlier measurement; --no-cache measures again"
                                               : fmt::format("{:.1f} s", result.seconds));
    return factLines(facts, screen);
}

Result measured(Session& session, const MeasureArguments& options, const Subjects& subjects, const TextWindows& windows) {
    const auto startedAt = std::chrono::steady_clock::now();
    ThreadArena arena(session.threads());
    const RunContext context{arena, session.progress(), session.cancelToken()};
    std::optional<QualityCache> cache;
    if (!options.noCache) {
        cache.emplace();
    }
    TextMeasurer measurer(subjects.referenceSource.get(), windows, {options.run, options.referenceCompute},
                          cache ? &*cache : nullptr);
    Result result;
    result.wasKnown = measurer.isKnown(*subjects.source);
    result.quality = measurer.measure(*subjects.source, context);
    if (subjects.reference) {
        result.reference = measurer.measureReference(context);
    }
    measurer.finish();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - startedAt).count();
    return result;
}

void measureModel(Session& session, const MeasureArguments& options) {
    const Subjects subjects = openSubjects(session, options);
    const NamedText text = readText(options.text, evaluationText);
    const Model& planned = subjects.source->model();
    const std::size_t context = options.text.contextTokens == 0 ? defaultContextTokens(planned) : options.text.contextTokens;
    const TextWindows windows = cutIntoWindows(planned, subjects.reference.get(), text.text,
                                               {context, options.text.windows, options.scoring, options.bos});
    noteMissingBf16(session, options.run.compute);
    if (isCalibratedOn(subjects.calibration, textFile(options.text, evaluationText), windows)) {
        session.warn(fmt::format("{} is the text that the plan is calibrated on: there it looks better than it is. Measure on "
                                 "another one",
                                 escapeForDisplay(text.name)));
    }
    const Result result = measured(session, options, subjects, windows);
    if (session.wantsJson()) {
        session.printJson(resultJson(options, subjects, text, windows, result));
    } else {
        session.printText(resultText(subjects, text, windows, result, session.screen()));
    }
}

/// One of the named values.
template <class Value>
void addChoice(CLI::App& command, const char* option, Value& value, const std::map<std::string, Value>& names,
               const char* help) {
    command
        .add_option_function<std::string>(
            option, [&value, names](const std::string& name) { value = names.at(name); }, help)
        ->check(CLI::IsMember(names))
        ->type_name("NAME");
}

/// MeasureArguments that every command gets after its own (main.cpp).
bool isCommon(const CLI::Option& option) {
    constexpr std::array<std::string_view, 3> names{"--json", "--threads", "--progress"};
    return std::ranges::find(names, option.get_name()) != names.end();
}

} // namespace

Command addMeasure(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("measure", "Measure perplexity on a text, and the divergence from an original");
    const auto options = std::make_shared<MeasureArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF")->required();
    command
        ->add_option("--reference", options->reference, "The original to compare predictions with; with a plan: MODEL itself")
        ->type_name("MODEL");
    addTextOptions(*command, options->text);
    addChoice<Scoring>(*command, "--score", options->scoring, {{"second-half", Scoring::secondHalf}, {"all", Scoring::all}},
                       "Tokens that count: second-half of each window (as llama.cpp, default) or all");
    addChoice<BosUse>(*command, "--bos", options->bos, {{"always", BosUse::always}, {"tokenizer", BosUse::asTokenizer}},
                      "BOS before a window: always (default) if there is one, or as the tokenizer puts it");
    addRunOptions(*command, options->run);
    command
        ->add_option_function<std::string>(
            "--reference-compute",
            [options](const std::string& name) { options->referenceCompute = name == "bf16" ? Compute::bf16 : Compute::f32; },
            "The same for the reference, where it is not to be that of --compute")
        ->check(CLI::IsMember({"f32", "bf16"}))
        ->type_name("NAME");
    command->add_flag("--no-cache", options->noCache, "Neither use nor keep measured results");
    addModelOptions(*command, options->plan.model);
    const std::vector<CLI::Option*> own = command->get_options();
    addPlanOptions(*command, options->plan);
    command->callback([command, own, options] {
        const std::vector<CLI::Option*> all = command->get_options();
        options->isPlanned = std::any_of(all.begin(), all.end(), [&](const CLI::Option* option) {
            const bool ofPlan = std::find(own.begin(), own.end(), option) == own.end();
            return ofPlan && option->count() > 0 && !isCommon(*option);
        });
    });
    return {command, [options](Session& session) { measureModel(session, *options); }};
}

} // namespace quantlathe::cli
