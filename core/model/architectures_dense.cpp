// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures whose feed-forward block is one for all tokens, beyond those of the first table.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule normBehindAttention[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "post_attention_layernorm", .target = "post_attention_norm", .rows = hidden},
};
constexpr TensorRule oneNorm[]{{.source = "input_layernorm", .target = "attn_norm", .rows = hidden}};
constexpr TensorRule oneNormWithBias[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden, .bias = Bias::needed}};
constexpr TensorRule glmNorms[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "post_self_attn_layernorm", .target = "post_attention_norm", .rows = hidden},
    {.source = "post_attention_layernorm", .target = "ffn_norm", .rows = hidden},
    {.source = "post_mlp_layernorm", .target = "post_ffw_norm", .rows = hidden},
};
// llama.cpp rotates sections of halves only.
constexpr TensorRule partedQueriesAndKeys[]{
    {.source = "self_attn.q_proj",
     .target = "attn_q",
     .rows = queryRows,
     .columns = hidden,
     .change = Change::partNeighbours,
     .bias = Bias::allowed},
    {.source = "self_attn.k_proj",
     .target = "attn_k",
     .rows = keyRows,
     .columns = hidden,
     .change = Change::partNeighboursOfKv,
     .bias = Bias::allowed},
};
constexpr TensorRule ungatedFeedForward[]{
    {.source = "mlp.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::allowed},
};

// Norms of queries and keys whose gains each head has of its own.
constexpr TensorRule gainsOfHeads[]{
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .rows = heads, .columns = headSize, .isOptional = true},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .rows = kvHeads, .columns = headSize, .isOptional = true},
};
constexpr TensorRule gainsOfSingleHeads[]{
    {.source = "self_attn.q_layernorm.norms.*",
     .target = "attn_q_norm",
     .rows = headSize,
     .matrices = heads,
     .isOptional = true},
    {.source = "self_attn.k_layernorm.norms.*",
     .target = "attn_k_norm",
     .rows = headSize,
     .matrices = kvHeads,
     .isOptional = true},
};

