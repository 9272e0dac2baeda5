// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan_text.h"

#include "base/text.h"
#include "convert/output.h"
#include "model_text.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace quantlathe::cli {
namespace {

constexpr auto toTheRight = Column::Align::right;

struct EncodingSum {
    std::uint64_t weights = 0;
    std::uint64_t parameters = 0;
    std::uint64_t bytes = 0;
};

/// By encoding, finest first.
std::vector<std::pair<const Encoding*, EncodingSum>> sumsByEncoding(const Plan& plan) {
    std::map<const Encoding*, EncodingSum> sums;
    const std::vector<ChoicePlace> places = plan.places();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Choice& choice = plan.choices[i];
        EncodingSum& sum = sums[choice.encoding];
        ++sum.weights;
        sum.parameters += choice.weight->elements();
        sum.bytes += places[i].bytes;
    }
    std::vector<std::pair<const Encoding*, EncodingSum>> ordered(sums.begin(), sums.end());
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        const double left = a.first->bitsPerWeight();
        const double right = b.first->bitsPerWeight();
        return left != right ? left > right : a.first->name() < b.first->name();
    });
    return ordered;
}

/// Names of the files to be written; without a destination only their numbers are known.
std::vector<std::string> fileNames(const Plan& plan, const std::filesystem::path& destination) {
    std::vector<std::string> names;
    if (!destination.empty()) {
        for (const std::filesystem::path& path : finalPaths(destination, plan.layout)) {
            names.push_back(path.string());
        }
        return names;
    }
    for (std::size_t i = 0; i < plan.layout.files.size(); ++i) {
        names.push_back(fmt::format("{} of {}", i + 1, plan.layout.files.size()));
    }
    return names;
}

/// "covered" and the like; empty for weights that take no importance.
std::string importanceText(const Plan& plan, const Choice& choice) {
    if (choice.isForced || !choice.encoding->usesImportance()) {
        return {};
    }
    return plan.importanceOf(*choice.weight).empty() ? "none" : "used";
}

std::string weightsTable(const Plan& plan, const Terminal& screen) {
    const bool withImportance = plan.importance != nullptr;
    std::vector<Column> columns{
        {"Weight", Column::Align::left, true}, {"Shape", toTheRight, false, 1}, {"Encoding"}, {"Size", toTheRight}};
    if (withImportance) {
        columns.push_back({"Importance", Column::Align::left, false, 2});
    }
    if (plan.layout.files.size() > 1) {
        columns.push_back({"File", toTheRight});
    }
    Table table(columns);
    const std::vector<ChoicePlace> places = plan.places();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Choice& choice = plan.choices[i];
        std::vector<Cell> cells{escapeForDisplay(choice.weight->name), shapeText(choice.weight->shape),
                                Cell(std::string(choice.encoding->name()), choice.isForced ? Style::faint : Style::plain),
                                fileSizeText(places[i].bytes)};
        if (withImportance) {
            cells.emplace_back(importanceText(plan, choice));
        }
        if (plan.layout.files.size() > 1) {
            cells.emplace_back(std::to_string(places[i].file + 1));
        }
        table.addRow(std::move(cells));
    }
    return table.text(screen);
}

/// What --tensor-type has changed beside what it names.
std::string movedTable(const Plan& plan, const std::vector<MovedWeight>& moves, const Terminal& screen) {
    Table table({{"Also moved", Column::Align::left, true}, {"Encoding"}, {"Instead of"}});
    for (const MovedWeight& moved : moves) {
        const Choice& choice = plan.choices[moved.choice];
        table.addRow({escapeForDisplay(choice.weight->name), std::string(choice.encoding->name()),
                      std::string(moved.otherwise->name())});
    }
    return fmt::format(
        "As with llama-quantize, the preset's rules do not count what --tensor-type names. A --rule moves nothing "
        "else.\n{}",
        table.text(screen));
}

