// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of tensors that architectures share: what the rows of their tables are put together from (architectures.h).
#pragma once

#include "model/architectures.h"

#include <array>

namespace quantlathe::tensor_groups {

using enum Size; // the rules below would drown in qualifiers

inline constexpr TensorRule embedTokens[]{
    {.source = "model.embed_tokens", .target = "token_embd", .rows = vocabulary, .columns = hidden}};
inline constexpr TensorRule cutEmbedTokens[]{
    {.source = "model.embed_tokens", .target = "token_embd", .rows = vocabulary, .columns = hidden, .change = Change::cutRows}};
inline constexpr TensorRule finalNorm[]{{.source = "model.norm", .target = "output_norm", .rows = hidden}};
inline constexpr TensorRule finalNormWithBias[]{
    {.source = "model.norm", .target = "output_norm", .rows = hidden, .bias = Bias::needed}};
inline constexpr TensorRule lmHead[]{
    {.source = "lm_head", .target = "output", .rows = vocabulary, .columns = hidden, .isOptional = true}};

inline constexpr TensorRule normsBefore[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "post_attention_layernorm", .target = "ffn_norm", .rows = hidden},
};
inline constexpr TensorRule normsBeforeWithBias[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "post_attention_layernorm", .target = "ffn_norm", .rows = hidden, .bias = Bias::needed},
};
inline constexpr TensorRule normsBehind[]{
    {.source = "post_attention_layernorm", .target = "post_attention_norm", .rows = hidden},
    {.source = "post_feedforward_layernorm", .target = "post_ffw_norm", .rows = hidden},
};
inline constexpr TensorRule gemmaNormsBefore[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "pre_feedforward_layernorm", .target = "ffn_norm", .rows = hidden},
};
inline constexpr TensorRule normsOfHeads[]{
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .rows = headSize},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .rows = headSize},
};
inline constexpr TensorRule hunyuanNormsOfHeads[]{
    {.source = "self_attn.query_layernorm", .target = "attn_q_norm", .rows = headSize, .isOptional = true},
    {.source = "self_attn.key_layernorm", .target = "attn_k_norm", .rows = headSize, .isOptional = true},
};
inline constexpr TensorRule normsOfAllHeads[]{
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .rows = queryRows},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .rows = keyRows},
};

inline constexpr TensorRule queriesAndKeys[]{
    {.source = "self_attn.q_proj", .target = "attn_q", .rows = queryRows, .columns = hidden, .bias = Bias::allowed},
    {.source = "self_attn.k_proj", .target = "attn_k", .rows = keyRows, .columns = hidden, .bias = Bias::allowed},
};
inline constexpr TensorRule interleavedQueriesAndKeys[]{
    {.source = "self_attn.q_proj",
     .target = "attn_q",
     .rows = queryRows,
     .columns = hidden,
     .change = Change::interleaveHeads,
     .bias = Bias::allowed},
    {.source = "self_attn.k_proj",
     .target = "attn_k",
     .rows = keyRows,
     .columns = hidden,
     .change = Change::interleaveKvHeads,
     .bias = Bias::allowed},
};
inline constexpr TensorRule valuesAndOutput[]{
    {.source = "self_attn.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::allowed},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::allowed},
};
inline constexpr TensorRule fusedAttention[]{
    {.source = "self_attn.qkv_proj", .target = "attn_qkv", .rows = fusedRows, .columns = hidden},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = queryRows},
};
inline constexpr TensorRule latentAttention[]{
    {.source = "self_attn.q_proj", .target = "attn_q", .rows = latentQueryRows, .columns = hidden, .where = Where::wideQueries},
    {.source = "self_attn.q_a_proj", .target = "attn_q_a", .rows = queryRank, .columns = hidden, .where = Where::narrowQueries},
    {.source = "self_attn.q_a_layernorm", .target = "attn_q_a_norm", .rows = queryRank, .where = Where::narrowQueries},
    {.source = "self_attn.q_b_proj",
     .target = "attn_q_b",
     .rows = latentQueryRows,
     .columns = queryRank,
     .where = Where::narrowQueries},
    {.source = "self_attn.kv_a_proj_with_mqa", .target = "attn_kv_a_mqa", .rows = latentRankAndRope, .columns = hidden},
    {.source = "self_attn.kv_a_layernorm", .target = "attn_kv_a_norm", .rows = latentRank},
    {.source = "self_attn.kv_b_proj",
     .target = "attn_k_b",
     .rows = latentKvRows,
     .columns = latentRank,
     .change = Change::latentKey},
    {.source = "self_attn.kv_b_proj",
     .target = "attn_v_b",
     .rows = latentKvRows,
     .columns = latentRank,
     .change = Change::latentValue},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = latentOutputColumns},
};

