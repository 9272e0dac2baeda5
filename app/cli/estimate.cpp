// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli estimate: memory, speed and reach of every preset (docs/estimates.md).
#include "base/resources.h"
#include "base/text.h"
#include "command.h"
#include "estimate/hardware.h"
#include "estimate/memory.h"
#include "model_option.h"
#include "plan/plan.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <optional>

namespace quantlathe::cli {
namespace {

constexpr std::uint64_t usualContext = 4096;

struct Options {
    std::string model;
    ModelOptions understanding;
    std::string format = "gguf";
    std::string gpu;
    std::string kv = "f16";
    std::string imatrix;
    std::uint64_t context = 0; // 0: 4096, or what the model was trained for when that is less
    std::uint32_t sequences = 1;
    bool formulas = false;
    bool listGpus = false;
    bool noDesktop = false;
};

/// What a card makes of one preset.
struct OnGpu {
    FitResult fit;
    std::optional<std::uint64_t> longestContext;
    SpeedEstimate speed;
};

struct PresetEstimate {
    std::string_view name;
    std::uint64_t fileBytes;
    double bitsPerWeight;
    MemoryEstimate memory;
    std::optional<double> usersPercent; // share of surveyed users whose card is large enough
    std::optional<OnGpu> gpu;
};

struct Estimates {
    RunSettings settings;
    std::optional<Gpu> gpu;
    Survey survey;
    std::vector<PresetEstimate> presets; // largest first
    std::vector<std::pair<std::string, std::string>> unavailable;
};

Gpu gpuNamed(const std::string& name) {
    const std::vector<Gpu> gpus = readGpus(resourcePath("hardware/gpus.json"));
    if (const Gpu* const found = findGpu(gpus, name)) {
        return *found;
    }
    throw badInput({}, "No card, or more than one, is called " + escapeForDisplay(name),
                   fmt::format("Closest are {}. quantlathe-cli estimate --list-gpus prints all.",
                               fmt::join(closestGpus(gpus, name), ", ")));
}

RunSettings settingsFor(const Model& model, const Options& options) {
    RunSettings settings;
    settings.kv = *kvTypeFromName(options.kv);
    settings.sequences = options.sequences;
    settings.hasDesktop = !options.noDesktop;
    settings.contextTokens = options.context;
    if (options.context == 0) {
        const std::uint64_t trained = model.hyper().contextTokens;
        settings.contextTokens = trained == 0 ? usualContext : std::min(usualContext, trained);
    }
    return settings;
}

PresetEstimate estimatePreset(const Plan& plan, const Estimates& estimates) {
    const Model& model = *plan.model;
    const RunSettings settings = runOf(*plan.format, estimates.settings);
    PresetEstimate result{plan.preset->name,    plan.fileBytes(),
                          plan.bitsPerWeight(), estimateMemory(model, plan.choices, settings),
                          std::nullopt,         std::nullopt};
    if (result.memory.isComplete) {
        result.usersPercent = estimates.survey.percentThatHold(result.memory.total());
    }
    if (estimates.gpu) {
        result.gpu = OnGpu{fitOn(*estimates.gpu, result.memory), longestContext(model, plan.choices, settings, *estimates.gpu),
                           estimateSpeed(model, plan.choices, settings, *estimates.gpu)};
    }
    return result;
}

Estimates estimateAll(Session& session, const std::shared_ptr<const Model>& model, const Options& options) {
    const Format* const format = formatById(options.format);
    if (format == nullptr) {
        throw badInput({}, "There is no format " + escapeForDisplay(options.format), "quantlathe-cli formats lists them.");
    }
    if (const auto reason = format->whyNot(*model)) {
        throw badInput(options.model, fmt::format("This model cannot become {}", format->title()), *reason + ".");
    }
    std::shared_ptr<const ImportanceMatrix> importance;
    if (!options.imatrix.empty()) {
        importance = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(options.imatrix));
    }
    Estimates estimates;
    estimates.settings = settingsFor(*model, options);
    estimates.survey = readSurvey(resourcePath("hardware/vram-survey.json"));
    if (!options.gpu.empty()) {
        estimates.gpu = gpuNamed(options.gpu);
    }
    for (const Preset& preset : format->presets()) {
        session.cancelToken().throwIfCancelled();
        if (const auto reason = format->whyNot(*model, preset, importance.get())) {
            estimates.unavailable.emplace_back(preset.name, *reason);
            continue;
        }
        PlanDocument document;
        document.format = format->id();
        document.preset = preset.name;
        estimates.presets.push_back(estimatePreset(makePlan(model, document, importance), estimates));
    }
    std::ranges::stable_sort(estimates.presets, std::ranges::greater(), &PresetEstimate::fileBytes);
    return estimates;
}

Json fitJson(Fit fit) {
    switch (fit) {
    case Fit::fits: return "fits";
    case Fit::tight: return "tight";
    case Fit::tooLarge: return "too_large";
    case Fit::unknown: break;
    }
    return nullptr;
}

/// What is not known is null, never 0.
template <class Value>
Json ifKnown(bool isKnown, const Value& value) {
    return isKnown ? Json(value) : Json(nullptr);
}

Json cardJson(const OnGpu& gpu, bool isComplete) {
    const bool hasSpeed = gpu.speed.isKnown();
    return {{"fit", fitJson(gpu.fit.fit)},
            {"free_bytes", ifKnown(isComplete, gpu.fit.freeBytes)},
            {"longest_context", gpu.longestContext ? Json(*gpu.longestContext) : Json(nullptr)},
            {"tokens_per_second",
             {{"low", ifKnown(hasSpeed, jsonNumber(gpu.speed.low))}, {"high", ifKnown(hasSpeed, jsonNumber(gpu.speed.high))}}},
            {"speed_formula", gpu.speed.formula}};
}

Json presetJson(const PresetEstimate& preset) {
    const MemoryEstimate& memory = preset.memory;
    const bool isComplete = memory.isComplete;
    Json entry{{"name", preset.name},
               {"file_bytes", preset.fileBytes},
               {"bits_per_weight", jsonNumber(preset.bitsPerWeight)},
               {"vram",
                {{"weights", memory.weights.bytes},
                 {"kv", ifKnown(isComplete, memory.kv.bytes)},
                 {"compute", ifKnown(isComplete, memory.compute.bytes)},
                 {"overhead", memory.overhead.bytes},
                 {"total", ifKnown(isComplete, memory.total())},
                 {"at_least", memory.total()}}},
               {"host_bytes", memory.hostBytes},
               {"formulas",
                {{"weights", memory.weights.formula},
                 {"kv", memory.kv.formula},
                 {"compute", memory.compute.formula},
                 {"overhead", memory.overhead.formula}}},
               {"users_percent", preset.usersPercent ? jsonNumber(*preset.usersPercent) : Json(nullptr)}};
    if (preset.gpu) {
        entry["gpu"] = cardJson(*preset.gpu, isComplete);
    }
    return entry;
}

Json gpuJson(const Gpu& gpu) {
    return {{"name", jsonText(gpu.name)},
            {"vendor", jsonText(gpu.vendor)},
            {"kind", jsonText(gpu.kind)},
            {"memory_bytes", gpu.memoryBytes},
            {"bandwidth_bytes_per_second", jsonNumber(gpu.bandwidthBytesPerSecond)}};
}

Json estimatesJson(const Model& model, const Estimates& estimates) {
    Json presets = Json::array();
    for (const PresetEstimate& preset : estimates.presets) {
        presets.push_back(presetJson(preset));
    }
    Json unavailable = Json::array();
    for (const auto& [name, reason] : estimates.unavailable) {
        unavailable.push_back({{"name", name}, {"reason", jsonText(reason)}});
    }
    return {{"model", jsonText(model.name())},
            {"context_tokens", estimates.settings.contextTokens},
            {"trained_context_tokens", ifKnown(model.hyper().contextTokens > 0, model.hyper().contextTokens)},
            {"kv_type", name(estimates.settings.kv)},
            {"sequences", estimates.settings.sequences},
            {"gpu", estimates.gpu ? gpuJson(*estimates.gpu) : Json(nullptr)},
            {"survey", {{"name", jsonText(estimates.survey.name)}, {"month", jsonText(estimates.survey.month)}}},
            {"presets", std::move(presets)},
            {"unavailable", std::move(unavailable)}};
}

constexpr const char* unknownText = "unknown";

Cell freeCell(const FitResult& fit, bool isComplete) {
    const std::int64_t bytes = fit.freeBytes;
    const std::string amount = memoryText(static_cast<std::uint64_t>(bytes < 0 ? -bytes : bytes));
    switch (fit.fit) {
    case Fit::fits: return Cell(amount + " free", Style::good);
    case Fit::tight: return Cell(amount + " free", Style::caution);
    case Fit::unknown: return Cell(unknownText, Style::caution);
    case Fit::tooLarge: break;
    }
    return Cell((isComplete ? "" : "at least ") + amount + " short", Style::bad);
}

std::vector<Cell> cardCells(const OnGpu& gpu, bool isComplete) {
    return {freeCell(gpu.fit, isComplete), gpu.longestContext ? groupedDigits(*gpu.longestContext) : unknownText,
            gpu.speed.isKnown() ? fmt::format("{:.0f} to {:.0f}", gpu.speed.low, gpu.speed.high) : unknownText};
}

std::string presetsTable(const Estimates& estimates, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    std::vector<Column> columns{{"Preset"},
                                {"File size", right},
                                {"Bits per weight", right, false, 3},
                                {"Weights", right, false, 6},
                                {"KV cache", right, false, 6},
                                {"Compute", right, false, 7},
                                {"Overhead", right, false, 7},
                                {"Memory", right},
                                {"Users", right, false, 4}};
    if (estimates.gpu) {
        columns.insert(columns.end(), {{"On the card"}, {"Longest context", right, false, 2}, {"Tokens/s", right, false, 1}});
    }
    Table table(std::move(columns));
    for (const PresetEstimate& preset : estimates.presets) {
        const MemoryEstimate& memory = preset.memory;
        const bool isComplete = memory.isComplete;
        std::vector<Cell> row{std::string(preset.name),
                              fileSizeText(preset.fileBytes),
                              fmt::format("{:.2f}", preset.bitsPerWeight),
                              memoryText(memory.weights.bytes),
                              isComplete ? memoryText(memory.kv.bytes) : unknownText,
                              isComplete ? memoryText(memory.compute.bytes) : unknownText,
                              memoryText(memory.overhead.bytes),
                              Cell((isComplete ? "" : "at least ") + memoryText(memory.total()), Style::strong),
                              preset.usersPercent ? fmt::format("{:.0f} %", *preset.usersPercent) : unknownText};
        if (preset.gpu) {
            std::ranges::move(cardCells(*preset.gpu, isComplete), std::back_inserter(row));
        }
        table.addRow(std::move(row));
    }
    return table.text(screen);
}

std::string estimatesText(const Model& model, const Estimates& estimates, const Options& options, const Terminal& screen) {
    std::vector<std::pair<std::string, std::string>> facts{
        {"Model", escapeForDisplay(model.name())},
        {"Context",
         fmt::format("{} tokens, KV cache {}", groupedDigits(estimates.settings.contextTokens), name(estimates.settings.kv))}};
    if (estimates.gpu) {
        facts.emplace_back("Card",
                           fmt::format("{}, {:.0f} GB/s", estimates.gpu->name, estimates.gpu->bandwidthBytesPerSecond / 1e9));
    }
    facts.emplace_back("Users",
                       fmt::format("share whose card holds it: {}, {}", estimates.survey.name, estimates.survey.month));
    std::string text = factLines(facts, screen) + "\n" + presetsTable(estimates, screen);
    if (!estimates.presets.empty() && !estimates.presets.front().memory.isComplete) {
        text += fmt::format("KV cache and compute buffer are {}.\n", estimates.presets.front().memory.kv.formula);
    }
    for (const auto& [preset, reason] : estimates.unavailable) {
        text += fmt::format("Not offered: {}: {}\n", preset, reason);
    }
    if (options.formulas) {
        for (const PresetEstimate& preset : estimates.presets) {
            text += fmt::format("\n{}\n", screen.styled(preset.name, Style::strong));
            std::vector<std::pair<std::string, std::string>> formulas{{"Weights", preset.memory.weights.formula},
                                                                      {"KV cache", preset.memory.kv.formula},
                                                                      {"Compute", preset.memory.compute.formula},
                                                                      {"Overhead", preset.memory.overhead.formula}};
            if (preset.gpu) {
                formulas.emplace_back("Tokens/s", preset.gpu->speed.formula);
            }
            text += factLines(formulas, screen);
        }
    }
    return text;
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

void estimate(Session& session, const Options& options) {
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
        session.printText(estimatesText(*model, estimates, options, session.screen()));
    }
}

} // namespace

