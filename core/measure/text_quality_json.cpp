// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/text_quality_json.h"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace quantlathe {
namespace {

using Json = nlohmann::ordered_json;

/// Keys of the divergence and what they stand for.
constexpr std::array<std::pair<const char*, double& (*)(Divergence&)>, 10> divergenceKeys{{
    {"kl_mean", [](Divergence& d) -> double& { return d.kl.value; }},
    {"kl_error", [](Divergence& d) -> double& { return d.kl.error; }},
    {"kl_median", [](Divergence& d) -> double& { return d.klMedian; }},
    {"kl_p99", [](Divergence& d) -> double& { return d.klP99; }},
    {"kl_p999", [](Divergence& d) -> double& { return d.klP999; }},
    {"kl_max", [](Divergence& d) -> double& { return d.klMax; }},
    {"top1_agreement", [](Divergence& d) -> double& { return d.topOneAgreement.value; }},
    {"top1_agreement_error", [](Divergence& d) -> double& { return d.topOneAgreement.error; }},
    {"log_perplexity_change", [](Divergence& d) -> double& { return d.logPerplexityChange.value; }},
    {"log_perplexity_change_error", [](Divergence& d) -> double& { return d.logPerplexityChange.error; }},
}};

Json numberOrNull(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double numberOf(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

} // namespace

Json toJson(const TextQuality& quality) {
    Json json{{"perplexity", numberOrNull(quality.perplexity.value)},
              {"perplexity_error", numberOrNull(quality.perplexity.error)},
              {"log_loss", numberOrNull(quality.logLoss.value)},
              {"log_loss_error", numberOrNull(quality.logLoss.error)},
              {"tokens", quality.tokens}};
    Divergence divergence = quality.divergence.value_or(Divergence());
    for (const auto& [key, member] : divergenceKeys) {
        json[key] = quality.divergence ? numberOrNull(member(divergence)) : Json(nullptr);
    }
    return json;
}

TextQuality textQualityFromJson(const Json& json) {
    TextQuality quality;
    quality.perplexity = {numberOf(json.at("perplexity")), numberOf(json.at("perplexity_error"))};
    quality.logLoss = {numberOf(json.at("log_loss")), numberOf(json.at("log_loss_error"))};
    quality.tokens = json.at("tokens").get<std::uint64_t>();
    if (!json.at("kl_mean").is_null()) {
        Divergence& divergence = quality.divergence.emplace();
        for (const auto& [key, member] : divergenceKeys) {
            member(divergence) = numberOf(json.at(key));
        }
    }
    return quality;
}

} // namespace quantlathe
