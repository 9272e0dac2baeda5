// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/column_order.h"

#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace quantlathe {
namespace {

constexpr std::uint64_t chunkRows = 64; // sums over all rows are made of theirs, in order
constexpr float largestF16 = 65'504;

std::vector<double> energiesOf(const MatrixTask& task, double share) {
    const std::uint64_t rows = task.shape.rows;
    const auto columns = static_cast<std::size_t>(task.shape.columns);
    const auto chunks = static_cast<std::size_t>((rows + chunkRows - 1) / chunkRows);
    std::vector<std::vector<double>> sums(chunks);
    task.forEach(chunks, [&](std::size_t chunk) {
        std::vector<float> values(columns);
        std::vector<double>& own = sums[chunk];
        own.resize(columns);
        for (std::uint64_t row = chunk * chunkRows; row < std::min((chunk + 1) * chunkRows, rows); ++row) {
            task.read(row * columns, values);
            for (std::size_t i = 0; i < columns; ++i) {
                if (!(std::fabs(values[i]) <= largestF16)) {
                    refuseValues(task, row * columns + i, 1, ElementType::F16);
                }
                own[i] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
            }
        }
        task.advance(share / static_cast<double>(chunks));
    });
    std::vector<double> total(columns);
    for (const std::vector<double>& part : sums) {
        std::ranges::transform(total, part, total.begin(), std::plus());
    }
    return total;
}

} // namespace

std::vector<std::uint32_t> columnsByEnergy(const MatrixTask& task, std::span<const float> importance, double share) {
    std::vector<double> key = energiesOf(task, share);
    if (std::ranges::any_of(importance, [](float value) { return value > 0; })) {
        for (std::size_t i = 0; i < key.size(); ++i) {
            key[i] *= static_cast<double>(importance[i]);
        }
    }
    std::vector<std::uint32_t> order(key.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::uint32_t column) { return key[column]; });
    return order;
}

} // namespace quantlathe
