// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kv_cache.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/attention_layout.h"
#include "estimate/bounded_product.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t cellStep = 256; // llama.cpp rounds the context up

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

CacheCells cellsOf(const AttentionLayout& layout, const RunSettings& settings) {
    constexpr std::uint64_t mostTokens = 1ULL << 40U;
    const std::uint64_t full = roundUp(std::clamp<std::uint64_t>(settings.contextTokens, 1, mostTokens), cellStep);
    return {full, roundUp(std::min(full, layout.window + settings.microBatch), cellStep)};
}

/// The type asked for, or f16 where its blocks do not divide the heads.
const KvTypeInfo& usedType(const HyperParameters& hyper, KvType wished) {
    const KvTypeInfo& type = info(wished);
    const bool divides = hyper.keyLength % type.valuesPerBlock == 0 && hyper.valueLength % type.valuesPerBlock == 0;
    return divides ? type : info(KvType::f16);
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

} // namespace

std::string_view name(KvType type) {
    return info(type).name;
}

std::optional<KvType> kvTypeFromName(std::string_view name) {
    const auto* found = std::ranges::find(kvTypes, name, &KvTypeInfo::name);
    return found == kvTypes.end() ? std::nullopt : std::optional(found->type);
}

std::uint64_t LayerCache::bytes() const {
    return boundedProduct(cells, bytesPerCell);
}

CacheCells cacheCells(const Model& model, const RunSettings& settings) {
    return cellsOf(attentionLayout(model), settings);
}

std::vector<LayerCache> layerCaches(const Model& model, const RunSettings& settings) {
    const HyperParameters& hyper = model.hyper();
    const KvTypeInfo& type = usedType(hyper, settings.kv);
    const AttentionLayout layout = attentionLayout(model);
    const CacheCells cells = cellsOf(layout, settings);
    std::vector<LayerCache> caches(hyper.layers);
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        if (hyper.kvHeads[layer] == 0) { // convolutions and the like, which remember a few values
            continue;
        }
        const std::uint64_t values = std::uint64_t{hyper.kvHeads[layer]} * (hyper.keyLength + hyper.valueLength);
        LayerCache& cache = caches[layer];
        cache.isWindowed = layout.hasWindow() && layout.isWindowed[layer];
        cache.cells = cache.isWindowed ? cells.windowed : cells.full;
        cache.bytesPerCell = values / type.valuesPerBlock * type.bytesPerBlock;
    }
    return caches;
}

Figure kvCache(const Model& model, const RunSettings& settings) {
    const HyperParameters& hyper = model.hyper();
    if (const auto reason = whyCacheUnknown(model)) {
        return {0, say("unknown: {}", *reason)};
    }
    const KvTypeInfo& type = usedType(hyper, settings.kv);
    const AttentionLayout layout = attentionLayout(model);
    const CacheCells cells = cellsOf(layout, settings);
    const std::vector<LayerCache> caches = layerCaches(model, settings);
    const Group full = groupOf(caches, false);
    const Group windowed = groupOf(caches, true);
    const double bytesPerValue = static_cast<double>(type.bytesPerBlock) / static_cast<double>(type.valuesPerBlock);
    const bool isUniform = std::ranges::adjacent_find(hyper.kvHeads, std::ranges::not_equal_to()) == hyper.kvHeads.end();
    std::string formula;
    if (isUniform && hyper.keyLength == hyper.valueLength && windowed.layers == 0) {
        formula = say("2 × {} layers × {} cells × {} heads × {} × {:g} bytes", hyper.layers, groupedDigits(cells.full),
                      hyper.kvHeads.front(), hyper.keyLength, bytesPerValue);
    } else {
        formula = say("{} cells × {} bytes of K and V in {} layers", groupedDigits(cells.full),
                      groupedDigits(full.bytesPerCell), full.layers);
    }
    if (windowed.layers > 0) {
        formula = say("{} + {} cells × {} bytes in {} layers with a window of {}", formula, groupedDigits(cells.windowed),
                      groupedDigits(windowed.bytesPerCell), windowed.layers, groupedDigits(layout.window));
    }
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    if (sequences > 1) {
        formula =
            windowed.layers > 0 ? say("({}) × {} sequences", formula, sequences) : say("{} × {} sequences", formula, sequences);
    }
    if (const KvTypeInfo& wished = info(settings.kv); type.type != wished.type) {
        formula = say("{} ({} needs heads of a multiple of {} values: f16 taken)", formula, wished.name, wished.valuesPerBlock);
    }
    std::uint64_t oneSequence = 0;
    for (const LayerCache& cache : caches) {
        oneSequence = std::min(oneSequence + cache.bytes(), mostEstimatedBytes);
    }
    return {boundedProduct(oneSequence, sequences), std::move(formula)};
}

} // namespace quantlathe
