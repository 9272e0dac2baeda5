// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/safetensors_reader.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "checkpoint/content.h"
#include "checkpoint/safetensors_header.h"
#include "checkpoint/shard_name.h"

#include <fmt/format.h>
#include <unordered_map>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t maxIndexBytes = maxSafetensorsHeaderBytes;

std::string shown(const fs::path& file) {
    return escapeForDisplay(file.filename().string());
}

/// Names must be unique over all files. The views point into `contents.tensors`.
std::unordered_map<std::string_view, const TensorInfo*> byName(const CheckpointContents& contents) {
    std::unordered_map<std::string_view, const TensorInfo*> tensors;
    tensors.reserve(contents.tensors.size());
    for (const TensorInfo& tensor : contents.tensors) {
        const auto [found, isNew] = tensors.emplace(tensor.name, &tensor);
        if (!isNew) {
            throw badInput(contents.files[tensor.file].path(), "These files do not belong together",
                           fmt::format("Tensor {} (byte {}) stands in {} too. Open one of the files on its own.",
                                       escapeForDisplay(tensor.name), groupedDigits(tensor.offset),
                                       shown(contents.files[found->second->file].path())));
        }
    }
    return tensors;
}

CheckpointContents readAll(const fs::path& opened, std::span<const fs::path> files) {
    CheckpointContents contents;
    contents.kind = ContainerKind::safetensors;
    contents.path = opened;
    for (std::size_t i = 0; i < files.size(); ++i) {
        MappedFile file(files[i]);
        refuseForeignContent(file.bytes(), file.path());
        SafetensorsHeader header =
            parseSafetensorsHeader({file.bytes(), file.stamp().size, file.path(), subjectOf(i, files.size())});
        for (TensorInfo& tensor : header.tensors) {
            tensor.file = i;
            contents.tensors.push_back(std::move(tensor));
        }
        for (const MetadataPair& pair : header.metadata.pairs()) {
            contents.metadata.insert(pair.key, pair.value); // files of one model repeat it: the first one counts
        }
        contents.headerHash = contentHash(std::as_bytes(std::span(&header.hash, 1)), contents.headerHash);
        contents.files.push_back(std::move(file));
    }
    return contents;
}

/// Every tensor must be where the index says, and nothing else may be there.
void checkAgainstIndex(const CheckpointContents& contents, const SafetensorsIndex& index, const fs::path& indexFile) {
    const auto tensors = byName(contents);
    const auto refuse = [&](const fs::path& file, std::string detail) {
        return badInput(file, "The index and the files do not fit together", std::move(detail));
    };
    for (const TensorInfo& tensor : contents.tensors) {
        const auto entry = index.fileOf.find(tensor.name);
        const fs::path& file = contents.files[tensor.file].path();
        if (entry == index.fileOf.end()) {
            throw refuse(file, fmt::format("Tensor {} (byte {}) is not named in {}.", escapeForDisplay(tensor.name),
                                           groupedDigits(tensor.offset), shown(indexFile)));
        }
        if (entry->second != tensor.file) {
            throw refuse(file, fmt::format("Tensor {} is here at byte {}, {} says it is in {}.", escapeForDisplay(tensor.name),
                                           groupedDigits(tensor.offset), shown(indexFile),
                                           escapeForDisplay(index.files[entry->second])));
        }
    }
    if (tensors.size() == index.fileOf.size()) {
        return;
    }
    const std::string* missing = nullptr; // the first by name, so that the message does not depend on hashing
    for (const auto& [name, file] : index.fileOf) {
        if (!tensors.contains(name) && (missing == nullptr || name < *missing)) {
            missing = &name;
        }
    }
    throw refuse(indexFile, fmt::format("Tensor {} is not in {}, where the index says it is.", escapeForDisplay(*missing),
                                        escapeForDisplay(index.files[index.fileOf.at(*missing)])));
}

} // namespace

CheckpointContents readSafetensorsFiles(const fs::path& opened, std::span<const fs::path> files) {
    CheckpointContents contents = readAll(opened, files);
    static_cast<void>(byName(contents));
    return contents;
}

CheckpointContents readSafetensorsIndex(const fs::path& opened, const fs::path& index) {
    const std::string text = readTextFile(index, maxIndexBytes);
    refuseForeignContent(std::as_bytes(std::span(text)), index);
    const SafetensorsIndex parsed = parseSafetensorsIndex(text, index);
    std::vector<fs::path> files;
    for (const std::string& name : parsed.files) {
        files.push_back(index.parent_path() / name);
    }
    requireAll(files, "The index");
    CheckpointContents contents = readAll(opened, files);
    checkAgainstIndex(contents, parsed, index);
    return contents;
}

} // namespace quantlathe
