// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vision/image_part.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/authorship.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/vision/keys.h"
#include "model/vision/tensors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::string_view clipArchitecture = "clip";
constexpr std::string_view projectorKey = "clip.projector_type";
constexpr std::string_view mixedProjectorKey = "clip.vision.projector_type"; // of models that also hear

/// What the folder says about pictures: two files, the second of which wins, and in each of them an inner object over the rest.
nlohmann::json processorOf(const std::filesystem::path& folder) {
    nlohmann::json merged = nlohmann::json::object();
    constexpr std::array<std::pair<const char*, std::string_view>, 2> files{
        {{"preprocessor_config.json", "media_proc_cfg"}, {"processor_config.json", "image_processor"}}};
    for (const auto& [file, inner] : files) {
        if (const auto object = readJsonObjectIfThere(folder / file, maxConfigBytes)) {
            merged.update(*object);
            if (const nlohmann::json* const own = member(*object, inner); own != nullptr && own->is_object()) {
                merged.update(*own);
            }
        }
    }
    return merged;
}

std::optional<std::uint64_t> numberIn(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bool isToken(const nlohmann::json& entry, std::string_view text) {
    return entry.is_object() && textMember(entry, "content") == text;
}

/// The number of an added token; nothing if neither file has it.
std::optional<std::uint64_t> addedToken(const std::filesystem::path& folder, std::string_view text) {
    if (const auto config = readJsonObjectIfThere(folder / "tokenizer_config.json", maxTokenizerBytes)) {
        const nlohmann::json* const decoder = member(*config, "added_tokens_decoder");
        if (decoder != nullptr && decoder->is_object()) {
            for (const auto& [number, entry] : decoder->items()) {
                if (isToken(entry, text)) {
                    return numberIn(number);
                }
            }
        }
    }
    if (const auto tokenizer = readJsonObjectIfThere(folder / "tokenizer.json", maxTokenizerBytes)) {
        const nlohmann::json* const added = member(*tokenizer, "added_tokens");
        if (added != nullptr && added->is_array()) {
            for (const nlohmann::json& entry : *added) {
                const nlohmann::json* const number = isToken(entry, text) ? member(entry, "id") : nullptr;
                if (number != nullptr && number->is_number_unsigned()) {
                    return number->get<std::uint64_t>();
                }
            }
        }
    }
    return std::nullopt;
}

const nlohmann::json* visionConfigIn(const nlohmann::json& root) {
    const nlohmann::json* const vision = member(root, "vision_config");
    return vision != nullptr && vision->is_object() ? vision : nullptr;
}

/// What the folder has beside text and pictures.
std::optional<std::string> leftOutOf(const Checkpoint& checkpoint) {
    const bool hears = std::ranges::any_of(
        checkpoint.tensors(), [](const TensorInfo& tensor) { return tensor.name.find("audio_tower.") != std::string::npos; });
    return hears ? std::optional(say("The part that hears is left out: the file is for pictures alone")) : std::nullopt;
}

void fillImageMetadata(const VisionTower& tower, const VisionContext& context, const nlohmann::json& root,
                       const std::filesystem::path& folder, std::span<const Weight> weights) {
    ParameterCount parameters;
    for (const Weight& weight : weights) {
        parameters.total += weight.elements();
    }
    parameters.active = parameters.total;
    context.metadata.insert("general.architecture", std::string(clipArchitecture));
    context.metadata.insert("general.type", std::string("mmproj"));
    addGeneralKeys(folder, root, parameters, context.metadata);
    for (const VisionKeyWriter write : tower.keys) {
        write(context);
    }
}

} // namespace

bool isImagePart(const Model& model) {
    return model.architecture() == clipArchitecture;
}

