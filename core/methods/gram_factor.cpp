// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/gram_factor.h"

#include "base/error.h"
#include "base/words.h"
#include "kernels/matrix_product.h"
#include "methods/triangle_kernels.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cblas.h>
#include <cmath>
#include <lapacke.h>
#include <mutex>
#include <numeric>
#include <oneapi/tbb/parallel_for.h>
#include <utility>

namespace quantlathe {

namespace {

constexpr double leastEnergy = 1e-30; // what has less is as good as never used, and squares must not leave single precision
constexpr double mostDamping = 16;    // far beyond: the diagonal alone counts, and it is positive
constexpr std::size_t stripe = mostTriangleColumns; // columns solved one by one between two products
constexpr std::size_t blockColumns = 128;           // columns factored between two products
constexpr std::size_t tileSide = 384;               // rows and columns of a product that one thread does

/// Serial builds of OpenBLAS (Debian's libopenblas0-serial is one) share buffers between all threads of a process: two calls at
/// a time give wrong numbers. Every call of BLAS and LAPACK is here.
std::mutex& oneAtATime() {
    static std::mutex mutex;
    return mutex;
}

/// H = V · Vᵀ, V upper triangular, in the place of the upper triangle of H, row by row: blocks of columns from the last to the
/// first, each taken off from all that stands before it. Single precision is enough, as damping bounds how nearly singular a
/// matrix can be: relative to its diagonal no direction has less than its share.
class UpperFactor {
public:
    UpperFactor(std::span<float> values, std::size_t columns, const CancelToken& cancel)
        : values_(values), columns_(columns), cancel_(cancel) {}

    /// Whether every pivot is above `least` times the element of the diagonal that it comes from; else what is there is of no
    /// use.
    bool factor(double least) {
        diagonal_.resize(columns_);
        for (std::size_t i = 0; i < columns_; ++i) {
            diagonal_[i] = values_[i * columns_ + i];
        }
        for (std::size_t first = (columns_ - 1) / blockColumns * blockColumns;; first -= blockColumns) {
            const std::size_t end = std::min(first + blockColumns, columns_);
            if (!factorBlock(first, end, least)) {
                return false;
            }
            if (first == 0) {
                return true;
            }
            solveBefore(first, end);
            takeOffBefore(first, end);
        }
    }

private:
    /// The block on the diagonal, in double precision; LAPACK wants it from the other end.
    bool factorBlock(std::size_t first, std::size_t end, double least) {
        const std::size_t side = end - first;
        std::vector<double> lower(side * side);
        for (std::size_t j = 0; j < side; ++j) {
            for (std::size_t i = j; i < side; ++i) {
                lower[j * side + i] = values_[(end - 1 - i) * columns_ + end - 1 - j];
            }
        }
        {
            const std::lock_guard lock(oneAtATime());
            const auto size = static_cast<lapack_int>(side);
            if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', size, lower.data(), size) != 0) {
                return false;
            }
        }
        for (std::size_t j = 0; j < side; ++j) {
            const double pivot = lower[j * side + j];
            if (!(pivot * pivot > least * diagonal_[end - 1 - j])) {
                return false;
            }
            for (std::size_t i = j; i < side; ++i) {
                values_[(end - 1 - i) * columns_ + end - 1 - j] = static_cast<float>(lower[j * side + i]);
            }
        }
        return true;
    }

    /// What stands above the block: H = V · blockᵀ.
    void solveBefore(std::size_t first, std::size_t end) {
        const std::lock_guard lock(oneAtATime());
        cblas_strsm(CblasRowMajor, CblasRight, CblasUpper, CblasTrans, CblasNonUnit, static_cast<lapack_int>(first),
                    static_cast<lapack_int>(end - first), 1.0F, values_.data() + first * columns_ + first,
                    static_cast<lapack_int>(columns_), values_.data() + first, static_cast<lapack_int>(columns_));
    }

    void takeOffBefore(std::size_t first, std::size_t end) {
        const std::size_t tiles = (first + tileSide - 1) / tileSide;
        oneapi::tbb::parallel_for(std::size_t{0}, tiles * tiles, [&](std::size_t tile) {
            const std::size_t row = tile / tiles * tileSide;
            const std::size_t column = tile % tiles * tileSide;
            if (column < row) {
                return;
            }
            cancel_.throwIfCancelled();
            multiplyMatrices({std::min(tileSide, first - row), end - first, std::min(tileSide, first - column)}, -1.0F,
                             {values_.data() + row * columns_ + first, columns_},
                             {values_.data() + column * columns_ + first, columns_, true}, true,
                             values_.data() + row * columns_ + column, columns_);
        });
    }

    std::span<float> values_;
    std::size_t columns_;
    const CancelToken& cancel_;
    std::vector<float> diagonal_;
};

} // namespace

