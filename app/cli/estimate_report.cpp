// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate_report.h"

#include "base/text.h"
#include "estimate/companions.h"
#include "estimate/term_sources.h"
#include "figures.h"
#include "plan/figures.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace quantlathe::cli {
namespace {

/// What is not known is null, never 0.
template <class Value>
Json ifKnown(bool isKnown, const Value& value) {
    return isKnown ? Json(value) : Json(nullptr);
}

Json roomJson(const std::optional<CacheRoom>& room) {
    if (!room) {
        return nullptr;
    }
    return {{"bytes", room->bytes},
            {"tokens", room->tokens},
            {"sequences", jsonNumber(room->sequences)},
            {"formula", jsonText(room->formula)}};
}

Json extrasJson(const MemoryEstimate& memory) {
    Json lines = Json::array();
    for (const ExtraFigure& extra : memory.extras) {
        lines.push_back({{"name", jsonText(extra.title)},
                         {"bytes", ifKnown(extra.figure.isKnown, extra.figure.bytes)},
                         {"formula", jsonText(extra.figure.formula)},
                         {"source", jsonText(extra.figure.source)}});
    }
    return lines;
}

Json cardJson(const OnGpu& gpu, bool isComplete) {
    return {{"fit", fitJson(gpu.fit.fit)},
            {"free_bytes", ifKnown(isComplete && gpu.fit.fit != Fit::unknown, gpu.fit.freeBytes)},
            {"cannot_run", gpu.whyNotRun ? Json(jsonText(*gpu.whyNotRun)) : Json(nullptr)},
            {"longest_context", gpu.longestContext ? Json(*gpu.longestContext) : Json(nullptr)},
            {"tokens_per_second", speedJson(gpu.speed)},
            {"speed_formula", gpu.speed.formula},
            {"cache_room", roomJson(gpu.room)}};
}

Json presetJson(const PresetEstimate& preset, bool showsPlacement) {
    const MemoryEstimate& memory = preset.memory;
    const bool isComplete = memory.isComplete;
    Json entry{{"name", preset.name},
               {"file_bytes", preset.fileBytes},
               {"bits_per_weight", jsonNumber(preset.bitsPerWeight)},
               {"vram",
                {{"weights", memory.weights.bytes},
                 {"kv", ifKnown(memory.kv.isKnown, memory.kv.bytes)},
                 {"compute", ifKnown(memory.compute.isKnown, memory.compute.bytes)},
                 {"overhead", memory.overhead.bytes},
                 {"total", ifKnown(isComplete, memory.total())},
                 {"at_least", memory.total()}}},
               {"extras", extrasJson(memory)},
               {"host_bytes", memory.hostBytes},
               {"formulas",
                {{"weights", memory.weights.formula},
                 {"kv", memory.kv.formula},
                 {"compute", memory.compute.formula},
                 {"overhead", memory.overhead.formula}}},
               {"sources",
                {{"weights", memory.weights.source},
                 {"kv", memory.kv.source},
                 {"compute", memory.compute.source},
                 {"overhead", memory.overhead.source}}},
               {"users_percent", preset.usersPercent ? jsonNumber(*preset.usersPercent) : Json(nullptr)}};
    if (preset.gpu) {
        entry["gpu"] = cardJson(*preset.gpu, isComplete);
    }
    if (showsPlacement) {
        entry["placement"] = preset.placement ? placementJson(*preset.placement) : Json(nullptr);
    }
    if (showsPlacement || preset.gpu) {
        entry["command"] = preset.command.empty() ? Json(nullptr) : Json(jsonText(preset.command));
    }
    return entry;
}

constexpr const char* unknownText = "unknown";

std::string fitWord(Fit fit) {
    switch (fit) {
    case Fit::fits: return "fits";
    case Fit::tight: return "tight";
    case Fit::tooLarge: return "too large";
    case Fit::unknown: break;
    }
    return unknownText;
}

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

std::vector<Cell> cardCells(const OnGpu& gpu, bool isComplete, bool withRoom) {
    const bool isTooOld = gpu.whyNotRun && gpu.fit.fit != Fit::tooLarge;
    std::vector<Cell> cells{isTooOld ? Cell("fits, cannot run", Style::bad) : freeCell(gpu.fit, isComplete),
                            gpu.longestContext ? groupedDigits(*gpu.longestContext) : unknownText, speedText(gpu.speed)};
    if (withRoom) {
        cells.emplace_back(gpu.room ? fmt::format("{:.1f}", gpu.room->sequences) : unknownText);
        cells.emplace_back(gpu.room ? groupedDigits(gpu.room->tokens) : unknownText);
    }
    return cells;
}

bool showsRoom(const Estimates& estimates) {
    return std::ranges::any_of(estimates.presets,
                               [](const PresetEstimate& preset) { return preset.gpu && preset.gpu->room.has_value(); });
}

bool hasExtras(const Estimates& estimates) {
    return estimates.settings.beside != nullptr;
}

/// Where a part of it lies in main memory, or over several cards.
std::vector<Cell> placementCells(const std::optional<Placement>& placement) {
    if (!placement) {
        return {Cell(unknownText, Style::caution), unknownText, unknownText, unknownText};
    }
    const Style style = placement->fit == Fit::fits       ? Style::good
                        : placement->fit == Fit::tooLarge ? Style::bad
                                                          : Style::caution;
    return {Cell(fitWord(placement->fit), style), placementText(*placement), memoryText(placement->host.total()),
            speedText(placement->speed)};
}

std::string presetsTable(const Estimates& estimates, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    const auto& file = figureOf(sizeFigures(), "file_bytes");
    const auto& bits = figureOf(sizeFigures(), "bits_per_weight");
    std::vector<Column> columns{{"Preset"},
                                figureColumn(file),
                                figureColumn(bits, 3),
                                {"Weights", right, false, 6},
                                {"KV cache", right, false, 6},
                                {"Compute", right, false, 7},
                                {"Overhead", right, false, 7}};
    if (hasExtras(estimates)) {
        columns.push_back({"Beside", right, false, 6});
    }
    columns.insert(columns.end(), {{"Memory", right}, {"Users", right, false, 4}});
    if (estimates.showsPlacement) {
        columns.insert(columns.end(), {{"Fit"}, {"Where"}, {"Main memory", right, false, 5}, {"Tokens/s", right, false, 1}});
    } else if (estimates.gpu) {
        columns.insert(columns.end(), {{"On the card"}, {"Longest context", right, false, 2}, {"Tokens/s", right, false, 1}});
        if (showsRoom(estimates)) {
            columns.insert(columns.end(), {{"Sequences at once", right}, {"Tokens in all", right, false, 2}});
        }
    }
    Table table(std::move(columns));
    for (const PresetEstimate& preset : estimates.presets) {
        const MemoryEstimate& memory = preset.memory;
        const bool isComplete = memory.isComplete;
        const PlanSize size{preset.fileBytes, preset.bitsPerWeight};
        std::vector<Cell> row{std::string(preset.name),
                              figureText(file, size),
                              figureText(bits, size),
                              memoryText(memory.weights.bytes),
                              memory.kv.isKnown ? memoryText(memory.kv.bytes) : unknownText,
                              memory.compute.isKnown ? memoryText(memory.compute.bytes) : unknownText,
                              memoryText(memory.overhead.bytes)};
        if (hasExtras(estimates)) {
            row.emplace_back(memoryText(memory.extraBytes()));
        }
        row.emplace_back((isComplete ? "" : "at least ") + memoryText(memory.total()), Style::strong);
        row.emplace_back(preset.usersPercent ? fmt::format("{:.0f} %", *preset.usersPercent) : unknownText);
        if (estimates.showsPlacement) {
            std::ranges::move(placementCells(preset.placement), std::back_inserter(row));
        } else if (preset.gpu) {
            std::ranges::move(cardCells(*preset.gpu, isComplete, showsRoom(estimates)), std::back_inserter(row));
        }
        table.addRow(std::move(row));
    }
    return table.text(screen);
}

std::string unknownLine(const MemoryEstimate& memory) {
    if (!memory.kv.isKnown) {
        return fmt::format("KV cache and compute buffer are {}.\n", memory.kv.formula);
    }
    return memory.compute.isKnown ? std::string() : fmt::format("The compute buffer is {}.\n", memory.compute.formula);
}

std::string withSource(const Figure& figure) {
    return fmt::format("{} [{}]", figure.formula, figure.source);
}

std::vector<std::pair<std::string, std::string>> formulaFacts(const PresetEstimate& preset, Runtime runtime) {
    const MemoryEstimate& memory = preset.memory;
    std::vector<std::pair<std::string, std::string>> facts{{"Weights", withSource(memory.weights)},
                                                           {"KV cache", withSource(memory.kv)},
                                                           {"Compute", withSource(memory.compute)},
                                                           {"Overhead", withSource(memory.overhead)}};
    for (const ExtraFigure& extra : memory.extras) {
        facts.emplace_back(extra.title, withSource(extra.figure));
    }
    if (preset.placement) {
        facts.emplace_back("Tokens/s", fmt::format("{} [{}]", preset.placement->speed.formula, speedSource(runtime)));
    } else if (preset.gpu) {
        facts.emplace_back("Tokens/s", fmt::format("{} [{}]", preset.gpu->speed.formula, speedSource(runtime)));
        if (preset.gpu->room) {
            facts.emplace_back("Sequences", preset.gpu->room->formula);
        }
    }
    if (!preset.command.empty()) {
        facts.emplace_back("Command", preset.command);
    }
    return facts;
}

Json cardsJson(const std::vector<Gpu>& cards) {
    Json all = Json::array();
    std::ranges::transform(cards, std::back_inserter(all), gpuJson);
    return all;
}

} // namespace

