// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/input_pairs.h"

#include <algorithm>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

constexpr std::size_t blockSide = 256;

/// sum += xᵀ · y, block by block; only the lower half, and its mirror image, where both are the same.
template <class Sum>
void addProduct(std::vector<Sum>& sum, ConstMatrix x, ConstMatrix y, ThreadArena& arena) {
    sum.resize(x.columns * y.columns);
    const bool isSymmetric = x.data == y.data;
    const std::size_t down = (x.columns + blockSide - 1) / blockSide;
    const std::size_t across = (y.columns + blockSide - 1) / blockSide;
    oneapi::tbb::enumerable_thread_specific<std::vector<float>> products;
    arena.run([&] {
        oneapi::tbb::parallel_for(std::size_t{0}, down * across, [&](std::size_t number) {
            const std::size_t row = number / across * blockSide;
            const std::size_t column = number % across * blockSide;
            if (isSymmetric && column > row) {
                return;
            }
            const std::size_t rows = std::min(blockSide, x.columns - row);
            const std::size_t columns = std::min(blockSide, y.columns - column);
            std::vector<float>& product = products.local();
            product.resize(blockSide * blockSide);
            multiplyLeftTransposed({x.data + row, x.rows, rows, x.stride}, {y.data + column, y.rows, columns, y.stride},
                                   {product.data(), rows, columns, blockSide});
            for (std::size_t i = 0; i < rows; ++i) {
                for (std::size_t j = 0; j < columns; ++j) {
                    const Sum value = product[i * blockSide + j];
                    sum[(row + i) * y.columns + column + j] += value;
                    if (isSymmetric && row != column) {
                        sum[(column + j) * y.columns + row + i] += value;
                    }
                }
            }
        });
    });
}

} // namespace

void InputCapture::observe(const Observation& seen, ThreadArena&) {
    for (std::size_t i = 0; i < seen.rows; ++i) {
        const std::span<const float> row = seen.row(i);
        values_.insert(values_.end(), row.begin(), row.end());
    }
    rows_ += seen.rows;
}

void InputCapture::divide(std::span<const float> factors) {
    for (std::size_t at = 0; at < values_.size(); at += factors.size()) {
        for (std::size_t i = 0; i < factors.size(); ++i) {
            values_[at + i] /= factors[i];
        }
    }
}

void addPairs(PairSums& sums, ConstMatrix encoded, ConstMatrix difference, ConstMatrix residual, ThreadArena& arena) {
    if (encoded.rows == 0) {
        return;
    }
    sums.tokens += encoded.rows;
    addProduct(sums.gram, encoded, encoded, arena);
    if (difference.rows > 0) {
        addProduct(sums.difference, encoded, difference, arena);
    }
    if (residual.rows > 0) {
        addProduct(sums.residual, encoded, residual, arena);
    }
}

void addPairs(PairSums& fit, PairSums& held, std::size_t judging, const PairRows& rows, ThreadArena& arena) {
    const std::size_t fitting = rows.encoded.rows - judging;
    const auto add = [&](PairSums& sums, std::size_t first, std::size_t count) {
        const auto part = [&](const ConstMatrix& matrix) {
            return matrix.rows > 0 ? someRows(matrix, first, count) : ConstMatrix{};
        };
        addPairs(sums, part(rows.encoded), part(rows.difference), part(rows.residual), arena);
    };
    add(fit, 0, fitting);
    add(held, fitting, judging);
}

} // namespace quantlathe
