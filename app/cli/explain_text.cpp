// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain_text.h"

#include "base/error.h"
#include "base/text.h"
#include "figures.h"
#include "plan/figures.h"
#include "planner_text.h"
#include "table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe::cli {
namespace {

constexpr double bytesOfAPrice = 1e8;

std::string_view wordFor(Alternative::Worth worth) {
    switch (worth) {
    case Alternative::Worth::chosen: return "chosen";
    case Alternative::Worth::pays: return "pays";
    case Alternative::Worth::tooDear: return "too_dear";
    case Alternative::Worth::tooLossy: return "too_lossy";
    case Alternative::Worth::beaten: break;
    }
    return "beaten";
}

std::string changeText(std::uint64_t bytes, std::uint64_t now) {
    return bytes == now ? std::string("0") : bytes > now ? '+' + fileSizeText(bytes - now) : "−" + fileSizeText(now - bytes);
}

std::string alternativesTable(const PriceOfWeight& price, const Terminal& screen) {
    const auto& size = figureOf(alternativeFigures(), "bytes");
    const auto& error = figureOf(alternativeFigures(), "relative_squared_error");
    const auto& loss = figureOf(alternativeFigures(), "loss");
    Table table({{"Encoding"},
                 figureColumn(size),
                 {"Change", Column::Align::right},
                 figureColumn(error, 2),
                 figureColumn(loss),
                 {"What speaks for or against it", Column::Align::left, true}});
    const std::uint64_t now = price.chosen ? price.alternatives[*price.chosen].bytes : 0;
    for (const Alternative& other : price.alternatives) {
        const bool isChosen = other.worth == Alternative::Worth::chosen;
        table.addRow({Cell(std::string(other.encoding->name()), isChosen ? Style::strong : Style::plain),
                      figureText(size, other), price.chosen ? changeText(other.bytes, now) : std::string(),
                      figureText(error, other), figureText(loss, other),
                      price.chosen ? worthText(other, price) : std::string()});
    }
    return table.text(screen);
}

} // namespace

const Weight& weightNamed(const Model& model, std::string_view name) {
    const auto tensors = model.checkpoint().tensors();
    const auto isMeant = [&](const Weight& weight) {
        return weight.name == name ||
               std::ranges::any_of(weight.tensors, [&](std::size_t tensor) { return tensors[tensor].name == name; });
    };
    const auto found = std::ranges::find_if(model.weights(), isMeant);
    if (found == model.weights().end()) {
        throw badInput(model.checkpoint().path(), fmt::format("The model has no weight {}", escapeForDisplay(name)),
                       "quantlathe-cli plan MODEL … --tensors lists them.");
    }
    return *found;
}

std::string explanationText(const Explanation& explained, const CandidateTable& table, const Terminal& screen) {
    const Choice& choice = explained.choice;
    std::vector<std::pair<std::string, std::string>> facts{
        {"Weight", escapeForDisplay(choice.weight->name)},
        {"Encoding", fmt::format("{}, {}", choice.encoding->name(), fileSizeText(explained.bytes))},
        {"Why", explained.origin.sentence}};
    if (!explained.price) {
        return factLines(facts, screen);
    }
    const PriceOfWeight& price = *explained.price;
    if (price.chosen) {
        const Alternative& now = price.alternatives[*price.chosen];
        facts.emplace_back("Error", fmt::format("{} % of the weight, {}",
                                                figureText(figureOf(alternativeFigures(), "relative_squared_error"), now),
                                                name(table.errors)));
        facts.emplace_back("Sensitivity", fmt::format("{:.3g} nats for a squared error of 1, {}", price.sensitivity,
                                                      name(table.sensitivity.source)));
        facts.emplace_back("Predicted loss",
                           fmt::format("{} nats a token", figureText(figureOf(alternativeFigures(), "loss"), now)));
    }
    facts.emplace_back("Price of bytes", fmt::format("{} nats per {} in the best plan of this size",
                                                     rateText(price.price, price), quantityText(byteStepQuantity(price.step))));
    if (price.shared.size() > 1) {
        std::vector<std::string> names;
        std::ranges::transform(price.shared, std::back_inserter(names),
                               [](const Weight* weight) { return escapeForDisplay(weight->name); });
        facts.emplace_back("One encoding with", fmt::format("{}", fmt::join(names, ", ")));
    }
    const auto add = [&](const char* title, std::optional<std::size_t> place) {
        if (place) {
            const Alternative& other = price.alternatives[*place];
            facts.emplace_back(title, fmt::format("{}, {}: {}", other.encoding->name(),
                                                  changeText(other.bytes, price.alternatives[*price.chosen].bytes),
                                                  worthText(other, price)));
        }
    };
    add("Next better", price.nextBetter);
    add("Next smaller", price.nextSmaller);
    return factLines(facts, screen) + "\n" + alternativesTable(price, screen);
}

Json explanationJson(const Explanation& explained, const CandidateTable& table) {
    const Choice& choice = explained.choice;
    Json json{{"weight", jsonText(choice.weight->name)},
              {"encoding", choice.encoding->name()},
              {"bytes", explained.bytes},
              {"origin", {{"kind", name(explained.origin.kind)}, {"sentence", jsonText(explained.origin.sentence)}}},
              {"price", nullptr}};
    if (!explained.price) {
        return json;
    }
    const PriceOfWeight& price = *explained.price;
    Json shared = Json::array();
    for (const Weight* const weight : price.shared) {
        shared.push_back(jsonText(weight->name));
    }
    Json alternatives = Json::array();
    for (const Alternative& other : price.alternatives) {
        Json entry{{"encoding", other.encoding->name()}};
        entry.update(figuresJson(alternativeFigures(), other));
        entry["loss_per_100_mb"] = jsonNumber(other.lossPerByte * bytesOfAPrice);
        entry["worth"] = price.chosen ? Json(wordFor(other.worth)) : Json(nullptr);
        alternatives.push_back(std::move(entry));
    }
    const auto nameOf = [&](std::optional<std::size_t> place) {
        return place ? Json(price.alternatives[*place].encoding->name()) : Json(nullptr);
    };
    json["price"] = {{"sensitivity", jsonNumber(price.sensitivity)},
                     {"sensitivity_source", name(table.sensitivity.source)},
                     {"errors", name(table.errors)},
                     {"loss_per_100_mb", jsonNumber(price.price * bytesOfAPrice)},
                     {"pinned", price.isPinned},
                     {"shared", std::move(shared)},
                     {"next_better", nameOf(price.nextBetter)},
                     {"next_smaller", nameOf(price.nextSmaller)},
                     {"alternatives", std::move(alternatives)}};
    return json;
}

} // namespace quantlathe::cli
