// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures.h"

#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace quantlathe {
namespace {

using namespace tensor_groups;

// GPT-2's layers are stored as input × output.
constexpr TensorRule gpt2Model[]{
    {.source = "wte", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "wpe", .target = "position_embd", .rows = context, .columns = hidden},
    {.source = "ln_f", .target = "output_norm", .rows = hidden, .bias = Bias::needed},
};
constexpr TensorRule gpt2Layer[]{
    {.source = "ln_1", .target = "attn_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "attn.c_attn",
     .target = "attn_qkv",
     .rows = hidden,
     .columns = fusedRows,
     .change = Change::transpose,
     .bias = Bias::needed},
    {.source = "attn.c_proj",
     .target = "attn_output",
     .rows = queryRows,
     .columns = hidden,
     .change = Change::transpose,
     .bias = Bias::needed},
    {.source = "ln_2", .target = "ffn_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "mlp.c_fc",
     .target = "ffn_up",
     .rows = hidden,
     .columns = feedForward,
     .change = Change::transpose,
     .bias = Bias::needed},
    {.source = "mlp.c_proj",
     .target = "ffn_down",
     .rows = feedForward,
     .columns = hidden,
     .change = Change::transpose,
     .bias = Bias::needed},
};

constexpr TensorRule neoxModel[]{
    {.source = "embed_in", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "final_layer_norm", .target = "output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "embed_out", .target = "output", .rows = vocabulary, .columns = hidden},
};
constexpr TensorRule neoxLayer[]{
    {.source = "attention.query_key_value",
     .target = "attn_qkv",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::ungroupQkv,
     .bias = Bias::needed},
    {.source = "attention.dense", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::needed},
    {.source = "mlp.dense_h_to_4h", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::needed},
    {.source = "mlp.dense_4h_to_h", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
};

constexpr TensorRule falconModel[]{
    {.source = "word_embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "ln_f", .target = "output_norm", .rows = hidden, .bias = Bias::needed},
};
constexpr TensorRule falconLayer[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden, .bias = Bias::needed}, // 7B, 11B
    {.source = "ln_mlp", .target = "attn_norm", .rows = hidden, .bias = Bias::needed},          // 40B, 180B
    {.source = "ln_attn", .target = "attn_norm_2", .rows = hidden, .bias = Bias::needed, .isOptional = true},
    {.source = "self_attention.query_key_value",
     .target = "attn_qkv",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::ungroupQkv},
    {.source = "self_attention.dense", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "mlp.dense_h_to_4h", .target = "ffn_up", .rows = feedForward, .columns = hidden},
    {.source = "mlp.dense_4h_to_h", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};

// ---- what each architecture is made of ----

constexpr TensorRules cutTokensNormAndHead[]{cutEmbedTokens, finalNorm, lmHead};
constexpr TensorRules gpt2ModelParts[]{gpt2Model, lmHead};
constexpr TensorRules neoxModelParts[]{neoxModel};
constexpr TensorRules falconModelParts[]{falconModel, lmHead};

constexpr TensorRules mixtralParts[]{normsBefore, interleavedQueriesAndKeys, valuesAndOutput, mixtralExperts};
constexpr TensorRules qwen2Parts[]{normsBefore, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules qwen2MoeParts[]{normsBefore, queriesAndKeys, valuesAndOutput, router,
                                      manyExperts, fusedExperts,   qwenSharedExpert};
constexpr TensorRules qwen3Parts[]{normsBefore, queriesAndKeys, normsOfHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules qwen3MoeParts[]{normsBefore, queriesAndKeys, normsOfHeads, valuesAndOutput,
                                      router,      manyExperts,    fusedExperts};
constexpr TensorRules gemma2Parts[]{gemmaNormsBefore, normsBehind, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr TensorRules gemma3Parts[]{gemmaNormsBefore, normsBehind,     queriesAndKeys,
                                    normsOfHeads,     valuesAndOutput, gatedFeedForward};
constexpr TensorRules phi3Parts[]{normsBefore, fusedAttention, fusedGateFeedForward};
constexpr TensorRules starcoder2Parts[]{normsBeforeWithBias, queriesAndKeys, valuesAndOutput, starcoderFeedForward};
constexpr TensorRules olmo2Parts[]{normsBehind, queriesAndKeys, normsOfAllHeads, valuesAndOutput, gatedFeedForward};
constexpr TensorRules gpt2Parts[]{gpt2Layer};
constexpr TensorRules neoxParts[]{normsBeforeWithBias, neoxLayer};
constexpr TensorRules falconParts[]{falconLayer};

// ---- keys, in the reference's order ----

constexpr KeyWriter commonKeys[]{keys::common};
constexpr KeyWriter pooledKeys[]{keys::common, keys::pooling}; // there are embedding models among them
constexpr KeyWriter llamaKeys[]{keys::common, keys::vocabularySize, keys::ropeDimensions};
constexpr KeyWriter qwen2MoeKeys[]{keys::common, keys::expertFeedForward, keys::sharedFeedForward};
constexpr KeyWriter qwen3MoeKeys[]{keys::common, keys::expertFeedForward};
constexpr KeyWriter gemma2Keys[]{keys::contextLength, keys::embeddingLength, keys::blockCount, keys::feedForwardLength,
                                 keys::headCount,     keys::kvHeadCount,     keys::rmsEpsilon, keys::headSizes,
                                 keys::softcaps,      keys::slidingWindow};
constexpr KeyWriter gemma3Keys[]{keys::common, keys::gemma3Rest};
constexpr KeyWriter phi3Keys[]{keys::contextLength,  keys::originalContext, keys::embeddingLength, keys::feedForwardLength,
                               keys::blockCount,     keys::headCount,       keys::kvHeadCount,     keys::rmsEpsilon,
                               keys::ropeDimensions, keys::ropeBase,        keys::slidingWindow};
constexpr KeyWriter phi3EarlyKeys[]{keys::longRopeFactor};
constexpr KeyWriter gpt2Keys[]{keys::blockCount,        keys::contextLength, keys::embeddingLength,
                               keys::feedForwardLength, keys::headCount,     keys::layerNormEpsilon};
constexpr KeyWriter neoxKeys[]{keys::contextLength,     keys::embeddingLength,  keys::blockCount,
                               keys::feedForwardLength, keys::ropeDimensions,   keys::headCount,
                               keys::parallelResidual,  keys::layerNormEpsilon, keys::unusualRopeBase};
constexpr KeyWriter falconKeys[]{keys::contextLength,     keys::falconLayout,     keys::embeddingLength,
                                 keys::feedForwardLength, keys::blockCount,       keys::headCount,
                                 keys::kvHeadCount,       keys::layerNormEpsilon, keys::unusualRopeBase};
constexpr KeyWriter olmo2Keys[]{keys::common, keys::slidingWindowPattern};

// ---- what config.json must say, and what it leaves unsaid ----

constexpr std::string_view gemma2Needs[]{"head_dim", "attn_logit_softcapping", "final_logit_softcapping", "sliding_window"};
constexpr std::string_view neoxNeeds[]{"rotary_pct"};
constexpr std::string_view qwen2VlNeeds[]{"mrope_section"};

// Parts of names of tensors that are not wanted.
constexpr std::string_view causalMasks[]{".attn.bias", ".attn.masked_bias"};

void adjustGemma3(const Config& config, HyperParameters& hyper) {
    // The defaults of its configuration class, which its files leave out.
    hyper.contextTokens = hyper.contextTokens > 0 ? hyper.contextTokens : 131'072;
    if (hyper.heads.empty()) {
        hyper.heads.assign(hyper.layers, 8);
        hyper.kvHeads = hyper.heads;
    }
    if (!config.count(config_names::kvHeads, maxHeads) && !config.isPerLayer(config_names::kvHeads)) {
        hyper.kvHeads.assign(hyper.layers, 4);
    }
    if (!config.count(config_names::headSize, maxHeads)) {
        hyper.keyLength = hyper.valueLength = 256;
    }
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-6;
    if (!RopeConfig(config).base()) {
        hyper.ropeBase = 1e6;
    }
    static constexpr std::string_view pattern[]{"sliding_window_pattern"};
    if (config.count(pattern, maxLayers) == 1U) { // every layer sees the whole context
        hyper.slidingWindow = 0;
    }
}

void adjustGpt2(const Config&, HyperParameters& hyper) {
    hyper.feedForward.assign(hyper.layers, 4 * hyper.hidden);
}

void adjustPhi3(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view share[]{"partial_rotary_factor"};
    if (!hyper.heads.empty() && hyper.heads.front() > 0) {
        hyper.ropeDimensions = rotatedPart(config, share, hyper.hidden) / hyper.heads.front();
    }
}

void adjustNeox(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view share[]{"rotary_pct", "partial_rotary_factor"};
    hyper.ropeDimensions = rotatedPart(config, share, hyper.keyLength);
}

void adjustFalcon(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view kvHeads[]{"num_kv_heads", "n_head_kv"};
    hyper.contextTokens = 2048; // the files do not say it
    hyper.feedForward.assign(hyper.layers, 4 * hyper.hidden);
    // Without the new decoder multi-query attention has one head of keys and values, whatever else is said.
    const bool isOldMultiQuery =
        config.flag("multi_query").value_or(false) && !config.flag("new_decoder_architecture").value_or(false);
    const std::uint64_t heads = isOldMultiQuery ? 1 : config.count(kvHeads, maxHeads).value_or(1);
    hyper.kvHeads.assign(hyper.layers, static_cast<std::uint32_t>(heads));
}

constexpr ArchitectureRow llamaRow(std::string_view hfClass, std::span<const TensorRules> parts = llamaParts,
                                   std::string_view name = "llama", bool tiesByDefault = false) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = llamaKeys,
            .tokenizer = TokenizerStyle::llama,
            .ropeTypes = llamaRope,
            .tiesByDefault = tiesByDefault};
}

constexpr ArchitectureRow qwenRow(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                  std::span<const KeyWriter> keys, TokenizerStyle tokenizer) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = tokenizer,
            .ropeTypes = commonRope};
}

constexpr ArchitectureRow qwen2VlRow(std::string_view hfClass) {
    ArchitectureRow row = qwenRow(hfClass, "qwen2vl", qwen2Parts, commonKeys, TokenizerStyle::sentencePieceOrBytes);
    row.needs = qwen2VlNeeds;
    return row;
}

constexpr ArchitectureRow gemma3Row(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "gemma3",
            .layerPrefix = usualLayers,
            .modelTensors = cutTokensNormAndHead,
            .layerTensors = gemma3Parts,
            .keys = gemma3Keys,
            .tokenizer = TokenizerStyle::gemma,
            .ropeTypes = commonRope,
            .adjust = adjustGemma3,
            .normAddend = 1,
            .tiesByDefault = true,
            .usesSlidingWindow = true};
}

constexpr ArchitectureRow olmo2Row(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "olmo2",
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = olmo2Parts,
            .keys = olmo2Keys,
            .ropeTypes = commonRope,
            .usesSlidingWindow = true};
}

constexpr ArchitectureRow falconRow(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "falcon",
            .prefix = "transformer.",
            .layerPrefix = "h.",
            .modelTensors = falconModelParts,
            .layerTensors = falconParts,
            .keys = falconKeys,
            .adjust = adjustFalcon,
            .tiesByDefault = true};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    llamaRow("LlamaForCausalLM"),
    llamaRow("LLaMAForCausalLM"),
    llamaRow("MistralForCausalLM"),
    llamaRow("MixtralForCausalLM", mixtralParts),
    llamaRow("SmolLM3ForCausalLM", llamaParts, "smollm3", true),
    qwenRow("Qwen2ForCausalLM", "qwen2", qwen2Parts, pooledKeys, TokenizerStyle::sentencePieceOrBytes),
    qwen2VlRow("Qwen2VLForConditionalGeneration"),
    qwen2VlRow("Qwen2_5_VLForConditionalGeneration"),
    qwenRow("Qwen2MoeForCausalLM", "qwen2moe", qwen2MoeParts, qwen2MoeKeys, TokenizerStyle::byteLevel),
    qwenRow("Qwen3ForCausalLM", "qwen3", qwen3Parts, pooledKeys, TokenizerStyle::sentencePieceOrBytes),
    qwenRow("Qwen3MoeForCausalLM", "qwen3moe", qwen3MoeParts, qwen3MoeKeys, TokenizerStyle::byteLevel),
    {.hfClass = "Gemma2ForCausalLM",
     .name = "gemma2",
     .layerPrefix = usualLayers,
     .modelTensors = tokensNormAndHead,
     .layerTensors = gemma2Parts,
     .keys = gemma2Keys,
     .tokenizer = TokenizerStyle::gemma,
     .needs = gemma2Needs,
     .normAddend = 1,
     .drops = outputMatrix,
     .tiesByDefault = true,
     .usesSlidingWindow = true},
    gemma3Row("Gemma3ForCausalLM"),
    gemma3Row("Gemma3ForConditionalGeneration"),
    {.hfClass = "Phi3ForCausalLM",
     .name = "phi3",
     .layerPrefix = usualLayers,
     .modelTensors = tokensNormAndHead,
     .layerTensors = phi3Parts,
     .keys = phi3Keys,
     .tokenizer = TokenizerStyle::phi3,
     .needs = longRopeNeeds,
     .ropeTypes = longRope,
     .adjust = adjustPhi3,
     .usesSlidingWindow = true,
     .earlyKeys = phi3EarlyKeys},
    {.hfClass = "GPT2LMHeadModel",
     .name = "gpt2",
     .prefix = "transformer.",
     .layerPrefix = "h.",
     .modelTensors = gpt2ModelParts,
     .layerTensors = gpt2Parts,
     .keys = gpt2Keys,
     .adjust = adjustGpt2,
     .drops = causalMasks,
     .tiesByDefault = true},
    {.hfClass = "GPTNeoXForCausalLM",
     .name = "gptneox",
     .prefix = "gpt_neox.",
     .layerPrefix = "layers.",
     .modelTensors = neoxModelParts,
     .layerTensors = neoxParts,
     .keys = neoxKeys,
     .needs = neoxNeeds,
     .adjust = adjustNeox},
    falconRow("FalconForCausalLM"),
    falconRow("RWForCausalLM"),
    {.hfClass = "Starcoder2ForCausalLM",
     .name = "starcoder2",
     .layerPrefix = usualLayers,
     .modelTensors = tokensBiasedNormAndHead,
     .layerTensors = starcoder2Parts,
     .keys = commonKeys,
     .ropeTypes = commonRope,
     .tiesByDefault = true},
    olmo2Row("Olmo2ForCausalLM"),
    olmo2Row("Olmo3ForCausalLM"),
});

} // namespace

