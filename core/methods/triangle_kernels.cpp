// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/triangle_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/triangle_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Works on as many rows as a vector has lanes: solve(columns) finds column c of them at columns + c · lanes.
template <class Tag, class Solve>
HWY_INLINE void forVectorsOfRows(Tag d, std::size_t width, const ValueRows& rows, const Solve& solve) {
    using Value = hn::TFromD<Tag>;
    const std::size_t lanes = hn::Lanes(d);
    HWY_ALIGN Value columns[mostTriangleColumns * hn::MaxLanes(d)] = {};
    for (std::size_t first = 0; first < rows.count; first += lanes) {
        const std::size_t some = HWY_MIN(lanes, rows.count - first); // what the other lanes hold does not matter
        for (std::size_t lane = 0; lane < some; ++lane) {
            const float* const row = rows.data + (first + lane) * rows.stride;
            for (std::size_t column = 0; column < width; ++column) {
                columns[column * lanes + lane] = row[column];
            }
        }
        solve(columns);
        for (std::size_t lane = 0; lane < some; ++lane) {
            float* const row = rows.data + (first + lane) * rows.stride;
            for (std::size_t column = 0; column < width; ++column) {
                row[column] = static_cast<float>(columns[column * lanes + lane]);
            }
        }
    }
}

void solveTransposed(const float* HWY_RESTRICT upper, std::size_t width, ValueRows rows) {
#if HWY_HAVE_FLOAT64
    const hn::ScalableTag<double> d;
    const hn::Rebind<float, decltype(d)> single;
    const std::size_t lanes = hn::Lanes(d);
    forVectorsOfRows(d, width, rows, [&](double* HWY_RESTRICT columns) {
        for (std::size_t j = width; j-- > 0;) {
            auto sum = hn::Load(d, columns + j * lanes);
            for (std::size_t i = j + 1; i < width; ++i) { // products of two floats are exact in double precision
                sum = hn::NegMulAdd(hn::Load(d, columns + i * lanes), hn::Set(d, double{upper[j * width + i]}), sum);
            }
            hn::Store(hn::PromoteTo(d, hn::DemoteTo(single, sum)), d, columns + j * lanes);
        }
    });
#else
    for (std::size_t r = 0; r < rows.count; ++r) {
        float* const values = rows.data + r * rows.stride;
        for (std::size_t j = width; j-- > 0;) {
            double sum = values[j];
            for (std::size_t i = j + 1; i < width; ++i) {
                sum -= double{values[i]} * upper[j * width + i];
            }
            values[j] = static_cast<float>(sum);
        }
    }
#endif
}

void solve(const float* HWY_RESTRICT upper, std::size_t width, ValueRows rows) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    forVectorsOfRows(d, width, rows, [&](float* HWY_RESTRICT columns) {
        for (std::size_t i = 1; i < width; ++i) {
            auto value = hn::Load(d, columns + i * lanes);
            for (std::size_t j = 0; j < i; ++j) { // two roundings, whatever the processor
                value = hn::Sub(value, hn::Mul(hn::Load(d, columns + j * lanes), hn::Set(d, upper[j * width + i])));
            }
            hn::Store(value, d, columns + i * lanes);
        }
    });
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {

HWY_EXPORT(solveTransposed);
HWY_EXPORT(solve);

void solveTransposedTriangle(const float* upper, std::size_t width, ValueRows rows) {
    HWY_DYNAMIC_DISPATCH(solveTransposed)(upper, width, rows);
}

void solveTriangle(const float* upper, std::size_t width, ValueRows rows) {
    HWY_DYNAMIC_DISPATCH(solve)(upper, width, rows);
}

} // namespace quantlathe
#endif
