// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/folder_completions.h"

#include "base/error.h"
#include "base/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe::folder_completions {
namespace {

using OrderedJson = nlohmann::ordered_json;

} // namespace

bool hasExperts(const Model& gguf) {
    return gguf.hyper().experts > 0;
}

bool isDense(const Model& gguf) {
    return !hasExperts(gguf);
}

bool hasWindow(const Model& gguf) {
    return gguf.hyper().slidingWindow > 0;
}

bool hasSharedExpert(const Model& gguf) {
    return ConfigDraft(gguf).hasInLayers("ffn_gate_shexp.weight");
}

bool hasTemperature(const Model& gguf) {
    return gguf.checkpoint().metadata().contains(gguf.architecture() + ".attention.temperature_scale");
}

bool isDeepseekV3(const Model& gguf) {
    const ConfigDraft draft(gguf);
    return draft.count("expert_gating_func") == 2U || draft.hasInLayers("exp_probs_b.bias");
}

void addBiases(ConfigDraft& draft) {
    draft.config["attention_bias"] = draft.hasInLayers("attn_q.bias") || draft.hasInLayers("attn_qkv.bias");
    draft.config["mlp_bias"] = draft.hasInLayers("ffn_up.bias");
}

void addAttentionBias(ConfigDraft& draft) {
    draft.config["attention_bias"] = draft.hasInLayers("attn_q.bias");
}

namespace {

/// "sliding_attention" where the flag is set, else the other kind.
void addLayerTypes(ConfigDraft& draft, const std::vector<bool>& isFirstKind, std::string_view first,
                   std::string_view second = "full_attention") {
    OrderedJson types = OrderedJson::array();
    for (const bool isFirst : isFirstKind) {
        types.push_back(isFirst ? first : second);
    }
    draft.config["layer_types"] = std::move(types);
}

/// All but every `period`th layer.
std::vector<bool> exceptEvery(std::uint32_t period, std::uint32_t layers) {
    std::vector<bool> flags;
    for (std::uint32_t layer = 0; layer < layers; ++layer) {
        flags.push_back((layer + 1) % period != 0);
    }
    return flags;
}

} // namespace

void completeQwenWindow(ConfigDraft& draft) {
    draft.config["use_sliding_window"] = false;
    draft.config["sliding_window"] = nullptr;
}

void completeSmolLm3(ConfigDraft& draft) {
    constexpr std::uint32_t period = 4; // as llama.cpp has it: every fourth layer has no RoPE
    completeQwenWindow(draft);
    addBiases(draft);
    OrderedJson layers = OrderedJson::array();
    for (const bool hasRope : exceptEvery(period, draft.layers())) {
        layers.push_back(hasRope ? 1 : 0);
    }
    draft.config["no_rope_layers"] = std::move(layers);
}

namespace {

/// The largest of Gemma's models divide by the share of a head in the width, the others by its size.
void addQueryScale(ConfigDraft& draft, std::uint32_t largest) {
    const HyperParameters& hyper = draft.gguf().hyper();
    const bool isLargest = draft.layers() == largest && !hyper.heads.empty() && hyper.heads.front() > 0;
    draft.config["query_pre_attn_scalar"] = isLargest ? hyper.hidden / hyper.heads.front() : draft.headSize();
}

} // namespace

void completeGemma2(ConfigDraft& draft) {
    constexpr std::uint32_t layersOf27B = 46;
    addQueryScale(draft, layersOf27B);
    for (const char* const cap : {"attn_logit_softcapping", "final_logit_softcapping"}) {
        draft.config.emplace(cap, nullptr);
    }
}

void completeGemma3(ConfigDraft& draft) {
    constexpr std::uint32_t layersOf27B = 62;
    constexpr std::uint32_t period = 6;
    addQueryScale(draft, layersOf27B);
    const bool slides = hasWindow(draft.gguf());
    draft.config["sliding_window_pattern"] = slides ? period : 1;
    addLayerTypes(draft, exceptEvery(slides ? period : 1, draft.layers()), "sliding_attention");
}

