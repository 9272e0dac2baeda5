// SPDX-License-Identifier: GPL-3.0-or-later
// Mixtures of experts, beyond those of the first table.
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule glmNorms[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "post_attention_layernorm", .target = "post_attention_norm", .rows = hidden},
};
constexpr TensorRule optionalNormsOfHeads[]{
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .rows = headSize, .isOptional = true},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .rows = headSize, .isOptional = true},
};
constexpr TensorRule lmHeadWithBias[]{{.source = "lm_head",
                                       .target = "output",
                                       .rows = vocabulary,
                                       .columns = hidden,
                                       .bias = Bias::allowed,
                                       .isOptional = true}};
constexpr TensorRule miniMaxBias[]{{.source = "block_sparse_moe.e_score_correction_bias",
                                    .target = "exp_probs_b.bias",
                                    .rows = experts,
                                    .isOptional = true,
                                    .isWholeName = true}};
constexpr TensorRule ernieExperts[]{
    {.source = "mlp.moe_statics.e_score_correction_bias",
     .target = "exp_probs_b.bias",
     .rows = one,
     .columns = experts,
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

// gpt-oss: rows of gate and up alternate; experts in MXFP4, or input-major floats.
constexpr TensorRule gptOssAttention[]{
    {.source = "self_attn.sinks", .target = "attn_sinks.weight", .rows = heads, .isWholeName = true},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::allowed},
    {.source = "self_attn.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::allowed},
};
constexpr TensorRule gptOssExperts[]{
    {.source = "mlp.router", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.experts.gate_up_proj",
     .target = "ffn_gate_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::turnedEvenRows,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj",
     .target = "ffn_up_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::turnedOddRows,
     .isWholeName = true},
    {.source = "mlp.experts.down_proj",
     .target = "ffn_down_exps.weight",
     .rows = hidden,
     .columns = expertFeedForward,
     .matrices = experts,
     .change = Change::turn,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj_bias",
     .target = "ffn_gate_exps.bias",
     .rows = experts,
     .columns = twiceExpertFeedForward,
     .change = Change::evenColumns,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj_bias",
     .target = "ffn_up_exps.bias",
     .rows = experts,
     .columns = twiceExpertFeedForward,
     .change = Change::oddColumns,
     .isWholeName = true},
    {.source = "mlp.experts.down_proj_bias",
     .target = "ffn_down_exps.bias",
     .rows = experts,
     .columns = hidden,
     .isWholeName = true},
};

// Input-major stacks, the gate first.
constexpr TensorRule turnedExperts[]{
    {.source = "mlp.experts.down_proj",
     .target = "ffn_down_exps.weight",
     .rows = hidden,
     .columns = expertFeedForward,
     .matrices = experts,
     .change = Change::turn,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj",
     .target = "ffn_gate_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::turnedGateHalf,
     .isWholeName = true},
    {.source = "mlp.experts.gate_up_proj",
     .target = "ffn_up_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::turnedUpHalf,
     .isWholeName = true},
};
constexpr TensorRule llama4FeedForward[]{
    {.source = "feed_forward.experts.down_proj",
     .target = "ffn_down_exps.weight",
     .rows = hidden,
     .columns = expertFeedForward,
     .matrices = experts,
     .change = Change::turn,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "feed_forward.experts.gate_up_proj",
     .target = "ffn_gate_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::turnedGateHalf,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "feed_forward.experts.gate_up_proj",
     .target = "ffn_up_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .change = Change::turnedUpHalf,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "feed_forward.router",
     .target = "ffn_gate_inp",
     .rows = experts,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "feed_forward.shared_expert.gate_proj",
     .target = "ffn_gate_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "feed_forward.shared_expert.up_proj",
     .target = "ffn_up_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "feed_forward.shared_expert.down_proj",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
    {.source = "feed_forward.gate_proj",
     .target = "ffn_gate",
     .rows = feedForward,
     .columns = hidden,
     .where = Where::denseLayers},
    {.source = "feed_forward.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden, .where = Where::denseLayers},
    {.source = "feed_forward.down_proj",
     .target = "ffn_down",
     .rows = hidden,
     .columns = feedForward,
     .where = Where::denseLayers},
};

constexpr TensorRules phiMoeModelParts[]{embedTokens, finalNormWithBias, lmHeadWithBias};

constexpr TensorRules olmoeParts[]{normsBefore, queriesAndKeys, normsOfAllHeads, valuesAndOutput, router, manyExperts};
constexpr TensorRules phiMoeParts[]{normsBeforeWithBias, queriesAndKeys, valuesAndOutput, mixtralExperts};
constexpr TensorRules graniteParts[]{normsBefore, interleavedQueriesAndKeys, valuesAndOutput, graniteExperts};
constexpr TensorRules glm4MoeParts[]{glmNorms,         queriesAndKeys, optionalNormsOfHeads, valuesAndOutput,
                                     denseFeedForward, router,         manyExperts,          deepseekSharedExperts};
constexpr TensorRules dots1Parts[]{normsBefore,      queriesAndKeys, normsOfHeads, valuesAndOutput,
                                   denseFeedForward, router,         manyExperts,  deepseekSharedExperts};
constexpr TensorRules ernieParts[]{normsBefore, queriesAndKeys,     valuesAndOutput, denseFeedForward,
                                   router,      expertsFromTheGate, ernieExperts};
constexpr TensorRules miniMaxParts[]{normsBefore,     queriesAndKeys, normsOfAllHeads,
                                     valuesAndOutput, mixtralExperts, miniMaxBias};

constexpr TensorRules gptOssParts[]{glmNorms, queriesAndKeys, gptOssAttention, gptOssExperts};
constexpr TensorRules qwen3VlMoeParts[]{normsBefore, queriesAndKeys, normsOfHeads, valuesAndOutput, router, turnedExperts};
constexpr TensorRules llama4Parts[]{normsBefore, queriesAndKeys, valuesAndOutput, llama4FeedForward};

constexpr KeyWriter gptOssKeys[]{keys::common, keys::slidingWindow, keys::expertFeedForward};
constexpr KeyWriter qwen3VlMoeKeys[]{keys::common, keys::expertFeedForward, keys::deepstackLayers};
constexpr KeyWriter llama4Keys[]{keys::common,       keys::vocabularySize,    keys::ropeDimensions,
                                 keys::expertPeriod, keys::expertFeedForward, keys::fullAttention};
constexpr KeyWriter olmoeKeys[]{keys::common, keys::rmsEpsilon};
constexpr KeyWriter phiMoeKeys[]{keys::contextLength,  keys::originalContext, keys::embeddingLength, keys::feedForwardLength,
                                 keys::blockCount,     keys::headCount,       keys::kvHeadCount,     keys::rmsEpsilon,
                                 keys::ropeDimensions, keys::ropeBase,        keys::slidingWindow,   keys::expertUsedCount,
                                 keys::expertCount};
constexpr KeyWriter phiMoeEarlyKeys[]{keys::longRopeFactor};
constexpr KeyWriter graniteKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::graniteScales};
constexpr KeyWriter graniteSharedKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::graniteScales,
                                        keys::sharedFeedForward};
constexpr KeyWriter glm4MoeKeys[]{keys::commonWithRoutedExperts, keys::ropeDimensions,        keys::expertFeedForward,
                                  keys::sharedExpertCount,       keys::leadingDenseLayers,    keys::sigmoidGating,
                                  keys::expertWeights,           keys::statedPredictionLayers};
constexpr KeyWriter dots1Keys[]{keys::commonWithRoutedExperts, keys::expertFeedForward, keys::leadingDenseLayers,
                                keys::sharedExpertCount, keys::expertWeights};
constexpr KeyWriter ernieKeys[]{keys::commonWithRoutedExperts, keys::ernieExperts};
constexpr KeyWriter miniMaxKeys[]{keys::common, keys::expertFeedForward, keys::ropeDimensions};

constexpr std::string_view qwen3VlMoeNeeds[]{"mrope_section"};
constexpr std::string_view llama4Needs[]{"intermediate_size_mlp", "interleave_moe_layer_step"};
constexpr std::string_view ernieDrops[]{"mtp_block.", "mtp_emb_norm.", "mtp_hidden_norm.", "mtp_linear_proj."};

std::uint64_t sizeIn(const Config& config, std::string_view name) {
    return config.count(ConfigNames(&name, 1), maxSize).value_or(0);
}

void adjustOlmoe(const Config&, HyperParameters& hyper) {
    hyper.normEpsilon = 1e-5; // what its class takes, whatever is said
}

void adjustGraniteShared(const Config& config, HyperParameters& hyper) {
    hyper.sharedFeedForward = sizeIn(config, "shared_intermediate_size");
}

void adjustGlm4Moe(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.5;
    static constexpr std::string_view part[]{"partial_rotary_factor"};
    hyper.ropeDimensions = rotatedPart(config, part, hyper.keyLength, usualPart);
}

void adjustMiniMax(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view part[]{"partial_rotary_factor"};
    const std::uint64_t stated = std::min(sizeIn(config, "rotary_dim"), maxHeads);
    hyper.ropeDimensions = stated > 0 ? static_cast<std::uint32_t>(stated) : rotatedPart(config, part, hyper.keyLength);
}

void adjustErnie(const Config& config, HyperParameters& hyper) {
    hyper.experts = static_cast<std::uint32_t>(std::min(sizeIn(config, "moe_num_experts"), maxHeads));
    hyper.expertsUsed = static_cast<std::uint32_t>(std::min(sizeIn(config, "moe_k"), maxHeads));
    hyper.leadingDenseLayers =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(sizeIn(config, "moe_layer_start_index"), hyper.layers));
    hyper.sharedFeedForward = std::min(sizeIn(config, "moe_num_shared_experts"), maxHeads) * hyper.expertFeedForward;
}

void adjustGptOss(const Config&, HyperParameters& hyper) {
    hyper.slidingWindow = hyper.slidingWindow > 0 ? hyper.slidingWindow : 128; // as the class has it
}

/// intermediate_size is that of an expert.
void adjustLlama4(const Config& config, HyperParameters& hyper) {
    hyper.expertFeedForward = hyper.sharedFeedForward = hyper.feedForward.empty() ? 0 : hyper.feedForward.front();
    hyper.feedForward.assign(hyper.layers, sizeIn(config, "intermediate_size_mlp"));
    hyper.expertPeriod =
        static_cast<std::uint32_t>(std::clamp<std::uint64_t>(sizeIn(config, "interleave_moe_layer_step"), 1, maxLayers));
}

constexpr ArchitectureRow mixture(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                  std::span<const KeyWriter> keys, TokenizerStyle tokenizer = TokenizerStyle::byteLevel,
                                  void (*adjust)(const Config&, HyperParameters&) = nullptr) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = tokenizer,
            .ropeTypes = commonRope,
            .adjust = adjust};
}

