// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/folder_kind.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>

namespace quantlathe {
namespace {

bool hasName(const Checkpoint& checkpoint, std::string_view part) {
    return std::ranges::any_of(checkpoint.tensors(),
                               [&](const TensorInfo& tensor) { return tensor.name.find(part) != std::string::npos; });
}

std::string adapterOf(const std::string& base) {
    return base.empty() ? say("this is an adapter (LoRA), which holds no model of its own: merge it into its base first "
                              "(quantlathe-cli merge-lora)")
                        : say("this is an adapter (LoRA) for {}: merge it into that model first (quantlathe-cli merge-lora)",
                              escapeForDisplay(base));
}

std::string ggufAdapterOf(const std::string& base) {
    return base.empty() ? say("this is an adapter (LoRA), which holds no model of its own: llama.cpp loads it beside its base")
                        : say("this is an adapter (LoRA) for {}: llama.cpp loads it beside that model", escapeForDisplay(base));
}

std::optional<std::string> whyAdapter(const Checkpoint& checkpoint, bool hasConfig) {
    const auto adapter = readJsonObjectIfThere(checkpoint.folder() / "adapter_config.json", maxConfigBytes);
    // Beside a whole model an adapter's file says nothing about that model.
    if (!(adapter && !hasConfig) && !hasName(checkpoint, ".lora_A.")) {
        return std::nullopt;
    }
    return adapterOf(adapter ? textMember(*adapter, "base_model_name_or_path").value_or("") : "");
}

std::optional<std::string> whyMlx(const Checkpoint& checkpoint, const nlohmann::json& config) {
    const nlohmann::json* const quantization = member(config, "quantization");
    const bool isPacked = std::ranges::any_of(checkpoint.tensors(), [&](const TensorInfo& tensor) {
        constexpr std::string_view suffix = ".weight";
        return tensor.type == ElementType::U32 && tensor.name.ends_with(suffix) &&
               checkpoint.find(tensor.name.substr(0, tensor.name.size() - suffix.size()) + ".biases") == nullptr;
    });
    if (quantization == nullptr || !isPacked) {
        return std::nullopt;
    }
    const auto number = [&](std::string_view name) {
        const nlohmann::json* const value = member(*quantization, name);
        return value != nullptr && value->is_number() ? value->dump() : say("unknown");
    };
    return say("the weights are quantized by MLX (bits {}, group_size {}), which is not read in this mode: take the original "
               "model, or turn it "
               "back with mlx_lm.convert --dequantize",
               number("bits"), number("group_size"));
}

} // namespace

std::optional<std::string> whyFolderIsNoModel(const Checkpoint& checkpoint, const nlohmann::json* config) {
    if (auto why = whyAdapter(checkpoint, config != nullptr)) {
        return why;
    }
    if (config != nullptr) {
        return whyMlx(checkpoint, *config);
    }
    if (isThere(checkpoint.folder() / "params.json")) {
        return say("this is a model in Mistral's own layout (params.json): take the folder that has a config.json");
    }
    return std::nullopt;
}

std::optional<std::string> whyGgufIsNoModel(const Checkpoint& checkpoint) {
    const Metadata& metadata = checkpoint.metadata();
    const auto text = [&](std::string_view key) { return metadata.string(key).value_or(std::string_view()); };
    if (text("general.type") == "adapter" || text("adapter.type") == "lora") {
        return ggufAdapterOf(std::string(text("general.base_model.0.name")));
    }
    if (text("general.type") == "mmproj" || text("general.architecture") == "clip") {
        std::string projector(text("clip.projector_type"));
        for (const std::string_view key : {"clip.vision.projector_type", "clip.audio.projector_type"}) {
            projector = projector.empty() ? std::string(text(key)) : projector;
        }
        return say(
            "this is the image or audio part of a model (mmproj, projector \"{}\"): programs load it beside the model's own "
            "file, which is the one to convert",
            escapeForDisplay(projector));
    }
    return std::nullopt;
}

} // namespace quantlathe