void completeOlmo3(ConfigDraft& draft) {
    const std::vector<bool> slides = draft.flags("attention.sliding_window_pattern");
    addLayerTypes(draft, slides.empty() ? exceptEvery(4, draft.layers()) : slides, "sliding_attention");
}

void completeExaone4(ConfigDraft& draft) {
    if (hasWindow(draft.gguf())) {
        completeOlmo3(draft);
    } else {
        draft.config["sliding_window"] = nullptr;
        addLayerTypes(draft, std::vector<bool>(draft.layers(), false), "sliding_attention");
    }
}

void completeCohere2(ConfigDraft& draft) {
    addLayerTypes(draft, exceptEvery(4, draft.layers()), "sliding_attention");
}

void completeGptOss(ConfigDraft& draft) {
    addLayerTypes(draft, exceptEvery(2, draft.layers()), "sliding_attention");
    addAttentionBias(draft);
    if (draft.config.contains("rope_scaling")) {
        draft.config["rope_scaling"]["truncate"] = false;
    }
}

void completePhi3(ConfigDraft& draft) {
    if (!hasWindow(draft.gguf())) {
        draft.config["sliding_window"] = nullptr;
    }
    draft.config.emplace("original_max_position_embeddings", draft.count("rope.scaling.original_context_length").value_or(0));
}

void completePhiMoe(ConfigDraft& draft) {
    completePhi3(draft);
    addAttentionBias(draft);
    draft.config["lm_head_bias"] = draft.has("output.bias");
    if (const auto factor = draft.number("rope.scaling.attn_factor"); factor && draft.config.contains("rope_scaling")) {
        draft.config["rope_scaling"]["short_mscale"] = draft.config["rope_scaling"]["long_mscale"] = *factor;
    }
}

void completeGpt2(ConfigDraft& draft) {
    draft.config["n_ctx"] = draft.config["max_position_embeddings"];
    const auto width = draft.count("feed_forward_length");
    draft.config["n_inner"] = width == 4 * draft.gguf().hyper().hidden ? OrderedJson() : OrderedJson(width.value_or(0));
}

void completeNeox(ConfigDraft& draft) {
    draft.config["attention_bias"] = draft.hasInLayers("attn_qkv.bias");
    if (!draft.config.contains("partial_rotary_factor")) {
        draft.config["partial_rotary_factor"] = 1.0;
    }
    if (!draft.config.contains("rope_theta")) {
        draft.config["rope_theta"] = 10000.0;
    }
    draft.config["rotary_emb_base"] = draft.config["rope_theta"];
}

std::string_view unusedFalconNorm(const Model& gguf) {
    return ConfigDraft(gguf).hasInLayers("attn_norm_2.weight") ? "input_layernorm" : "ln_mlp";
}

void completeFalcon(ConfigDraft& draft) {
    const auto kvHeads = draft.count("attention.head_count_kv");
    const bool hasTwoNorms = draft.hasInLayers("attn_norm_2.weight");
    const bool isNew = hasTwoNorms || kvHeads.value_or(1) != 1;
    draft.config["new_decoder_architecture"] = isNew;
    draft.config["multi_query"] = !isNew;
    if (isNew) {
        draft.config["num_ln_in_parallel_attn"] = hasTwoNorms ? 2 : 1;
    }
}

void completeStableLm(ConfigDraft& draft) {
    draft.config["use_qkv_bias"] = draft.hasInLayers("attn_q.bias");
    draft.config["qk_layernorm"] = draft.hasInLayers("attn_q_norm.weight");
    draft.config.emplace("partial_rotary_factor", 1.0);
}

void completeCohere(ConfigDraft& draft) {
    addAttentionBias(draft);
}

void completeFullyRotated(ConfigDraft& draft) { // whose class would take another share
    draft.config.emplace("partial_rotary_factor", 1.0);
}

void completeGlm4(ConfigDraft& draft) {
    addAttentionBias(draft);
    completeFullyRotated(draft);
}

void completeNemotron(ConfigDraft& draft) {
    addBiases(draft);
    completeFullyRotated(draft);
}