void adjustPhiMoe(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view jitter[]{"router_jitter_noise"};
    hyper.routerJitter = std::max(config.number(jitter).value_or(hyper.routerJitter), 0.0);
}

constexpr ArchitectureRow phiMoe(std::string_view hfClass) {
    ArchitectureRow row = mixture(hfClass, "phimoe", phiMoeParts, phiMoeKeys, TokenizerStyle::phi3);
    row.modelTensors = phiMoeModelParts;
    row.needs = longRopeNeeds;
    row.ropeTypes = longRope;
    row.usesSlidingWindow = true;
    row.earlyKeys = phiMoeEarlyKeys;
    row.adjust = adjustPhiMoe;
    return row;
}

constexpr ArchitectureRow glm4Moe(std::string_view hfClass) {
    ArchitectureRow row = mixture(hfClass, "glm4moe", glm4MoeParts, glm4MoeKeys, TokenizerStyle::glmMoe, adjustGlm4Moe);
    row.predictions = &numberedOn;
    return row;
}

constexpr ArchitectureRow ernie() {
    ArchitectureRow row =
        mixture("Ernie4_5_MoeForCausalLM", "ernie4_5-moe", ernieParts, ernieKeys, TokenizerStyle::llama, adjustErnie);
    row.drops = ernieDrops;
    row.tiesByDefault = true;
    return row;
}

