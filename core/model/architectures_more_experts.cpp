// SPDX-License-Identifier: GPL-3.0-or-later
// Mixtures of experts with an attention that no other family has: fused and normed (Ling), of two widths (MiMo).
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

// ---- HunYuan: the sizes of its experts are lists with a value a layer ----

constexpr TensorRule hunyuanExperts[]{
    {.source = "mlp.gate.wg", .target = "ffn_gate_inp", .rows = experts, .columns = hidden},
    {.source = "mlp.shared_mlp.gate_proj", .target = "ffn_gate_shexp", .rows = sharedFeedForward, .columns = hidden},
    {.source = "mlp.shared_mlp.up_proj", .target = "ffn_up_shexp", .rows = sharedFeedForward, .columns = hidden},
    {.source = "mlp.shared_mlp.down_proj", .target = "ffn_down_shexp", .rows = hidden, .columns = sharedFeedForward},
};

// ---- Hunyuan V3 ----

constexpr TensorRule hunyuanV3Experts[]{
    {.source = "mlp.router.gate", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .where = Where::expertLayers},
    {.source = "mlp.expert_bias",
     .target = "exp_probs_b", // without a suffix, as the engine wants it
     .rows = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "mlp.shared_mlp.gate_proj",
     .target = "ffn_gate_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "mlp.shared_mlp.up_proj",
     .target = "ffn_up_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "mlp.shared_mlp.down_proj",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
};
constexpr TensorRule normBehindFurtherLayer[]{{.source = "final_layernorm",
                                               .target = "nextn.shared_head_norm",
                                               .rows = hidden,
                                               .where = Where::predictions,
                                               .isOptional = true}};

// ---- Ling 2 ----

constexpr TensorRule bailingModel[]{
    {.source = "model.word_embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden}};
constexpr TensorRule bailingAttention[]{
    {.source = "attention.query_key_value", .target = "attn_qkv", .rows = fusedRows, .columns = hidden, .bias = Bias::allowed},
    {.source = "attention.dense", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::allowed},
    {.source = "attention.query_layernorm", .target = "attn_q_norm", .rows = headSize, .isOptional = true},
    {.source = "attention.key_layernorm", .target = "attn_k_norm", .rows = headSize, .isOptional = true},
};
constexpr TensorRule bailingBias[]{{.source = "mlp.gate.expert_bias",
                                    .target = "exp_probs_b.bias",
                                    .rows = experts,
                                    .where = Where::expertLayers,
                                    .isOptional = true,
                                    .isWholeName = true}};

// ---- MiMo V2 ----

constexpr TensorRule mimoAttention[]{
    {.source = "self_attn.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::allowed},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = outputColumns, .bias = Bias::allowed},
    {.source = "self_attn.attention_sink_bias",
     .target = "attn_sinks.weight",
     .rows = heads,
     .isOptional = true,
     .isWholeName = true},
};

constexpr TensorRules bailingModelParts[]{bailingModel, finalNorm, lmHead};

constexpr TensorRules hunyuanMoeParts[]{normsBefore,     queriesAndKeys, hunyuanNormsOfHeads,
                                        valuesAndOutput, hunyuanExperts, manyExperts};
constexpr TensorRules hunyuanV3Parts[]{normsBefore,      queriesAndKeys,   normsOfHeads, valuesAndOutput,
                                       denseFeedForward, hunyuanV3Experts, manyExperts};
constexpr TensorRules hunyuanV3Further[]{normBehindFurtherLayer,
                                         nextToken}; // the first rule of a target is the one for the way back
constexpr TensorRules bailingParts[]{normsBefore, bailingAttention,      denseFeedForward, router,
                                     manyExperts, deepseekSharedExperts, bailingBias};
constexpr TensorRules mimoParts[]{normsBefore, queriesAndKeys,     mimoAttention,        denseFeedForward,
                                  router,      expertsFromTheGate, deepseekSharedExperts};

constexpr KeyWriter hunyuanMoeKeys[]{keys::common, keys::hunyuanExperts, keys::wideNtkRope};
constexpr KeyWriter hunyuanV3Keys[]{keys::common,          keys::expertFeedForward, keys::sharedFeedForward,
                                    keys::hunyuanV3Shares, keys::sigmoidGating,     keys::predictionLayers};
constexpr KeyWriter bailingKeys[]{keys::commonWithRoutedExperts, keys::ropeDimensions,    keys::leadingDenseLayers,
                                  keys::vocabularySize,          keys::expertFeedForward, keys::bailingExperts,
                                  keys::statedPredictionLayers};
constexpr KeyWriter mimoKeys[]{keys::commonWithRoutedExperts, keys::mimoWindows, keys::expertFeedForward,
                               keys::ropeDimensions,          keys::rmsEpsilon,  keys::valueScale,
                               keys::predictionLayers};

constexpr std::string_view hunyuanRope[]{"dynamic", "xdrope"};
constexpr std::string_view hunyuanNeeds[]{"moe_topk", "moe_intermediate_size"};
constexpr std::string_view bailingNeeds[]{"num_shared_experts", "first_k_dense_replace"};
constexpr std::string_view mimoNeeds[]{"hybrid_layer_pattern", "moe_layer_freq", "v_head_dim", "swa_num_key_value_heads"};

constexpr PredictionRules hunyuanV3Predictions{.tensors = hunyuanV3Further, .count = "num_nextn_predict_layers"};
constexpr PredictionRules bailingPredictions{.tensors = nextTokenAndNorms, .count = "num_nextn_predict_layers"};
constexpr PredictionRules mimoPredictions{
    .tensors = nextTokenAndNorms, .numbered = "mtp.layers.", .kvHeads = "swa_num_key_value_heads", .areDense = true};

std::uint64_t sizeIn(const Config& config, std::string_view name, std::uint64_t limit) {
    return config.count(ConfigNames(&name, 1), limit).value_or(0);
}

void adjustHunyuanMoe(const Config& config, HyperParameters& hyper) {
    const auto first = [&](std::string_view name, std::uint64_t limit) -> std::uint64_t {
        const auto values = config.perLayer(ConfigNames(&name, 1), hyper.layers, limit);
        return values.empty() ? 0 : values.front();
    };
    hyper.expertsUsed = static_cast<std::uint32_t>(first("moe_topk", maxHeads));
    hyper.expertFeedForward = first("moe_intermediate_size", maxSize);
    const std::uint64_t width = hyper.feedForward.empty() ? 0 : hyper.feedForward.front();
    hyper.sharedFeedForward = first("num_shared_expert", maxHeads) * width;
}

void adjustHunyuanV3(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view shared[]{"num_shared_experts"};
    hyper.sharedFeedForward = config.count(shared, maxHeads).value_or(1) * hyper.expertFeedForward;
    takeLeadingDenseLayers(config, hyper);
}

void adjustBailing(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.5;
    static constexpr std::string_view part[]{"partial_rotary_factor"};
    hyper.ropeDimensions = rotatedPart(config, part, hyper.keyLength, usualPart);
    const std::uint64_t own = sizeIn(config, "moe_shared_expert_intermediate_size", maxSize);
    hyper.sharedFeedForward = sizeIn(config, "num_shared_experts", maxHeads) * (own > 0 ? own : hyper.expertFeedForward);
}

/// Whether the list has a 1 for that layer.
bool isMarked(const Config& config, std::string_view name, std::uint32_t layer) {
    const nlohmann::json* const list = member(config.values(), name);
    return list != nullptr && list->is_array() && layer < list->size() && (*list)[layer] == 1;
}

void adjustMimo(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view epsilon[]{"layernorm_epsilon"};
    static constexpr std::string_view part[]{"partial_rotary_factor"};
    hyper.normEpsilon = config.number(epsilon).value_or(hyper.normEpsilon);
    hyper.valueLength = static_cast<std::uint32_t>(sizeIn(config, "v_head_dim", maxHeads));
    hyper.ropeDimensions = rotatedPart(config, part, hyper.keyLength);
    const auto kvHeads = static_cast<std::uint32_t>(sizeIn(config, "swa_num_key_value_heads", maxHeads));
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        hyper.kvHeads[layer] = isMarked(config, "hybrid_layer_pattern", layer) ? kvHeads : hyper.kvHeads[layer];
        hyper.expertLayers.push_back(isMarked(config, "moe_layer_freq", layer));
    }
}

constexpr ArchitectureRow mixture(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                  std::span<const KeyWriter> keys, std::span<const std::string_view> needs,
                                  void (*adjust)(const Config&, HyperParameters&)) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .needs = needs,
            .ropeTypes = commonRope,
            .adjust = adjust};
}

constexpr ArchitectureRow hunyuanMoe() {
    ArchitectureRow row =
        mixture("HunYuanMoEV1ForCausalLM", "hunyuan-moe", hunyuanMoeParts, hunyuanMoeKeys, hunyuanNeeds, adjustHunyuanMoe);
    row.tokenizer = TokenizerStyle::hunyuan;
    row.ropeTypes = hunyuanRope;
    row.dropsTiedOutput = true;
    return row;
}

constexpr ArchitectureRow hunyuanV3() {
    ArchitectureRow row = mixture("HYV3ForCausalLM", "hy_v3", hunyuanV3Parts, hunyuanV3Keys, {}, adjustHunyuanV3);
    row.predictions = &hunyuanV3Predictions;
    return row;
}

constexpr ArchitectureRow bailing() {
    ArchitectureRow row =
        mixture("BailingMoeV2ForCausalLM", "bailingmoe2", bailingParts, bailingKeys, bailingNeeds, adjustBailing);
    row.modelTensors = bailingModelParts;
    row.predictions = &bailingPredictions;
    return row;
}

constexpr ArchitectureRow mimo(std::string_view hfClass) {
    ArchitectureRow row = mixture(hfClass, "mimo2", mimoParts, mimoKeys, mimoNeeds, adjustMimo);
    row.predictions = &mimoPredictions;
    row.usesSlidingWindow = true;
    return row;
}

constexpr auto table = std::to_array<ArchitectureRow>({
    hunyuanMoe(),
    hunyuanV3(),
    bailing(),
    mimo("MiMoV2FlashForCausalLM"),
    mimo("MiMoV2ForCausalLM"),
});

} // namespace

std::span<const ArchitectureRow> moreExpertArchitectures() {
    return table;
}

} // namespace quantlathe
