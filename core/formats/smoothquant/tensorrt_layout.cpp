// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/smoothquant/tensorrt_layout.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/safetensors_known.h"
#include "codecs/tensorrt/split_int8.h"
#include "formats/folder_files.h"
#include "formats/stored_matrices.h"
#include "model/config.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace quantlathe::smoothquant {
namespace {

using tensorrt::Cut;
using tensorrt::splitInt8;

/// Where a weight of a layer goes.
struct Place {
    Role role;
    std::string_view name;
    std::optional<Cut> cut = {}; // of matrices
};
constexpr auto places = std::to_array<Place>({
    {Role::attnNorm, "input_layernorm"},
    {Role::attnQ, "attention.qkv", Cut::rows},
    {Role::attnK, "attention.qkv", Cut::rows},
    {Role::attnV, "attention.qkv", Cut::rows},
    {Role::attnOutput, "attention.dense", Cut::columns},
    {Role::ffnNorm, "post_layernorm"},
    {Role::ffnGate, "mlp.fc", Cut::rows}, // the names are not those of Hugging Face: fc is the gate, and gate is up
    {Role::ffnUp, "mlp.gate", Cut::rows},
    {Role::ffnDown, "mlp.proj", Cut::columns},
});
constexpr auto placesOfModel = std::to_array<Place>({
    {Role::tokenEmbedding, "transformer.vocab_embedding"},
    {Role::outputNorm, "transformer.ln_f"},
    {Role::output, "lm_head"},
});

const Place* placeOf(const Weight& weight) {
    const std::span<const Place> table = weight.layer ? std::span<const Place>(places) : std::span<const Place>(placesOfModel);
    const auto found = std::ranges::find(table, weight.role, &Place::role);
    return found == table.end() || weight.isBias ? nullptr : &*found;
}

std::string moduleName(const Weight& weight) {
    const std::string_view name = placeOf(weight)->name;
    return weight.layer ? fmt::format("transformer.layers.{}.{}", *weight.layer, name) : std::string(name);
}

std::string_view nameOf(ElementType type) {
    return type == ElementType::F16 ? "float16" : type == ElementType::BF16 ? "bfloat16" : "float32";
}

Config configOf(const Model& model) {
    const auto file = model.checkpoint().folder() / "config.json";
    return {readJsonObject(file, maxConfigBytes), file};
}

/// What the checkpoint's description has no word for, or what engines of Llama models do not compute.
std::optional<std::string> whyOtherModel(const Model& model) {
    if (!model.understood()) {
        return *model.notUnderstood();
    }
    const Config config = configOf(model);
    const std::string own = config.architectureClass();
    const bool isMistral = own == "MistralForCausalLM";
    if (model.architecture() != "llama" || (own != "LlamaForCausalLM" && !isMistral)) {
        return say("its layout is known for Llama and Mistral models only, this is {}", escapeForDisplay(own));
    }
    const HyperParameters& hyper = model.hyper();
    if (!hyper.ropeScaling.type.empty()) {
        return say("how it names rotary embeddings with scaling ({}) is not known", escapeForDisplay(hyper.ropeScaling.type));
    }
    if (hyper.slidingWindow != 0) {
        return say("it has no word for a sliding window");
    }
    if (config.text("hidden_act").value_or("silu") != "silu") {
        return say("only models with SiLU are known in it");
    }
    const bool isUniform = std::ranges::count(hyper.heads, hyper.heads.front()) == std::ssize(hyper.heads) &&
                           std::ranges::count(hyper.kvHeads, hyper.kvHeads.front()) == std::ssize(hyper.kvHeads) &&
                           std::ranges::count(hyper.feedForward, hyper.feedForward.front()) == std::ssize(hyper.feedForward);
    return isUniform ? std::nullopt : std::optional(say("its layers differ in size"));
}

std::optional<std::string> whyNotWeights(const Model& model) {
    std::optional<ElementType> type;
    for (const Weight& weight : model.weights()) {
        if (!weight.isStored()) {
            continue;
        }
        const std::string name = escapeForDisplay(weight.name);
        if (placeOf(weight) == nullptr || weight.tensors.size() != 1) {
            return say("there is no place in it for {}", name);
        }
        if (placeOf(weight)->cut && !isLinearLayer(model, weight)) {
            return say("{} is no linear layer of its own", name);
        }
        const bool isFloat = weight.storedType == ElementType::F16 || weight.storedType == ElementType::BF16 ||
                             weight.storedType == ElementType::F32;
        if (!isFloat || weight.storedType != type.value_or(weight.storedType)) {
            return say("all of its weights must have one type, F16, BF16 or F32; {} is {}", name, info(weight.storedType).name);
        }
        type = weight.storedType;
    }
    return std::nullopt;
}

/// One file and what goes into it.
struct Rank {
    std::vector<SafetensorsTensor> tensors;
    std::vector<KnownTensor> known;
    std::map<std::string, std::size_t, std::less<>> byName; // of tensors

