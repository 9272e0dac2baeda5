// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vision/keys.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <cmath>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace quantlathe::vision_keys {
namespace {

using Names = ConfigNames;

constexpr std::string_view layerNames[]{"num_hidden_layers", "depth"};
constexpr std::string_view hiddenNames[]{"hidden_size"};
constexpr std::string_view feedForwardNames[]{"intermediate_size"};
constexpr std::string_view headNames[]{"num_attention_heads", "num_heads"};
constexpr std::string_view kvHeadNames[]{"num_key_value_heads"};
constexpr std::string_view headSizeNames[]{"head_dim"};
constexpr std::string_view patchNames[]{"patch_size"};
constexpr std::string_view imageNames[]{"image_size"};
constexpr std::string_view mergeNames[]{"spatial_merge_size"};
constexpr std::string_view embedNames[]{"embed_dim"};
constexpr std::string_view epsilonNames[]{"layer_norm_eps"};
constexpr std::uint64_t maxPixels = 1U << 16U; // along a side
constexpr std::uint64_t maxMerge = 64;

[[noreturn]] void missing(const Config& config, std::string_view name) {
    throw badInput(config.file(), say("The image part is not described: {} is missing", name));
}

[[noreturn]] void contradicts(const Config& config, const std::string& detail) {
    throw badInput(config.file(), say("The description of the image part contradicts itself"), detail);
}

std::uint64_t needed(const Config& config, Names names, std::uint64_t limit) {
    const auto value = config.count(names, limit);
    if (!value || *value == 0) {
        missing(config, names.front());
    }
    return *value;
}

double numberOr(const Config& config, std::string_view name, double otherwise) {
    return config.number(Names(&name, 1)).value_or(otherwise);
}

void add(const VisionContext& context, std::string_view key, std::uint64_t value) {
    context.metadata.insert(fmt::format("clip.vision.{}", key), static_cast<std::uint32_t>(value));
}

void addEpsilon(const VisionContext& context, double value) {
    context.metadata.insert("clip.vision.attention.layer_norm_epsilon", static_cast<float>(value));
}

void addProjector(const VisionContext& context, std::string_view name) {
    context.metadata.insert("clip.projector_type", std::string(name));
}

void addUse(const VisionContext& context, std::string_view activation) {
    context.metadata.insert(fmt::format("clip.use_{}", activation), true);
}

/// Of the three colours.
void addColours(const VisionContext& context, std::string_view name) {
    constexpr std::size_t colours = 3;
    const auto values = context.processor.numbers(name, colours);
    if (!values || values->size() != colours) {
        missing(context.processor, name);
    }
    context.metadata.insert(fmt::format("clip.vision.{}", name), MetadataArray(*values));
}

} // namespace

VisionSizes sizes(const Config& vision, const Config& model, const VisionTower& tower) {
    VisionSizes found;
    found.layers = static_cast<std::uint32_t>(needed(vision, layerNames, maxLayers));
    found.hidden = needed(vision, hiddenNames, UINT32_MAX);
    found.feedForward = vision.count(feedForwardNames, UINT32_MAX).value_or(0);
    found.heads = static_cast<std::uint32_t>(needed(vision, headNames, maxHeads));
    found.patch = needed(vision, patchNames, maxPixels);
    found.image = vision.count(imageNames, maxPixels).value_or(0);
    found.text = needed(model, config_names::hidden, UINT32_MAX);
    if (tower.adjust != nullptr) {
        tower.adjust(vision, model, found);
    }
    found.kvHeads = static_cast<std::uint32_t>(vision.count(kvHeadNames, maxHeads).value_or(found.heads));
    if (found.feedForward == 0) {
        missing(vision, feedForwardNames[0]);
    }
    if (found.image == 0) {
        missing(vision, imageNames[0]);
    }
    const auto headSize = vision.count(headSizeNames, UINT32_MAX);
    if (!headSize && found.hidden % found.heads != 0) {
        contradicts(vision, say("{} values do not divide into {} heads.", found.hidden, found.heads));
    }
    found.headSize = headSize.value_or(found.hidden / found.heads);
    if (found.headSize == 0 || found.headSize % 2 != 0) {
        contradicts(vision, say("The head size {} is odd, rotary pairs need an even one.", found.headSize));
    }
    return found;
}

