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
constexpr TensorRule lfm2NormsOfHeads[]{
    {.source = "self_attn.q_layernorm", .target = "attn_q_norm", .rows = headSize, .where = Where::attentionLayers},
    {.source = "self_attn.k_layernorm", .target = "attn_k_norm", .rows = headSize, .where = Where::attentionLayers},
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
     .where = Where::convolutionLayers},
    {.source = "conv.in_proj",
     .target = "shortconv.in_proj",
     .rows = any,
     .columns = hidden,
     .where = Where::convolutionLayers},
    {.source = "conv.out_proj",
     .target = "shortconv.out_proj",
     .rows = hidden,
     .columns = hidden,
     .where = Where::convolutionLayers},
    {.source = "feed_forward.w1", .target = "ffn_gate", .rows = feedForward, .columns = hidden},
    {.source = "feed_forward.w2", .target = "ffn_down", .rows = hidden, .columns = feedForward},
    {.source = "feed_forward.w3", .target = "ffn_up", .rows = feedForward, .columns = hidden},
};

constexpr TensorRules tokensAndNorm[]{embedTokens, finalNorm};
constexpr TensorRules tokensAndHead[]{embedTokens, lmHead};
constexpr TensorRules phi2ModelParts[]{embedTokens, phi2Model};
constexpr TensorRules lfm2ModelParts[]{embedTokens, lfm2Model, lmHead};

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
constexpr TensorRules lfm2Parts[]{lfm2Layer, lfm2NormsOfHeads};

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
constexpr KeyWriter lfm2Keys[]{keys::common, keys::vocabularySize, keys::shortConvolution};

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

/// Convolutions in place of attention in some layers, and a width of the feed-forward block that is worked out.
void adjustLfm2(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view widths[]{"block_ff_dim", "intermediate_size"};
    static constexpr std::string_view multiples[]{"block_multiple_of"};
    static constexpr std::string_view multipliers[]{"block_ffn_dim_multiplier"};
    const nlohmann::json& values = config.values();
    const auto types = values.find("layer_types");
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        if (types != values.end() && types->is_array() && layer < types->size() && (*types)[layer] == "conv") {
            hyper.kvHeads[layer] = 0;
        }
    }
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
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-5;
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

constexpr ArchitectureRow lfm2() {
    ArchitectureRow row =
        dense("Lfm2ForCausalLM", "lfm2", lfm2Parts, lfm2Keys, TokenizerStyle::byteLevel, commonRope, adjustLfm2, true);
    row.modelTensors = lfm2ModelParts;
    row.dropsTiedOutput = true;
    row.mixesLayers = true;
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
    lfm2(),
});

} // namespace

std::span<const ArchitectureRow> denseArchitectures() {
    return table;
}

} // namespace quantlathe
