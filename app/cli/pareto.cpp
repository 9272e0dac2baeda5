// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli pareto: the best mixes of every size, beside the presets.
#include "base/text.h"
#include "command.h"
#include "figures.h"
#include "model_option.h"
#include "plan/figures.h"
#include "plan_options.h"
#include "planner_options.h"
#include "planner_text.h"
#include "result_files.h"
#include "table.h"

#include <fmt/format.h>
#include <memory>

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
};

Json pointJson(std::string_view kind, std::string_view name, std::uint64_t bytes, const Prediction& prediction) {
    Json json{{"kind", kind}, {"name", name}, {"file_bytes", bytes}};
    json.update(predictionJson(prediction));
    return json;
}

std::string csvOf(const Planner& planner) {
    std::string text = "kind,name,file_bytes,kl,kl_low,kl_high,ln_perplexity_change,kl_drop_per_100_mb\n";
    const auto line = [&](std::string_view kind, std::string_view name, std::uint64_t bytes, const Prediction& p,
                          const std::string& drop) {
        text +=
            fmt::format("{},{},{},{},{},{},{},{}\n", kind, name, bytes, p.kl, p.klLow, p.klHigh, p.logPerplexityChange, drop);
    };
    for (const PlannedPoint& point : planner.front()) {
        line("mix", "", point.fileBytes, point.prediction, fmt::format("{}", point.klDropPer100MB));
    }
    for (const PresetPoint& preset : planner.presets()) {
        line("preset", preset.preset->name, preset.fileBytes, preset.prediction, "");
    }
    return text;
}

std::string frontTable(const Planner& planner, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    const auto& file = figureOf(sizeFigures(), "file_bytes");
    const auto& bits = figureOf(sizeFigures(), "bits_per_weight");
    Table table({figureColumn(file),
                 figureColumn(bits),
                 {"Predicted KL", right},
                 {"More bytes save", right, false, 1},
                 {"Preset of about that size", Column::Align::left, false, 2},
                 {"Its KL", right, false, 2}});
    constexpr std::size_t rows = 24;
    const auto front = planner.front();
    for (std::size_t i = 0; i < rows; ++i) {
        const PlannedPoint& point = front[i * (front.size() - 1) / (rows - 1)];
        const PlanSize size{point.fileBytes, point.bitsPerWeight};
        const PresetPoint* const preset = planner.nearestPreset(point.fileBytes);
        table.addRow({figureText(file, size), figureText(bits, size), klText(point.prediction.kl),
                      fmt::format("{}: {}", stepText(point.fileBytes), klText(point.klDropPerStep)),
                      fmt::format("{} ({})", preset->preset->name, fileSizeText(preset->fileBytes)),
                      klText(preset->prediction.kl)});
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
    if (!options.csv.empty()) {
        writeResultFile(options.csv, csvOf(planner), options.force);
    }
    if (!session.wantsJson()) {
        session.printText(sourceText(planner.table(), session.screen()) + "\n" + frontTable(planner, session.screen()));
        return;
    }
    Json front = Json::array();
    for (const PlannedPoint& point : planner.front()) {
        Json json = pointJson("mix", "", point.fileBytes, point.prediction);
        json["bits_per_weight"] = jsonNumber(point.bitsPerWeight);
        json["kl_drop_per_100_mb"] = jsonNumber(point.klDropPer100MB);
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
    command->add_option("--csv", options->csv, "Write all points to this file, too")->type_name("FILE");
    command->add_flag("--force", options->force, "Replace an existing file");
    return {command, [options](Session& session) { showFront(session, *options); }};
}

} // namespace quantlathe::cli
