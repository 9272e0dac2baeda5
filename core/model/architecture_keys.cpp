// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architecture_keys.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/key_values.h"
#include "model/limits.h"
#include "model/rope.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>

namespace quantlathe::keys {
namespace {

constexpr double usualRopeBase = 10000.0;

template <class Values>
void addPerLayer(const KeyContext& context, std::string_view key, ConfigNames names, const Values& values) {
    if (context.config.isPerLayer(names)) {
        context.metadata.insert(keyOf(context, key), MetadataArray(std::vector<std::int32_t>(values.begin(), values.end())));
    } else if (!values.empty()) {
        addCount(context, key, values.front());
    }
}

void expertGating(const KeyContext& context) {
    for (const std::string_view name :
         {"score_function", "scoring_func", "score_func", "moe_router_activation", "moe_router_activation_func"}) {
        const auto function = context.config.text(name);
        if (!function) {
            continue;
        }
        if (*function != "softmax" && *function != "sigmoid") {
            throw badInput(context.config.file(), say("{} has an unknown value", name),
                           say("It is \"{}\", expected softmax or sigmoid.", escapeForDisplay(*function, 40)));
        }
        addCount(context, "expert_gating_func", *function == "softmax" ? 1 : 2);
        return;
    }
}

} // namespace

void blockCount(const KeyContext& context) {
    addCount(context, "block_count", context.hyper.layers);
}

void contextLength(const KeyContext& context) {
    if (context.hyper.contextTokens > 0) {
        addCount(context, "context_length", context.hyper.contextTokens);
    }
}

void embeddingLength(const KeyContext& context) {
    addCount(context, "embedding_length", context.hyper.hidden);
}

void feedForwardLength(const KeyContext& context) {
    const std::vector<std::uint64_t>& widths = context.hyper.feedForward;
    if (std::ranges::adjacent_find(widths, std::not_equal_to()) != widths.end()) {
        context.metadata.insert(keyOf(context, "feed_forward_length"),
                                MetadataArray(std::vector<std::int32_t>(widths.begin(), widths.end())));
        return;
    }
    addPerLayer(context, "feed_forward_length", config_names::feedForward, context.hyper.feedForward);
}

void headCount(const KeyContext& context) {
    addPerLayer(context, "attention.head_count", config_names::heads, context.hyper.heads);
}

void kvHeadCount(const KeyContext& context) {
    const std::vector<std::uint32_t>& heads = context.hyper.kvHeads;
    if (context.hyper.latent.rank > 0) { // all heads share one compressed vector
        addCount(context, "attention.head_count_kv", 1);
    } else if (context.hyper.delta.valueHeads > 0 && !heads.empty()) { // llama.cpp knows by other keys which layers have none
        addCount(context, "attention.head_count_kv", std::ranges::max(heads));
    } else if (std::ranges::adjacent_find(heads, std::not_equal_to()) != heads.end()) { // layers of several kinds
        context.metadata.insert(keyOf(context, "attention.head_count_kv"),
                                MetadataArray(std::vector<std::int32_t>(heads.begin(), heads.end())));
    } else {
        addPerLayer(context, "attention.head_count_kv", config_names::kvHeads, context.hyper.kvHeads);
    }
}

void rmsEpsilon(const KeyContext& context) {
    addFloat(context, "attention.layer_norm_rms_epsilon", context.hyper.normEpsilon);
}

void layerNormEpsilon(const KeyContext& context) {
    addFloat(context, "attention.layer_norm_epsilon", context.hyper.normEpsilon);
}

void headSizes(const KeyContext& context) {
    addCount(context, "attention.key_length", context.hyper.keyLength);
    const LatentAttention& latent = context.hyper.latent; // one vector serves as key and value
    addCount(context, "attention.value_length", latent.rank > 0 ? latent.rank : context.hyper.valueLength);
}

void ropeBase(const KeyContext& context) {
    addFloat(context, "rope.freq_base", context.rope.base());
}

void unusualRopeBase(const KeyContext& context) {
    if (context.hyper.ropeBase != usualRopeBase) {
        addFloat(context, "rope.freq_base", context.hyper.ropeBase);
    }
}

void ropeDimensions(const KeyContext& context) {
    addCount(context, "rope.dimension_count", context.hyper.ropeDimensions);
}

void vocabularySize(const KeyContext& context) {
    addCount(context, "vocab_size", context.hyper.vocabulary);
}

namespace {

constexpr std::string_view expertNames[]{"num_local_experts", "num_experts"};
constexpr std::string_view allExpertNames[]{"num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts"};

/// How many of the turned pairs belong to time, height and width, for models that see images.
void ropeSections(const KeyContext& context) {
    constexpr std::size_t sections = 4;
    auto stated = context.rope.numbers("mrope_section", sections);
    if (!stated) {
        return;
    }
    stated->resize(sections);
    std::vector<std::int32_t> whole;
    for (const float section : *stated) {
        whole.push_back(static_cast<std::int32_t>(section));
    }
    context.metadata.insert(keyOf(context, "rope.dimension_sections"), MetadataArray(std::move(whole)));
}

void writeCommon(const KeyContext& context, ConfigNames experts) {
    const Config& config = context.config;
    blockCount(context);
    contextLength(context);
    embeddingLength(context);
    feedForwardLength(context);
    headCount(context);
    if (context.hyper.latent.rank > 0 || config.isPerLayer(config_names::kvHeads) ||
        config.count(config_names::kvHeads, maxHeads)) {
        kvHeadCount(context);
    }
    if (!config.flag("is_causal").value_or(true)) {
        context.metadata.insert(keyOf(context, "attention.causal"), false);
    }
    addRopeScalingKeys(context.rope, context.hyper.ropeScaling, context.architecture, context.metadata);
    ropeSections(context);
    ropeBase(context);
    addFloat(context, "rope.freq_base_swa", context.rope.slidingBase());
    if (config.number(config_names::rmsEpsilon)) {
        rmsEpsilon(context);
    }
    addFloat(context, "attention.layer_norm_epsilon", config.number(config_names::layerNormEpsilon));
    if (const auto count = config.count(experts, maxHeads); count && *count > 0) {
        addCount(context, "expert_count", *count);
    }
    if (context.hyper.expertsUsed > 0 && config.count(config_names::expertsUsed, maxHeads)) {
        addCount(context, "expert_used_count", context.hyper.expertsUsed);
    }
    expertGroups(context);
    expertGating(context);
    if (config.count(config_names::headSize, maxHeads)) {
        headSizes(context);
    }
}

} // namespace

void common(const KeyContext& context) {
    writeCommon(context, expertNames);
}

void commonWithRoutedExperts(const KeyContext& context) {
    writeCommon(context, allExpertNames);
}

void slidingWindow(const KeyContext& context) {
    addCount(context, "attention.sliding_window", context.hyper.slidingWindow);
}

void slidingWindowPattern(const KeyContext& context) {
    if (context.hyper.slidingWindow == 0) {
        return;
    }
    slidingWindow(context);
    std::vector<bool> isSliding;
    if (const nlohmann::json* types = member(context.config.values(), "layer_types")) {
        if (!types->is_array() || types->size() != context.hyper.mainLayers()) {
            throw badInput(context.config.file(), say("layer_types has an impossible value"),
                           say("Expected a list of {} names of kinds of layers.", context.hyper.mainLayers()));
        }
        for (const nlohmann::json& type : *types) {
            isSliding.push_back(type == "sliding_attention");
        }
    } else {
        for (std::uint32_t layer = 0; layer < context.hyper.layers; ++layer) {
            isSliding.push_back((layer + 1) % 4 != 0);
        }
    }
    context.metadata.insert(keyOf(context, "attention.sliding_window_pattern"), MetadataArray(std::move(isSliding)));
}

void softcaps(const KeyContext& context) {
    addFloat(context, "attn_logit_softcapping", numberOf(context, "attn_logit_softcapping"));
    addFloat(context, "final_logit_softcapping", numberOf(context, "final_logit_softcapping"));
}

/// What the common writer leaves out where config.json is silent about it: Gemma 3's classes have their own defaults.
void gemma3Rest(const KeyContext& context) {
    rmsEpsilon(context);
    headSizes(context);
    addFloat(context, "rope.freq_base", context.hyper.ropeBase);
    if (const auto cap = numberOf(context, "final_logit_softcapping"); cap && *cap != 0) {
        addFloat(context, "final_logit_softcapping", cap);
    }
    if (context.hyper.slidingWindow > 0) {
        slidingWindow(context);
    }
    kvHeadCount(context);
}

void gemma4Rest(const KeyContext& context) {
    const HyperParameters& hyper = context.hyper;
    addCount(context, "attention.shared_kv_layers", hyper.sharedKvLayers);
    addCount(context, "embedding_length_per_layer_input", hyper.perLayerInput);
    context.metadata.insert(keyOf(context, "attention.sliding_window_pattern"), MetadataArray(hyper.hasWindow));
    addCount(context, "attention.key_length_swa", hyper.windowHeadSize);
    addCount(context, "attention.value_length_swa", hyper.windowHeadSize);
    if (countOf(context, "expert_intermediate_size") || countOf(context, "moe_intermediate_size")) {
        expertFeedForward(context);
    }
    ropeDimensions(context);
    const nlohmann::json* const rope = member(context.config.values(), "rope_parameters");
    static constexpr std::string_view share[]{"partial_rotary_factor"};
    const double turning = rope == nullptr ? 1.0 : Config(*rope, context.config.file()).number(share).value_or(1.0);
    addCount(context, "rope.dimension_count_swa",
             static_cast<std::uint64_t>(std::clamp(turning, 0.0, 1.0) * hyper.windowHeadSize));
}

void expertFeedForward(const KeyContext& context) {
    addCount(context, "expert_feed_forward_length", context.hyper.expertFeedForward);
}

void sharedFeedForward(const KeyContext& context) {
    addCount(context, "expert_shared_feed_forward_length", context.hyper.sharedFeedForward);
}

void parallelResidual(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "use_parallel_residual"),
                            context.config.flag("use_parallel_residual").value_or(true));
}

