// SPDX-License-Identifier: GPL-3.0-or-later
// vLLM, SGLang and TensorRT-LLM: servers that fill the card with keys and values of many sequences (docs/estimates.md, "vLLM",
// "SGLang, TensorRT-LLM").
#include "base/text.h"
#include "base/words.h"
#include "estimate/bounded_product.h"
#include "estimate/cache_layout.h"
#include "estimate/kv_types.h"
#include "estimate/memory_parts.h"
#include "estimate/run_facts.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

// vLLM's defaults on cards below 70 GiB (2026).
constexpr std::uint64_t blockTokens = 16;
constexpr std::uint64_t batchedTokens = 2048;
constexpr std::uint64_t mostSequences = 256;
/// Copies of the logits of all sequences while their next tokens are drawn: 9.7 to 10.3 in three published runs.
constexpr std::uint64_t logitCopies = 10;
constexpr std::uint64_t serverOverhead = 512 * mebi;

/// Tokens in whole blocks.
std::uint64_t blocksOf(std::uint64_t tokens) {
    return roundUp(std::clamp<std::uint64_t>(tokens, 1, mostEstimatedBytes), blockTokens);
}

struct ServedCache {
    std::uint64_t sequenceBytes = 0; // of a sequence as long as the context, on one card
    std::uint64_t pageBytes = 1;     // what is given out at a time
    std::string pages;               // how many of them, in words; empty: they are not counted
    std::uint64_t cuts = 1;          // cards that share the heads of keys and values
    std::uint64_t fullBytes = 0;     // a token, in layers without a window
    std::uint64_t windowBytes = 0;
    std::uint64_t windowTokens = 0;
};

/// Of models with states every layer gets pages of one size: attention's hold as many tokens as make them as large as a state,
/// and layers form groups of as many as the rarer kind has. Two pages of a state for a sequence, the one before for others that
/// begin alike.
void addPages(ServedCache& cache, const CacheLayout& layout, const DeltaState& state, const RunSettings& settings) {
    constexpr std::uint64_t convolutionBytes = 2;
    constexpr std::uint64_t recurrenceBytes = 4;
    constexpr std::uint64_t statePages = 2;
    const auto count = [&](auto isSo) { return static_cast<std::uint64_t>(std::ranges::count_if(layout.layers, isSo)); };
    const std::uint64_t attending = count([](const LayerKeeps& layer) { return layer.kvHeads > 0; });
    const std::uint64_t recurrent = count([](const LayerKeeps& layer) { return layer.stateValues > 0; });
    const std::uint64_t cards = std::max<std::uint32_t>(settings.cards, 1);
    const std::uint64_t stateBytes = std::min(boundedProduct(convolutionBytes, state.convolutionValues) +
                                                  boundedProduct(recurrenceBytes, state.recurrenceValues),
                                              mostEstimatedBytes) /
                                     cards;
    const std::uint64_t ofLayer = cache.fullBytes / std::max<std::uint64_t>(attending, 1) / cache.cuts;
    const std::uint64_t tokenBytes = std::max<std::uint64_t>(ofLayer, 1);
    const std::uint64_t statePageTokens =
        roundUp(stateBytes / tokenBytes + (stateBytes % tokenBytes == 0 ? 0 : 1), blockTokens);
    const std::uint64_t group = std::max<std::uint64_t>(std::min(attending, recurrent), 1);
    const auto groupsOf = [&](std::uint64_t layers) { return (layers + group - 1) / group; };
    const std::uint64_t context = blocksOf(settings.contextTokens);
    const std::uint64_t tokenPages = (context + statePageTokens - 1) / std::max<std::uint64_t>(statePageTokens, 1);
    const std::uint64_t pages = boundedProduct(groupsOf(attending), tokenPages) + groupsOf(recurrent) * statePages;
    cache.pageBytes = std::max<std::uint64_t>(boundedProduct(group, statePageTokens, tokenBytes), 1);
    cache.sequenceBytes = boundedProduct(pages, cache.pageBytes);
    cache.pages = say("{} pages × {} layers × {} tokens × {} bytes: a page is as large as a state", groupedDigits(pages), group,
                      groupedDigits(statePageTokens), groupedDigits(tokenBytes));
}

ServedCache servedCache(const Model& model, const RunSettings& settings) {
    const CacheLayout layout = cacheLayout(model);
    const KvTypeInfo& type = info(kvTypeIn(settings.runtime, settings.kv));
    ServedCache cache;
    for (const LayerKeeps& layer : layout.layers) {
        (layer.isWindowed && settings.runtime == Runtime::vllm ? cache.windowBytes : cache.fullBytes) +=
            keyBytes(type, layer.keyValues()) + valueBytes(type, layer.valueValues());
    }
    // A head is never cut: cards that are more than the heads hold copies of them.
    std::uint64_t fewestHeads = ~0ULL;
    for (const LayerKeeps& layer : layout.layers) {
        fewestHeads = layer.kvHeads > 0 ? std::min<std::uint64_t>(fewestHeads, layer.kvHeads) : fewestHeads;
    }
    cache.cuts = std::clamp<std::uint64_t>(settings.cards, 1, fewestHeads);
    if (const auto state = deltaState(model); state && layout.hasState()) {
        addPages(cache, layout, *state, settings);
        return cache;
    }
    const std::uint64_t context = blocksOf(settings.contextTokens);
    // What a window and one batch reach, and the block in which it begins.
    cache.windowTokens =
        std::min(context, roundUp(std::max<std::uint64_t>(layout.window, 1) - 1 + batchedTokens, blockTokens) + blockTokens);
    cache.sequenceBytes =
        std::min(boundedProduct(cache.fullBytes, context) + boundedProduct(cache.windowBytes, cache.windowTokens),
                 mostEstimatedBytes) /
        cache.cuts;
    return cache;
}

