// SPDX-License-Identifier: GPL-3.0-or-later
// Gemma 3n and 4: inputs of every layer beside the token's embedding, layers that take keys and values of others. Gemma 3n has
// four streams beside each other; Gemma 4 heads of other sizes in layers with a window, and experts beside the network.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace quantlathe {
namespace {

using namespace tensor_groups;

// ---- what both have: inputs of every layer, layers that take keys and values of others ----

constexpr TensorRule gemma4Model[]{
    {.source = "model.embed_tokens_per_layer",
     .target = "per_layer_token_embd",
     .rows = any,
     .columns = allPerLayerInputs,
     .where = Where::perLayerInputs},
};
constexpr TensorRule perLayerInputsModel[]{
    {.source = "model.per_layer_model_projection",
     .target = "per_layer_model_proj",
     .rows = allPerLayerInputs,
     .columns = hidden,
     .where = Where::perLayerInputs},
    {.source = "model.per_layer_projection_norm",
     .target = "per_layer_proj_norm",
     .rows = perLayerInput,
     .where = Where::perLayerInputs},
};
constexpr TensorRule gemma4Attention[]{
    {.source = "self_attn.q_proj", .target = "attn_q", .rows = queryRows, .columns = hidden},
    {.source = "self_attn.k_proj",
     .target = "attn_k",
     .rows = keyRows,
     .columns = hidden,
     .isOptional = true,
     .neededIn = Where::ownKeys},
    {.source = "self_attn.v_proj",
     .target = "attn_v",
     .rows = valueRows,
     .columns = hidden,
     .isOptional = true,
     .neededIn = Where::ownValues},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .rows = headSize},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .rows = headSize, .isOptional = true, .neededIn = Where::ownKeys},
};
constexpr TensorRule perLayerInputsLayer[]{
    {.source = "per_layer_input_gate",
     .target = "inp_gate",
     .rows = perLayerInput,
     .columns = hidden,
     .where = Where::perLayerInputs},
    {.source = "per_layer_projection",
     .target = "proj",
     .rows = hidden,
     .columns = perLayerInput,
     .where = Where::perLayerInputs},
    {.source = "post_per_layer_input_norm", .target = "post_norm", .rows = hidden, .where = Where::perLayerInputs},
};
constexpr TensorRule gemma4Layer[]{
    {.source = "layer_scalar", .target = "layer_output_scale.weight", .rows = one, .isWholeName = true},
    {.source = "pre_feedforward_layernorm_2", .target = "pre_ffw_norm_2", .rows = hidden, .where = Where::expertLayers},
    {.source = "post_feedforward_layernorm_1", .target = "post_ffw_norm_1", .rows = hidden, .where = Where::expertLayers},
    {.source = "post_feedforward_layernorm_2", .target = "post_ffw_norm_2", .rows = hidden, .where = Where::expertLayers},
    {.source = "router.proj", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .where = Where::expertLayers},
    {.source = "router.scale",
     .target = "ffn_gate_inp.scale",
     .rows = hidden,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "router.per_expert_scale",
     .target = "ffn_down_exps.scale",
     .rows = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "experts.gate_up_proj",
     .target = "ffn_gate_up_exps.weight",
     .rows = twiceExpertFeedForward,
     .columns = hidden,
     .matrices = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "experts.down_proj",
     .target = "ffn_down_exps.weight",
     .rows = hidden,
     .columns = expertFeedForward,
     .matrices = experts,
     .where = Where::expertLayers,
     .isWholeName = true},
};

constexpr TensorRules gemma4ModelParts[]{cutEmbedTokens, finalNorm, lmHead, gemma4Model, perLayerInputsModel};
constexpr TensorRules gemma4Parts[]{gemmaNormsBefore, normsBehind,         gemma4Attention,
                                    gatedFeedForward, perLayerInputsLayer, gemma4Layer};
constexpr KeyWriter gemma4Keys[]{keys::common, keys::gemma3Rest, keys::gemma4Rest};
constexpr std::string_view gemma4Needs[]{"layer_types"};
constexpr std::string_view gemma4Rope[]{"proportional"};

