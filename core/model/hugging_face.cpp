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
#include "model/folder_kind.h"
#include "model/guessed_roles.h"
#include "model/hugging_face_weights.h"
#include "model/json_file.h"
#include "model/layer_numbers.h"
#include "model/limits.h"
#include "model/packed_tensors.h"
#include "model/prediction_layers.h"
#include "model/stored_weight.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

std::string because(std::string_view reason) {
    return say("Inspection only: {}", withoutFullStop(std::string(reason)));
}

std::string folderName(const Checkpoint& checkpoint) {
    const fs::path folder = fs::absolute(checkpoint.folder()).lexically_normal();
    return (folder.has_filename() ? folder : folder.parent_path()).filename().string();
}

/// Hyper-parameters for the charts of a model that is only looked at: as far as config.json can be read.
HyperParameters readableHyperParameters(const Config& config) {
    try {
        return hyperParametersFrom(config);
    } catch (const Error&) {
        return {}; // an unknown architecture may mean something else by a key
    }
}

bool isFloat(ElementType type) {
    using enum ElementType;
    constexpr std::array floats{F64, F32, F16, BF16, F8_E4M3, F8_E5M2};
    return std::ranges::find(floats, type) != floats.end();
}

/// The row of the class that config.json names, else of the kind that it says.
const ArchitectureRow* rowOf(const Config& config) {
    const std::string hfClass = config.architectureClass();
    if (const ArchitectureRow* row = architectureOf(hfClass, config)) {
        return row;
    }
    // Of a model that also sees or hears the text part's kind lies over that of the whole.
    if (hfClass.empty() || hfClass.ends_with("ForConditionalGeneration") || hfClass.ends_with("ChatModel")) {
        return architectureOfKind(config.modelType(), config);
    }
    return hfClass.ends_with("Model") ? architectureOfKind(hfClass, config) : nullptr; // saved without its head
}

// Methods that do no more to a model than to store its weights in another form: where all are plain numbers, they are the
// model.
constexpr std::array<std::string_view, 10> storingMethods{"bitsandbytes", "gptq", "awq",  "fp8",    "fbgemm_fp8",
                                                          "hqq",          "eetq", "aqlm", "quanto", "torchao"};

bool arePlainNumbers(const LogicalTensors& logical) {
    using enum ElementType;
    return std::ranges::all_of(logical.tensors, [](const TensorInfo& tensor) {
        return tensor.type == F64 || tensor.type == F32 || tensor.type == F16 || tensor.type == BF16;
    });
}

/// True when config.json calls the weights quantized and they are not: merged and saved in 16 bits with the old entry left, or
/// to be quantized while loading.
bool isLeftover(const nlohmann::json& quantization, const LogicalTensors& logical) {
    const std::string method = textMember(quantization, "quant_method").value_or("");
    const bool isDense = method == "compressed-tensors" && textMember(quantization, "format") == "dense" &&
                         member(quantization, "transform_config") == nullptr;
    return (isDense || std::ranges::find(storingMethods, method) != storingMethods.end()) && arePlainNumbers(logical);
}

/// Why the weights are in a form that is not read; nothing if they are numbers, or packed in a known way.
std::optional<std::string> whyQuantized(const Config& config, const LogicalTensors& logical) {
    const nlohmann::json* quantization = member(config.values(), "quantization_config");
    if (quantization == nullptr || logical.hasPacked || isLeftover(*quantization, logical)) {
        return std::nullopt;
    }
    const std::string method = escapeForDisplay(textMember(*quantization, "quant_method").value_or(say("an unknown method")));
    return arePlainNumbers(logical)
               ? say("config.json says that the weights are quantized by \"{}\", which may change more than their form, and "
                     "they are plain numbers: if they are the model, remove quantization_config",
                     method)
               : say("the weights are already quantized by \"{}\"", method);
}

/// What can be made of a model whose class is in no table: everything that needs no more than to know linear layers.
void guess(const Config& config, const LogicalTensors& logical, Model::Parts& parts) {
    const std::string shown = parts.architecture.empty()
                                  ? say("config.json names no architecture")
                                  : say("architecture \"{}\" is not known", escapeForDisplay(parts.architecture));
    const bool isPacked = std::ranges::any_of(parts.weights, [](const Weight& weight) {
        return !weight.isPacked() && weight.dimensions() >= 2 && !isFloat(weight.storedType);
    });
    if (const auto quantized = whyQuantized(config, logical); quantized || isPacked) {
        parts.notUnderstood = because(
            quantized ? say("{}, and {}", shown, *quantized)
                      : say("{}, and some of its weights are packed into whole numbers in a way that is not known", shown));
        return;
    }
    guessRoles(parts.weights);
    parts.notUnderstood = because(
        say("{}, so no GGUF file can be made of it. What its weights are for was guessed from their names, which is enough "
            "for folders of other formats (bitsandbytes, HQQ, FBGEMM, GPTQ)",
            shown));
}

