// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hugging_face.h"

#include "base/error.h"
#include "base/text.h"
#include "model/architectures.h"
#include "model/authorship.h"
#include "model/config.h"
#include "model/hugging_face_weights.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/rope.h"
#include "model/tensor_names.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"

#include <fmt/format.h>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

std::string because(std::string_view reason) {
    return fmt::format("Inspection only: {}", reason);
}

std::string nameOf(const Checkpoint& checkpoint) {
    const fs::path folder = fs::absolute(checkpoint.folder()).lexically_normal();
    return (folder.has_filename() ? folder : folder.parent_path()).filename().string();
}

/// The checkpoint as it is: stored names, no roles.
std::vector<Weight> storedWeights(const Checkpoint& checkpoint) {
    std::vector<Weight> weights;
    weights.reserve(checkpoint.tensors().size());
    for (std::size_t i = 0; i < checkpoint.tensors().size(); ++i) {
        const TensorInfo& tensor = checkpoint.tensors()[i];
        Weight weight;
        weight.name = tensor.name;
        weight.sourceName = tensor.name;
        weight.tensor = i;
        weight.isBias = tensor.name.ends_with(".bias");
        weight.layer = layerInName(tensor.name);
        weight.storedType = tensor.type;
        weight.shape = tensor.shape;
        weights.push_back(std::move(weight));
    }
    return weights;
}

/// The keys that every architecture writes, in the reference's order. general.file_type (behind the head sizes) and
/// general.quantization_version (before the tokenizer) are missing: the writer of a file knows and adds them.
void addCommonKeys(const Config& config, const HyperParameters& hyper, const std::string& architecture, Metadata& metadata) {
    const auto addCount = [&](std::string_view key, std::uint64_t value) {
        metadata.insert(architecture + std::string(key), static_cast<std::uint32_t>(value));
    };
    const auto addPerLayer = [&](std::string_view key, ConfigNames names, const auto& values) {
        if (config.isPerLayer(names)) {
            metadata.insert(architecture + std::string(key),
                            MetadataArray(std::vector<std::int32_t>(values.begin(), values.end())));
        } else if (config.count(names, maxSize)) {
            addCount(key, values.empty() ? 0 : values.front());
        }
    };
    const auto addFloat = [&](std::string_view key, std::optional<double> value) {
        if (value) {
            metadata.insert(architecture + std::string(key), static_cast<float>(*value));
        }
    };
    addCount(".block_count", hyper.layers);
    if (config.count(config_names::context, maxSize)) {
        addCount(".context_length", hyper.contextTokens);
    }
    addCount(".embedding_length", hyper.hidden);
    addPerLayer(".feed_forward_length", config_names::feedForward, hyper.feedForward);
    addPerLayer(".attention.head_count", config_names::heads, hyper.heads);
    addPerLayer(".attention.head_count_kv", config_names::kvHeads, hyper.kvHeads);
    const RopeConfig rope(config);
    addRopeScalingKeys(rope, hyper.ropeScaling, architecture, metadata);
    addFloat(".rope.freq_base", rope.base());
    addFloat(".attention.layer_norm_rms_epsilon", config.number(config_names::rmsEpsilon));
    addFloat(".attention.layer_norm_epsilon", config.number(config_names::layerNormEpsilon));
    if (hyper.experts > 0) {
        addCount(".expert_count", hyper.experts);
    }
    if (hyper.expertsUsed > 0) {
        addCount(".expert_used_count", hyper.expertsUsed);
    }
    if (const auto headSize = config.count(config_names::headSize, maxHeads)) {
        addCount(".attention.key_length", *headSize);
        addCount(".attention.value_length", *headSize);
    }
}

/// Hyper-parameters for the charts of a model that is only looked at: as far as config.json can be read.
HyperParameters readableHyperParameters(const Config& config) {
    try {
        return hyperParametersFrom(config);
    } catch (const Error&) {
        return {}; // an unknown architecture may mean something else by a key
    }
}

