// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/assumptions.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "model/hugging_face.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/sentence_modules.h"
#include "model/tensor_names.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>

namespace quantlathe {
namespace {

std::uint64_t activeElements(const Weight& weight, const HyperParameters& hyper) {
    const bool isStack =
        weight.role == Role::ffnGateExperts || weight.role == Role::ffnUpExperts || weight.role == Role::ffnDownExperts;
    if (!isStack || weight.shape.size() < 3 || weight.shape.front() == 0 || hyper.expertsUsed == 0) {
        return weight.elements();
    }
    return weight.elements() / weight.shape.front() * std::min<std::uint64_t>(hyper.expertsUsed, weight.shape.front());
}

/// Of files that a model can do without: one that was not downloaded.
bool isPointer(const std::filesystem::path& file) {
    return fileKind(file) == FileKind::file && isLfsPointer(firstBytes(file));
}

bool isInteger(ElementType type) {
    using enum ElementType;
    constexpr std::array integers{I8, I16, I32, I64, U8, U16, U32, U64};
    return std::ranges::find(integers, type) != integers.end();
}

/// Layers of the files behind those that config.json counts, or beside them, of which no weight was made.
std::size_t predictionLayersLeftOut(const Model& model) {
    if (!model.understood()) {
        return 0;
    }
    std::set<std::size_t> taken;
    for (const Weight& weight : model.weights()) {
        taken.insert(weight.tensors.begin(), weight.tensors.end());
    }
    std::set<std::uint32_t> leftOut;
    std::set<std::uint32_t> kept; // but for buffers
    const std::span<const TensorInfo> tensors = model.checkpoint().tensors();
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const std::string_view name = tensors[i].name;
        const bool isBeside = name.starts_with("mtp.") || name.starts_with("model.mtp");
        // A model that also sees has layers of other counts for that.
        const bool isText = name.starts_with("model.layers.") || name.find("language_model.") != std::string_view::npos;
        const auto layer = isText || isBeside ? layerInName(name) : std::nullopt;
        if (isBeside || (layer && *layer >= model.hyper().mainLayers())) {
            (taken.contains(i) ? kept : leftOut).insert(layer.value_or(0));
        }
    }
    return static_cast<std::size_t>(std::ranges::count_if(leftOut, [&](std::uint32_t layer) { return !kept.contains(layer); }));
}

std::optional<std::string> predictionLayersKept(const Model& model) {
    const std::uint32_t kept = model.hyper().predictionLayers;
    if (!model.understood() || kept == 0) {
        return std::nullopt;
    }
    return kept == 1
               ? say("its last layer predicts further tokens (MTP): no text that is run here goes through it, so it is not "
                     "calibrated, and its matrices get 8 bits or more unless a rule says otherwise")
               : say("its last {} layers predict further tokens (MTP): no text that is run here goes through them, so they "
                     "are not calibrated, and their matrices get 8 bits or more unless a rule says otherwise",
                     kept);
}

} // namespace

bool countsPackedNumbers(const Model& model) {
    return !model.understood() && std::ranges::any_of(model.weights(), [](const Weight& weight) {
        return weight.isStored() && !weight.isPacked() && weight.dimensions() >= 2 && isInteger(weight.storedType);
    });
}

std::optional<std::string> tokenizerGuess(const Model& model) {
    // A folder's own rules are used, whatever name they have; GGUF files from before May 2024 say nothing at all.
    const bool isFile = model.checkpoint().kind() == ContainerKind::gguf;
    const auto& tokenizer = model.tokenizer();
    if (!isFile || !tokenizer || tokenizer->model != "gpt2" || !tokenizer->preTokenizer.empty()) {
        return std::nullopt;
    }
    return say("the file does not say how its tokenizer cuts words (tokenizer.ggml.pre is missing): they are cut by a default, "
               "and what is measured on a text may be wrong");
}