Json fitJson(Fit fit) {
    switch (fit) {
    case Fit::fits: return "fits";
    case Fit::tight: return "tight";
    case Fit::tooLarge: return "too_large";
    case Fit::unknown: break;
    }
    return nullptr;
}

Json speedJson(const SpeedEstimate& speed) {
    return {{"low", ifKnown(speed.isKnown(), jsonNumber(speed.low))},
            {"high", ifKnown(speed.isKnown(), jsonNumber(speed.high))}};
}

std::string speedText(const SpeedEstimate& speed) {
    return !speed.isKnown() ? unknownText
                            : fmt::format("{0:.{2}f} to {1:.{2}f}", speed.low, speed.high, speedDecimals(speed.high));
}

Json placementJson(const Placement& placement) {
    Json cards = Json::array();
    for (const CardShare& card : placement.cards) {
        cards.push_back({{"name", jsonText(card.gpu.name)},
                         {"layers", card.places},
                         {"weights", card.weightBytes},
                         {"kv", card.kvBytes},
                         {"compute", card.computeBytes},
                         {"overhead", card.overheadBytes},
                         {"extras", card.extraBytes},
                         {"total", card.total()},
                         {"free_bytes", ifKnown(card.gpu.memoryBytes > 0, card.freeBytes())}});
    }
    return {{"text", jsonText(placementText(placement))},
            {"layers", placement.layers},
            {"layers_on_gpu", placement.layersOnGpu},
            {"expert_layers_in_main_memory", placement.expertLayersOnHost},
            {"cards", std::move(cards)},
            {"main_memory",
             {{"weights", placement.host.weightBytes},
              {"kv", placement.host.kvBytes},
              {"compute", placement.host.computeBytes},
              {"extras", placement.host.extraBytes},
              {"total", placement.host.total()}}},
            {"fit", fitJson(placement.fit)},
            {"tokens_per_second", speedJson(placement.speed)},
            {"speed_formula", jsonText(placement.speed.formula)}};
}