void completeHunyuanV3(ConfigDraft& draft) {
    OrderedJson& config = draft.config;
    const std::uint64_t width = draft.count("expert_feed_forward_length").value_or(0);
    config["num_shared_experts"] = width == 0 ? 0 : draft.count("expert_shared_feed_forward_length").value_or(0) / width;
    config["num_nextn_predict_layers"] = draft.gguf().hyper().predictionLayers;
    OrderedJson kinds = OrderedJson::array();
    for (std::uint32_t layer = 0; layer < draft.layers(); ++layer) {
        kinds.push_back(draft.has(fmt::format("blk.{}.ffn_gate_inp.weight", layer)) ? "sparse" : "dense");
    }
    config["mlp_layer_types"] = std::move(kinds);
}

void completeGlm4Moe(ConfigDraft& draft) {
    completeGlm4(draft);
    draft.config["use_qk_norm"] = draft.hasInLayers("attn_q_norm.weight");
    draft.config["num_nextn_predict_layers"] = draft.gguf().hyper().predictionLayers;
    draft.config.emplace("n_group", 1);
    draft.config.emplace("topk_group", 1);
}

void completeDots1(ConfigDraft& draft) {
    addAttentionBias(draft);
    draft.config["sliding_window"] = nullptr;
    addLayerTypes(draft, std::vector<bool>(draft.layers(), false), "sliding_attention");
    draft.config.emplace("n_group", 1);
    draft.config.emplace("topk_group", 1);
}

void completeSeedOss(ConfigDraft& draft) {
    addBiases(draft);
    draft.config["attention_out_bias"] = draft.hasInLayers("attn_output.bias");
}

/// Numbers that a class would take to be 1 and llama.cpp does not.
void completeGranite(ConfigDraft& draft) {
    addBiases(draft);
    if (!draft.config.contains("attention_multiplier") && draft.headSize() > 0) {
        draft.config["attention_multiplier"] = 1 / std::sqrt(static_cast<double>(draft.headSize()));
    }
}

void completeDeepseek(ConfigDraft& draft) {
    OrderedJson& config = draft.config;
    const std::uint64_t rank = draft.count("attention.kv_lora_rank").value_or(0);
    const std::uint64_t ropeSize = draft.count("rope.dimension_count").value_or(0);
    const auto keySize = draft.count("attention.key_length_mla");
    const auto valueSize = draft.count("attention.value_length_mla");
    if (!keySize || !valueSize || *keySize <= ropeSize || rank == 0) {
        throw badInput(draft.gguf().checkpoint().path(), say("The sizes of its latent attention are not complete"),
                       say("Expected attention.kv_lora_rank, key_length_mla, value_length_mla and rope.dimension_count."));
    }
    config.erase("head_dim");
    config.emplace("q_lora_rank", nullptr);
    config["qk_rope_head_dim"] = ropeSize;
    config["qk_nope_head_dim"] = *keySize - ropeSize;
    config["v_head_dim"] = *valueSize;
    config["num_key_value_heads"] = config["num_attention_heads"];
    config.emplace("n_group", 1);
    config.emplace("topk_group", 1);
    config.emplace("norm_topk_prob", false);
    if (const std::uint32_t further = draft.gguf().hyper().predictionLayers; further > 0) {
        config["num_nextn_predict_layers"] = further;
    }
    config["topk_method"] = isDeepseekV3(draft.gguf())                   ? "noaux_tc"
                            : config["n_group"].get<std::uint64_t>() > 1 ? "group_limited_greedy"
                                                                         : "greedy";
    if (config.contains("rope_scaling")) {
        OrderedJson& rope = config["rope_scaling"];
        const double scale = std::round(draft.number("rope.scaling.yarn_log_multiplier").value_or(0) * 1e6) / 1e5;
        rope["mscale"] = rope["mscale_all_dim"] = scale;
    }
}

void completeMinistral3(ConfigDraft& draft) {
    OrderedJson rope = draft.config.value("rope_scaling", OrderedJson{{"rope_type", "default"}});
    rope["rope_theta"] = draft.config.value("rope_theta", OrderedJson(10000.0));
    if (const auto scale = draft.number("rope.scaling.yarn_log_multiplier")) {
        rope["mscale"] = rope["mscale_all_dim"] = *scale;
    }
    rope["llama_4_scaling_beta"] = draft.number("attention.temperature_scale").value_or(0);
    draft.config.erase("rope_scaling");
    draft.config.erase("rope_theta");
    draft.config["rope_parameters"] = std::move(rope);
}

