// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kv_cache.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/bounded_product.h"
#include "estimate/kv_types.h"
#include "estimate/memory_parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t cellStep = 256;     // llama.cpp rounds the context up
constexpr std::uint64_t stateBytesEach = 4; // F32, whatever the type of keys and values

CacheCells cellsOf(const CacheLayout& layout, const RunSettings& settings) {
    constexpr std::uint64_t mostTokens = 1ULL << 40U;
    const std::uint64_t full = roundUp(std::clamp<std::uint64_t>(settings.contextTokens, 1, mostTokens), cellStep);
    return {full, roundUp(std::min(full, layout.window + settings.microBatch), cellStep)};
}

bool blocksDivide(const CacheLayout& layout, const KvTypeInfo& type) {
    return std::ranges::all_of(layout.layers, [&](const LayerKeeps& layer) {
        return layer.keyLength % type.valuesPerBlock == 0 && layer.valueLength % type.valuesPerBlock == 0 &&
               layer.indexLength % type.valuesPerBlock == 0;
    });
}

/// The type asked for, or f16 where its blocks do not divide the heads.
const KvTypeInfo& usedType(const CacheLayout& layout, KvType wished) {
    const KvTypeInfo& type = info(wished);
    return blocksDivide(layout, type) ? type : info(KvType::f16);
}

LayerCache cacheOf(const LayerKeeps& layer, const KvTypeInfo& type, const CacheCells& cells) {
    LayerCache cache;
    cache.bytesPerCell = keyBytes(type, layer.keyValues() + layer.indexLength) + valueBytes(type, layer.valueValues());
    cache.isWindowed = layer.isWindowed;
    cache.cells = cache.bytesPerCell == 0 ? 0 : layer.isWindowed ? cells.windowed : cells.full;
    cache.stateBytes = boundedProduct(stateBytesEach, layer.stateValues);
    return cache;
}

/// Layers of one kind, together.
struct Group {
    std::uint64_t bytesPerCell = 0;
    std::size_t layers = 0;
};

Group groupOf(const std::vector<LayerCache>& caches, bool isWindowed) {
    Group group;
    for (const LayerCache& cache : caches) {
        if (cache.cells > 0 && cache.isWindowed == isWindowed) {
            group.bytesPerCell += cache.bytesPerCell;
            ++group.layers;
        }
    }
    return group;
}

std::string stateText(const std::vector<LayerCache>& caches) {
    std::uint64_t bytes = 0;
    std::size_t layers = 0;
    for (const LayerCache& cache : caches) {
        bytes = std::min(bytes + cache.stateBytes, mostEstimatedBytes);
        layers += cache.stateBytes > 0 ? 1 : 0;
    }
    return layers == 0 ? std::string() : say("{} bytes of state in {} layers, in F32", groupedDigits(bytes), layers);
}

std::string fullText(const CacheLayout& layout, const Group& full, const CacheCells& cells, const KvTypeInfo& type) {
    const LayerKeeps& first = layout.layers.front();
    const bool isUniform = std::ranges::all_of(layout.layers, [&](const LayerKeeps& layer) {
        return !layer.isWindowed && layer.kvHeads == first.kvHeads && layer.keyLength == first.keyLength &&
               layer.valueLength == first.keyLength && layer.indexLength == 0;
    });
    if (isUniform) {
        return say("2 × {} layers × {} cells × {} heads × {} × {:Lg} bytes", layout.layers.size(), groupedDigits(cells.full),
                   first.kvHeads, first.keyLength, static_cast<double>(type.keyBytesPer32) / 32);
    }
    return say("{} cells × {} bytes of K and V in {} layers", groupedDigits(cells.full), groupedDigits(full.bytesPerCell),
               full.layers);
}

std::string windowText(const CacheLayout& layout, const Group& windowed, const CacheCells& cells) {
    return say("{} cells × {} bytes in {} layers with a window of {}", groupedDigits(cells.windowed),
               groupedDigits(windowed.bytesPerCell), windowed.layers, groupedDigits(layout.window));
}

} // namespace

