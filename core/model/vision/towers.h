// SPDX-License-Identifier: GPL-3.0-or-later
// The table of image parts that can become a GGUF file of their own (docs/formats/mmproj.md): one row a class of Hugging Face
// models, its tensors and its keys. A new image part is a new row.
#pragma once

#include "checkpoint/metadata.h"
#include "model/architectures.h"
#include "model/config.h"
#include "model/weight.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

/// What a GGUF file stores a tensor in, whatever its other matrices get.
enum class Keeping : std::uint8_t {
    none, // as the others
    f32,
    f16,
    f16BesideF16, // F16 where the matrices are that, else F32
};

/// The numbers that describe a vision tower and what leads from it to the text model.
struct VisionSizes {
    std::uint32_t layers = 0;
    std::uint64_t hidden = 0;
    std::uint64_t feedForward = 0;
    std::uint32_t heads = 0;
    std::uint32_t kvHeads = 0;
    std::uint64_t headSize = 0;
    std::uint64_t patch = 0;         // pixels along a side
    std::uint64_t image = 0;         // the same of a whole picture
    std::uint64_t merge = 1;         // so many patches along each side become one vector
    std::uint64_t text = 0;          // width of the text model
    std::vector<std::uint32_t> taps; // layers whose values the text model also gets (Qwen3-VL), in the order of their mergers
    std::uint64_t breakToken = 0;    // number of the token that ends a row of patches (Pixtral)
};

/// What a dimension of a stored tensor must be.
enum class VisionSize : std::uint8_t {
    none,
    any, // as the file has it
    two,
    channels,
    hidden,
    feedForward,
    queryRows,
    keyRows,
    fusedRows, // queries, keys and values in one matrix
    headSize,
    patch,
    patchValues,  // of all channels
    mergedHidden, // of the patches that become one vector
    text,
};

/// What happens on the way from the stored tensor to the one of the file.
enum class VisionChange : std::uint8_t {
    none,
    interleaveHeads,
    firstFrame, // of kernels over two pictures that follow each other
    secondFrame,
    queryPart, // of a fused matrix
    keyPart,
    valuePart,
    planes,   // pixels whose channels lie side by side, as planes
    breakRow, // the row of the token that ends a row of patches
};

/// One linear layer, norm or embedding. Names are without ".weight" and ".bias".
struct VisionRule {
    std::string_view source; // of a numbered tensor: the part behind the number
    std::string_view target;
    std::array<VisionSize, 5> shape{}; // as stored, outermost first
    VisionChange change = VisionChange::none;
    Keeping keeping = Keeping::none; // only of tensors without a number
    Bias bias = Bias::none;
    bool isOptional = false;
    bool isWholeName = false; // source and target say all of their names
    bool hasBounds = false;   // single values beside it that bound what goes in and out (Gemma 4), or not
    float addend = 0;
};
using VisionRules = std::span<const VisionRule>;

/// What a writer of keys knows.
struct VisionContext {
    const Config& vision;    // vision_config
    const Config& model;     // config.json as a text model reads it
    const Config& processor; // what the folder says about pictures
    const VisionSizes& sizes;
    Metadata& metadata;
};
/// Appends its keys. Throws Error(badInput) naming the file for values that are missing, of the wrong kind or out of bounds.
using VisionKeyWriter = void (*)(const VisionContext&);

struct VisionTower {
    std::string_view hfClass;                  // architectures[0] of config.json
    std::string_view towerKind{};              // model_type of vision_config, where the class has several; empty: any
    std::string_view name;                     // clip.projector_type
    std::span<const std::string_view> roots;   // stored names begin so, with "model." in front or not
    std::span<const std::string_view> cuts{};  // are cut out of stored names
    std::span<const std::string_view> drops{}; // stored names with one of these in them belong to no tensor of the file
    std::string_view layerPrefix;              // what stands before a layer's number
    std::span<const VisionRules> modelTensors;
    std::span<const VisionRules> layerTensors; // behind "v.blk.N."
    std::string_view tapPrefix{};              // what stands before a merger's number
    VisionRules tapTensors{};                  // behind "v.deepstack.N.", N being the layer
    std::span<const VisionKeyWriter> keys;     // in the order in which the reference writes them
    void (*adjust)(const Config& vision, const Config& model, VisionSizes& sizes) = nullptr; // what sizes() has otherwise
    bool endsRows = false; // rows of patches are ended by a token of the text model
};

[[nodiscard]] std::span<const VisionTower> visionTowers();
/// nullptr if there is no row for the class with such a vision_config.
[[nodiscard]] const VisionTower* visionTowerOf(std::string_view hfClass, const Config& vision);

} // namespace quantlathe
