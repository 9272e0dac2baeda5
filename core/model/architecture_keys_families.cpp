// SPDX-License-Identifier: GPL-3.0-or-later
// Writers of keys that one family has, or a few.
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/key_values.h"
#include "model/limits.h"
#include "model/sentence_modules.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <map>
#include <numbers>
#include <vector>

namespace quantlathe::keys {
namespace {

constexpr std::string_view windowPattern[]{"hybrid_layer_pattern"};

} // namespace

void indexer(const KeyContext& context) {
    const Indexer& indexer = context.hyper.indexer;
    addCount(context, "attention.indexer.head_count", indexer.heads);
    addCount(context, "attention.indexer.key_length", indexer.headSize);
    addCount(context, "attention.indexer.top_k", countOf(context, "index_topk").value_or(0));
    if (member(context.config.values(), "indexer_types") != nullptr) {
        std::vector<bool> own(indexer.isIn.begin(), indexer.isIn.begin() + context.hyper.mainLayers());
        context.metadata.insert(keyOf(context, "attention.indexer.types"), MetadataArray(own));
    }
}

void blockSparse(const KeyContext& context) {
    constexpr std::uint64_t sigmoid = 2;
    if (context.metadata.find(keyOf(context, "expert_gating_func")) == nullptr) {
        addCount(context, "expert_gating_func", sigmoid);
    }
    addFloat(context, "expert_weights_scale", numberOf(context, "routed_scaling_factor"));
    context.metadata.insert(keyOf(context, "expert_weights_norm"), true);
    const Indexer& indexer = context.hyper.indexer;
    addCount(context, "attention.indexer.head_count", indexer.heads);
    addCount(context, "attention.indexer.key_length", indexer.headSize);
    addCount(context, "attention.indexer.top_k", indexer.blocks);
    addCount(context, "attention.indexer.block_size", indexer.blockTokens);
    addCount(context, "attention.indexer.local_blocks", indexer.localBlocks);
    leadingDenseLayers(context);
}

void plamoLayers(const KeyContext& context) {
    const HyperParameters& hyper = context.hyper;
    std::vector<std::int32_t> kvHeads(hyper.kvHeads.begin(), hyper.kvHeads.end());
    std::vector<std::int32_t> heads;
    std::ranges::transform(
        hyper.kvHeads, hyper.heads, std::back_inserter(heads),
        [](std::uint32_t keys, std::uint32_t queries) { return static_cast<std::int32_t>(keys > 0 ? queries : 0); });
    context.metadata.insert(keyOf(context, "attention.head_count_kv"), MetadataArray(std::move(kvHeads)));
    context.metadata.insert(keyOf(context, "attention.head_count"), MetadataArray(std::move(heads)));
}

void plamoSizes(const KeyContext& context) {
    constexpr std::uint64_t usualKernel = 4;
    const StateSpace& space = context.hyper.states;
    addCount(context, "ssm.state_size", space.states);
    addCount(context, "ssm.conv_kernel", countOf(context, "mamba_d_conv").value_or(usualKernel));
    addCount(context, "ssm.time_step_rank", space.heads);
    addCount(context, "ssm.inner_size", space.channels);
    addCount(context, "ssm.group_count", 0);
    feedForwardLength(context);
}

void t5(const KeyContext& context) {
    const HyperParameters& hyper = context.hyper;
    contextLength(context);
    embeddingLength(context);
    addCount(context, "feed_forward_length", hyper.feedForward.front());
    blockCount(context);
    if (hyper.decoderLayers > 0) {
        addCount(context, "decoder_block_count", hyper.decoderLayers);
    }
    addCount(context, "attention.head_count", hyper.heads.front());
    headSizes(context);
    layerNormEpsilon(context);
    addCount(context, "attention.relative_buckets_count", hyper.distanceBuckets);
    rmsEpsilon(context);
    if (hyper.decoderLayers > 0) {
        addCount(context, "decoder_start_token_id", countOf(context, "decoder_start_token_id").value_or(0));
    }
}

void commonOfKimi(const KeyContext& context) {
    blockCount(context);
    contextLength(context);
    embeddingLength(context);
    feedForwardLength(context);
    headCount(context);
    kvHeadList(context);
    addFloat(context, "rope.freq_base", context.rope.base());
    rmsEpsilon(context);
    expertCount(context);
    expertUsedCount(context);
    expertGroups(context);
    sigmoidGating(context); // it has no other
    addCount(context, "attention.key_length", context.hyper.keyLength);
    addCount(context, "attention.value_length", countOf(context, "head_dim").value_or(0));
}

void kimiDelta(const KeyContext& context) {
    const LatentAttention& latent = context.hyper.latent;
    const nlohmann::json* const stated = member(context.config.values(), "linear_attn_config");
    const bool isPublished = stated != nullptr && stated->is_object();
    const Config delta(isPublished ? *stated : context.config.values(), context.config.file());
    static constexpr std::string_view kernels[]{"short_conv_kernel_size", "linear_conv_kernel_dim"};
    addCount(context, "ssm.conv_kernel", delta.count(kernels, maxHeads).value_or(4)); // as its class has it
    addCount(context, "kda.head_dim", context.hyper.delta.keySize);
    addCount(context, "attention.kv_lora_rank", latent.rank);
    ropeDimensions(context);
    addCount(context, "attention.key_length_mla", std::uint64_t{latent.plainSize} + latent.ropeSize);
    addCount(context, "attention.value_length_mla", latent.valueSize);
    expertFeedForward(context);
    addCount(context, "expert_shared_count", countOf(context, "num_shared_experts").value_or(1));
    leadingDenseLayers(context);
    addFloat(context, "expert_weights_scale", numberOf(context, "routed_scaling_factor"));
}

void bloomKvHeads(const KeyContext& context) {
    addCount(context, "attention.head_count_kv", context.hyper.kvHeads.front());
}

void mptAttention(const KeyContext& context) {
    static constexpr std::string_view kvHeads[]{"kv_n_heads"};
    static constexpr std::string_view clip[]{"clip_qkv"};
    static constexpr std::string_view slope[]{"alibi_bias_max"};
    const nlohmann::json* const stated = member(context.config.values(), "attn_config");
    const bool isStated = stated != nullptr && stated->is_object();
    const Config attention(isStated ? *stated : nlohmann::json::object(), context.config.file());
    if (const auto heads = attention.count(kvHeads, maxHeads); heads && *heads > 0) {
        addCount(context, "attention.head_count_kv", *heads);
    }
    layerNormEpsilon(context);
    addFloat(context, "attention.clamp_kqv", attention.number(clip));
    const bool hasAlibi = attention.flag("alibi").value_or(true);
    addFloat(context, "attention.max_alibi_bias",
             hasAlibi ? attention.number(slope).value_or(8.0) : 0.0); // as its class has it
}

void hunyuanExperts(const KeyContext& context) {
    static constexpr std::string_view shared[]{"num_shared_expert"};
    const auto counts = context.config.perLayer(shared, context.hyper.layers, maxHeads);
    addCount(context, "expert_shared_feed_forward_length", context.hyper.feedForward.front());
    expertFeedForward(context);
    expertUsedCount(context);
    addCount(context, "expert_shared_count", counts.empty() ? 0 : counts.front());
}

void hunyuanV3Shares(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "expert_weights_norm"), context.config.flag("route_norm").value_or(true));
    addFloat(context, "expert_weights_scale", numberOf(context, "router_scaling_factor").value_or(1.0));
}

