// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/input_pairs.h"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

constexpr std::size_t leastSide = 256; // of a block of sums
constexpr std::size_t mostSide = 1024;
constexpr std::size_t mirrorSide = 16;

/// A block of sums and where it stands.
struct SumBlock {
    std::size_t row, column, rows, columns;
};

/// As large as leaves each thread some: packing their factors is little beside the products. The sums do not depend on it.
std::size_t blockSideFor(std::size_t columns, int threads) {
    const double across = std::sqrt(8.0 * threads); // half of its square counts
    return std::clamp(static_cast<std::size_t>(static_cast<double>(columns) / across), leastSide, mostSide);
}

void addBlocks(std::vector<SumBlock>& blocks, const SumBlock& whole, std::size_t side) {
    for (std::size_t row = 0; row < whole.rows; row += side) {
        for (std::size_t column = 0; column < whole.columns; column += side) {
            blocks.push_back({whole.row + row, whole.column + column, std::min(side, whole.rows - row),
                              std::min(side, whole.columns - column)});
        }
    }
}

/// The lower half of a square on the diagonal: of its smallest blocks alone the upper half is made in vain.
void addTriangle(std::vector<SumBlock>& blocks, std::size_t first, std::size_t count, std::size_t side) {
    if (count <= leastSide) {
        blocks.push_back({first, first, count, count});
        return;
    }
    const std::size_t half = (count / 2 + mirrorSide - 1) / mirrorSide * mirrorSide;
    addBlocks(blocks, {first + half, first, count - half, half}, side);
    addTriangle(blocks, first, half, side);
    addTriangle(blocks, first + half, count - half, side);
}

template <class Sum>
void addBlock(std::vector<Sum>& sum, std::size_t stride, const SumBlock& at, const std::vector<float>& product) {
    for (std::size_t i = 0; i < at.rows; ++i) {
        Sum* const to = sum.data() + (at.row + i) * stride + at.column;
        const float* const from = product.data() + i * at.columns;
        for (std::size_t j = 0; j < at.columns; ++j) {
            to[j] += from[j];
        }
    }
}

/// What stands below the diagonal goes above it, too.
template <class Sum>
void mirror(std::vector<Sum>& sum, std::size_t side, const SumBlock& at) {
    for (std::size_t i = 0; i < at.rows; i += mirrorSide) {
        for (std::size_t j = 0; j < at.columns; ++j) {
            Sum* const to = sum.data() + (at.column + j) * side + at.row;
            const Sum* const from = sum.data() + at.row * side + at.column + j;
            for (std::size_t k = i; k < std::min(i + mirrorSide, at.rows); ++k) {
                to[k] = from[k * side];
            }
        }
    }
}

/// sum += xᵀ · y, block by block; where both are the same only the lower half, which is mirrored.
template <class Sum>
void addProduct(std::vector<Sum>& sum, ConstMatrix x, ConstMatrix y, ThreadArena& arena) {
    sum.resize(x.columns * y.columns);
    const bool isSymmetric = x.data == y.data;
    const std::size_t side = blockSideFor(std::max(x.columns, y.columns), arena.threads());
    std::vector<SumBlock> blocks;
    if (isSymmetric) {
        addTriangle(blocks, 0, x.columns, side);
    } else {
        addBlocks(blocks, {0, 0, x.columns, y.columns}, side);
    }
    oneapi::tbb::enumerable_thread_specific<std::vector<float>> products;
    arena.run([&] {
        oneapi::tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t number) {
            const SumBlock& at = blocks[number];
            std::vector<float>& product = products.local();
            product.resize(side * side);
            multiplyLeftTransposed({x.data + at.row, x.rows, at.rows, x.stride},
                                   {y.data + at.column, y.rows, at.columns, y.stride},
                                   {product.data(), at.rows, at.columns, at.columns});
            addBlock(sum, y.columns, at, product);
            if (isSymmetric && at.row != at.column) {
                mirror(sum, y.columns, at);
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
