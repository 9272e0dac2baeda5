// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures with latent attention: DeepSeek, and those that are built like it.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

/// Chooses the tokens that a layer looks at.
constexpr TensorRule indexer[]{
    {.source = "self_attn.indexer.wq_b",
     .target = "indexer.attn_q_b",
     .rows = indexRows,
     .columns = queryRank,
     .where = Where::indexLayers},
    {.source = "self_attn.indexer.wk",
     .target = "indexer.attn_k",
     .rows = indexHeadSize,
     .columns = hidden,
     .where = Where::indexLayers},
    {.source = "self_attn.indexer.k_norm",
     .target = "indexer.k_norm",
     .rows = indexHeadSize,
     .bias = Bias::needed,
     .where = Where::indexLayers},
    {.source = "self_attn.indexer.weights_proj",
     .target = "indexer.proj",
     .rows = indexHeads,
     .columns = hidden,
     .where = Where::indexLayers},
};

constexpr TensorRules deepseekParts[]{normsBefore, latentAttention, denseFeedForward,
                                      router,      manyExperts,     deepseekSharedExperts};
constexpr TensorRules indexedParts[]{normsBefore, latentAttention,      indexer, denseFeedForward, router,
                                     manyExperts, deepseekSharedExperts};

constexpr KeyWriter deepseekKeys[]{keys::common, keys::latentAttention};
// llama.cpp takes a softmax where nothing is said.
constexpr KeyWriter glmLiteKeys[]{keys::commonWithRoutedExperts, keys::sigmoidGating, keys::latentAttention,
                                  keys::predictionLayers};
constexpr KeyWriter indexedKeys[]{keys::commonWithRoutedExperts, keys::sigmoidGating, keys::latentAttention,
                                  keys::statedPredictionLayers, keys::indexer};

constexpr std::string_view deepseekNeeds[]{"kv_lora_rank", "qk_rope_head_dim", "qk_nope_head_dim", "v_head_dim"};
constexpr std::string_view indexedNeeds[]{"kv_lora_rank", "q_lora_rank",   "qk_rope_head_dim", "qk_nope_head_dim",
                                          "v_head_dim",   "index_n_heads", "index_head_dim",   "index_topk"};

void adjustDeepseek(const Config&, HyperParameters& hyper) {
    hyper.normEpsilon = hyper.normEpsilon > 0 ? hyper.normEpsilon : 1e-6;
}

/// Newer versions of the library list the kind of every layer's network in place of the number of dense ones.
void adjustMixed(const Config& config, HyperParameters& hyper) {
    adjustDeepseek(config, hyper);
    takeLeadingDenseLayers(config, hyper);
}

void adjustIndexed(const Config& config, HyperParameters& hyper) {
    adjustMixed(config, hyper);
    const auto size = [&](std::string_view name) {
        return static_cast<std::uint32_t>(config.count(ConfigNames(&name, 1), maxHeads).value_or(0));
    };
    hyper.indexer = {size("index_n_heads"), size("index_head_dim"), std::vector<bool>(hyper.layers, true)};
    const nlohmann::json* const types = member(config.values(), "indexer_types");
    for (std::uint32_t layer = 0; types != nullptr && types->is_array() && layer < hyper.layers; ++layer) {
        hyper.indexer.isIn[layer] = layer >= types->size() || (*types)[layer] == nlohmann::json("full");
    }
}

constexpr ArchitectureRow latent(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                 std::span<const KeyWriter> keys, std::span<const std::string_view> needs,
                                 void (*adjust)(const Config&, HyperParameters&),
                                 TokenizerStyle tokenizer = TokenizerStyle::byteLevel) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = tokenizer,
            .needs = needs,
            .ropeTypes = commonRope,
            .adjust = adjust,
            .dropsTiedOutput = true,
            .dropsExtraLayers = true,
            .predictions = &numberedOn};
}

/// Of whose layers that predict further tokens the reference takes note.
constexpr ArchitectureRow withPredictions(ArchitectureRow row) {
    row.dropsExtraLayers = false;
    return row;
}

constexpr auto table = std::to_array<ArchitectureRow>({
    latent("DeepseekV2ForCausalLM", "deepseek2", deepseekParts, deepseekKeys, deepseekNeeds, adjustDeepseek),
    latent("DeepseekV3ForCausalLM", "deepseek2", deepseekParts, deepseekKeys, deepseekNeeds, adjustDeepseek),
    withPredictions(latent("Glm4MoeLiteForCausalLM", "deepseek2", deepseekParts, glmLiteKeys, deepseekNeeds, adjustMixed,
                           TokenizerStyle::glmMoe)),
    withPredictions(latent("GlmMoeDsaForCausalLM", "glm-dsa", indexedParts, indexedKeys, indexedNeeds, adjustIndexed,
                           TokenizerStyle::glmMoe)),
    withPredictions(latent("DeepseekV32ForCausalLM", "deepseek32", indexedParts, indexedKeys, indexedNeeds, adjustIndexed)),
});

} // namespace

std::span<const ArchitectureRow> latentArchitectures() {
    return table;
}

} // namespace quantlathe
