// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli estimate: memory, speed and reach of every preset (docs/estimates.md).
#include "base/resources.h"
#include "base/text.h"
#include "beside_options.h"
#include "command.h"
#include "estimate/card_support.h"
#include "estimate/command_lines.h"
#include "estimate/hardware.h"
#include "estimate/memory.h"
#include "estimate/placement.h"
#include "estimate_report.h"
#include "hardware_options.h"
#include "model_option.h"
#include "plan/plan.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <optional>
#include <tuple>

namespace quantlathe::cli {
namespace {

constexpr std::uint64_t usualContext = 4096;

struct EstimateArguments {
    std::string model;
    ModelOptions understanding;
    std::string format; // empty: what `runtime` is best known for
    HardwareOptions hardware;
    BesideOptions beside;
    std::string runtime; // empty: the format's best known program
    std::string kv = "f16";
    std::optional<double> gpuShare;
    std::string imatrix;
    std::uint64_t context = 0; // 0: 4096, or what the model was trained for when that is less
    std::uint32_t sequences = 1;
    bool formulas = false;
    bool listGpus = false;
    PlacementWish wish;
};

RunSettings settingsFor(const Model& model, const EstimateArguments& options) {
    RunSettings settings;
    settings.kv = *kvTypeFromName(options.kv);
    settings.sequences = options.sequences;
    settings.hasDesktop = !options.hardware.noDesktop;
    settings.cardShare = options.gpuShare.value_or(settings.cardShare);
    settings.contextTokens = options.context;
    if (options.context == 0) {
        const std::uint64_t trained = model.hyper().contextTokens;
        settings.contextTokens = trained == 0 ? usualContext : std::min(usualContext, trained);
    }
    return settings;
}

/// Empty: the format's best known one.
std::string_view programOf(const EstimateArguments& options) {
    return programNamed(options.runtime).value_or(std::string_view());
}

/// GGUF, or of what a program that does not load it takes: what the model can become, then what has this program first.
const Format& usualFormat(const Model& model, std::string_view program) {
    const Format* const gguf = formatById("gguf");
    if (program.empty() || !whyNotIn(program, *gguf)) {
        return *gguf;
    }
    const auto rank = [&](const Format* format) {
        return std::tuple(whyNotIn(program, *format).has_value(), format->whyNot(model).has_value(),
                          format->programs().front().name != program);
    };
    return **std::ranges::min_element(formats(), {}, rank); // programNamed() knows of one that is loaded
}

/// Throws Error(badInput) for a format that there is not.
const Format& formatOf(const Model& model, const EstimateArguments& options) {
    if (options.format.empty()) {
        return usualFormat(model, programOf(options));
    }
    const Format* const format = formatById(options.format);
    if (format == nullptr) {
        throw badInput({}, "There is no format " + escapeForDisplay(options.format), "quantlathe-cli formats lists them.");
    }
    return *format;
}

/// Throws Error(badInput) for a program that does not load the format, and for what it does not have.
RunSettings runtimeSettings(const Format& format, const EstimateArguments& options, const RunSettings& settings) {
    const std::string_view program = programOf(options);
    if (const auto reason = whyNotIn(program, format)) {
        throw badInput({}, "The format and the runtime do not go together", *reason + ".");
    }
    RunSettings run = runOf(format, settings, program);
    const auto offered = kvTypes(run.runtime);
    if (std::ranges::find(offered, run.kv) == offered.end()) {
        std::vector<std::string_view> names;
        std::ranges::transform(offered, std::back_inserter(names), [](KvType type) { return name(type); });
        throw badInput({}, fmt::format("{} keeps no cache in {}", name(run.runtime), name(run.kv)),
                       fmt::format("It has {}.", fmt::join(names, ", ")));
    }
    if (options.gpuShare && run.runtime != Runtime::vllm) {
        throw badInput({}, "--gpu-memory-utilization is an option of vLLM", "Give --runtime vllm, or leave it out.");
    }
    return run;
}

void place(PresetEstimate& result, const Plan& plan, const Estimates& estimates, const PlacementWish& wish) {
    const RunSettings& settings = estimates.settings;
    result.placement = placeModel(*plan.model, plan.choices, settings, estimates.hardware.cards, estimates.hardware.host, wish);
    if (result.placement) {
        const int threads = estimates.hardware.machine ? estimates.hardware.machine->threads : 0;
        result.command = llamaCppCommand(*result.placement, settings, fmt::format("MODEL-{}.gguf", plan.preset->name), threads);
    }
}

PresetEstimate estimatePreset(const Plan& plan, const Estimates& estimates, const PlacementWish& wish) {
    const Model& model = *plan.model;
    const RunSettings settings = estimates.gpu ? runOn(*estimates.gpu, estimates.settings) : estimates.settings;
    PresetEstimate result{
        plan.preset->name, plan.fileBytes(), plan.bitsPerWeight(), estimateMemory(model, plan.choices, settings),
        std::nullopt,      std::nullopt,     std::nullopt,         {}};
    if (result.memory.isComplete && !settings.onProcessor) { // the survey is about cards
        result.usersPercent = estimates.survey.percentThatHold(cardBytes(result.memory));
    }
    if (estimates.gpu) {
        if (settings.runtime == Runtime::vllm) {
            result.command = vllmCommand(settings, "MODEL");
        }
        result.gpu = OnGpu{fitOn(*estimates.gpu, result.memory), longestContext(model, plan.choices, settings, *estimates.gpu),
                           estimateSpeed(model, plan.choices, settings, *estimates.gpu),
                           cacheRoom(model, plan.choices, settings, *estimates.gpu),
                           whyNotOn(*estimates.gpu, plan.format->hardware(*plan.preset))};
        if (result.gpu->whyNotRun) {
            result.gpu->speed = {};
            result.gpu->room.reset();
        }
    }
    if (estimates.showsPlacement) {
        place(result, plan, estimates, wish);
    }
    return result;
}

/// vLLM and its like cut every matrix over the cards, and take of each what the smallest has.
void useAllCards(Estimates& estimates) {
    const std::vector<Gpu>& cards = estimates.hardware.cards;
    const Runtime runtime = estimates.settings.runtime;
    if (cards.size() > 1 && (runtime == Runtime::vllm || runtime == Runtime::sglang || runtime == Runtime::tensorRtLlm)) {
        estimates.settings.cards = static_cast<std::uint32_t>(cards.size());
        estimates.gpu = *std::ranges::min_element(cards, {}, &Gpu::memoryBytes);
    }
}

Estimates estimateAll(Session& session, const std::shared_ptr<const Model>& model, const EstimateArguments& options) {
    const Format* const format = &formatOf(*model, options);
    if (const auto reason = format->whyNot(*model)) {
        throw badInput(options.model, fmt::format("This model cannot become {}", format->title()), *reason + ".");
    }
    std::shared_ptr<const ImportanceMatrix> importance;
    if (!options.imatrix.empty()) {
        importance = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(options.imatrix));
    }
    Estimates estimates;
    estimates.format = format;
    estimates.settings = runtimeSettings(*format, options, settingsFor(*model, options));
    estimates.survey = readSurvey(resourcePath("hardware/vram-survey.json"));
    estimates.settings.beside = companionsFrom(session, options.beside, *model, estimates.settings.runtime);
    if (options.hardware.isGiven()) {
        estimates.hardware = hardwareFrom(session, options.hardware);
        estimates.gpu = mainDevice(estimates.hardware);
        useAllCards(estimates);
    }
    const bool isPlacedByWish = options.wish.layersOnGpu || options.wish.expertLayersOnHost;
    const bool isPlaced = estimates.settings.runtime == Runtime::llamaCpp; // the others take a card as a whole
    estimates.showsPlacement =
        isPlaced && (estimates.hardware.cards.size() > 1 || estimates.hardware.host.bytes > 0 || isPlacedByWish);
    if (isPlacedByWish && !isPlaced) {
        throw badInput(
            {}, "--layers-on-gpu and --experts-in-ram are for llama.cpp",
            fmt::format("{} does not split layers between a card and main memory here.", name(estimates.settings.runtime)));
    }
    if (isPlacedByWish && estimates.hardware.cards.empty()) {
        throw badInput({}, "--layers-on-gpu and --experts-in-ram need a card",
                       "Name it with --gpu, or take --this-machine on one that has a card.");
    }
    for (const Preset& preset : format->presets()) {
        session.cancelToken().throwIfCancelled();
        const auto impossible = format->whyNot(*model, preset, importance.get());
        if (const auto reason = impossible ? impossible : whyNotIn(programOf(options), *format, &preset)) {
            estimates.unavailable.emplace_back(preset.name, *reason);
            continue;
        }
        PlanDocument document;
        document.format = format->id();
        document.preset = preset.name;
        estimates.presets.push_back(estimatePreset(makePlan(model, document, importance), estimates, options.wish));
    }
    std::ranges::stable_sort(estimates.presets, std::ranges::greater(), &PresetEstimate::fileBytes);
    return estimates;
}

void listGpus(Session& session) {
    const std::vector<Gpu> gpus = readGpus(resourcePath("hardware/gpus.json"));
    if (session.wantsJson()) {
        Json all = Json::array();
        std::ranges::transform(gpus, std::back_inserter(all), gpuJson);
        session.printJson(Json{{"gpus", std::move(all)}});
        return;
    }
    constexpr auto right = Column::Align::right;
    Table table({{"Card"}, {"Vendor"}, {"Kind"}, {"Memory", right}, {"GB/s", right}});
    for (const Gpu& gpu : gpus) {
        table.addRow({gpu.name, gpu.vendor, gpu.kind, memoryText(gpu.memoryBytes),
                      fmt::format("{:.0f}", gpu.bandwidthBytesPerSecond / 1e9)});
    }
    session.printText(table.text(session.screen()));
}

void estimate(Session& session, const EstimateArguments& options) {
    if (options.listGpus) {
        listGpus(session);
        return;
    }
    if (options.model.empty()) {
        throw badInput({}, "MODEL is required", "quantlathe-cli estimate MODEL, or estimate --list-gpus.");
    }
    const auto model = modelFromOptions(session, options.model, options.understanding);
    const Estimates estimates = estimateAll(session, model, options);
    const std::uint64_t trained = model->hyper().contextTokens;
    if (trained != 0 && estimates.settings.contextTokens > trained) {
        session.warn(fmt::format("the model was trained for {} tokens of context", groupedDigits(trained)));
    }
    if (session.wantsJson()) {
        session.printJson(estimatesJson(*model, estimates));
    } else {
        session.printText(estimatesText(*model, estimates, options.formulas, session.screen()));
    }
}

} // namespace