std::vector<std::string> remarksOn(const Model& model) {
    const Checkpoint& checkpoint = model.checkpoint();
    std::vector<std::string> remarks;
    if (auto kept = predictionLayersKept(model)) {
        remarks.push_back(*std::move(kept));
    }
    if (checkpoint.kind() == ContainerKind::gguf) {
        return remarks;
    }
    constexpr std::string_view index = "model.safetensors.index.json";
    const bool isSingle = checkpoint.files().size() == 1 && checkpoint.files().front().path().filename() == "model.safetensors";
    if (isSingle && fileKind(checkpoint.path()) == FileKind::folder && isThere(checkpoint.folder() / index)) {
        remarks.push_back(
            say("model.safetensors was opened and the files of {} were left aside, as other programs do it: if they are "
                "the model, open {}",
                index, index));
    }
    for (const char* const name : {"generation_config.json", "README.md"}) {
        if (isPointer(checkpoint.folder() / name)) {
            remarks.push_back(say("{} was passed over: it is a Git LFS pointer, the file itself was not downloaded", name));
        }
    }
    if (const std::size_t left = predictionLayersLeftOut(model); left > 0) {
        remarks.push_back(
            left == 1 ? say("1 layer that predicts further tokens (MTP) is left out of what is made of this model")
                      : say("{} layers that predict further tokens (MTP) are left out of what is made of this model", left));
    }
    if (model.understood()) {
        std::ranges::move(sentenceModulesLeftOut(checkpoint.folder()), std::back_inserter(remarks));
    }
    const bool leavesPoolerOut =
        model.hyper().labels > 0 && std::ranges::any_of(checkpoint.tensors(), [](const TensorInfo& tensor) {
            return tensor.name.ends_with("pooler.dense.weight");
        });
    if (leavesPoolerOut) {
        remarks.push_back(
            say("the pooler (pooler.dense), whose vector the classifier marks, is left out, as llama.cpp's converter "
                "does it: marks of texts will differ from the original's"));
    }
    const auto config = readJsonObjectIfThere(checkpoint.folder() / "config.json", maxConfigBytes);
    const nlohmann::json* quantization = config ? member(*config, "quantization_config") : nullptr;
    if (quantization != nullptr && model.understood() && !model.isQuantized()) {
        remarks.push_back(
            say("config.json has a quantization_config of \"{}\", but the weights are plain numbers: it was left aside",
                escapeForDisplay(textMember(*quantization, "quant_method").value_or(""))));
    }
    return remarks;
}

std::optional<std::string> missingTokenizer(const Model& model) {
    if (!model.understood() || model.tokenizer()) {
        return std::nullopt;
    }
    return model.checkpoint().kind() == ContainerKind::gguf
               ? say("the file holds no tokenizer: programs can load what is made of it, but run no text")
               : say("there is no tokenizer beside the weights (tokenizer.json, tokenizer.model): a GGUF file made of them can "
                     "be "
                     "loaded, but runs no text");
}

OpenedModel openModelTyingOutput(const std::filesystem::path& path) {
    auto checkpoint = std::make_shared<const Checkpoint>(openCheckpoint(path));
    if (checkpoint->kind() == ContainerKind::gguf) { // where a missing output matrix means just that
        return {understand(std::move(checkpoint)), std::nullopt};
    }
    std::optional<std::string> reason;
    Model::Parts parts = understandHuggingFace(std::move(checkpoint), MissingOutput::takeEmbedding, &reason);
    OpenedModel opened{std::make_shared<const Model>(std::move(parts)), std::nullopt};
    if (reason) {
        opened.outputGuess =
            say("{}. The token embedding was taken for it, as was asked for: that is another model than the one "
                "that was trained, unless the two are the same",
                *reason);
    }
    return opened;
}

std::uint64_t activeParameters(const Model& model) {
    std::uint64_t sum = 0;
    for (const Weight& weight : model.weights()) {
        sum += weight.isStored() ? activeElements(weight, model.hyper()) : 0;
    }
    return sum;
}

} // namespace quantlathe