void bailingExperts(const KeyContext& context) {
    const std::uint64_t shared = countOf(context, "num_shared_experts").value_or(0);
    addCount(context, "expert_shared_feed_forward_length",
             countOf(context, "moe_shared_expert_intermediate_size").value_or(context.hyper.expertFeedForward * shared));
    addFloat(context, "expert_weights_scale", numberOf(context, "routed_scaling_factor"));
    addCount(context, "expert_shared_count", shared);
    if (const auto isNormed = context.config.flag("norm_topk_prob")) {
        context.metadata.insert(keyOf(context, "expert_weights_norm"), *isNormed);
    }
}

void mimoWindows(const KeyContext& context) {
    slidingWindow(context);
    auto pattern = context.config.perLayer(windowPattern, context.hyper.mainLayers(), 1);
    pattern.resize(pattern.size() + context.hyper.predictionLayers, 1); // they have a window, too
    context.metadata.insert(keyOf(context, "attention.sliding_window_pattern"),
                            MetadataArray(std::vector<std::int32_t>(pattern.begin(), pattern.end())));
}

void valueScale(const KeyContext& context) {
    addFloat(context, "attention.value_scale", numberOf(context, "attention_value_scale"));
}

void ernieExperts(const KeyContext& context) {
    const HyperParameters& hyper = context.hyper;
    expertCount(context);
    expertUsedCount(context);
    addCount(context, "interleave_moe_layer_step", countOf(context, "moe_layer_interval").value_or(1));
    leadingDenseLayers(context);
    expertFeedForward(context);
    addCount(context, "expert_shared_count", countOf(context, "moe_num_shared_experts").value_or(0));
    // What the reference writes; the engine takes the width from the tensors.
    if (hyper.sharedFeedForward > 0 && !hyper.kvHeads.empty() && hyper.kvHeads.front() > 0) {
        addCount(context, "expert_shared_feed_forward_length", hyper.feedForward.front() / hyper.kvHeads.front());
    }
}