    std::size_t add(SafetensorsTensor tensor) {
        const auto [found, isNew] = byName.emplace(tensor.name, tensors.size());
        if (isNew) {
            tensors.push_back(std::move(tensor));
        }
        return found->second;
    }
    /// Numbers that are the same for all models.
    void addOnes(const std::string& name, const std::vector<std::uint64_t>& shape) {
        const std::vector<float> ones(static_cast<std::size_t>(shape.back()), 1.0F);
        const auto bytes = std::as_bytes(std::span(ones));
        known.push_back({{.name = name, .type = ElementType::F32, .shape = shape}, {bytes.begin(), bytes.end()}});
    }
};

/// A piece whose offset counts from the start of its tensor as yet.
struct Placed {
    OutputPiece piece;
    std::size_t tensor = 0; // of its rank
};

class Builder {
public:
    Builder(const Model& model, std::span<const Choice> choices, std::uint32_t cards)
        : model_(model), choices_(choices), ranks_(cards) {
        const bool isTied = std::ranges::none_of(choices, [](const Choice& each) { return each.weight->role == Role::output; });
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const Weight& weight = *choices[i].weight;
            if (const auto* const matrix = asMatrixEncoding(*choices[i].encoding)) {
                addMatrix(i, *matrix);
            } else if (weight.role == Role::output) {
                addOutput(i);
            } else {
                addCopies(i);
            }
            if (weight.role == Role::tokenEmbedding && isTied) {
                addOutput(i);
            }
        }
    }

    /// The files of the ranks, and the pieces with their final offsets.
    void finish(OutputLayout& layout) {
        std::vector<SafetensorsLayout> files;
        for (std::size_t rank = 0; rank < ranks_.size(); ++rank) {
            files.push_back(layOutWithKnown(ranks_[rank].known, ranks_[rank].tensors, {}));
            layout.files.push_back({.relativePath = fmt::format("rank{}.safetensors", rank),
                                    .header = files.back().header,
                                    .bytes = files.back().fileBytes});
        }
        for (Placed& placed : placed_) {
            placed.piece.offset += files[placed.piece.file].offsets[placed.tensor];
            layout.pieces.push_back(placed.piece);
        }
    }

private:
    [[nodiscard]] std::uint32_t cards() const { return static_cast<std::uint32_t>(ranks_.size()); }
    [[nodiscard]] const TensorInfo& stored(const Weight& weight) const {
        return model_.checkpoint().tensors()[weight.tensors.front()];
    }