/// What the first full layer says under that name in the form in which transformers 5 saves single layers' values.
std::optional<std::uint32_t> ofFullLayers(const Config& config, const HyperParameters& hyper, std::string_view name) {
    const nlohmann::json* const layers = member(config.values(), "per_layer_config");
    if (layers == nullptr || !layers->is_object()) {
        return std::nullopt;
    }
    for (const auto& [number, values] : layers->items()) {
        const auto layer = static_cast<std::size_t>(std::strtoul(number.c_str(), nullptr, 10));
        if (layer < hyper.hasWindow.size() && !hyper.hasWindow[layer] && values.is_object()) {
            if (const auto value = Config(values, config.file()).count(ConfigNames(&name, 1), maxHeads)) {
                return static_cast<std::uint32_t>(*value);
            }
        }
    }
    return std::nullopt;
}

void adjustGemma4(const Config& config, HyperParameters& hyper) {
    const auto size = [&](std::string_view name) { return config.count(ConfigNames(&name, 1), maxSize); };
    const auto heads = [&](std::string_view name) -> std::optional<std::uint32_t> {
        const auto value = config.count(ConfigNames(&name, 1), maxHeads);
        return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
    };
    // Beside the values the defaults of its configuration class.
    hyper.contextTokens = hyper.contextTokens > 0 ? hyper.contextTokens : 131'072;
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-6;
    hyper.slidingWindow = hyper.slidingWindow > 0 ? hyper.slidingWindow : 512;
    hyper.hasWindow.assign(hyper.layers, false);
    const nlohmann::json* const types = member(config.values(), "layer_types");
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        hyper.hasWindow[layer] =
            types != nullptr && types->is_array() && layer < types->size() && (*types)[layer] == "sliding_attention";
    }
    hyper.windowHeadSize = heads("head_dim").value_or(256);
    const auto fullSize = heads("global_head_dim");
    hyper.keyLength = fullSize ? *fullSize : ofFullLayers(config, hyper, "head_dim").value_or(512);
    hyper.valueLength = hyper.ropeDimensions = hyper.keyLength;
    const auto fullKvHeads = heads("num_global_key_value_heads");
    const auto kvHeads = fullKvHeads ? fullKvHeads : ofFullLayers(config, hyper, "num_key_value_heads");
    hyper.sharedKvLayers =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(size("num_kv_shared_layers").value_or(0), hyper.layers));
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        if (kvHeads && !hyper.hasWindow[layer]) {
            hyper.kvHeads[layer] = *kvHeads;
        }
        const bool isWide = layer + hyper.sharedKvLayers >= hyper.layers && config.flag("use_double_wide_mlp").value_or(false);
        if (isWide && layer < hyper.feedForward.size()) {
            hyper.feedForward[layer] *= 2;
        }
    }
    hyper.keysAreValues = config.flag("attention_k_eq_v").value_or(false);
    hyper.perLayerInput = size("hidden_size_per_layer_input").value_or(0);
    hyper.expertFeedForward = size("expert_intermediate_size").value_or(hyper.expertFeedForward);
    const RopeConfig rope(config);
    static constexpr std::string_view share[]{"partial_rotary_factor"};
    hyper.ropeBase = rope.base().value_or(1e6);
    hyper.ropeScaling.type = rope.type().empty() ? "proportional" : rope.type();
    hyper.ropeScaling.rotatedShare = rope.number(share).value_or(0.25);
}

constexpr ArchitectureRow gemma4(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "gemma4",
            .layerPrefix = usualLayers,
            .modelTensors = gemma4ModelParts,
            .layerTensors = gemma4Parts,
            .keys = gemma4Keys,
            .tokenizer = TokenizerStyle::gemma4,
            .needs = gemma4Needs,
            .ropeTypes = gemma4Rope,
            .adjust = adjustGemma4,
            .tiesByDefault = true,
            .usesSlidingWindow = true};
}

// ---- Gemma 3n: four streams, of which a layer works on one and corrects the others ----

