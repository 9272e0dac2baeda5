// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/lora_adapter.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"

#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view configName = "adapter_config.json";
constexpr auto weightNames = std::to_array<std::string_view>({"adapter_model.safetensors", "adapter_model.bin"});

enum class Part { a, b, embeddingA, embeddingB, magnitude, bias };
struct Ending {
    std::string_view text;
    Part part;
};
/// How the names of an adapter's own tensors end. Programs that save a training's whole state leave the adapter's name in.
constexpr auto endings = std::to_array<Ending>({
    {".lora_A.weight", Part::a},
    {".lora_B.weight", Part::b},
    {".lora_B.bias", Part::bias},
    {".lora_embedding_A", Part::embeddingA},
    {".lora_embedding_B", Part::embeddingB},
    {".lora_embedding_A.weight", Part::embeddingA},
    {".lora_embedding_B.weight", Part::embeddingB},
    {".lora_magnitude_vector", Part::magnitude},
    {".lora_magnitude_vector.weight", Part::magnitude},
});

/// Erases the parts of a name that stand for wrappers around modules.
std::string withoutWrappers(std::string name) {
    for (const std::string_view start : {"base_model.model.", "base_model."}) {
        if (name.starts_with(start)) {
            name.erase(0, start.size());
            break;
        }
    }
    for (const std::string_view inner : {".base_layer", ".modules_to_save", ".default"}) {
        if (name.ends_with(inner)) {
            name.erase(name.size() - inner.size());
        } else if (const std::size_t at = name.find(std::string(inner) + '.'); at != std::string::npos) {
            name.erase(at, inner.size());
        }
    }
    for (const std::string_view wrapper : {"_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."}) {
        for (std::size_t at = name.find(wrapper); at != std::string::npos; at = name.find(wrapper, at)) {
            name.erase(at, wrapper.size());
        }
    }
    return name;
}

struct Draft {
    std::map<Part, std::size_t> parts;
    std::string firstName; // of its tensors, as stored
};

class Reader {
public:
    explicit Reader(LoraAdapter& adapter) : adapter_(adapter), tensors_(adapter.checkpoint->tensors()) {}

    void read() {
        for (std::size_t i = 0; i < tensors_.size(); ++i) {
            take(i);
        }
        for (auto& [name, index] : whole_) {
            adapter_.whole.push_back({name, index});
        }
        for (auto& [name, draft] : drafts_) {
            adapter_.modules.push_back(finished(name, draft));
        }
        if (adapter_.modules.empty() && adapter_.whole.empty()) {
            throw refused(say("The adapter holds no tensors"), say("Expected names like …q_proj.lora_A.weight."));
        }
    }

private:
    [[nodiscard]] Error refused(std::string title, std::string detail) const {
        return badInput(adapter_.checkpoint->files().front().path(), std::move(title), std::move(detail));
    }

    [[nodiscard]] Error twice(std::size_t index) const {
        return refused(say("The adapter holds {} a second time", escapeForDisplay(tensors_[index].name)),
                       say("Expected one adapter in the file; save each one into a folder of its own."));
    }

    void take(std::size_t index) {
        const std::string name = withoutWrappers(tensors_[index].name);
        for (const Ending& ending : endings) {
            if (name.size() > ending.text.size() && name.ends_with(ending.text)) {
                Draft& draft = drafts_[name.substr(0, name.size() - ending.text.size())];
                if (!draft.parts.emplace(ending.part, index).second) {
                    throw twice(index);
                }
                return;
            }
        }
        if (name.find("lora_") != std::string::npos || name.find("trainable_tokens") != std::string::npos) {
            throw refused(say("The adapter's tensor {} is of an unknown form", escapeForDisplay(tensors_[index].name)),
                          say("Expected names that end in .lora_A.weight, .lora_B.weight or the like. Merge it with PEFT."));
        }
        if (!whole_.emplace(name, index).second) {
            throw twice(index);
        }
    }