std::string filesTable(const Plan& plan, const std::filesystem::path& destination, const Terminal& screen) {
    std::vector<std::size_t> tensors(plan.layout.files.size(), 0);
    for (const OutputPiece& piece : plan.layout.pieces) {
        ++tensors[piece.file];
    }
    const std::vector<std::string> names = fileNames(plan, destination);
    Table table({{"File", Column::Align::left, true}, {"Weights", toTheRight}, {"Bytes", toTheRight}});
    for (std::size_t i = 0; i < names.size(); ++i) {
        table.addRow({escapeForDisplay(names[i]), std::to_string(tensors[i]), groupedDigits(plan.layout.files[i].bytes)});
    }
    return table.text(screen);
}

} // namespace

Json planDocumentJson(const Plan& plan, const std::filesystem::path& destination) {
    Json encodings = Json::array();
    for (const auto& [encoding, sum] : sumsByEncoding(plan)) {
        encodings.push_back(
            {{"name", encoding->name()}, {"weights", sum.weights}, {"parameters", sum.parameters}, {"bytes", sum.bytes}});
    }
    Json weights = Json::array();
    const std::vector<ChoicePlace> places = plan.places();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Choice& choice = plan.choices[i];
        Json& entry = weights.emplace_back(Json{{"name", jsonText(choice.weight->name)},
                                                {"shape", choice.weight->shape},
                                                {"encoding", choice.encoding->name()},
                                                {"bytes", places[i].bytes},
                                                {"forced", choice.isForced},
                                                {"file", places[i].file}});
        if (plan.importance != nullptr) {
            entry["importance"] =
                !choice.isForced && choice.encoding->usesImportance() && !plan.importanceOf(*choice.weight).empty();
        }
    }
    Json moved = Json::array();
    for (const MovedWeight& entry : movedWeights(plan)) {
        moved.push_back({{"name", jsonText(plan.choices[entry.choice].weight->name)},
                         {"encoding", plan.choices[entry.choice].encoding->name()},
                         {"instead_of", entry.otherwise->name()}});
    }
    Json files = Json::array();
    const std::vector<std::string> names = fileNames(plan, destination);
    for (std::size_t i = 0; i < names.size(); ++i) {
        files.push_back(
            {{"path", destination.empty() ? Json(nullptr) : Json(jsonText(names[i]))}, {"bytes", plan.layout.files[i].bytes}});
    }
    return {{"format", plan.format->id()},
            {"preset", plan.preset->name},
            {"effort", name(plan.document.effort)},
            {"model", jsonText(plan.model->name())},
            {"file_bytes", plan.fileBytes()},
            {"bits_per_weight", jsonNumber(plan.bitsPerWeight())},
            {"files", std::move(files)},
            {"encodings", std::move(encodings)},
            {"weights", std::move(weights)},
            {"moved", std::move(moved)}};
}

std::string planText(const Plan& plan, const std::filesystem::path& destination, bool tensors, const Terminal& screen) {
    std::string text = factLines(
        {{"Model", escapeForDisplay(plan.model->name())},
         {"Preset",
          fmt::format("{} {}{}", plan.format->title(), plan.preset->name, plan.isPlainPreset() ? "" : ", changed by options")},
         {"Output size", fmt::format("{} ({} bytes)", fileSizeText(plan.fileBytes()), groupedDigits(plan.fileBytes()))},
         {"Bits per weight", fmt::format("{:.2f}", plan.bitsPerWeight())},
         {"Effort", std::string(name(plan.document.effort))}},
        screen);
    Table sums({{"Encoding"}, {"Weights", toTheRight}, {"Parameters", toTheRight}, {"Size", toTheRight}});
    for (const auto& [encoding, sum] : sumsByEncoding(plan)) {
        sums.addRow({std::string(encoding->name()), std::to_string(sum.weights), parameterText(sum.parameters),
                     fileSizeText(sum.bytes)});
    }
    text += "\n" + sums.text(screen);
    if (tensors) {
        text += "\n" + weightsTable(plan, screen);
    }
    if (const auto moved = movedWeights(plan); !moved.empty()) {
        text += "\n" + movedTable(plan, moved, screen);
    }
    if (plan.layout.files.size() > 1) {
        text += "\n" + filesTable(plan, destination, screen);
    }
    return text;
}

} // namespace quantlathe::cli
