// SPDX-License-Identifier: GPL-3.0-or-later
// RoPE scaling on its way from config.json to GGUF: keys for some kinds, a tensor of factors for llama3.
#pragma once

#include "checkpoint/metadata.h"
#include "model/config.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

/// Values of rope_freqs.weight, one for each rotary pair: by how much its frequency is divided. `base` is rope_theta and
/// `headSize` even. (Llama 3.1: long wavelengths are stretched, short ones kept, those between blended.)
[[nodiscard]] std::vector<float> llama3RopeFactors(const RopeScaling& scaling, double base, std::uint32_t headSize);

/// The way back: the scaling whose factors these are, for twice as many values of a head; nothing if there is none. Of the
/// context and the two frequency factors only quotients can be told: the context is Llama 3.1's.
[[nodiscard]] std::optional<RopeScaling> llama3ScalingOf(std::span<const float> factors, double base);

/// A.rope.scaling.* of `architecture` in the reference's order; nothing for kinds that have no keys. Throws Error(badInput) for
/// values out of bounds.
void addRopeScalingKeys(const RopeConfig& rope, const RopeScaling& scaling, const std::string& architecture,
                        Metadata& metadata);

/// A.rope.scaling.attn_factor of a model with lists of factors (Phi 3), by which attention is scaled for `context` tokens.
/// `scaling.originalContext` is above 1.
[[nodiscard]] double longRopeAttentionFactor(const RopeScaling& scaling, std::uint64_t context);

/// Why a model with this scaling cannot be written for an architecture that knows the `types` (beside none) and rotates
/// `dimensions` values of a head; nothing if it can.
[[nodiscard]] std::optional<std::string> whyNotWritable(const RopeScaling& scaling, std::span<const std::string_view> types,
                                                        std::uint32_t dimensions);

} // namespace quantlathe
