// SPDX-License-Identifier: GPL-3.0-or-later
// config.json of a GGUF model: the class of transformers that it becomes and what its metadata say under that class's names
// (docs/formats/gguf-model.md, "The way back").
#pragma once

#include "model/folder_tensors.h"
#include "model/model.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

/// A config.json in the making.
class ConfigDraft {
public:
    explicit ConfigDraft(const Model& gguf);

    [[nodiscard]] const Model& gguf() const { return gguf_; }
    /// "<architecture>.<key>" of the metadata; nothing if it is missing or of another kind.
    [[nodiscard]] std::optional<std::uint64_t> count(std::string_view key) const;
    /// With the fewest digits that give the stored single-precision number.
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] std::optional<std::string_view> text(std::string_view key) const;
    /// One flag a layer; empty if the key is missing or has another length.
    [[nodiscard]] std::vector<bool> flags(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view tensor) const { return gguf_.find(tensor) != nullptr; }
    /// A weight of that name ("attn_q.bias") in any layer.
    [[nodiscard]] bool hasInLayers(std::string_view name) const;
    /// Values of a small F32 tensor; nothing if it is not there. Throws Error(badInput) for another type.
    [[nodiscard]] std::optional<std::vector<float>> values(std::string_view tensor) const;

    [[nodiscard]] std::uint32_t layers() const { return layers_; } // without those that predict further tokens
    [[nodiscard]] std::uint64_t headSize() const;

    nlohmann::ordered_json config = nlohmann::ordered_json::object();

private:
    [[nodiscard]] std::string keyOf(std::string_view key) const;

    const Model& gguf_;
    std::uint32_t layers_ = 0;
};

/// A class of transformers and what it has its own way with.
struct FolderClass {
    std::string_view hfClass; // of architectures()
    std::string_view modelType;
    std::string_view stackSuffix{}; // see FolderNaming
    std::string_view textPrefix{};
    std::vector<std::pair<std::string_view, std::string_view>> renames{}; // usual name → its own; empty: left out
    std::string_view constants{};                                         // what no GGUF file says: members of an object
    bool (*fits)(const Model&) = nullptr;                                 // among the classes of one architecture
    void (*complete)(ConfigDraft&) = nullptr;
    std::string_view (*unusedSource)(const Model&) = nullptr; // see FolderNaming
    std::string_view textConfig{};                            // model_type of a "text_config" that everything stands in
    std::string_view architecture{}; // of the files that become this class, where it is not that of its own row
};
/// In the order in which they are tried.
[[nodiscard]] const std::vector<FolderClass>& folderClasses();

/// A GGUF model as a Hugging Face folder has it, without values.
struct FolderModel {
    const ArchitectureRow* row = nullptr;
    nlohmann::ordered_json config;
    std::vector<FolderTensor> tensors;
    /// What the folder does not say or has in another way than the file, one line each.
    std::vector<std::string> remarks;
    /// Why there is no such folder; the other members are then without meaning.
    std::optional<std::string> whyNot;
};
/// Of a GGUF file. Reads the factors of RoPE and no other values.
[[nodiscard]] FolderModel folderModelOf(const Model& gguf);

} // namespace quantlathe