void common(const VisionContext& context) {
    context.metadata.insert("clip.has_vision_encoder", true);
    add(context, "projection_dim", context.sizes.text);
    add(context, "image_size", context.sizes.image);
    add(context, "patch_size", context.sizes.patch);
    add(context, "embedding_length", context.sizes.hidden);
    // For Qwen2-VL the reference takes the width of the text model under this name.
    const bool isQwen2 = context.vision.has(embedNames[0]);
    add(context, "feed_forward_length", isQwen2 ? needed(context.vision, hiddenNames, UINT32_MAX) : context.sizes.feedForward);
    add(context, "block_count", context.sizes.layers);
    add(context, "attention.head_count", context.sizes.heads);
    addColours(context, "image_mean");
    addColours(context, "image_std");
}

void qwen3(const VisionContext& context) {
    addProjector(context, "qwen3vl_merger");
    addUse(context, "gelu");
    if (const auto merge = context.vision.count(mergeNames, maxMerge)) {
        add(context, "spatial_merge_size", *merge);
    }
    addEpsilon(context, context.model.number(config_names::rmsEpsilon).value_or(1e-6));
    std::vector<bool> hasTap(context.sizes.layers, false);
    for (const std::uint32_t layer : context.sizes.taps) {
        hasTap[layer] = true;
    }
    context.metadata.insert("clip.vision.is_deepstack_layers", MetadataArray(std::move(hasTap)));
}

void gemma3(const VisionContext& context) {
    constexpr std::string_view lengthNames[]{"image_seq_length"};
    addProjector(context, "gemma3");
    addEpsilon(context, context.vision.number(epsilonNames).value_or(1e-6));
    addUse(context, "gelu");
    const std::uint64_t vectors = context.processor.count(lengthNames, maxSize).value_or(256); // of a picture
    const auto alongSide = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(vectors)));
    constexpr std::uint64_t usual = 4; // what the engine takes anyhow
    if (alongSide == 0) {
        contradicts(context.processor, say("A picture becomes no vector at all ({}: 0).", lengthNames[0]));
    }
    const std::uint64_t scale = context.sizes.image / context.sizes.patch / alongSide;
    if (scale > 0 && scale != usual) {
        add(context, "projector.scale_factor", scale);
    }
}

void pixtral(const VisionContext& context) {
    addProjector(context, "pixtral");
    addEpsilon(context, context.vision.number(epsilonNames).value_or(1e-5));
    const std::string activation = context.vision.text("hidden_act").value_or("");
    if (activation != "silu" && activation != "gelu") {
        contradicts(context.vision, say("hidden_act is \"{}\", expected silu or gelu.", escapeForDisplay(activation)));
    }
    addUse(context, activation);
    if (const auto merge = context.model.count(mergeNames, maxMerge)) {
        add(context, "spatial_merge_size", *merge);
    }
}

void llama4(const VisionContext& context) {
    constexpr std::string_view names[]{"norm_eps"};
    addProjector(context, "llama4");
    const auto epsilon = context.vision.number(names);
    if (!epsilon) {
        missing(context.vision, names[0]);
    }
    addEpsilon(context, *epsilon);
    add(context, "projector.scale_factor", context.sizes.merge);
    if (context.vision.text("hidden_act") != "gelu") {
        contradicts(context.vision, say("hidden_act is \"{}\", expected gelu.",
                                        escapeForDisplay(context.vision.text("hidden_act").value_or(""))));
    }
    addUse(context, "gelu");
}

