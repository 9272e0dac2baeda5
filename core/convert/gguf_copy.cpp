// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/gguf_copy.h"

#include "base/error.h"
#include "base/naming_file.h"
#include "base/words.h"
#include "checkpoint/gguf_writer.h"
#include "convert/destination.h"
#include "convert/source_files.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view countKey = "split.count";
constexpr std::string_view suffix = ".gguf";
constexpr std::uint64_t tileBytes = 1U << 20U; // stays in a second-level cache between writing and comparing

void requireGguf(const Checkpoint& source) {
    if (source.kind() != ContainerKind::gguf) {
        throw badInput(source.path(), say("This is no GGUF model"),
                       say("Only GGUF files are split and merged. Convert it first."));
    }
}

std::vector<GgufTensor> tensorsOf(const Checkpoint& source) {
    std::vector<GgufTensor> tensors;
    tensors.reserve(source.tensors().size());
    std::ranges::transform(source.tensors(), std::back_inserter(tensors), [](const TensorInfo& tensor) {
        return GgufTensor{.name = tensor.name, .type = tensor.type, .shape = tensor.shape};
    });
    return tensors;
}

/// `shards`: the file of each tensor.
OutputLayout layoutOf(std::vector<GgufLayout> files, std::span<const std::size_t> shards) {
    OutputLayout layout;
    std::vector<std::size_t> next(files.size(), 0); // tensor of each file
    layout.pieces.reserve(shards.size());
    for (std::size_t i = 0; i < shards.size(); ++i) {
        const std::size_t member = next[shards[i]]++;
        const GgufLayout& file = files[shards[i]];
        layout.pieces.push_back({.choice = i, .file = shards[i], .offset = file.offsets[member], .bytes = file.sizes[member]});
    }
    layout.files.reserve(files.size());
    for (GgufLayout& file : files) {
        layout.files.push_back({.relativePath = {}, .header = std::move(file.header), .bytes = file.fileBytes});
    }
    return layout;
}

/// Every tensor in tiles; progress counts their bytes.
void copyAll(const Checkpoint& source, const SourceFiles& files, const OutputLayout& layout, DirectWriter& writer) {
    std::uint64_t total = 0;
    for (const OutputPiece& piece : layout.pieces) {
        total += piece.bytes;
    }
    writer.progress().start(say("Copying"), total);
    std::vector<std::byte> tile;
    std::vector<std::byte> scratch;
    for (const OutputPiece& piece : layout.pieces) {
        const TensorInfo& tensor = source.tensors()[piece.choice];
        writer.progress().setItem(tensor.name);
        for (std::uint64_t offset = 0; offset < piece.bytes; offset += tileBytes) {
            tile.resize(static_cast<std::size_t>(std::min(tileBytes, piece.bytes - offset)));
            files.read(tensor, offset, tile);
            writer.write(piece.file, piece.offset + offset, tile, scratch);
        }
    }
}

} // namespace

OutputLayout layOutMerged(const Checkpoint& source) {
    requireGguf(source);
    const auto count = source.metadata().integer(countKey);
    if (!count || *count < 1) {
        throw badInput(source.path(), say("This GGUF model is not split"),
                       say("There is nothing to merge: it is one file already. Give any file of a set, for example "
                           "model-00001-of-00003.gguf."));
    }
    Metadata metadata = source.metadata();
    metadata.set(std::string(countKey), std::uint16_t{0}); // what llama-gguf-split leaves: no set any more
    std::vector<GgufLayout> files{namingFile(source.path(), [&] { return layOutGguf(metadata, tensorsOf(source)); })};
    return layoutOf(std::move(files), std::vector<std::size_t>(source.tensors().size(), 0));
}

OutputLayout layOutSplit(const Checkpoint& source, const GgufSplitLimits& limits) {
    requireGguf(source);
    const std::vector<GgufTensor> tensors = tensorsOf(source);
    std::vector<std::uint64_t> sizes;
    sizes.reserve(tensors.size());
    std::ranges::transform(source.tensors(), std::back_inserter(sizes), &TensorInfo::bytes);
    const std::vector<std::size_t> shards = shardsOfTensors(sizes, limits);
    OutputLayout layout = layoutOf(
        namingFile(source.path(), [&] { return layOutGgufSet(source.metadata(), tensors, shards, SplitKeyOrder::ggufSplit); }),
        shards);
    layout.setSuffix = suffix;
    return layout;
}

DirectReport copyGguf(const Checkpoint& source, const OutputLayout& layout, const fs::path& destination, bool replace,
                      Progress& progress, const CancelToken& cancel) {
    checkOutputPlace(source, layout, suffix, destination, replace);
    const SourceFiles files(source);
    const DirectJob job{.fill = [&](DirectWriter& writer) { copyAll(source, files, layout, writer); },
                        .requireUnchanged = [&] { files.checkUnchanged(); }};
    return writeDirectly(layout, destination, replace, job, progress, cancel);
}

} // namespace quantlathe
