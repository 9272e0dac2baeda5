// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/gram_codes.h"

#include "kernels/matrix_product.h"

#include <algorithm>

namespace quantlathe {

std::vector<float> gramOf(const FeedbackFactor& factor, const decltype(GramTask::forEach)& forEach) {
    constexpr std::size_t tileRows = 64;
    const std::size_t columns = factor.columns;
    std::vector<float> upper = factor.upper;
    for (std::size_t i = 0; i < columns; ++i) {
        upper[i * columns + i] = 1;
    }
    const PackedFactor packed({upper.data(), columns, true}, columns, columns);
    std::vector<float> gram(columns * columns);
    forEach((columns + tileRows - 1) / tileRows, [&](std::size_t tile) {
        const std::size_t first = tile * tileRows;
        const std::size_t rows = std::min(tileRows, columns - first);
        std::vector<float> scaled(rows * columns);
        for (std::size_t i = 0; i < scaled.size(); ++i) {
            scaled[i] = upper[first * columns + i] * factor.energy[i % columns];
        }
        multiplyMatrices(rows, 1.0F, {scaled.data(), columns}, packed, false, gram.data() + first * columns, columns);
    });
    return gram;
}

void chooseForGram(const GramEncoding& encoding, const MatrixShape& shape, const FeedbackFactor& factor,
                   std::span<const float> targets, const decltype(GramTask::forEach)& forEach,
                   std::span<const std::span<std::byte>> parts) {
    const std::vector<float> gram = gramOf(factor, forEach);
    encoding.improveMatrix(
        {.shape = shape, .targets = targets, .gram = gram, .upper = factor.upper, .energy = factor.energy, .forEach = forEach},
        parts);
}

} // namespace quantlathe
