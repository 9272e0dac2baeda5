// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp keeps of earlier tokens, layer by layer (docs/estimates.md, "KV cache").
#pragma once

#include "estimate/memory.h"

#include <cstdint>
#include <vector>

namespace quantlathe {

/// Of one sequence.
struct LayerCache {
    std::uint64_t cells = 0; // 0: the layer keeps none
    std::uint64_t bytesPerCell = 0;
    bool isWindowed = false;
    [[nodiscard]] std::uint64_t bytes() const;
};
/// Precondition: !whyCacheUnknown(model). One entry a layer.
[[nodiscard]] std::vector<LayerCache> layerCaches(const Model& model, const RunSettings& settings);
/// The sum over layers and sequences, in words; "unknown: …" where it is.
[[nodiscard]] Figure kvCache(const Model& model, const RunSettings& settings);

/// Cells of one sequence in layers that attend to the whole context, and in those that attend to a window.
struct CacheCells {
    std::uint64_t full = 0;
    std::uint64_t windowed = 0;
};
[[nodiscard]] CacheCells cacheCells(const Model& model, const RunSettings& settings);

} // namespace quantlathe