std::optional<std::string> whyNotUnderstood(const Config& config, const ArchitectureRow* row, const std::string& shownName) {
    if (row == nullptr) {
        return shownName.empty() ? "config.json names no architecture"
                                 : fmt::format("architecture \"{}\" is not known", escapeForDisplay(shownName));
    }
    if (const nlohmann::json* quantization = member(config.values(), "quantization_config")) {
        return fmt::format("the weights are already quantized by \"{}\"",
                           escapeForDisplay(textMember(*quantization, "quant_method").value_or("an unknown method")));
    }
    if (!row->onlyInspected.empty()) {
        return std::string(row->onlyInspected);
    }
    return std::nullopt;
}

void fillMetadata(const Config& config, const nlohmann::json& root, const ArchitectureRow& row, Model::Parts& parts) {
    std::uint64_t parameters = 0;
    for (const Weight& weight : parts.weights) {
        parameters += weight.elements();
    }
    parts.ggufMetadata.insert("general.architecture", std::string(row.name));
    parts.ggufMetadata.insert("general.type", std::string("model"));
    addGeneralKeys(parts.checkpoint->folder(), root, parameters, parts.ggufMetadata);
    addCommonKeys(config, parts.hyper, std::string(row.name), parts.ggufMetadata);
    row.addKeys(config, parts.hyper, parts.ggufMetadata);
    if (parts.tokenizer) {
        addTokenizerKeys(*parts.tokenizer, parts.ggufMetadata);
    }
}

/// A tokenizer that cannot be read leaves a model whose weights can be looked at.
void fillTokenizer(const nlohmann::json& root, Model::Parts& parts) {
    const fs::path folder = parts.checkpoint->folder();
    try {
        parts.tokenizer = readTokenizer(folder, root, parts.hyper.vocabulary);
    } catch (const Error& error) {
        parts.notUnderstood =
            because(fmt::format("{}: {}. {}", error.file().filename().string(), error.title(), error.detail()));
        return;
    }
    if (!parts.tokenizer) {
        return;
    }
    if (parts.tokenizer->tokens.size() != parts.hyper.vocabulary) {
        parts.notUnderstood = because(fmt::format("the tokenizer has {} tokens, the embedding {} rows",
                                                  parts.tokenizer->tokens.size(), parts.hyper.vocabulary));
    } else if (parts.tokenizer->preTokenizer.empty()) {
        parts.tokenizerProblem = "tokenizer.json cuts words by rules that belong to no known pre-tokenizer";
    }
}

} // namespace

Model::Parts understandHuggingFace(std::shared_ptr<const Checkpoint> checkpoint) {
    Model::Parts parts;
    parts.checkpoint = std::move(checkpoint);
    const Checkpoint& source = *parts.checkpoint;
    parts.name = nameOf(source);
    parts.weights = storedWeights(source);
    const fs::path configFile = source.folder() / "config.json";
    const auto root = readJsonObjectIfThere(configFile, maxConfigBytes);
    if (!root) {
        parts.notUnderstood = because("there is no config.json beside the weights");
        return parts;
    }
    const Config config(*root, configFile);
    const std::string hfClass = config.architectureClass();
    const ArchitectureRow* row = architectureOf(hfClass);
    parts.architecture = row != nullptr ? std::string(row->name) : (hfClass.empty() ? config.modelType() : hfClass);
    parts.hyper = row != nullptr ? hyperParametersFrom(config) : readableHyperParameters(config);
    if (const auto reason = whyNotUnderstood(config, row, parts.architecture)) {
        parts.notUnderstood = because(*reason);
        return parts;
    }
    if (row->ignoresSlidingWindow) {
        parts.hyper.slidingWindow = 0;
    }
    MappedWeights mapped = mapWeights(source, *row, parts.hyper);
    if (mapped.whyNot) {
        parts.notUnderstood = because(*mapped.whyNot);
        return parts;
    }
    parts.weights = std::move(mapped.weights);
    parts.hyper.tiedEmbeddings = mapped.tiedEmbeddings;
    fillTokenizer(*root, parts);
    fillMetadata(config, *root, *row, parts);
    return parts;
}

} // namespace quantlathe
