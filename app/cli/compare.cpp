// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli compare: a converted model against its original, or all presets of a format against each other.
#include "weights/compare.h"

#include "base/text.h"
#include "command.h"
#include "figures.h"
#include "hub_option.h"
#include "model_option.h"
#include "plan/figures.h"
#include "plan_options.h"
#include "result_files.h"
#include "table.h"
#include "weights/figures.h"
#include "weights/result_cache.h"

#include <fmt/format.h>
#include <memory>
#include <optional>

namespace quantlathe::cli {
namespace {

struct CompareArguments {
    std::string original;
    std::string converted;
    bool partial = false;
    bool presets = false;
    bool exact = false;
    bool noCache = false;
    bool force = false;
    std::string format = "gguf";
    std::string imatrix;
    std::string effort; // empty: high
    std::string csv;
    ModelOptions understanding;
};

// --- a converted model against its original

Json namesJson(const std::vector<std::string>& names) {
    Json all = Json::array();
    for (const std::string& name : names) {
        all.push_back(jsonText(name));
    }
    return all;
}

Json comparisonJson(const Comparison& comparison) {
    Json document{{"relative_rmse", jsonNumber(comparison.relativeRmse)}};
    Json overall = figuresJson(errorFigures(), comparison.overall);
    overall.erase("relative_rmse");
    document.update(overall);
    Json tensors = Json::array();
    for (const WeightComparison& weight : comparison.weights) {
        Json entry{{"name", jsonText(weight.name)}};
        entry.update(figuresJson(errorFigures(), weight.error));
        entry["parameters"] = weight.error.weights;
        entry["non_finite"] = weight.error.sums.nonFinite;
        tensors.push_back(std::move(entry));
    }
    document["tensors"] = std::move(tensors);
    document["missing"] = namesJson(comparison.missing);
    document["extra"] = namesJson(comparison.extra);
    document["not_comparable"] = namesJson(comparison.notComparable);
    return document;
}

std::string comparisonText(const Comparison& comparison, const Terminal& screen) {
    std::vector<const FigureRow<EncodingError>*> shown;
    std::vector<Column> columns{{"Weight", Column::Align::left, true}};
    for (const auto& row : errorFigures()) {
        if (row.isInTables) {
            shown.push_back(&row);
            columns.push_back(figureColumn(row, static_cast<int>(shown.size()) - 1));
        }
    }
    Table table(std::move(columns));
    const auto addRow = [&](std::string title, const EncodingError& error, Style style) {
        std::vector<Cell> cells{Cell(std::move(title), style)};
        for (const auto* const row : shown) {
            cells.emplace_back(figureText(*row, error));
        }
        table.addRow(std::move(cells));
    };
    for (const WeightComparison& weight : comparison.weights) {
        addRow(escapeForDisplay(weight.name), weight.error, Style::plain);
    }
    EncodingError all = comparison.overall;
    all.relative = comparison.relativeRmse;
    addRow("all", all, Style::strong);
    std::string text = table.text(screen);
    const auto list = [&](const char* title, const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            text += fmt::format("{}: {}\n", title, escapeForDisplay(name));
        }
    };
    list("Only in the original", comparison.missing);
    list("Only in the converted model", comparison.extra);
    list("Not comparable", comparison.notComparable);
    return text;
}

void compareTwo(Session& session, const CompareArguments& options) {
    const auto original = modelFromOptions(session, options.original, options.understanding);
    const auto converted = openModel(localModel(session, options.converted));
    ThreadArena arena(session.threads());
    const Comparison comparison = compareModels(*original, *converted, arena, session.progress(), session.cancelToken());
    if (session.wantsJson()) {
        session.printJson(comparisonJson(comparison));
    } else {
        session.printText(comparisonText(comparison, session.screen()));
    }
    if (!comparison.isComplete() && !options.partial) {
        throw badInput(
            options.converted, "The two models do not hold the same weights",
            fmt::format("{} only in the original, {} only in the converted model, {} not comparable. --partial accepts that.",
                        comparison.missing.size(), comparison.extra.size(), comparison.notComparable.size()));
    }
}

// --- all presets of a format

struct PresetResult {
    std::string_view name;
    PlanSize size;
    PlanQuality quality;
    std::optional<PlanQuality> highEffort; // where it was asked for and changes anything
};

struct PresetTable {
    Effort effort = Effort::high; // the highest that was measured
    std::vector<PresetResult> results;
    std::vector<std::pair<std::string, std::string>> unavailable; // preset, reason
};

PresetTable measurePresets(Session& session, const CompareArguments& options) {
    const auto model = modelFromOptions(session, options.original, options.understanding);
    checkResultFiles(model->checkpoint(), {options.imatrix}, {options.csv}, options.force);
    const Format* const format = formatById(options.format);
    if (format == nullptr) {
        throw badInput({}, "No format is called " + escapeForDisplay(options.format), "quantlathe-cli formats lists them.");
    }
    if (const auto reason = format->whyNot(*model)) {
        throw badInput(options.original, "This model cannot become " + std::string(format->title()), *reason);
    }
    std::shared_ptr<const ImportanceMatrix> importance;
    if (!options.imatrix.empty()) {
        importance = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(options.imatrix));
    }
    std::optional<ResultCache> cache;
    if (!options.noCache) {
        cache.emplace();
    }
    const Effort effort = options.effort.empty() ? Effort::high : effortFromOption(options.effort);
    ThreadArena arena(session.threads());
    QualityOptions quality;
    quality.exact = options.exact;
    PresetTable table{.effort = effort, .results = {}, .unavailable = {}};
    for (const Preset& preset : format->presets()) {
        if (const auto reason = format->whyNot(*model, preset, importance.get())) {
            table.unavailable.emplace_back(preset.name, *reason);
            continue;
        }
        PlanDocument document;
        document.format = format->id();
        document.preset = preset.name;
        Plan plan = makePlan(model, document, importance);
        const auto measured = [&] {
            return measureQuality(plan, quality, cache ? &*cache : nullptr, arena, session.progress(), session.cancelToken());
        };
        PresetResult& result = table.results.emplace_back(
            PresetResult{preset.name, {plan.fileBytes(), plan.bitsPerWeight()}, measured(), std::nullopt});
        if (effort == Effort::high && plan.hasEffort()) {
            plan.document.effort = Effort::high;
            result.highEffort = measured();
        }
    }
    std::stable_sort(table.results.begin(), table.results.end(),
                     [](const PresetResult& a, const PresetResult& b) { return a.size.fileBytes > b.size.fileBytes; });
    return table;
}