Json estimatesJson(const Model& model, const Estimates& estimates) {
    Json presets = Json::array();
    for (const PresetEstimate& preset : estimates.presets) {
        presets.push_back(presetJson(preset, estimates.showsPlacement));
    }
    Json unavailable = Json::array();
    for (const auto& [name, reason] : estimates.unavailable) {
        unavailable.push_back({{"name", name}, {"reason", jsonText(reason)}});
    }
    return {{"model", jsonText(model.name())},
            {"context_tokens", estimates.settings.contextTokens},
            {"trained_context_tokens", ifKnown(model.hyper().contextTokens > 0, model.hyper().contextTokens)},
            {"format", estimates.format->id()},
            {"runtime", name(estimates.settings.runtime)},
            {"kv_type", name(estimates.settings.kv)},
            {"tensor_parallel", estimates.settings.cards},
            {"sequences", estimates.settings.sequences},
            {"gpu", estimates.gpu ? gpuJson(*estimates.gpu) : Json(nullptr)},
            {"cards", cardsJson(estimates.hardware.cards)},
            {"main_memory", hostJson(estimates.hardware.host)},
            {"machine", estimates.hardware.machine ? machineJson(*estimates.hardware.machine) : Json(nullptr)},
            {"survey", {{"name", jsonText(estimates.survey.name)}, {"month", jsonText(estimates.survey.month)}}},
            {"presets", std::move(presets)},
            {"unavailable", std::move(unavailable)}};
}

std::string estimatesText(const Model& model, const Estimates& estimates, bool withFormulas, const Terminal& screen) {
    std::vector<std::pair<std::string, std::string>> facts{
        {"Model", escapeForDisplay(model.name())},
        {"Format", std::string(estimates.format->title())},
        {"Runtime", std::string(name(estimates.settings.runtime))},
        {"Context",
         fmt::format("{} tokens, KV cache {}", groupedDigits(estimates.settings.contextTokens), name(estimates.settings.kv))}};
    std::ranges::move(hardwareFacts(estimates.hardware), std::back_inserter(facts));
    facts.emplace_back("Users",
                       fmt::format("share whose card holds it: {}, {}", estimates.survey.name, estimates.survey.month));
    std::string text = factLines(facts, screen) + "\n" + presetsTable(estimates, screen);
    if (!estimates.presets.empty()) {
        text += unknownLine(estimates.presets.front().memory);
    }
    for (const PresetEstimate& preset : estimates.presets) {
        if (preset.gpu && preset.gpu->whyNotRun) {
            text += fmt::format("Cannot run: {}: {}\n", preset.name, *preset.gpu->whyNotRun);
        }
    }
    for (const auto& [preset, reason] : estimates.unavailable) {
        text += fmt::format("Not offered: {}: {}\n", preset, reason);
    }
    if (withFormulas) {
        for (const PresetEstimate& preset : estimates.presets) {
            text += fmt::format("\n{}\n", screen.styled(preset.name, Style::strong));
            text += factLines(formulaFacts(preset, estimates.settings.runtime), screen);
        }
    }
    return text;
}

} // namespace quantlathe::cli