void falconLayout(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "tensor_data_layout"), std::string("jploski")); // the name of the order of QKV rows
}

void llamaLayout(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "tensor_data_layout"), std::string("Meta AI original pth"));
}

void fixedRopeBase(const KeyContext& context) {
    addFloat(context, "rope.freq_base", usualRopeBase);
}

void scalingByOne(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "rope.scaling.type"), std::string("linear"));
    addFloat(context, "rope.scaling.factor", 1.0);
}

void layerNumbers(const KeyContext& context) {
    for (const LayerNumbers& numbers : context.hyper.layerNumbers) {
        context.metadata.insert(numbers.key, MetadataArray(numbers.values));
    }
}

void originalContext(const KeyContext& context) {
    addCount(context, "rope.scaling.original_context_length", context.hyper.ropeScaling.originalContext);
}

void longRopeFactor(const KeyContext& context) {
    const RopeScaling& scaling = context.hyper.ropeScaling;
    if (!scaling.longFactors.empty()) {
        addFloat(context, "rope.scaling.attn_factor", longRopeAttentionFactor(scaling, context.hyper.contextTokens));
    }
}

void latentAttention(const KeyContext& context) {
    const HyperParameters& hyper = context.hyper;
    const LatentAttention& latent = hyper.latent;
    rmsEpsilon(context); // has a default
    addCount(context, "leading_dense_block_count", hyper.leadingDenseLayers);
    vocabularySize(context);
    if (latent.queryRank > 0) {
        addCount(context, "attention.q_lora_rank", latent.queryRank);
    }
    addCount(context, "attention.kv_lora_rank", latent.rank);
    addCount(context, "attention.key_length", latent.rank + latent.ropeSize);
    addCount(context, "attention.value_length", latent.rank);
    addCount(context, "attention.key_length_mla", latent.plainSize + latent.ropeSize);
    addCount(context, "attention.value_length_mla", latent.valueSize);
    expertFeedForward(context);
    if (hyper.experts > 0) {
        addCount(context, "expert_count", hyper.experts);
    }
    addCount(context, "expert_shared_count", countOf(context, "n_shared_experts").value_or(0));
    addFloat(context, "expert_weights_scale", numberOf(context, "routed_scaling_factor"));
    if (context.config.flag("norm_topk_prob").value_or(false)) {
        context.metadata.insert(keyOf(context, "expert_weights_norm"), true);
    }
    ropeDimensions(context);
    static constexpr std::string_view allDimensions[]{"mscale_all_dim"};
    if (const auto scale = context.rope.number(allDimensions)) {
        addFloat(context, "rope.scaling.yarn_log_multiplier", 0.1 * *scale);
    }
}

