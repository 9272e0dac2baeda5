// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace quantlathe {
namespace {

// A multimodal model keeps the numbers of its language model in one of these.
constexpr std::array<std::string_view, 4> textConfigs{"text_config", "llm_config", "lm_config", "language_config"};

// What says how positions are turned; one place says all of it.
constexpr std::array<std::string_view, 3> ropeMembers{"rope_parameters", "rope_scaling", "rope_theta"};

nlohmann::json mergedForText(const nlohmann::json& root) {
    nlohmann::json merged = root;
    for (const std::string_view name : textConfigs) {
        if (const nlohmann::json* inner = member(root, name); inner != nullptr && inner->is_object()) {
            const auto innerHas = [&](std::string_view key) { return member(*inner, key) != nullptr; };
            if (std::ranges::any_of(ropeMembers, innerHas)) {
                std::ranges::for_each(ropeMembers, [&](std::string_view key) { merged.erase(key); });
            }
            merged.update(*inner);
        }
    }
    constexpr std::string_view ties = "tie_word_embeddings"; // libraries ask the model as a whole
    if (const nlohmann::json* whole = member(root, ties)) {
        merged[std::string(ties)] = *whole;
    }
    return merged;
}

Error wrongValue(const std::filesystem::path& file, std::string_view key, const nlohmann::json& value,
                 std::string_view expected) {
    const std::string shown =
        escapeForDisplay(inPythonsJson(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)), 60);
    return badInput(file, say("{} has an impossible value", escapeForDisplay(key)),
                    say("It is {}, expected {}.", shown, expected));
}

/// Some programs write 512.0 for 512.
std::optional<std::int64_t> wholeNumber(const nlohmann::json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        return std::in_range<std::int64_t>(number) ? std::optional(static_cast<std::int64_t>(number)) : std::nullopt;
    }
    if (value.is_number_integer()) {
        return value.get<std::int64_t>();
    }
    constexpr double exact = 9007199254740992.0; // beyond it not every whole number is a double
    const double number = value.is_number_float() ? value.get<double>() : 0.5;
    return std::trunc(number) == number && std::abs(number) <= exact ? std::optional(static_cast<std::int64_t>(number))
                                                                     : std::nullopt;
}

} // namespace

Config::Config(const nlohmann::json& root, std::filesystem::path file) : values_(mergedForText(root)), file_(std::move(file)) {}

std::optional<Config::Found> Config::find(ConfigNames names) const {
    for (const std::string_view name : names) {
        if (const nlohmann::json* value = member(values_, name)) {
            return Found{name, value};
        }
    }
    return std::nullopt;
}

std::uint64_t Config::checkedCount(std::string_view name, const nlohmann::json& value, std::uint64_t limit) const {
    const auto number = wholeNumber(value);
    if (!number || *number < 0 || static_cast<std::uint64_t>(*number) > limit) {
        throw wrongValue(file_, name, value, say("a whole number from 0 to {}", limit));
    }
    return static_cast<std::uint64_t>(*number);
}

std::optional<std::uint64_t> Config::count(ConfigNames names, std::uint64_t limit) const {
    const auto found = find(names);
    return found ? std::optional(checkedCount(found->name, *found->value, limit)) : std::nullopt;
}

bool Config::isPerLayer(ConfigNames names) const {
    const auto found = find(names);
    return found && found->value->is_array();
}

std::vector<std::uint64_t> Config::perLayer(ConfigNames names, std::size_t layers, std::uint64_t limit) const {
    const auto found = find(names);
    if (!found) {
        return {};
    }
    if (!found->value->is_array()) {
        return std::vector<std::uint64_t>(layers, checkedCount(found->name, *found->value, limit));
    }
    if (found->value->size() != layers) {
        throw badInput(file_, say("{} has an impossible value", found->name),
                       say("The list has {} values, the model has {} layers.", found->value->size(), layers));
    }
    std::vector<std::uint64_t> counts;
    for (const nlohmann::json& value : *found->value) {
        counts.push_back(checkedCount(found->name, value, limit));
    }
    return counts;
}

