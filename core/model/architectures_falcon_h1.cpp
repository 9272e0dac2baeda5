// SPDX-License-Identifier: GPL-3.0-or-later
// Falcon-H1: attention and a recurrence side by side in every layer, and numbers by which both are multiplied.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule falconH1Model[]{
    {.source = "model.final_layernorm", .target = "output_norm", .rows = hidden},
};
constexpr TensorRule falconH1Layer[]{
    {.source = "input_layernorm", .target = "attn_norm", .rows = hidden},
    {.source = "pre_ff_layernorm.weight", .target = "ffn_norm", .rows = hidden, .isWholeName = true}, // as the engine has it
    {.source = "feed_forward.gate_proj", .target = "ffn_gate", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "feed_forward.up_proj", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "feed_forward.down_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::allowed},
};

constexpr TensorRules falconH1ModelParts[]{embedTokens, falconH1Model, lmHead};
constexpr TensorRules falconH1Parts[]{falconH1Layer, mambaOfHeads, queriesAndKeys, valuesAndOutput};

constexpr KeyWriter falconH1Keys[]{keys::contextLength, keys::embeddingLength, keys::feedForwardLength, keys::headCount,
                                   keys::blockCount,    keys::stateSpace,      keys::rmsEpsilon,        keys::vocabularySize,
                                   keys::kvHeadCount,   keys::headSizes,       keys::ropeBase};

constexpr std::string_view falconH1Needs[]{"mamba_d_ssm", "mamba_d_head", "mamba_n_groups", "mamba_d_state"};

std::uint32_t countOf(const Config& config, std::string_view name) {
    return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(0));
}

void adjustFalconH1(const Config& config, HyperParameters& hyper) {
    StateSpace& space = hyper.states;
    space.channels = countOf(config, "mamba_d_ssm");
    space.heads = static_cast<std::uint32_t>(space.channels / std::max<std::uint32_t>(countOf(config, "mamba_d_head"), 1));
    space.groups = countOf(config, "mamba_n_groups");
    space.states = countOf(config, "mamba_d_state");
    space.isIn.assign(hyper.layers, true);
    space.normsBeforeGate = config.flag("mamba_norm_before_gate").value_or(true); // as its class has it
}

/// A number of config.json, or one of a list there; 1 where nothing is said.
float multiplier(const Config& config, std::string_view name, std::size_t place = 0) {
    constexpr std::size_t mostMultipliers = 16;
    if (const nlohmann::json* stated = member(config.values(), name); stated != nullptr && stated->is_array()) {
        const auto list = config.numbers(name, mostMultipliers);
        return list && place < list->size() ? (*list)[place] : 1.0F;
    }
    return static_cast<float>(config.number(ConfigNames(&name, 1)).value_or(1.0));
}

/// The parts of what a token brings: gates, channels, what goes in, what goes out, paces.
std::vector<RowFactor> falconH1InputFactors(const Config& config, const HyperParameters& hyper) {
    const StateSpace& space = hyper.states;
    const std::uint64_t shared = std::uint64_t{space.groups} * space.states;
    std::vector<RowFactor> factors{{multiplier(config, "ssm_in_multiplier")}};
    std::uint64_t row = 0;
    std::size_t place = 0;
    for (const std::uint64_t rows : {space.channels, space.channels, shared, shared, std::uint64_t{space.heads}}) {
        factors.push_back({multiplier(config, "ssm_multipliers", place++), row, rows});
        row += rows;
    }
    return factors;
}

std::vector<RowFactor> falconH1Factors(const Config& config, const HyperParameters& hyper, const Weight& weight) {
    const auto is = [&](std::string_view end) { return weight.name.ends_with(end); };
    const RowFactor attention{multiplier(config, "attention_in_multiplier")};
    if (is(".ssm_in.weight")) {
        return falconH1InputFactors(config, hyper);
    }
    if (is(".attn_k.weight")) {
        return {{multiplier(config, "key_multiplier")}, attention};
    }
    if (is(".attn_q.weight") || is(".attn_v.weight")) {
        return {attention};
    }
    if (is(".attn_output.weight")) {
        return {{multiplier(config, "attention_out_multiplier")}};
    }
    if (is(".ssm_out.weight")) {
        return {{multiplier(config, "ssm_out_multiplier")}};
    }
    if (is(".ffn_gate.weight")) {
        return {{multiplier(config, "mlp_multipliers", 0)}};
    }
    if (is(".ffn_down.weight")) {
        return {{multiplier(config, "mlp_multipliers", 1)}};
    }
    if (weight.name == "token_embd.weight") {
        return {{multiplier(config, "embedding_multiplier")}};
    }
    return weight.name == "output.weight" ? std::vector<RowFactor>{{multiplier(config, "lm_head_multiplier")}}
                                          : std::vector<RowFactor>();
}

constexpr ArchitectureRow falconH1() {
    return {.hfClass = "FalconH1ForCausalLM",
            .name = "falcon-h1",
            .layerPrefix = usualLayers,
            .modelTensors = falconH1ModelParts,
            .layerTensors = falconH1Parts,
            .keys = falconH1Keys,
            .needs = falconH1Needs,
            .adjust = adjustFalconH1,
            .factors = falconH1Factors};
}

constexpr auto table = std::to_array<ArchitectureRow>({falconH1()});

} // namespace

std::span<const ArchitectureRow> falconH1Architectures() {
    return table;
}

} // namespace quantlathe
