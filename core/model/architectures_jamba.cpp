// SPDX-License-Identifier: GPL-3.0-or-later
// Jamba: attention in every so manyth layer, Mamba in the others; a network or experts behind either.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule jambaModel[]{{.source = "model.final_layernorm", .target = "output_norm", .rows = hidden}};
constexpr TensorRule jambaNorms[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "pre_ff_layernorm", .target = "ffn_norm", .rows = hidden},
};
constexpr TensorRule jambaAttention[]{
    {.source = "self_attn.q_proj", .target = "attn_q", .rows = queryRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "self_attn.k_proj", .target = "attn_k", .rows = keyRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "self_attn.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "self_attn.o_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = queryRows,
     .where = Where::attentionLayers},
};
constexpr auto jambaRecurrence = recurrenceOfChannels(
    {"mamba.A_log", "mamba.D", "mamba.conv1d", "mamba.dt_proj", "mamba.in_proj", "", "mamba.out_proj"}, "mamba.x_proj");
constexpr TensorRule jambaSelection[]{
    {.source = "mamba.dt_layernorm", .target = "ssm_dt_norm", .rows = stateStepRank, .where = Where::stateLayers},
    {.source = "mamba.b_layernorm", .target = "ssm_b_norm", .rows = stateStates, .where = Where::stateLayers},
    {.source = "mamba.c_layernorm", .target = "ssm_c_norm", .rows = stateStates, .where = Where::stateLayers},
};
constexpr TensorRule jambaNetwork[]{
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
    {.source = "feed_forward.router",
     .target = "ffn_gate_inp",
     .rows = experts,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "feed_forward.experts.*.down_proj",
     .target = "ffn_down_exps",
     .rows = hidden,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
    {.source = "feed_forward.experts.*.gate_proj",
     .target = "ffn_gate_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "feed_forward.experts.*.up_proj",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
};

constexpr TensorRules jambaModelParts[]{embedTokens, jambaModel, lmHead};
constexpr TensorRules jambaParts[]{jambaNorms, jambaAttention, jambaRecurrence, jambaSelection, jambaNetwork};

constexpr KeyWriter jambaKeys[]{keys::blockCount,  keys::contextLength,  keys::embeddingLength, keys::feedForwardLength,
                                keys::headCount,   keys::kvHeadList,     keys::stateSpace,      keys::rmsEpsilon,
                                keys::expertCount, keys::expertUsedCount};

constexpr std::string_view jambaNeeds[]{"attn_layer_period", "attn_layer_offset", "expert_layer_period", "expert_layer_offset"};

std::uint32_t countOrZero(const Config& config, std::string_view name) {
    return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(0));
}

/// Layers offset, offset + period …
bool isEvery(const Config& config, std::string_view period, std::string_view offset, std::uint32_t layer) {
    const std::uint32_t first = countOrZero(config, offset);
    const std::uint32_t step = std::max<std::uint32_t>(countOrZero(config, period), 1);
    return layer >= first && (layer - first) % step == 0;
}

void adjustJamba(const Config& config, HyperParameters& hyper) {
    constexpr std::uint64_t widthOfRank = 16;
    static constexpr std::string_view expansion[]{"mamba_expand"};
    static constexpr std::string_view states[]{"mamba_d_state"};
    static constexpr std::string_view ranks[]{"mamba_dt_rank"};
    StateSpace& space = hyper.states;
    space.channels = config.count(expansion, maxHeads).value_or(2) * hyper.hidden;
    space.states = static_cast<std::uint32_t>(config.count(states, maxHeads).value_or(16));
    const std::uint64_t rank = std::min((hyper.hidden + widthOfRank - 1) / widthOfRank, maxHeads);
    const nlohmann::json* const stated = member(config.values(), "mamba_dt_rank");
    const bool isNumber = stated == nullptr || stated->is_number(); // some say "auto"
    space.stepRank = static_cast<std::uint32_t>(isNumber ? config.count(ranks, maxHeads).value_or(rank) : rank);
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        const bool attends = isEvery(config, "attn_layer_period", "attn_layer_offset", layer);
        space.isIn.push_back(!attends);
        hyper.kvHeads[layer] = attends ? hyper.kvHeads[layer] : 0;
        hyper.expertLayers.push_back(hyper.experts > 1 && isEvery(config, "expert_layer_period", "expert_layer_offset", layer));
    }
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-6; // as its class has it
}

constexpr auto table = std::to_array<ArchitectureRow>({
    {.hfClass = "JambaForCausalLM",
     .name = "jamba",
     .layerPrefix = usualLayers,
     .modelTensors = jambaModelParts,
     .layerTensors = jambaParts,
     .keys = jambaKeys,
     .tokenizer = TokenizerStyle::jamba,
     .needs = jambaNeeds,
     .adjust = adjustJamba,
     .mixesLayers = true},
});

} // namespace

std::span<const ArchitectureRow> jambaArchitectures() {
    return table;
}

} // namespace quantlathe
