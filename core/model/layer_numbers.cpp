// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layer_numbers.h"

#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "checkpoint/replica.h"
#include "codecs/encoding.h"

#include <fmt/format.h>

namespace quantlathe {
namespace {

std::string tensorName(const ArchitectureRow& row, const LayerNumberRule& rule, std::uint32_t layer) {
    return fmt::format("{}{}{}.{}", row.prefix, row.layerPrefix, layer, rule.source);
}

bool isSingleFloat(const TensorInfo& tensor) {
    using enum ElementType;
    return tensor.elements() == 1 && (tensor.type == F32 || tensor.type == F16 || tensor.type == BF16);
}

} // namespace

std::optional<std::string> readLayerNumbers(const Checkpoint& checkpoint, const ArchitectureRow& row, HyperParameters& hyper) {
    if (addressOfReplica(checkpoint)) { // values are elsewhere, and nobody can convert it
        return std::nullopt;
    }
    for (const LayerNumberRule& rule : row.layerNumbers) {
        LayerNumbers& numbers = hyper.layerNumbers.emplace_back(LayerNumbers{std::string(rule.key), {}});
        for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
            const std::string name = tensorName(row, rule, layer);
            const TensorInfo* const tensor = checkpoint.find(name);
            if (tensor == nullptr || !isSingleFloat(*tensor)) {
                return say("{} is missing, or no single floating-point number", escapeForDisplay(name));
            }
            float value = 0;
            readIntact(checkpoint,
                       [&] { encodingFor(tensor->type)->decode(checkpoint.bytes(*tensor), 1, std::span(&value, 1)); });
            numbers.values.push_back(value);
        }
    }
    return std::nullopt;
}

std::optional<std::vector<Weight>> layerNumberTensors(const Metadata& metadata, const ArchitectureRow& row,
                                                      std::uint32_t layers) {
    std::vector<Weight> weights;
    for (const LayerNumberRule& rule : row.layerNumbers) {
        const MetadataValue* const value = metadata.find(std::string(rule.key));
        const auto* const array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
        const auto* const list = array == nullptr ? nullptr : std::get_if<std::vector<float>>(array);
        if (list == nullptr || list->size() < layers) {
            return std::nullopt;
        }
        for (std::uint32_t layer = 0; layer < layers; ++layer) {
            Weight& weight = weights.emplace_back();
            weight.name = tensorName(row, rule, layer);
            weight.layer = layer;
            weight.shape = rule.isList ? std::vector<std::uint64_t>{1} : std::vector<std::uint64_t>();
            weight.generated = {(*list)[layer]};
        }
    }
    return weights;
}

} // namespace quantlathe
