// SPDX-License-Identifier: GPL-3.0-or-later
// Codes, scales, groups and the order of input features as the tensors of EXL2 files hold them (docs/formats/exl2.md). A strip
// is sixteen output features side by side.
#pragma once

#include "codecs/bit_streams.h"
#include "codecs/exl2/layout.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::exl2 {

using Parts = std::span<const std::span<std::byte>>;
using StoredParts = std::span<const std::span<const std::byte>>;

/// The scale that factor 1 … 16 gives: an F16 number, as loaders compute it.
[[nodiscard]] float scaleOf(std::uint32_t factor, float unit);
inline constexpr std::uint32_t greatestFactor = 16;

/// The unit that loaders make of a q_scale_max, and back (as F16 bits) for units that are F16 numbers; infinite if too large.
[[nodiscard]] float unitOf(std::uint16_t storedMaximum);
[[nodiscard]] std::uint16_t storedMaximumOf(float unit);

/// Codes (group.inputs × streamLanes) of outputs firstOutput … + streamLanes − 1.
void packCodes(const std::uint8_t* codes, const PlacedGroup& group, std::uint64_t outputs, std::uint64_t firstOutput,
               Parts parts);
/// Their factors 1 … 16.
void packFactors(const std::array<std::uint8_t, streamLanes>& factors, std::size_t group, std::uint64_t outputs,
                 std::uint64_t firstOutput, Parts parts);
void packUnit(std::uint16_t storedMaximum, std::size_t group, Parts parts);
/// q_groups and q_invperm. `order`: the input feature at each place.
void packOrder(std::span<const PlacedGroup> groups, std::span<const std::uint32_t> order, Parts parts);

/// The scale of a group of an output.
[[nodiscard]] float scaleAt(std::size_t group, std::uint64_t outputs, std::uint64_t output, std::span<const std::byte> scales,
                            std::span<const std::byte> units);
/// The place of each input feature; nothing is checked.
[[nodiscard]] std::uint32_t placeAt(std::span<const std::byte> places, std::uint64_t input);

/// Values of a strip: inputs × streamLanes, in stored order.
void unpackStrip(std::span<const PlacedGroup> groups, std::uint64_t outputs, StoredParts parts, std::uint64_t firstOutput,
                 float* values);

} // namespace quantlathe::exl2
