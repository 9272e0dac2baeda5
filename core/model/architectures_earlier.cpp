// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures of 2023 and 2024 whose models bring their own code: no class of transformers has them.
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

// ---- Orion: as Llama, with LayerNorm; XVERSE: as Llama ----

constexpr TensorRules orionParts[]{normsBeforeWithBias, queriesAndKeys, valuesAndOutput, gatedFeedForward};

// ---- Baichuan: queries, keys and values of all heads in one matrix ----

constexpr TensorRule packedAttention[]{
    {.source = "self_attn.W_pack",
     .target = "attn_q",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::interleavedQueriesOfAll},
    {.source = "self_attn.W_pack",
     .target = "attn_k",
     .rows = fusedRows,
     .columns = hidden,
     .change = Change::interleavedKeysOfAll},
    {.source = "self_attn.W_pack", .target = "attn_v", .rows = fusedRows, .columns = hidden, .change = Change::valuesOfAll},
    {.source = "self_attn.o_proj", .target = "attn_output", .rows = hidden, .columns = queryRows},
};
constexpr TensorRules baichuanParts[]{normsBefore, packedAttention, gatedFeedForward};

// ---- GPT-2's names ----

constexpr TensorRule tokensAndNorm[]{
    {.source = "wte", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "ln_f", .target = "output_norm", .rows = hidden, .bias = Bias::allowed},
};
constexpr TensorRule exaoneLayer[]{
    {.source = "ln_1", .target = "attn_norm", .rows = hidden},
    {.source = "ln_2", .target = "ffn_norm", .rows = hidden},
    {.source = "attn.attention.q_proj", .target = "attn_q", .rows = queryRows, .columns = hidden},
    {.source = "attn.attention.k_proj", .target = "attn_k", .rows = keyRows, .columns = hidden},
    {.source = "attn.attention.v_proj", .target = "attn_v", .rows = valueRows, .columns = hidden},
    {.source = "attn.attention.out_proj", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "mlp.c_fc_0", .target = "ffn_gate", .rows = feedForward, .columns = hidden},
    {.source = "mlp.c_fc_1", .target = "ffn_up", .rows = feedForward, .columns = hidden},
    {.source = "mlp.c_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};
constexpr TensorRule codeShellLayer[]{
    {.source = "ln_1", .target = "attn_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "ln_2", .target = "ffn_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "attn.c_attn", .target = "attn_qkv", .rows = fusedRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attn.c_proj", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::needed},
    {.source = "mlp.c_fc", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::needed},
    {.source = "mlp.c_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
};
constexpr TensorRule refactLayer[]{
    {.source = "ln_1", .target = "attn_norm", .rows = hidden},
    {.source = "ln_2", .target = "ffn_norm", .rows = hidden},
    {.source = "attn.q", .target = "attn_q", .rows = queryRows, .columns = hidden},
    {.source = "attn.kv", .target = "attn_k", .rows = keyAndValueRows, .columns = hidden, .change = Change::firstHalf},
    {.source = "attn.kv", .target = "attn_v", .rows = keyAndValueRows, .columns = hidden, .change = Change::secondHalf},
    {.source = "attn.c_proj", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "mlp.gate_up_proj",
     .target = "ffn_gate",
     .rows = twiceFeedForward,
     .columns = hidden,
     .change = Change::firstHalf},
    {.source = "mlp.gate_up_proj",
     .target = "ffn_up",
     .rows = twiceFeedForward,
     .columns = hidden,
     .change = Change::secondHalf},
    {.source = "mlp.c_proj", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};

constexpr TensorRules tokensNormAndHeadOfGpt2[]{tokensAndNorm, lmHead};
constexpr TensorRules exaoneParts[]{exaoneLayer};
constexpr TensorRules codeShellParts[]{codeShellLayer};
constexpr TensorRules refactParts[]{refactLayer};

// ---- keys, in the reference's order ----

constexpr KeyWriter orionKeys[]{keys::llamaLayout,       keys::contextLength, keys::embeddingLength, keys::blockCount,
                                keys::feedForwardLength, keys::headCount,     keys::kvHeadCount,     keys::layerNormEpsilon};
constexpr KeyWriter llamaLikeKeys[]{keys::common, keys::llamaLayout, keys::ropeDimensions};
constexpr KeyWriter exaoneKeys[]{keys::common, keys::ropeDimensions};
constexpr KeyWriter codeShellKeys[]{keys::contextLength,    keys::embeddingLength, keys::feedForwardLength,
                                    keys::blockCount,       keys::headCount,       keys::kvHeadCount,
                                    keys::layerNormEpsilon, keys::fixedRopeBase,   keys::scalingByOne};
constexpr KeyWriter refactKeys[]{keys::contextLength, keys::embeddingLength, keys::feedForwardLength, keys::blockCount,
                                 keys::headCount,     keys::kvHeadCount,     keys::rmsEpsilon};

void adjustOrion(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view contexts[]{"max_sequence_length", "max_position_embeddings", "model_max_length"};
    hyper.contextTokens = config.count(contexts, maxSize).value_or(hyper.contextTokens);
}

void adjustCodeShell(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view groups[]{"num_query_groups"};
    hyper.feedForward.assign(hyper.layers, 4 * hyper.hidden);
    hyper.kvHeads.assign(hyper.layers, static_cast<std::uint32_t>(config.count(groups, maxHeads).value_or(1)));
}

/// One head of keys and values for all; two thirds of four times the width, rounded up.
void adjustRefact(const Config&, HyperParameters& hyper) {
    constexpr std::uint64_t multiple = 256;
    const std::uint64_t wanted = 8 * hyper.hidden / 3;
    hyper.feedForward.assign(hyper.layers, (wanted + multiple - 1) / multiple * multiple);
    hyper.kvHeads.assign(hyper.layers, 1);
}

constexpr ArchitectureRow likeLlama(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                    std::span<const KeyWriter> keys, TokenizerStyle tokenizer) {
    return {.hfClass = hfClass,
            .name = name,
            .layerPrefix = usualLayers,
            .modelTensors = tokensNormAndHead,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = tokenizer};
}

constexpr ArchitectureRow orion() {
    ArchitectureRow row = likeLlama("OrionForCausalLM", "orion", orionParts, orionKeys, TokenizerStyle::sentencePieceOrBytes);
    row.modelTensors = tokensBiasedNormAndHead;
    row.adjust = adjustOrion;
    return row;
}

constexpr ArchitectureRow likeGpt2(std::string_view hfClass, std::string_view name, std::span<const TensorRules> parts,
                                   std::span<const KeyWriter> keys, void (*adjust)(const Config&, HyperParameters&) = nullptr,
                                   TokenizerStyle tokenizer = TokenizerStyle::byteLevel) {
    return {.hfClass = hfClass,
            .name = name,
            .prefix = "transformer.",
            .layerPrefix = "h.",
            .modelTensors = tokensNormAndHeadOfGpt2,
            .layerTensors = parts,
            .keys = keys,
            .tokenizer = tokenizer,
            .adjust = adjust};
}

constexpr ArchitectureRow exaone() {
    ArchitectureRow row = likeGpt2("ExaoneForCausalLM", "exaone", exaoneParts, exaoneKeys);
    row.ropeTypes = llamaRope;
    return row;
}

constexpr auto table = std::to_array<ArchitectureRow>({
    orion(),
    likeLlama("XverseForCausalLM", "xverse", llamaParts, llamaLikeKeys, TokenizerStyle::llama),
    likeLlama("BaichuanForCausalLM", "baichuan", baichuanParts, llamaLikeKeys, TokenizerStyle::sentencePieceOrBytes),
    likeLlama("BaiChuanForCausalLM", "baichuan", baichuanParts, llamaLikeKeys, TokenizerStyle::sentencePieceOrBytes),
    exaone(),
    likeGpt2("CodeShellForCausalLM", "codeshell", codeShellParts, codeShellKeys, adjustCodeShell),
    likeGpt2("GPTRefactForCausalLM", "refact", refactParts, refactKeys, adjustRefact, TokenizerStyle::refact),
});

} // namespace

std::span<const ArchitectureRow> earlierArchitectures() {
    return table;
}

} // namespace quantlathe
