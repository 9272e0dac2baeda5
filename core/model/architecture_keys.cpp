// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architecture_keys.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/rope.h"

#include <cmath>
#include <fmt/format.h>

namespace quantlathe::keys {
namespace {

constexpr double usualRopeBase = 10000.0;

std::string keyOf(const KeyContext& context, std::string_view key) {
    return fmt::format("{}.{}", context.architecture, key);
}

void addCount(const KeyContext& context, std::string_view key, std::uint64_t value) {
    context.metadata.insert(keyOf(context, key), static_cast<std::uint32_t>(value));
}

void addFloat(const KeyContext& context, std::string_view key, std::optional<double> value) {
    if (value) {
        context.metadata.insert(keyOf(context, key), static_cast<float>(*value));
    }
}

std::optional<std::uint64_t> countOf(const KeyContext& context, std::string_view name) {
    return context.config.count(ConfigNames(&name, 1), UINT32_MAX);
}

std::optional<double> numberOf(const KeyContext& context, std::string_view name) {
    return context.config.number(ConfigNames(&name, 1));
}

template <class Values>
void addPerLayer(const KeyContext& context, std::string_view key, ConfigNames names, const Values& values) {
    if (context.config.isPerLayer(names)) {
        context.metadata.insert(keyOf(context, key), MetadataArray(std::vector<std::int32_t>(values.begin(), values.end())));
    } else if (!values.empty()) {
        addCount(context, key, values.front());
    }
}

void expertGroups(const KeyContext& context) {
    if (const auto groups = countOf(context, "n_group")) {
        addCount(context, "expert_group_count", *groups);
    }
    if (const auto used = countOf(context, "topk_group")) {
        addCount(context, "expert_group_used_count", *used);
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
    addPerLayer(context, "feed_forward_length", config_names::feedForward, context.hyper.feedForward);
}

void headCount(const KeyContext& context) {
    addPerLayer(context, "attention.head_count", config_names::heads, context.hyper.heads);
}

void kvHeadCount(const KeyContext& context) {
    if (context.hyper.latent.rank > 0) { // all heads share one compressed vector
        addCount(context, "attention.head_count_kv", 1);
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
    addCount(context, "attention.value_length", context.hyper.valueLength);
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

void common(const KeyContext& context) {
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
    ropeBase(context);
    addFloat(context, "rope.freq_base_swa", context.rope.slidingBase());
    if (config.number(config_names::rmsEpsilon)) {
        rmsEpsilon(context);
    }
    addFloat(context, "attention.layer_norm_epsilon", config.number(config_names::layerNormEpsilon));
    static constexpr std::string_view experts[]{"num_local_experts", "num_experts"};
    if (const auto count = config.count(experts, maxHeads); count && *count > 0) {
        addCount(context, "expert_count", *count);
    }
    if (context.hyper.expertsUsed > 0) {
        addCount(context, "expert_used_count", context.hyper.expertsUsed);
    }
    expertGroups(context);
    expertGating(context);
    if (config.count(config_names::headSize, maxHeads)) {
        headSizes(context);
    }
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
        if (!types->is_array() || types->size() != context.hyper.layers) {
            throw badInput(context.config.file(), say("layer_types has an impossible value"),
                           say("Expected a list of {} names of kinds of layers.", context.hyper.layers));
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

} // namespace quantlathe::keys