std::uint64_t LayerCache::bytes() const {
    return std::min(boundedProduct(cells, bytesPerCell) + stateBytes, mostEstimatedBytes);
}

CacheCells cacheCells(const Model& model, const RunSettings& settings) {
    const CacheLayout layout = cacheLayout(model);
    CacheCells cells = cellsOf(layout, settings);
    const auto isAny = [&](bool isWindowed) {
        return std::ranges::any_of(
            layout.layers, [&](const LayerKeeps& layer) { return layer.kvHeads > 0 && layer.isWindowed == isWindowed; });
    };
    return {isAny(false) ? cells.full : 0, isAny(true) ? cells.windowed : 0};
}

bool canCache(const Model& model, KvType type) {
    return blocksDivide(cacheLayout(model), info(type));
}

std::vector<LayerCache> layerCaches(const Model& model, const RunSettings& settings) {
    const CacheLayout layout = cacheLayout(model);
    const KvTypeInfo& type = usedType(layout, kvTypeIn(Runtime::llamaCpp, settings.kv));
    const CacheCells cells = cellsOf(layout, settings);
    std::vector<LayerCache> caches;
    std::ranges::transform(layout.layers, std::back_inserter(caches),
                           [&](const LayerKeeps& layer) { return cacheOf(layer, type, cells); });
    return caches;
}

Figure predictingCache(const Model& model, const RunSettings& settings) {
    const CacheLayout layout = cacheLayout(model);
    const KvTypeInfo& type = usedType(layout, kvTypeIn(settings.runtime, settings.kv));
    const HyperParameters& hyper = model.hyper();
    const std::uint32_t first = hyper.layers - std::min(hyper.layers, predictingLayers(model));
    std::uint64_t perCell = 0;
    for (std::uint32_t layer = first; layer < hyper.layers; ++layer) {
        const std::uint64_t heads = hyper.kvHeads[layer];
        perCell += keyBytes(type, heads * hyper.keyLength) + valueBytes(type, heads * hyper.valueLength);
    }
    const std::uint64_t cells = cellsOf(layout, settings).full;
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    return {boundedProduct(perCell, cells, sequences),
            say("{} cells × {} bytes of K and V in {} layers", groupedDigits(cells * sequences), groupedDigits(perCell),
                hyper.layers - first)};
}

Figure kvCache(const Model& model, const RunSettings& settings) {
    if (const auto reason = whyCacheUnknown(model)) {
        return unknownFigure(*reason);
    }
    const CacheLayout layout = cacheLayout(model);
    const KvType wished = kvTypeIn(Runtime::llamaCpp, settings.kv);
    const KvTypeInfo& type = usedType(layout, wished);
    const CacheCells cells = cellsOf(layout, settings);
    const std::vector<LayerCache> caches = layerCaches(model, settings);
    const Group full = groupOf(caches, false);
    const Group windowed = groupOf(caches, true);
    std::vector<std::string> parts;
    if (full.layers > 0) {
        parts.push_back(fullText(layout, full, cells, type));
    }
    if (windowed.layers > 0) {
        parts.push_back(windowText(layout, windowed, cells));
    }
    if (std::string state = stateText(caches); !state.empty()) {
        parts.push_back(std::move(state));
    }
    std::string formula = parts.empty() ? say("nothing is kept") : fmt::format("{}", fmt::join(parts, " + "));
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    if (sequences > 1) {
        formula =
            parts.size() > 1 ? say("({}) × {} sequences", formula, sequences) : say("{} × {} sequences", formula, sequences);
    }
    if (type.type != wished) {
        formula = say("{} ({} needs heads of a multiple of {} values: f16 taken)", formula, name(wished),
                      info(wished).valuesPerBlock);
    }
    std::uint64_t oneSequence = 0;
    for (const LayerCache& cache : caches) {
        oneSequence = std::min(oneSequence + cache.bytes(), mostEstimatedBytes);
    }
    return {boundedProduct(oneSequence, sequences), withTypeTaken(std::move(formula), Runtime::llamaCpp, settings.kv)};
}

} // namespace quantlathe
