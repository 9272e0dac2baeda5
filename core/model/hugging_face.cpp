// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hugging_face.h"

#include "base/error.h"
#include "base/reason.h"
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
    return say("Inspection only: {}", withoutFullStop(std::string(reason)));
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

/// The class that a model_type is usually of, where config.json names no class; empty if none is known.
std::string_view usualClass(const std::string& modelType) {
    const auto all = architectures();
    const auto found = std::ranges::find(all, modelType, &ArchitectureRow::name);
    return found == all.end() ? std::string_view() : found->hfClass;
}

/// True when config.json calls the weights quantized and they are not: merged and saved in 16 bits, with bitsandbytes' old
/// entry left. Other methods may do more to a model than to store its weights.
bool isLeftover(const nlohmann::json& quantization, const LogicalTensors& logical) {
    using enum ElementType;
    return textMember(quantization, "quant_method") == "bitsandbytes" &&
           std::ranges::all_of(logical.tensors, [](const TensorInfo& tensor) {
               return tensor.type == F64 || tensor.type == F32 || tensor.type == F16 || tensor.type == BF16;
           });
}

std::optional<std::string> whyNotUnderstood(const Config& config, const ArchitectureRow* row, const std::string& shownName,
                                            const LogicalTensors& logical) {
    if (row == nullptr && config.architectureClass().empty() && !usualClass(config.modelType()).empty()) {
        return say("config.json names no architecture. If it is one of the usual ones, add \"architectures\": [\"{}\"]",
                   usualClass(config.modelType()));
    }
    if (row == nullptr) {
        return say("{}. It can be looked at. Folders of these architectures can be converted: {}; GGUF files can be "
                   "converted whatever their architecture",
                   shownName.empty() ? say("config.json names no architecture")
                                     : say("architecture \"{}\" is not known", escapeForDisplay(shownName)),
                   supportedClasses());
    }
    if (const nlohmann::json* quantization = member(config.values(), "quantization_config");
        quantization != nullptr && !logical.hasPacked && !isLeftover(*quantization, logical)) {
        return say("the weights are already quantized by \"{}\"",
                   escapeForDisplay(textMember(*quantization, "quant_method").value_or(say("an unknown method"))));
    }
    if (auto reason = whyRopeContradicts(config)) {
        return reason;
    }
    const RopeConfig rope(config);
    for (const std::string_view name : row->needs) {
        if (!config.has(name) && !rope.has(name)) {
            return say("config.json does not say {}, which a {} model needs", name, row->name);
        }
    }
    return std::nullopt;
}

/// As config.json says, else as the class of the transformers library has it.
bool saysTied(const Config& config, const ArchitectureRow& row) {
    return config.flag("tie_word_embeddings").value_or(row.tiesByDefault);
}

/// Why the model cannot be what config.json says: it has no output matrix although that is not to be the embedding. A library
/// that loads such a folder makes the matrix up at random.
std::optional<std::string> whyOutputIsMissing(const Checkpoint& checkpoint, const Config& config, const ArchitectureRow& row,
                                              const MappedWeights& mapped) {
    if (!mapped.tiedEmbeddings || saysTied(config, row)) {
        return std::nullopt;
    }
    constexpr std::string_view output = "lm_head.weight";
    const auto isOutput = [&](std::string_view name) { return name == output || name.ends_with(".lm_head.weight"); };
    // A second name of the embedding: whoever stored it so has tied them.
    if (std::ranges::any_of(checkpoint.aliases(), [&](const auto& alias) { return isOutput(alias.first); })) {
        return std::nullopt;
    }
    if (std::ranges::any_of(checkpoint.tensors(), [&](const TensorInfo& tensor) { return isOutput(tensor.name); })) {
        return say(
            "{} has no place in a {} model, whose output matrix is the token embedding; config.json says that they differ "
            "(\"tie_word_embeddings\": false)",
            output, row.name);
    }
    return config.has("tie_word_embeddings")
               ? say("{} is missing, and config.json says that the token embedding does not stand in for it "
                     "(\"tie_word_embeddings\": false)",
                     output)
               : say("{} is missing, and the token embedding does not stand in for it: {} is not tied unless config.json says "
                     "so (\"tie_word_embeddings\": true)",
                     output, row.hfClass);
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

Model::Parts understandHuggingFace(std::shared_ptr<const Checkpoint> checkpoint, MissingOutput missingOutput,
                                   std::optional<std::string>* tiedAgainst) {
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
    if (const auto reason = whyNotUnderstood(config, row, parts.architecture, logical)) {
        parts.notUnderstood = because(*reason);
        return parts;
    }
    if (row->adjust != nullptr) {
        row->adjust(config, parts.hyper);
    }
    parts.hyper.tiedEmbeddings = saysTied(config, *row);
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
    if (const auto reason = whyOutputIsMissing(source, config, *row, mapped)) {
        if (missingOutput == MissingOutput::refuse) {
            parts.notUnderstood = because(*reason);
            parts.tokenizer.reset();
            parts.tokenizerProblem.reset();
            return parts;
        }
        if (tiedAgainst != nullptr) {
            *tiedAgainst = *reason;
        }
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
