// SPDX-License-Identifier: GPL-3.0-or-later
// PLaMo 2: Mamba-2 in every second layer, attention in the others; norms around both halves, each with an addend of its own.
#include "base/error.h"
#include "base/words.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

// What its code adds to gains that are stored around 0: 1, 1/5 and 5^-1.5.
constexpr float behindMixer = 0.2F;
constexpr float behindNetwork = 0.08944271909999159F;

constexpr TensorRule plamoNorms[]{
    {.source = "pre_mixer_norm", .target = "attn_norm", .rows = hidden},
    {.source = "post_mixer_norm.weight",
     .target = "post_attention_norm",
     .rows = hidden,
     .isWholeName = true,
     .addend = behindMixer},
    {.source = "pre_mlp_norm", .target = "ffn_norm", .rows = hidden},
    {.source = "post_mlp_norm.weight", .target = "post_ffw_norm", .rows = hidden, .isWholeName = true, .addend = behindNetwork},
};
constexpr TensorRule plamoAttention[]{
    {.source = "mixer.qkv_proj", .target = "attn_qkv", .rows = fusedRows, .columns = hidden, .where = Where::attentionLayers},
    {.source = "mixer.q_weight",
     .target = "attn_q_norm.weight",
     .rows = heads,
     .columns = headSize,
     .where = Where::attentionLayers,
     .isWholeName = true},
    {.source = "mixer.k_weight",
     .target = "attn_k_norm.weight",
     .rows = kvHeads,
     .columns = headSize,
     .where = Where::attentionLayers,
     .isWholeName = true},
    {.source = "mixer.o_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = outputColumns,
     .where = Where::attentionLayers},
};
constexpr TensorRule plamoRecurrence[]{
    {.source = "mixer.A_log",
     .target = "ssm_a",
     .rows = stateHeads,
     .where = Where::stateLayers,
     .isWholeName = true,
     .isNegativeExponential = true},
    {.source = "mixer.B_norm_weight",
     .target = "ssm_b_norm",
     .rows = stateStates,
     .where = Where::stateLayers,
     .isWholeName = true},
    {.source = "mixer.C_norm_weight",
     .target = "ssm_c_norm",
     .rows = stateStates,
     .where = Where::stateLayers,
     .isWholeName = true},
    {.source = "mixer.D", .target = "ssm_d", .rows = stateHeads, .where = Where::stateLayers, .isWholeName = true},
    {.source = "mixer.bcdt_proj", .target = "ssm_x", .rows = any, .columns = stateChannels, .where = Where::stateLayers},
    {.source = "mixer.conv1d",
     .target = "ssm_conv1d",
     .rows = stateChannels,
     .columns = any,
     .change = Change::squeeze,
     .where = Where::stateLayers},
    {.source = "mixer.dt_bias", .target = "ssm_dt.bias", .rows = stateHeads, .where = Where::stateLayers, .isWholeName = true},
    {.source = "mixer.dt_norm_weight", .target = "ssm_dt_norm", .rows = any, .where = Where::stateLayers, .isWholeName = true},
    {.source = "mixer.dt_proj", .target = "ssm_dt", .rows = stateHeads, .columns = any, .where = Where::stateLayers},
    {.source = "mixer.in_proj", .target = "ssm_in", .rows = twiceStateChannels, .columns = hidden, .where = Where::stateLayers},
    {.source = "mixer.out_proj", .target = "ssm_out", .rows = hidden, .columns = stateChannels, .where = Where::stateLayers},
};

constexpr TensorRules plamoParts[]{plamoNorms, plamoAttention, plamoRecurrence, fusedGateFeedForward};

constexpr KeyWriter plamoKeys[]{keys::vocabularySize,  keys::plamoLayers, keys::contextLength,
                                keys::embeddingLength, keys::headSizes,   keys::blockCount,
                                keys::rmsEpsilon,      keys::ropeBase,    keys::plamoSizes};

std::uint32_t countOr(const Config& config, std::string_view name, std::uint32_t usual) {
    return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(usual));
}

void adjustPlamo(const Config& config, HyperParameters& hyper) {
    if (!config.flag("mamba_enabled").value_or(true)) {
        throw badInput(config.file(), say("{} has an impossible value", "mamba_enabled"),
                       say("It is false, expected true: files of PLaMo 2 say which layers have no attention."));
    }
    const std::uint32_t step = std::max(countOr(config, "mamba_step", 2), 1U);
    hyper.keyLength = hyper.valueLength = hyper.ropeDimensions = countOr(config, "hidden_size_per_head", 128);
    StateSpace& space = hyper.states;
    space.heads = countOr(config, "mamba_num_heads", 64);
    space.channels = std::uint64_t{space.heads} * hyper.keyLength;
    space.states = countOr(config, "mamba_d_state", 64);
    space.groups = 1;
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        const bool attends = hyper.layers <= step / 2 ? layer + 1 == hyper.layers : layer % step == step / 2;
        space.isIn.push_back(!attends);
        hyper.kvHeads[layer] = attends ? hyper.kvHeads[layer] : 0;
    }
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-6; // as its class has it
}

constexpr ArchitectureRow plamo2(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "plamo2",
            .layerPrefix = "model.layers.layers.",
            .modelTensors = tokensNormAndHead,
            .layerTensors = plamoParts,
            .keys = plamoKeys,
            .tokenizer = TokenizerStyle::plamo,
            .adjust = adjustPlamo,
            .normAddend = 1,
            .tiesByDefault = true,
            .mixesLayers = true};
}

constexpr auto table = std::to_array<ArchitectureRow>({plamo2("Plamo2ForCausalLM"), plamo2("PLaMo2ForCausalLM")});

} // namespace

std::span<const ArchitectureRow> plamoArchitectures() {
    return table;
}

} // namespace quantlathe
