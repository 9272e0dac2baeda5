// SPDX-License-Identifier: GPL-3.0-or-later
// T5: an encoder and a decoder that reads what it made, or the encoder alone.
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

/// The same table under all names that it is saved under.
constexpr TensorRule t5Encoder[]{
    {.source = "decoder.embed_tokens", .target = "token_embd", .rows = vocabulary, .columns = hidden, .isCopied = true},
    {.source = "encoder.embed_tokens", .target = "token_embd", .rows = vocabulary, .columns = hidden, .isCopied = true},
    {.source = "shared", .target = "token_embd", .rows = vocabulary, .columns = hidden, .isCopied = true},
    {.source = "encoder.final_layer_norm", .target = "enc.output_norm", .rows = hidden},
};
constexpr TensorRule t5Decoder[]{
    {.source = "decoder.final_layer_norm", .target = "dec.output_norm", .rows = hidden},
    {.source = "lm_head", .target = "output", .rows = vocabulary, .columns = hidden, .isOptional = true},
};

/// `query`, `key` … stand for the part of the layer that attention has.
struct AttentionNames {
    std::string_view query, key, value, output, norm;
};
constexpr std::array<TensorRule, 5> attention(const AttentionNames& from, const AttentionNames& to) {
    return {{{.source = from.query, .target = to.query, .rows = queryRows, .columns = hidden},
             {.source = from.key, .target = to.key, .rows = keyRows, .columns = hidden},
             {.source = from.value, .target = to.value, .rows = valueRows, .columns = hidden},
             {.source = from.output, .target = to.output, .rows = hidden, .columns = outputColumns},
             {.source = from.norm, .target = to.norm, .rows = hidden}}};
}
constexpr auto ownAttention = attention({"layer.0.SelfAttention.q", "layer.0.SelfAttention.k", "layer.0.SelfAttention.v",
                                         "layer.0.SelfAttention.o", "layer.0.layer_norm"},
                                        {"attn_q", "attn_k", "attn_v", "attn_o", "attn_norm"});
constexpr auto crossAttention = attention({"layer.1.EncDecAttention.q", "layer.1.EncDecAttention.k",
                                           "layer.1.EncDecAttention.v", "layer.1.EncDecAttention.o", "layer.1.layer_norm"},
                                          {"cross_attn_q", "cross_attn_k", "cross_attn_v", "cross_attn_o", "cross_attn_norm"});
/// In the first layer, for all of them, or in each (UMT5).
constexpr TensorRule distances[]{{.source = "layer.0.SelfAttention.relative_attention_bias",
                                  .target = "attn_rel_b",
                                  .rows = buckets,
                                  .columns = heads,
                                  .isOptional = true}};

struct NetworkNames {
    std::string_view up, upOfGated, gate, down, norm;
};
constexpr std::array<TensorRule, 5> network(const NetworkNames& from) {
    return {{{.source = from.up, .target = "ffn_up", .rows = feedForward, .columns = hidden},
             {.source = from.upOfGated, .target = "ffn_up", .rows = feedForward, .columns = hidden},
             {.source = from.gate, .target = "ffn_gate", .rows = feedForward, .columns = hidden, .isOptional = true},
             {.source = from.down, .target = "ffn_down", .rows = hidden, .columns = feedForward},
             {.source = from.norm, .target = "ffn_norm", .rows = hidden}}};
}
constexpr auto encoderNetwork = network({"layer.1.DenseReluDense.wi", "layer.1.DenseReluDense.wi_1",
                                         "layer.1.DenseReluDense.wi_0", "layer.1.DenseReluDense.wo", "layer.1.layer_norm"});
constexpr auto decoderNetwork = network({"layer.2.DenseReluDense.wi", "layer.2.DenseReluDense.wi_1",
                                         "layer.2.DenseReluDense.wi_0", "layer.2.DenseReluDense.wo", "layer.2.layer_norm"});

constexpr TensorRules encoderModelParts[]{t5Encoder};
constexpr TensorRules bothModelParts[]{t5Encoder, t5Decoder};
constexpr TensorRules encoderParts[]{ownAttention, distances, encoderNetwork};
constexpr TensorRules decoderParts[]{ownAttention, distances, crossAttention, decoderNetwork};
constexpr KeyWriter t5Keys[]{keys::t5};

void adjustT5(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view context[]{"n_positions"};
    static constexpr std::string_view model[]{"d_model"};
    static constexpr std::string_view network[]{"d_ff"};
    static constexpr std::string_view headCount[]{"num_heads"};
    static constexpr std::string_view headWidth[]{"d_kv"};
    static constexpr std::string_view ofDecoder[]{"num_decoder_layers"};
    static constexpr std::string_view distanceCount[]{"relative_attention_num_buckets"};
    constexpr std::uint64_t usualContext = 512;
    constexpr std::uint64_t usualBuckets = 32;
    hyper.contextTokens = config.count(context, maxSize).value_or(usualContext);
    hyper.hidden = config.count(model, maxSize).value_or(hyper.hidden);
    hyper.feedForward.assign(hyper.layers, config.count(network, maxSize).value_or(0));
    hyper.heads.assign(hyper.layers, static_cast<std::uint32_t>(config.count(headCount, maxHeads).value_or(0)));
    hyper.kvHeads = hyper.heads;
    hyper.keyLength = hyper.valueLength = static_cast<std::uint32_t>(config.count(headWidth, maxHeads).value_or(0));
    hyper.ropeDimensions = 0; // positions are known by distances
    hyper.distanceBuckets = static_cast<std::uint32_t>(config.count(distanceCount, maxHeads).value_or(usualBuckets));
    hyper.decoderLayers = static_cast<std::uint32_t>(config.count(ofDecoder, maxLayers).value_or(hyper.layers));
}

void adjustT5Encoder(const Config& config, HyperParameters& hyper) {
    adjustT5(config, hyper);
    hyper.decoderLayers = 0;
}

constexpr ArchitectureRow t5(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "t5",
            .layerPrefix = "encoder.block.",
            .modelTensors = bothModelParts,
            .layerTensors = encoderParts,
            .keys = t5Keys,
            .tokenizer = TokenizerStyle::t5,
            .adjust = adjustT5,
            .tiesByDefault = true,
            .layerTarget = "enc.blk.",
            .decoder = {.layerPrefix = "decoder.block.", .target = "dec.blk.", .layerTensors = decoderParts}};
}

constexpr ArchitectureRow t5Alone(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "t5encoder",
            .layerPrefix = "encoder.block.",
            .modelTensors = encoderModelParts,
            .layerTensors = encoderParts,
            .keys = t5Keys,
            .tokenizer = TokenizerStyle::t5,
            .adjust = adjustT5Encoder,
            .hasNoOutput = true,
            .layerTarget = "enc.blk."};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    t5("T5ForConditionalGeneration"),
    t5("T5WithLMHeadModel"),
    t5("MT5ForConditionalGeneration"),
    t5("UMT5ForConditionalGeneration"),
    t5("UMT5Model"),
    t5Alone("T5EncoderModel"),
});

} // namespace

std::span<const ArchitectureRow> t5Architectures() {
    return table;
}

} // namespace quantlathe
