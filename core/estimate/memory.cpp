// SPDX-License-Identifier: GPL-3.0-or-later
// Every formula stands in docs/estimates.md with its source and the measurements it was checked against.
#include "estimate/memory.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/attention_layout.h"
#include "estimate/bounded_product.h"
#include "estimate/kv_cache.h"
#include "estimate/run_facts.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t mebi = 1U << 20U;
constexpr std::uint64_t gibi = 1U << 30U;
constexpr std::uint64_t contextStep = 256;
constexpr std::uint64_t overheadBytes = 1440 * mebi;
constexpr std::uint64_t headlessBytes = 400 * mebi;

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{} MiB", groupedDigits((bytes + mebi / 2) / mebi));
}

Figure weightsOnDevice(std::span<const Choice> choices, std::uint64_t& hostBytes) {
    const bool isTied = tiesOutputToEmbedding(choices);
    std::uint64_t device = 0;
    std::size_t onDevice = 0;
    hostBytes = 0;
    for (const Choice& choice : choices) {
        const Weight& weight = *choice.weight;
        const std::uint64_t bytes = residentBytes(choice);
        const bool isLookedUp = isInputTable(weight);
        hostBytes += isLookedUp ? bytes : 0;
        if (!isLookedUp || (isTied && weight.role != Role::positionEmbedding)) {
            device += bytes;
            ++onDevice;
        }
    }
    std::string formula = say("{} of {} tensors as planned = {} bytes", onDevice, choices.size(), groupedDigits(device));
    if (hostBytes > 0) {
        formula =
            isTied ? say("{}; the token embedding is also the output matrix: on the device and once more in main memory ({})",
                         formula, megabytes(hostBytes))
                   : say("{}; the token embedding stays in main memory ({})", formula, megabytes(hostBytes));
    }
    return {device, std::move(formula)};
}

Figure computeBuffer(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    if (const auto reason = whyCacheUnknown(model)) {
        return {0, say("unknown: {}", *reason)};
    }
    const HyperParameters& hyper = model.hyper();
    const std::uint64_t cells = cacheCells(model, settings).full;
    const std::uint64_t maskCells =
        cells + (attentionLayout(model).hasWindow() ? cacheCells(model, settings).windowed : 0); // a mask per cache
    const std::uint64_t tokens = std::min<std::uint64_t>(cells, std::max<std::uint32_t>(settings.microBatch, 1));
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    const std::uint64_t hidden = hyper.hidden;
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t heads = *std::ranges::max_element(hyper.heads);
    const std::uint64_t maskBytes = settings.flashAttention ? 2 : 4;
    const std::uint64_t mask = boundedProduct(maskBytes, tokens, maskCells, sequences);

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
    if (!settings.flashAttention) {
        parts.push_back({boundedProduct(4, heads, tokens, cells) + boundedProduct(20, tokens, hidden),
                         say("attention 4 × {} heads × {} tokens × {} cells + 20 × {} × {} hidden", heads, tokens,
                             groupedDigits(cells), tokens, groupedDigits(hidden))});
    }
    const Part& largest = *std::ranges::max_element(parts, {}, &Part::bytes);
    return {std::min(largest.bytes + mask, mostEstimatedBytes),
            sequences > 1 ? say("{} + mask {} × {} × {} cells × {} sequences", largest.formula, maskBytes, tokens,
                                groupedDigits(maskCells), sequences)
                          : say("{} + mask {} × {} × {} cells", largest.formula, maskBytes, tokens, groupedDigits(maskCells))};
}

// ---- transformers (docs/estimates.md, "transformers") ----

Figure weightsOfFolder(std::span<const Choice> choices) {
    std::uint64_t bytes = 0;
    for (const Choice& choice : choices) {
        bytes += choice.encoding->bytes(choice.weight->rows(), choice.weight->columns());
    }
    return {bytes, say("all {} tensors as planned = {} bytes, the token embedding too", choices.size(), groupedDigits(bytes))};
}

