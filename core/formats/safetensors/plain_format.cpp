// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/safetensors/plain_format.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/safetensors_writer.h"
#include "formats/folder_files.h"
#include "formats/folder_format.h"
#include "formats/safetensors/plain_tensors.h"
#include "tokenize/folder_tokenizer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>

namespace quantlathe::plain {
namespace {

constexpr std::uint64_t fullShardBytes = 5'000'000'000; // as transformers saves

const std::array presetTable{
    Preset{"BF16", {}, words("All weights in bfloat16, as most models are published")},
    Preset{"F16", {}, words("All weights in half precision, for cards without bfloat16")},
    Preset{"F32", {}, words("All weights in single precision: nothing of what is stored is rounded")},
};

struct TypeRow {
    std::string_view preset;
    ElementType type;
    std::string_view torchName;
};
constexpr std::array typeRows{
    TypeRow{"BF16", ElementType::BF16, "bfloat16"},
    TypeRow{"F16", ElementType::F16, "float16"},
    TypeRow{"F32", ElementType::F32, "float32"},
};

const TypeRow& rowOf(const Preset& preset) {
    return *std::ranges::find(typeRows, preset.name, &TypeRow::preset);
}

bool isFloatTensor(ElementType type) {
    using enum ElementType;
    constexpr std::array floats{F64, F32, F16, BF16, F8_E4M3, F8_E5M2};
    return std::ranges::find(floats, type) != floats.end();
}

/// What a weight of that stored type becomes. Whole numbers stay what they are, and biases of routers, which the models'
/// classes keep in single precision whatever the rest is in, as well.
ElementType typeFor(const Preset& preset, const Weight& weight) {
    const bool isKept = weight.role == Role::ffnRouterBias && weight.storedType == ElementType::F32;
    const bool isNumber = isFloatTensor(weight.storedType) || weight.isQuantized();
    return isKept || !isNumber ? weight.storedType : rowOf(preset).type;
}

class PlainLayout {
public:
    PlainLayout(const Model& model, const Preset& preset, std::span<const Choice> choices)
        : model_(model), preset_(preset), choices_(choices), folder_(folderOf(model)) {
        for (std::size_t i = 0; i < choices.size(); ++i) {
            for (const std::size_t tensor : choices[i].weight->tensors) {
                choiceOf_.emplace(tensor, i);
            }
        }
    }

    OutputLayout layOut(const Format& format, std::uint64_t maxShardBytes) {
        std::vector<SafetensorsTensor> tensors;
        for (const FolderTensor& tensor : folder_.tensors) {
            tensors.push_back({tensor.name, typeOf(tensor), tensor.shape, tensors.size()});
        }
        placeTensors(tensors, maxShardBytes);
        addOtherFiles(format);
        return std::move(layout_);
    }

private:
    [[nodiscard]] std::size_t choiceOf(const Weight& piece) const {
        const auto found = piece.tensors.empty() ? choiceOf_.end() : choiceOf_.find(piece.tensors.front());
        return found == choiceOf_.end() ? OutputPiece::noChoice : found->second;
    }

    [[nodiscard]] ElementType typeOf(const FolderTensor& tensor) const {
        const Weight& first = tensor.pieces.front();
        const std::size_t choice = choiceOf(first);
        return choice == OutputPiece::noChoice ? typeFor(preset_, first) : *elementTypeOf(*choices_[choice].encoding);
    }

    void placeTensors(const std::vector<SafetensorsTensor>& tensors, std::uint64_t maxShardBytes) {
        const std::vector<std::size_t> shards = shardsOfGroups(tensors, maxShardBytes);
        const std::size_t count = shards.empty() ? 1 : shards.back() + 1;
        std::vector<std::string> names;
        for (std::size_t shard = 0; shard < count; ++shard) {
            names.push_back(count == 1 ? "model.safetensors"
                                       : fmt::format("model-{:05}-of-{:05}.safetensors", shard + 1, count));
            std::vector<SafetensorsTensor> members;
            std::vector<std::size_t> indices;
            for (std::size_t i = 0; i < tensors.size(); ++i) {
                if (shards[i] == shard) {
                    members.push_back(tensors[i]);
                    indices.push_back(i);
                }
            }
            SafetensorsLayout file = layOutSafetensors(members, {{"format", "pt"}});
            for (std::size_t k = 0; k < indices.size(); ++k) {
                addPieces(folder_.tensors[indices[k]], members[k].type, shard, file.offsets[k]);
            }
            layout_.files.push_back({.relativePath = names.back(), .header = std::move(file.header), .bytes = file.fileBytes});
        }
        if (count > 1) {
            layout_.files.push_back(textFile("model.safetensors.index.json", safetensorsIndex(tensors, shards, names)));
        }
    }

    void addPieces(FolderTensor& tensor, ElementType type, std::size_t file, std::uint64_t offset) {
        for (Weight& piece : tensor.pieces) {
            const std::uint64_t bytes = piece.elements() * info(type).bytesPerBlock;
            layout_.pieces.push_back(
                {.choice = choiceOf(piece), .file = file, .offset = offset, .bytes = bytes, .made = layout_.made.size()});
            layout_.made.push_back({std::move(piece), encodingFor(type)});
            offset += bytes;
        }
    }