    /// Norms and embeddings: the whole of them on every card.
    void addCopies(std::size_t choice) {
        const Weight& weight = *choices_[choice].weight;
        const TensorInfo& tensor = stored(weight);
        const std::string module = moduleName(weight);
        for (std::uint32_t rank = 0; rank < cards(); ++rank) {
            const std::size_t place =
                ranks_[rank].add({.name = module + ".weight", .type = tensor.type, .shape = tensor.shape});
            placed_.push_back(
                {{.choice = choice, .file = rank, .bytes = tensor.bytes, .stored = weight.tensors.front()}, place});
            if (weight.layer) { // what reads the norm rounds by itself, a scale a token
                ranks_[rank].addOnes(module + ".scale_to_int", {1});
            }
        }
    }

    /// A card has some tokens' rows.
    void addOutput(std::size_t choice) {
        const Weight& weight = *choices_[choice].weight;
        const TensorInfo& tensor = stored(weight);
        for (std::uint32_t rank = 0; rank < cards(); ++rank) {
            const std::size_t place = ranks_[rank].add(
                {.name = "lm_head.weight", .type = tensor.type, .shape = {tensor.shape[0] / cards(), tensor.shape[1]}});
            placed_.push_back({{.choice = choice,
                                .file = rank,
                                .bytes = tensor.bytes / cards(),
                                .stored = weight.tensors.front(),
                                .part = rank},
                               place});
        }
    }

    void addMatrix(std::size_t choice, const MatrixEncoding& encoding) {
        const Weight& weight = *choices_[choice].weight;
        if (&encoding != tensorRtEncoding(weight, cards())) {
            throw badInput({}, say("{} cannot be {} in this layout", escapeForDisplay(weight.name), encoding.name()),
                           say("For {} cards it is {}, and so are all linear layers of the model.", cards(),
                               tensorRtEncoding(weight, cards())->name()));
        }
        const MatrixShape shape = layerShape(weight, ElementType::F32);
        const std::string module = moduleName(weight);
        const Cut cut = *placeOf(weight)->cut;
        const auto [rowsBefore, rowsOfAll] = joinedRows(weight, shape.rows);
        const std::uint64_t split = cut == Cut::rows ? cards() : 1;
        const std::uint64_t columns = cut == Cut::rows ? shape.columns : shape.columns / cards();
        const std::vector<MatrixPart> parts = encoding.parts(shape);
        for (std::size_t part = 0; part < parts.size(); ++part) {
            const auto rank = static_cast<std::uint32_t>(part % cards());
            const bool isScale = part >= cards();
            const std::size_t place =
                isScale
                    ? ranks_[rank].add(
                          {.name = module + ".per_channel_scale", .type = ElementType::F32, .shape = {1, rowsOfAll / split}})
                    : ranks_[rank].add(
                          {.name = module + ".weight", .type = ElementType::I8, .shape = {rowsOfAll / split, columns}});
            placed_.push_back({{.choice = choice,
                                .file = rank,
                                .offset = rowsBefore / split * (isScale ? sizeof(float) : columns),
                                .bytes = parts[part].bytes(),
                                .stored = weight.tensors.front(),
                                .part = part,
                                .shape = shape},
                               place});
        }
        for (std::uint32_t rank = 0; cut == Cut::columns && rank < cards(); ++rank) {
            ranks_[rank].addOnes(module + ".smoother", {1, columns}); // all of it is in the weights already
        }
    }

    /// Rows of a joined matrix that come before the weight's own, and all of them.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> joinedRows(const Weight& weight, std::uint64_t rows) const {
        if (weight.role != Role::attnQ && weight.role != Role::attnK && weight.role != Role::attnV) {
            return {0, rows};
        }
        std::uint64_t before = 0;
        std::uint64_t all = 0;
        for (const Role role : {Role::attnQ, Role::attnK, Role::attnV}) {
            before = role == weight.role ? all : before;
            for (const Choice& choice : choices_) {
                const Weight& other = *choice.weight;
                all += other.layer == weight.layer && other.role == role && !other.isBias ? other.rows() : 0;
            }
        }
        return {before, all};
    }

    const Model& model_;
    std::span<const Choice> choices_;
    std::vector<Rank> ranks_;
    std::vector<Placed> placed_;
};