inline constexpr TensorRule gatedFeedForward[]{
    {.source = "mlp.gate_proj", .target = "ffn_gate", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::allowed},
};
inline constexpr TensorRule fusedGateFeedForward[]{
    {.source = "mlp.gate_up_proj", .target = "ffn_up", .rows = twiceFeedForward, .columns = hidden},
    {.source = "mlp.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};
inline constexpr TensorRule denseFeedForward[]{
    {.source = "mlp.gate_proj", .target = "ffn_gate", .rows = feedForward, .columns = hidden, .where = Where::denseLayers},
    {.source = "mlp.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden, .where = Where::denseLayers},
    {.source = "mlp.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .where = Where::denseLayers},
};
inline constexpr TensorRule starcoderFeedForward[]{
    {.source = "mlp.c_fc", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.c_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::allowed},
};

// Experts in the order in which the reference writes them.
inline constexpr TensorRule mixtralExperts[]{
    {.source = "block_sparse_moe.gate", .target = "ffn_gate_inp", .rows = experts, .columns = hidden},
    {.source = "block_sparse_moe.experts.*.w1", .target = "ffn_gate_exps", .rows = feedForward, .columns = hidden},
    {.source = "block_sparse_moe.experts.*.w2", .target = "ffn_down_exps", .rows = hidden, .columns = feedForward},
    {.source = "block_sparse_moe.experts.*.w3", .target = "ffn_up_exps", .rows = feedForward, .columns = hidden},
};
inline constexpr TensorRule router[]{
    {.source = "mlp.gate", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .where = Where::expertLayers},
};
inline constexpr TensorRule manyExperts[]{
    {.source = "mlp.experts.*.down_proj",
     .target = "ffn_down_exps",
     .rows = hidden,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
    {.source = "mlp.experts.*.gate_proj",
     .target = "ffn_gate_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "mlp.experts.*.up_proj",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
};
/// The same in another order.
inline constexpr TensorRule expertsFromTheGate[]{
    {.source = "mlp.experts.*.gate_proj",
     .target = "ffn_gate_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "mlp.experts.*.up_proj",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "mlp.experts.*.down_proj",
     .target = "ffn_down_exps",
     .rows = hidden,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
};
inline constexpr TensorRule fusedExperts[]{
    // as newer checkpoints of the Qwen models keep them
    {.source = "mlp.experts.down_proj",
     .target = "ffn_down_exps.weight",
     .rows = hidden,
     .columns = expertFeedForward,
     .matrices = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj",
     .target = "ffn_gate_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::gateHalf,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj",
     .target = "ffn_up_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::upHalf,
     .where = Where::expertLayers,
     .isWholeName = true},
};
inline constexpr TensorRule qwenSharedExpert[]{
    {.source = "mlp.shared_expert_gate", .target = "ffn_gate_inp_shexp", .rows = one, .columns = hidden},
    {.source = "mlp.shared_expert.gate_proj", .target = "ffn_gate_shexp", .rows = sharedFeedForward, .columns = hidden},
    {.source = "mlp.shared_expert.up_proj", .target = "ffn_up_shexp", .rows = sharedFeedForward, .columns = hidden},
    {.source = "mlp.shared_expert.down_proj", .target = "ffn_down_shexp", .rows = hidden, .columns = sharedFeedForward},
};
inline constexpr TensorRule deepseekSharedExperts[]{
    {.source = "mlp.gate.e_score_correction_bias",
     .target = "exp_probs_b.bias",
     .rows = experts,
     .where = Where::expertLayers,
     .isOptional = true,
     .isWholeName = true},
    {.source = "mlp.shared_experts.gate_proj",
     .target = "ffn_gate_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "mlp.shared_experts.up_proj",
     .target = "ffn_up_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "mlp.shared_experts.down_proj",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
};

// The halves of one matrix for each expert, the gate first.
inline constexpr TensorRule graniteExperts[]{
    {.source = "block_sparse_moe.router.layer",
     .target = "ffn_gate_inp",
     .rows = experts,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.input_linear",
     .target = "ffn_gate_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::gateHalf,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "block_sparse_moe.input_linear",
     .target = "ffn_up_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::upHalf,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "block_sparse_moe.output_linear",
     .target = "ffn_down_exps.weight",
     .rows = hidden,
     .columns = expertFeedForward,
     .matrices = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "shared_mlp.input_linear",
     .target = "ffn_gate_shexp",
     .rows = twiceSharedFeedForward,
     .columns = hidden,
     .change = Change::sharedGateHalf,
     .where = Where::sharedExperts},
    {.source = "shared_mlp.input_linear",
     .target = "ffn_up_shexp",
     .rows = twiceSharedFeedForward,
     .columns = hidden,
     .change = Change::sharedUpHalf,
     .where = Where::sharedExperts},
    {.source = "shared_mlp.output_linear",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
};

/// Mamba-2 under the two names that it has in a layer.
struct RecurrenceNames {
    std::string_view decay, skip, convolution, step, input, norm, output;
};
inline constexpr RecurrenceNames inMixer{"mixer.A_log",   "mixer.D",    "mixer.conv1d",  "mixer.dt_bias",
                                         "mixer.in_proj", "mixer.norm", "mixer.out_proj"};
inline constexpr RecurrenceNames inMamba{"mamba.A_log",   "mamba.D",    "mamba.conv1d",  "mamba.dt_bias",
                                         "mamba.in_proj", "mamba.norm", "mamba.out_proj"};

/// Every head has a decay and a pace of its own.
constexpr std::array<TensorRule, 7> recurrenceOfHeads(const RecurrenceNames& names) {
    return {{
        {.source = names.decay,
         .target = "ssm_a",
         .rows = stateHeads,
         .change = Change::single,
         .where = Where::stateLayers,
         .isWholeName = true,
         .isNegativeExponential = true},
        {.source = names.skip,
         .target = "ssm_d",
         .rows = stateHeads,
         .change = Change::single,
         .where = Where::stateLayers,
         .isWholeName = true},
        {.source = names.convolution,
         .target = "ssm_conv1d",
         .rows = stateConvolved,
         .columns = any,
         .change = Change::squeeze,
         .bias = Bias::allowed,
         .where = Where::stateLayers},
        {.source = names.step, .target = "ssm_dt.bias", .rows = stateHeads, .where = Where::stateLayers, .isWholeName = true},
        {.source = names.input,
         .target = "ssm_in",
         .rows = stateInputs,
         .columns = hidden,
         .bias = Bias::allowed,
         .where = Where::stateLayers},
        {.source = names.norm,
         .target = "ssm_norm",
         .rows = stateChannels,
         .change = Change::groupChannels,
         .where = Where::stateLayers,
         .isOptional = true},
        {.source = names.output,
         .target = "ssm_out",
         .rows = hidden,
         .columns = stateChannels,
         .bias = Bias::allowed,
         .where = Where::stateLayers},
    }};
}
inline constexpr auto mixerOfHeads = recurrenceOfHeads(inMixer);
inline constexpr auto mambaOfHeads = recurrenceOfHeads(inMamba);

/// Mamba: every channel goes its own pace.
constexpr std::array<TensorRule, 7> recurrenceOfChannels(const RecurrenceNames& names, std::string_view selection) {
    return {{
        {.source = names.decay,
         .target = "ssm_a",
         .rows = stateChannels,
         .columns = stateStates,
         .where = Where::stateLayers,
         .isWholeName = true,
         .isNegativeExponential = true},
        {.source = names.skip, .target = "ssm_d", .rows = stateChannels, .where = Where::stateLayers, .isWholeName = true},
        {.source = names.convolution,
         .target = "ssm_conv1d",
         .rows = stateConvolved,
         .columns = any,
         .change = Change::squeeze,
         .bias = Bias::allowed,
         .where = Where::stateLayers},
        {.source = names.step,
         .target = "ssm_dt",
         .rows = stateChannels,
         .columns = stateStepRank,
         .bias = Bias::needed,
         .where = Where::stateLayers},
        {.source = names.input,
         .target = "ssm_in",
         .rows = stateInputs,
         .columns = hidden,
         .bias = Bias::allowed,
         .where = Where::stateLayers},
        {.source = names.output,
         .target = "ssm_out",
         .rows = hidden,
         .columns = stateChannels,
         .bias = Bias::allowed,
         .where = Where::stateLayers},
        {.source = selection, .target = "ssm_x", .rows = stateSelection, .columns = stateChannels, .where = Where::stateLayers},
    }};
}

// Of layers that predict further tokens: what joins a token to the stream, and matrices of tokens of their own.
inline constexpr TensorRule nextToken[]{
    {.source = "eh_proj", .target = "nextn.eh_proj", .rows = hidden, .columns = twiceHidden, .where = Where::predictions},
    {.source = "enorm", .target = "nextn.enorm", .rows = hidden, .where = Where::predictions},
    {.source = "hnorm", .target = "nextn.hnorm", .rows = hidden, .where = Where::predictions},
    {.source = "embed_tokens",
     .target = "nextn.embed_tokens",
     .rows = vocabulary,
     .columns = hidden,
     .where = Where::predictions,
     .isOptional = true},
    {.source = "shared_head.norm",
     .target = "nextn.shared_head_norm",
     .rows = hidden,
     .where = Where::predictions,
     .isOptional = true},
    {.source = "shared_head.head",
     .target = "nextn.shared_head_head",
     .rows = vocabulary,
     .columns = hidden,
     .where = Where::predictions,
     .isOptional = true},
};
inline constexpr TensorRule nextTokenNorms[]{
    {.source = "pre_mlp_layernorm", .target = "ffn_norm", .rows = hidden, .where = Where::predictions, .isOptional = true},
    {.source = "final_layernorm",
     .target = "layer_output_norm",
     .rows = hidden,
     .where = Where::predictions,
     .isOptional = true},
};
inline constexpr TensorRules nextTokenParts[]{nextToken};
inline constexpr TensorRules nextTokenAndNorms[]{nextToken, nextTokenNorms};
// GLM, DeepSeek: numbered on behind the model's layers.
inline constexpr PredictionRules numberedOn{.tensors = nextTokenParts, .count = "num_nextn_predict_layers"};
// Qwen, Exaone: numbered on their own, and what joins a token to the stream stands outside.
inline constexpr PredictionRules::Name mtpNames[]{
    {"mtp.fc.", "eh_proj."},
    {"mtp.pre_fc_norm_embedding.", "enorm."},
    {"mtp.pre_fc_norm_hidden.", "hnorm."},
    {"mtp.norm.", "shared_head.norm."},
};

inline constexpr TensorRules tokensNormAndHead[]{embedTokens, finalNorm, lmHead};
inline constexpr TensorRules tokensBiasedNormAndHead[]{embedTokens, finalNormWithBias, lmHead};
inline constexpr TensorRules llamaParts[]{normsBefore, interleavedQueriesAndKeys, valuesAndOutput, gatedFeedForward};

inline constexpr std::string_view usualLayers = "model.layers.";
inline constexpr std::string_view llamaRope[]{"linear", "yarn", "llama3"};
inline constexpr std::string_view commonRope[]{"linear", "yarn"};
inline constexpr std::string_view longRope[]{"longrope"};
inline constexpr std::string_view longRopeNeeds[]{"rope_theta", "original_max_position_embeddings"};
// Parts of names of tensors that are not wanted.
inline constexpr std::string_view outputMatrix[]{"lm_head.weight"};

} // namespace quantlathe::tensor_groups

namespace quantlathe {

/// The tables that make architectures(), in its order.
[[nodiscard]] std::span<const ArchitectureRow> firstArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> denseArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> expertArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> moreExpertArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> latentArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> hybridArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> gemmaArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> stateSpaceArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> falconH1Architectures();
[[nodiscard]] std::span<const ArchitectureRow> encoderArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> earlierArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> jambaArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> kimiArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> miniMaxArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> plamoArchitectures();
[[nodiscard]] std::span<const ArchitectureRow> t5Architectures();

/// Layers without experts in front of the others, where config.json says it by the kinds of layers alone.
void takeLeadingDenseLayers(const Config& config, HyperParameters& hyper);
/// Whether RoPE has sections for time, height and width.
[[nodiscard]] bool hasRopeSections(const Config& config);

/// The rotated part of `size` values: the share stands under one of these names in config.json or in its RoPE values, else it
/// is `usual`.
[[nodiscard]] std::uint32_t rotatedPart(const Config& config, ConfigNames names, std::uint64_t size, double usual = 1.0);

} // namespace quantlathe
