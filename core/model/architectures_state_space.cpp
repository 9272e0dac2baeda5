// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures with a recurrence over all tokens (Mamba, Mamba-2) in every layer or in some.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr std::uint64_t endlessContext = 1U << 20U; // what the reference writes for models that know no positions

constexpr auto mixerOfChannels = recurrenceOfChannels(
    {"mixer.A_log", "mixer.D", "mixer.conv1d", "mixer.dt_proj", "mixer.in_proj", "", "mixer.out_proj"}, "mixer.x_proj");

constexpr TensorRule backboneModel[]{
    {.source = "backbone.embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "backbone.norm_f", .target = "output_norm", .rows = hidden},
};
constexpr TensorRule oneNorm[]{{.source = "norm", .target = "attn_norm", .rows = hidden}};

// ---- Nemotron-H: a layer is a recurrence, or attention, or a network, or experts ----

constexpr TensorRule nemotronAttention[]{
    {.source = "mixer.q_proj",
     .target = "attn_q",
     .rows = queryRows,
     .columns = hidden,
     .change = Change::interleaveHeads,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "mixer.k_proj",
     .target = "attn_k",
     .rows = keyRows,
     .columns = hidden,
     .change = Change::interleaveKvHeads,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "mixer.v_proj",
     .target = "attn_v",
     .rows = valueRows,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "mixer.o_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = queryRows,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
};
constexpr TensorRule nemotronNetwork[]{
    {.source = "mixer.up_proj",
     .target = "ffn_up",
     .rows = feedForward,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::networkLayers},
    {.source = "mixer.down_proj",
     .target = "ffn_down",
     .rows = hidden,
     .columns = feedForward,
     .bias = Bias::allowed,
     .where = Where::networkLayers},
};
constexpr TensorRule nemotronExperts[]{
    {.source = "mixer.gate", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .where = Where::expertLayers},
    {.source = "mixer.gate.e_score_correction_bias",
     .target = "exp_probs_b.bias",
     .rows = experts,
     .where = Where::expertLayers,
     .isOptional = true,
     .isWholeName = true},
    {.source = "mixer.fc1_latent_proj",
     .target = "ffn_latent_down",
     .rows = expertInputs,
     .columns = hidden,
     .where = Where::expertLayers,
     .isOptional = true},
    {.source = "mixer.fc2_latent_proj",
     .target = "ffn_latent_up",
     .rows = hidden,
     .columns = expertInputs,
     .where = Where::expertLayers,
     .isOptional = true},
    {.source = "mixer.experts.*.down_proj",
     .target = "ffn_down_exps",
     .rows = expertInputs,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
    {.source = "mixer.experts.*.up_proj",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = expertInputs,
     .where = Where::expertLayers},
    {.source = "mixer.shared_experts.down_proj",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
    {.source = "mixer.shared_experts.up_proj",
     .target = "ffn_up_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
};

// ---- Granite 4: attention in some layers, or in all; a network or experts behind either ----

constexpr TensorRule graniteAttention[]{
    {.source = "self_attn.q_proj",
     .target = "attn_q",
     .rows = queryRows,
     .columns = hidden,
     .change = Change::interleaveHeads,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.k_proj",
     .target = "attn_k",
     .rows = keyRows,
     .columns = hidden,
     .change = Change::interleaveKvHeads,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.v_proj",
     .target = "attn_v",
     .rows = valueRows,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
    {.source = "self_attn.o_proj",
     .target = "attn_output",
     .rows = hidden,
     .columns = queryRows,
     .bias = Bias::allowed,
     .where = Where::attentionLayers},
};
/// Where there are no experts what every token goes through is the network.
constexpr TensorRule graniteNetwork[]{
    {.source = "shared_mlp.input_linear",
     .target = "ffn_gate",
     .rows = twiceSharedFeedForward,
     .columns = hidden,
     .change = Change::sharedGateHalf,
     .where = Where::denseLayers},
    {.source = "shared_mlp.input_linear",
     .target = "ffn_up",
     .rows = twiceSharedFeedForward,
     .columns = hidden,
     .change = Change::sharedUpHalf,
     .where = Where::denseLayers},
    {.source = "shared_mlp.output_linear",
     .target = "ffn_down",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::denseLayers},
};

constexpr TensorRules backboneParts[]{backboneModel, lmHead};

constexpr TensorRules mambaParts[]{oneNorm, mixerOfChannels};
constexpr TensorRules mamba2Parts[]{oneNorm, mixerOfHeads};
constexpr TensorRules nemotronParts[]{oneNorm, mixerOfHeads, nemotronAttention, nemotronNetwork, nemotronExperts};
constexpr TensorRules granite4Parts[]{normsBefore, mambaOfHeads, graniteAttention, graniteExperts, graniteNetwork};

constexpr KeyWriter mambaKeys[]{keys::contextLength, keys::embeddingLength, keys::noNetwork,       keys::blockCount,
                                keys::stateSpace,    keys::rmsEpsilon,      keys::noSelectionNorms};
constexpr KeyWriter falconMambaKeys[]{keys::contextLength, keys::embeddingLength, keys::noNetwork,     keys::blockCount,
                                      keys::stateSpace,    keys::rmsEpsilon,      keys::selectionNorms};
constexpr KeyWriter mamba2Keys[]{keys::contextLength, keys::embeddingLength, keys::noNetwork,
                                 keys::blockCount,    keys::stateSpace,      keys::rmsEpsilon};
constexpr KeyWriter nemotronKeys[]{keys::blockCount,     keys::contextLength,     keys::embeddingLength,  keys::feedForwardList,
                                   keys::headCount,      keys::kvHeadList,        keys::layerNormEpsilon, keys::vocabularySize,
                                   keys::ropeDimensions, keys::groupedStateSpace, keys::ropeStandsStill,  keys::headSizes};
constexpr KeyWriter nemotronMoeKeys[]{
    keys::blockCount,        keys::contextLength,    keys::embeddingLength,   keys::feedForwardList, keys::headCount,
    keys::kvHeadList,        keys::layerNormEpsilon, keys::expertCount,       keys::expertUsedCount, keys::expertGroups,
    keys::vocabularySize,    keys::ropeDimensions,   keys::groupedStateSpace, keys::ropeStandsStill, keys::headSizes,
    keys::expertFeedForward, keys::nemotronExperts,  keys::predictionLayers};
constexpr KeyWriter graniteHybridKeys[]{
    keys::blockCount,    keys::contextLength,     keys::embeddingLength,   keys::feedForwardLength,
    keys::headCount,     keys::kvHeadList,        keys::ropeBase,          keys::rmsEpsilon,
    keys::expertCount,   keys::expertUsedCount,   keys::vocabularySize,    keys::ropeDimensions,
    keys::graniteScales, keys::sharedFeedForward, keys::groupedStateSpace, keys::ropeStandsStill};
constexpr KeyWriter granite4Keys[]{
    keys::blockCount,    keys::contextLength,     keys::embeddingLength,   keys::feedForwardLength,
    keys::headCount,     keys::kvHeadList,        keys::ropeBase,          keys::rmsEpsilon,
    keys::expertCount,   keys::expertUsedCount,   keys::vocabularySize,    keys::ropeDimensions,
    keys::graniteScales, keys::sharedFeedForward, keys::groupedStateSpace, keys::ropeTurns};

constexpr std::string_view sharedWidth[]{"moe_shared_expert_intermediate_size"};
constexpr std::string_view furtherTokens[]{"mtp."};
// Attention is in one layer, experts are in the next: GGUF has both in one.
constexpr PredictionRules::Name nemotronMtpNames[]{
    {"mtp.layers.0.", ""},
    {"mtp.layers.1.norm.", "post_attention_layernorm."},
    {"mtp.layers.1.final_layernorm.", "shared_head.norm."},
    {"mtp.layers.1.", ""},
};
constexpr TensorRule nemotronMtpNorm[]{
    {.source = "post_attention_layernorm", .target = "post_attention_norm", .rows = hidden, .where = Where::predictions}};
constexpr TensorRules nemotronMtpParts[]{nextToken, nemotronMtpNorm};
constexpr PredictionRules nemotronMtp{
    .tensors = nemotronMtpParts, .count = "num_nextn_predict_layers", .names = nemotronMtpNames};
constexpr std::string_view nemotronNeeds[]{"mamba_num_heads", "mamba_head_dim", "n_groups", "ssm_state_size"};
constexpr std::string_view graniteNeeds[]{"logits_scaling", "shared_intermediate_size"};

// ---- what config.json leaves unsaid ----

std::uint64_t sizeIn(const Config& config, ConfigNames names, std::uint64_t usual) {
    return config.count(names, maxSize).value_or(usual);
}

std::uint32_t countIn(const Config& config, std::string_view name, std::uint32_t usual = 0) {
    return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(usual));
}

/// A model without attention and networks.
void leaveRecurrenceOnly(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view widths[]{"hidden_size", "d_model", "dim"};
    static constexpr std::string_view epsilons[]{"layer_norm_epsilon", "rms_norm_eps"};
    hyper.hidden = sizeIn(config, widths, 0);
    hyper.contextTokens = endlessContext;
    hyper.heads.assign(hyper.layers, 0);
    hyper.kvHeads = hyper.heads;
    hyper.feedForward.assign(hyper.layers, 0);
    hyper.keyLength = hyper.valueLength = hyper.ropeDimensions = 0;
    hyper.normEpsilon = config.number(epsilons).value_or(1e-5);
    hyper.states.isIn.assign(hyper.layers, true);
}

void adjustMamba(const Config& config, HyperParameters& hyper) {
    constexpr std::uint64_t widthOfRank = 16;
    static constexpr std::string_view channels[]{"intermediate_size", "d_inner"};
    static constexpr std::string_view states[]{"state_size", "d_state"};
    static constexpr std::string_view ranks[]{"time_step_rank", "dt_rank"};
    leaveRecurrenceOnly(config, hyper);
    hyper.states.channels = sizeIn(config, channels, 2 * hyper.hidden);
    hyper.states.states = static_cast<std::uint32_t>(config.count(states, maxHeads).value_or(16));
    const std::uint64_t rank = std::min((hyper.hidden + widthOfRank - 1) / widthOfRank, maxHeads);
    const nlohmann::json* const stated = member(config.values(), "time_step_rank");
    const bool isNumber = stated == nullptr || stated->is_number(); // some say "auto"
    hyper.states.stepRank = static_cast<std::uint32_t>(isNumber ? config.count(ranks, maxHeads).value_or(rank) : rank);
}

void adjustMamba2(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view channels[]{"mamba_d_ssm", "intermediate_size", "d_inner"};
    static constexpr std::string_view states[]{"state_size", "d_state"};
    static constexpr std::string_view headSizes[]{"mamba_d_head", "head_dim"};
    leaveRecurrenceOnly(config, hyper);
    StateSpace& space = hyper.states;
    space.channels = sizeIn(config, channels, countIn(config, "expand", 2) * hyper.hidden);
    space.states = static_cast<std::uint32_t>(config.count(states, maxHeads).value_or(128));
    const std::uint64_t headSize = std::max<std::uint64_t>(config.count(headSizes, maxHeads).value_or(64), 1);
    space.heads = static_cast<std::uint32_t>(std::min(space.channels / headSize, maxHeads));
    space.groups = countIn(config, "n_groups", 1);
}

/// A letter a layer: M a recurrence, * attention, - a network, E experts.
std::string nemotronPattern(const Config& config) {
    if (const auto letters = config.text("hybrid_override_pattern")) {
        return *letters;
    }
    std::string pattern;
    if (const nlohmann::json* kinds = member(config.values(), "layers_block_type"); kinds != nullptr && kinds->is_array()) {
        for (const nlohmann::json& kind : *kinds) {
            pattern += kind == "moe" ? 'E' : kind == "mlp" ? '-' : kind == "full_attention" || kind == "attention" ? '*' : 'M';
        }
    }
    return pattern.substr(0, maxLayers);
}

bool hasNemotronExperts(const Config& config) {
    return nemotronPattern(config).find('E') != std::string::npos;
}

bool hasNoNemotronExperts(const Config& config) {
    return !hasNemotronExperts(config);
}

void adjustNemotronH(const Config& config, HyperParameters& hyper) {
    const std::string pattern = nemotronPattern(config);
    hyper.layers = static_cast<std::uint32_t>(std::min<std::size_t>(pattern.size(), maxLayers));
    hyper.contextTokens = endlessContext;
    const std::uint32_t kvHeads = countIn(config, "num_key_value_heads", countIn(config, "num_attention_heads"));
    const std::uint64_t network = sizeIn(config, config_names::feedForward, 0);
    hyper.heads.assign(hyper.layers, countIn(config, "num_attention_heads"));
    hyper.kvHeads.assign(hyper.layers, 0);
    hyper.feedForward.assign(hyper.layers, 0);
    hyper.expertLayers.assign(hyper.layers, false);
    StateSpace& space = hyper.states;
    space.isIn.assign(hyper.layers, false);
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        const char kind = pattern[layer];
        hyper.kvHeads[layer] = kind == '*' ? kvHeads : 0;
        hyper.feedForward[layer] = kind == '-' ? network : kind == 'E' ? hyper.expertFeedForward : 0;
        hyper.expertLayers[layer] = kind == 'E';
        space.isIn[layer] = kind == 'M';
    }
    const std::uint32_t ownHeadSize = countIn(config, "head_dim", countIn(config, "attention_head_dim"));
    const std::uint32_t heads = std::max<std::uint32_t>(countIn(config, "num_attention_heads"), 1);
    const auto share = static_cast<std::uint32_t>(std::min(hyper.hidden / heads, maxHeads));
    hyper.keyLength = hyper.valueLength = ownHeadSize > 0 ? ownHeadSize : share;
    hyper.ropeDimensions = share;
    space.heads = countIn(config, "mamba_num_heads");
    space.channels = std::uint64_t{space.heads} * countIn(config, "mamba_head_dim");
    space.groups = countIn(config, "n_groups");
    space.states = countIn(config, "ssm_state_size");
    hyper.sharedFeedForward =
        countIn(config, "n_shared_experts") > 0 ? sizeIn(config, sharedWidth, hyper.expertFeedForward) : 0;
    hyper.expertInput = countIn(config, "moe_latent_size");
}

bool isMambaLayer(const Config& config, std::uint32_t layer) {
    if (const nlohmann::json* kinds = member(config.values(), "layer_types"); kinds != nullptr && kinds->is_array()) {
        return layer < kinds->size() && ((*kinds)[layer] == "mamba" || (*kinds)[layer] == "linear_attention");
    }
    if (const nlohmann::json* places = member(config.values(), "attn_layer_indices"); places != nullptr && places->is_array()) {
        return std::ranges::find(*places, nlohmann::json(layer)) == places->end();
    }
    const std::uint32_t period = countIn(config, "attn_layer_period");
    return period > 0 && layer % period != countIn(config, "attn_layer_offset");
}

bool hasMambaLayers(const Config& config) {
    const auto layers = static_cast<std::uint32_t>(config.count(config_names::layers, maxLayers).value_or(0));
    for (std::uint32_t layer = 0; layer < layers; ++layer) {
        if (isMambaLayer(config, layer)) {
            return true;
        }
    }
    return false;
}

bool hasExpertsOnly(const Config& config) {
    return !hasMambaLayers(config) && countIn(config, "num_experts_per_tok") > 0;
}

void adjustGranite4(const Config& config, HyperParameters& hyper) {
    StateSpace& space = hyper.states;
    space.channels = countIn(config, "mamba_expand", 2) * hyper.hidden;
    space.heads = countIn(config, "mamba_n_heads");
    space.groups = countIn(config, "mamba_n_groups", 1);
    space.states = countIn(config, "mamba_d_state");
    for (std::uint32_t layer = 0; layer < hyper.layers && layer < hyper.kvHeads.size(); ++layer) {
        const bool isMamba = isMambaLayer(config, layer);
        space.isIn.push_back(isMamba);
        hyper.kvHeads[layer] = isMamba ? 0 : hyper.kvHeads[layer];
    }
    if (hasMambaLayers(config)) {
        hyper.contextTokens = endlessContext;
    }
    static constexpr std::string_view shared[]{"shared_intermediate_size"};
    hyper.sharedFeedForward = sizeIn(config, shared, 0);
}

// ---- the rows ----

constexpr ArchitectureRow recurrent(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                    std::span<const KeyWriter> keys, void (*adjust)(const Config&, HyperParameters&)) {
    return {.hfClass = hfClass,
            .name = name,
            .prefix = "model.",
            .layerPrefix = "backbone.layers.",
            .modelTensors = backboneParts,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = TokenizerStyle::sentencePieceOrBytes,
            .adjust = adjust,
            .mixesLayers = true};
}

constexpr ArchitectureRow mamba(std::string_view hfClass, std::span<const KeyWriter> keys) {
    ArchitectureRow row = recurrent(hfClass, "mamba", mambaParts, keys, adjustMamba);
    row.tiesByDefault = true;
    row.dropsTiedOutput = true;
    return row;
}

constexpr ArchitectureRow nemotronH(std::string_view name, std::span<const KeyWriter> keys, bool (*isFor)(const Config&)) {
    ArchitectureRow row = recurrent("NemotronHForCausalLM", name, nemotronParts, keys, adjustNemotronH);
    row.prefix = {};
    row.tokenizer = TokenizerStyle::byteLevel;
    row.needs = nemotronNeeds;
    row.isFor = isFor;
    return row;
}

constexpr ArchitectureRow nemotronHDense() {
    ArchitectureRow row = nemotronH("nemotron_h", nemotronKeys, hasNoNemotronExperts);
    row.drops = furtherTokens;
    return row;
}

constexpr ArchitectureRow nemotronHMoe() {
    ArchitectureRow row = nemotronH("nemotron_h_moe", nemotronMoeKeys, hasNemotronExperts);
    row.predictions = &nemotronMtp;
    return row;
}

constexpr ArchitectureRow granite4(std::string_view name, std::span<const KeyWriter> keys, bool (*isFor)(const Config&)) {
    return {.hfClass = "GraniteMoeHybridForCausalLM",
            .name = name,
            .isFor = isFor,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = granite4Parts,
            .keys = keys,
            .tokenizer = TokenizerStyle::llama,
            .needs = graniteNeeds,
            .adjust = adjustGranite4,
            .mixesLayers = true};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    mamba("MambaForCausalLM", mambaKeys),
    mamba("FalconMambaForCausalLM", falconMambaKeys),
    recurrent("Mamba2ForCausalLM", "mamba2", mamba2Parts, mamba2Keys, adjustMamba2),
    nemotronHMoe(),
    nemotronHDense(),
    granite4("granitehybrid", graniteHybridKeys, hasMambaLayers),
    granite4("granitemoe", granite4Keys, hasExpertsOnly),
    granite4("granite", granite4Keys, nullptr),
});

} // namespace

std::span<const ArchitectureRow> stateSpaceArchitectures() {
    return table;
}

} // namespace quantlathe
