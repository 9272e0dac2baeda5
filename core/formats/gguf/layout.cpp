// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/layout.h"

#include "base/error.h"
#include "base/text.h"
#include "checkpoint/gguf_writer.h"

#include <fmt/format.h>

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

} // namespace

Metadata outputMetadata(const Model& model, FileType fileType, const ImportanceMatrix* importance) {
    Metadata metadata;
    for (const MetadataPair& pair : model.ggufMetadata().pairs()) {
        // One file is written, aligned to the default of 32 bytes.
        if (!pair.key.starts_with("split.") && pair.key != "general.alignment") {
            metadata.insert(pair.key, pair.value);
        }
    }
    metadata.set("general.quantization_version", quantizationVersion);
    metadata.set("general.file_type", static_cast<std::uint32_t>(fileType));
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
    return metadata;
}

OutputLayout layOut(const Model& model, FileType fileType, std::span<const Choice> choices,
                    const ImportanceMatrix* importance) {
    std::vector<GgufTensor> tensors;
    tensors.reserve(choices.size());
    for (const Choice& choice : choices) {
        const auto type = elementTypeOf(*choice.encoding);
        if (!type) {
            throw badInput(
                {}, fmt::format("{} cannot be stored as {}", escapeForDisplay(choice.weight->name), choice.encoding->name()),
                "GGUF has no such tensor type.");
        }
        tensors.push_back({choice.weight->name, *type, choice.weight->shape});
    }
    GgufLayout file = layOutGguf(outputMetadata(model, fileType, importance), tensors);

    OutputLayout layout;
    layout.pieces.reserve(choices.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
        layout.pieces.push_back({.choice = i, .file = 0, .offset = file.offsets[i], .bytes = file.sizes[i]});
    }
    layout.files.push_back({.relativePath = {}, .header = std::move(file.header), .bytes = file.fileBytes});
    return layout;
}

} // namespace quantlathe::gguf
