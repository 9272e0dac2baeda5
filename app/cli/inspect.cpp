// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli inspect: what a checkpoint holds.
#include "base/text.h"
#include "checkpoint/metadata_text.h"
#include "checkpoint/replica.h"
#include "command.h"
#include "figures.h"
#include "hub_option.h"
#include "model/assumptions.h"
#include "model/guessed_roles.h"
#include "model_option.h"
#include "model_text.h"
#include "table.h"
#include "weights/figures.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <unordered_map>

namespace quantlathe::cli {
namespace {

struct InspectOptions {
    std::string model;
    std::string statistics; // empty: none; else a pattern over canonical names
    bool tensors = false;
    bool metadata = false;
};

struct NamedStatistics {
    const Weight* weight;
    WeightStatistics numbers;
};

std::string_view nameOf(ElementType type) {
    return info(type).name;
}

/// Statistics of every weight whose canonical or stored name matches; those that nothing decodes are left out with a warning.
std::vector<NamedStatistics> measure(Session& session, const Model& model, const std::string& pattern) {
    std::vector<const Weight*> chosen;
    std::uint64_t bytes = 0;
    for (const Weight& weight : model.weights()) {
        if (!globMatches(pattern, weight.name) && !globMatches(pattern, weight.sourceName)) {
            continue;
        }
        if (const auto reason = whyNotReadable(weight)) {
            session.warn(escapeForDisplay(weight.name) + ": " + *reason);
            continue;
        }
        chosen.push_back(&weight);
        bytes += weight.isStored() ? weight.storedBytes() : 0;
    }
    if (chosen.empty()) {
        throw badInput(model.checkpoint().path(), "No weight to look at",
                       "No readable weight matches " + escapeForDisplay(pattern) + ". inspect --tensors lists the names.");
    }
    ThreadArena arena(session.threads());
    std::vector<NamedStatistics> all;
    all.reserve(chosen.size());
    session.progress().start("Reading", bytes);
    for (const Weight* const weight : chosen) {
        session.progress().setItem(weight->name);
        all.push_back({weight, computeStatistics(model, *weight, arena, session.progress(), session.cancelToken())});
    }
    session.progress().finish();
    return all;
}

WeightStatistics total(const std::vector<NamedStatistics>& all) {
    std::vector<WeightStatistics> parts;
    parts.reserve(all.size());
    for (const NamedStatistics& one : all) {
        parts.push_back(one.numbers);
    }
    return merged(parts);
}

Json tensorsJson(const Model& model) {
    std::unordered_map<std::size_t, const Weight*> weightOf;
    for (const Weight& weight : model.weights()) {
        for (const std::size_t tensor : weight.tensors) { // of a tensor that is split up, the first part is told
            weightOf.emplace(tensor, &weight);
        }
    }
    Json tensors = Json::array();
    const auto stored = model.checkpoint().tensors();
    for (std::size_t i = 0; i < stored.size(); ++i) {
        Json entry{{"name", jsonText(stored[i].name)},
                   {"shape", stored[i].shape},
                   {"dtype", nameOf(stored[i].type)},
                   {"bytes", stored[i].bytes}};
        if (const auto weight = weightOf.find(i); weight != weightOf.end()) {
            entry["weight"] = jsonText(weight->second->name);
            entry["role"] = name(weight->second->role);
            entry["layer"] = weight->second->layer ? Json(*weight->second->layer) : Json(nullptr);
        }
        tensors.push_back(std::move(entry));
    }
    return tensors;
}

Json modelJson(const Model& model) {
    const auto guess = tokenizerGuess(model);
    const Checkpoint& checkpoint = model.checkpoint();
    const auto address = addressOfReplica(checkpoint);
    Json remarks = Json::array();
    for (const std::string& remark : remarksOn(model)) {
        remarks.push_back(jsonText(remark));
    }
    Json files = Json::array();
    for (const MappedFile& file : checkpoint.files()) {
        files.push_back({{"path", jsonPath(file.path())}, {"bytes", wholeBytes(file)}});
    }
    return {{"name", jsonText(model.name())},
            {"address", address ? Json(jsonText(*address)) : Json(nullptr)},
            {"format", name(checkpoint.kind())},
            {"architecture", jsonText(model.architecture())},
            {"understood", model.understood()},
            {"not_understood", model.notUnderstood() ? Json(jsonText(*model.notUnderstood())) : Json(nullptr)},
            {"guessed_roles", hasGuessedRoles(model)},
            {"remarks", std::move(remarks)},
            {"tokenizer_guess", guess ? Json(jsonText(*guess)) : Json(nullptr)},
            {"parameters", model.parameters()},
            {"active_parameters", activeParameters(model)},
            {"packed_parameters", countsPackedNumbers(model)},
            {"layers", model.hyper().layers},
            {"prediction_layers", model.hyper().predictionLayers},
            {"dtype", model.storedTypeName()},
            {"quantized", model.isQuantized()},
            {"file_bytes", checkpoint.fileBytes()},
            {"files", std::move(files)},
            {"hyper_parameters", hyperParametersJson(model.hyper())},
            {"tokenizer", tokenizerJson(model.tokenizer())}};
}

std::string typesTable(const Model& model, const Terminal& screen) {
    struct Sum {
        std::uint64_t tensors = 0;
        std::uint64_t weights = 0;
        std::uint64_t bytes = 0;
    };
    std::map<ElementType, Sum> byType;
    for (const TensorInfo& tensor : model.checkpoint().tensors()) {
        Sum& sum = byType[tensor.type];
        ++sum.tensors;
        sum.weights += tensor.elements();
        sum.bytes += tensor.bytes;
    }
    constexpr auto right = Column::Align::right;
    Table table({{"Type"}, {"Tensors", right}, {"Weights", right}, {"Size", right}});
    for (const auto& [type, sum] : byType) {
        table.addRow(
            {std::string(nameOf(type)), std::to_string(sum.tensors), parameterText(sum.weights), fileSizeText(sum.bytes)});
    }
    return table.text(screen);
}

std::string tensorsTable(const Model& model, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    Table table({{"Tensor", Column::Align::left, true}, {"Shape", right}, {"Type"}, {"Size, MB", right, false, 1}});
    for (const TensorInfo& tensor : model.checkpoint().tensors()) {
        table.addRow({escapeForDisplay(tensor.name), shapeText(tensor.shape), std::string(nameOf(tensor.type)),
                      quantityText(tensorSizeQuantity(tensor.bytes))});
    }
    return table.text(screen);
}

std::string statisticsTable(const std::vector<NamedStatistics>& all, const Terminal& screen) {
    const auto rows = statisticsFigures();
    const auto dropOrder = [](std::string_view key) { // what gives way first on a narrow screen
        static constexpr std::array<std::string_view, 9> lastToFirst{
            "inf", "nan", "max", "min", "excess_kurtosis", "beyond_six_sigma_share", "zero_share", "mean", "count"};
        const auto place = std::ranges::find(lastToFirst, key);
        return place == lastToFirst.end() ? 0 : static_cast<int>(place - lastToFirst.begin()) + 1;
    };
    std::vector<Column> columns{{"Weight", Column::Align::left, true}};
    for (const auto& row : rows) {
        columns.push_back(figureColumn(row, dropOrder(row.key)));
    }
    Table table(std::move(columns));
    const auto addRow = [&](std::string title, const WeightStatistics& numbers, Style style) {
        std::vector<Cell> cells{Cell(std::move(title), style)};
        for (const auto& row : rows) {
            const bool countsBroken = row.key == "nan" || row.key == "inf";
            const bool isBroken = row.shown(numbers).value > 0;
            cells.emplace_back(figureText(row, numbers), !countsBroken ? Style::plain : isBroken ? Style::bad : Style::faint);
        }
        table.addRow(std::move(cells));
    };
    for (const NamedStatistics& one : all) {
        addRow(escapeForDisplay(one.weight->name), one.numbers, Style::plain);
    }
    if (all.size() > 1) {
        addRow("all", total(all), Style::strong);
    }
    return table.text(screen);
}

void printJson(Session& session, const Model& model, const InspectOptions& options,
               const std::vector<NamedStatistics>& statistics) {
    Json document = modelJson(model);
    if (options.metadata) {
        document["metadata"] = metadataJson(model.checkpoint().metadata());
    }
    document["tensors"] = tensorsJson(model);
    if (!statistics.empty()) {
        Json weights = Json::array();
        for (const NamedStatistics& one : statistics) {
            Json entry{{"name", jsonText(one.weight->name)}};
            entry.update(figuresJson(statisticsFigures(), one.numbers));
            weights.push_back(std::move(entry));
        }
        document["statistics"] = {{"total", figuresJson(statisticsFigures(), total(statistics))},
                                  {"weights", std::move(weights)}};
    }
    session.printJson(document);
}

void printText(Session& session, const Model& model, const InspectOptions& options,
               const std::vector<NamedStatistics>& statistics) {
    const Terminal& screen = session.screen();
    std::string text = factLines(modelFacts(model), screen) + "\n" + typesTable(model, screen);
    for (const auto& [alias, listed] : model.checkpoint().aliases()) {
        text += fmt::format("\n{} is another name of {}\n", escapeForDisplay(alias), escapeForDisplay(listed));
    }
    if (model.notUnderstood()) {
        text += "\n" + screen.styled(escapeForDisplay(*model.notUnderstood(), 4096), Style::caution) + "\n";
    }
    for (const std::string& remark : remarksOn(model)) {
        text += "\n" + screen.styled("Warning: " + remark, Style::caution) + "\n";
    }
    if (const auto advice = tokenizerAdvice(model)) {
        text += "\n" + screen.styled("Warning: " + *advice, Style::caution) + "\n";
    }
    if (options.metadata) {
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const MetadataPair& pair : model.checkpoint().metadata().pairs()) {
            pairs.emplace_back(escapeForDisplay(pair.key), metadataText(pair.value));
        }
        text += "\n" + factLines(pairs, screen);
    }
    if (options.tensors) {
        text += "\n" + tensorsTable(model, screen);
    }
    if (!statistics.empty()) {
        text += "\n" + statisticsTable(statistics, screen);
    }
    session.printText(text);
}

void inspect(Session& session, const InspectOptions& options) {
    const auto model = openModel(localModel(session, options.model));
    std::vector<NamedStatistics> statistics;
    if (!options.statistics.empty()) {
        statistics = measure(session, *model, options.statistics);
    }
    session.wantsJson() ? printJson(session, *model, options, statistics) : printText(session, *model, options, statistics);
}

} // namespace

Command addInspect(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("inspect", "Show what a checkpoint holds");
    const auto options = std::make_shared<InspectOptions>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME")->required();
    command->add_flag("--tensors", options->tensors, "List every tensor");
    command->add_flag("--metadata", options->metadata, "List the metadata of the files");
    command
        ->add_option_function<std::vector<std::string>>(
            "--statistics",
            [options](const std::vector<std::string>& given) {
                options->statistics = given.empty() || given.front().empty() ? "*" : given.front();
            },
            "Statistics of every weight, or of those whose name matches GLOB")
        ->expected(0, 1)
        ->type_name("[GLOB]");
    return {command, [options](Session& session) { inspect(session, *options); }};
}

} // namespace quantlathe::cli
