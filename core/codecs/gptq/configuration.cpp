// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/configuration.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace quantlathe::gptq {
namespace {

using Json = nlohmann::json;

std::string textOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flagOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

bool hasExceptions(const Json& object) {
    return std::ranges::any_of(std::array{"dynamic", "extra_config"}, [&](const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_object() && !found->empty();
    });
}

/// Of AutoRound's forms, those with GPTQ's tensors: whether a zero point is stored less one.
std::optional<bool> autoRoundForm(const Json& object) {
    const std::string form = textOf(object, "packing_format");
    if (form == "auto_round:auto_gptq") {
        return true;
    }
    return form == "auto_round" || form == "auto_round:gptqmodel" ? std::optional(false) : std::nullopt;
}

/// The same for AutoGPTQ's and GPTQModel's forms. Files from before 2024 do not say which.
std::optional<bool> gptqForm(const Json& object) {
    std::string form = textOf(object, "checkpoint_format");
    if (form.empty()) {
        form = textOf(object, "format");
    }
    if (flagOf(object, "is_marlin_format")) {
        return std::nullopt;
    }
    if (form.empty() || form == "gptq") {
        return true;
    }
    return form == "gptq_v2" ? std::optional(false) : std::nullopt;
}

} // namespace

std::optional<Configuration> readConfiguration(const Json* configuration) {
    if (configuration == nullptr || !configuration->is_object()) {
        return Configuration{};
    }
    const std::string method = textOf(*configuration, "quant_method");
    const bool isAutoRound = method == "auto-round" || method == "intel/auto-round";
    if (!method.empty() && method != "gptq" && !isAutoRound) {
        return std::nullopt;
    }
    const std::optional<bool> form = isAutoRound ? autoRoundForm(*configuration) : gptqForm(*configuration);
    if (!form) {
        return std::nullopt;
    }
    Configuration read{.isStated = !method.empty(),
                       .storesZeroLessOne = *form,
                       .isSymmetric = flagOf(*configuration, "sym") && !hasExceptions(*configuration),
                       .group = {}};
    if (const auto group = configuration->find("group_size"); group != configuration->end() && group->is_number_integer()) {
        read.group = static_cast<std::uint64_t>(std::max<std::int64_t>(group->get<std::int64_t>(), 0)); // −1: whole rows
    }
    return read;
}

} // namespace quantlathe::gptq
