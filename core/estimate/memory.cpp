// SPDX-License-Identifier: GPL-3.0-or-later
// Every formula stands in docs/estimates.md with its source and the measurements it was checked against.
#include "estimate/memory.h"

#include "base/checked.h"
#include "base/text.h"
#include "estimate/run_facts.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t mebi = 1U << 20U;
constexpr std::uint64_t gibi = 1U << 30U;
constexpr std::uint64_t cellStep = 256;       // llama.cpp rounds the context up
constexpr std::uint64_t tensorAlignment = 32; // of GGUF files
constexpr std::uint64_t overheadBytes = 1440 * mebi;

struct KvTypeInfo {
    KvType type;
    std::string_view name;
    std::uint64_t valuesPerBlock;
    std::uint64_t bytesPerBlock;
};
constexpr auto kvTypes = std::to_array<KvTypeInfo>({
    {KvType::f16, "f16", 1, 2},
    {KvType::q8_0, "q8_0", 32, 34},
    {KvType::q4_0, "q4_0", 32, 18},
});

const KvTypeInfo& info(KvType type) {
    return *std::ranges::find(kvTypes, type, &KvTypeInfo::type);
}

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{} MiB", groupedDigits((bytes + mebi / 2) / mebi));
}

std::uint64_t cellsOf(const RunSettings& settings) {
    return roundUp(std::max<std::uint64_t>(settings.contextTokens, 1), cellStep);
}

Figure weightsOnDevice(const Model& model, std::span<const Choice> choices, std::uint64_t& hostBytes) {
    const bool isTied = tiesOutputToEmbedding(choices);
    std::uint64_t device = 0;
    std::size_t onDevice = 0;
    hostBytes = 0;
    for (const Choice& choice : choices) {
        const Weight& weight = *choice.weight;
        const std::uint64_t bytes = roundUp(choice.encoding->bytes(weight.rows(), weight.columns()), tensorAlignment);
        const bool isLookedUp = isInputTable(weight);
        hostBytes += isLookedUp ? bytes : 0;
        if (!isLookedUp || (isTied && weight.role != Role::positionEmbedding)) {
            device += bytes;
            ++onDevice;
        }
    }
    std::string formula =
        fmt::format("{} of {} tensors as planned = {} bytes", onDevice, choices.size(), groupedDigits(device));
    if (hostBytes > 0) {
        formula += isTied
                       ? fmt::format(
                             "; the token embedding is also the output matrix: on the device and once more in main memory ({})",
                             megabytes(hostBytes))
                       : fmt::format("; the token embedding stays in main memory ({})", megabytes(hostBytes));
    }
    if (!model.understood()) {
        formula += "; the roles of the tensors are not known";
    }
    return {device, std::move(formula)};
}

Figure kvCache(const Model& model, const RunSettings& settings) {
    const HyperParameters& hyper = model.hyper();
    if (const auto reason = whyKvUnknown(model)) {
        return {0, "unknown: " + *reason};
    }
    const KvTypeInfo* type = &info(settings.kv);
    std::string note;
    if (hyper.keyLength % type->valuesPerBlock != 0 || hyper.valueLength % type->valuesPerBlock != 0) {
        note = fmt::format(" ({} needs heads of a multiple of {} values: f16 taken)", type->name, type->valuesPerBlock);
        type = &info(KvType::f16);
    }
    const std::uint64_t cells = cellsOf(settings);
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    std::uint64_t perCell = 0; // bytes of K and V over all layers
    for (const std::uint64_t heads : hyper.kvHeads) {
        const std::uint64_t values = heads * hyper.keyLength + heads * hyper.valueLength;
        perCell += values / type->valuesPerBlock * type->bytesPerBlock;
    }
    const double bytesPerValue = static_cast<double>(type->bytesPerBlock) / static_cast<double>(type->valuesPerBlock);
    const bool isUniform = std::ranges::adjacent_find(hyper.kvHeads, std::ranges::not_equal_to()) == hyper.kvHeads.end();
    std::string formula;
    if (isUniform && hyper.keyLength == hyper.valueLength) {
        formula = fmt::format("2 × {} layers × {} cells × {} heads × {} × {:g} bytes", hyper.layers, groupedDigits(cells),
                              hyper.kvHeads.front(), hyper.keyLength, bytesPerValue);
    } else {
        formula = fmt::format("{} cells × {} bytes of K and V in {} layers", groupedDigits(cells), groupedDigits(perCell),
                              hyper.layers);
    }
    if (sequences > 1) {
        formula += fmt::format(" × {} sequences", sequences);
    }
    return {perCell * cells * sequences, formula + note};
}

