// SPDX-License-Identifier: GPL-3.0-or-later
// An opened container: named, typed, bounded byte ranges and its metadata. What they mean is model/'s business.
#pragma once

#include "base/element_type.h"
#include "base/file.h"
#include "checkpoint/metadata.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

struct TensorInfo {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::uint64_t> shape; // outermost first, as PyTorch prints it; empty for a scalar
    std::size_t file = 0;             // index into Checkpoint::files()
    std::uint64_t offset = 0;         // of the first byte, from the start of that file
    std::uint64_t bytes = 0;          // of the values, without gaps between them
    /// Empty: the values lie one after the other. Else the distance in elements from one to the next along each dimension, as a
    /// PyTorch view has them (never for blocked types).
    std::vector<std::uint64_t> strides = {};

    [[nodiscard]] std::uint64_t elements() const;
    /// Innermost dimension: the input features of a weight. 1 for a scalar.
    [[nodiscard]] std::uint64_t columns() const;
    /// Product of all other dimensions. 1 for a vector or scalar.
    [[nodiscard]] std::uint64_t rows() const;
    /// Bytes from `offset` to the end of the farthest value; more than `bytes` when there are gaps.
    [[nodiscard]] std::uint64_t extent() const;
};

enum class ContainerKind { safetensors, gguf, pytorch };
/// "safetensors", "gguf", "pytorch": as printed by the command line.
[[nodiscard]] std::string_view name(ContainerKind kind);
/// "Safetensors", "GGUF", "PyTorch": as shown in the window.
[[nodiscard]] std::string_view title(ContainerKind kind);

/// Everything that reading the headers gave. The readers fill it; Checkpoint checks it once more and freezes it.
struct CheckpointContents {
    ContainerKind kind = ContainerKind::safetensors;
    std::filesystem::path path; // what the user opened: a file or a folder
    std::vector<MappedFile> files;
    std::vector<TensorInfo> tensors;                         // in file order
    std::map<std::string, std::string, std::less<>> aliases; // second name of a tensor → its name in `tensors`
    Metadata metadata;                                       // GGUF key/value pairs, or the string map of a safetensors file
    std::uint64_t headerHash = 0;                            // of all header bytes
};

/// Immutable and safe to read from many threads. Opening reads only headers; the tensors' bytes are mapped.
class Checkpoint {
public:
    /// Verifies that names are unique and every byte range lies inside its file. Throws Error(badInput).
    explicit Checkpoint(CheckpointContents contents);

    [[nodiscard]] ContainerKind kind() const { return contents_.kind; }
    [[nodiscard]] const std::filesystem::path& path() const { return contents_.path; }
    /// The folder that holds the files (config.json and the tokenizer lie there).
    [[nodiscard]] std::filesystem::path folder() const;
    [[nodiscard]] std::span<const MappedFile> files() const { return contents_.files; }
    [[nodiscard]] std::span<const TensorInfo> tensors() const { return contents_.tensors; }
    /// By its name, or by an alias.
    [[nodiscard]] const TensorInfo* find(std::string_view name) const;
    /// Names under which a PyTorch file holds a tensor a second time (tied embeddings), with the name that is listed.
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& aliases() const { return contents_.aliases; }
    [[nodiscard]] const Metadata& metadata() const { return contents_.metadata; }
    [[nodiscard]] std::uint64_t fileBytes() const; // all files together
    /// Hash of sizes, modification times and headers: equal means "the same files as last time" for caches and resumes.
    [[nodiscard]] std::string identity() const;

    /// The tensor's bytes, mapped: touching them reads the file. With strides, all of its extent(). Throws Error(badInput)
    /// where only headers are on this machine (docs/hub.md).
    [[nodiscard]] std::span<const std::byte> bytes(const TensorInfo& tensor) const;
    void willRead(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t length) const;
    /// Drops mapped pages inside the tensor's range [offset, offset + length).
    void release(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t length) const;

private:
    CheckpointContents contents_;
    std::unordered_map<std::string_view, std::size_t> byName_;
};

/// Opens a file or folder: a .safetensors file, a folder with model.safetensors.index.json or with .safetensors files,
/// a .gguf file (any shard of a split one opens all), a folder with one GGUF model, a PyTorch file (.bin, .pt, .pth) or a
/// folder with pytorch_model.bin or its index. Decides by content, not by name. Throws Error(badInput) that says what was found
/// and what can be opened.
[[nodiscard]] Checkpoint openCheckpoint(const std::filesystem::path& path);

/// What a path looks like from its name and first bytes alone, for the answer while dragging: never reads more than a
/// few kilobytes. `reason` says why it cannot be opened, empty if it can.
struct Glance {
    bool openable = false;
    std::string kind; // "safetensors folder, 4 files", "GGUF file"
    std::uint64_t bytes = 0;
    std::string reason;
};
[[nodiscard]] Glance glanceAt(const std::filesystem::path& path);

} // namespace quantlathe
