// SPDX-License-Identifier: GPL-3.0-or-later
// How a layer is stored and computed, in the words of compressed-tensors.
#pragma once

#include <cstdint>
#include <string_view>

namespace quantlathe::compressed {

enum class Strategy : std::uint8_t { channel, group, block, tensorGroup };

struct Scheme {
    std::string_view format; // "pack-quantized"
    std::uint32_t bits = 4;
    bool isFloat = false;
    bool isSymmetric = true;
    Strategy strategy = Strategy::group;
    std::uint64_t group = 0; // of strategies group and tensorGroup
    /// Activations that are rounded while the model runs: not at all, in one scale a token, in groups of 128, in groups of 16
    /// whose scales have a stored multiplier.
    enum class Activations : std::uint8_t { kept, perToken, perGroup, perTensorGroup } activations = Activations::kept;
    std::string_view scaleType = {}; // where a reader cannot know it: "torch.uint8"

    friend bool operator==(const Scheme&, const Scheme&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Scheme&, const Scheme&) = default; // NOLINT(modernize-use-nullptr)
};

} // namespace quantlathe::compressed
