// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli pareto: the best mixes of every size, beside the presets.
#include "base/error.h"
#include "base/text.h"
#include "command.h"
#include "estimate_report.h"
#include "figures.h"
#include "model_option.h"
#include "plan/figures.h"
#include "plan_options.h"
#include "planner_options.h"
#include "planner_text.h"
#include "result_files.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <span>

namespace quantlathe::cli {
namespace {

struct ParetoArguments {
    std::string model;
    ModelOptions understanding;
    std::string format = "gguf";
    CalibrationChoice guide; // an importance matrix or statistics
    std::string csv;
    bool force = false;
    PlannerOptions planner;
    BudgetOptions machine; // that the mixes shall run on, if one is named
};

/// A mix of the front, and what the machine makes of it; nothing without a machine.
struct Mix {
    const PlannedPoint* point;
    std::optional<Placement> placement;
};

bool isQuickEnough(const Placement& placement, double tokensPerSecond) {
    const bool fits = placement.fit == Fit::fits || placement.fit == Fit::tight;
    return tokensPerSecond <= 0 || (fits && placement.speed.middle() >= tokensPerSecond);
}

/// Without a speed all of them; else those that fit and reach it. Throws Error(badInput) where there is none.
std::vector<Mix> mixesOn(const Planner& planner, const std::optional<MachineBudget>& machine, const CancelToken& cancel) {
    std::vector<Mix> mixes;
    double quickest = 0;
    for (const PlannedPoint& point : planner.front()) {
        cancel.throwIfCancelled();
        Mix mix{&point, std::nullopt};
        if (machine) {
            mix.placement = placeModel(*planner.table().model, planner.choicesAt(point), machine->run, machine->cards,
                                       machine->host, {.reserveBytes = machine->reserveBytes});
            if (!mix.placement) {
                throw badInput(planner.table().model->checkpoint().path(), "How this model would run is not known",
                               "Leave out the machine to see the mixes of every size.");
            }
            quickest = std::max(quickest, mix.placement->speed.middle());
        }
        if (!machine || isQuickEnough(*mix.placement, machine->tokensPerSecond)) {
            mixes.push_back(std::move(mix));
        }
    }
    if (mixes.empty()) {
        throw badInput({}, fmt::format("No mix fits and reaches {:g} tokens/s there", machine->tokensPerSecond),
                       fmt::format("The quickest makes {:.1f}.", quickest));
    }
    return mixes;
}

Json pointJson(std::string_view kind, std::string_view name, std::uint64_t bytes, const Prediction& prediction) {
    Json json{{"kind", kind}, {"name", name}, {"file_bytes", bytes}};
    json.update(predictionJson(prediction));
    return json;
}

std::string csvOf(const Planner& planner, std::span<const Mix> mixes) {
    const bool onMachine = mixes.front().placement.has_value();
    std::string text = "kind,name,file_bytes,kl,kl_low,kl_high,ln_perplexity_change,kl_drop_per_100_mb";
    text += onMachine ? ",tokens_per_second\n" : "\n";
    const auto line = [&](std::string_view kind, std::string_view name, std::uint64_t bytes, const Prediction& p,
                          const std::string& drop, const std::string& speed) {
        text += fmt::format("{},{},{},{},{},{},{},{}{}\n", kind, name, bytes, p.kl, p.klLow, p.klHigh, p.logPerplexityChange,
                            drop, onMachine ? "," + speed : "");
    };
    for (const Mix& mix : mixes) {
        const double speed = mix.placement ? mix.placement->speed.middle() : 0;
        line("mix", "", mix.point->fileBytes, mix.point->prediction, fmt::format("{}", mix.point->klDropPer100MB),
             speed > 0 ? fmt::format("{}", speed) : std::string());
    }
    for (const PresetPoint& preset : planner.presets()) {
        line("preset", preset.preset->name, preset.fileBytes, preset.prediction, "", "");
    }
    return text;
}

std::string frontTable(const Planner& planner, std::span<const Mix> mixes, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    const auto& file = figureOf(sizeFigures(), "file_bytes");
    const auto& bits = figureOf(sizeFigures(), "bits_per_weight");
    const bool onMachine = mixes.front().placement.has_value();
    std::vector<Column> columns{figureColumn(file),
                                figureColumn(bits),
                                {"Predicted KL", right},
                                {"More bytes save", right, false, 1},
                                {"Preset of about that size", Column::Align::left, false, 2},
                                {"Its KL", right, false, 2}};
    if (onMachine) {
        columns.insert(columns.end(), {{"Tokens/s", right}, {"Where"}});
    }
    Table table(std::move(columns));
    constexpr std::size_t mostRows = 24;
    const std::size_t rows = onMachine ? std::min(mostRows, mixes.size()) : mostRows;
    for (std::size_t i = 0; i < rows; ++i) {
        const Mix& mix = mixes[rows == 1 ? 0 : i * (mixes.size() - 1) / (rows - 1)];
        const PlannedPoint& point = *mix.point;
        const PlanSize size{point.fileBytes, point.bitsPerWeight};
        const PresetPoint* const preset = planner.nearestPreset(point.fileBytes);
        std::vector<Cell> row{figureText(file, size),
                              figureText(bits, size),
                              klText(point.prediction.kl),
                              fmt::format("{}: {}", stepText(point.fileBytes), klText(point.klDropPerStep)),
                              fmt::format("{} ({})", preset->preset->name, fileSizeText(preset->fileBytes)),
                              klText(preset->prediction.kl)};
        if (onMachine) {
            row.emplace_back(speedText(mix.placement->speed));
            row.emplace_back(placementText(*mix.placement));
        }
        table.addRow(std::move(row));
    }
    return table.text(screen);
}

void showFront(Session& session, const ParetoArguments& options) {
    const auto model = modelFromOptions(session, options.model, options.understanding);
    checkResultFiles(model->checkpoint(), {options.guide.file, options.planner.losses.sensitivity}, {options.csv},
                     options.force);
    PlanDocument base;
    base.format = options.format;
    PlannerOptions planning = options.planner;
    if (options.guide.source == CalibrationChoice::Source::statistics) {
        planning.losses.calibration = options.guide.file;
    }
    const Planner planner = plannerFor(session, model, importanceFromOptions(options.guide, {}), base, planning);
    const std::vector<Mix> mixes = mixesOn(planner, machineFrom(session, options.machine), session.cancelToken());
    if (!options.csv.empty()) {
        writeResultFile(options.csv, csvOf(planner, mixes), options.force);
    }
    if (!session.wantsJson()) {
        session.printText(sourceText(planner.table(), session.screen()) + "\n" + frontTable(planner, mixes, session.screen()));
        return;
    }
    Json front = Json::array();
    for (const Mix& mix : mixes) {
        Json json = pointJson("mix", "", mix.point->fileBytes, mix.point->prediction);
        json["bits_per_weight"] = jsonNumber(mix.point->bitsPerWeight);
        json["kl_drop_per_100_mb"] = jsonNumber(mix.point->klDropPer100MB);
        if (mix.placement) {
            json["fit"] = fitJson(mix.placement->fit);
            json["tokens_per_second"] = speedJson(mix.placement->speed);
            json["placement"] = placementJson(*mix.placement);
        }
        front.push_back(std::move(json));
    }
    Json presets = Json::array();
    for (const PresetPoint& preset : planner.presets()) {
        presets.push_back(pointJson("preset", preset.preset->name, preset.fileBytes, preset.prediction));
    }
    Json document{{"model", jsonText(model->name())}, {"format", planner.table().format->id()}};
    document.update(sourceJson(planner.table()));
    document["front"] = std::move(front);
    document["presets"] = std::move(presets);
    session.printJson(document);
}

} // namespace

Command addPareto(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("pareto", "Show the best mixes of every size beside the presets");
    const auto options = std::make_shared<ParetoArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME")->required();
    addTieOutput(*command, options->understanding);
    command->add_option("--format", options->format, "Output format (default: gguf)")->type_name("ID");
    addGuideOptions(*command, options->guide);
    addPlannerOptions(*command, options->planner);
    addMachineOptions(*command, options->machine);
    command->add_option("--csv", options->csv, "Write all points to this file, too")->type_name("FILE");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) { showFront(session, *options); }};
}

} // namespace quantlathe::cli