void clampKqv(const KeyContext& context) {
    addFloat(context, "attention.clamp_kqv", numberOf(context, "clip_qkv"));
}

void logitScale(const KeyContext& context) {
    constexpr double usual = 0.0625; // of the model's class
    addFloat(context, "logit_scale", numberOf(context, "logit_scale").value_or(usual));
}

void noRopeScaling(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "rope.scaling.type"), std::string("none"));
}

void linearRopeScaling(const KeyContext& context) {
    static constexpr std::string_view names[]{"factor"};
    const auto own = context.config.number(names);
    const auto factor = own ? own : context.rope.number(names);
    context.metadata.insert(keyOf(context, "rope.scaling.type"), std::string(factor ? "linear" : "none"));
    addFloat(context, "rope.scaling.factor", factor);
}

void yarnTemperature(const KeyContext& context) {
    static constexpr std::string_view allDimensions[]{"mscale_all_dim"};
    static constexpr std::string_view beta[]{"llama_4_scaling_beta"};
    addFloat(context, "rope.scaling.yarn_log_multiplier", context.rope.number(allDimensions));
    addFloat(context, "attention.temperature_scale", context.rope.number(beta));
}

namespace {

/// Another value in the place where the key stands.
void replace(Metadata& metadata, const std::string& key, const MetadataValue& value) {
    Metadata changed;
    for (const MetadataPair& pair : metadata.pairs()) {
        changed.insert(pair.key, pair.key == key ? value : pair.value);
    }
    metadata = std::move(changed);
}

void writeNtkRope(const KeyContext& context, double usualAlpha) {
    constexpr std::uint32_t longContext = 256U * 1024; // what the models are good for; config.json says less
    static constexpr std::string_view alphaName[]{"alpha"};
    const std::string& type = context.hyper.ropeScaling.type;
    if (type != "dynamic" && type != "xdrope") {
        return;
    }
    const auto dimensions = static_cast<double>(context.hyper.keyLength);
    const double alpha = context.rope.number(alphaName).value_or(usualAlpha);
    const double base = context.hyper.ropeBase * std::pow(alpha, dimensions / (dimensions - 2));
    replace(context.metadata, keyOf(context, "rope.freq_base"), static_cast<float>(base));
    noRopeScaling(context);
    addFloat(context, "rope.scaling.factor", 1.0);
    if (type == "dynamic") {
        addCount(context, "rope.scaling.original_context_length", longContext);
        replace(context.metadata, keyOf(context, "context_length"), longContext);
    }
}

} // namespace

