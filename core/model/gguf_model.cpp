// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguf_model.h"

#include "base/reason.h"
#include "base/text.h"
#include "base/words.h"
#include "model/folder_kind.h"
#include "model/limits.h"
#include "model/tensor_names.h"
#include "model/tokenizer_keys.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <utility>

namespace quantlathe {
namespace {

/// Keys that describe a file, not the model; a copy of the model gets its own.
bool describesTheFile(std::string_view key) {
    return key == "general.file_type" || key == "general.quantization_version" || key.starts_with("split.");
}

Metadata metadataOfTheModel(const Metadata& stored) {
    Metadata copy;
    for (const MetadataPair& pair : stored.pairs()) {
        if (!describesTheFile(pair.key)) {
            copy.insert(pair.key, pair.value);
        }
    }
    return copy;
}

/// Reads "<architecture>.<key>" of the metadata; a value that is missing or out of bounds is 0.
class ArchitectureKeys {
public:
    ArchitectureKeys(const Metadata& metadata, std::string architecture)
        : metadata_(metadata), prefix_(std::move(architecture) + '.') {}

    [[nodiscard]] bool contains(std::string_view key) const { return metadata_.contains(prefix_ + std::string(key)); }

    [[nodiscard]] std::uint64_t count(std::string_view key, std::uint64_t limit = maxSize) const {
        const auto value = metadata_.integer(prefix_ + std::string(key));
        return value && *value >= 0 && static_cast<std::uint64_t>(*value) <= limit ? static_cast<std::uint64_t>(*value) : 0;
    }

    [[nodiscard]] double number(std::string_view key, double otherwise) const {
        return metadata_.number(prefix_ + std::string(key)).value_or(otherwise);
    }

    [[nodiscard]] std::string text(std::string_view key) const {
        return std::string(metadata_.string(prefix_ + std::string(key)).value_or(std::string_view()));
    }

