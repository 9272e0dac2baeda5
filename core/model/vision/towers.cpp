// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vision/towers.h"

#include "model/vision/keys.h"

#include <algorithm>

namespace quantlathe {
namespace {

using S = VisionSize;
using V = VisionChange;
namespace vk = vision_keys;

constexpr std::string_view qwenRoots[]{"visual."};
constexpr std::string_view siglipRoots[]{"vision_tower.", "multi_modal_projector."};
constexpr std::string_view siglipCuts[]{"vision_model."};
constexpr std::string_view siglipDrops[]{"vision_tower.head.", ".position_ids"};
constexpr std::string_view llama4Roots[]{"vision_model.", "multi_modal_projector."};
constexpr std::string_view gemma4Roots[]{"vision_tower.", "embed_vision."};
constexpr std::string_view gemma4Cuts[]{".linear"}; // between a layer that bounds its values and the matrix in it
constexpr std::string_view qwenDrops[]{".inv_freq"};

// Kernels over two pictures are two kernels.
constexpr VisionRule qwenPatches[]{
    {.source = "visual.patch_embed.proj.weight",
     .target = "v.patch_embd.weight",
     .shape = {S::hidden, S::channels, S::two, S::patch, S::patch},
     .change = V::firstFrame,
     .keeping = Keeping::f16BesideF16,
     .isWholeName = true},
    {.source = "visual.patch_embed.proj.weight",
     .target = "v.patch_embd.weight.1",
     .shape = {S::hidden, S::channels, S::two, S::patch, S::patch},
     .change = V::secondFrame,
     .keeping = Keeping::f16BesideF16,
     .isWholeName = true},
};
constexpr VisionRule qwen3Model[]{
    {.source = "visual.patch_embed.proj.bias", .target = "v.patch_embd.bias", .shape = {S::hidden}, .isWholeName = true},
    {.source = "visual.pos_embed", .target = "v.position_embd", .shape = {S::any, S::hidden}, .keeping = Keeping::f32},
    {.source = "visual.merger.norm", .target = "v.post_ln", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "visual.merger.linear_fc1", .target = "mm.0", .shape = {S::mergedHidden, S::mergedHidden}, .bias = Bias::needed},
    {.source = "visual.merger.linear_fc2", .target = "mm.2", .shape = {S::text, S::mergedHidden}, .bias = Bias::needed},
};
constexpr VisionRule qwenAttention[]{
    {.source = "norm1", .target = "ln1", .shape = {S::hidden}, .bias = Bias::allowed},
    {.source = "norm2", .target = "ln2", .shape = {S::hidden}, .bias = Bias::allowed},
    {.source = "attn.proj", .target = "attn_out", .shape = {S::hidden, S::hidden}, .bias = Bias::allowed},
};
constexpr VisionRule qwen3Layers[]{
    {.source = "attn.qkv", .target = "attn_qkv", .shape = {S::fusedRows, S::hidden}, .bias = Bias::allowed},
    {.source = "mlp.linear_fc1", .target = "ffn_up", .shape = {S::feedForward, S::hidden}, .bias = Bias::allowed},
    {.source = "mlp.linear_fc2", .target = "ffn_down", .shape = {S::hidden, S::feedForward}, .bias = Bias::allowed},
};
constexpr VisionRule qwen3Taps[]{
    {.source = "norm", .target = "norm", .shape = {S::mergedHidden}, .bias = Bias::needed},
    {.source = "linear_fc1", .target = "fc1", .shape = {S::mergedHidden, S::mergedHidden}, .bias = Bias::needed},
    {.source = "linear_fc2", .target = "fc2", .shape = {S::text, S::mergedHidden}, .bias = Bias::needed},
};
constexpr VisionRules qwen3ModelTensors[]{qwenPatches, qwen3Model};
constexpr VisionRules qwen3LayerTensors[]{qwenAttention, qwen3Layers};
constexpr VisionKeyWriter qwen3Keys[]{vk::common, vk::qwen3};

constexpr VisionRule qwen2Model[]{
    {.source = "visual.merger.ln_q", .target = "v.post_ln", .shape = {S::hidden}, .bias = Bias::allowed},
    {.source = "visual.merger.mlp.0", .target = "mm.0", .shape = {S::mergedHidden, S::mergedHidden}, .bias = Bias::needed},
    {.source = "visual.merger.mlp.2", .target = "mm.2", .shape = {S::text, S::mergedHidden}, .bias = Bias::needed},
};
constexpr VisionRule qwen2Attention[]{
    {.source = "attn.qkv",
     .target = "attn_q",
     .shape = {S::fusedRows, S::hidden},
     .change = V::queryPart,
     .bias = Bias::allowed},
    {.source = "attn.qkv", .target = "attn_k", .shape = {S::fusedRows, S::hidden}, .change = V::keyPart, .bias = Bias::allowed},
    {.source = "attn.qkv",
     .target = "attn_v",
     .shape = {S::fusedRows, S::hidden},
     .change = V::valuePart,
     .bias = Bias::allowed},
};
constexpr VisionRule plainNetwork[]{
    {.source = "mlp.fc1", .target = "ffn_up", .shape = {S::feedForward, S::hidden}, .bias = Bias::allowed},
    {.source = "mlp.fc2", .target = "ffn_down", .shape = {S::hidden, S::feedForward}, .bias = Bias::allowed},
};
constexpr VisionRule gatedNetwork[]{
    {.source = "mlp.gate_proj",
     .target = "ffn_gate",
     .shape = {S::feedForward, S::hidden},
     .bias = Bias::allowed,
     .hasBounds = true},
    {.source = "mlp.up_proj",
     .target = "ffn_up",
     .shape = {S::feedForward, S::hidden},
     .bias = Bias::allowed,
     .hasBounds = true},
    {.source = "mlp.down_proj",
     .target = "ffn_down",
     .shape = {S::hidden, S::feedForward},
     .bias = Bias::allowed,
     .hasBounds = true},
};
constexpr VisionRules qwen2ModelTensors[]{qwenPatches, qwen2Model};
constexpr VisionRules qwen2LayerTensors[]{qwenAttention, qwen2Attention, plainNetwork};
constexpr VisionRules qwen25LayerTensors[]{qwenAttention, qwen2Attention, gatedNetwork};
constexpr VisionKeyWriter qwen2Keys[]{vk::common, vk::qwen2};
constexpr VisionKeyWriter qwen25Keys[]{vk::common, vk::qwen25};

constexpr VisionRule gemma3Model[]{
    {.source = "vision_tower.embeddings.patch_embedding",
     .target = "v.patch_embd",
     .shape = {S::hidden, S::channels, S::patch, S::patch},
     .keeping = Keeping::f32,
     .bias = Bias::allowed},
    {.source = "vision_tower.embeddings.position_embedding",
     .target = "v.position_embd",
     .shape = {S::any, S::hidden},
     .keeping = Keeping::f32},
    {.source = "vision_tower.post_layernorm", .target = "v.post_ln", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "multi_modal_projector.mm_input_projection_weight",
     .target = "mm.input_projection.weight",
     .shape = {S::hidden, S::text},
     .keeping = Keeping::f16,
     .isWholeName = true},
    {.source = "multi_modal_projector.mm_soft_emb_norm", .target = "mm.soft_emb_norm", .shape = {S::hidden}, .addend = 1},
};
constexpr VisionRule siglipLayers[]{
    {.source = "layer_norm1", .target = "ln1", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "layer_norm2", .target = "ln2", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "self_attn.q_proj", .target = "attn_q", .shape = {S::queryRows, S::hidden}, .bias = Bias::allowed},
    {.source = "self_attn.k_proj", .target = "attn_k", .shape = {S::queryRows, S::hidden}, .bias = Bias::allowed},
    {.source = "self_attn.v_proj", .target = "attn_v", .shape = {S::queryRows, S::hidden}, .bias = Bias::allowed},
    {.source = "self_attn.out_proj", .target = "attn_out", .shape = {S::hidden, S::queryRows}, .bias = Bias::allowed},
};
constexpr VisionRules gemma3ModelTensors[]{gemma3Model};
constexpr VisionRules siglipLayerTensors[]{siglipLayers, plainNetwork};
constexpr VisionKeyWriter gemma3Keys[]{vk::common, vk::gemma3};

constexpr VisionRule pixtralModel[]{
    {.source = "vision_tower.patch_conv",
     .target = "v.patch_embd",
     .shape = {S::hidden, S::channels, S::patch, S::patch},
     .keeping = Keeping::f16BesideF16},
    {.source = "vision_tower.ln_pre", .target = "v.pre_ln", .shape = {S::hidden}},
    {.source = "multi_modal_projector.linear_1", .target = "mm.1", .shape = {S::text, S::hidden}, .bias = Bias::allowed},
    {.source = "multi_modal_projector.linear_2", .target = "mm.2", .shape = {S::text, S::text}, .bias = Bias::allowed},
    {.source = "embed_tokens.weight",
     .target = "v.token_embd.img_break",
     .shape = {S::any, S::text},
     .change = V::breakRow,
     .isWholeName = true},
};
constexpr VisionRule mistral3Projector[]{
    {.source = "multi_modal_projector.norm", .target = "mm.input_norm", .shape = {S::hidden}},
    {.source = "multi_modal_projector.patch_merger.merging_layer",
     .target = "mm.patch_merger",
     .shape = {S::hidden, S::mergedHidden},
     .keeping = Keeping::f16BesideF16},
};
constexpr VisionRule pixtralLayers[]{
    {.source = "attention_norm", .target = "ln1", .shape = {S::hidden}},
    {.source = "ffn_norm", .target = "ln2", .shape = {S::hidden}},
    {.source = "attention.q_proj", .target = "attn_q", .shape = {S::queryRows, S::hidden}, .change = V::interleaveHeads},
    {.source = "attention.k_proj", .target = "attn_k", .shape = {S::queryRows, S::hidden}, .change = V::interleaveHeads},
    {.source = "attention.v_proj", .target = "attn_v", .shape = {S::queryRows, S::hidden}},
    {.source = "attention.o_proj", .target = "attn_out", .shape = {S::hidden, S::queryRows}},
    {.source = "feed_forward.gate_proj", .target = "ffn_gate", .shape = {S::feedForward, S::hidden}},
    {.source = "feed_forward.up_proj", .target = "ffn_up", .shape = {S::feedForward, S::hidden}},
    {.source = "feed_forward.down_proj", .target = "ffn_down", .shape = {S::hidden, S::feedForward}},
};
constexpr VisionRules pixtralModelTensors[]{pixtralModel};
constexpr VisionRules mistral3ModelTensors[]{pixtralModel, mistral3Projector};
constexpr VisionRules pixtralLayerTensors[]{pixtralLayers};
constexpr VisionKeyWriter pixtralKeys[]{vk::common, vk::pixtral};

constexpr VisionRule llama4Model[]{
    {.source = "vision_model.class_embedding", .target = "v.class_embd", .shape = {S::hidden}, .isWholeName = true},
    {.source = "vision_model.positional_embedding_vlm",
     .target = "v.position_embd.weight",
     .shape = {S::any, S::hidden},
     .keeping = Keeping::f32,
     .isWholeName = true},
    {.source = "vision_model.patch_embedding.linear",
     .target = "v.patch_embd",
     .shape = {S::hidden, S::patchValues},
     .keeping = Keeping::f16BesideF16},
    {.source = "vision_model.layernorm_pre", .target = "v.pre_ln", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "vision_model.layernorm_post", .target = "v.post_ln", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "vision_model.vision_adapter.mlp.fc1", .target = "mm.model.mlp.1", .shape = {S::any, S::mergedHidden}},
    {.source = "vision_model.vision_adapter.mlp.fc2", .target = "mm.model.mlp.2", .shape = {S::any, S::any}},
    {.source = "multi_modal_projector.linear_1", .target = "mm.model.fc", .shape = {S::text, S::any}},
};
constexpr VisionRule llama4Layers[]{
    {.source = "input_layernorm", .target = "ln1", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "post_attention_layernorm", .target = "ln2", .shape = {S::hidden}, .bias = Bias::needed},
    {.source = "self_attn.q_proj", .target = "attn_q", .shape = {S::queryRows, S::hidden}, .bias = Bias::allowed},
    {.source = "self_attn.k_proj", .target = "attn_k", .shape = {S::queryRows, S::hidden}, .bias = Bias::allowed},
    {.source = "self_attn.v_proj", .target = "attn_v", .shape = {S::queryRows, S::hidden}, .bias = Bias::allowed},
    {.source = "self_attn.o_proj", .target = "attn_out", .shape = {S::hidden, S::queryRows}, .bias = Bias::allowed},
};
constexpr VisionRules llama4ModelTensors[]{llama4Model};
constexpr VisionRules llama4LayerTensors[]{llama4Layers, plainNetwork};
constexpr VisionKeyWriter llama4Keys[]{vk::common, vk::llama4};

constexpr VisionRule gemma4Model[]{
    {.source = "vision_tower.patch_embedder.input_proj",
     .target = "v.patch_embd",
     .shape = {S::hidden, S::patchValues},
     .change = V::planes,
     .keeping = Keeping::f16BesideF16},
    {.source = "vision_tower.patch_embedder.position_embedding_table",
     .target = "v.position_embd.weight",
     .shape = {S::two, S::any, S::hidden},
     .keeping = Keeping::f32,
     .isWholeName = true},
    {.source = "vision_tower.std_bias", .target = "v.std_bias", .shape = {S::hidden}, .isOptional = true, .isWholeName = true},
    {.source = "vision_tower.std_scale",
     .target = "v.std_scale",
     .shape = {S::hidden},
     .isOptional = true,
     .isWholeName = true},
    {.source = "embed_vision.embedding_projection", .target = "mm.input_projection", .shape = {S::text, S::hidden}},
};
constexpr VisionRule gemma4Layers[]{
    {.source = "input_layernorm", .target = "ln1", .shape = {S::hidden}},
    {.source = "post_attention_layernorm", .target = "attn_post_norm", .shape = {S::hidden}},
    {.source = "pre_feedforward_layernorm", .target = "ln2", .shape = {S::hidden}},
    {.source = "post_feedforward_layernorm", .target = "ffn_post_norm", .shape = {S::hidden}},
    {.source = "self_attn.q_norm", .target = "attn_q_norm", .shape = {S::headSize}},
    {.source = "self_attn.k_norm", .target = "attn_k_norm", .shape = {S::headSize}},
    {.source = "self_attn.q_proj", .target = "attn_q", .shape = {S::queryRows, S::hidden}, .hasBounds = true},
    {.source = "self_attn.k_proj", .target = "attn_k", .shape = {S::keyRows, S::hidden}, .hasBounds = true},
    {.source = "self_attn.v_proj", .target = "attn_v", .shape = {S::keyRows, S::hidden}, .hasBounds = true},
    {.source = "self_attn.o_proj", .target = "attn_out", .shape = {S::hidden, S::queryRows}, .hasBounds = true},
};
constexpr VisionRules gemma4ModelTensors[]{gemma4Model};
constexpr VisionRules gemma4LayerTensors[]{gemma4Layers, gatedNetwork};
constexpr VisionKeyWriter gemma4Keys[]{vk::common, vk::gemma4};

constexpr VisionTower qwen3Tower(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "qwen3vl_merger",
            .roots = qwenRoots,
            .drops = qwenDrops,
            .layerPrefix = "visual.blocks.",
            .modelTensors = qwen3ModelTensors,
            .layerTensors = qwen3LayerTensors,
            .tapPrefix = "visual.deepstack_merger_list.",
            .tapTensors = qwen3Taps,
            .keys = qwen3Keys,
            .adjust = vk::qwenSizes};
}

constexpr VisionTower towers[]{
    qwen3Tower("Qwen3VLForConditionalGeneration"),
    qwen3Tower("Qwen3VLMoeForConditionalGeneration"),
    qwen3Tower("Qwen3_5ForConditionalGeneration"),
    qwen3Tower("Qwen3_5MoeForConditionalGeneration"),
    {.hfClass = "Qwen2VLForConditionalGeneration",
     .name = "qwen2vl_merger",
     .roots = qwenRoots,
     .drops = qwenDrops,
     .layerPrefix = "visual.blocks.",
     .modelTensors = qwen2ModelTensors,
     .layerTensors = qwen2LayerTensors,
     .keys = qwen2Keys,
     .adjust = vk::qwen2Sizes},
    {.hfClass = "Qwen2_5_VLForConditionalGeneration",
     .name = "qwen2.5vl_merger",
     .roots = qwenRoots,
     .drops = qwenDrops,
     .layerPrefix = "visual.blocks.",
     .modelTensors = qwen2ModelTensors,
     .layerTensors = qwen25LayerTensors,
     .keys = qwen25Keys,
     .adjust = vk::qwen2Sizes},
    {.hfClass = "Gemma3ForConditionalGeneration",
     .name = "gemma3",
     .roots = siglipRoots,
     .cuts = siglipCuts,
     .drops = siglipDrops,
     .layerPrefix = "vision_tower.encoder.layers.",
     .modelTensors = gemma3ModelTensors,
     .layerTensors = siglipLayerTensors,
     .keys = gemma3Keys},
    {.hfClass = "Mistral3ForConditionalGeneration",
     .towerKind = "pixtral",
     .name = "pixtral",
     .roots = siglipRoots,
     .layerPrefix = "vision_tower.transformer.layers.",
     .modelTensors = mistral3ModelTensors,
     .layerTensors = pixtralLayerTensors,
     .keys = pixtralKeys,
     .adjust = vk::pixtralSizes,
     .endsRows = true},
    {.hfClass = "LlavaForConditionalGeneration",
     .towerKind = "pixtral",
     .name = "pixtral",
     .roots = siglipRoots,
     .layerPrefix = "vision_tower.transformer.layers.",
     .modelTensors = pixtralModelTensors,
     .layerTensors = pixtralLayerTensors,
     .keys = pixtralKeys,
     .adjust = vk::pixtralSizes,
     .endsRows = true},
    {.hfClass = "Llama4ForConditionalGeneration",
     .name = "llama4",
     .roots = llama4Roots,
     .layerPrefix = "vision_model.model.layers.",
     .modelTensors = llama4ModelTensors,
     .layerTensors = llama4LayerTensors,
     .keys = llama4Keys,
     .adjust = vk::llama4Sizes},
    {.hfClass = "Gemma4ForConditionalGeneration",
     .name = "gemma4v",
     .roots = gemma4Roots,
     .cuts = gemma4Cuts,
     .layerPrefix = "vision_tower.encoder.layers.",
     .modelTensors = gemma4ModelTensors,
     .layerTensors = gemma4LayerTensors,
     .keys = gemma4Keys,
     .adjust = vk::gemma4Sizes},
};

} // namespace

std::span<const VisionTower> visionTowers() {
    return towers;
}

const VisionTower* visionTowerOf(std::string_view hfClass, const Config& vision) {
    const auto found = std::ranges::find_if(visionTowers(), [&](const VisionTower& tower) {
        return tower.hfClass == hfClass && (tower.towerKind.empty() || tower.towerKind == vision.modelType());
    });
    return found == visionTowers().end() ? nullptr : &*found;
}

} // namespace quantlathe