std::optional<double> Config::number(ConfigNames names) const {
    const auto found = find(names);
    if (!found) {
        return std::nullopt;
    }
    const double value = found->value->is_number() ? found->value->get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(value) || std::abs(value) > static_cast<double>(std::numeric_limits<float>::max())) {
        throw wrongValue(file_, found->name, *found->value, say("a finite number"));
    }
    return value;
}

std::optional<std::vector<float>> Config::numbers(std::string_view name, std::size_t limit) const {
    const nlohmann::json* list = member(values_, name);
    if (list == nullptr) {
        return std::nullopt;
    }
    std::vector<float> result;
    for (const nlohmann::json& value : *list) {
        const double number = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
        if (!list->is_array() || list->size() > limit || !std::isfinite(static_cast<float>(number))) {
            throw wrongValue(file_, name, *list, say("a list of at most {} finite numbers", limit));
        }
        result.push_back(static_cast<float>(number));
    }
    return result;
}

bool Config::has(std::string_view name) const {
    return member(values_, name) != nullptr;
}

bool Config::isNegative(ConfigNames names) const {
    const auto found = find(names);
    return found && wholeNumber(*found->value).value_or(0) < 0;
}

std::optional<bool> Config::flag(std::string_view name) const {
    const nlohmann::json* value = member(values_, name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_boolean()) {
        throw wrongValue(file_, name, *value, say("true or false"));
    }
    return value->get<bool>();
}

std::optional<std::string> Config::text(std::string_view name) const {
    const nlohmann::json* value = member(values_, name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_string()) {
        throw wrongValue(file_, name, *value, say("a text"));
    }
    return value->get<std::string>();
}

std::string Config::architectureClass() const {
    const nlohmann::json* classes = member(values_, "architectures");
    if (classes == nullptr) {
        return {};
    }
    if (!classes->is_array() || (!classes->empty() && !classes->front().is_string())) {
        throw wrongValue(file_, "architectures", *classes, say("a list of class names"));
    }
    return classes->empty() ? std::string() : classes->front().get<std::string>();
}

namespace {

/// rope_parameters, else rope_scaling; models with several kinds of layers keep those of the full ones one level down.
nlohmann::json ropeValues(const Config& config) {
    const nlohmann::json* values = member(config.values(), "rope_parameters");
    if (values == nullptr) {
        values = member(config.values(), "rope_scaling");
    }
    if (values == nullptr) {
        return nlohmann::json::object();
    }
    if (!values->is_object()) {
        throw wrongValue(config.file(), "rope_scaling", *values, say("an object or null"));
    }
    const nlohmann::json* full = member(*values, "full_attention");
    return full != nullptr && full->is_object() ? *full : *values;
}

} // namespace

