// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli imatrix-info: what an importance matrix holds, and which weights of a model it covers.
#include "base/text.h"
#include "command.h"
#include "formats/importance.h"
#include "hub_option.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <optional>

namespace quantlathe::cli {
namespace {

struct ImatrixInfoArguments {
    std::string file;
    std::string model;
    bool tensors = false;
};

std::string_view name(WeightCoverage::State state) {
    return state == WeightCoverage::State::covered   ? "covered"
           : state == WeightCoverage::State::missing ? "missing"
                                                     : "wrong width";
}

std::vector<std::string> sortedNames(const ImportanceMatrix& matrix) {
    std::vector<std::string> names;
    for (const auto& [weight, values] : matrix.columns) {
        names.push_back(weight);
    }
    std::ranges::sort(names);
    return names;
}

Json coverageJson(const ImportanceCoverage& found) {
    Json weights = Json::array();
    for (const WeightCoverage& entry : found.weights) {
        weights.push_back({{"name", jsonText(entry.weight->name)},
                           {"state", name(entry.state)},
                           {"expected", entry.expected},
                           {"values", entry.values},
                           {"experts", entry.experts},
                           {"unused_experts", entry.unusedExperts},
                           {"silent_columns", entry.silentColumns}});
    }
    Json unknown = Json::array();
    std::ranges::transform(found.unknown, std::back_inserter(unknown),
                           [](const std::string& entry) { return jsonText(entry); });
    return {{"fits", found.fits()},          {"covered", found.covered},
            {"missing", found.missing},      {"wrong_width", found.wrongWidth},
            {"weights", std::move(weights)}, {"unknown", std::move(unknown)}};
}

Json matrixJson(const ImportanceMatrix& matrix, const std::optional<ImportanceCoverage>& found) {
    Json datasets = Json::array();
    std::ranges::transform(matrix.datasets, std::back_inserter(datasets),
                           [](const std::string& text) { return jsonText(text); });
    Json entries = Json::array();
    for (const std::string& weight : sortedNames(matrix)) {
        entries.push_back(
            {{"name", jsonText(weight)}, {"values", matrix.columns.at(weight).size()}, {"counts", matrix.counts.at(weight)}});
    }
    return {{"file", jsonPath(matrix.file)},
            {"form", matrix.form == ImportanceMatrix::Form::gguf ? "gguf" : "legacy"},
            {"datasets", std::move(datasets)},
            {"chunks", matrix.chunks},
            {"chunk_tokens", matrix.chunkTokens},
            {"entries", std::move(entries)},
            {"coverage", found ? coverageJson(*found) : Json(nullptr)}};
}

std::string coverageTable(const ImportanceCoverage& found, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    Table table({{"Weight", Column::Align::left, true},
                 {"State"},
                 {"Values", right},
                 {"Expected", right},
                 {"Unused experts", right, false, 1},
                 {"Silent columns", right, false, 1}});
    for (const WeightCoverage& entry : found.weights) {
        const bool isCovered = entry.state == WeightCoverage::State::covered;
        table.addRow({escapeForDisplay(entry.weight->name),
                      Cell(std::string(name(entry.state)), isCovered ? Style::plain : Style::caution),
                      groupedDigits(entry.values), groupedDigits(entry.expected),
                      entry.experts > 1 ? fmt::format("{} of {}", entry.unusedExperts, entry.experts) : std::string(),
                      entry.silentColumns > 0 ? groupedDigits(entry.silentColumns) : std::string()});
    }
    return table.text(screen);
}

std::string entriesTable(const ImportanceMatrix& matrix, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    Table table({{"Entry", Column::Align::left, true}, {"Values", right}, {"Matrices", right}});
    for (const std::string& weight : sortedNames(matrix)) {
        table.addRow({escapeForDisplay(weight), groupedDigits(matrix.columns.at(weight).size()),
                      groupedDigits(matrix.counts.at(weight).size())});
    }
    return table.text(screen);
}

std::string matrixText(const ImportanceMatrix& matrix, const std::optional<ImportanceCoverage>& found,
                       const ImatrixInfoArguments& options, const Terminal& screen) {
    std::vector<std::string> datasets;
    std::ranges::transform(matrix.datasets, std::back_inserter(datasets),
                           [](const std::string& text) { return escapeForDisplay(text); });
    std::vector<std::pair<std::string, std::string>> facts{
        {"File type", matrix.form == ImportanceMatrix::Form::gguf ? "GGUF" : "legacy .dat"},
        {"Entries", groupedDigits(matrix.columns.size())},
        {"Chunks", matrix.chunkTokens > 0 ? fmt::format("{} of {} tokens", matrix.chunks, matrix.chunkTokens)
                                          : fmt::format("{}", matrix.chunks)},
        {"Data sets", datasets.empty() ? std::string("not said") : fmt::format("{}", fmt::join(datasets, ", "))}};
    if (found) {
        facts.emplace_back("Coverage", found->summary());
    }
    std::string text = factLines(facts, screen);
    if (options.tensors) {
        text.append("\n").append(found ? coverageTable(*found, screen) : entriesTable(matrix, screen));
    }
    return text;
}

void showMatrix(Session& session, const ImatrixInfoArguments& options) {
    const ImportanceMatrix matrix = readImportanceMatrix(options.file);
    const auto model = options.model.empty() ? nullptr : openModel(localModel(session, options.model));
    const auto found = model == nullptr ? std::nullopt : std::optional(coverage(*model, matrix));
    if (session.wantsJson()) {
        session.printJson(matrixJson(matrix, found));
    } else {
        session.printText(matrixText(matrix, found, options, session.screen()));
    }
}

} // namespace

Command addImatrixInfo(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("imatrix-info", "Show an importance matrix and which weights of a model it covers");
    const auto options = std::make_shared<ImatrixInfoArguments>();
    command->add_option("FILE", options->file, "An importance matrix, GGUF or .dat")->required();
    command->add_option("--model", options->model, "The model to compare with")->type_name("MODEL");
    command->add_flag("--tensors", options->tensors, "List every entry, or with --model every weight");
    return {command, [options](Session& session) { showMatrix(session, *options); }};
}

} // namespace quantlathe::cli
