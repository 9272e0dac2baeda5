// SPDX-License-Identifier: GPL-3.0-or-later
// The blocks of a model as ExLlamaV2's converter measures them, and what it tries in each.
#pragma once

#include "codecs/exl2/exl2_encoding.h"
#include "measure/exl2_measurement.h"
#include "model/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe::exl2 {

struct BlockMatrix {
    std::string_view projection;
    const Weight* weight = nullptr; // of the model
};

struct ModelBlock {
    std::uint32_t layer = 0;
    BlockKind kind = BlockKind::attention;
    std::vector<BlockMatrix> matrices; // in the order of projectionsOf()
    [[nodiscard]] std::uint64_t values() const;
};

/// Those whose matrices can all be EXL2, ascending in layer and kind. Throws Error(badInput) for a model whose matrices are not
/// the ones that the converter knows (fused ones).
[[nodiscard]] std::vector<ModelBlock> blocksOf(const Model& model);

/// The settings that the converter tries, as encodings of the block's matrices in their order.
[[nodiscard]] std::vector<std::vector<const Exl2Encoding*>> triedSettings(const ModelBlock& block);

/// The encoding of these runs that is offered; nullptr: none is.
[[nodiscard]] const Exl2Encoding* offeredEncoding(const std::vector<Run>& runs);

/// What the converter counts of a block in these encodings: all tensors, biases too.
struct BlockBits {
    std::uint64_t matrices = 0;
    std::uint64_t biases = 0;
};
[[nodiscard]] BlockBits bitsOf(const Model& model, const ModelBlock& block, std::span<const Exl2Encoding* const> encodings);

} // namespace quantlathe::exl2
