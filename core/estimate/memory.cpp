// SPDX-License-Identifier: GPL-3.0-or-later
// Every formula stands in docs/estimates.md with its source and the measurements it was checked against.
#include "estimate/memory.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/bounded_product.h"
#include "estimate/cache_layout.h"
#include "estimate/companions.h"
#include "estimate/kv_cache.h"
#include "estimate/memory_parts.h"
#include "estimate/run_facts.h"
#include "estimate/term_sources.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t contextStep = 256;

Figure computeBuffer(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    if (const auto reason = whyComputeUnknown(model)) {
        return unknownFigure(*reason);
    }
    const HyperParameters& hyper = model.hyper();
    const CacheCells caches = cacheCells(model, settings);
    const std::uint64_t cells = std::max(caches.full, caches.windowed);
    const std::uint64_t maskCells = caches.full + caches.windowed; // a mask per cache
    const std::uint64_t context = std::max<std::uint64_t>(settings.contextTokens, 1);
    const std::uint64_t tokens =
        std::min<std::uint64_t>(cells > 0 ? cells : context, std::max<std::uint32_t>(settings.microBatch, 1));
    const std::uint64_t hidden = hyper.hidden;
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t heads = hyper.heads.empty() ? 0 : *std::ranges::max_element(hyper.heads);
    const std::uint64_t maskBytes = settings.flashAttention ? 2 : 4;
    const std::uint64_t mask = boundedProduct(maskBytes, tokens, maskCells); // sequences share the tokens

    struct Part {
        std::uint64_t bytes;
        std::string formula;
    };
    std::vector<Part> parts;
    parts.push_back(
        {boundedProduct(4, tokens, hyper.vocabulary + hidden), say("logits 4 × {} tokens × ({} vocabulary + {} hidden)", tokens,
                                                                   groupedDigits(hyper.vocabulary), groupedDigits(hidden))});
    parts.push_back({boundedProduct(4, tokens, 3 * feedForward + 4 * hidden),
                     say("activations 4 × {} tokens × (3 × {} feed-forward + 4 × {} hidden)", tokens,
                         groupedDigits(feedForward), groupedDigits(hidden))});
    if (const std::uint64_t width = recurrenceWidth(model); width > 0) {
        parts.push_back(
            {boundedProduct(4, tokens, width), say("recurrence 4 × {} tokens × {} values", tokens, groupedDigits(width))});
    }
    if (!settings.flashAttention && cells > 0) {
        parts.push_back({boundedProduct(4, heads, tokens, cells) + boundedProduct(20, tokens, hidden),
                         say("attention 4 × {} heads × {} tokens × {} cells + 20 × {} × {} hidden", heads, tokens,
                             groupedDigits(cells), tokens, groupedDigits(hidden))});
    }
    const Part& largest = *std::ranges::max_element(parts, {}, &Part::bytes);
    return {std::min(largest.bytes + mask, mostEstimatedBytes),
            maskCells == 0 ? largest.formula
                           : say("{} + mask {} × {} × {} cells", largest.formula, maskBytes, tokens, groupedDigits(maskCells))};
}

Figure weightsInMainMemory(const Model& model, std::span<const Choice> choices) {
    const std::vector<Choice> loaded = loadedChoices(model, choices);
    std::uint64_t bytes = 0;
    for (const Choice& choice : loaded) {
        bytes += residentBytes(choice);
    }
    return {bytes, withoutPredicting(say("all {} tensors as planned = {} bytes", loaded.size(), groupedDigits(bytes)),
                                     choices.size() - loaded.size())};
}

MemoryEstimate estimateLlamaCpp(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    MemoryEstimate estimate;
    estimate.weights =
        settings.onProcessor ? weightsInMainMemory(model, choices) : weightsOnDevice(model, choices, estimate.hostBytes);
    estimate.kv = kvCache(model, settings);
    estimate.compute = computeBuffer(model, choices, settings);
    estimate.overhead = overheadOf(settings);
    return estimate;
}