std::string configText(const Model& model, std::uint32_t cards, const nlohmann::ordered_json& quantization) {
    const HyperParameters& hyper = model.hyper();
    const Weight& embedding = *std::ranges::find(model.weights(), Role::tokenEmbedding, &Weight::role);
    const nlohmann::ordered_json config{
        {"architecture", configOf(model).architectureClass()},
        {"dtype", nameOf(embedding.storedType)},
        {"logits_dtype", "float32"},
        {"vocab_size", embedding.rows()},
        {"max_position_embeddings", hyper.contextTokens},
        {"hidden_size", hyper.hidden},
        {"intermediate_size", hyper.feedForward.front()},
        {"num_hidden_layers", hyper.mainLayers()},
        {"num_attention_heads", hyper.heads.front()},
        {"num_key_value_heads", hyper.kvHeads.front()},
        {"head_size", hyper.keyLength},
        {"hidden_act", "silu"},
        {"norm_epsilon", hyper.normEpsilon},
        {"position_embedding_type", "rope_gpt_neox"},
        {"rotary_base", hyper.ropeBase},
        {"use_parallel_embedding", false},
        {"embedding_sharding_dim", 0},
        {"mapping", {{"world_size", cards}, {"tp_size", cards}, {"pp_size", 1}}},
        {"quantization", quantization},
    };
    return config.dump(2) + '\n';
}

} // namespace

std::optional<std::string> whyNoTensorRt(const Model& model, std::uint32_t cards) {
    if (auto reason = whyOtherModel(model)) {
        return reason;
    }
    if (auto reason = whyNotWeights(model)) {
        return reason;
    }
    const HyperParameters& hyper = model.hyper();
    const Weight& embedding = *std::ranges::find(model.weights(), Role::tokenEmbedding, &Weight::role);
    const std::array<std::pair<std::uint64_t, std::string_view>, 4> sides{{
        {hyper.heads.front(), words("heads of queries")},
        {hyper.kvHeads.front(), words("heads of keys and values")},
        {hyper.feedForward.front(), words("inner features")},
        {embedding.rows(), words("tokens")},
    }};
    for (const auto& [count, name] : sides) {
        if (count % cards != 0) {
            return say("{} {} cannot be shared out to {} cards", groupedDigits(count), translated(name), cards);
        }
    }
    return std::nullopt;
}

const MatrixEncoding* tensorRtEncoding(const Weight& weight, std::uint32_t cards) {
    const Place* const place = placeOf(weight);
    return place != nullptr && place->cut ? &splitInt8(cards, *place->cut) : nullptr;
}

OutputLayout tensorRtLayout(const TensorRtFolder& folder, std::uint32_t cards, const nlohmann::ordered_json& quantization) {
    for (const Choice& choice : folder.choices) {
        if (tensorRtEncoding(*choice.weight, cards) != nullptr && asMatrixEncoding(*choice.encoding) == nullptr) {
            throw badInput({}, say("{} cannot stay as it is in this layout", escapeForDisplay(choice.weight->name)),
                           say("Engines take all linear layers of the model in eight bits, but for the output matrix."));
        }
    }
    OutputLayout layout;
    Builder(folder.model, folder.choices, cards).finish(layout);
    layout.files.push_back(textFile("config.json", configText(folder.model, cards, quantization)));
    constexpr LoadingExample loading{
        "tensorrt_llm",
        "import subprocess\n\nsubprocess.run([\"trtllm-build\", \"--checkpoint_dir\", \"path/to/this/folder\",\n"
        "                \"--output_dir\", \"engine\"], check=True)\n"};
    layout.files.push_back(
        textFile("README.md", modelCard(folder.format, folder.model, folder.preset, folder.choices, loading)));
    std::ranges::move(companionFiles(folder.model.checkpoint().folder()), std::back_inserter(layout.files));
    return layout;
}

} // namespace quantlathe::smoothquant
