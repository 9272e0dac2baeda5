// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/lora_merge.h"

#include "adapters/base_names.h"
#include "adapters/merge_worker.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/safetensors_writer.h"
#include "convert/destination.h"
#include "formats/folder_files.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::array summableTypes{ElementType::F64, ElementType::F32, ElementType::F16, ElementType::BF16};

void requireBase(const Model& base) {
    const Checkpoint& checkpoint = base.checkpoint();
    if (checkpoint.kind() == ContainerKind::gguf) {
        throw badInput(checkpoint.path(), say("An adapter cannot be merged into a GGUF file"),
                       say("Give the Hugging Face folder of the base, and convert the result."));
    }
    if (!isThere(checkpoint.folder() / "config.json")) {
        throw badInput(checkpoint.path(), say("This is no Hugging Face folder of a base model"),
                       say("Expected a config.json beside the weights."));
    }
    if (base.isQuantized()) {
        throw badInput(checkpoint.path(), say("The base is quantized ({})", base.storedTypeName()),
                       say("An adapter is merged into the original weights. Take the base in BF16 or F16, and quantize the "
                           "result."));
    }
}

std::string shapeText(const std::vector<std::uint64_t>& shape) {
    std::string text;
    for (const std::uint64_t size : shape) {
        text += (text.empty() ? "" : " × ") + groupedDigits(size);
    }
    return text.empty() ? "1" : text;
}

/// Finds for every part of the adapter the tensor of the base that it changes.
class Matcher {
public:
    Matcher(const Model& base, const LoraAdapter& adapter)
        : base_(base), adapter_(adapter), tensors_(base.checkpoint().tensors()), names_(tensors_) {
        for (const Weight& weight : base.weights()) {
            if (weight.tensors.size() == 1) {
                weights_.emplace(weight.tensors.front(), &weight);
            }
        }
    }

    std::vector<MergedTensor> match() {
        for (std::size_t i = 0; i < adapter_.whole.size(); ++i) {
            takeWhole(i);
        }
        for (std::size_t i = 0; i < adapter_.modules.size(); ++i) {
            takeModule(i);
        }
        std::vector<MergedTensor> merged;
        for (const auto& [tensor, change] : changes_) {
            merged.push_back(change);
        }
        return merged;
    }

private:
    [[nodiscard]] Error otherBase(std::string title, std::string_view detail = {}) const {
        const std::string& stated = adapter_.config.base();
        const std::string belongs = stated.empty() ? say("It belongs to another base.")
                                                   : say("The adapter says that it belongs to {}.", escapeForDisplay(stated));
        return badInput(adapter_.folder, std::move(title), detail.empty() ? belongs : fmt::format("{} {}", detail, belongs));
    }

    MergedTensor& changeOf(const std::string& name) {
        const auto tensor = names_.find(name);
        if (!tensor) {
            const bool isTiedOutput = name == "lm_head.weight";
            throw otherBase(say("The base has no {}, which the adapter changes", escapeForDisplay(name)),
                            isTiedOutput ? say("Its output matrix is its token embedding; store the base with a matrix of its "
                                               "own (tie_word_embeddings false).")
                                         : std::string());
        }
        const TensorInfo& stored = tensors_[*tensor];
        if (std::ranges::find(summableTypes, stored.type) == summableTypes.end()) {
            throw badInput(base_.checkpoint().path(),
                           say("{} is stored as {}", escapeForDisplay(stored.name), info(stored.type).name),
                           say("An adapter is merged into F32, F16 or BF16 weights."));
        }
        MergedTensor& change = changes_[*tensor];
        change.tensor = *tensor;
        return change;
    }

    void takeWhole(std::size_t index) {
        const WholeTensor& whole = adapter_.whole[index];
        MergedTensor& change = changeOf(whole.name);
        const std::vector<std::uint64_t>& mine = adapter_.checkpoint->tensors()[whole.tensor].shape;
        requireOne(change.whole, whole.name);
        change.whole = index;
        if (mine != tensors_[change.tensor].shape) {
            throw otherShape(whole.name, mine, change.tensor);
        }
    }