void deltaNet(const KeyContext& context) {
    constexpr std::uint64_t usualInterval = 4;
    const HyperParameters& hyper = context.hyper;
    const DeltaNet& delta = hyper.delta;
    addCount(context, "ssm.conv_kernel",
             countOf(context, "linear_conv_kernel_dim").value_or(4)); // as the models' classes have it
    addCount(context, "ssm.state_size", delta.keySize);
    addCount(context, "ssm.group_count", delta.keyHeads);
    addCount(context, "ssm.time_step_rank", delta.valueHeads);
    addCount(context, "ssm.inner_size", std::uint64_t{delta.valueHeads} * delta.valueSize);
    if (member(context.config.values(), "layer_types") != nullptr) {
        std::vector<bool> isRecurrent;
        std::ranges::transform(hyper.kvHeads, std::back_inserter(isRecurrent), [](std::uint32_t heads) { return heads == 0; });
        context.metadata.insert(keyOf(context, "attention.recurrent_layers"), MetadataArray(std::move(isRecurrent)));
    }
    addCount(context, "full_attention_interval", countOf(context, "full_attention_interval").value_or(usualInterval));
}

void usualRopeSections(const KeyContext& context) {
    if (!context.rope.numbers("mrope_section", 4)) {
        context.metadata.insert(keyOf(context, "rope.dimension_sections"),
                                MetadataArray(std::vector<std::int32_t>{11, 11, 10, 0}));
    }
}

void feedForwardList(const KeyContext& context) {
    const auto& widths = context.hyper.feedForward;
    context.metadata.insert(keyOf(context, "feed_forward_length"),
                            MetadataArray(std::vector<std::int32_t>(widths.begin(), widths.end())));
}

void kvHeadList(const KeyContext& context) {
    const auto& heads = context.hyper.kvHeads;
    context.metadata.insert(keyOf(context, "attention.head_count_kv"),
                            MetadataArray(std::vector<std::int32_t>(heads.begin(), heads.end())));
}

void noNetwork(const KeyContext& context) {
    addCount(context, "feed_forward_length", 0);
    addCount(context, "attention.head_count", 0);
}

namespace {

/// As the models' classes have it, under the names of all of them.
void convolution(const KeyContext& context) {
    static constexpr std::string_view names[]{"conv_kernel", "d_conv", "mamba_d_conv"};
    addCount(context, "ssm.conv_kernel", context.config.count(names, maxHeads).value_or(4));
}

} // namespace