Keeping keepingOf(const Model& model, const Weight& weight) {
    if (!isImagePart(model) || weight.isBias) {
        return Keeping::none;
    }
    const Metadata& metadata = model.ggufMetadata();
    const auto projector =
        metadata.contains(mixedProjectorKey) ? metadata.string(mixedProjectorKey) : metadata.string(projectorKey);
    for (const VisionTower& tower : visionTowers()) {
        for (const VisionRules& rules : tower.modelTensors) {
            for (const VisionRule& rule : rules) {
                const bool isIts = weight.name.starts_with(rule.target) &&
                                   weight.name.substr(rule.target.size()) == (rule.isWholeName ? "" : ".weight");
                if (isIts && tower.name == projector) {
                    return rule.keeping;
                }
            }
        }
    }
    return Keeping::none;
}

std::vector<std::uint64_t> fileShapeOf(const Model& model, const Weight& weight) {
    if (!isImagePart(model) || !weight.transform.transposes) {
        return weight.shape;
    }
    // [outputs, colours, pixels] of square patches
    const auto side = static_cast<std::uint64_t>(std::lround(std::sqrt(static_cast<double>(weight.columns()))));
    return {weight.shape.front(), weight.shape[1], side, side};
}

bool hasImagePart(const Checkpoint& checkpoint) {
    try {
        const std::filesystem::path file = checkpoint.folder() / "config.json";
        const auto root = checkpoint.kind() == ContainerKind::gguf ? std::nullopt : readJsonObjectIfThere(file, maxConfigBytes);
        const nlohmann::json* const vision = root ? visionConfigIn(*root) : nullptr;
        return vision != nullptr && visionTowerOf(Config(*root, file).architectureClass(), Config(*vision, file)) != nullptr;
    } catch (const Error&) {
        return false; // what cannot be read has none that is known
    }
}

ImagePart imagePartOf(const Model& model) {
    const Checkpoint& checkpoint = model.checkpoint();
    const std::filesystem::path folder = checkpoint.folder();
    const std::filesystem::path file = folder / "config.json";
    if (checkpoint.kind() == ContainerKind::gguf) {
        throw badInput(checkpoint.path(), say("A GGUF file of a text model holds no image part: take the model's folder"));
    }
    const auto root = readJsonObjectIfThere(file, maxConfigBytes);
    const nlohmann::json* const visionObject = root ? visionConfigIn(*root) : nullptr;
    if (visionObject == nullptr) {
        throw badInput(checkpoint.path(), say("This model has no image part: its config.json has no vision_config"));
    }
    const Config config(*root, file);
    const Config vision(*visionObject, file);
    const std::string hfClass = config.architectureClass();
    if (hfClass.empty()) {
        throw badInput(file, say("config.json names no architecture"));
    }
    const VisionTower* const tower = visionTowerOf(hfClass, vision);
    if (tower == nullptr) {
        throw badInput(checkpoint.path(), say("The image part of {} is not known", escapeForDisplay(hfClass)));
    }
    VisionSizes sizes = vision_keys::sizes(vision, config, *tower);
    if (tower->endsRows) {
        constexpr std::string_view breakToken = "[IMG_BREAK]";
        const auto number = addedToken(folder, breakToken);
        if (!number) {
            throw badInput(checkpoint.path(), say("Neither tokenizer_config.json nor tokenizer.json says which token is {}, "
                                                  "whose embedding belongs to the image part",
                                                  breakToken));
        }
        sizes.breakToken = *number;
    }
    VisionWeights mapped = mapVision(logicalTensors(checkpoint), *tower, sizes);
    if (mapped.whyNot) {
        throw badInput(checkpoint.path(), say("The image part cannot be used: {}", *mapped.whyNot));
    }
    Model::Parts parts;
    parts.checkpoint = model.parts().checkpoint;
    parts.name = model.name();
    parts.architecture = clipArchitecture;
    parts.hyper.layers = sizes.layers;
    parts.hyper.hidden = sizes.hidden;
    parts.weights = std::move(mapped.weights);
    const Config processor(processorOf(folder), folder / "preprocessor_config.json");
    fillImageMetadata(*tower, {vision, config, processor, sizes, parts.ggufMetadata}, *root, folder, parts.weights);
    return {std::make_shared<const Model>(std::move(parts)), leftOutOf(checkpoint)};
}

} // namespace quantlathe
