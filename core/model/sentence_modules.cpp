// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sentence_modules.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

struct SentenceModule {
    std::string kind; // the last part of its class: "Pooling", "Dense"
    std::string path; // of its folder, in that of the model
};

std::vector<SentenceModule> modulesIn(const fs::path& folder) {
    const fs::path file = folder / "modules.json";
    std::vector<SentenceModule> found;
    if (!isThere(file)) {
        return found;
    }
    // A list, which the reader of objects takes as a member of one.
    const nlohmann::json root = parseJsonObject(R"({"modules":)" + readTextFile(file, maxConfigBytes) + '}', file);
    const nlohmann::json* const modules = member(root, "modules");
    if (modules == nullptr || !modules->is_array()) {
        throw badInput(file, say("This is no list of modules"), say("Expected one as sentence-transformers writes it."));
    }
    for (const nlohmann::json& module : *modules) {
        const std::string type = textMember(module, "type").value_or(std::string());
        found.push_back({type.substr(type.rfind('.') + 1), textMember(module, "path").value_or(std::string())});
    }
    return found;
}

bool staysInside(const std::string& path) {
    return path.find("..") == std::string::npos && fs::path(path).is_relative();
}

/// Of the module that pools: its folder's settings, and how they are named.
struct PoolingSettings {
    fs::path file;
    std::string shown;
    nlohmann::json values;
};
std::optional<PoolingSettings> poolingSettings(const fs::path& folder) {
    const std::vector<SentenceModule> modules = modulesIn(folder);
    const auto pooling = std::ranges::find_if(
        modules, [](const SentenceModule& module) { return module.kind.ends_with("Pooling") && staysInside(module.path); });
    if (pooling == modules.end()) {
        return std::nullopt;
    }
    const fs::path file = folder / pooling->path / "config.json";
    auto values = readJsonObjectIfThere(file, maxConfigBytes);
    const std::string shown = escapeForDisplay((fs::path(pooling->path) / "config.json").string());
    if (!values) {
        throw badInput(
            folder / "modules.json", say("{} is missing", shown),
            say("modules.json names it. Take it from where the model comes from, or remove modules.json: then the way "
                "of pooling is chosen when the model is run (--pooling)."));
    }
    return PoolingSettings{file, shown, std::move(*values)};
}

/// All that are on, those that a GGUF file can say first and in the reference's order.
constexpr std::array<std::pair<std::string_view, std::optional<Pooling>>, 7> modes{{
    {"pooling_mode_mean_tokens", Pooling::mean},
    {"pooling_mode_cls_token", Pooling::first},
    {"pooling_mode_lasttoken", Pooling::last},
    {"pooling_mode_max_tokens", std::nullopt},
    {"pooling_mode_mean_sqrt_len_tokens", std::nullopt},
    {"pooling_mode_weightedmean_tokens", std::nullopt},
    {"pooling_mode_weighted_mean_tokens", std::nullopt},
}};

std::optional<Pooling> namedPooling(const nlohmann::json& settings) {
    const std::string mode = textMember(settings, "pooling_mode").value_or(std::string());
    return mode == "mean"        ? std::optional(Pooling::mean)
           : mode == "cls"       ? std::optional(Pooling::first)
           : mode == "lasttoken" ? std::optional(Pooling::last)
                                 : std::nullopt;
}

std::vector<std::string_view> modesThatAreOn(const nlohmann::json& settings) {
    std::vector<std::string_view> on;
    for (const auto& [name, pooling] : modes) {
        if (flagMember(settings, name).value_or(false)) {
            on.push_back(name);
        }
    }
    return on;
}

} // namespace

std::optional<Pooling> poolingOfFolder(const fs::path& folder) {
    const auto settings = poolingSettings(folder);
    if (!settings) {
        return std::nullopt;
    }
    const std::vector<std::string_view> on = modesThatAreOn(settings->values);
    const auto* const known =
        std::ranges::find_if(modes, [&](const auto& mode) { return !on.empty() && mode.first == on.front(); });
    const auto pooling = known != modes.end() ? known->second : namedPooling(settings->values);
    if (!pooling) {
        throw badInput(
            settings->file, say("{} pools vectors in a way that no GGUF file can say", settings->shown),
            say("It says {}, expected the mean of all tokens, the first or the last. Without modules.json the way is "
                "chosen when the model is run (--pooling).",
                on.empty() ? say("none that is known") : std::string(on.front())));
    }
    return pooling;
}

std::vector<std::string> sentenceModulesLeftOut(const fs::path& folder) {
    constexpr std::array<std::string_view, 3> heldElsewhere{"Transformer", "Pooling", "Normalize"};
    std::vector<std::string> sentences;
    try {
        for (const SentenceModule& module : modulesIn(folder)) {
            const bool isHeld =
                std::ranges::any_of(heldElsewhere, [&](std::string_view kind) { return module.kind.ends_with(kind); });
            if (!isHeld) {
                sentences.push_back(
                    say("{} ({}) of modules.json changes the vectors of this model and is no part of a GGUF file: "
                        "what is made of it gives the vectors in front of that",
                        escapeForDisplay(module.path, 60), escapeForDisplay(module.kind, 60)));
            }
        }
        const auto settings = poolingSettings(folder);
        if (const auto on = settings ? modesThatAreOn(settings->values) : std::vector<std::string_view>(); on.size() > 1) {
            sentences.push_back(
                say("{} puts vectors pooled in several ways one behind the other; a GGUF file says only the first "
                    "of them, {}",
                    settings->shown, on.front()));
        }
    } catch (const Error&) { // opening the model said it
    }
    return sentences;
}

} // namespace quantlathe
