// SPDX-License-Identifier: GPL-3.0-or-later
// The checkpoint that TensorRT-LLM builds engines of: a file a card, and its own names (docs/formats/tensorrt-llm.md).
#pragma once

#include "formats/folder_format.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace quantlathe::smoothquant {

/// What a folder is made of.
struct TensorRtFolder {
    const Format& format; // as the model card names it
    const Model& model;
    const Preset& preset;
    std::span<const Choice> choices;
};

/// Why the model cannot become such a checkpoint; nothing if it can.
[[nodiscard]] std::optional<std::string> whyNoTensorRt(const Model& model, std::uint32_t cards);

/// What a linear layer of such a model is written in; nullptr for weights that are none, and for the output matrix.
[[nodiscard]] const MatrixEncoding* tensorRtEncoding(const Weight& weight, std::uint32_t cards);

/// `quantization`: what config.json says of it. Precondition: !whyNoTensorRt(). Throws Error(badInput) for choices that are
/// not those of tensorRtEncoding().
[[nodiscard]] OutputLayout tensorRtLayout(const TensorRtFolder& folder, std::uint32_t cards,
                                          const nlohmann::ordered_json& quantization);

} // namespace quantlathe::smoothquant
