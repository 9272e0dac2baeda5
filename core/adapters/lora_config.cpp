// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/lora_config.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json; // of several patterns that fit the first one counts

constexpr std::uint64_t largestRank = 1U << 16U;
constexpr double largestAlpha = 1e9;

/// Forms of LoRA that add something else than B · A to the weights, or to other weights than those that are stored.
constexpr auto otherForms = std::to_array<std::string_view>(
    {"layer_replication", "alora_invocation_tokens", "alora_invocation_string", "use_qalora", "use_bdlora", "arrow_config",
     "kasa_config", "monteclora_config", "target_parameters", "trainable_token_indices"});
/// Initialisations that take something away from the base's weights: such an adapter belongs to what was left of them.
constexpr auto changedBases = std::to_array<std::string_view>({"pissa", "olora", "corda", "loftq", "lora_ga"});

bool isSaid(const Json& value) {
    return !value.is_null() && value != false && !(value.is_structured() && value.empty());
}

[[noreturn]] void refuse(const fs::path& file, std::string_view key, std::string expected) {
    throw badInput(file, say("The adapter's {} cannot be used", key), std::move(expected));
}

double numberIn(const Json& value, const fs::path& file, std::string_view key) {
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    if (!(std::abs(number) <= largestAlpha)) {
        refuse(file, key, say("It is {}; expected a number.", escapeForDisplay(value.dump())));
    }
    return number;
}

std::uint64_t rankIn(const Json& value, const fs::path& file, std::string_view key) {
    const double rank = numberIn(value, file, key);
    if (rank < 1 || rank > static_cast<double>(largestRank) || rank != std::floor(rank)) {
        refuse(file, key, say("It is {}; expected a whole number from 1 to {}.", escapeForDisplay(value.dump()), largestRank));
    }
    return static_cast<std::uint64_t>(rank);
}

bool flagIn(const Json& config, const fs::path& file, std::string_view key) {
    const auto found = config.find(key);
    if (found == config.end() || found->is_null()) {
        return false;
    }
    if (!found->is_boolean()) {
        refuse(file, key, say("It is {}; expected true or false.", escapeForDisplay(found->dump())));
    }
    return found->get<bool>();
}

void requireLora(const Json& config, const fs::path& file) {
    const Json type = config.value("peft_type", Json());
    std::string kind = type.is_string() ? type.get<std::string>() : type.is_null() ? "LORA" : type.dump();
    std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (kind != "LORA") {
        throw badInput(file, say("This adapter is of the kind {}, not LoRA", escapeForDisplay(kind)),
                       say("Only LoRA adapters can be merged here, in the forms LoRA, rsLoRA and DoRA. Merge it with PEFT."));
    }
}

void requireSum(const Json& config, const fs::path& file) {
    for (const std::string_view key : otherForms) {
        if (const auto found = config.find(key); found != config.end() && isSaid(*found)) {
            throw badInput(file, say("This form of LoRA cannot be merged here ({})", key),
                           say("What it adds to the base is no sum of plain LoRA, rsLoRA or DoRA. Merge it with PEFT."));
        }
    }
    const Json start = config.value("init_lora_weights", Json());
    const std::string how = start.is_string() ? start.get<std::string>() : "";
    if (std::ranges::any_of(changedBases, [&](std::string_view name) { return how.starts_with(name); })) {
        throw badInput(file, say("This adapter belongs to changed weights (init_lora_weights is {})", escapeForDisplay(how)),
                       say("Its training took a part away from the base first. Save it again with PEFT's "
                           "path_initial_model_for_weight_conversion, which makes it an adapter of the base itself."));
    }
}

/// Fits names of modules, or their ends behind a dot, as PEFT has it.
Pattern patternFor(const std::string& key, const fs::path& file) {
    return Pattern("^(?:.*\\.)?(?:" + key + ")$", file);
}

bool fits(const Pattern& pattern, std::string_view name) {
    bool isMatch = false;
    pattern.forEach(name, [&](std::size_t begin, std::size_t end, bool matches) {
        isMatch |= matches && begin == 0 && end == name.size();
    });
    return isMatch;
}

} // namespace

LoraConfig::LoraConfig(const fs::path& file) {
    const std::string text = readTextFile(file, maxConfigBytes);
    (void)parseJsonObject(text, file); // says what is wrong with it
    const Json config = Json::parse(inPlainJson(text));
    requireLora(config, file);
    requireSum(config, file);
    if (const Json base = config.value("base_model_name_or_path", Json()); base.is_string()) {
        base_ = base.get<std::string>();
    }
    if (const auto rank = config.find("r"); rank != config.end() && !rank->is_null()) {
        rank_ = rankIn(*rank, file, "r");
    }
    if (const auto alpha = config.find("lora_alpha"); alpha != config.end() && !alpha->is_null()) {
        alpha_ = numberIn(*alpha, file, "lora_alpha");
    }
    usesDora_ = flagIn(config, file, "use_dora");
    usesRankRoot_ = flagIn(config, file, "use_rslora");
    isFanInFanOut_ = flagIn(config, file, "fan_in_fan_out");
    const auto patterns = [&](std::string_view key, auto take) {
        const Json found = config.value(key, Json());
        if (!found.is_null() && !found.is_object()) {
            refuse(file, key, say("Expected an object of patterns and numbers."));
        }
        for (const auto& [pattern, value] : found.items()) {
            take(patternFor(pattern, file), value);
        }
    };
    patterns("rank_pattern", [&](Pattern pattern, const Json& value) {
        ranks_.push_back({std::move(pattern), rankIn(value, file, "rank_pattern")});
    });
    patterns("alpha_pattern", [&](Pattern pattern, const Json& value) {
        alphas_.push_back({std::move(pattern), numberIn(value, file, "alpha_pattern")});
    });
}

std::uint64_t LoraConfig::rankOf(std::string_view module) const {
    const auto found = std::ranges::find_if(ranks_, [&](const auto& each) { return fits(each.modules, module); });
    return found == ranks_.end() ? rank_ : found->value;
}

double LoraConfig::alphaOf(std::string_view module) const {
    const auto found = std::ranges::find_if(alphas_, [&](const auto& each) { return fits(each.modules, module); });
    return found == alphas_.end() ? alpha_ : found->value;
}

double LoraConfig::scalingOf(std::string_view module) const {
    const auto rank = static_cast<double>(rankOf(module));
    return alphaOf(module) / (usesRankRoot_ ? std::sqrt(rank) : rank);
}

} // namespace quantlathe