    [[nodiscard]] std::size_t need(const std::string& name, const Draft& draft, Part part, std::string_view ending) const {
        const auto found = draft.parts.find(part);
        if (found == draft.parts.end()) {
            throw refused(say("The adapter lacks {}{}", escapeForDisplay(name), ending),
                          say("It has other tensors of this module. Save or download the adapter anew."));
        }
        return found->second;
    }

    [[nodiscard]] LoraModule finished(const std::string& name, const Draft& draft) const {
        LoraModule module;
        module.name = name;
        module.isEmbedding = draft.parts.contains(Part::embeddingA) || draft.parts.contains(Part::embeddingB);
        module.a = module.isEmbedding ? need(name, draft, Part::embeddingA, ".lora_embedding_A")
                                      : need(name, draft, Part::a, ".lora_A.weight");
        module.b = module.isEmbedding ? need(name, draft, Part::embeddingB, ".lora_embedding_B")
                                      : need(name, draft, Part::b, ".lora_B.weight");
        const auto optional = [&](Part part) {
            const auto found = draft.parts.find(part);
            return found == draft.parts.end() ? std::nullopt : std::optional(found->second);
        };
        module.bias = optional(Part::bias);
        module.magnitude = optional(Part::magnitude);
        if (adapter_.config.usesDora() && !module.magnitude) {
            (void)need(name, draft, Part::magnitude, ".lora_magnitude_vector");
        }
        if (!adapter_.config.usesDora() && module.magnitude) {
            throw refused(
                say("The adapter has a magnitude for {}", escapeForDisplay(name)),
                say("{} says that it does not use DoRA (use_dora). One of the two is of another adapter.", configName));
        }
        if (module.isEmbedding && (draft.parts.contains(Part::a) || draft.parts.contains(Part::b))) {
            throw refused(say("The adapter has matrices of two kinds for {}", escapeForDisplay(name)),
                          say("Expected either those of an embedding or those of a linear layer."));
        }
        requireRank(module);
        return module;
    }

    void requireRank(LoraModule& module) const {
        const TensorInfo& a = tensors_[module.a];
        const TensorInfo& b = tensors_[module.b];
        if (a.shape.size() != 2 || b.shape.size() != 2) {
            throw refused(say("The adapter's part for {} is no pair of matrices", escapeForDisplay(module.name)),
                          say("Adapters of convolutions cannot be merged here. Merge it with PEFT."));
        }
        module.rank = adapter_.config.rankOf(module.name);
        module.scaling = adapter_.config.scalingOf(module.name);
        if (a.shape[0] != module.rank || b.shape[1] != module.rank) {
            throw refused(say("The adapter's part for {} has rank {}", escapeForDisplay(module.name),
                              a.shape[0] != module.rank ? a.shape[0] : b.shape[1]),
                          say("{} says {}. One of the two is of another adapter.", configName, module.rank));
        }
    }

    LoraAdapter& adapter_;
    std::span<const TensorInfo> tensors_;
    std::map<std::string, Draft> drafts_;
    std::map<std::string, std::size_t> whole_;
};

fs::path folderOf(const fs::path& path) {
    const fs::path parent = path.parent_path();
    return fileKind(path) == FileKind::file ? (parent.empty() ? fs::path(".") : parent) : path;
}

fs::path weightsIn(const fs::path& folder) {
    for (const std::string_view name : weightNames) {
        if (isThere(folder / name)) {
            return folder / name;
        }
    }
    throw badInput(folder, say("This folder holds no adapter's weights"),
                   say("Expected {} or {} beside {}.", weightNames[0], weightNames[1], configName));
}

} // namespace

LoraAdapter openLoraAdapter(const fs::path& path) {
    const fs::path folder = folderOf(path);
    if (!isThere(folder / configName)) {
        throw badInput(path, say("This is no LoRA adapter of PEFT"),
                       say("Expected a folder with {} and the adapter's weights.", configName));
    }
    LoraConfig config(folder / configName);
    LoraAdapter adapter{.folder = folder,
                        .config = std::move(config),
                        .checkpoint = std::make_shared<const Checkpoint>(openCheckpoint(weightsIn(folder))),
                        .modules = {},
                        .whole = {}};
    Reader(adapter).read();
    return adapter;
}

} // namespace quantlathe