constexpr ArchitectureRow gptOss() {
    ArchitectureRow row =
        mixture("GptOssForCausalLM", "gpt-oss", gptOssParts, gptOssKeys, TokenizerStyle::byteLevel, adjustGptOss);
    row.usesSlidingWindow = true;
    return row;
}

constexpr ArchitectureRow qwen3VlMoe() {
    ArchitectureRow row = mixture("Qwen3VLMoeForConditionalGeneration", "qwen3vlmoe", qwen3VlMoeParts, qwen3VlMoeKeys);
    row.needs = qwen3VlMoeNeeds;
    return row;
}

constexpr ArchitectureRow llama4(std::string_view hfClass) {
    ArchitectureRow row = mixture(hfClass, "llama4", llama4Parts, llama4Keys, TokenizerStyle::byteLevel, adjustLlama4);
    row.ropeTypes = llamaRope;
    row.needs = llama4Needs;
    return row;
}

constexpr auto table = std::to_array<ArchitectureRow>({
    mixture("OlmoeForCausalLM", "olmoe", olmoeParts, olmoeKeys, TokenizerStyle::byteLevel, adjustOlmoe),
    phiMoe("PhiMoEForCausalLM"),
    phiMoe("PhimoeForCausalLM"), // as newer versions of the library save it
    mixture("GraniteMoeForCausalLM", "granitemoe", graniteParts, graniteKeys, TokenizerStyle::llama),
    mixture("GraniteMoeSharedForCausalLM", "granitemoe", graniteParts, graniteSharedKeys, TokenizerStyle::llama,
            adjustGraniteShared),
    glm4Moe("Glm4MoeForCausalLM"),
    glm4Moe("Glm4vMoeForConditionalGeneration"),
    mixture("Dots1ForCausalLM", "dots1", dots1Parts, dots1Keys),
    ernie(),
    gptOss(),
    qwen3VlMoe(),
    llama4("Llama4ForCausalLM"),
    llama4("Llama4ForConditionalGeneration"),
    mixture("MiniMaxM2ForCausalLM", "minimax-m2", miniMaxParts, miniMaxKeys, TokenizerStyle::byteLevel, adjustMiniMax),
});

} // namespace

std::span<const ArchitectureRow> expertArchitectures() {
    return table;
}

} // namespace quantlathe