void completeHunyuan(ConfigDraft& draft) {
    draft.config["attention_bias"] = draft.hasInLayers("attn_q.bias");
    if (!draft.count("rope.scaling.original_context_length")) {
        return;
    }
    // The base was made larger by alpha to that power; llama.cpp knows only the product.
    const auto size = static_cast<double>(draft.headSize());
    const double grown = draft.number("rope.freq_base").value_or(10000.0) / 10000.0;
    const double alpha = size > 2 ? std::round(std::pow(grown, (size - 2) / size)) : 1;
    draft.config["rope_theta"] = 10000.0;
    draft.config["rope_scaling"] = {{"rope_type", "dynamic"}, {"type", "dynamic"}, {"alpha", alpha}, {"factor", 1.0},
                                    {"beta_fast", 32},        {"beta_slow", 1},    {"mscale", 1.0},  {"mscale_all_dim", 1.0}};
}

void completeErnieMoe(ConfigDraft& draft) {
    draft.config["moe_num_shared_experts"] = draft.count("expert_shared_count").value_or(0);
    draft.config["moe_layer_end_index"] = draft.layers() == 0 ? 0 : draft.layers() - 1;
}

void completeErnie(ConfigDraft& draft) {
    draft.config["use_bias"] = draft.hasInLayers("attn_q.bias") || draft.hasInLayers("ffn_up.bias");
}

void completeLlama4(ConfigDraft& draft) {
    constexpr std::uint32_t period = 4;
    constexpr std::uint64_t expertsOfMaverick = 128;
    OrderedJson& config = draft.config;
    config["intermediate_size_mlp"] = config.value("intermediate_size", OrderedJson(0));
    config["intermediate_size"] = config.value("moe_intermediate_size", OrderedJson(0));
    config.erase("moe_intermediate_size");
    config["use_qk_norm"] = draft.count("expert_count") != expertsOfMaverick;
    OrderedJson hasRope = OrderedJson::array();
    for (const bool rotates : exceptEvery(period, draft.layers())) {
        hasRope.push_back(rotates ? 1 : 0);
    }
    config["no_rope_layers"] = std::move(hasRope);
    const bool seesAll = draft.count("attention.sliding_window") == 0U;
    config.erase("sliding_window");
    addLayerTypes(draft, seesAll ? std::vector<bool>(draft.layers(), false) : exceptEvery(period, draft.layers()),
                  "chunked_attention");
    addAttentionBias(draft);
}

void completeMiniMax(ConfigDraft& draft) {
    draft.config["intermediate_size"] = draft.config.value("moe_intermediate_size", OrderedJson(0));
    draft.config.erase("moe_intermediate_size");
    draft.config["rotary_dim"] = draft.count("rope.dimension_count").value_or(draft.headSize());
    draft.config["use_routing_bias"] = draft.hasInLayers("exp_probs_b.bias");
}

/// Layers without heads of keys and values are convolutions.
void completeLfm2(ConfigDraft& draft) {
    OrderedJson& config = draft.config;
    std::vector<bool> isConvolution;
    std::uint32_t kvHeads = 0;
    for (const std::uint32_t heads : draft.gguf().hyper().kvHeads) {
        isConvolution.push_back(heads == 0);
        kvHeads = std::max(kvHeads, heads);
    }
    isConvolution.resize(draft.layers());
    config["num_key_value_heads"] = kvHeads;
    addLayerTypes(draft, isConvolution, "conv");
    config["conv_bias"] = draft.hasInLayers("shortconv.conv.bias");
    config.erase("scoring_func");
    if (hasExperts(draft.gguf())) {
        config["use_expert_bias"] = draft.hasInLayers("exp_probs_b.bias");
    } else {
        config["block_auto_adjust_ff_dim"] = false;
    }
}