    void addOtherFiles(const Format& format) {
        const std::string_view type = rowOf(preset_).torchName;
        if (folder_.row == nullptr) {
            const std::filesystem::path source = model_.checkpoint().folder();
            layout_.files.push_back(textFile("config.json", configText(source, nullptr, std::array{type})));
            std::ranges::move(companionFiles(source), std::back_inserter(layout_.files));
        } else {
            nlohmann::ordered_json config = folder_.config;
            config["torch_dtype"] = type;
            layout_.files.push_back(textFile("config.json", config.dump(2) + '\n'));
            addTokenizer();
        }
        const LoadingExample loading{"transformers",
                                     "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                                     "model = AutoModelForCausalLM.from_pretrained(\"path/to/this/folder\", dtype=\"auto\")\n"
                                     "tokenizer = AutoTokenizer.from_pretrained(\"path/to/this/folder\")\n"};
        layout_.files.push_back(textFile("README.md", modelCard(format, model_, preset_, choices_, loading)));
    }

    void addTokenizer() {
        layout_.remarks = folder_.remarks;
        if (!model_.tokenizer()) {
            return;
        }
        FolderTokenizer tokenizer = tokenizerFiles(*model_.tokenizer(), model_.hyper().contextTokens);
        for (const FolderText& file : tokenizer.files) {
            layout_.files.push_back(textFile(file.name, file.text));
        }
        std::ranges::move(tokenizer.remarks, std::back_inserter(layout_.remarks));
    }

    const Model& model_;
    const Preset& preset_;
    std::span<const Choice> choices_;
    FolderModel folder_;
    std::map<std::size_t, std::size_t> choiceOf_; // by tensor of the checkpoint
    OutputLayout layout_;
};

constexpr std::array programTable{LoadingProgram{"transformers"}, LoadingProgram{"vLLM"}, LoadingProgram{"SGLang"}};

/// Those of the checkpoint that are in the folder: not factors of RoPE, which config.json says, nor layers that are left out.
std::set<std::size_t> placedTensors(const FolderModel& folder) {
    std::set<std::size_t> placed;
    for (const FolderTensor& tensor : folder.tensors) {
        for (const Weight& piece : tensor.pieces) {
            placed.insert(piece.tensors.begin(), piece.tensors.end());
        }
    }
    return placed;
}

class PlainFormat final : public Format {
public:
    using Format::whyNot;
    [[nodiscard]] std::string_view id() const override { return "safetensors"; }
    [[nodiscard]] std::string_view title() const override { return "Hugging Face"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override {
        return {.amd = true, .intel = true, .apple = true, .processor = true};
    }
    [[nodiscard]] std::string_view fileSuffix() const override { return {}; }
    [[nodiscard]] std::string_view summary() const override {
        return words("The folder of plain floats that models are trained in and published as: what every other tool starts "
                     "from. Not smaller than 16 bits; for going back from a GGUF file and for another float type.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const Encoding* const> encodings() const override {
        static const std::array all{encodingFor(ElementType::F32), encodingFor(ElementType::F16),
                                    encodingFor(ElementType::BF16)};
        return all;
    }

    [[nodiscard]] std::optional<std::string> whyNot(const Model& model) const override { return folderOf(model).whyNot; }
    [[nodiscard]] std::string presetRule(const Model&, const Preset& preset, const Weight& weight, const EncodingWish&,
                                         const ImportanceMatrix*, const OutputOptions&) const override {
        return say("{} gives this layer {}.", preset.name, info(typeFor(preset, weight)).name);
    }

    [[nodiscard]] bool offersChoice(const Model&, const Weight&) const override { return false; }

    [[nodiscard]] std::optional<std::string> whyNot(const Model&, const Weight&, const Encoding&) const override {
        return say("all weights of such a folder have one type, which the preset says");
    }

    [[nodiscard]] std::optional<std::string> whyNot(const Model&, const Preset&, const ImportanceMatrix*) const override {
        return std::nullopt;
    }

    [[nodiscard]] std::vector<Choice> choose(const Model& model, const Preset& preset, const EncodingWish&,
                                             const ImportanceMatrix*, const OutputOptions& options) const override {
        refuseForeignOptions(*this, options);
        const std::set<std::size_t> placed = placedTensors(folderOf(model));
        const auto isPlaced = [&](std::size_t tensor) { return placed.contains(tensor); };
        std::vector<Choice> choices;
        for (const Weight& weight : model.weights()) {
            if (weight.isStored() && std::ranges::all_of(weight.tensors, isPlaced)) {
                choices.push_back({&weight, encodingFor(typeFor(preset, weight)), true});
            }
        }
        return choices;
    }

    [[nodiscard]] OutputLayout layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                      const ImportanceMatrix*, const OutputOptions& options) const override {
        return PlainLayout(model, preset, choices)
            .layOut(*this, options.split.maxBytes > 0 ? options.split.maxBytes : fullShardBytes);
    }
};

} // namespace

const Format& format() {
    static const PlainFormat instance;
    return instance;
}

} // namespace quantlathe::plain
