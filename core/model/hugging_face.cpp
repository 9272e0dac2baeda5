// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hugging_face.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/architecture_keys.h"
#include "model/architectures.h"
#include "model/authorship.h"
#include "model/config.h"
#include "model/hugging_face_weights.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/packed_tensors.h"
#include "model/stored_weight.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

std::string because(std::string_view reason) {
    return say("Inspection only: {}", reason);
}

std::string nameOf(const Checkpoint& checkpoint) {
    const fs::path folder = fs::absolute(checkpoint.folder()).lexically_normal();
    return (folder.has_filename() ? folder : folder.parent_path()).filename().string();
}

/// The checkpoint as it is: stored names, no roles.
std::vector<Weight> storedWeights(const Checkpoint& checkpoint, const LogicalTensors& logical) {
    std::vector<Weight> weights;
    weights.reserve(logical.tensors.size());
    for (std::size_t i = 0; i < logical.tensors.size(); ++i) {
        Weight& weight = weights.emplace_back(weightAsStored(checkpoint, logical.sources[i].stored));
        if (logical.sources[i].packed) {
            weight.name = weight.sourceName = logical.tensors[i].name;
            weight.storedType = logical.tensors[i].type;
            weight.shape = logical.tensors[i].shape;
            weight.tensors = {i};
            resolve(weight, logical);
        }
    }
    return weights;
}

/// Hyper-parameters for the charts of a model that is only looked at: as far as config.json can be read.
HyperParameters readableHyperParameters(const Config& config) {
    try {
        return hyperParametersFrom(config);
    } catch (const Error&) {
        return {}; // an unknown architecture may mean something else by a key
    }
}

std::string supportedClasses() {
    std::string list;
    for (const ArchitectureRow& row : architectures()) {
        list += fmt::format("{}{}", list.empty() ? "" : ", ", row.hfClass);
    }
    return list;
}

std::optional<std::string> whyNotUnderstood(const Config& config, const ArchitectureRow* row, const std::string& shownName,
                                            bool hasPacked) {
    if (row == nullptr) {
        return say("{}. It can be looked at. Folders of these architectures can be converted: {}; GGUF files can be "
                   "converted whatever their architecture",
                   shownName.empty() ? say("config.json names no architecture")
                                     : say("architecture \"{}\" is not known", escapeForDisplay(shownName)),
                   supportedClasses());
    }
    if (const nlohmann::json* quantization = member(config.values(), "quantization_config");
        quantization != nullptr && !hasPacked) {
        return say("the weights are already quantized by \"{}\"",
                   escapeForDisplay(textMember(*quantization, "quant_method").value_or(say("an unknown method"))));
    }
    const RopeConfig rope(config);
    for (const std::string_view name : row->needs) {
        if (!config.has(name) && !rope.has(name)) {
            return say("config.json does not say {}, which a {} model needs", name, row->name);
        }
    }
    return std::nullopt;
}

ParameterCount countParameters(std::span<const Weight> weights) {
    ParameterCount count;
    std::uint64_t expertTensors = 0;
    std::uint64_t expertSum = 0;
    for (const Weight& weight : weights) {
        const std::uint64_t elements = weight.elements();
        count.total += elements;
        if (weight.shape.size() > 2 && weight.name.find("_exps.") != std::string::npos) {
            const std::uint64_t experts = std::max<std::uint64_t>(weight.shape.front(), 1);
            count.active += elements / experts;
            expertSum += experts;
            ++expertTensors;
        } else {
            count.active += elements;
        }
    }
    count.experts = expertTensors == 0 ? 0 : expertSum / expertTensors;
    return count;
}

