// SPDX-License-Identifier: GPL-3.0-or-later
// MiniMax M3: its layers may look at some blocks of tokens only, which an indexer chooses.
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

constexpr TensorRule blockIndexer[]{
    {.source = "self_attn.index_q_proj", .target = "indexer.q_proj", .rows = indexRows, .columns = hidden, .isOptional = true},
    {.source = "self_attn.index_k_proj",
     .target = "indexer.k_proj",
     .rows = indexHeadSize,
     .columns = hidden,
     .isOptional = true},
    {.source = "self_attn.index_q_norm", .target = "indexer.q_norm", .rows = indexHeadSize, .isOptional = true},
    {.source = "self_attn.index_k_norm", .target = "indexer.k_norm", .rows = indexHeadSize, .isOptional = true},
};
constexpr TensorRule miniMaxExperts[]{
    {.source = "block_sparse_moe.gate",
     .target = "ffn_gate_inp",
     .rows = experts,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.e_score_correction_bias",
     .target = "exp_probs_b.bias",
     .rows = experts,
     .where = Where::expertLayers,
     .isOptional = true,
     .isWholeName = true},
    {.source = "block_sparse_moe.experts.*.w1",
     .target = "ffn_gate_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.experts.*.w2",
     .target = "ffn_down_exps",
     .rows = hidden,
     .columns = expertFeedForward,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.experts.*.w3",
     .target = "ffn_up_exps",
     .rows = expertFeedForward,
     .columns = hidden,
     .where = Where::expertLayers},
    {.source = "block_sparse_moe.shared_experts.gate_proj",
     .target = "ffn_gate_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "block_sparse_moe.shared_experts.up_proj",
     .target = "ffn_up_shexp",
     .rows = sharedFeedForward,
     .columns = hidden,
     .where = Where::sharedExperts},
    {.source = "block_sparse_moe.shared_experts.down_proj",
     .target = "ffn_down_shexp",
     .rows = hidden,
     .columns = sharedFeedForward,
     .where = Where::sharedExperts},
};

constexpr TensorRules parts[]{normsBefore,  queriesAndKeys,   normsOfHeads,  valuesAndOutput,
                              blockIndexer, denseFeedForward, miniMaxExperts};
constexpr KeyWriter sparseKeys[]{keys::common, keys::expertFeedForward, keys::ropeDimensions, keys::sharedExpertCount,
                                 keys::blockSparse};
constexpr std::string_view imageParts[]{"patch_merge_mlp."};

std::uint64_t sizeNamed(const Config& config, std::string_view name) {
    return config.count(ConfigNames(&name, 1), maxSize).value_or(0);
}

/// Kinds of networks by layer, as config.json writes them or as transformers does.
bool hasExpertsIn(const Config& config, std::uint32_t layer) {
    if (const nlohmann::json* const kinds = member(config.values(), "mlp_layer_types")) {
        return kinds->is_array() && layer < kinds->size() && (*kinds)[layer] == "sparse";
    }
    const nlohmann::json* const marks = member(config.values(), "moe_layer_freq");
    return marks == nullptr || (marks->is_array() && layer < marks->size() && (*marks)[layer] != 0);
}

void adjustSparse(const Config& config, HyperParameters& hyper) {
    const std::uint64_t dense = sizeNamed(config, "dense_intermediate_size");
    const std::uint64_t shared = sizeNamed(config, "shared_intermediate_size");
    const std::uint64_t sharedCount = std::min(sizeNamed(config, "n_shared_experts"), maxHeads);
    hyper.expertFeedForward = hyper.feedForward.empty() ? 0 : hyper.feedForward.front();
    hyper.sharedFeedForward = shared > 0 ? shared : sharedCount * hyper.expertFeedForward;
    if (dense > 0) {
        hyper.feedForward.assign(hyper.layers, dense);
    }
    hyper.ropeDimensions = static_cast<std::uint32_t>(std::min(sizeNamed(config, "rotary_dim"), maxHeads));
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        hyper.expertLayers.push_back(hasExpertsIn(config, layer));
    }
    hyper.leadingDenseLayers =
        static_cast<std::uint32_t>(std::ranges::find(hyper.expertLayers, true) - hyper.expertLayers.begin());
    const nlohmann::json* const own = member(config.values(), "sparse_attention_config");
    const Config choice(own != nullptr && own->is_object() ? *own : nlohmann::json::object(), config.file());
    const auto either = [&](std::string_view shipped, std::string_view saved) {
        const std::uint64_t stated = sizeNamed(choice, shipped);
        return static_cast<std::uint32_t>(std::min(stated > 0 ? stated : sizeNamed(config, saved), maxHeads));
    };
    hyper.indexer.heads = either("sparse_num_index_heads", "index_n_heads");
    hyper.indexer.headSize = either("sparse_index_dim", "index_head_dim");
    hyper.indexer.blocks = either("sparse_topk_blocks", "index_topk_blocks");
    hyper.indexer.blockTokens = either("sparse_block_size", "index_block_size");
    hyper.indexer.localBlocks = either("sparse_local_block", "index_local_blocks");
}

constexpr ArchitectureRow sparse(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "minimax-m3",
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = sparseKeys,
            .ropeTypes = commonRope,
            .adjust = adjustSparse,
            .normAddend = 1,
            .drops = imageParts};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    sparse("MiniMaxM3SparseForCausalLM"),
    sparse("MiniMaxM3SparseForConditionalGeneration"),
});

} // namespace

std::span<const ArchitectureRow> miniMaxArchitectures() {
    return table;
}

} // namespace quantlathe