Figure computeBuffer(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    if (const auto reason = whyKvUnknown(model)) {
        return {0, "unknown: " + *reason};
    }
    const HyperParameters& hyper = model.hyper();
    const std::uint64_t cells = cellsOf(settings);
    const std::uint64_t tokens = std::min<std::uint64_t>(cells, std::max<std::uint32_t>(settings.microBatch, 1));
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    const std::uint64_t hidden = hyper.hidden;
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t heads = *std::ranges::max_element(hyper.heads);
    const std::uint64_t maskBytes = settings.flashAttention ? 2 : 4;
    const std::uint64_t mask = maskBytes * tokens * cells * sequences;

    struct Part {
        std::uint64_t bytes;
        std::string formula;
    };
    std::vector<Part> parts;
    parts.push_back(
        {4 * tokens * (hyper.vocabulary + hidden), fmt::format("logits 4 × {} tokens × ({} vocabulary + {} hidden)", tokens,
                                                               groupedDigits(hyper.vocabulary), groupedDigits(hidden))});
    parts.push_back({4 * tokens * (3 * feedForward + 4 * hidden),
                     fmt::format("activations 4 × {} tokens × (3 × {} feed-forward + 4 × {} hidden)", tokens,
                                 groupedDigits(feedForward), groupedDigits(hidden))});
    if (!settings.flashAttention) {
        parts.push_back({4 * heads * tokens * cells + 5 * 4 * tokens * hidden,
                         fmt::format("attention 4 × {} heads × {} tokens × {} cells + 20 × {} × {} hidden", heads, tokens,
                                     groupedDigits(cells), tokens, groupedDigits(hidden))});
    }
    const Part& largest = *std::ranges::max_element(parts, {}, &Part::bytes);
    return {largest.bytes + mask,
            fmt::format("{} + mask {} × {} × {} cells{}", largest.formula, maskBytes, tokens, groupedDigits(cells),
                        sequences > 1 ? fmt::format(" × {} sequences", sequences) : "")};
}

} // namespace

std::string_view name(KvType type) {
    return info(type).name;
}

std::optional<KvType> kvTypeFromName(std::string_view name) {
    const auto* found = std::ranges::find(kvTypes, name, &KvTypeInfo::name);
    return found == kvTypes.end() ? std::nullopt : std::optional(found->type);
}

MemoryEstimate estimateMemory(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    MemoryEstimate estimate;
    estimate.weights = weightsOnDevice(model, choices, estimate.hostBytes);
    estimate.kv = kvCache(model, settings);
    estimate.compute = computeBuffer(model, choices, settings);
    estimate.overhead = {
        overheadBytes, "1 440 MiB for driver, kernels and a desktop: measured on an RTX 3060, within 120 MiB for five models"};
    estimate.isComplete = !whyKvUnknown(model);
    return estimate;
}

FitResult fitOn(const Gpu& gpu, const MemoryEstimate& estimate) {
    const auto free = static_cast<std::int64_t>(gpu.memoryBytes) - static_cast<std::int64_t>(estimate.total());
    const Fit fit = free < 0 ? Fit::tooLarge : free < static_cast<std::int64_t>(gibi) ? Fit::tight : Fit::fits;
    return {fit, free};
}

std::uint64_t longestContext(const Model& model, std::span<const Choice> choices, RunSettings settings, const Gpu& gpu,
                             std::uint64_t reserveBytes) {
    constexpr std::uint64_t unboundedContext = 16U << 20U; // where the model says none
    const auto isRoomFor = [&](std::uint64_t tokens) {
        settings.contextTokens = tokens;
        const MemoryEstimate estimate = estimateMemory(model, choices, settings);
        return estimate.isComplete && estimate.total() + reserveBytes <= gpu.memoryBytes;
    };
    if (!isRoomFor(cellStep)) {
        return 0;
    }
    const std::uint64_t trained = model.hyper().contextTokens;
    const std::uint64_t bound = trained == 0 ? unboundedContext : std::min(trained, unboundedContext);
    if (isRoomFor(bound)) {
        return bound;
    }
    std::uint64_t fitting = 1; // in steps; memory grows with the context, so halving finds the border
    std::uint64_t tooMany = bound / cellStep + 1;
    while (tooMany - fitting > 1) {
        const std::uint64_t middle = fitting + (tooMany - fitting) / 2;
        (isRoomFor(middle * cellStep) ? fitting : tooMany) = middle;
    }
    return fitting * cellStep;
}

} // namespace quantlathe