void fillMetadata(const Config& config, const nlohmann::json& root, const ArchitectureRow& row, Model::Parts& parts) {
    const RopeConfig rope(config);
    const KeyContext context{config, rope, parts.hyper, std::string(row.name), parts.ggufMetadata};
    parts.ggufMetadata.insert("general.architecture", std::string(row.name));
    for (const KeyWriter write : row.earlyKeys) {
        write(context);
    }
    parts.ggufMetadata.insert("general.type", std::string("model"));
    addGeneralKeys(parts.checkpoint->folder(), root, countParameters(parts.weights), parts.ggufMetadata);
    for (const KeyWriter write : row.keys) {
        write(context);
    }
    if (parts.tokenizer) {
        addTokenizerKeys(*parts.tokenizer, parts.ggufMetadata);
    }
}

/// A tokenizer that cannot be read leaves a model whose weights can be looked at.
void fillTokenizer(const nlohmann::json& root, TokenizerStyle style, Model::Parts& parts) {
    const fs::path folder = parts.checkpoint->folder();
    try {
        parts.tokenizer = readTokenizer(folder, root, style, parts.hyper.vocabulary);
    } catch (const Error& error) {
        parts.notUnderstood =
            because(fmt::format("{}: {}. {}", error.file().filename().string(), error.title(), error.detail()));
        return;
    }
    if (!parts.tokenizer) {
        return;
    }
    const std::size_t tokens = parts.tokenizer->tokens.size();
    if (parts.hyper.vocabulary == 0) { // Gemma 3 leaves it to the tokenizer
        parts.hyper.vocabulary = tokens;
    }
    if (tokens != parts.hyper.vocabulary) {
        parts.notUnderstood =
            because(say("the tokenizer has {} tokens, the embedding {} rows", tokens, parts.hyper.vocabulary));
    } else if (parts.tokenizer->preTokenizer.empty()) {
        parts.tokenizerProblem = say("the tokenizer cuts words by rules that belong to no known pre-tokenizer");
    }
}

} // namespace

Model::Parts understandHuggingFace(std::shared_ptr<const Checkpoint> checkpoint) {
    Model::Parts parts;
    parts.checkpoint = std::move(checkpoint);
    const Checkpoint& source = *parts.checkpoint;
    parts.name = nameOf(source);
    const LogicalTensors logical = logicalTensors(source);
    parts.weights = storedWeights(source, logical);
    const fs::path configFile = source.folder() / "config.json";
    const auto root = readJsonObjectIfThere(configFile, maxConfigBytes);
    if (!root) {
        parts.notUnderstood = because(say("there is no config.json beside the weights"));
        return parts;
    }
    const Config config(*root, configFile);
    const std::string hfClass = config.architectureClass();
    const ArchitectureRow* row = architectureOf(hfClass);
    parts.architecture = row != nullptr ? std::string(row->name) : (hfClass.empty() ? config.modelType() : hfClass);
    parts.hyper = row != nullptr ? hyperParametersFrom(config) : readableHyperParameters(config);
    if (const auto reason = whyNotUnderstood(config, row, parts.architecture, logical.hasPacked)) {
        parts.notUnderstood = because(*reason);
        return parts;
    }
    if (row->adjust != nullptr) {
        row->adjust(config, parts.hyper);
    }
    if (!row->usesSlidingWindow) {
        parts.hyper.slidingWindow = 0;
    }
    if (parts.hyper.vocabulary == 0) { // else the embedding confirms its size before room is made for so many tokens
        fillTokenizer(*root, row->tokenizer, parts);
    }
    MappedWeights mapped = mapWeights(logical, *row, parts.hyper);
    if (mapped.whyNot) {
        parts.notUnderstood = because(*mapped.whyNot);
        parts.tokenizer.reset();
        parts.tokenizerProblem.reset();
        return parts;
    }
    parts.weights = std::move(mapped.weights);
    parts.hyper.tiedEmbeddings = mapped.tiedEmbeddings;
    if (!parts.tokenizer) {
        fillTokenizer(*root, row->tokenizer, parts);
    }
    fillMetadata(config, *root, *row, parts);
    return parts;
}

} // namespace quantlathe