std::optional<std::string> whyNotUnderstood(const Config& config, const ArchitectureRow& row, const LogicalTensors& logical) {
    if (auto reason = whyQuantized(config, logical)) {
        return reason;
    }
    if (auto reason = whyRopeContradicts(config)) {
        return reason;
    }
    const RopeConfig rope(config);
    for (const std::string_view name : row.needs) {
        if (!config.has(name) && !rope.has(name)) {
            return say("config.json does not say {}, which a {} model needs", name, row.name);
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
    if (row.hasNoOutput || !mapped.tiedEmbeddings || saysTied(config, row)) {
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
void fillTokenizer(const nlohmann::json& root, const ArchitectureRow& row, Model::Parts& parts) {
    const TokenizerStyle style = row.tokenizer;
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
    if (!row.byteLevelWords.empty() && parts.tokenizer->preTokenizer == "gpt-2") {
        parts.tokenizer->preTokenizer = row.byteLevelWords;
    }
    const std::size_t tokens = parts.tokenizer->tokens.size();
    if (parts.hyper.vocabulary == 0) { // Gemma 3 leaves it to the tokenizer
        parts.hyper.vocabulary = tokens;
    }
    if (tokens != parts.hyper.vocabulary) {
        parts.notUnderstood =
            because(say("the tokenizer has {} tokens, the embedding {} rows", tokens, parts.hyper.vocabulary));
    } else if (parts.tokenizer->preTokenizer.empty() && style != TokenizerStyle::gemma4) { // it cuts no words
        parts.tokenizerProblem = say("the tokenizer cuts words by rules that belong to no known pre-tokenizer");
    }
}

/// Why config.json cannot be used, where one of its values is at fault.
std::string whyUnusable(const Error& error) {
    const std::string file = error.file().filename().string();
    return because(fmt::format("{}: {}. {}", file, error.title(), error.detail()));
}

/// Everything beyond the stored tensors, as far as the architecture is known.
void understandModel(const Config& config, const nlohmann::json& root, const LogicalTensors& logical,
                     MissingOutput missingOutput, std::optional<std::string>* tiedAgainst, Model::Parts& parts) {
    const Checkpoint& source = *parts.checkpoint;
    const ArchitectureRow* row = rowOf(config);
    const std::string hfClass = config.architectureClass();
    parts.architecture = row != nullptr ? std::string(row->name) : (hfClass.empty() ? config.modelType() : hfClass);
    parts.hyper = row != nullptr ? hyperParametersFrom(config) : readableHyperParameters(config);
    if (row == nullptr) {
        parts.weights = weightsAsStored(source, logical);
        guess(config, logical, parts);
        return;
    }
    if (const auto reason = whyNotUnderstood(config, *row, logical)) {
        parts.notUnderstood = because(*reason);
        return;
    }
    if (row->adjust != nullptr) {
        row->adjust(config, parts.hyper);
    }
    addPredictionLayers(*row, config, storedPredictionLayers(logical, *row, config, parts.hyper.layers), parts.hyper);
    parts.hyper.tiedEmbeddings = saysTied(config, *row);
    if (!row->usesSlidingWindow) {
        parts.hyper.slidingWindow = 0;
    }
    if (const auto reason = readLayerNumbers(source, *row, parts.hyper)) {
        parts.notUnderstood = because(*reason);
        return;
    }
    if (parts.hyper.vocabulary == 0) { // else the embedding confirms its size before room is made for so many tokens
        fillTokenizer(root, *row, parts);
    }
    MappedWeights mapped = mapWeights(logical, *row, parts.hyper);
    auto whyNot = mapped.whyNot;
    if (!whyNot) {
        const auto reason = whyOutputIsMissing(source, config, *row, mapped);
        if (missingOutput == MissingOutput::refuse) {
            whyNot = reason;
        } else if (reason && tiedAgainst != nullptr) {
            *tiedAgainst = *reason;
        }
    }
    if (whyNot) {
        parts.notUnderstood = because(*whyNot);
        parts.tokenizer.reset();
        parts.tokenizerProblem.reset();
        return;
    }
    parts.weights = std::move(mapped.weights);
    if (row->factors != nullptr) {
        for (Weight& weight : parts.weights) {
            weight.factors = row->factors(config, parts.hyper, weight);
        }
    }
    parts.hyper.tiedEmbeddings = mapped.tiedEmbeddings;
    if (!parts.tokenizer) {
        fillTokenizer(root, *row, parts);
    }
    fillMetadata(config, root, *row, parts);
}

} // namespace

Model::Parts understandHuggingFace(std::shared_ptr<const Checkpoint> checkpoint, MissingOutput missingOutput,
                                   std::optional<std::string>* tiedAgainst) {
    Model::Parts parts;
    parts.checkpoint = std::move(checkpoint);
    const Checkpoint& source = *parts.checkpoint;
    parts.name = folderName(source);
    const LogicalTensors logical = logicalTensors(source);
    const auto storedWeights = [&] { return weightsAsStored(source, logical); };
    const fs::path configFile = source.folder() / "config.json";
    const auto root = readJsonObjectIfThere(configFile, maxConfigBytes);
    if (const auto other = whyFolderIsNoModel(source, root ? &*root : nullptr)) {
        parts.weights = storedWeights();
        parts.notUnderstood = because(*other);
        return parts;
    }
    if (!root) {
        parts.weights = storedWeights();
        parts.notUnderstood = because(say("there is no config.json beside the weights"));
        return parts;
    }
    const Config config(*root, configFile);
    try {
        understandModel(config, *root, logical, missingOutput, tiedAgainst, parts);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput || error.file().empty()) {
            throw;
        }
        // A value that nobody can use: the weights can be looked at all the same.
        Model::Parts plain;
        plain.checkpoint = parts.checkpoint;
        plain.name = parts.name;
        plain.architecture = parts.architecture;
        plain.weights = storedWeights();
        plain.notUnderstood = whyUnusable(error);
        return plain;
    }
    if (parts.weights.empty()) { // the reason why not came before they were mapped
        parts.weights = storedWeights();
    }
    return parts;
}

} // namespace quantlathe
