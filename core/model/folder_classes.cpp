// SPDX-License-Identifier: GPL-3.0-or-later
// The classes of transformers that GGUF models become: their names and what no GGUF file says.
#include "model/folder_completions.h"

namespace quantlathe {
namespace {

using Renames = std::vector<std::pair<std::string_view, std::string_view>>;
const Renames localExperts{{"num_experts", "num_local_experts"}};
const Renames routedExperts{{"num_experts", "n_routed_experts"}};

bool predictsMore(const Model& gguf) {
    return gguf.hyper().predictionLayers > 0;
}

bool hasSections(const Model& gguf) {
    return gguf.checkpoint().metadata().contains(gguf.architecture() + ".rope.dimension_sections");
}

std::vector<FolderClass> makeClasses() {
    using namespace folder_completions;
    return {
        {.hfClass = "LlamaForCausalLM", .modelType = "llama", .fits = isDense, .complete = addBiases},
        {.hfClass = "MixtralForCausalLM",
         .modelType = "mixtral",
         .renames = localExperts,
         .constants = R"("sliding_window": null)",
         .fits = hasExperts},
        {.hfClass = "SmolLM3ForCausalLM", .modelType = "smollm3", .complete = completeSmolLm3},
        {.hfClass = "Qwen2ForCausalLM", .modelType = "qwen2", .complete = completeQwenWindow},
        {.hfClass = "Qwen2ForCausalLM", // what computes the same of a text
         .modelType = "qwen2",
         .complete = completeQwenWindow,
         .architecture = "qwen2vl"},
        {.hfClass = "Qwen2MoeForCausalLM",
         .modelType = "qwen2_moe",
         .constants = R"("norm_topk_prob": false)",
         .complete = completeQwenWindow},
        {.hfClass = "Qwen3ForCausalLM",
         .modelType = "qwen3",
         .complete =
             [](ConfigDraft& draft) {
                 completeQwenWindow(draft);
                 addAttentionBias(draft);
             }},
        {.hfClass = "Qwen3MoeForCausalLM",
         .modelType = "qwen3_moe",
         .constants = R"("norm_topk_prob": true, "decoder_sparse_step": 1, "mlp_only_layers": [])",
         .complete =
             [](ConfigDraft& draft) {
                 completeQwenWindow(draft);
                 addAttentionBias(draft);
             }},
        {.hfClass = "Gemma2ForCausalLM", .modelType = "gemma2", .complete = completeGemma2},
        {.hfClass = "Gemma3ForCausalLM", .modelType = "gemma3_text", .complete = completeGemma3},
        {.hfClass = "Phi3ForCausalLM", .modelType = "phi3", .complete = completePhi3},
        {.hfClass = "GPT2LMHeadModel",
         .modelType = "gpt2",
         .renames = {{"hidden_size", "n_embd"},
                     {"num_hidden_layers", "n_layer"},
                     {"num_attention_heads", "n_head"},
                     {"max_position_embeddings", "n_positions"},
                     {"layer_norm_eps", "layer_norm_epsilon"},
                     {"intermediate_size", ""}},
         .complete = completeGpt2},
        {.hfClass = "GPTNeoXForCausalLM",
         .modelType = "gpt_neox",
         .renames = {{"partial_rotary_factor", "rotary_pct"}},
         .constants = R"("hidden_act": "gelu")",
         .complete = completeNeox},
        {.hfClass = "FalconForCausalLM",
         .modelType = "falcon",
         .renames = {{"num_key_value_heads", "num_kv_heads"},
                     {"layer_norm_eps", "layer_norm_epsilon"},
                     {"intermediate_size", "ffn_hidden_size"}},
         .constants = R"("parallel_attn": true, "bias": false, "alibi": false)",
         .complete = completeFalcon,
         .unusedSource = unusedFalconNorm},
        {.hfClass = "Starcoder2ForCausalLM",
         .modelType = "starcoder2",
         .renames = {{"layer_norm_eps", "norm_epsilon"}},
         .constants = R"("use_bias": true, "sliding_window": null)"},
        {.hfClass = "Olmo3ForCausalLM", .modelType = "olmo3", .fits = hasWindow, .complete = completeOlmo3},
        {.hfClass = "Olmo2ForCausalLM", .modelType = "olmo2", .complete = addAttentionBias},
        {.hfClass = "DeepseekV3ForCausalLM",
         .modelType = "deepseek_v3",
         .renames = routedExperts,
         .fits = isDeepseekV3,
         .complete = completeDeepseek},
        {.hfClass = "DeepseekV2ForCausalLM",
         .modelType = "deepseek_v2",
         .renames = routedExperts,
         .complete = completeDeepseek},
        {.hfClass = "SeedOssForCausalLM", .modelType = "seed_oss", .complete = completeSeedOss},
        {.hfClass = "OlmoForCausalLM", .modelType = "olmo", .renames = {{"layer_norm_eps", ""}}, .complete = addAttentionBias},
        {.hfClass = "StableLmForCausalLM", .modelType = "stablelm", .complete = completeStableLm},
        {.hfClass = "PhiForCausalLM", .modelType = "phi", .complete = completeFullyRotated},
        {.hfClass = "ArceeForCausalLM", .modelType = "arcee", .constants = R"("hidden_act": "relu2")", .complete = addBiases},
        {.hfClass = "ApertusForCausalLM",
         .modelType = "apertus",
         .constants = R"("hidden_act": "xielu")",
         .complete = addAttentionBias},
        {.hfClass = "Exaone4_5_ForConditionalGeneration",
         .modelType = "exaone4_5",
         .textPrefix = "language_model.",
         .fits = predictsMore,
         .complete =
             [](ConfigDraft& draft) {
                 completeExaone4(draft);
                 draft.config["num_nextn_predict_layers"] = draft.gguf().hyper().predictionLayers;
             },
         .textConfig = "exaone4_5_text"},
        {.hfClass = "Exaone4ForCausalLM", .modelType = "exaone4", .complete = completeExaone4},
        {.hfClass = "Ernie4_5ForCausalLM", .modelType = "ernie4_5", .complete = completeErnie},
        {.hfClass = "HunYuanDenseV1ForCausalLM", .modelType = "hunyuan_v1_dense", .complete = completeHunyuan},
        {.hfClass = "CohereForCausalLM",
         .modelType = "cohere",
         .complete =
             [](ConfigDraft& draft) {
                 completeCohere(draft);
                 draft.config["use_qk_norm"] = draft.hasInLayers("attn_q_norm.weight");
             }},
        {.hfClass = "Cohere2ForCausalLM",
         .modelType = "cohere2",
         .complete =
             [](ConfigDraft& draft) {
                 completeCohere(draft);
                 completeCohere2(draft);
             }},
        {.hfClass = "GraniteForCausalLM",
         .modelType = "granite",
         .renames = {{"logit_scale", "logits_scaling"}},
         .complete = completeGranite},
        {.hfClass = "GlmOcrForConditionalGeneration",
         .modelType = "glm_ocr",
         .textPrefix = "language_model.",
         .fits = [](const Model& gguf) { return hasSections(gguf) && gguf.find("blk.0.attn_q.bias") == nullptr; },
         .complete =
             [](ConfigDraft& draft) {
                 completeGlm4(draft);
                 addPlainSections(draft);
                 draft.config["num_nextn_predict_layers"] = draft.gguf().hyper().predictionLayers;
             },
         .textConfig = "glm_ocr_text"},
        {.hfClass = "Glm4vForConditionalGeneration",
         .modelType = "glm4v",
         .textPrefix = "language_model.",
         .fits = hasSections,
         .complete =
             [](ConfigDraft& draft) {
                 completeGlm4(draft);
                 addPlainSections(draft);
             },
         .textConfig = "glm4v_text"},
        {.hfClass = "Glm4ForCausalLM", .modelType = "glm4", .complete = completeGlm4},
        {.hfClass = "NemotronForCausalLM",
         .modelType = "nemotron",
         .renames = {{"layer_norm_eps", "norm_eps"}, {"rms_norm_eps", ""}},
         .constants = R"("hidden_act": "relu2")",
         .complete = completeNemotron},
        {.hfClass = "Ministral3ForCausalLM",
         .modelType = "ministral3",
         .constants = R"("sliding_window": null)",
         .fits = hasTemperature,
         .complete = completeMinistral3},
        {.hfClass = "MistralForCausalLM", // what computes the same without a temperature
         .modelType = "mistral",
         .constants = R"("sliding_window": null)",
         .architecture = "mistral3"},
        {.hfClass = "Qwen3VLForConditionalGeneration",
         .modelType = "qwen3_vl",
         .textPrefix = "language_model.",
         .complete = completeQwen3Vl,
         .textConfig = "qwen3_vl_text"},
        {.hfClass = "OlmoeForCausalLM",
         .modelType = "olmoe",
         .constants = R"("norm_topk_prob": false)",
         .complete = addAttentionBias},
        {.hfClass = "PhimoeForCausalLM", .modelType = "phimoe", .renames = localExperts, .complete = completePhiMoe},
        {.hfClass = "GraniteMoeSharedForCausalLM",
         .modelType = "granitemoeshared",
         .stackSuffix = ".weight",
         .renames = {{"num_experts", "num_local_experts"},
                     {"logit_scale", "logits_scaling"},
                     {"shared_expert_intermediate_size", "shared_intermediate_size"}},
         .fits = hasSharedExpert,
         .complete = completeGranite},
        {.hfClass = "GraniteMoeForCausalLM",
         .modelType = "granitemoe",
         .stackSuffix = ".weight",
         .renames = {{"num_experts", "num_local_experts"}, {"logit_scale", "logits_scaling"}},
         .complete = completeGranite},
        {.hfClass = "HYV3ForCausalLM",
         .modelType = "hy_v3",
         .renames = {{"routed_scaling_factor", "router_scaling_factor"},
                     {"norm_topk_prob", "route_norm"},
                     {"shared_expert_intermediate_size", ""},
                     {"scoring_func", ""}},
         .complete = completeHunyuanV3},
        {.hfClass = "Glm4vMoeForConditionalGeneration",
         .modelType = "glm4v_moe",
         .textPrefix = "language_model.",
         .renames = {{"num_experts", "n_routed_experts"}, {"scoring_func", ""}},
         .fits = hasSections,
         .complete =
             [](ConfigDraft& draft) {
                 completeGlm4Moe(draft);
                 addPlainSections(draft);
             },
         .textConfig = "glm4v_moe_text"},
        {.hfClass = "Glm4MoeForCausalLM",
         .modelType = "glm4_moe",
         .renames = {{"num_experts", "n_routed_experts"}, {"scoring_func", ""}},
         .complete = completeGlm4Moe},
        {.hfClass = "Dots1ForCausalLM", .modelType = "dots1", .renames = routedExperts, .complete = completeDots1},
        {.hfClass = "Ernie4_5_MoeForCausalLM",
         .modelType = "ernie4_5_moe",
         .renames = {{"num_experts", "moe_num_experts"},
                     {"num_experts_per_tok", "moe_k"},
                     {"first_k_dense_replace", "moe_layer_start_index"},
                     {"interleave_moe_layer_step", "moe_layer_interval"},
                     {"n_shared_experts", ""},
                     {"shared_expert_intermediate_size", ""}},
         .complete = completeErnieMoe},
        {.hfClass = "GptOssForCausalLM",
         .modelType = "gpt_oss",
         .renames = {{"num_experts", "num_local_experts"}, {"moe_intermediate_size", ""}},
         .complete = completeGptOss},
        {.hfClass = "Qwen3VLMoeForConditionalGeneration",
         .modelType = "qwen3_vl_moe",
         .textPrefix = "language_model.",
         .constants = R"("norm_topk_prob": true, "decoder_sparse_step": 1, "mlp_only_layers": [])",
         .complete = completeQwen3Vl,
         .textConfig = "qwen3_vl_moe_text"},
        {.hfClass = "Llama4ForCausalLM",
         .modelType = "llama4_text",
         .renames = localExperts,
         .constants =
             R"("attention_chunk_size": 8192, "attn_temperature_tuning": true, "floor_scale": 8192, "attn_scale": 0.1)",
         .complete = completeLlama4},
        {.hfClass = "MiniMaxM2ForCausalLM", .modelType = "minimax_m2", .renames = localExperts, .complete = completeMiniMax},
        {.hfClass = "JambaForCausalLM", .modelType = "jamba", .complete = completeJamba},
        {.hfClass = "Lfm2ForCausalLM",
         .modelType = "lfm2",
         .renames = {{"rms_norm_eps", "norm_eps"}},
         .complete = completeLfm2},
        {.hfClass = "Lfm2MoeForCausalLM",
         .modelType = "lfm2_moe",
         .renames = {{"rms_norm_eps", "norm_eps"}, {"first_k_dense_replace", "num_dense_layers"}},
         .constants = R"("norm_topk_prob": true)",
         .complete = completeLfm2},
        {.hfClass = "Gemma4ForCausalLM",
         .modelType = "gemma4_text",
         .renames = {{"num_experts_per_tok", "top_k_experts"}},
         .complete = completeGemma4},
        {.hfClass = "Qwen3NextForCausalLM",
         .modelType = "qwen3_next",
         .constants = R"("norm_topk_prob": true, "decoder_sparse_step": 1, "mlp_only_layers": [])",
         .complete = completeDelta},
        {.hfClass = "Qwen3_5ForCausalLM", .modelType = "qwen3_5_text", .complete = completeQwen35},
        {.hfClass = "Qwen3_5MoeForCausalLM", .modelType = "qwen3_5_moe_text", .complete = completeQwen35},
    };
}

} // namespace

const std::vector<FolderClass>& folderClasses() {
    static const std::vector<FolderClass> classes = makeClasses();
    return classes;
}

} // namespace quantlathe
