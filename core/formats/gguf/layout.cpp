// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/layout.h"

#include "base/error.h"
#include "base/naming_file.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_split.h"
#include "checkpoint/gguf_writer.h"
#include "formats/gguf/mixture.h"
#include "model/vision/image_part.h"

#include <algorithm>
#include <map>

namespace quantlathe::gguf {
namespace {

constexpr std::uint32_t quantizationVersion = 2;
constexpr std::size_t longestOverride = 127; // bytes of a string that llama-quantize adds

std::string shortened(std::string text) {
    if (text.size() > longestOverride) {
        text.resize(longestOverride);
        while (!text.empty() && !isValidUtf8(text)) { // a character cut in two
            text.pop_back();
        }
    }
    return text;
}

constexpr std::uint32_t guessedFlag = 1024; // of general.file_type: the file did not say

/// The type that most tensors have; among equals the one that gets there first in llama.cpp's order.
ElementType mostFrequentType(const Model& model) {
    std::vector<std::string_view> names;
    for (const Weight& weight : model.weights()) {
        names.emplace_back(weight.name);
    }
    std::map<ElementType, std::size_t> tensors;
    ElementType most = ElementType::F32;
    std::size_t best = 0;
    for (const std::size_t index : outputOrder(names)) {
        const ElementType type = model.weights()[index].storedType;
        if (++tensors[type] > best) {
            best = tensors[type];
            most = type;
        }
    }
    return most;
}

/// What llama.cpp's loader takes a GGUF file for that does not say: one of the file types of its most frequent type.
std::uint32_t guessedFileType(const Model& model) {
    using E = ElementType;
    using F = FileType;
    constexpr std::uint32_t nvfp4 = 39; // a file type that llama-quantize cannot make
    const ElementType type = mostFrequentType(model);
    switch (type) { // those whose first file type in our table is another one
    case E::MXFP4: return guessedFlag;
    case E::NVFP4: return nvfp4 | guessedFlag;
    case E::Q3_K: return static_cast<std::uint32_t>(F::Q3_K_M) | guessedFlag;
    case E::IQ3_S: return static_cast<std::uint32_t>(F::IQ3_S) | guessedFlag;
    case E::IQ2_S: return static_cast<std::uint32_t>(F::IQ2_S) | guessedFlag;
    case E::IQ2_XS: return static_cast<std::uint32_t>(F::IQ2_XS) | guessedFlag;
    default: break;
    }
    const auto all = fileTypes();
    const auto found = std::ranges::find(all, type, &FileTypeInfo::defaultType);
    return (found == all.end() ? 0 : static_cast<std::uint32_t>(found->type)) | guessedFlag;
}

/// What a conversion from Hugging Face's form writes for matrices that stay as they are.
FileType convertedFileType(const Model& model) {
    const ElementType type = model.dominantType();
    return type == ElementType::BF16 ? FileType::BF16 : type == ElementType::F16 ? FileType::F16 : FileType::F32;
}

/// The number on disk. A copy keeps what the source says.
std::uint32_t fileTypeNumber(const Model& model, FileType fileType) {
    if (fileType != FileType::Copy) {
        return static_cast<std::uint32_t>(fileType);
    }
    if (model.checkpoint().kind() != ContainerKind::gguf) {
        return static_cast<std::uint32_t>(convertedFileType(model));
    }
    const auto stated = model.checkpoint().metadata().integer("general.file_type");
    return stated && *stated >= 0 && *stated <= 0xFFFFFFFFLL ? static_cast<std::uint32_t>(*stated) : guessedFileType(model);
}

std::vector<std::size_t> shardsOf(const Model& model, std::span<const Choice> choices, std::span<const std::uint64_t> sizes,
                                  const SplitOptions& split) {
    if (!split.asSource) {
        return shardsOfTensors(sizes, {.bytes = split.maxBytes, .tensors = split.maxTensors});
    }
    if (model.graft()) {
        throw badInput(model.checkpoint().path(), say("The files of the source cannot be kept"),
                       say("Some of the tensors come from another model. Limit the size of the files instead."));
    }
    std::vector<std::size_t> shards;
    shards.reserve(choices.size());
    for (const Choice& choice : choices) {
        shards.push_back(sourceFileOf(model, *choice.weight));
    }
    return shards;
}

/// How the output is split it says itself.
Metadata keptMetadata(const Metadata& stored) {
    Metadata metadata;
    for (const MetadataPair& pair : stored.pairs()) {
        if (!pair.key.starts_with("split.")) {
            metadata.insert(pair.key, pair.value);
        }
    }
    return metadata;
}

void overrideIn(Metadata& metadata, const OutputOptions& options) {
    for (const MetadataOverride& entry : options.overrides) {
        std::visit([&](const auto& value) { metadata.set(entry.key, value); }, entry.value);
    }
}

} // namespace

std::size_t sourceFileOf(const Model& model, const Weight& weight) {
    return weight.isStored() ? model.checkpoint().tensors()[weight.tensors.front()].file : 0;
}

Metadata outputMetadata(const Model& model, FileType fileType, const ImportanceMatrix* importance,
                        const OutputOptions& options) {
    Metadata metadata;
    if (options.keepHeader) {
        metadata = keptMetadata(model.checkpoint().metadata());
        overrideIn(metadata, options);
        return metadata;
    }
    for (const MetadataPair& pair : model.ggufMetadata().pairs()) {
        // The output is aligned to the default of 32 bytes and says itself how it is split.
        if (!pair.key.starts_with("split.") && pair.key != "general.alignment") {
            metadata.insert(pair.key, pair.value);
        }
    }
    metadata.set("general.quantization_version", quantizationVersion);
    metadata.set("general.file_type", fileTypeNumber(model, fileType));
    overrideIn(metadata, options);
    if (importance != nullptr && !importance->columns.empty()) {
        metadata.set("quantize.imatrix.file", shortened(importance->file.string()));
        if (!importance->datasets.empty()) {
            metadata.set("quantize.imatrix.dataset", shortened(importance->datasets.front()));
        }
        metadata.set("quantize.imatrix.entries_count", static_cast<std::uint32_t>(importance->columns.size()));
        if (importance->chunks > 0) {
            metadata.set("quantize.imatrix.chunks_count", importance->chunks);
        }
    }
    if (!options.prunedLayers.empty()) {
        const std::string blockCount = model.architecture() + ".block_count";
        if (const MetadataValue* const left = metadata.find(blockCount)) {
            metadata.set(blockCount, MetadataValue(*left)); // a copy: set() removes the old one first
        }
    }
    return metadata;
}

OutputLayout layOut(const Model& model, FileType fileType, std::span<const Choice> choices, const ImportanceMatrix* importance,
                    const OutputOptions& options) {
    std::vector<GgufTensor> tensors;
    tensors.reserve(choices.size());
    for (const Choice& choice : choices) {
        const auto type = elementTypeOf(*choice.encoding);
        if (!type) {
            throw badInput({}, say("{} cannot be stored as {}", escapeForDisplay(choice.weight->name), choice.encoding->name()),
                           say("GGUF has no such tensor type."));
        }
        tensors.push_back({choice.weight->name, *type, fileShapeOf(model, *choice.weight)});
    }
    const Metadata metadata = outputMetadata(model, fileType, importance, options);
    // Names and keys are the model's, what options say was checked.
    std::vector<GgufLayout> files{namingFile(model.checkpoint().path(), [&] { return layOutGguf(metadata, tensors); })};
    std::vector<std::size_t> shards(choices.size(), 0);
    if (options.split.wantsSeveral()) {
        shards = shardsOf(model, choices, files.front().sizes, options.split);
        if (std::ranges::any_of(shards, [](std::size_t shard) { return shard > 0; })) { // else it stays one plain file
            const auto order = options.split.asSource ? SplitKeyOrder::quantize : SplitKeyOrder::ggufSplit;
            files = layOutGgufSet(metadata, tensors, shards, order);
        }
    }

    OutputLayout layout;
    layout.setSuffix = files.size() > 1 ? ".gguf" : "";
    layout.pieces.reserve(choices.size());
    std::vector<std::size_t> next(files.size(), 0); // tensor of each file
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const GgufLayout& file = files[shards[i]];
        const std::size_t member = next[shards[i]]++;
        layout.pieces.push_back({.choice = i, .file = shards[i], .offset = file.offsets[member], .bytes = file.sizes[member]});
    }
    layout.files.reserve(files.size());
    for (GgufLayout& file : files) {
        layout.files.push_back({.relativePath = {}, .header = std::move(file.header), .bytes = file.fileBytes});
    }
    return layout;
}

} // namespace quantlathe::gguf