MemoryEstimate estimateFor(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    switch (settings.runtime) {
    case Runtime::llamaCpp: break;
    case Runtime::transformers: return estimateTransformers(model, choices, settings);
    case Runtime::vllm:
    case Runtime::sglang:
    case Runtime::tensorRtLlm: return estimateServer(model, choices, settings);
    case Runtime::exllamaV2: return estimateExllama(model, choices, settings);
    }
    return estimateLlamaCpp(model, choices, settings);
}

} // namespace

RunSettings runOn(const Gpu& gpu, RunSettings settings) {
    settings.onProcessor = gpu.isProcessor();
    settings.hasDesktop = settings.hasDesktop && !gpu.isMeasured;
    return settings;
}

std::uint64_t MemoryEstimate::extraBytes() const {
    std::uint64_t bytes = 0;
    for (const ExtraFigure& extra : extras) {
        bytes = std::min(bytes + extra.figure.bytes, mostEstimatedBytes);
    }
    return bytes;
}

MemoryEstimate estimateMemory(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    MemoryEstimate estimate = estimateFor(model, choices, settings);
    estimate.extras = extraFigures(model, choices, settings);
    estimate.isComplete = estimate.kv.isKnown && estimate.compute.isKnown &&
                          std::ranges::all_of(estimate.extras, [](const ExtraFigure& extra) { return extra.figure.isKnown; });
    nameSources(estimate, settings.runtime);
    return estimate;
}

std::uint64_t usableBytes(const Gpu& gpu, const MemoryEstimate& estimate) {
    const auto share =
        static_cast<std::uint64_t>(static_cast<double>(gpu.memoryBytes) * std::clamp(estimate.cardShare, 0.0, 1.0));
    return std::min(share, gpu.memoryBytes - std::min(gpu.memoryBytes, estimate.besideBytes));
}

std::uint64_t cardBytes(const MemoryEstimate& estimate) {
    const double share = std::clamp(estimate.cardShare, 0.01, 1.0);
    const double whole = std::min(std::ceil(static_cast<double>(estimate.total()) / share), 0x1p62);
    return std::max(static_cast<std::uint64_t>(whole), estimate.total() + estimate.besideBytes);
}

FitResult fitOn(const Gpu& gpu, const MemoryEstimate& estimate) {
    if (gpu.memoryBytes == 0) {
        return {Fit::unknown, 0};
    }
    const auto free = static_cast<std::int64_t>(usableBytes(gpu, estimate)) - static_cast<std::int64_t>(estimate.total());
    if (free < 0) {
        return {Fit::tooLarge, free};
    }
    if (!estimate.isComplete) {
        return {Fit::unknown, free};
    }
    return {free < static_cast<std::int64_t>(gibi) ? Fit::tight : Fit::fits, free};
}

std::optional<std::uint64_t> longestContext(const Model& model, std::span<const Choice> choices, RunSettings settings,
                                            const Gpu& gpu, std::uint64_t reserveBytes) {
    constexpr std::uint64_t unboundedContext = 16U << 20U; // where the model says none
    if (gpu.memoryBytes == 0 || !estimateMemory(model, choices, settings).isComplete) {
        return std::nullopt;
    }
    const auto isRoomFor = [&](std::uint64_t tokens) {
        settings.contextTokens = tokens;
        const MemoryEstimate estimate = estimateMemory(model, choices, settings);
        return estimate.total() + reserveBytes <= usableBytes(gpu, estimate);
    };
    if (!isRoomFor(contextStep)) {
        return 0;
    }
    const std::uint64_t trained = model.hyper().contextTokens;
    const std::uint64_t bound = trained == 0 ? unboundedContext : std::min(trained, unboundedContext);
    if (isRoomFor(bound)) {
        return bound;
    }
    std::uint64_t fitting = 1; // in steps; memory grows with the context, so halving finds the border
    std::uint64_t tooMany = bound / contextStep + 1;
    while (tooMany - fitting > 1) {
        const std::uint64_t middle = fitting + (tooMany - fitting) / 2;
        (isRoomFor(middle * contextStep) ? fitting : tooMany) = middle;
    }
    return fitting * contextStep;
}

} // namespace quantlathe