Command addEstimate(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("estimate", "Predict device memory, speed and reach of every preset");
    const auto options = std::make_shared<EstimateArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME");
    addTieOutput(*command, options->understanding);
    command->add_option("--context", options->context, "Tokens of context (default: 4096 or what the model was trained for)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 32U))
        ->type_name("N");
    command
        ->add_option(
            "--runtime", options->runtime,
            "The program that runs it: llama.cpp, transformers, vLLM, ExLlamaV2, TensorRT-LLM or another one of formats "
            "(default: the format's best known)")
        ->check([](const std::string& wished) {
            return programNamed(wished) ? std::string()
                                        : fmt::format("{} loads none of the formats: quantlathe-cli formats lists them",
                                                      escapeForDisplay(wished));
        })
        ->type_name("NAME");
    command
        ->add_option(
            "--kv", options->kv,
            "Type of the KV cache: f16, bf16, q8_0, q5_1 or q4_0; f16, bf16 or fp8 in vLLM; f16, q8, q6 or q4 in ExLlamaV2")
        ->check(CLI::IsMember({"f16", "bf16", "q8_0", "q5_1", "q4_0", "fp8", "q8", "q6", "q4"}))
        ->type_name("TYPE");
    command->add_option("--gpu-memory-utilization", options->gpuShare, "vLLM's share of the card's memory (default: 0.92)")
        ->check(CLI::Range(0.01, 1.0))
        ->type_name("SHARE");
    command->add_option("--sequences", options->sequences, "Parallel slots, each with the full context")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
    addHardwareOptions(*command, options->hardware);
    addBesideOptions(*command, options->beside);
    command
        ->add_option("--layers-on-gpu", options->wish.layersOnGpu,
                     "So many layers on the card (llama.cpp's -ngl), instead of what fits and is fastest")
        ->check(CLI::Range(0U, 100'000U))
        ->type_name("N");
    command
        ->add_option("--experts-in-ram", options->wish.expertLayersOnHost,
                     "The experts of so many layers in main memory (llama.cpp's --n-cpu-moe)")
        ->check(CLI::Range(0U, 100'000U))
        ->type_name("N");
    command->add_flag("--list-gpus", options->listGpus, "List the cards that are known");
    command
        ->add_option("--format", options->format,
                     "Format whose presets are estimated (default: gguf, or one that --runtime loads)")
        ->type_name("ID");
    command->add_option("--imatrix", options->imatrix, "Importance matrix, for presets that need one")->type_name("FILE");
    command->add_flag("--formulas", options->formulas, "Show how every figure came about");
    return {command, [options](Session& session) { estimate(session, *options); }};
}

} // namespace quantlathe::cli
