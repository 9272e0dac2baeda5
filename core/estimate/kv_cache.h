// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp keeps of earlier tokens, layer by layer (docs/estimates.md, "KV cache").
#pragma once

#include "estimate/cache_layout.h"
#include "estimate/memory.h"

#include <cstdint>
#include <vector>

namespace quantlathe {

/// Of one sequence.
struct LayerCache {
    std::uint64_t cells = 0; // 0: the layer keeps no keys and values
    std::uint64_t bytesPerCell = 0;
    std::uint64_t stateBytes = 0; // whatever the context
    bool isWindowed = false;
    [[nodiscard]] std::uint64_t bytes() const;
};
/// Precondition: !whyCacheUnknown(model). One entry a layer.
[[nodiscard]] std::vector<LayerCache> layerCaches(const Model& model, const RunSettings& settings);
/// The sum over layers and sequences, in words; "unknown: …" where it is.
[[nodiscard]] Figure kvCache(const Model& model, const RunSettings& settings);

/// Keys and values of the layers at the end that predict further tokens, all sequences: not in kvCache().
/// Precondition: !whyCacheUnknown(model).
[[nodiscard]] Figure predictingCache(const Model& model, const RunSettings& settings);

/// Cells of one sequence in layers that attend to the whole context, and in those that attend to a window; 0 where there are
/// no such layers.
struct CacheCells {
    std::uint64_t full = 0;
    std::uint64_t windowed = 0;
};
/// Precondition: !whyCacheUnknown(model).
[[nodiscard]] CacheCells cacheCells(const Model& model, const RunSettings& settings);

/// Whether llama.cpp can keep this model's keys and values so: blocks of a quantized type must divide the heads.
/// Precondition: !whyCacheUnknown(model).
[[nodiscard]] bool canCache(const Model& model, KvType type);

} // namespace quantlathe