GramFactor::GramFactor(std::span<const double> gram, std::size_t columns, double damping, std::vector<std::uint32_t> order,
                       const CancelToken& cancel)
    : feedback_{columns, std::vector<float>(columns * columns), std::vector<float>(columns), std::move(order)},
      added_(columns) {
    const auto place = [&](std::size_t i) { return feedback_.order.empty() ? i : feedback_.order[i]; };
    const auto forRows = [&](const auto& body) { oneapi::tbb::parallel_for(std::size_t{0}, columns, body); };
    std::atomic<bool> isFinite = true;
    while (true) {
        forRows([&](std::size_t i) {
            const double* const from = gram.data() + place(i) * columns;
            float* const to = feedback_.upper.data() + i * columns;
            double sum = 0;
            for (std::size_t k = i; k < columns; ++k) {
                sum += from[place(k)];
                to[k] = static_cast<float>(from[place(k)]);
            }
            const double energy = from[place(i)];
            const double added = energy > leastEnergy ? damping * energy : 1;
            added_[place(i)] = added;
            to[i] = static_cast<float>(energy + added);
            if (!std::isfinite(sum) || !std::isfinite(to[i])) {
                isFinite = false;
            }
        });
        if (!isFinite) {
            throw badInput({}, say("The statistics of a layer's inputs are not finite"));
        }
        // A matrix of sums of squares has no smaller pivot than what was added; rounding may take some of that.
        const double least = 0.25 * damping / (1 + damping);
        if (UpperFactor(feedback_.upper, columns, cancel).factor(least)) {
            break;
        }
        if (damping > mostDamping) {
            throw badInput({}, say("The statistics of a layer's inputs contradict themselves"),
                           say("They are no sums of squares and products."));
        }
        damping = std::max(damping, 1e-3) * 4;
    }
    std::vector<float> shares(columns); // one over each pivot
    for (std::size_t i = 0; i < columns; ++i) {
        const float pivot = feedback_.upper[i * columns + i];
        feedback_.energy[i] = pivot * pivot;
        shares[i] = 1 / pivot;
    }
    forRows([&](std::size_t j) {
        float* const row = feedback_.upper.data() + j * columns;
        std::fill(row, row + j + 1, 0.0F);
        for (std::size_t i = j + 1; i < columns; ++i) {
            row[i] *= shares[i];
        }
    });
}

void solveRows(const FeedbackFactor& factor, std::span<float> rows) {
    const std::size_t columns = factor.columns;
    const std::size_t count = rows.size() / columns;
    const float* const upper = factor.upper.data();
    std::array<float, stripe * stripe> triangle{};
    const auto triangleAt = [&](std::size_t first, std::size_t width) {
        for (std::size_t i = 0; i < width; ++i) {
            std::copy_n(upper + (first + i) * columns + first, width, triangle.data() + i * width);
        }
        return triangle.data();
    };
    const std::size_t last = (columns - 1) / stripe * stripe;
    for (std::size_t first = last;; first -= stripe) { // z·Uᵀ = b: what stands behind is known
        const std::size_t end = std::min(first + stripe, columns);
        multiplyMatrices({count, columns - end, end - first}, -1.0F, {rows.data() + end, columns},
                         {upper + first * columns + end, columns, true}, true, rows.data() + first, columns);
        solveTransposedTriangle(triangleAt(first, end - first), end - first, {rows.data() + first, columns, count});
        if (first == 0) {
            break;
        }
    }
    for (std::size_t row = 0; row < count; ++row) {
        for (std::size_t i = 0; i < columns; ++i) {
            rows[row * columns + i] /= factor.energy[i];
        }
    }
    for (std::size_t first = 0; first < columns; first += stripe) { // x·U = z/D: what stands before is known
        const std::size_t end = std::min(first + stripe, columns);
        multiplyMatrices({count, first, end - first}, -1.0F, {rows.data(), columns}, {upper + first, columns}, true,
                         rows.data() + first, columns);
        solveTriangle(triangleAt(first, end - first), end - first, {rows.data() + first, columns, count});
    }
}

std::vector<std::uint32_t> orderByEnergy(std::span<const double> gram, std::size_t columns, std::size_t groupColumns) {
    const auto energy = [&](std::uint32_t column) { return gram[column * columns + column]; };
    std::vector<std::uint32_t> order(columns);
    std::iota(order.begin(), order.end(), 0U);
    std::vector<double> ofGroup(columns / groupColumns);
    for (std::uint32_t column = 0; column < columns; ++column) {
        ofGroup[column / groupColumns] += energy(column);
    }
    const auto size = static_cast<std::uint32_t>(groupColumns);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const std::uint32_t groupA = a / size;
        const std::uint32_t groupB = b / size;
        if (groupA != groupB) {
            return std::pair(-ofGroup[groupA], groupA) < std::pair(-ofGroup[groupB], groupB);
        }
        return energy(a) > energy(b);
    });
    return order;
}

} // namespace quantlathe