std::string csvText(const PresetTable& table) {
    std::string csv = "preset,file_bytes,bits_per_weight,relative_error,interval95,sampled,"
                      "high_effort_relative_error,high_effort_interval95\n";
    for (const PresetResult& result : table.results) {
        const std::string high =
            result.highEffort ? fmt::format("{:.9g},{:.3g}", result.highEffort->relativeError, result.highEffort->interval95)
                              : ",";
        csv += fmt::format("{},{},{:.6f},{:.9g},{:.3g},{},{}\n", result.name, result.size.fileBytes, result.size.bitsPerWeight,
                           result.quality.relativeError, result.quality.interval95, result.quality.sampled ? 1 : 0, high);
    }
    return csv;
}

Json highEffort(const PresetResult& result) {
    return result.highEffort ? figuresJson(qualityFigures(), *result.highEffort) : Json(nullptr);
}

Json presetsJson(const PresetTable& table) {
    Json presets = Json::array();
    for (const PresetResult& result : table.results) {
        Json entry{{"name", result.name}};
        entry.update(figuresJson(sizeFigures(), result.size));
        entry.update(figuresJson(qualityFigures(), result.quality));
        entry["sampled"] = result.quality.sampled;
        entry["weights_looked_at"] = result.quality.weightsLookedAt;
        entry["weights_total"] = result.quality.weightsTotal;
        entry["high_effort"] = highEffort(result);
        presets.push_back(std::move(entry));
    }
    Json unavailable = Json::array();
    for (const auto& [name, reason] : table.unavailable) {
        unavailable.push_back({{"name", name}, {"reason", jsonText(reason)}});
    }
    return {{"presets", std::move(presets)}, {"unavailable", std::move(unavailable)}};
}

