// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures whose layers are of several kinds: attention in some, convolutions or a recurrence in others.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule lfm2NormsOfHeads[]{
    {.source = "self_attn.q_layernorm", .target = "attn_q_norm", .rows = headSize, .where = Where::attentionLayers},
    {.source = "self_attn.k_layernorm", .target = "attn_k_norm", .rows = headSize, .where = Where::attentionLayers},
};

constexpr TensorRule lfm2Model[]{{.source = "model.embedding_norm", .target = "token_embd_norm", .rows = hidden}};
constexpr TensorRule lfm2Layer[]{
    {.source = "operator_norm", .target = "attn_norm", .rows = hidden},
    {.source = "ffn_norm", .target = "ffn_norm", .rows = hidden},
    {.source = "self_attn.q_proj", .target = "attn_q", .rows = queryRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "self_attn.k_proj", .target = "attn_k", .rows = keyRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "self_attn.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "self_attn.out_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = queryRows,
     .where = Where::attentionLayers},
    {.source = "conv.conv",
     .target = "shortconv.conv",
     .rows = hidden,
     .columns = any,
     .change = Change::squeeze,
     .bias = Bias::allowed,
     .where = Where::otherLayers},
    {.source = "conv.in_proj",
     .target = "shortconv.in_proj",
     .rows = any,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::otherLayers},
    {.source = "conv.out_proj",
     .target = "shortconv.out_proj",
     .rows = hidden,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::otherLayers},
};

constexpr TensorRule lfm2FeedForward[]{
    {.source = "feed_forward.w1", .target = "ffn_gate", .rows = feedForward, .columns = hidden},
    {.source = "feed_forward.w2", .target = "ffn_down", .rows = hidden, .columns = feedForward},
    {.source = "feed_forward.w3", .target = "ffn_up", .rows = feedForward, .columns = hidden},
};

constexpr TensorRule lfm2MoeFeedForward[]{
    {.source = "feed_forward.w1", .target = "ffn_gate", .rows = feedForward, .columns = hidden, .where = Where::denseLayers},
    {.source = "feed_forward.w2", .target = "ffn_down", .rows = hidden, .columns = feedForward, .where = Where::denseLayers},
    {.source = "feed_forward.w3", .target = "ffn_up", .rows = feedForward, .columns = hidden, .where = Where::denseLayers},
    {.source = "feed_forward.gate", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .where = Where::expertLayers},
    {.source = "feed_forward.expert_bias",
     .target = "exp_probs_b.bias",
     .rows = experts,
     .where = Where::expertLayers,
     .isOptional = true,
     .isWholeName = true},
    {.source = "feed_forward.experts.*.w1",
     .target = "ffn_gate_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "feed_forward.experts.*.w2",
     .target = "ffn_down_exps",
     .rows = hidden,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
    {.source = "feed_forward.experts.*.w3",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
};

constexpr TensorRules lfm2ModelParts[]{embedTokens, lfm2Model, lmHead};
constexpr TensorRules lfm2Parts[]{lfm2Layer, lfm2NormsOfHeads, lfm2FeedForward};
constexpr TensorRules lfm2MoeParts[]{lfm2Layer, lfm2NormsOfHeads, lfm2MoeFeedForward};

constexpr KeyWriter lfm2Keys[]{keys::common, keys::vocabularySize, keys::shortConvolution};
constexpr KeyWriter lfm2MoeKeys[]{keys::common,        keys::expertFeedForward, keys::leadingDenseLayers,
                                  keys::sigmoidGating, keys::vocabularySize,    keys::shortConvolution};

/// Layers with a convolution in place of attention have no heads of keys and values.
void markConvolutions(const Config& config, HyperParameters& hyper) {
    const nlohmann::json& values = config.values();
    const auto types = values.find("layer_types");
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        if (types != values.end() && types->is_array() && layer < types->size() && (*types)[layer] == "conv") {
            hyper.kvHeads[layer] = 0;
        }
    }
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-5;
}

/// The width of the feed-forward block is worked out.
void adjustLfm2(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view widths[]{"block_ff_dim", "intermediate_size"};
    static constexpr std::string_view multiples[]{"block_multiple_of"};
    static constexpr std::string_view multipliers[]{"block_ffn_dim_multiplier"};
    markConvolutions(config, hyper);
    std::uint64_t width = config.count(widths, maxSize).value_or(0);
    if (config.flag("block_auto_adjust_ff_dim").value_or(true)) {
        width = 2 * width / 3;
        if (const auto multiplier = config.number(multipliers)) {
            width = static_cast<std::uint64_t>(std::clamp(*multiplier, 0.0, 64.0) * static_cast<double>(width));
        }
        const std::uint64_t multiple = std::max<std::uint64_t>(config.count(multiples, maxSize).value_or(256), 1);
        width = (width + multiple - 1) / multiple * multiple;
    }
    hyper.feedForward.assign(hyper.layers, width);
}

void adjustLfm2Moe(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view denseLayers[]{"num_dense_layers"};
    markConvolutions(config, hyper);
    hyper.leadingDenseLayers =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(config.count(denseLayers, maxLayers).value_or(2), hyper.layers));
}

