// SPDX-License-Identifier: GPL-3.0-or-later
// ExLlamaV2 (docs/estimates.md, "ExLlamaV2"): everything is allocated when the model is loaded.
#include "base/text.h"
#include "base/words.h"
#include "estimate/bounded_product.h"
#include "estimate/cache_layout.h"
#include "estimate/kv_types.h"
#include "estimate/memory_parts.h"
#include "estimate/run_facts.h"

#include <algorithm>

namespace quantlathe {
namespace {

constexpr std::uint64_t pageTokens = 256;
constexpr std::uint64_t inputTokens = 2048; // of a prompt at once

/// Quantized types are unpacked to 16 bits, one layer at a time, into tensors that are always there.
Figure allocatedCache(const Model& model, const RunSettings& settings) {
    const KvTypeInfo& type = info(kvTypeIn(Runtime::exllamaV2, settings.kv));
    std::uint64_t perToken = 0;
    std::uint64_t widest = 0;
    for (const LayerKeeps& layer : cacheLayout(model).layers) {
        perToken += keyBytes(type, layer.keyValues()) + valueBytes(type, layer.valueValues());
        widest = std::max(widest, 2 * (layer.keyValues() + layer.valueValues()));
    }
    const std::uint64_t tokens =
        roundUp(boundedProduct(settings.contextTokens, std::max<std::uint32_t>(settings.sequences, 1)), pageTokens);
    const std::uint64_t unpacked = type.type == KvType::f16 ? 0 : widest;
    std::string formula = unpacked == 0
                              ? say("{} bytes of K and V a token × {} tokens", groupedDigits(perToken), groupedDigits(tokens))
                              : say("({} bytes of K and V a token + {} of one layer in 16 bits) × {} tokens",
                                    groupedDigits(perToken), groupedDigits(unpacked), groupedDigits(tokens));
    return {boundedProduct(perToken + unpacked, tokens), withTypeTaken(std::move(formula), Runtime::exllamaV2, settings.kv)};
}

/// One matrix in 16 bits and what 2048 tokens make of it: of the output matrix, or of a feed-forward network.
Figure scratch(const Model& model, std::span<const Choice> choices) {
    const HyperParameters& hyper = model.hyper();
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t head =
        boundedProduct(2, hyper.hidden, hyper.vocabulary) + boundedProduct(4, inputTokens, hyper.vocabulary);
    const std::uint64_t network =
        boundedProduct(2, hyper.hidden, feedForward) + boundedProduct(2, inputTokens, hyper.hidden + 2 * feedForward);
    return head > network ? Figure{head, say("output matrix 2 × {} hidden × {} vocabulary + logits 4 × {} tokens × {}",
                                             groupedDigits(hyper.hidden), groupedDigits(hyper.vocabulary), inputTokens,
                                             groupedDigits(hyper.vocabulary))}
                          : Figure{network, say("network 2 × {} hidden × {} + 2 × {} tokens × ({} + 2 × {})",
                                                groupedDigits(hyper.hidden), groupedDigits(feedForward), inputTokens,
                                                groupedDigits(hyper.hidden), groupedDigits(feedForward))};
}

} // namespace

MemoryEstimate estimateExllama(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    const auto unknown = whyCacheUnknownIn(model, Runtime::exllamaV2);
    MemoryEstimate estimate;
    estimate.weights = weightsOnDevice(model, choices, estimate.hostBytes);
    estimate.kv = unknown ? unknownFigure(*unknown) : allocatedCache(model, settings);
    estimate.compute = unknown ? unknownFigure(*unknown) : scratch(model, choices);
    estimate.overhead = overheadOf(settings);
    return estimate;
}

} // namespace quantlathe