    /// One value a layer; empty if the key is missing, has another length or a value out of bounds.
    template <class Count>
    [[nodiscard]] std::vector<Count> perLayer(std::string_view key, std::uint32_t layers, std::uint64_t limit) const {
        const auto values = metadata_.integers(prefix_ + std::string(key), layers);
        std::vector<Count> counts;
        if (!values || values->size() != layers) {
            return counts;
        }
        for (const std::int64_t value : *values) {
            if (value < 0 || static_cast<std::uint64_t>(value) > limit) {
                return {};
            }
            counts.push_back(static_cast<Count>(value));
        }
        return counts;
    }

private:
    const Metadata& metadata_;
    std::string prefix_;
};

RopeScaling ropeScalingFrom(const ArchitectureKeys& keys, bool hasFactorTensor) {
    RopeScaling scaling;
    scaling.type = keys.text("rope.scaling.type");
    if (scaling.type == "none") {
        scaling.type.clear();
    }
    scaling.factor = keys.number("rope.scaling.factor", 1.0);
    scaling.originalContext = keys.count("rope.scaling.original_context_length");
    if (scaling.type.empty() && hasFactorTensor) {
        scaling.type = "llama3"; // told by rope_freqs.weight alone, no key says it
    }
    return scaling;
}

std::uint64_t vocabularyOf(const ArchitectureKeys& keys, const FindTensor& find) {
    if (const TensorInfo* embedding = find("token_embd.weight")) {
        return embedding->rows();
    }
    return keys.count("vocab_size", maxVocabulary);
}

/// Tensors of single experts that make one stack.
using ExpertStacks = std::map<std::pair<std::uint32_t, Role>, std::map<std::uint32_t, std::size_t>>; // of a layer → by expert

ExpertStacks expertStacks(const Checkpoint& checkpoint) {
    ExpertStacks stacks;
    for (std::size_t i = 0; i < checkpoint.tensors().size(); ++i) {
        if (const auto name = expertOfGgufName(checkpoint.tensors()[i].name)) {
            stacks[{name->layer, name->role}].emplace(name->expert, i);
        }
    }
    return stacks;
}

std::string singleExpert(std::uint32_t layer, std::string_view matrix) {
    return fmt::format("blk.{}.{}.0.weight", layer, matrix);
}

std::string stackName(std::uint32_t layer, Role role) {
    return fmt::format("blk.{}.{}.weight", layer, name(role));
}

/// Why single experts make no stacks; nothing if they do, or if there are none.
std::optional<std::string> whyNoStacks(const Checkpoint& checkpoint, const ExpertStacks& stacks, std::uint32_t experts) {
    const auto tensor = [&](std::size_t index) -> const TensorInfo& { return checkpoint.tensors()[index]; };
    for (const auto& [place, members] : stacks) {
        const TensorInfo& first = tensor(members.begin()->second);
        if (const std::string stack = stackName(place.first, place.second); checkpoint.find(stack) != nullptr) {
            return say("{} and {} are both there", escapeForDisplay(first.name), stack);
        }
        if (members.size() != experts || members.rbegin()->first != experts - 1) {
            return say("there are {} tensors like {}, the metadata say {} experts", members.size(),
                       escapeForDisplay(first.name), experts);
        }
        for (const auto& [expert, index] : members) {
            if (tensor(index).type != first.type || tensor(index).shape != first.shape || first.shape.size() != 2) {
                return say("{} is stored in another form than {}: [{}] as {}, not [{}] as {}",
                           escapeForDisplay(tensor(index).name), escapeForDisplay(first.name),
                           fmt::join(tensor(index).shape, ", "), info(tensor(index).type).name, fmt::join(first.shape, ", "),
                           info(first.type).name);
            }
        }
    }
    return std::nullopt;
}

/// The experts' tensors as the one weight that newer files have.
Weight stacked(const Checkpoint& checkpoint, const GgufExpertName& name, const std::map<std::uint32_t, std::size_t>& members) {
    const TensorInfo& first = checkpoint.tensors()[members.begin()->second];
    Weight weight;
    weight.name = stackName(name.layer, name.role);
    weight.sourceName = fmt::format("blk.{}.{}.*.weight", name.layer, name.matrix);
    for (const auto& [expert, index] : members) {
        weight.tensors.push_back(index);
    }
    weight.role = name.role;
    weight.layer = name.layer;
    weight.storedType = first.type;
    weight.shape = first.shape;
    weight.shape.insert(weight.shape.begin(), members.size());
    return weight;
}

/// `stacks`: experts that are put together, each where the first of its tensors stands.
std::vector<Weight> weightsOf(const Checkpoint& checkpoint, ExpertStacks stacks) {
    std::vector<Weight> weights;
    weights.reserve(checkpoint.tensors().size());
    for (std::size_t i = 0; i < checkpoint.tensors().size(); ++i) {
        const TensorInfo& tensor = checkpoint.tensors()[i];
        if (const auto expert = expertOfGgufName(tensor.name); expert && !stacks.empty()) {
            std::map<std::uint32_t, std::size_t>& members = stacks[{expert->layer, expert->role}];
            if (!members.empty()) { // else it is a member of a stack that is there already
                weights.push_back(stacked(checkpoint, *expert, std::exchange(members, {})));
            }
            continue;
        }
        const GgufNameParts parts = partsOfGgufName(tensor.name);
        Weight weight;
        weight.name = tensor.name;
        weight.sourceName = tensor.name;
        weight.tensors = {i};
        weight.role = parts.role;
        weight.isBias = parts.isBias;
        weight.layer = parts.layer ? parts.layer : layerInName(tensor.name);
        weight.storedType = tensor.type;
        weight.shape = tensor.shape;
        weights.push_back(std::move(weight));
    }
    return weights;
}

// What a `llama` layer cannot do without. With experts the three feed-forward matrices have other names.
constexpr std::array<std::string_view, 6> llamaLayer{"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm"};
constexpr std::array<std::string_view, 3> llamaDense{"ffn_gate", "ffn_up", "ffn_down"};

std::optional<std::string> firstMissingLlamaTensor(const Checkpoint& checkpoint, const HyperParameters& hyper) {
    const auto has = [&](const std::string& name) { return checkpoint.find(name) != nullptr; };
    for (const std::string_view global : {"token_embd", "output_norm"}) {
        if (auto name = fmt::format("{}.weight", global); !has(name)) {
            return name;
        }
    }
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        for (const std::string_view part : llamaLayer) {
            const bool isFused = part.starts_with("attn_") && has(fmt::format("blk.{}.attn_qkv.weight", layer));
            const bool mayBeFused = part == "attn_q" || part == "attn_k" || part == "attn_v";
            if (auto name = fmt::format("blk.{}.{}.weight", layer, part); !has(name) && !(isFused && mayBeFused)) {
                return name;
            }
        }
        if (hyper.experts > 0) { // the others may be stored as one
            if (auto name = stackName(layer, Role::ffnDownExperts); !has(name) && !has(singleExpert(layer, "ffn_down"))) {
                return name;
            }
            continue;
        }
        for (const std::string_view part : llamaDense) {
            if (auto name = fmt::format("blk.{}.{}.weight", layer, part); !has(name)) {
                return name;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::string> whyNotUnderstood(const Checkpoint& checkpoint, const std::string& architecture,
                                            const HyperParameters& hyper, const std::optional<std::string>& whyNoStacks) {
    const auto because = [](std::string_view reason) {
        return say("Inspection only: {}", withoutFullStop(std::string(reason)));
    };
    if (architecture.empty()) {
        return because(say("general.architecture is missing from the metadata"));
    }
    if (checkpoint.tensors().empty()) {
        return because(say("the file holds no weights, only metadata"));
    }
    if (const auto other = whyGgufIsNoModel(checkpoint)) {
        return because(*other);
    }
    if (hyper.layers == 0) {
        return because(
            say("{}.block_count is missing or no count between 1 and {}", escapeForDisplay(architecture), maxLayers));
    }
    if (whyNoStacks) {
        return because(*whyNoStacks);
    }
    if (architecture == "llama") {
        if (const auto missing = firstMissingLlamaTensor(checkpoint, hyper)) {
            return because(say("{} is missing, which a llama model with {} layers needs", *missing, hyper.layers));
        }
    }
    return std::nullopt;
}

std::string nameOf(const Checkpoint& checkpoint) {
    if (const auto name = checkpoint.metadata().string("general.name"); name && !name->empty()) {
        return std::string(*name);
    }
    const std::filesystem::path path = checkpoint.path().has_filename() ? checkpoint.path() : checkpoint.path().parent_path();
    return path.extension() == ".gguf" ? path.stem().string() : path.filename().string();
}

} // namespace

HyperParameters hyperParametersOfGguf(const Metadata& metadata, const FindTensor& find) {
    const ArchitectureKeys keys(metadata, std::string(metadata.string("general.architecture").value_or(std::string_view())));
    HyperParameters hyper;
    hyper.layers = static_cast<std::uint32_t>(keys.count("block_count", maxLayers));
    if (const std::uint64_t further = keys.count("nextn_predict_layers"); further < hyper.layers) { // else a draft model
        hyper.predictionLayers = static_cast<std::uint32_t>(further);
    }
    hyper.contextTokens = keys.count("context_length");
    hyper.hidden = keys.count("embedding_length");
    hyper.feedForward = keys.perLayer<std::uint64_t>("feed_forward_length", hyper.layers, maxSize);
    hyper.heads = keys.perLayer<std::uint32_t>("attention.head_count", hyper.layers, maxHeads);
    hyper.kvHeads = keys.perLayer<std::uint32_t>("attention.head_count_kv", hyper.layers, maxHeads);
    if (hyper.kvHeads.empty() && !keys.contains("attention.head_count_kv")) {
        hyper.kvHeads = hyper.heads;
    }
    const std::uint32_t mostHeads = hyper.heads.empty() ? 0 : *std::max_element(hyper.heads.begin(), hyper.heads.end());
    const auto headSize =
        static_cast<std::uint32_t>(mostHeads == 0 ? 0 : std::min<std::uint64_t>(hyper.hidden / mostHeads, maxHeads));
    const auto orHeadSize = [&](std::string_view key) {
        return keys.contains(key) ? static_cast<std::uint32_t>(keys.count(key, maxHeads)) : headSize;
    };
    hyper.keyLength = orHeadSize("attention.key_length");
    hyper.valueLength = orHeadSize("attention.value_length");
    if (keys.contains("attention.key_length_mla")) {
        hyper.valueLength = 0; // latent attention keeps one vector for keys and values
    }
    hyper.vocabulary = vocabularyOf(keys, find);
    hyper.experts = static_cast<std::uint32_t>(keys.count("expert_count", maxHeads));
    hyper.expertsUsed = static_cast<std::uint32_t>(keys.count("expert_used_count", maxHeads));
    hyper.slidingWindow = static_cast<std::uint32_t>(keys.count("attention.sliding_window", UINT32_MAX));
    hyper.normEpsilon = keys.number("attention.layer_norm_rms_epsilon", keys.number("attention.layer_norm_epsilon", 0.0));
    hyper.ropeBase = keys.number("rope.freq_base", 10000.0);
    hyper.ropeScaling = ropeScalingFrom(keys, find("rope_freqs.weight") != nullptr);
    hyper.tiedEmbeddings = find("output.weight") == nullptr;
    return hyper;
}

Model::Parts understandGguf(std::shared_ptr<const Checkpoint> checkpoint) {
    const Metadata& stored = checkpoint->metadata();
    Model::Parts parts;
    parts.name = nameOf(*checkpoint);
    parts.architecture = std::string(stored.string("general.architecture").value_or(std::string_view()));
    parts.hyper = hyperParametersOfGguf(stored, [&](std::string_view tensor) { return checkpoint->find(tensor); });
    ExpertStacks stacks = expertStacks(*checkpoint);
    const auto whyNot = whyNoStacks(*checkpoint, stacks, parts.hyper.experts);
    parts.weights = weightsOf(*checkpoint, whyNot ? ExpertStacks() : std::move(stacks));
    parts.tokenizer = tokenizerFromMetadata(stored);
    parts.ggufMetadata = metadataOfTheModel(stored);
    parts.notUnderstood = whyNotUnderstood(*checkpoint, parts.architecture, parts.hyper, whyNot);
    parts.checkpoint = std::move(checkpoint);
    return parts;
}

} // namespace quantlathe