// ---- Qwen3-Next, Qwen 3.5: three layers with a gated delta rule, then one with attention ----

constexpr TensorRule qwenNextNorms[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "post_attention_layernorm", .target = "post_attention_norm", .rows = hidden},
};
constexpr TensorRule gatedAttention[]{
    {.source = "self_attn.q_proj",
     .target = "attn_q",
     .rows = gatedQueryRows,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.k_proj",
     .target = "attn_k",
     .rows = keyRows,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.v_proj",
     .target = "attn_v",
     .rows = valueRows,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.o_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = queryRows,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .rows = headSize, .where = Where::attentionLayers},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .rows = headSize, .where = Where::attentionLayers},
};
/// As Qwen3-Next stores it.
constexpr TensorRule deltaOfKeyHeads[]{
    {.source = "linear_attn.A_log",
     .target = "ssm_a",
     .rows = deltaValueHeads,
     .where = Where::otherLayers,
     .isWholeName = true,
     .isNegativeExponential = true},
    {.source = "linear_attn.dt_bias",
     .target = "ssm_dt.bias",
     .rows = deltaValueHeads,
     .where = Where::otherLayers,
     .isWholeName = true},
    {.source = "linear_attn.conv1d",
     .target = "ssm_conv1d",
     .rows = deltaRows,
     .columns = any,
     .change = Change::squeeze,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_qkvz",
     .target = "attn_qkv",
     .rows = deltaGatedRows,
     .columns = hidden,
     .change = Change::deltaQkv,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_qkvz",
     .target = "attn_gate",
     .rows = deltaGatedRows,
     .columns = hidden,
     .change = Change::deltaGate,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_ba",
     .target = "ssm_ba",
     .rows = twiceDeltaValueHeads,
     .columns = hidden,
     .where = Where::otherLayers},
    {.source = "linear_attn.norm", .target = "ssm_norm", .rows = deltaValueSize, .where = Where::otherLayers},
    {.source = "linear_attn.out_proj",
     .target = "ssm_out",
     .rows = hidden,
     .columns = deltaValueRows,
     .where = Where::otherLayers},
};
/// As Qwen 3.5 stores it: matrices of their own, heads of values to be tiled.
constexpr TensorRule deltaOfValueHeads[]{
    {.source = "linear_attn.A_log",
     .target = "ssm_a",
     .rows = deltaValueHeads,
     .change = Change::tileValueHeads,
     .where = Where::otherLayers,
     .isWholeName = true,
     .isNegativeExponential = true},
    {.source = "linear_attn.dt_bias",
     .target = "ssm_dt.bias",
     .rows = deltaValueHeads,
     .change = Change::tileValueHeads,
     .where = Where::otherLayers,
     .isWholeName = true},
    {.source = "linear_attn.conv1d",
     .target = "ssm_conv1d",
     .rows = deltaRows,
     .columns = any,
     .change = Change::squeezeAndTileValueHeads,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_qkv",
     .target = "attn_qkv",
     .rows = deltaRows,
     .columns = hidden,
     .change = Change::tileValueHeads,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_z",
     .target = "attn_gate",
     .rows = deltaValueRows,
     .columns = hidden,
     .change = Change::tileValueHeads,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_a",
     .target = "ssm_alpha",
     .rows = deltaValueHeads,
     .columns = hidden,
     .change = Change::tileValueHeads,
     .where = Where::otherLayers},
    {.source = "linear_attn.in_proj_b",
     .target = "ssm_beta",
     .rows = deltaValueHeads,
     .columns = hidden,
     .change = Change::tileValueHeads,
     .where = Where::otherLayers},
    {.source = "linear_attn.norm", .target = "ssm_norm", .rows = deltaValueSize, .where = Where::otherLayers},
    {.source = "linear_attn.out_proj",
     .target = "ssm_out",
     .rows = hidden,
     .columns = deltaValueRows,
     .change = Change::tileValueColumns,
     .where = Where::otherLayers},
};

