// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures whose feed-forward block is one for all tokens, beyond those of the first table.
#include "model/limits.h"
#include "model/tensor_groups.h"

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
constexpr TensorRule hunyuanNormsOfHeads[]{
    {.source = "self_attn.query_layernorm", .target = "attn_q_norm", .rows = headSize, .isOptional = true},
    {.source = "self_attn.key_layernorm", .target = "attn_k_norm", .rows = headSize, .isOptional = true},
};
constexpr TensorRule ungatedFeedForward[]{
    {.source = "mlp.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::allowed},
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

constexpr TensorRules tokensAndNorm[]{embedTokens, finalNorm};
constexpr TensorRules tokensAndHead[]{embedTokens, lmHead};
constexpr TensorRules phi2ModelParts[]{embedTokens, phi2Model};

constexpr TensorRules seedOssParts[]{normBehindAttention, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules olmoParts[]{interleavedQueriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules stableLmParts[]{normsBeforeWithBias, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules phi2Parts[]{oneNormWithBias, queriesAndKeys, phi2Layer};
constexpr TensorRules arceeParts[]{normsBefore, interleavedQueriesAndKeys, valuesAndOutput, ungatedFeedForward};
constexpr TensorRules exaone4Parts[]{normsBehind, queriesAndKeys, normsOfHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules plainParts[]{normsBefore, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules hunyuanParts[]{normsBefore, queriesAndKeys, hunyuanNormsOfHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules cohereParts[]{oneNorm, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules glm4Parts[]{glmNorms, queriesAndKeys, valuesAndOutput, fusedGateFeedForward};
constexpr TensorRules nemotronParts[]{normsBeforeWithBias, queriesAndKeys, valuesAndOutput, ungatedFeedForward};
constexpr TensorRules qwen3Parts[]{normsBefore, queriesAndKeys, normsOfHeads, valuesAndOutput, gatedFeedForward};

constexpr KeyWriter commonKeys[]{keys::common};
constexpr KeyWriter llamaKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions};
constexpr KeyWriter olmoKeys[]{keys::common, keys::layerNormEpsilon, keys::clampKqv};
constexpr KeyWriter stableLmKeys[]{keys::contextLength,     keys::embeddingLength,  keys::blockCount,
                                   keys::feedForwardLength, keys::ropeDimensions,   keys::headCount,
                                   keys::kvHeadCount,       keys::stableLmResidual, keys::layerNormEpsilon};
constexpr KeyWriter phi2Keys[]{keys::contextLength,    keys::embeddingLength, keys::feedForwardLength,
                               keys::blockCount,       keys::headCount,       keys::kvHeadCount,
                               keys::layerNormEpsilon, keys::ropeDimensions,  keys::noBosToken};
constexpr KeyWriter exaone4Keys[]{keys::common, keys::vocabularySize, keys::exaoneWindow};
constexpr KeyWriter hunyuanKeys[]{keys::common, keys::ntkRope};
constexpr KeyWriter cohereKeys[]{keys::common, keys::logitScale, keys::noRopeScaling};
constexpr KeyWriter cohere2Keys[]{keys::common,         keys::logitScale,     keys::slidingWindow,
                                  keys::vocabularySize, keys::ropeDimensions, keys::noRopeScaling};
constexpr KeyWriter graniteKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::graniteScales};
constexpr KeyWriter glm4Keys[]{keys::common, keys::ropeDimensions};
constexpr KeyWriter nemotronKeys[]{keys::common, keys::vocabularySize, keys::layerNormEpsilon, keys::ropeDimensions,
                                   keys::linearRopeScaling};
constexpr KeyWriter mistral3Keys[]{keys::common, keys::vocabularySize, keys::ropeDimensions, keys::yarnTemperature};
constexpr KeyWriter qwen3VlKeys[]{keys::common, keys::deepstackLayers};

constexpr std::string_view hunyuanRope[]{"dynamic", "xdrope"};
constexpr std::string_view qwen3VlNeeds[]{"mrope_section"};

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

constexpr ArchitectureRow stableLm(std::string_view hfClass) {
    ArchitectureRow row =
        dense(hfClass, "stablelm", stableLmParts, stableLmKeys, TokenizerStyle::byteLevel, {}, adjustStableLm);
    row.modelTensors = tokensBiasedNormAndHead;
    return row;
}

constexpr ArchitectureRow olmo(std::string_view hfClass) {
    ArchitectureRow row = dense(hfClass, "olmo", olmoParts, olmoKeys, TokenizerStyle::byteLevel, commonRope, adjustOlmo);
    row.modelTensors = tokensAndHead;
    return row;
}

constexpr ArchitectureRow cohere(std::string_view hfClass, std::string_view name, std::span<const KeyWriter> keys) {
    ArchitectureRow row = dense(hfClass, name, cohereParts, keys, TokenizerStyle::byteLevel, {}, adjustCohere, true);
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

constexpr ArchitectureRow exaone4() {
    ArchitectureRow row =
        dense("Exaone4ForCausalLM", "exaone4", exaone4Parts, exaone4Keys, TokenizerStyle::byteLevel, llamaRope);
    row.usesSlidingWindow = true;
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

constexpr ArchitectureRow glm4() {
    ArchitectureRow row =
        dense("Glm4ForCausalLM", "glm4", glm4Parts, glm4Keys, TokenizerStyle::glm4, commonRope, adjustHalfRotated);
    return row;
}

constexpr auto table = std::to_array<ArchitectureRow>({
    dense("SeedOssForCausalLM", "seed_oss", seedOssParts),
    olmo("OlmoForCausalLM"),
    olmo("OLMoForCausalLM"),
    stableLm("StableLmForCausalLM"),
    stableLm("StableLMEpochForCausalLM"),
    phi2(),
    dense("ArceeForCausalLM", "arcee", arceeParts, llamaKeys, TokenizerStyle::llama, llamaRope),
    exaone4(),
    dense("Ernie4_5ForCausalLM", "ernie4_5", plainParts, commonKeys, TokenizerStyle::llama, commonRope, nullptr, true),
    hunyuan(),
    cohere("CohereForCausalLM", "command-r", cohereKeys),
    cohere("Cohere2ForCausalLM", "cohere2", cohere2Keys),
    dense("GraniteForCausalLM", "granite", llamaParts, graniteKeys, TokenizerStyle::llama, llamaRope),
    glm4(),
    nemotron(),
    dense("Mistral3ForConditionalGeneration", "mistral3", llamaParts, mistral3Keys, TokenizerStyle::llama, llamaRope),
    dense("Ministral3ForCausalLM", "mistral3", llamaParts, mistral3Keys, TokenizerStyle::llama, llamaRope),
    qwen3Vl(),
});

} // namespace

std::span<const ArchitectureRow> denseArchitectures() {
    return table;
}

} // namespace quantlathe
