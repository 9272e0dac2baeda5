// SPDX-License-Identifier: GPL-3.0-or-later
// The whole folder before any work: tensors, shards, index, config.json and what is copied.
#include "base/error.h"
#include "base/text.h"
#include "checkpoint/safetensors_known.h"
#include "codecs/input_scale.h"
#include "formats/folder_files.h"
#include "formats/folder_format.h"
#include "formats/stored_matrices.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t usualShardBytes = 5'000'000'000; // as transformers saves

} // namespace

class FolderLayout {
public:
    FolderLayout(const FolderFormat& format, const Model& model, std::span<const Choice> choices, const FamilyOptions& options)
        : format_(format), model_(model), checkpoint_(model.checkpoint()), choices_(choices), options_(options),
          isWritten_(checkpoint_.tensors().size(), false) {
        for (std::size_t i = 0; i < choices.size(); ++i) {
            addWeight(i);
        }
        for (std::size_t tensor = 0; tensor < isWritten_.size(); ++tensor) {
            carryOver(OutputPiece::noChoice, tensor);
        }
        contents_.keptLayers = keptLinearLayers(model, choices);
    }

    [[nodiscard]] OutputLayout layOut(const Preset& preset, std::uint64_t maxShardBytes) {
        OutputLayout layout;
        const std::vector<std::size_t> shards = shardsOfGroups(tensors_, maxShardBytes);
        const std::size_t count = shards.empty() ? 1 : shards.back() + 1;
        std::vector<std::string> names;
        for (std::size_t shard = 0; shard < count; ++shard) {
            names.push_back(count == 1 ? "model.safetensors"
                                       : fmt::format("model-{:05}-of-{:05}.safetensors", shard + 1, count));
            layout.files.push_back(placeShard(shard, shards, names.back()));
        }
        if (count > 1) {
            layout.files.push_back(textFile("model.safetensors.index.json", index(shards, names)));
        }
        const std::filesystem::path source = checkpoint_.folder();
        const nlohmann::ordered_json quantization = format_.quantizationConfig(contents_, preset, options_);
        layout.files.push_back(textFile("config.json", configText(source, quantization, format_.modelTypes())));
        std::ranges::move(format_.extraFiles(quantization), std::back_inserter(layout.files));
        layout.files.push_back(textFile("README.md", modelCard(format_, model_, preset, choices_, format_.loadingExample())));
        std::ranges::move(companionFiles(source), std::back_inserter(layout.files));
        layout.pieces = std::move(pieces_);
        return layout;
    }

private:
    void addWeight(std::size_t choice) {
        const Weight& weight = *choices_[choice].weight;
        const MatrixEncoding* const matrix = asMatrixEncoding(*choices_[choice].encoding);
        for (const std::size_t tensor : weight.tensors) {
            if (matrix == nullptr) {
                carryOver(choice, tensor);
            } else {
                addModule(choice, tensor, *matrix);
            }
        }
    }

    void addModule(std::size_t choice, std::size_t tensor, const MatrixEncoding& matrix) {
        const Weight& weight = *choices_[choice].weight;
        isWritten_[tensor] = true;
        const FolderModule module{.path = modulePath(checkpoint_.tensors()[tensor].name),
                                  .shape = layerShape(weight, format_.computeType(weight, options_)),
                                  .encoding = &matrix};
        const std::size_t group = tensors_.size();
        std::size_t part = 0;
        for (const MatrixPart& described : matrix.parts(module.shape)) {
            tensors_.push_back({module.path + described.suffix, described.type, described.shape, group});
            pieces_.push_back({.choice = choice, .stored = tensor, .part = part++, .shape = module.shape});
            moduleOf_.emplace_back(contents_.modules.size());
        }
        if (const InputScaledEncoding* const scaled = inputScaledEncoding(matrix)) {
            known_.push_back({.tensor = {module.path + std::string(scaled->inputScaleSuffix()), ElementType::F32, {1}, group},
                              .values = std::vector<std::byte>(sizeof(float))}); // 0: plan/input_scales.h has the number
        }
        contents_.modules.push_back(module);
    }

    /// A tensor that several weights have parts of is carried over with the first of them.
    void carryOver(std::size_t choice, std::size_t tensor) {
        if (isWritten_[tensor]) {
            return;
        }
        isWritten_[tensor] = true;
        const TensorInfo& stored = checkpoint_.tensors()[tensor];
        const ElementType type = choice == OutputPiece::noChoice ? stored.type : carriedType(choices_[choice], stored);
        tensors_.push_back({stored.name, type, stored.shape, tensors_.size()});
        pieces_.push_back({.choice = choice, .stored = tensor});
        moduleOf_.emplace_back();
    }

    /// A group counts from its first tensor, whose shard is that of all of them.
    [[nodiscard]] std::string index(std::vector<std::size_t> shards, std::span<const std::string> names) const {
        std::vector<SafetensorsTensor> tensors = tensors_;
        for (const KnownTensor& known : known_) {
            tensors.push_back(known.tensor);
            shards.push_back(shards[known.tensor.group]);
        }
        return safetensorsIndex(tensors, shards, names);
    }

    PlannedFile placeShard(std::size_t shard, std::span<const std::size_t> shards, const std::string& name) {
        std::vector<SafetensorsTensor> members;
        std::vector<std::size_t> indices;
        std::vector<FolderModule> modules;
        std::vector<std::string> plain;
        for (std::size_t i = 0; i < shards.size(); ++i) {
            if (shards[i] != shard) {
                continue;
            }
            members.push_back(tensors_[i]);
            indices.push_back(i);
            if (!moduleOf_[i]) {
                plain.push_back(tensors_[i].name);
            } else if (pieces_[i].part == 0) {
                modules.push_back(contents_.modules[*moduleOf_[i]]);
            }
        }
        std::vector<KnownTensor> known;
        std::ranges::copy_if(known_, std::back_inserter(known),
                             [&](const KnownTensor& each) { return shards[each.tensor.group] == shard; });
        SafetensorsLayout file = layOutWithKnown(known, members, format_.fileMetadata(modules, plain));
        for (std::size_t k = 0; k < indices.size(); ++k) {
            OutputPiece& piece = pieces_[indices[k]];
            piece.file = shard;
            piece.offset = file.offsets[k];
            piece.bytes = file.sizes[k];
        }
        return {.relativePath = name, .header = std::move(file.header), .bytes = file.fileBytes};
    }

    const FolderFormat& format_;
    const Model& model_;
    const Checkpoint& checkpoint_;
    std::span<const Choice> choices_;
    const FamilyOptions& options_;
    FolderContents contents_;
    std::vector<bool> isWritten_; // by tensor of the checkpoint
    std::vector<SafetensorsTensor> tensors_;
    std::vector<KnownTensor> known_;                   // beside them
    std::vector<OutputPiece> pieces_;                  // of each of them
    std::vector<std::optional<std::size_t>> moduleOf_; // of each of them, in contents_; nothing: carried over
};

OutputLayout FolderFormat::layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                  const ImportanceMatrix*, const OutputOptions& options) const {
    const FamilyOptions values(*this, options.family);
    return FolderLayout(*this, model, choices, values)
        .layOut(preset, options.split.maxBytes > 0 ? options.split.maxBytes : usualShardBytes);
}

} // namespace quantlathe