Figure servedKv(const Model& model, const RunSettings& settings) {
    const ServedCache cache = servedCache(model, settings);
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    std::string formula = say("{} bytes of K and V a token × {} tokens", groupedDigits(cache.fullBytes),
                              groupedDigits(blocksOf(settings.contextTokens)));
    if (cache.windowBytes > 0) {
        formula = say("{} + {} × {} tokens in layers with a window", formula, groupedDigits(cache.windowBytes),
                      groupedDigits(cache.windowTokens));
    }
    if (!cache.pages.empty()) {
        formula = cache.pages;
    }
    if (sequences > 1) {
        formula = say("({}) × {} sequences", formula, sequences);
    }
    if (cache.cuts > 1 && cache.pages.empty()) {
        formula = say("({}) ÷ {} cards", formula, cache.cuts);
    }
    return {boundedProduct(cache.sequenceBytes, sequences), withTypeTaken(std::move(formula), settings.runtime, settings.kv)};
}

/// The peak that vLLM finds when it tries itself out: a batch in one layer, or drawing tokens for all sequences.
Figure profiledPeak(const Model& model, std::span<const Choice> choices) {
    const HyperParameters& hyper = model.hyper();
    const std::uint64_t feedForward = feedForwardAtOnce(model, choices);
    const std::uint64_t batch = boundedProduct(2, batchedTokens, 3 * feedForward + 4 * hyper.hidden);
    const std::uint64_t drawing = boundedProduct(4 * logitCopies, mostSequences, hyper.vocabulary);
    return batch > drawing
               ? Figure{batch, say("a batch of {} tokens: 2 × {} × (3 × {} feed-forward + 4 × {} hidden)", batchedTokens,
                                   batchedTokens, groupedDigits(feedForward), groupedDigits(hyper.hidden))}
               : Figure{drawing, say("drawing tokens: {} × 4 × {} sequences × {} vocabulary", logitCopies, mostSequences,
                                     groupedDigits(hyper.vocabulary))};
}

std::optional<std::string> whyWorkSpaceUnknown(const RunSettings& settings) {
    switch (settings.runtime) {
    case Runtime::tensorRtLlm: return say("TensorRT-LLM fixes its work space when the engine is built");
    case Runtime::sglang: return say("how much SGLang works on at the same time is not known");
    default: break;
    }
    return settings.onProcessor ? std::optional(say("how vLLM shares main memory is not known")) : std::nullopt;
}

} // namespace

MemoryEstimate estimateServer(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    MemoryEstimate estimate;
    estimate.weights = weightsOfFolder(model, choices);
    if (settings.cards > 1) {
        estimate.weights.bytes = (estimate.weights.bytes + settings.cards - 1) / settings.cards;
        estimate.weights.formula = say("({}) ÷ {} cards", estimate.weights.formula, settings.cards);
    }
    const auto unknownCache = whyCacheUnknownIn(model, settings.runtime);
    estimate.kv = unknownCache ? unknownFigure(*unknownCache) : servedKv(model, settings);
    const auto unknownWork = unknownCache ? unknownCache : whyWorkSpaceUnknown(settings);
    estimate.compute = unknownWork ? unknownFigure(*unknownWork) : profiledPeak(model, choices);
    if (settings.runtime != Runtime::vllm || settings.onProcessor) {
        estimate.overhead = overheadOf(settings);
        return estimate;
    }
    estimate.overhead = {serverOverhead, say("512 MiB for CUDA graphs and libraries: 0.2 to 1 GiB are seen")};
    estimate.cardShare = settings.cardShare;
    estimate.besideBytes = settings.hasDesktop ? desktopBytes : 0;
    return estimate;
}

std::optional<CacheRoom> cacheRoom(const Model& model, std::span<const Choice> choices, const RunSettings& settings,
                                   const Gpu& gpu) {
    const MemoryEstimate estimate = estimateMemory(model, choices, settings);
    if (settings.runtime != Runtime::vllm || !estimate.isComplete || gpu.memoryBytes == 0) {
        return std::nullopt;
    }
    const std::uint64_t usable = usableBytes(gpu, estimate);
    const std::uint64_t needed = estimate.total() - estimate.kv.bytes;
    const ServedCache cache = servedCache(model, settings);
    const std::uint64_t oneSequence = cache.sequenceBytes;
    CacheRoom room;
    room.bytes = usable - std::min(usable, needed);
    const std::uint64_t inPages = room.bytes - room.bytes % cache.pageBytes;
    room.sequences = oneSequence == 0 ? 0 : static_cast<double>(inPages) / static_cast<double>(oneSequence);
    room.tokens = static_cast<std::uint64_t>(
        std::min(room.sequences * static_cast<double>(settings.contextTokens), static_cast<double>(mostEstimatedBytes)));
    room.tokens -= room.tokens % blockTokens;
    room.formula = say("({} usable − {} for all but K and V) ÷ {} a sequence", memoryText(usable), memoryText(needed),
                       memoryText(oneSequence));
    return room;
}

} // namespace quantlathe