std::string presetsText(const PresetTable& table, const Terminal& screen) {
    const auto& file = figureOf(sizeFigures(), "file_bytes");
    const auto& bits = figureOf(sizeFigures(), "bits_per_weight");
    const auto& error = figureOf(qualityFigures(), "relative_error");
    const auto& interval = figureOf(qualityFigures(), "interval95");
    Table shown({{"Preset"},
                 figureColumn(file),
                 figureColumn(bits, 1),
                 figureColumn(error),
                 figureColumn(interval, 2),
                 {"High effort, %", Column::Align::right}});
    for (const PresetResult& result : table.results) {
        shown.addRow({std::string(result.name), figureText(file, result.size), figureText(bits, result.size),
                      figureText(error, result.quality),
                      result.quality.sampled ? "± " + figureText(interval, result.quality) : "exact",
                      result.highEffort              ? figureText(error, *result.highEffort)
                      : table.effort == Effort::high ? "the same"
                                                     : "not measured"});
    }
    std::string text = shown.text(screen);
    for (const auto& [name, reason] : table.unavailable) {
        text += fmt::format("Not offered: {}: {}\n", name, reason);
    }
    return text;
}

void comparePresets(Session& session, const CompareArguments& options) {
    const PresetTable table = measurePresets(session, options);
    if (!options.csv.empty()) {
        writeResultFile(options.csv, csvText(table), options.force);
    }
    if (session.wantsJson()) {
        session.printJson(presetsJson(table));
    } else {
        session.printText(presetsText(table, session.screen()));
    }
}

void compare(Session& session, const CompareArguments& options) {
    if (options.presets == options.converted.empty()) {
        options.presets ? comparePresets(session, options) : compareTwo(session, options);
        return;
    }
    throw badInput({}, options.presets ? "--presets compares one model with itself" : "Only one model is given",
                   "compare ORIGINAL CONVERTED or compare MODEL --presets.");
}

} // namespace

Command addCompare(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("compare", "Measure what a conversion changed, or what each preset would");
    const auto options = std::make_shared<CompareArguments>();
    command->add_option("ORIGINAL", options->original, "File or folder")->required();
    command->add_option("CONVERTED", options->converted, "File or folder made from it");
    addTieOutput(*command, options->understanding);
    command->add_flag("--partial", options->partial, "Accept weights that only one of the two has");
    auto* const presets = command->add_flag("--presets", options->presets, "Size and error of every preset for ORIGINAL");
    command->add_option("--format", options->format, "Format whose presets are compared (default: gguf)")
        ->needs(presets)
        ->type_name("ID");
    command->add_flag("--exact", options->exact, "Measure every weight instead of a sample")->needs(presets);
    command->add_flag("--no-cache", options->noCache, "Neither use nor keep measured results")->needs(presets);
    command->add_option("--imatrix", options->imatrix, "Importance matrix (GGUF or .dat)")->needs(presets)->type_name("FILE");
    command
        ->add_option("--effort", options->effort, "normal: leave out what high effort would give; high: measure both (default)")
        ->needs(presets)
        ->type_name("normal|high");
    command->add_option("--csv", options->csv, "Write the table of the presets to this file")
        ->needs(presets)
        ->type_name("FILE");
    command->add_flag("--force", options->force, "Replace an existing file")->needs(presets);
    return {command, [options](Session& session) { compare(session, *options); }};
}

} // namespace quantlathe::cli