void gemma4(const VisionContext& context) {
    context.metadata.insert("clip.vision.projector_type", std::string("gemma4v"));
    addEpsilon(context, context.vision.number(epsilonNames).value_or(1e-6));
}

void qwen2(const VisionContext& context) {
    addProjector(context, "qwen2vl_merger");
    addEpsilon(context, 1e-6);
}

void qwen25(const VisionContext& context) {
    addProjector(context, "qwen2.5vl_merger");
    addUse(context, "silu");
    constexpr std::string_view name = "fullatt_block_indexes";
    const auto layers = context.vision.numbers(name, maxLayers);
    if (!layers || layers->empty()) {
        missing(context.vision, name);
    }
    const auto period = static_cast<double>(layers->front()) + 1; // one layer of so many sees the whole picture
    for (std::size_t i = 0; i < layers->size(); ++i) {
        const double expected = period * static_cast<double>(i + 1) - 1;
        if (static_cast<double>((*layers)[i]) != expected || expected >= context.sizes.layers || period < 1) {
            contradicts(context.vision, say("{}: the layers that see the whole picture must follow at equal distances.", name));
        }
    }
    add(context, "n_wa_pattern", static_cast<std::uint64_t>(period));
    addEpsilon(context, 1e-6);
}

void qwenSizes(const Config& vision, const Config&, VisionSizes& sizes) {
    constexpr std::string_view positionNames[]{"num_position_embeddings"};
    sizes.merge = vision.count(mergeNames, maxMerge).value_or(2);
    if (sizes.image == 0) { // as many patches as there are positions
        const auto positions = static_cast<double>(vision.count(positionNames, maxSize).value_or(2304));
        sizes.image = static_cast<std::uint64_t>(std::sqrt(positions) * static_cast<double>(sizes.patch));
    }
    constexpr std::string_view name = "deepstack_visual_indexes";
    for (const float layer : vision.numbers(name, maxLayers).value_or(std::vector<float>())) {
        if (!(layer >= 0) || layer >= static_cast<float>(sizes.layers) || std::trunc(layer) != layer) {
            contradicts(vision, say("{} names layer {}, the image part has {} layers.", name, layer, sizes.layers));
        }
        sizes.taps.push_back(static_cast<std::uint32_t>(layer));
    }
}

void qwen2Sizes(const Config& vision, const Config&, VisionSizes& sizes) {
    constexpr std::string_view ratioName = "mlp_ratio";
    constexpr std::uint64_t usualImage = 560;
    sizes.merge = vision.count(mergeNames, maxMerge).value_or(2);
    sizes.image = sizes.image == 0 ? usualImage : sizes.image;
    if (const auto width = vision.count(embedNames, UINT32_MAX)) { // Qwen2-VL; its hidden_size is the text model's
        sizes.hidden = *width;
        const double rows = static_cast<double>(*width) * numberOr(vision, ratioName, 4);
        if (!(rows >= 1) || rows > static_cast<double>(UINT32_MAX)) {
            contradicts(vision, say("{} is no ratio.", ratioName));
        }
        sizes.feedForward = static_cast<std::uint64_t>(rows);
    }
}

void pixtralSizes(const Config&, const Config& model, VisionSizes& sizes) {
    sizes.merge = model.count(mergeNames, maxMerge).value_or(1);
}

void llama4Sizes(const Config& vision, const Config&, VisionSizes& sizes) {
    constexpr std::string_view name = "pixel_shuffle_ratio";
    const double ratio = numberOr(vision, name, 0);
    if (!(ratio > 0) || ratio > 1 || 1 / ratio > static_cast<double>(maxMerge)) {
        missing(vision, name);
    }
    sizes.merge = static_cast<std::uint64_t>(1 / ratio);
}

void gemma4Sizes(const Config&, const Config&, VisionSizes& sizes) {
    constexpr std::uint64_t unused = 224; // pictures keep their own size; the key has to be there
    sizes.image = unused;
}

} // namespace quantlathe::vision_keys
