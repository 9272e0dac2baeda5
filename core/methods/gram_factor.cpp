// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/gram_factor.h"

#include "base/error.h"
#include "base/words.h"
#include "kernels/matrix_product.h"

#include <algorithm>
#include <cmath>
#include <lapacke.h>
#include <mutex>
#include <numeric>
#include <utility>

namespace quantlathe {

namespace {

constexpr double mostDamping = 16; // far beyond: the diagonal alone counts, and it is positive
constexpr std::size_t stripe = 64; // columns solved one by one between two products

/// Serial builds of OpenBLAS (Debian's libopenblas0-serial is one) share buffers between all threads of a process: two calls at
/// a time give wrong numbers. Every call of BLAS and LAPACK is here.
bool factored(std::vector<double>& lower, lapack_int size) {
    static std::mutex oneAtATime;
    const std::lock_guard lock(oneAtATime);
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', size, lower.data(), size) == 0;
}

} // namespace

GramFactor::GramFactor(std::span<const double> gram, std::size_t columns, double damping)
    : columns_(columns), lower_(columns * columns), added_(columns) {
    if (!std::ranges::all_of(gram, [](double value) { return std::isfinite(value); })) {
        throw badInput({}, say("The statistics of a layer's inputs are not finite"));
    }
    const auto size = static_cast<lapack_int>(columns);
    while (true) {
        for (std::size_t i = 0; i < columns; ++i) {
            const double energy = gram[i * columns + i];
            added_[i] = energy > 0 ? damping * energy : 1;
        }
        for (std::size_t j = 0; j < columns; ++j) {
            const double* const from = gram.data() + (columns - 1 - j) * columns;
            for (std::size_t i = j; i < columns; ++i) {
                lower_[j * columns + i] = from[columns - 1 - i];
            }
            lower_[j * columns + j] += added_[columns - 1 - j];
        }
        if (factored(lower_, size)) {
            return;
        }
        if (damping > mostDamping) {
            throw badInput({}, say("The statistics of a layer's inputs contradict themselves"),
                           say("They are no sums of squares and products."));
        }
        damping = std::max(damping, 1e-3) * 4;
    }
}

FeedbackFactor GramFactor::feedback() const {
    FeedbackFactor factor{columns_, std::vector<float>(columns_ * columns_), std::vector<float>(columns_), {}};
    for (std::size_t i = 0; i < columns_; ++i) { // column i of U is column K − 1 − i of the reversed factor
        const double* const column = lower_.data() + (columns_ - 1 - i) * columns_;
        const double pivot = column[columns_ - 1 - i];
        factor.energy[i] = static_cast<float>(pivot * pivot);
        for (std::size_t j = 0; j < i; ++j) {
            factor.upper[j * columns_ + i] = static_cast<float>(column[columns_ - 1 - j] / pivot);
        }
    }
    return factor;
}

void solveRows(const FeedbackFactor& factor, std::span<float> rows) {
    const std::size_t columns = factor.columns;
    const std::size_t count = rows.size() / columns;
    const float* const upper = factor.upper.data();
    const std::size_t last = (columns - 1) / stripe * stripe;
    for (std::size_t first = last;; first -= stripe) { // z·Uᵀ = b: what stands behind is known
        const std::size_t end = std::min(first + stripe, columns);
        multiplyMatrices({count, columns - end, end - first}, -1.0F, {rows.data() + end, columns},
                         {upper + first * columns + end, columns, true}, true, rows.data() + first, columns);
        for (std::size_t row = 0; row < count; ++row) {
            float* const values = rows.data() + row * columns;
            for (std::size_t j = end - 1; j-- > first;) {
                double sum = values[j];
                for (std::size_t i = j + 1; i < end; ++i) {
                    sum -= double{values[i]} * upper[j * columns + i];
                }
                values[j] = static_cast<float>(sum);
            }
        }
        if (first == 0) {
            break;
        }
    }
    for (std::size_t first = 0; first < columns; first += stripe) { // x·U·D = z: what stands before is known
        const std::size_t end = std::min(first + stripe, columns);
        for (std::size_t row = 0; row < count; ++row) {
            for (std::size_t i = first; i < end; ++i) {
                rows[row * columns + i] /= factor.energy[i];
            }
        }
        multiplyMatrices({count, first, end - first}, -1.0F, {rows.data(), columns}, {upper + first, columns}, true,
                         rows.data() + first, columns);
        for (std::size_t row = 0; row < count; ++row) {
            float* const values = rows.data() + row * columns;
            for (std::size_t j = first; j < end; ++j) {
                for (std::size_t i = j + 1; i < end; ++i) {
                    values[i] -= values[j] * upper[j * columns + i];
                }
            }
        }
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

FeedbackFactor orderedFeedback(std::span<const double> gram, std::vector<std::uint32_t> order, double damping) {
    const std::size_t columns = order.size();
    std::vector<double> ordered(columns * columns);
    for (std::size_t i = 0; i < columns; ++i) {
        const double* const row = gram.data() + order[i] * columns;
        for (std::size_t k = 0; k < columns; ++k) {
            ordered[i * columns + k] = row[order[k]];
        }
    }
    FeedbackFactor factor = GramFactor(ordered, columns, damping).feedback();
    factor.order = std::move(order);
    return factor;
}

} // namespace quantlathe
