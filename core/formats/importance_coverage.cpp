// SPDX-License-Identifier: GPL-3.0-or-later
// How an importance matrix and a model fit together.
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "formats/format.h"
#include "formats/importance.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

using State = WeightCoverage::State;

constexpr std::size_t shownNames = 3; // of a summary or an error; tables list all

std::uint64_t stackedMatrices(const Weight& weight) {
    return weight.shape.size() < 3 ? 1 : weight.shape[weight.shape.size() - 3];
}

/// llama.cpp ignores the entry of an embedding that has another width: looking a row up is no multiplication.
bool mayHaveAnotherWidth(const Weight& weight) {
    return weight.role == Role::tokenEmbedding || weight.name == "per_layer_token_embd.weight";
}

bool contains(std::string_view name, std::span<const std::string> parts) {
    return std::ranges::any_of(parts, [&](const std::string& part) { return name.find(part) != std::string_view::npos; });
}

/// The first few names, escaped, and how many more there are.
std::string listed(const std::vector<std::string>& names) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min(names.size(), shownNames); ++i) {
        shown.push_back(escapeForDisplay(names[i]));
    }
    const std::string text = fmt::format("{}", fmt::join(shown, ", "));
    return names.size() > shownNames ? say("{} and {} more", text, names.size() - shownNames) : text;
}

std::vector<std::string> namesOf(const ImportanceCoverage& coverage, State state) {
    std::vector<std::string> names;
    for (const WeightCoverage& entry : coverage.weights) {
        if (entry.state == state) {
            names.push_back(entry.weight->name);
        }
    }
    return names;
}

bool isOffered(const Model& model, const Weight& weight) {
    return std::ranges::any_of(formats(), [&](const Format* format) { return format->offersChoice(model, weight); });
}

std::uint64_t silentColumnsOf(std::span<const float> values) {
    constexpr std::size_t run = 16;
    std::uint64_t silent = 0;
    for (std::size_t first = 0; first + run <= values.size(); first += run) {
        const auto part = values.subspan(first, run);
        silent += std::ranges::all_of(part, [](float value) { return value == 0; }) ? run : 0;
    }
    return silent;
}

WeightCoverage coverageOf(const Weight& weight, const ImportanceMatrix& importance) {
    WeightCoverage result;
    result.weight = &weight;
    result.expected = importanceLength(weight);
    result.experts = stackedMatrices(weight);
    const std::span<const float> values = importance.of(weight.name);
    result.values = values.size();
    result.state = result.values == 0 ? State::missing : result.values == result.expected ? State::covered : State::wrongWidth;
    result.silentColumns = result.state == State::covered ? silentColumnsOf(values) : 0;
    const auto counts = importance.counts.find(weight.name);
    if (result.experts > 1 && counts != importance.counts.end()) {
        result.unusedExperts = static_cast<std::uint64_t>(std::ranges::count(counts->second, std::uint64_t{0}));
    }
    return result;
}

} // namespace

std::uint64_t importanceLength(const Weight& weight) {
    return weight.columns() * stackedMatrices(weight);
}

ImportanceCoverage coverage(const Model& model, const ImportanceMatrix& importance) {
    ImportanceCoverage result;
    for (const Weight& weight : model.weights()) {
        const bool isNamed = !importance.of(weight.name).empty();
        if (!isNamed && !isOffered(model, weight)) {
            continue; // a norm, a bias, a router: nothing that importance could guide
        }
        const WeightCoverage& entry = result.weights.emplace_back(coverageOf(weight, importance));
        ++(entry.state == State::covered ? result.covered : entry.state == State::missing ? result.missing : result.wrongWidth);
    }
    for (const auto& [name, values] : importance.columns) {
        if (model.find(name) == nullptr) {
            result.unknown.push_back(name);
        }
    }
    std::ranges::sort(result.unknown);
    return result;
}

bool ImportanceCoverage::fits() const {
    const bool widthsFit = std::ranges::none_of(weights, [](const WeightCoverage& entry) {
        return entry.state == State::wrongWidth && !mayHaveAnotherWidth(*entry.weight);
    });
    return widthsFit && (covered + wrongWidth > 0 || unknown.empty());
}

std::string ImportanceCoverage::summary() const {
    std::string text = say("{} of {} matrices covered", covered, weights.size());
    if (missing > 0) {
        text = say("{}; {} missing: {}", text, missing, listed(namesOf(*this, State::missing)));
    }
    if (wrongWidth > 0) {
        text = say("{}; {} of another width: {}", text, wrongWidth, listed(namesOf(*this, State::wrongWidth)));
    }
    std::uint64_t unusedExperts = 0;
    for (const WeightCoverage& entry : weights) {
        unusedExperts += entry.unusedExperts;
    }
    if (unusedExperts > 0) {
        text = say("{}; {} experts never used by the calibration text", text, unusedExperts);
    }
    std::uint64_t silentColumns = 0;
    std::size_t silentMatrices = 0;
    for (const WeightCoverage& entry : weights) {
        silentColumns += entry.silentColumns;
        silentMatrices += entry.silentColumns > 0 ? 1 : 0;
    }
    if (silentColumns > 0) {
        text = say("{}; nothing known of {} columns in {} matrices, which count evenly", text, groupedDigits(silentColumns),
                   silentMatrices);
    }
    if (!unknown.empty()) {
        text = say("{}; {} entries of no weight: {}", text, unknown.size(), listed(unknown));
    }
    return text;
}

void requireFit(const Model& model, const ImportanceMatrix& importance) {
    const ImportanceCoverage found = coverage(model, importance);
    if (found.fits()) {
        return;
    }
    std::vector<std::string> mismatches;
    for (const WeightCoverage& entry : found.weights) {
        if (entry.state == State::wrongWidth && !mayHaveAnotherWidth(*entry.weight)) {
            mismatches.push_back(say("{} has {} values, the model needs {}", escapeForDisplay(entry.weight->name),
                                     groupedDigits(entry.values), groupedDigits(entry.expected)));
        }
    }
    if (mismatches.empty()) {
        throw badInput(importance.file, say("The importance matrix belongs to another model"),
                       say("None of its {} entries names a weight of the model; the first are {}. The model's are {}.",
                           importance.columns.size(), listed(found.unknown), listed(namesOf(found, State::missing))));
    }
    const std::size_t all = mismatches.size();
    mismatches.resize(std::min(all, shownNames));
    throw badInput(importance.file, say("The importance matrix belongs to another model"),
                   all > shownNames ? say("{}; and {} more differ.", fmt::join(mismatches, "; "), all - shownNames)
                                    : fmt::format("{}.", fmt::join(mismatches, "; ")));
}

ImportanceMatrix filtered(ImportanceMatrix importance, std::span<const std::string> included,
                          std::span<const std::string> excluded) {
    const auto isUnwanted = [&](const auto& entry) {
        return contains(entry.first, excluded) || (!included.empty() && !contains(entry.first, included));
    };
    std::erase_if(importance.columns, isUnwanted);
    std::erase_if(importance.counts, isUnwanted);
    return importance;
}

} // namespace quantlathe