Command addEstimate(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("estimate", "Predict device memory, speed and reach of every preset");
    const auto options = std::make_shared<Options>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch");
    addTieOutput(*command, options->understanding);
    command->add_option("--context", options->context, "Tokens of context (default: 4096 or what the model was trained for)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 32U))
        ->type_name("N");
    command->add_option("--kv", options->kv, "Type of the KV cache: f16, q8_0 or q4_0")
        ->check(CLI::IsMember({"f16", "q8_0", "q4_0"}))
        ->type_name("TYPE");
    command->add_option("--sequences", options->sequences, "Parallel slots, each with the full context")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
    command->add_option("--gpu", options->gpu, "Card to fit into, for example \"RTX 3060 12 GB\"")->type_name("NAME");
    command->add_flag("--no-desktop", options->noDesktop, "Nothing else uses the card: less overhead");
    command->add_flag("--list-gpus", options->listGpus, "List the cards that are known");
    command->add_option("--format", options->format, "Format whose presets are estimated (default: gguf)")->type_name("ID");
    command->add_option("--imatrix", options->imatrix, "Importance matrix, for presets that need one")->type_name("FILE");
    command->add_flag("--formulas", options->formulas, "Show how every figure came about");
    return {command, [options](Session& session) { estimate(session, *options); }};
}

} // namespace quantlathe::cli
