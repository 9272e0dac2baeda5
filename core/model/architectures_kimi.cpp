// SPDX-License-Identifier: GPL-3.0-or-later
// Kimi Linear: latent attention without positions in some layers, Kimi delta attention in the others; experts behind most.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule kimiLatents[]{
    {.source = "self_attn.q_proj",
     .target = "attn_q",
     .rows = latentQueryRows,
     .columns = hidden,
     .where = Where::attentionLayers},
    {.source = "self_attn.kv_a_proj_with_mqa",
     .target = "attn_kv_a_mqa",
     .rows = latentRankAndRope,
     .columns = hidden,
     .where = Where::attentionLayers},
    {.source = "self_attn.kv_a_layernorm", .target = "attn_kv_a_norm", .rows = latentRank, .where = Where::attentionLayers},
    {.source = "self_attn.kv_b_proj",
     .target = "attn_k_b",
     .rows = latentKvRows,
     .columns = latentRank,
     .change = Change::latentKey,
     .where = Where::attentionLayers},
    {.source = "self_attn.kv_b_proj",
     .target = "attn_v_b",
     .rows = latentKvRows,
     .columns = latentRank,
     .change = Change::latentValue,
     .where = Where::attentionLayers},
    {.source = "self_attn.o_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = latentOutputColumns,
     .where = Where::attentionLayers},
};

constexpr TensorRule ofDelta(std::string_view source, std::string_view target, Size rows, Size columns) {
    return {.source = source, .target = target, .rows = rows, .columns = columns, .where = Where::otherLayers};
}
constexpr TensorRule convolutionOfDelta(std::string_view source, std::string_view target) {
    return {.source = source,
            .target = target,
            .rows = deltaValueRows,
            .columns = any,
            .change = Change::fourDimensions,
            .where = Where::otherLayers};
}
constexpr TensorRule kimiDelta[]{
    ofDelta("self_attn.q_proj", "attn_q", deltaValueRows, hidden),
    ofDelta("self_attn.k_proj", "attn_k", deltaValueRows, hidden),
    ofDelta("self_attn.v_proj", "attn_v", deltaValueRows, hidden),
    convolutionOfDelta("self_attn.q_conv1d", "ssm_conv1d_q"),
    convolutionOfDelta("self_attn.k_conv1d", "ssm_conv1d_k"),
    convolutionOfDelta("self_attn.v_conv1d", "ssm_conv1d_v"),
    ofDelta("self_attn.b_proj", "ssm_beta", deltaValueHeads, hidden),
    ofDelta("self_attn.f_a_proj", "ssm_f_a", deltaValueSize, hidden),
    ofDelta("self_attn.f_b_proj", "ssm_f_b", deltaValueRows, deltaValueSize),
    ofDelta("self_attn.g_a_proj", "ssm_g_a", deltaValueSize, hidden),
    ofDelta("self_attn.g_b_proj", "ssm_g_b", deltaValueRows, deltaValueSize),
    ofDelta("self_attn.o_norm", "ssm_norm", deltaValueSize, Size::none),
    ofDelta("self_attn.o_proj", "attn_output", hidden, deltaValueRows),
    {.source = "self_attn.A_log",
     .target = "ssm_a",
     .rows = deltaValueHeads,
     .change = Change::amongOnes,
     .where = Where::otherLayers,
     .isWholeName = true,
     .isNegativeExponential = true},
    {.source = "self_attn.dt_bias",
     .target = "ssm_dt.bias",
     .rows = deltaValueRows,
     .where = Where::otherLayers,
     .isWholeName = true},
};

