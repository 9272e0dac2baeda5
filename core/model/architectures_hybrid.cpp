// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures whose layers are of several kinds: attention in some, convolutions in others.
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
});

} // namespace

std::span<const ArchitectureRow> hybridArchitectures() {
    return table;
}

} // namespace quantlathe