constexpr TensorRule gemma3nModel[]{
    {.source = "model.embed_tokens", .target = "token_embd", .rows = vocabulary, .columns = hidden, .change = Change::padRows},
    {.source = "model.embed_tokens_per_layer",
     .target = "per_layer_token_embd",
     .rows = vocabulary,
     .columns = allPerLayerInputs,
     .change = Change::padRows},
    {.source = "model.altup_projections.*",
     .target = "altup_proj",
     .rows = hidden,
     .columns = hidden,
     .matrices = otherStreams},
    {.source = "model.altup_unembed_projections.*",
     .target = "altup_unembd_proj",
     .rows = hidden,
     .columns = hidden,
     .matrices = otherStreams},
};
constexpr TensorRule gemma3nLayer[]{
    {.source = "altup.correct_output_scale", .target = "altup_correct_scale.weight", .rows = hidden, .isWholeName = true},
    {.source = "altup.correction_coefs", .target = "altup_correct_coef", .rows = streams, .columns = streams},
    {.source = "altup.prediction_coefs", .target = "altup_predict_coef", .rows = streamPairs, .columns = streams},
    {.source = "altup.modality_router", .target = "altup_router", .rows = streams, .columns = hidden},
    {.source = "altup.router_norm", .target = "altup_router_norm", .rows = hidden},
    {.source = "laurel.linear_left", .target = "laurel_l", .rows = any, .columns = hidden},
    {.source = "laurel.linear_right", .target = "laurel_r", .rows = hidden, .columns = any},
    {.source = "laurel.post_laurel_norm", .target = "laurel_post_norm", .rows = hidden},
};

constexpr TensorRules gemma3nModelParts[]{gemma3nModel, finalNorm, lmHead, perLayerInputsModel};
constexpr TensorRules gemma3nParts[]{gemmaNormsBefore, normsBehind,         gemma4Attention,
                                     gatedFeedForward, perLayerInputsLayer, gemma3nLayer};
constexpr KeyWriter gemma3nKeys[]{keys::common, keys::gemma3Rest, keys::gemma3nRest};
constexpr std::string_view gemma3nNeeds[]{"layer_types", "hidden_size_per_layer_input", "activation_sparsity_pattern"};

void adjustGemma3n(const Config& config, HyperParameters& hyper) {
    const auto count = [&](std::string_view name, std::uint64_t usual) {
        return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(usual));
    };
    // Beside the values the defaults of its configuration class.
    hyper.contextTokens = hyper.contextTokens > 0 ? hyper.contextTokens : 32'768;
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-6;
    hyper.slidingWindow = hyper.slidingWindow > 0 ? hyper.slidingWindow : 512;
    hyper.keyLength = hyper.valueLength = hyper.ropeDimensions = count("head_dim", 256);
    hyper.ropeBase = RopeConfig(config).base().value_or(1e6);
    hyper.streams = count("altup_num_inputs", 4);
    hyper.sharedKvLayers = std::min(count("num_kv_shared_layers", 15), hyper.layers);
    hyper.perLayerInput = count("hidden_size_per_layer_input", 0);
}

constexpr ArchitectureRow gemma3n(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "gemma3n",
            .layerPrefix = usualLayers,
            .modelTensors = gemma3nModelParts,
            .layerTensors = gemma3nParts,
            .keys = gemma3nKeys,
            .tokenizer = TokenizerStyle::gemma,
            .needs = gemma3nNeeds,
            .adjust = adjustGemma3n,
            .drops = outputMatrix,
            .tiesByDefault = true,
            .usesSlidingWindow = true};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    gemma3n("Gemma3nForCausalLM"),
    gemma3n("Gemma3nForConditionalGeneration"),
    gemma4("Gemma4ForCausalLM"),
    gemma4("Gemma4ForConditionalGeneration"),
    gemma4("Gemma4UnifiedForConditionalGeneration"),
});

} // namespace

std::span<const ArchitectureRow> gemmaArchitectures() {
    return table;
}

} // namespace quantlathe