constexpr TensorRule kimiExperts[]{
    {.source = "block_sparse_moe.gate",
     .target = "ffn_gate_inp",
     .rows = experts,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.gate.e_score_correction_bias",
     .target = "exp_probs_b.bias",
     .rows = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "block_sparse_moe.experts.*.w1",
     .target = "ffn_gate_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.experts.*.w2",
     .target = "ffn_down_exps",
     .rows = hidden,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.experts.*.w3",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.shared_experts.gate_proj",
     .target = "ffn_gate_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "block_sparse_moe.shared_experts.up_proj",
     .target = "ffn_up_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "block_sparse_moe.shared_experts.down_proj",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
};
/// As transformers saves them.
constexpr TensorRule otherNamesOfDense[]{
    {.source = "block_sparse_moe.gate_proj",
     .target = "ffn_gate",
     .rows = feedForward,
     .columns = hidden,
     .where = Where::denseLayers},
    {.source = "block_sparse_moe.up_proj",
     .target = "ffn_up",
     .rows = feedForward,
     .columns = hidden,
     .where = Where::denseLayers},
    {.source = "block_sparse_moe.down_proj",
     .target = "ffn_down",
     .rows = hidden,
     .columns = feedForward,
     .where = Where::denseLayers},
};

constexpr TensorRules kimiParts[]{normsBefore, kimiLatents, kimiDelta, kimiExperts, denseFeedForward, otherNamesOfDense};

constexpr KeyWriter kimiKeys[]{keys::commonOfKimi, keys::vocabularySize, keys::kimiDelta};

constexpr std::string_view kimiNeeds[]{"kv_lora_rank", "qk_rope_head_dim", "qk_nope_head_dim", "v_head_dim"};

std::uint32_t sizeOr(const Config& config, std::string_view name, std::uint64_t otherwise) {
    return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(otherwise));
}

/// A layer that attends, as published (counted from 1) or as transformers saves it.
bool isInList(const nlohmann::json* list, const nlohmann::json& value) {
    return list != nullptr && list->is_array() && std::ranges::find(*list, value) != list->end();
}

void adjustKimi(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view contexts[]{"model_max_length", "max_position_embeddings"};
    const nlohmann::json* const stated = member(config.values(), "linear_attn_config");
    const bool isPublished = stated != nullptr && stated->is_object();
    const Config delta(isPublished ? *stated : config.values(), config.file());
    const std::uint32_t heads =
        isPublished ? sizeOr(delta, "num_heads", 0) : sizeOr(delta, "linear_num_heads", 32); // as its class has it
    const std::uint32_t size = isPublished ? sizeOr(delta, "head_dim", 0) : sizeOr(delta, "linear_head_dim", 128);
    hyper.delta = {.keyHeads = heads, .valueHeads = heads, .keySize = size, .valueSize = size};
    hyper.contextTokens = config.count(contexts, maxSize).value_or(0);
    const nlohmann::json* const types = member(config.values(), "layer_types");
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        const bool attends =
            isPublished ? isInList(member(*stated, "full_attn_layers"), layer + 1)
                        : types != nullptr && types->is_array() && layer < types->size() && (*types)[layer] == "full_attention";
        hyper.kvHeads[layer] = attends ? 1 : 0;
    }
    hyper.sharedFeedForward = std::uint64_t{sizeOr(config, "num_shared_experts", 1)} * hyper.expertFeedForward;
    const nlohmann::json* const networks = member(config.values(), "mlp_layer_types");
    if (!config.has("first_k_dense_replace") && networks != nullptr && networks->is_array()) {
        const auto first = std::ranges::find_if(*networks, [](const nlohmann::json& type) { return type != "dense"; });
        hyper.leadingDenseLayers =
            std::min(static_cast<std::uint32_t>(std::ranges::distance(networks->begin(), first)), hyper.layers);
    }
}

constexpr auto table = std::to_array<ArchitectureRow>({
    {.hfClass = "KimiLinearForCausalLM",
     .name = "kimi-linear",
     .layerPrefix = usualLayers,
     .modelTensors = tokensNormAndHead,
     .layerTensors = kimiParts,
     .keys = kimiKeys,
     .needs = kimiNeeds,
     .adjust = adjustKimi,
     .mixesLayers = true},
});

} // namespace

std::span<const ArchitectureRow> kimiArchitectures() {
    return table;
}

} // namespace quantlathe
