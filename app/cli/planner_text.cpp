// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner_text.h"

#include "base/text.h"
#include "estimate_report.h"
#include "figures.h"
#include "plan/figures.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe::cli {

std::string klText(double kl) {
    return quantityText(divergenceQuantity(kl));
}

std::string stepText(std::uint64_t fileBytes) {
    return quantityText(byteStepQuantity(byteStep(fileBytes)));
}

Json predictionJson(const Prediction& prediction) {
    Json json = figuresJson(predictionFigures(), prediction);
    json["source"] = name(prediction.source);
    return json;
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

namespace {

/// "RTX 4060 8 GB: 6.6 of 7.0 GiB; 100 MB more save 0.0012 nats".
std::pair<std::string, std::string> limitFact(const PlanLimit& limit) {
    const auto bytes = [](double number) { return static_cast<std::uint64_t>(std::max(0.0, number)); };
    const std::uint64_t most = bytes(limit.most);
    const std::string saved = fmt::format("{} more save {}", stepText(most), klText(limit.multiplier * byteStep(most)));
    switch (limit.of) {
    case PlanLimit::Of::file:
        return {"File", fmt::format("{} of {}; {}", fileSizeText(bytes(limit.used)), fileSizeText(most), saved)};
    case PlanLimit::Of::card:
    case PlanLimit::Of::mainMemory:
        return {limit.of == PlanLimit::Of::card ? limit.card : "Main memory",
                fmt::format("{} of {}; {}", memoryText(bytes(limit.used)), memoryText(most), saved)};
    case PlanLimit::Of::speed: break;
    }
    const auto speed = [](double milliseconds) {
        const double perSecond = 1000 / milliseconds;
        return fmt::format("{:.{}f}", perSecond, perSecond < 10 ? 1 : 0);
    };
    return {"Speed", fmt::format("{} tokens/s of at least {}; a millisecond a token more saves {}", speed(limit.used),
                                 speed(limit.most), klText(limit.multiplier))};
}

Json limitJson(const PlanLimit& limit) {
    const bool isSpeed = limit.of == PlanLimit::Of::speed;
    Json json{{"of", name(limit.of)},
              {isSpeed ? "most_milliseconds" : "most_bytes", jsonNumber(limit.most)},
              {isSpeed ? "milliseconds" : "bytes", jsonNumber(limit.used)},
              {isSpeed ? "nats_per_millisecond" : "nats_per_byte", jsonNumber(limit.multiplier)}};
    if (limit.of == PlanLimit::Of::card) {
        json["name"] = jsonText(limit.card);
    }
    return json;
}

} // namespace

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
    if (!mix.placement) {
        facts.emplace_back(stepText(mix.plan.fileBytes()) + " more save", klText(mix.klDropPerStep));
    }
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
    if (mix.placement) {
        facts.emplace_back("Layers", placementText(*mix.placement));
        facts.emplace_back("Tokens a second", speedText(mix.placement->speed));
        std::ranges::transform(mix.plan.document.machine.limits, std::back_inserter(facts), limitFact);
    }
    return sourceText(planner.table(), screen) + factLines(facts, screen);
}

Json mixJson(const Planner& planner, const PlannedMix& mix) {
    Json json = sourceJson(planner.table());
    json["prediction"] = predictionJson(mix.prediction);
    json["gap"] = jsonNumber(mix.gap);
    json["kl_drop_per_100_mb"] = mix.placement ? Json(nullptr) : jsonNumber(mix.klDropPer100MB);
    Json limits = Json::array();
    std::ranges::transform(mix.plan.document.machine.limits, std::back_inserter(limits), limitJson);
    json["limits"] = std::move(limits);
    json["placement"] = mix.placement ? placementJson(*mix.placement) : Json(nullptr);
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