std::uint32_t rotatedPart(const Config& config, ConfigNames names, std::uint64_t size, double usual) {
    const auto own = RopeConfig(config).number(names); // which the library mirrors the root's into
    const auto share = own ? own : config.number(names);
    const double part = std::clamp(share.value_or(usual), 0.0, 1.0) * static_cast<double>(size);
    return static_cast<std::uint32_t>(std::min(part, static_cast<double>(maxHeads)));
}

void takeLeadingDenseLayers(const Config& config, HyperParameters& hyper) {
    const nlohmann::json* const types = member(config.values(), "mlp_layer_types");
    if (!config.has("first_k_dense_replace") && types != nullptr && types->is_array()) {
        const auto firstOther = std::ranges::find_if(*types, [](const nlohmann::json& type) { return type != "dense"; });
        hyper.leadingDenseLayers =
            std::min(static_cast<std::uint32_t>(std::ranges::distance(types->begin(), firstOther)), hyper.layers);
    }
}

bool hasRopeSections(const Config& config) {
    return RopeConfig(config).has("mrope_section");
}

std::span<const ArchitectureRow> firstArchitectures() {
    return table;
}

std::span<const ArchitectureRow> architectures() {
    static const std::vector<ArchitectureRow> all = [] {
        std::vector<ArchitectureRow> rows;
        for (const auto& part : {firstArchitectures(), denseArchitectures(), expertArchitectures(), moreExpertArchitectures(),
                                 latentArchitectures(), hybridArchitectures(), gemmaArchitectures(), stateSpaceArchitectures(),
                                 falconH1Architectures(), encoderArchitectures(), earlierArchitectures(), jambaArchitectures(),
                                 kimiArchitectures(), miniMaxArchitectures(), plamoArchitectures(), t5Architectures()}) {
            rows.insert(rows.end(), part.begin(), part.end());
        }
        return rows;
    }();
    return all;
}