namespace {

/// The first layer that is so and the distance to the next; all layers, where there is no other.
void addPeriod(ConfigDraft& draft, const std::string& what, const std::vector<bool>& isSo) {
    const auto first = std::ranges::find(isSo, true);
    const auto next = first == isSo.end() ? isSo.end() : std::find(first + 1, isSo.end(), true);
    const auto offset = first == isSo.end() ? std::ssize(isSo) : first - isSo.begin();
    draft.config[what + "_offset"] = offset;
    draft.config[what + "_period"] = next == isSo.end() ? std::max(std::ssize(isSo), offset + 1) : next - first;
}

} // namespace

void completeJamba(ConfigDraft& draft) {
    OrderedJson& config = draft.config;
    const HyperParameters& hyper = draft.gguf().hyper();
    std::vector<bool> attends;
    std::vector<bool> routes;
    std::uint32_t kvHeads = 0;
    for (std::uint32_t layer = 0; layer < draft.layers(); ++layer) {
        const std::uint32_t heads = layer < hyper.kvHeads.size() ? hyper.kvHeads[layer] : 0;
        attends.push_back(heads > 0);
        routes.push_back(draft.has(fmt::format("blk.{}.ffn_gate_inp.weight", layer)));
        kvHeads = std::max(kvHeads, heads);
    }
    config["num_key_value_heads"] = kvHeads;
    addPeriod(draft, "attn_layer", attends);
    addPeriod(draft, "expert_layer", routes);
    const std::uint64_t channels = draft.count("ssm.inner_size").value_or(0);
    config["mamba_expand"] = hyper.hidden == 0 ? 0 : channels / hyper.hidden;
    config["mamba_d_conv"] = draft.count("ssm.conv_kernel").value_or(4);
    config["mamba_d_state"] = draft.count("ssm.state_size").value_or(16);
    config["mamba_dt_rank"] = draft.count("ssm.time_step_rank").value_or(0);
    config["mamba_conv_bias"] = draft.hasInLayers("ssm_conv1d.bias");
    config["mamba_proj_bias"] = draft.hasInLayers("ssm_in.bias");
    for (const char* const other : {"linear_conv_kernel_dim", "linear_key_head_dim", "linear_num_value_heads"}) {
        config.erase(other);
    }
}

void completeDelta(ConfigDraft& draft) {
    OrderedJson& config = draft.config;
    const std::uint64_t valueHeads = draft.count("ssm.time_step_rank").value_or(0);
    config["linear_value_head_dim"] = valueHeads == 0 ? 0 : draft.count("ssm.inner_size").value_or(0) / valueHeads;
    const std::vector<bool> isRecurrent = draft.flags("attention.recurrent_layers");
    const auto interval =
        static_cast<std::uint32_t>(std::max<std::uint64_t>(draft.count("full_attention_interval").value_or(4), 1));
    addLayerTypes(draft, isRecurrent.empty() ? exceptEvery(interval, draft.layers()) : isRecurrent, "linear_attention");
    addAttentionBias(draft);
    completeFullyRotated(draft);
    if (const std::uint32_t further = draft.gguf().hyper().predictionLayers; further > 0) {
        config["mtp_num_hidden_layers"] = further;
    }
    if (hasExperts(draft.gguf())) {
        config.emplace("intermediate_size", config.value("moe_intermediate_size", OrderedJson(0)));
    }
}

namespace {

/// Sections of RoPE for time, height and width.
OrderedJson ropeSections(const ConfigDraft& draft) {
    const Model& gguf = draft.gguf();
    const auto sections = gguf.checkpoint().metadata().integers(gguf.architecture() + ".rope.dimension_sections", 4);
    return sections ? OrderedJson{(*sections)[0], (*sections)[1], (*sections)[2]} : OrderedJson();
}

} // namespace

void completeQwen3Vl(ConfigDraft& draft) {
    addAttentionBias(draft);
    if (OrderedJson sections = ropeSections(draft); !sections.is_null()) {
        draft.config["rope_scaling"] = {{"rope_type", "default"}, {"type", "default"}, {"mrope_interleaved", true}};
        draft.config["rope_scaling"]["mrope_section"] = std::move(sections);
    }
}