constexpr TensorRules qwen3NextParts[]{qwenNextNorms, gatedAttention, deltaOfKeyHeads, router,
                                       manyExperts,   fusedExperts,   qwenSharedExpert};
constexpr TensorRules qwen35Parts[]{qwenNextNorms, gatedAttention, deltaOfValueHeads, gatedFeedForward};
constexpr TensorRules qwen35MoeParts[]{qwenNextNorms, gatedAttention, deltaOfValueHeads, router,
                                       manyExperts,   fusedExperts,   qwenSharedExpert};

constexpr KeyWriter qwen3NextKeys[]{keys::common,           keys::expertFeedForward, keys::sharedFeedForward,
                                    keys::predictionLayers, keys::deltaNet,          keys::ropeDimensions};
constexpr KeyWriter qwen35Keys[]{keys::common, keys::predictionLayers, keys::deltaNet, keys::ropeDimensions,
                                 keys::usualRopeSections};
constexpr KeyWriter qwen35MoeKeys[]{keys::common,   keys::expertFeedForward, keys::sharedFeedForward, keys::predictionLayers,
                                    keys::deltaNet, keys::ropeDimensions,    keys::usualRopeSections};

constexpr std::string_view deltaNeeds[]{"linear_key_head_dim", "linear_value_head_dim", "linear_num_key_heads",
                                        "linear_num_value_heads"};

constexpr PredictionRules mtp{.tensors = nextTokenParts, .numbered = "mtp.layers.", .names = mtpNames};

void adjustDelta(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.25;
    constexpr std::uint64_t usualInterval = 4;
    static constexpr std::string_view part[]{"partial_rotary_factor"};
    const auto size = [&](std::string_view name) {
        return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(0));
    };
    hyper.delta = {size("linear_num_key_heads"), size("linear_num_value_heads"), size("linear_key_head_dim"),
                   size("linear_value_head_dim")};
    hyper.ropeDimensions = rotatedPart(config, part, hyper.keyLength, usualPart);
    static constexpr std::string_view interval[]{"full_attention_interval"};
    const std::uint64_t every = std::max<std::uint64_t>(config.count(interval, maxLayers).value_or(usualInterval), 1);
    const nlohmann::json* const types = member(config.values(), "layer_types");
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        const bool isListed = types != nullptr && types->is_array() && layer < types->size();
        const bool isDelta = isListed ? (*types)[layer] == "linear_attention" : (layer + 1) % every != 0;
        hyper.kvHeads[layer] = isDelta ? 0 : hyper.kvHeads[layer];
    }
    if (hyper.feedForward.empty() && hyper.experts > 0) { // there are experts in every layer
        hyper.feedForward.assign(hyper.layers, hyper.expertFeedForward);
    }
}

constexpr ArchitectureRow delta(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                std::span<const KeyWriter> keys) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .needs = deltaNeeds,
            .ropeTypes = commonRope,
            .adjust = adjustDelta,
            .normAddend = 1,
            .plainNorm = "linear_attn.norm",
            .mixesLayers = true,
            .predictions = &mtp};
}

constexpr ArchitectureRow lfm2(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                               std::span<const KeyWriter> keys, void (*adjust)(const Config&, HyperParameters&)) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = lfm2ModelParts,
            .layerTensors = parts,
            .keys = keys,
            .ropeTypes = commonRope,
            .adjust = adjust,
            .tiesByDefault = true,
            .dropsTiedOutput = true,
            .mixesLayers = true};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    lfm2("Lfm2ForCausalLM", "lfm2", lfm2Parts, lfm2Keys, adjustLfm2),
    lfm2("Lfm2MoeForCausalLM", "lfm2moe", lfm2MoeParts, lfm2MoeKeys, adjustLfm2Moe),
    delta("Qwen3NextForCausalLM", "qwen3next", qwen3NextParts, qwen3NextKeys),
    delta("Qwen3_5ForCausalLM", "qwen35", qwen35Parts, qwen35Keys),
    delta("Qwen3_5ForConditionalGeneration", "qwen35", qwen35Parts, qwen35Keys),
    delta("Qwen3_5MoeForCausalLM", "qwen35moe", qwen35MoeParts, qwen35MoeKeys),
    delta("Qwen3_5MoeForConditionalGeneration", "qwen35moe", qwen35MoeParts, qwen35MoeKeys),
});

} // namespace

std::span<const ArchitectureRow> hybridArchitectures() {
    return table;
}

} // namespace quantlathe