void stateSpace(const KeyContext& context) {
    const StateSpace& space = context.hyper.states;
    convolution(context);
    addCount(context, "ssm.inner_size", space.channels);
    addCount(context, "ssm.state_size", space.states);
    addCount(context, "ssm.time_step_rank", space.heads > 0 ? space.heads : space.stepRank);
    if (space.heads > 0) {
        addCount(context, "ssm.group_count", space.groups);
    }
}

void groupedStateSpace(const KeyContext& context) {
    const StateSpace& space = context.hyper.states;
    convolution(context);
    addCount(context, "ssm.state_size", space.states);
    addCount(context, "ssm.group_count", space.groups);
    addCount(context, "ssm.inner_size", space.channels);
    addCount(context, "ssm.time_step_rank", space.heads);
}

void selectionNorms(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "ssm.dt_b_c_rms"), true);
}

void noSelectionNorms(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "ssm.dt_b_c_rms"), false);
}

void ropeTurns(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "rope.scaling.finetuned"), true);
}

void ropeStandsStill(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "rope.scaling.finetuned"), false);
}

void nemotronExperts(const KeyContext& context) {
    sharedFeedForward(context);
    sharedExpertCount(context);
    if (const auto isNormed = context.config.flag("norm_topk_prob")) {
        context.metadata.insert(keyOf(context, "expert_weights_norm"), *isNormed);
    }
    addFloat(context, "expert_weights_scale", numberOf(context, "routed_scaling_factor"));
    if (context.hyper.expertInput > 0) {
        addCount(context, "moe_latent_size", context.hyper.expertInput);
    }
}

namespace {

/// Below which a normally distributed value stays with that probability (in single precision that of 0.95, which all models
/// have, is the reference's).
float normalQuantile(double probability) {
    constexpr double widest = 40; // no double lies further out
    if (probability <= 0 || probability >= 1) {
        return std::copysign(std::numeric_limits<float>::infinity(), static_cast<float>(probability - 0.5));
    }
    double low = -widest;
    double high = widest;
    for (int step = 0; step < 100; ++step) {
        const double middle = (low + high) / 2;
        (std::erfc(-middle / std::numbers::sqrt2) / 2 < probability ? low : high) = middle;
    }
    return static_cast<float>(high);
}

} // namespace

void gemma3nRest(const KeyContext& context) {
    const HyperParameters& hyper = context.hyper;
    addCount(context, "altup.active_idx", countOf(context, "altup_active_idx").value_or(0));
    addCount(context, "altup.num_inputs", hyper.streams);
    addCount(context, "embedding_length_per_layer_input", hyper.perLayerInput);
    addCount(context, "attention.shared_kv_layers", hyper.sharedKvLayers);
    std::vector<float> scales;
    const nlohmann::json* const shares = member(context.config.values(), "activation_sparsity_pattern");
    for (std::size_t layer = 0; shares != nullptr && shares->is_array() && layer < shares->size(); ++layer) {
        const nlohmann::json& share = (*shares)[layer];
        scales.push_back(normalQuantile(share.is_number() ? share.get<double>() : 0.0));
    }
    context.metadata.insert(keyOf(context, "activation_sparsity_scale"), MetadataArray(std::move(scales)));
    slidingWindowPattern(context);
}

void pooling(const KeyContext& context) {
    if (const auto pooling = poolingOfFolder(context.config.file().parent_path())) {
        addCount(context, "pooling_type", static_cast<std::uint32_t>(*pooling));
    }
}

void looksAhead(const KeyContext& context) {
    context.metadata.insert(keyOf(context, "attention.causal"), false);
}

void encoder(const KeyContext& context) {
    looksAhead(context);
    pooling(context);
    if (const auto mode = context.config.text("classifier_pooling")) {
        if (*mode != "cls" && *mode != "mean") {
            throw badInput(context.config.file(), say("{} has an unknown value", "classifier_pooling"),
                           say("It is \"{}\", expected cls or mean.", escapeForDisplay(*mode, 40)));
        }
        addCount(context, "classifier.pooling_type",
                 static_cast<std::uint32_t>(*mode == "cls" ? Pooling::first : Pooling::mean));
    }
}