void addPlainSections(ConfigDraft& draft) {
    if (OrderedJson sections = ropeSections(draft); !sections.is_null()) {
        draft.config["rope_scaling"] = {{"rope_type", "default"}, {"type", "default"}};
        draft.config["rope_scaling"]["mrope_section"] = std::move(sections);
    }
}

void completeQwen35(ConfigDraft& draft) {
    completeDelta(draft);
    const OrderedJson usual{11, 11, 10};
    if (OrderedJson sections = ropeSections(draft); !sections.is_null() && sections != usual) {
        draft.config["rope_scaling"] = {{"rope_type", "default"}, {"type", "default"}, {"mrope_interleaved", true}};
        draft.config["rope_scaling"]["mrope_section"] = std::move(sections);
    }
}

namespace {

/// Heads of keys and values in layers with a window and in the others; a model may have them in every layer.
void addGemma4Heads(ConfigDraft& draft, const std::vector<bool>& slides) {
    const std::vector<std::uint32_t>& kvHeads = draft.gguf().hyper().kvHeads;
    for (std::size_t layer = 0; layer < kvHeads.size() && layer < slides.size(); ++layer) {
        draft.config[slides[layer] ? "num_key_value_heads" : "num_global_key_value_heads"] = kvHeads[layer];
    }
}

void addGemma4Rope(ConfigDraft& draft) {
    OrderedJson full{{"rope_type", "proportional"}, {"rope_theta", draft.config.value("rope_theta", OrderedJson(1e6))}};
    if (const auto factors = draft.values("rope_freqs.weight"); factors && !factors->empty()) {
        const auto turning = std::ranges::count_if(*factors, [](float factor) { return factor < 1e29F; });
        full["partial_rotary_factor"] = static_cast<double>(turning) / static_cast<double>(factors->size());
    } else {
        full["partial_rotary_factor"] = 1.0;
    }
    const OrderedJson sliding{{"rope_type", "default"},
                              {"rope_theta", draft.config.value("rope_local_base_freq", OrderedJson(10000.0))}};
    draft.config.erase("rope_theta");
    draft.config.erase("rope_local_base_freq");
    draft.config["rope_parameters"] = {{"full_attention", std::move(full)}, {"sliding_attention", sliding}};
}

} // namespace

void completeGemma4(ConfigDraft& draft) {
    OrderedJson& config = draft.config;
    const HyperParameters& hyper = draft.gguf().hyper();
    std::vector<bool> slides = draft.flags("attention.sliding_window_pattern");
    slides.resize(draft.layers());
    addLayerTypes(draft, slides, "sliding_attention");
    config["global_head_dim"] = draft.headSize();
    config["head_dim"] = draft.count("attention.key_length_swa").value_or(draft.headSize());
    addGemma4Heads(draft, slides);
    addGemma4Rope(draft);
    config.erase("partial_rotary_factor");
    const std::uint64_t shared = draft.count("attention.shared_kv_layers").value_or(0);
    config["num_kv_shared_layers"] = shared;
    config["hidden_size_per_layer_input"] = draft.count("embedding_length_per_layer_input").value_or(0);
    if (const Weight* const inputs = draft.gguf().find("per_layer_token_embd.weight")) {
        config["vocab_size_per_layer_input"] = inputs->rows();
    }
    const std::vector<std::uint64_t>& widths = hyper.feedForward;
    config["use_double_wide_mlp"] = !widths.empty() && widths.back() == 2 * widths.front() && shared > 0;
    if (!widths.empty()) {
        config["intermediate_size"] = widths.front();
    }
    config["enable_moe_block"] = hasExperts(draft.gguf());
    for (std::uint32_t layer = 0; layer < slides.size(); ++layer) {
        const bool hasKeys = draft.has(fmt::format("blk.{}.attn_k.weight", layer));
        const bool hasValues = draft.has(fmt::format("blk.{}.attn_v.weight", layer));
        if (!slides[layer] && hasKeys) {
            config["attention_k_eq_v"] = !hasValues;
        }
    }
}

} // namespace quantlathe::folder_completions