constexpr TensorRule apertusNorms[]{
    {.source = "attention_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "feedforward_layernorm", .target = "ffn_norm", .rows = hidden},
};
constexpr LayerNumberRule xielu[]{
    {.source = "mlp.act_fn.alpha_n", .key = "xielu.alpha_n", .isList = true},
    {.source = "mlp.act_fn.alpha_p", .key = "xielu.alpha_p", .isList = true},
    {.source = "mlp.act_fn.beta", .key = "xielu.beta"},
    {.source = "mlp.act_fn.eps", .key = "xielu.eps"},
};

constexpr TensorRule phi2Model[]{
    {.source = "model.final_layernorm", .target = "output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "lm_head", .target = "output", .rows = vocabulary, .columns = hidden, .bias = Bias::needed},
};
constexpr TensorRule phi2Layer[]{
    {.source = "self_attn.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::allowed},
    {.source = "self_attn.dense", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::allowed},
    {.source = "mlp.fc1", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.fc2", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::allowed},
};

// Queries, keys and values of a group stand together, and RoPE turns neighbours.
constexpr TensorRule internLm2Model[]{
    {.source = "model.tok_embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "output", .target = "output", .rows = vocabulary, .columns = hidden},
};
constexpr TensorRule internLm2Layer[]{
    {.source = "attention_norm", .target = "attn_norm", .rows = hidden},
    {.source = "ffn_norm", .target = "ffn_norm", .rows = hidden},
    {.source = "attention.wqkv",
     .target = "attn_q",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::interleavedQueriesOfGroups},
    {.source = "attention.wqkv",
     .target = "attn_k",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::interleavedKeysOfGroups},
    {.source = "attention.wqkv", .target = "attn_v", .rows = fusedRows, .columns = hidden, .change = Change::valuesOfGroups},
    {.source = "attention.wo", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "feed_forward.w1", .target = "ffn_gate", .rows = feedForward, .columns = hidden},
    {.source = "feed_forward.w2", .target = "ffn_down", .rows = hidden, .columns = feedForward},
    {.source = "feed_forward.w3", .target = "ffn_up", .rows = feedForward, .columns = hidden},
};

constexpr TensorRule bloomModel[]{
    {.source = "word_embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "word_embeddings_layernorm", .target = "token_embd_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "ln_f", .target = "output_norm", .rows = hidden, .bias = Bias::needed},
};
constexpr TensorRule bloomLayer[]{
    {.source = "self_attention.query_key_value",
     .target = "attn_qkv",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::ungroupQkv,
     .bias = Bias::needed},
    {.source = "self_attention.dense", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::needed},
    {.source = "mlp.dense_h_to_4h", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::needed},
    {.source = "mlp.dense_4h_to_h", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
};

constexpr TensorRule mptModel[]{
    {.source = "wte", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "norm_f", .target = "output_norm", .rows = hidden},
};
constexpr TensorRule mptLayer[]{
    {.source = "norm_1", .target = "attn_norm", .rows = hidden},
    {.source = "norm_2", .target = "ffn_norm", .rows = hidden},
    {.source = "attn.Wqkv", .target = "attn_qkv", .rows = fusedRows, .columns = hidden},
    {.source = "attn.out_proj", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "ffn.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden},
    {.source = "ffn.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};

constexpr TensorRules tokensAndNorm[]{embedTokens, finalNorm};
constexpr TensorRules tokensAndHead[]{embedTokens, lmHead};
constexpr TensorRules internLm2ModelParts[]{finalNorm, internLm2Model};
constexpr TensorRules bloomModelParts[]{bloomModel, lmHead};
constexpr TensorRules mptModelParts[]{mptModel, lmHead};
constexpr TensorRules phi2ModelParts[]{embedTokens, phi2Model};

constexpr TensorRules seedOssParts[]{normBehindAttention, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules olmoParts[]{interleavedQueriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules stableLmParts[]{normsBeforeWithBias, queriesAndKeys, gainsOfSingleHeads, valuesAndOutput,
                                      gatedFeedForward};
constexpr TensorRules parallelStableLmParts[]{oneNormWithBias, queriesAndKeys, gainsOfSingleHeads, valuesAndOutput,
                                              gatedFeedForward};
constexpr TensorRules phi2Parts[]{oneNormWithBias, queriesAndKeys, phi2Layer};
constexpr TensorRules apertusParts[]{apertusNorms, queriesAndKeys, normsOfHeads, valuesAndOutput, ungatedFeedForward};
constexpr TensorRules arceeParts[]{normsBefore, interleavedQueriesAndKeys, valuesAndOutput, ungatedFeedForward};
constexpr TensorRules exaone4Parts[]{normsBehind, queriesAndKeys, normsOfHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules plainParts[]{normsBefore, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules hunyuanParts[]{normsBefore, queriesAndKeys, hunyuanNormsOfHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules cohereParts[]{oneNorm, queriesAndKeys, gainsOfHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules cohere2Parts[]{oneNorm, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules glm4Parts[]{glmNorms, queriesAndKeys, valuesAndOutput, fusedGateFeedForward};
constexpr TensorRules seeingGlm4Parts[]{glmNorms, partedQueriesAndKeys, valuesAndOutput, fusedGateFeedForward};
constexpr TensorRules nemotronParts[]{normsBeforeWithBias, queriesAndKeys, valuesAndOutput, ungatedFeedForward};
constexpr TensorRules qwen3Parts[]{normsBefore, queriesAndKeys, normsOfHeads, valuesAndOutput, gatedFeedForward};

constexpr TensorRules internLm2Parts[]{internLm2Layer};
constexpr TensorRules bloomParts[]{normsBeforeWithBias, bloomLayer};
constexpr TensorRules mptParts[]{mptLayer};

constexpr KeyWriter commonKeys[]{keys::common};
constexpr KeyWriter llamaKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions};
constexpr KeyWriter apertusEarlyKeys[]{keys::layerNumbers};
constexpr KeyWriter arceeKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::pooling};
constexpr KeyWriter olmoKeys[]{keys::common, keys::layerNormEpsilon, keys::clampKqv};
constexpr KeyWriter stableLmKeys[]{keys::contextLength,     keys::embeddingLength,  keys::blockCount,
                                   keys::feedForwardLength, keys::ropeDimensions,   keys::headCount,
                                   keys::kvHeadCount,       keys::stableLmResidual, keys::layerNormEpsilon};
constexpr KeyWriter phi2Keys[]{keys::contextLength,    keys::embeddingLength, keys::feedForwardLength,
                               keys::blockCount,       keys::headCount,       keys::kvHeadCount,
                               keys::layerNormEpsilon, keys::ropeDimensions,  keys::noBosToken};
constexpr KeyWriter exaone4Keys[]{keys::common, keys::vocabularySize, keys::exaoneWindow};
constexpr KeyWriter exaone45Keys[]{keys::common, keys::vocabularySize, keys::exaoneWindow, keys::predictionLayers};
constexpr PredictionRules exaonePredictions{
    .tensors = nextTokenParts, .count = "num_nextn_predict_layers", .numbered = "mtp.layers.", .names = mtpNames};
constexpr KeyWriter hunyuanKeys[]{keys::common, keys::ntkRope};
constexpr KeyWriter cohereKeys[]{keys::common, keys::logitScale, keys::noRopeScaling};
constexpr KeyWriter cohere2Keys[]{keys::common,         keys::logitScale,     keys::slidingWindow,
                                  keys::vocabularySize, keys::ropeDimensions, keys::noRopeScaling};
constexpr KeyWriter graniteKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::graniteScales};
constexpr KeyWriter glm4Keys[]{keys::common, keys::ropeDimensions};
constexpr KeyWriter glmOcrKeys[]{keys::common, keys::ropeDimensions, keys::statedPredictionLayers};
constexpr KeyWriter nemotronKeys[]{keys::common, keys::vocabularySize, keys::layerNormEpsilon, keys::ropeDimensions,
                                   keys::linearRopeScaling};
constexpr KeyWriter mistral3Keys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::yarnTemperature};
constexpr KeyWriter gemmaKeys[]{keys::contextLength, keys::embeddingLength, keys::blockCount, keys::feedForwardLength,
                                keys::headCount,     keys::kvHeadCount,     keys::rmsEpsilon, keys::headSizes};
constexpr KeyWriter bloomKeys[]{keys::contextLength, keys::embeddingLength, keys::feedForwardLength, keys::blockCount,
                                keys::headCount,     keys::bloomKvHeads,    keys::layerNormEpsilon};
constexpr KeyWriter mptKeys[]{keys::contextLength,     keys::embeddingLength, keys::blockCount,
                              keys::feedForwardLength, keys::headCount,       keys::mptAttention};
constexpr KeyWriter qwen3VlKeys[]{keys::common, keys::deepstackLayers};

// "dynamic" changes nothing up to the trained context, and nobody writes it for these models.
constexpr std::string_view internLmRope[]{"linear", "yarn", "dynamic"};
constexpr std::string_view visionParts[]{"vision_model"};
constexpr std::string_view activationNumbers[]{".act_fn."};
constexpr std::string_view hunyuanRope[]{"dynamic", "xdrope"};
constexpr std::string_view qwen3VlNeeds[]{"mrope_section"};
constexpr std::string_view mptNeeds[]{"attn_config", "max_seq_len"};

constexpr std::string_view partialFactor[]{"partial_rotary_factor", "rope_pct", "rotary_pct"};

void adjustOlmo(const Config&, HyperParameters& hyper) {
    hyper.normEpsilon = 1e-5; // of norms that have no weights
}

void adjustStableLm(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.25;
    hyper.ropeDimensions = rotatedPart(config, partialFactor, hyper.keyLength, usualPart);
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-5;
}

void adjustPhi2(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.5;
    static constexpr std::string_view contexts[]{"n_positions", "max_position_embeddings"};
    hyper.contextTokens = config.count(contexts, maxSize).value_or(hyper.contextTokens);
    hyper.feedForward.assign(hyper.layers, 4 * hyper.hidden);
    hyper.kvHeads = hyper.heads;
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-5;
    if (!hyper.heads.empty() && hyper.heads.front() > 0) {
        hyper.ropeDimensions = rotatedPart(config, partialFactor, hyper.hidden, usualPart) / hyper.heads.front();
    }
}

void adjustGemma(const Config& config, HyperParameters& hyper) {
    if (!config.count(config_names::headSize, maxHeads)) {
        hyper.keyLength = hyper.valueLength = hyper.ropeDimensions = 256; // as its class has it
    }
}

void adjustInternLm(const Config&, HyperParameters& hyper) {
    if (hyper.ropeScaling.type == "dynamic") {
        hyper.ropeScaling = {};
    }
}

void adjustBloom(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view widths[]{"hidden_size", "n_embed"};
    static constexpr std::string_view contexts[]{"seq_length"};
    hyper.hidden = config.count(widths, maxSize).value_or(hyper.hidden);
    hyper.contextTokens =
        config.count(contexts, maxSize).value_or(hyper.hidden); // what the reference takes where nothing is said
    hyper.feedForward.assign(hyper.layers, 4 * hyper.hidden);
    hyper.kvHeads = hyper.heads;
    if (!hyper.heads.empty() && hyper.heads.front() > 0) {
        hyper.keyLength = static_cast<std::uint32_t>(std::min<std::uint64_t>(hyper.hidden / hyper.heads.front(), maxHeads));
        hyper.valueLength = hyper.ropeDimensions = hyper.keyLength;
    }
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-5;
}

void adjustMpt(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view widths[]{"d_model"};
    static constexpr std::string_view contexts[]{"max_seq_len"};
    static constexpr std::string_view kvHeads[]{"kv_n_heads"};
    hyper.hidden = config.count(widths, maxSize).value_or(hyper.hidden);
    hyper.contextTokens = config.count(contexts, maxSize).value_or(hyper.contextTokens);
    hyper.feedForward.assign(hyper.layers, 4 * hyper.hidden);
    hyper.normEpsilon = 1e-5; // of its norms, whatever is said
    if (!hyper.heads.empty() && hyper.heads.front() > 0) {
        hyper.keyLength = static_cast<std::uint32_t>(std::min<std::uint64_t>(hyper.hidden / hyper.heads.front(), maxHeads));
        hyper.valueLength = hyper.ropeDimensions = hyper.keyLength;
    }
    const nlohmann::json* const attention = member(config.values(), "attn_config");
    const bool isStated = attention != nullptr && attention->is_object();
    if (const auto own = !isStated ? std::nullopt : Config(*attention, config.file()).count(kvHeads, maxHeads)) {
        hyper.kvHeads.assign(hyper.layers, static_cast<std::uint32_t>(*own));
    }
}

void adjustHalfRotated(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.5;
    hyper.ropeDimensions = rotatedPart(config, partialFactor, hyper.keyLength, usualPart);
}

void adjustNemotron(const Config& config, HyperParameters& hyper) {
    constexpr double usualPart = 0.5;
    if (!hyper.heads.empty() && hyper.heads.front() > 0) {
        hyper.ropeDimensions = rotatedPart(config, partialFactor, hyper.hidden, usualPart) / hyper.heads.front();
    }
}

void adjustCohere(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view contexts[]{"model_max_length", "max_position_embeddings"};
    static constexpr std::string_view part[]{"rotary_pct"};
    hyper.contextTokens = config.count(contexts, maxSize).value_or(hyper.contextTokens);
    hyper.ropeDimensions = rotatedPart(config, part, hyper.keyLength);
}

constexpr ArchitectureRow dense(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                std::span<const KeyWriter> keys = commonKeys,
                                TokenizerStyle tokenizer = TokenizerStyle::byteLevel,
                                std::span<const std::string_view> ropeTypes = commonRope,
                                void (*adjust)(const Config&, HyperParameters&) = nullptr, bool tiesByDefault = false) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = tokenizer,
            .ropeTypes = ropeTypes,
            .adjust = adjust,
            .tiesByDefault = tiesByDefault};
}

bool isParallel(const Config& config) {
    return config.flag("use_parallel_residual").value_or(false);
}

/// In parallel models both halves of a layer read the same norm.
constexpr ArchitectureRow stableLm(std::string_view hfClass, std::span<const TensorRules> parts,
                                   bool (*isFor)(const Config&) = nullptr) {
    ArchitectureRow row = dense(hfClass, "stablelm", parts, stableLmKeys, TokenizerStyle::byteLevel, {}, adjustStableLm);
    row.modelTensors = tokensBiasedNormAndHead;
    row.isFor = isFor;
    return row;
}

constexpr ArchitectureRow olmo(std::string_view hfClass) {
    ArchitectureRow row = dense(hfClass, "olmo", olmoParts, olmoKeys, TokenizerStyle::byteLevel, commonRope, adjustOlmo);
    row.modelTensors = tokensAndHead;
    return row;
}

constexpr ArchitectureRow cohere(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                 std::span<const KeyWriter> keys) {
    ArchitectureRow row = dense(hfClass, name, parts, keys, TokenizerStyle::byteLevel, {}, adjustCohere, true);
    row.modelTensors = tokensAndNorm;
    row.drops = outputMatrix;
    row.usesSlidingWindow = name == "cohere2";
    return row;
}

constexpr ArchitectureRow phi2() {
    ArchitectureRow row = dense("PhiForCausalLM", "phi2", phi2Parts, phi2Keys, TokenizerStyle::byteLevel, {}, adjustPhi2);
    row.modelTensors = phi2ModelParts;
    return row;
}

constexpr ArchitectureRow nemotron() {
    ArchitectureRow row =
        dense("NemotronForCausalLM", "nemotron", nemotronParts, nemotronKeys, TokenizerStyle::nemotron, {}, adjustNemotron);
    row.modelTensors = tokensBiasedNormAndHead;
    row.normAddend = 1;
    return row;
}

constexpr ArchitectureRow apertus() {
    ArchitectureRow row = dense("ApertusForCausalLM", "apertus", apertusParts, llamaKeys, TokenizerStyle::llama, llamaRope);
    row.drops = activationNumbers;
    row.layerNumbers = xielu;
    row.earlyKeys = apertusEarlyKeys;
    return row;
}

constexpr ArchitectureRow exaone4(std::string_view hfClass, std::span<const KeyWriter> keys,
                                  const PredictionRules* predictions = nullptr) {
    ArchitectureRow row = dense(hfClass, "exaone4", exaone4Parts, keys, TokenizerStyle::byteLevel, llamaRope);
    row.usesSlidingWindow = true;
    row.predictions = predictions;
    return row;
}

constexpr ArchitectureRow hunyuan() {
    ArchitectureRow row =
        dense("HunYuanDenseV1ForCausalLM", "hunyuan-dense", hunyuanParts, hunyuanKeys, TokenizerStyle::hunyuan, hunyuanRope);
    row.dropsTiedOutput = true;
    return row;
}

constexpr ArchitectureRow qwen3Vl() {
    ArchitectureRow row =
        dense("Qwen3VLForConditionalGeneration", "qwen3vl", qwen3Parts, qwen3VlKeys, TokenizerStyle::sentencePieceOrBytes);
    row.needs = qwen3VlNeeds;
    return row;
}

constexpr ArchitectureRow gemma() {
    ArchitectureRow row =
        dense("GemmaForCausalLM", "gemma", plainParts, gemmaKeys, TokenizerStyle::gemma1, commonRope, adjustGemma, true);
    row.normAddend = 1;
    row.drops = outputMatrix;
    return row;
}

constexpr ArchitectureRow internLm2() {
    ArchitectureRow row = dense("InternLM2ForCausalLM", "internlm2", internLm2Parts, commonKeys, TokenizerStyle::internLm2,
                                internLmRope, adjustInternLm);
    row.modelTensors = internLm2ModelParts;
    return row;
}

constexpr ArchitectureRow internLm3() {
    ArchitectureRow row =
        dense("InternLM3ForCausalLM", "llama", llamaParts, llamaKeys, TokenizerStyle::internLm3, internLmRope, adjustInternLm);
    row.drops = visionParts;
    return row;
}

constexpr ArchitectureRow bloom(std::string_view hfClass) {
    ArchitectureRow row = dense(hfClass, "bloom", bloomParts, bloomKeys, TokenizerStyle::byteLevel, {}, adjustBloom, true);
    row.prefix = "transformer.";
    row.layerPrefix = "h.";
    row.modelTensors = bloomModelParts;
    return row;
}

constexpr ArchitectureRow mpt(std::string_view hfClass) {
    ArchitectureRow row = dense(hfClass, "mpt", mptParts, mptKeys, TokenizerStyle::byteLevel, {}, adjustMpt, true);
    row.prefix = "transformer.";
    row.layerPrefix = "blocks.";
    row.modelTensors = mptModelParts;
    row.byteLevelWords = "mpt";
    row.needs = mptNeeds;
    return row;
}

constexpr ArchitectureRow glm4(std::string_view hfClass, std::span<const TensorRules> parts = glm4Parts,
                               bool (*isFor)(const Config&) = nullptr) {
    ArchitectureRow row = dense(hfClass, "glm4", parts, glm4Keys, TokenizerStyle::glm4, commonRope, adjustHalfRotated);
    row.isFor = isFor;
    return row;
}

constexpr ArchitectureRow glmOcr(std::span<const TensorRules> parts, bool (*isFor)(const Config&) = nullptr) {
    ArchitectureRow row = glm4("GlmOcrForConditionalGeneration", parts, isFor);
    row.keys = glmOcrKeys;
    row.predictions = &numberedOn;
    return row;
}

constexpr auto table = std::to_array<ArchitectureRow>({
    dense("SeedOssForCausalLM", "seed_oss", seedOssParts),
    olmo("OlmoForCausalLM"),
    olmo("OLMoForCausalLM"),
    stableLm("StableLmForCausalLM", parallelStableLmParts, isParallel),
    stableLm("StableLmForCausalLM", stableLmParts),
    stableLm("StableLMEpochForCausalLM", parallelStableLmParts, isParallel),
    stableLm("StableLMEpochForCausalLM", stableLmParts),
    phi2(),
    dense("ArceeForCausalLM", "arcee", arceeParts, arceeKeys, TokenizerStyle::llama, llamaRope),
    apertus(),
    exaone4("Exaone4ForCausalLM", exaone4Keys),
    exaone4("Exaone4_5_ForConditionalGeneration", exaone45Keys, &exaonePredictions),
    dense("Ernie4_5ForCausalLM", "ernie4_5", plainParts, commonKeys, TokenizerStyle::llama, commonRope, nullptr, true),
    hunyuan(),
    cohere("CohereForCausalLM", "command-r", cohereParts, cohereKeys),
    cohere("Cohere2ForCausalLM", "cohere2", cohere2Parts, cohere2Keys),
    dense("GraniteForCausalLM", "granite", llamaParts, graniteKeys, TokenizerStyle::llama, llamaRope),
    glm4("Glm4ForCausalLM"),
    glm4("Glm4vForConditionalGeneration", seeingGlm4Parts, hasRopeSections),
    glm4("Glm4vForConditionalGeneration"),
    glmOcr(seeingGlm4Parts, hasRopeSections),
    glmOcr(glm4Parts),
    nemotron(),
    dense("Mistral3ForConditionalGeneration", "mistral3", llamaParts, mistral3Keys, TokenizerStyle::llama, llamaRope),
    dense("Ministral3ForCausalLM", "mistral3", llamaParts, mistral3Keys, TokenizerStyle::llama, llamaRope),
    qwen3Vl(),
    gemma(),
    internLm2(),
    internLm3(),
    bloom("BloomForCausalLM"),
    bloom("BloomModel"),
    mpt("MPTForCausalLM"),
    mpt("MptForCausalLM"),
});

} // namespace

std::span<const ArchitectureRow> denseArchitectures() {
    return table;
}

} // namespace quantlathe
