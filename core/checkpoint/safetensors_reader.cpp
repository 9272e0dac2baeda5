// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/safetensors_reader.h"

#include "checkpoint/model_files.h"
#include "checkpoint/safetensors_header.h"

namespace quantlathe {
namespace {

FileContents readOne(const HeaderSource& source) {
    SafetensorsHeader header = parseSafetensorsHeader(source);
    return {
        .tensors = std::move(header.tensors), .aliases = {}, .metadata = std::move(header.metadata), .headerHash = header.hash};
}

CheckpointContents opening(const std::filesystem::path& opened) {
    CheckpointContents contents;
    contents.kind = ContainerKind::safetensors;
    contents.path = opened;
    return contents;
}

} // namespace

CheckpointContents readSafetensorsFiles(const std::filesystem::path& opened, std::span<const std::filesystem::path> files) {
    return readFiles(opening(opened), files, readOne);
}

CheckpointContents readSafetensorsIndex(const std::filesystem::path& opened, const std::filesystem::path& index) {
    return readIndexed(opening(opened), index, readOne);
}

} // namespace quantlathe