void expertInterval(const KeyContext& context) {
    addCount(context, "moe_every_n_layers", countOf(context, "moe_every_n_layers").value_or(0));
}

void labels(const KeyContext& context) {
    if (context.hyper.labels == 0) {
        return;
    }
    const nlohmann::json* const names = member(context.config.values(), "id2label");
    if (names == nullptr) { // as the library makes them up
        std::vector<std::string> list;
        for (std::uint32_t label = 0; label < context.hyper.labels; ++label) {
            list.push_back(fmt::format("LABEL_{}", label));
        }
        context.metadata.insert(keyOf(context, "classifier.output_labels"), MetadataArray(std::move(list)));
        return;
    }
    std::map<std::uint64_t, std::string> byId;
    for (const auto& [id, name] : names->items()) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
        if (error != std::errc() || end != id.data() + id.size() || !name.is_string()) {
            throw badInput(context.config.file(), say("id2label has an impossible value"),
                           say("Expected a name for every number."));
        }
        byId[number] = name.get<std::string>();
    }
    std::vector<std::string> list;
    std::ranges::transform(byId, std::back_inserter(list), [](const auto& label) { return label.second; });
    context.metadata.insert(keyOf(context, "classifier.output_labels"), MetadataArray(std::move(list)));
}

void modernBertWindow(const KeyContext& context) {
    constexpr std::uint64_t usualWindow = 128; // of its class
    addCount(context, "attention.sliding_window", countOf(context, "local_attention").value_or(usualWindow));
    if (const auto period = countOf(context, "global_attn_every_n_layers")) {
        addCount(context, "attention.sliding_window_pattern", *period);
    }
}

void hiddenActivation(const KeyContext& context) {
    if (const auto name = context.config.text("hidden_activation")) {
        context.metadata.insert(keyOf(context, "hidden_activation"), *name);
    }
}

void expertPeriod(const KeyContext& context) {
    addCount(context, "interleave_moe_layer_step", context.hyper.expertPeriod);
}

void fullAttention(const KeyContext& context) {
    const nlohmann::json* const types = member(context.config.values(), "layer_types");
    const auto seesAll = [](const nlohmann::json& type) { return type == "full_attention"; };
    if (types != nullptr && types->is_array() && std::ranges::all_of(*types, seesAll)) {
        addCount(context, "attention.sliding_window", 0);
    }
}

/// The pattern is a list of kinds, or "LLLG" with L for a window, or a period whose last layer sees everything.
void exaoneWindow(const KeyContext& context) {
    if (context.hyper.slidingWindow == 0) {
        return;
    }
    const nlohmann::json* pattern = member(context.config.values(), "sliding_window_pattern");
    if (member(context.config.values(), "layer_types") != nullptr || pattern == nullptr) {
        slidingWindowPattern(context);
        return;
    }
    slidingWindow(context);
    std::vector<bool> isSliding;
    for (std::uint32_t layer = 0; layer < context.hyper.mainLayers(); ++layer) {
        if (pattern->is_string() && !pattern->get_ref<const std::string&>().empty()) {
            const auto& letters = pattern->get_ref<const std::string&>();
            isSliding.push_back(letters[layer % letters.size()] == 'L');
        } else {
            const auto period = countOf(context, "sliding_window_pattern").value_or(0);
            isSliding.push_back(period > 0 && (layer + 1) % period != 0);
        }
    }
    context.metadata.insert(keyOf(context, "attention.sliding_window_pattern"), MetadataArray(std::move(isSliding)));
}

void deepstackLayers(const KeyContext& context) {
    const nlohmann::json* vision = member(context.config.values(), "vision_config");
    const nlohmann::json* indexes = vision == nullptr ? nullptr : member(*vision, "deepstack_visual_indexes");
    addCount(context, "n_deepstack_layers", indexes != nullptr && indexes->is_array() ? indexes->size() : 0);
}

void shortConvolution(const KeyContext& context) {
    addCount(context, "shortconv.l_cache", countOf(context, "conv_L_cache").value_or(3)); // as the model's class has it
}

} // namespace quantlathe::keys