/// The cache grows token by token, in 16 bits, without rounding of the context; windows are not used to save memory.
Figure dynamicCache(const Model& model, const RunSettings& settings) {
    if (const auto reason = whyCacheUnknown(model)) {
        return {0, say("unknown: {}", *reason)};
    }
    const HyperParameters& hyper = model.hyper();
    std::uint64_t perToken = 0;
    for (const std::uint32_t heads : hyper.kvHeads) {
        perToken += std::uint64_t{2} * heads * (hyper.keyLength + hyper.valueLength);
    }
    const std::uint64_t tokens = boundedProduct(settings.contextTokens, std::max<std::uint32_t>(settings.sequences, 1));
    return {boundedProduct(perToken, tokens), say("{} bytes of K and V in 16 bits a token in {} layers × {} tokens",
                                                  groupedDigits(perToken), hyper.layers, groupedDigits(tokens))};
}

/// A prompt as long as the context goes through a layer at once; only the last position gets logits.
Figure prefill(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    if (const auto reason = whyCacheUnknown(model)) {
        return {0, say("unknown: {}", *reason)};
    }
    const HyperParameters& hyper = model.hyper();
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t tokens = settings.contextTokens;
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    const std::uint64_t activations = boundedProduct(2, tokens, sequences, 3 * feedForward + 4 * hyper.hidden);
    return {std::min(activations + boundedProduct(4, sequences, hyper.vocabulary), mostEstimatedBytes),
            say("activations 2 × {} tokens × (3 × {} feed-forward + 4 × {} hidden) + logits 4 × {} vocabulary",
                groupedDigits(tokens * sequences), groupedDigits(feedForward), groupedDigits(hyper.hidden),
                groupedDigits(hyper.vocabulary))};
}

Figure weightsInMainMemory(std::span<const Choice> choices) {
    std::uint64_t bytes = 0;
    for (const Choice& choice : choices) {
        bytes += residentBytes(choice);
    }
    return {bytes, say("all {} tensors as planned = {} bytes", choices.size(), groupedDigits(bytes))};
}

Figure overheadOf(const RunSettings& settings) {
    if (settings.onProcessor) {
        return {0, say("none: no driver stands between the program and main memory")};
    }
    if (!settings.hasDesktop) {
        return {headlessBytes, say("400 MiB for driver and kernels on a card without a desktop")};
    }
    return {overheadBytes,
            say("1 440 MiB for driver, kernels and a desktop: measured on an RTX 3060, within 130 MiB for five models")};
}

MemoryEstimate estimateTransformers(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    constexpr std::uint64_t fragmentPercent = 5; // of PyTorch's allocator: 3 to 8 % are seen
    MemoryEstimate estimate;
    estimate.weights = weightsOfFolder(choices);
    estimate.kv = dynamicCache(model, settings);
    estimate.compute = prefill(model, choices, settings);
    const std::uint64_t allocated = estimate.weights.bytes + estimate.kv.bytes + estimate.compute.bytes;
    estimate.overhead = overheadOf(settings);
    estimate.overhead.bytes += allocated / 100 * fragmentPercent;
    estimate.overhead.formula = say("{}, and {} % that PyTorch's allocator loses", estimate.overhead.formula, fragmentPercent);
    estimate.isComplete = !whyCacheUnknown(model);
    return estimate;
}

} // namespace

RunSettings runOn(const Gpu& gpu, RunSettings settings) {
    settings.onProcessor = gpu.isProcessor();
    settings.hasDesktop = settings.hasDesktop && !gpu.isMeasured;
    return settings;
}

MemoryEstimate estimateMemory(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    if (settings.runtime == Runtime::transformers) {
        return estimateTransformers(model, choices, settings);
    }
    MemoryEstimate estimate;
    estimate.weights = settings.onProcessor ? weightsInMainMemory(choices) : weightsOnDevice(choices, estimate.hostBytes);
    estimate.kv = kvCache(model, settings);
    estimate.compute = computeBuffer(model, choices, settings);
    estimate.overhead = overheadOf(settings);
    estimate.isComplete = !whyCacheUnknown(model);
    return estimate;
}

FitResult fitOn(const Gpu& gpu, const MemoryEstimate& estimate) {
    if (gpu.memoryBytes == 0) {
        return {Fit::unknown, 0};
    }
    const auto free = static_cast<std::int64_t>(gpu.memoryBytes) - static_cast<std::int64_t>(estimate.total());
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
    if (whyCacheUnknown(model) || gpu.memoryBytes == 0) {
        return std::nullopt;
    }
    const auto isRoomFor = [&](std::uint64_t tokens) {
        settings.contextTokens = tokens;
        return estimateMemory(model, choices, settings).total() + reserveBytes <= gpu.memoryBytes;
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