void ntkRope(const KeyContext& context) {
    writeNtkRope(context, 50);
}

void wideNtkRope(const KeyContext& context) {
    writeNtkRope(context, 1000);
}

void stableLmResidual(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "use_parallel_residual"),
                            context.config.flag("use_parallel_residual").value_or(false));
}

void noBosToken(const KeyContext& context) {
    context.metadata.insert("tokenizer.ggml.add_bos_token", false);
}

void graniteScales(const KeyContext& context) {
    const auto add = [&](std::string_view key, std::string_view name) {
        if (const auto scale = numberOf(context, name); scale && *scale != 0) {
            addFloat(context, key, scale);
        }
    };
    add("attention.scale", "attention_multiplier");
    add("embedding_scale", "embedding_multiplier");
    add("residual_scale", "residual_multiplier");
    add("logit_scale", "logits_scaling");
}

void expertCount(const KeyContext& context) {
    addCount(context, "expert_count", context.hyper.experts);
}

void expertGroups(const KeyContext& context) {
    if (const auto groups = countOf(context, "n_group")) {
        addCount(context, "expert_group_count", *groups);
    }
    if (const auto used = countOf(context, "topk_group")) {
        addCount(context, "expert_group_used_count", *used);
    }
}

void expertUsedCount(const KeyContext& context) {
    addCount(context, "expert_used_count", context.hyper.expertsUsed);
}

void leadingDenseLayers(const KeyContext& context) {
    addCount(context, "leading_dense_block_count", context.hyper.leadingDenseLayers);
}

void sharedExpertCount(const KeyContext& context) {
    addCount(context, "expert_shared_count", countOf(context, "n_shared_experts").value_or(0));
}

void expertWeights(const KeyContext& context) {
    addFloat(context, "expert_weights_scale", numberOf(context, "routed_scaling_factor"));
    if (const auto isNormed = context.config.flag("norm_topk_prob")) {
        context.metadata.insert(keyOf(context, "expert_weights_norm"), *isNormed);
    }
}

void sigmoidGating(const KeyContext& context) {
    constexpr std::uint64_t sigmoid = 2;
    addCount(context, "expert_gating_func", sigmoid);
}

void predictionLayers(const KeyContext& context) {
    if (context.hyper.predictionLayers > 0) {
        addCount(context, "nextn_predict_layers", context.hyper.predictionLayers);
    }
}

void statedPredictionLayers(const KeyContext& context) {
    predictionLayers(context);
    if (countOf(context, "num_nextn_predict_layers") == 0U) {
        addCount(context, "nextn_predict_layers", 0);
    }
}

} // namespace quantlathe::keys
