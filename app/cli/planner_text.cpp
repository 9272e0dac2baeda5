// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner_text.h"

#include "base/text.h"
#include "table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe::cli {

std::string klText(double kl) {
    if (kl <= 0) {
        return "0.0000";
    }
    constexpr int digits = 3;
    const int decimals = std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(kl))), 4, 9);
    return fmt::format("{:.{}f}", kl, decimals);
}

Json predictionJson(const Prediction& prediction) {
    return {{"kl", jsonNumber(prediction.kl)},
            {"kl_low", jsonNumber(prediction.klLow)},
            {"kl_high", jsonNumber(prediction.klHigh)},
            {"ln_perplexity_change", jsonNumber(prediction.logPerplexityChange)},
            {"ln_perplexity_change_low", jsonNumber(prediction.logPerplexityChangeLow)},
            {"ln_perplexity_change_high", jsonNumber(prediction.logPerplexityChangeHigh)},
            {"source", name(prediction.source)}};
}

Json sourceJson(const CandidateTable& table) {
    Json notes = Json::array();
    for (const std::string& note : table.notes) {
        notes.push_back(jsonText(note));
    }
    return {
        {"sensitivity", {{"source", name(table.sensitivity.source)}, {"description", jsonText(table.sensitivity.description)}}},
        {"errors", name(table.errors)},
        {"calibrated_codes", table.isCalibrated},
        {"notes", std::move(notes)}};
}

std::string sourceText(const CandidateTable& table, const Terminal& screen) {
    std::vector<std::pair<std::string, std::string>> facts{
        {"Model", escapeForDisplay(table.model->name())},
        {"Sensitivities", fmt::format("{}: {}", name(table.sensitivity.source), table.sensitivity.description)},
        {"Errors", fmt::format("{}{}", name(table.errors), table.isCalibrated ? ", of calibrated codes" : "")}};
    for (const std::string& note : table.notes) {
        facts.emplace_back("Note", note);
    }
    return factLines(facts, screen);
}

std::string mixText(const Planner& planner, const PlannedMix& mix, const Terminal& screen) {
    const Prediction& prediction = mix.prediction;
    std::vector<std::pair<std::string, std::string>> facts;
    facts.emplace_back("Predicted KL divergence",
                       fmt::format("{} ({} to {}) nats a token{}", klText(prediction.kl), klText(prediction.klLow),
                                   klText(prediction.klHigh), prediction.isBroken() ? ": broken" : ""));
    facts.emplace_back("Predicted ln(perplexity)",
                       fmt::format("+{} ({} to {})", klText(prediction.logPerplexityChange),
                                   klText(prediction.logPerplexityChangeLow), klText(prediction.logPerplexityChangeHigh)));
    facts.emplace_back("Best possible within", fmt::format("{:.2g} % of this loss", 100 * mix.gap));
    facts.emplace_back("100 MB more save", klText(mix.klDropPer100MB));
    if (const PresetPoint* const preset = planner.nearestPreset(mix.plan.fileBytes())) {
        facts.emplace_back("Nearest preset", fmt::format("{}: {}, predicted KL {}", preset->preset->name,
                                                         fileSizeText(preset->fileBytes), klText(preset->prediction.kl)));
        if (!isBetterBeyondDoubt(mix, *preset)) {
            facts.emplace_back("Better than it",
                               fmt::format("not beyond the doubt of the prediction: {}",
                                           prediction.source == SensitivitySource::measured
                                               ? "quantlathe-cli measure compares both"
                                               : "quantlathe-cli sensitivity lowers it, measure compares both"));
        }
    }
    if (mix.memory) {
        facts.emplace_back("On the card",
                           fmt::format("{}: weights {}, KV cache {}, compute {}, overhead {}", memoryText(mix.memory->total()),
                                       memoryText(mix.memory->weights.bytes), memoryText(mix.memory->kv.bytes),
                                       memoryText(mix.memory->compute.bytes), memoryText(mix.memory->overhead.bytes)));
    }
    return sourceText(planner.table(), screen) + factLines(facts, screen);
}

Json mixJson(const Planner& planner, const PlannedMix& mix) {
    Json json = sourceJson(planner.table());
    json["prediction"] = predictionJson(mix.prediction);
    json["gap"] = jsonNumber(mix.gap);
    json["kl_drop_per_100_mb"] = jsonNumber(mix.klDropPer100MB);
    const PresetPoint* const preset = planner.nearestPreset(mix.plan.fileBytes());
    json["nearest_preset"] = preset == nullptr ? Json(nullptr)
                                               : Json{{"name", preset->preset->name},
                                                      {"file_bytes", preset->fileBytes},
                                                      {"kl", jsonNumber(preset->prediction.kl)},
                                                      {"is_worse_beyond_doubt", isBetterBeyondDoubt(mix, *preset)}};
    json["memory"] = !mix.memory ? Json(nullptr)
                                 : Json{{"weights", mix.memory->weights.bytes},
                                        {"kv", mix.memory->kv.bytes},
                                        {"compute", mix.memory->compute.bytes},
                                        {"overhead", mix.memory->overhead.bytes},
                                        {"total", mix.memory->total()}};
    return json;
}

} // namespace quantlathe::cli
