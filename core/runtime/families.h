// SPDX-License-Identifier: GPL-3.0-or-later
// The architectures that can be run: what their names alone say. Everything else stands in metadata and weights.
#pragma once

#include "runtime/graph.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

enum class RopeStyle { none, interleaved, halves };

struct FamilyRow {
    std::string_view architecture; // general.architecture
    NormKind norm = NormKind::rms;
    Activation activation = Activation::silu;
    RopeStyle rope = RopeStyle::halves;
    bool scalesEmbedding = false;      // by √hidden
    bool normalizesShares = false;     // of chosen experts, unless the metadata say
    std::uint32_t ropeFreePeriod = 0;  // every n-th layer has no rotary embedding
    std::uint32_t windowPeriod = 0;    // every n-th layer sees all tokens, 1: none does; 0: the family has no window
    std::uint32_t defaultWindow = 0;   // where the metadata do not say
    bool windowLayersUnscaled = false; // layers with a window rotate without scaling, by rope.freq_base_swa
    double defaultWindowRopeBase = 0;  // 0: that of the other layers
    std::uint32_t wideHeadLayers = 0;  // models of so many layers scale scores by √(heads / hidden)
};

[[nodiscard]] std::span<const FamilyRow> families();
/// nullptr if it cannot be run.
[[nodiscard]] const FamilyRow* familyOf(std::string_view architecture);
/// "llama, qwen2, …" for messages.
[[nodiscard]] std::string familyNames();

} // namespace quantlathe
