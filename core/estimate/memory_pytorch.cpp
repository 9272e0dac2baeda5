// SPDX-License-Identifier: GPL-3.0-or-later
// transformers, and what else is PyTorch alone (docs/estimates.md, "transformers").
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

/// The cache grows token by token, in 16 bits, without rounding of the context; windows are not used to save memory.
Figure dynamicCache(const Model& model, const RunSettings& settings) {
    std::uint64_t perToken = 0;
    const CacheLayout layout = cacheLayout(model);
    for (const LayerKeeps& layer : layout.layers) {
        perToken += 2 * (layer.keyValues() + layer.valueValues());
    }
    const std::uint64_t tokens = boundedProduct(settings.contextTokens, std::max<std::uint32_t>(settings.sequences, 1));
    std::string formula = say("{} bytes of K and V in 16 bits a token in {} layers × {} tokens", groupedDigits(perToken),
                              layout.layers.size(), groupedDigits(tokens));
    return {boundedProduct(perToken, tokens), withTypeTaken(std::move(formula), Runtime::transformers, settings.kv)};
}

/// A prompt as long as the context goes through a layer at once; only the last position gets logits.
Figure prefill(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    const HyperParameters& hyper = model.hyper();
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    const std::uint64_t tokens = boundedProduct(settings.contextTokens, sequences);
    const std::uint64_t activations = boundedProduct(2, tokens, 3 * feedForward + 4 * hyper.hidden);
    return {std::min(activations + boundedProduct(4, sequences, hyper.vocabulary), mostEstimatedBytes),
            say("activations 2 × {} tokens × (3 × {} feed-forward + 4 × {} hidden) + logits 4 × {} vocabulary",
                groupedDigits(tokens), groupedDigits(feedForward), groupedDigits(hyper.hidden),
                groupedDigits(hyper.vocabulary))};
}

} // namespace

MemoryEstimate estimateTransformers(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    constexpr std::uint64_t fragmentPercent = 5; // of PyTorch's allocator: 3 to 8 % are seen
    const auto unknown = whyCacheUnknownIn(model, Runtime::transformers);
    MemoryEstimate estimate;
    estimate.weights = weightsOfFolder(model, choices);
    estimate.kv = unknown ? unknownFigure(*unknown) : dynamicCache(model, settings);
    estimate.compute = unknown ? unknownFigure(*unknown) : prefill(model, choices, settings);
    const std::uint64_t allocated = estimate.weights.bytes + estimate.kv.bytes + estimate.compute.bytes;
    estimate.overhead = overheadOf(settings);
    estimate.overhead.bytes += allocated / 100 * fragmentPercent;
    estimate.overhead.formula = say("{}, and {} % that PyTorch's allocator loses", estimate.overhead.formula, fragmentPercent);
    return estimate;
}

} // namespace quantlathe