const ArchitectureRow* architectureOf(std::string_view hfClass, const Config& config) {
    const auto all = architectures();
    const auto found = std::ranges::find_if(
        all, [&](const ArchitectureRow& row) { return row.hfClass == hfClass && (row.isFor == nullptr || row.isFor(config)); });
    return found == all.end() ? nullptr : &*found;
}

namespace {

/// "Qwen2MoeForCausalLM", "Qwen2MoeModel" and "qwen2_moe" are one kind: "qwen2moe".
std::string kindOf(std::string_view name) {
    for (const std::string_view ending :
         {"ForCausalLM", "ForConditionalGeneration", "LMHeadModel", "TextModel", "Model", "_text"}) {
        if (name.size() > ending.size() && name.ends_with(ending)) {
            name.remove_suffix(ending.size());
            break;
        }
    }
    std::string kind;
    for (const char c : name) {
        if (c != '_' && c != '-' && c != '.') {
            kind += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return kind;
}

} // namespace

const ArchitectureRow* architectureOfKind(std::string_view modelType, const Config& config) {
    const std::string kind = kindOf(modelType);
    const auto all = architectures();
    const auto found = std::ranges::find_if(all, [&](const ArchitectureRow& row) {
        return kindOf(row.hfClass) == kind && (row.isFor == nullptr || row.isFor(config));
    });
    return kind.empty() || found == all.end() ? nullptr : &*found;
}

} // namespace quantlathe