    void takeModule(std::size_t index) {
        const LoraModule& module = adapter_.modules[index];
        MergedTensor& change = changeOf(module.name + ".weight");
        requireOne(change.module, module.name);
        change.module = index;
        change.isTransposed = isTransposed(module, change.tensor);
        const std::span<const TensorInfo> mine = adapter_.checkpoint->tensors();
        const std::uint64_t outputs = mine[module.b].shape[0];
        if (module.magnitude && mine[*module.magnitude].elements() != outputs) {
            throw otherShape(module.name, mine[*module.magnitude].shape, change.tensor);
        }
        if (module.bias) {
            MergedTensor& bias = changeOf(module.name + ".bias");
            bias.module = index;
            bias.isBias = true;
            if (mine[*module.bias].elements() != outputs || tensors_[bias.tensor].elements() != outputs) {
                throw otherShape(module.name + ".bias", mine[*module.bias].shape, bias.tensor);
            }
        }
    }

    void requireOne(const std::optional<std::size_t>& taken, const std::string& name) const {
        if (taken) {
            throw otherBase(say("Two parts of the adapter are for {}", escapeForDisplay(name)));
        }
    }

    [[nodiscard]] Error otherShape(const std::string& name, const std::vector<std::uint64_t>& mine, std::size_t tensor) const {
        return otherBase(say("The adapter's part for {} is for {} values, the base has {}", escapeForDisplay(name),
                             shapeText(mine), shapeText(tensors_[tensor].shape)));
    }

    [[nodiscard]] bool isTransposed(const LoraModule& module, std::size_t tensor) const {
        const std::span<const TensorInfo> mine = adapter_.checkpoint->tensors();
        const std::uint64_t outputs = mine[module.b].shape[0];
        const std::uint64_t inputs = mine[module.a].shape[1];
        const std::vector<std::uint64_t> plain{outputs, inputs};
        const std::vector<std::uint64_t> turned{inputs, outputs};
        const std::vector<std::uint64_t>& stored = tensors_[tensor].shape;
        if (module.isEmbedding ? stored != turned : stored != plain && stored != turned) {
            throw otherShape(module.name, module.isEmbedding ? turned : plain, tensor);
        }
        if (module.isEmbedding || plain != turned) {
            return stored != plain || module.isEmbedding;
        }
        // A square says nothing by itself.
        const auto weight = weights_.find(tensor);
        return base_.understood() && weight != weights_.end() ? weight->second->isStoredTransposed()
                                                              : adapter_.config.isFanInFanOut();
    }

    const Model& base_;
    const LoraAdapter& adapter_;
    std::span<const TensorInfo> tensors_;
    BaseNames names_;
    std::map<std::size_t, const Weight*> weights_; // by their only tensor
    std::map<std::size_t, MergedTensor> changes_;  // by tensor of the base
};

/// The shard of each tensor: files as the base has them, numbered anew.
std::vector<std::size_t> shardsAsStored(std::span<const TensorInfo> tensors) {
    std::map<std::size_t, std::size_t> numbers;
    for (const TensorInfo& tensor : tensors) {
        numbers.emplace(tensor.file, 0);
    }
    std::size_t next = 0;
    for (auto& [file, number] : numbers) {
        number = next++;
    }
    std::vector<std::size_t> shards;
    shards.reserve(tensors.size());
    std::ranges::transform(tensors, std::back_inserter(shards),
                           [&](const TensorInfo& tensor) { return numbers.at(tensor.file); });
    return shards;
}