RopeConfig::RopeConfig(const Config& config) : values_(ropeValues(config), config.file()) {
    type_ = values_.text("rope_type").value_or(values_.text("type").value_or(std::string()));
    std::transform(type_.begin(), type_.end(), type_.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (type_ == "default" || type_ == "none" || type_ == "mrope") { // the last only has sections for pictures
        type_.clear();
    }
    base_ = values_.number(config_names::ropeBase);
    if (!base_) { // the older place
        base_ = config.number(config_names::ropeBase);
    }
    slidingBase_ = config.number(config_names::slidingRopeBase);
    const nlohmann::json* all = member(config.values(), "rope_parameters");
    if (const nlohmann::json* sliding = all == nullptr ? nullptr : member(*all, "sliding_attention")) {
        if (!sliding->is_object()) {
            throw wrongValue(config.file(), "sliding_attention", *sliding, say("an object or null"));
        }
        if (const auto own = Config(*sliding, config.file()).number(config_names::ropeBase)) {
            slidingBase_ = own;
        }
    }
}

std::optional<std::string> whyRopeContradicts(const Config& config) {
    const nlohmann::json* newer = member(config.values(), "rope_parameters");
    const nlohmann::json* older = member(config.values(), "rope_scaling");
    if (newer == nullptr || older == nullptr || !newer->is_object() || !older->is_object()) {
        return std::nullopt;
    }
    const RopeConfig taken(config);
    nlohmann::json alone = nlohmann::json::object();
    alone["rope_scaling"] = *older;
    const RopeConfig left(Config(alone, config.file()));
    const auto because = [](std::string_view what) {
        return say("rope_parameters and rope_scaling of config.json differ in {}: remove the wrong one", what);
    };
    if (taken.type() != left.type()) {
        return because("rope_type");
    }
    for (const auto& [key, value] : older->items()) {
        const nlohmann::json* other = member(*newer, key);
        if (key != "type" && key != "rope_type" && other != nullptr && !value.is_null() && *other != value) {
            return because(escapeForDisplay(key));
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> RopeConfig::count(ConfigNames names) const {
    return values_.count(names, maxSize);
}

namespace {

std::vector<std::uint32_t> narrowed(const std::vector<std::uint64_t>& counts) {
    std::vector<std::uint32_t> result;
    for (const std::uint64_t count : counts) {
        result.push_back(static_cast<std::uint32_t>(count)); // checked against maxHeads
    }
    return result;
}

/// YaRN with two temperatures, of which the second works on scores (DeepSeek); longrope of Phi-3.5-MoE.
double magnitudeFrom(const RopeConfig& rope, const RopeScaling& scaling) {
    static constexpr std::string_view ofSines[]{"mscale"};
    static constexpr std::string_view ofScores[]{"mscale_all_dim"};
    static constexpr std::string_view shortOnes[]{"short_mscale"};
    static constexpr std::string_view longOnes[]{"long_mscale"};
    if (scaling.type == "yarn" && scaling.factor > 1) {
        const double sines = rope.number(ofSines).value_or(0);
        const double scores = rope.number(ofScores).value_or(0);
        const auto temperature = [&](double scale) { return 1 + 0.1 * scale * std::log(scaling.factor); };
        return sines > 0 && scores > 0 ? temperature(sines) / temperature(scores) : 0;
    }
    const double magnitude = scaling.type == "longrope" ? rope.number(shortOnes).value_or(0) : 0;
    return rope.number(longOnes).value_or(magnitude) == magnitude ? magnitude : 0;
}

RopeScaling ropeScalingFrom(const Config& config, const RopeConfig& rope) {
    static constexpr std::string_view factor[]{"factor"};
    static constexpr std::string_view low[]{"low_freq_factor"};
    static constexpr std::string_view high[]{"high_freq_factor"};
    RopeScaling scaling;
    scaling.type = rope.type();
    if (scaling.type == "su") { // its first name
        scaling.type = "longrope";
    }
    const bool isLlama3 = scaling.type == "llama3";
    scaling.factor = rope.number(factor).value_or(isLlama3 ? 8.0 : 1.0);
    scaling.lowFrequencyFactor = rope.number(low).value_or(1.0);
    scaling.highFrequencyFactor = rope.number(high).value_or(4.0);
    scaling.originalContext = config.count(config_names::originalContext, maxSize).value_or(0);
    if (const auto own = rope.count(config_names::originalContext)) {
        scaling.originalContext = *own;
    } else if (isLlama3 && scaling.originalContext == 0) {
        scaling.originalContext = 8192;
    }
    scaling.longFactors = rope.numbers("long_factor", maxHeads).value_or(std::vector<float>());
    scaling.shortFactors = rope.numbers("short_factor", maxHeads).value_or(std::vector<float>());
    scaling.magnitude = magnitudeFrom(rope, scaling);
    return scaling;
}

/// Latent attention (DeepSeek) caches one compressed vector for keys and values of all heads.
void readLatentAttention(const Config& config, HyperParameters& hyper) {
    const auto size = [&](std::string_view name) {
        return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(0));
    };
    LatentAttention& latent = hyper.latent;
    latent.rank = size("kv_lora_rank");
    if (latent.rank == 0) {
        return;
    }
    latent.queryRank = size("q_lora_rank");
    latent.ropeSize = size("qk_rope_head_dim");
    latent.plainSize = size("qk_nope_head_dim");
    latent.valueSize = size("v_head_dim");
    latent.heads = hyper.kvHeads.empty() ? 0 : hyper.kvHeads.front();
    hyper.keyLength = latent.rank + latent.ropeSize;
    hyper.ropeDimensions = latent.ropeSize;
    hyper.valueLength = 0;
    hyper.kvHeads.assign(hyper.layers, 1);
}

void readExperts(const Config& config, HyperParameters& hyper) {
    const auto size = [&](std::string_view name) { return config.count(ConfigNames(&name, 1), maxSize); };
    hyper.experts = static_cast<std::uint32_t>(config.count(config_names::experts, maxHeads).value_or(0));
    hyper.expertsUsed = static_cast<std::uint32_t>(config.count(config_names::expertsUsed, maxHeads).value_or(0));
    static constexpr std::string_view expertWidth[]{"moe_intermediate_size"};
    const auto width = config.isPerLayer(expertWidth) ? std::nullopt : config.count(expertWidth, maxSize);
    hyper.expertFeedForward = width.value_or(hyper.feedForward.empty() ? 0 : hyper.feedForward.front());
    const std::uint64_t sharedExperts = std::min(size("n_shared_experts").value_or(0), maxHeads);
    hyper.sharedFeedForward = size("shared_expert_intermediate_size").value_or(sharedExperts * hyper.expertFeedForward);
    hyper.leadingDenseLayers =
        hyper.experts == 0
            ? hyper.layers
            : static_cast<std::uint32_t>(std::min<std::uint64_t>(size("first_k_dense_replace").value_or(0), hyper.layers));
}

} // namespace

HyperParameters hyperParametersFrom(const Config& config) {
    HyperParameters hyper;
    hyper.layers = static_cast<std::uint32_t>(config.count(config_names::layers, maxLayers).value_or(0));
    hyper.contextTokens = config.count(config_names::context, maxSize).value_or(0);
    hyper.hidden = config.count(config_names::hidden, maxSize).value_or(0);
    hyper.feedForward = config.perLayer(config_names::feedForward, hyper.layers, maxSize);
    hyper.heads = narrowed(config.perLayer(config_names::heads, hyper.layers, maxHeads));
    hyper.kvHeads = narrowed(config.perLayer(config_names::kvHeads, hyper.layers, maxHeads));
    if (hyper.kvHeads.empty()) {
        hyper.kvHeads = hyper.heads;
    }
    if (const auto headSize = config.count(config_names::headSize, maxHeads)) {
        hyper.keyLength = static_cast<std::uint32_t>(*headSize);
    } else if (!hyper.heads.empty() && hyper.heads.front() > 0) {
        hyper.keyLength = static_cast<std::uint32_t>(std::min<std::uint64_t>(hyper.hidden / hyper.heads.front(), maxHeads));
    }
    hyper.valueLength = hyper.ropeDimensions = hyper.keyLength;
    hyper.vocabulary = config.count(config_names::vocabulary, maxVocabulary).value_or(0);
    readExperts(config, hyper);
    const bool hasWindow = config.flag("use_sliding_window").value_or(true) && !config.isNegative(config_names::slidingWindow);
    if (hasWindow) {
        hyper.slidingWindow = static_cast<std::uint32_t>(config.count(config_names::slidingWindow, UINT32_MAX).value_or(0));
    }
    const auto rmsEpsilon = config.number(config_names::rmsEpsilon);
    hyper.normEpsilon = rmsEpsilon ? *rmsEpsilon : config.number(config_names::layerNormEpsilon).value_or(0.0);
    const RopeConfig rope(config);
    hyper.ropeBase = rope.base().value_or(10000.0);
    hyper.ropeScaling = ropeScalingFrom(config, rope);
    hyper.tiedEmbeddings = config.flag("tie_word_embeddings").value_or(false);
    readLatentAttention(config, hyper);
    return hyper;
}

} // namespace quantlathe