void layOutShards(std::span<const TensorInfo> stored, OutputLayout& layout) {
    const std::vector<std::size_t> shards = shardsAsStored(stored);
    const std::size_t count = *std::ranges::max_element(shards) + 1;
    std::vector<SafetensorsTensor> all;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        all.push_back({stored[i].name, stored[i].type, stored[i].shape, i});
    }
    layout.pieces.resize(stored.size());
    for (std::size_t shard = 0; shard < count; ++shard) {
        std::vector<SafetensorsTensor> members;
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < stored.size(); ++i) {
            if (shards[i] == shard) {
                members.push_back(all[i]);
                indices.push_back(i);
            }
        }
        SafetensorsLayout file = layOutSafetensors(members, {{"format", "pt"}});
        for (std::size_t k = 0; k < indices.size(); ++k) {
            layout.pieces[indices[k]] = {.choice = OutputPiece::noChoice,
                                         .file = shard,
                                         .offset = file.offsets[k],
                                         .bytes = file.sizes[k],
                                         .stored = indices[k]};
        }
        names.push_back(count == 1 ? "model.safetensors" : fmt::format("model-{:05}-of-{:05}.safetensors", shard + 1, count));
        layout.files.push_back({.relativePath = names.back(), .header = std::move(file.header), .bytes = file.fileBytes});
    }
    if (count > 1) {
        layout.files.push_back(textFile("model.safetensors.index.json", safetensorsIndex(all, shards, names)));
    }
}

std::string card(const Model& base, const LoraAdapter& adapter) {
    const std::string name = plainText(base.name());
    const fs::path folder = adapter.folder.filename().empty() ? adapter.folder.parent_path() : adapter.folder;
    const std::string merged = plainText(folder.filename().string());
    return fmt::format(
        "---\nbase_model: \"{}\"\ntags:\n- merge\n---\n\n# {}, merged with {}\n\nThe weights of {} with the LoRA "
        "adapter {} added. Tokenizer and settings are the base's.\n\nMade with quantlathe " QUANTLATHE_VERSION
        ". The terms of the base and of the adapter apply.\n",
        name, name, merged, name, merged);
}

OutputLayout layOut(const Model& base, const LoraAdapter& adapter) {
    OutputLayout layout;
    layOutShards(base.checkpoint().tensors(), layout);
    const fs::path folder = base.checkpoint().folder();
    const fs::path config = folder / "config.json";
    layout.files.push_back({.relativePath = config.filename(), .bytes = stampOf(config).size, .copyOf = config});
    layout.files.push_back(textFile("README.md", card(base, adapter)));
    std::ranges::move(companionFiles(folder), std::back_inserter(layout.files));
    return layout;
}

} // namespace

MergePlan planMerge(std::shared_ptr<const Model> base, LoraAdapter adapter) {
    requireBase(*base);
    std::vector<MergedTensor> merged = Matcher(*base, adapter).match();
    OutputLayout layout = layOut(*base, adapter);
    return {std::move(base), std::move(adapter), std::move(merged), std::move(layout)};
}

std::vector<std::string> otherTokenizerFiles(const MergePlan& plan) {
    std::vector<std::string> names;
    for (const char* const name : {"tokenizer.json", "tokenizer.model", "added_tokens.json", "chat_template.jinja"}) {
        const fs::path mine = plan.adapter.folder / name;
        const fs::path bases = plan.base->checkpoint().folder() / name;
        if (isThere(mine) &&
            !(isThere(bases) && readTextFile(mine, maxTokenizerBytes) == readTextFile(bases, maxTokenizerBytes))) {
            names.emplace_back(name);
        }
    }
    return names;
}

void checkMergePlace(const MergePlan& plan, const fs::path& destination, bool replace) {
    const Checkpoint& base = plan.base->checkpoint();
    const std::vector<fs::path> read{plan.adapter.folder / "adapter_config.json"};
    requireOwnPlaces(writtenPaths(plan.layout, destination), read);
    checkOutputPlace(*plan.adapter.checkpoint, plan.layout, {}, destination, replace);
    checkOutputPlace(base, plan.layout, {}, destination, replace);
}

DirectReport mergeLora(const MergePlan& plan, const fs::path& destination, bool replace, int threads, Progress& progress,
                       const CancelToken& cancel) {
    checkMergePlace(plan, destination, replace);
    ThreadArena arena(threads);
    const MergeWorker worker(plan);
    const DirectJob job{.fill = [&](DirectWriter& writer) { arena.run([&] { worker.writeAll(writer); }); },
                        .requireUnchanged = [&] { worker.requireUnchanged(); }};
    return writeDirectly(plan.layout, destination, replace, job, progress, cancel);
}

} // namespace quantlathe
