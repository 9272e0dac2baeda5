// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/feedback_kernels.h"

#include "codecs/block_grid.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/feedback_kernels.cpp"
#include <algorithm>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, feedbackLanes>;
using Floats = hn::Vec<Tag>;

/// Whole numbers: the nearest code.
struct WholeLevels {
    Floats lowest, highest;

    explicit WholeLevels(const GroupProblem& problem)
        : lowest(hn::Set(Tag(), static_cast<float>(problem.lowest))),
          highest(hn::Set(Tag(), static_cast<float>(problem.lowest + problem.codes - 1))) {}
    HWY_INLINE Floats level(Floats x, Floats& code) const {
        const Floats nearest = hn::Min(hn::Max(hn::Round(x), lowest), highest);
        code = hn::Sub(nearest, lowest);
        return nearest;
    }
};

/// A table: one step up for each middle between two levels that is passed.
struct TableLevels {
    std::span<const float> table;

    explicit TableLevels(const GroupProblem& problem) : table(problem.table) {}
    HWY_INLINE Floats level(Floats x, Floats& code) const {
        const Tag f;
        Floats level = hn::Set(f, table[0]);
        code = hn::Zero(f);
        for (std::size_t k = 1; k < table.size(); ++k) {
            const float below = table[k - 1];
            const float above = table[k];
            const auto isAbove = hn::Gt(x, hn::Set(f, (below + above) * 0.5F));
            level = hn::Add(level, hn::IfThenElseZero(isAbove, hn::Set(f, above - below)));
            code = hn::Add(code, hn::IfThenElseZero(isAbove, hn::Set(f, 1.0F)));
        }
        return level;
    }
};

constexpr std::size_t together = 4; // columns that tell the others of their errors at once

/// What the last columns before `end` did wrong shifts all from `end` on.
HWY_INLINE void passOn(const GroupProblem& p, std::size_t end, const float* HWY_RESTRICT residuals,
                       float* HWY_RESTRICT compensated) {
    const Tag f;
    const std::size_t n = hn::Lanes(f);
    const float* const last = residuals + (end - together) * n;
    const Floats residual0 = hn::Load(f, last);
    const Floats residual1 = hn::Load(f, last + n);
    const Floats residual2 = hn::Load(f, last + 2 * n);
    const Floats residual3 = hn::Load(f, last + 3 * n);
    const float* const row0 = p.upper + (end - together) * p.upperStride;
    const float* const row1 = row0 + p.upperStride;
    const float* const row2 = row1 + p.upperStride;
    const float* const row3 = row2 + p.upperStride;
    for (std::size_t k = end; k < p.columns; ++k) {
        float* const to = compensated + k * n;
        Floats sum = hn::MulAdd(residual0, hn::Set(f, row0[k]), hn::Load(f, to));
        sum = hn::MulAdd(residual1, hn::Set(f, row1[k]), sum);
        sum = hn::MulAdd(residual2, hn::Set(f, row2[k]), sum);
        hn::Store(hn::MulAdd(residual3, hn::Set(f, row3[k]), sum), f, to);
    }
}

/// Scales side by side: a lane is one candidate. `hasErrors`: errors are wanted, and values may be exact.
template <class Levels, bool hasErrors>
HWY_INLINE void solve(const GroupProblem& p, GroupSolution& solution) {
    const Tag f;
    const std::size_t n = hn::Lanes(f);
    const std::size_t width = (p.candidates + n - 1) / n * n;
    HWY_ALIGN float compensated[BlockGrid::mostColumns * feedbackLanes];
    HWY_ALIGN float residuals[BlockGrid::mostColumns * feedbackLanes];
    HWY_ALIGN float codes[BlockGrid::mostColumns * feedbackLanes];
    HWY_ALIGN float losses[feedbackLanes] = {};
    [[maybe_unused]] HWY_ALIGN float errors[hasErrors ? BlockGrid::mostColumns * feedbackLanes : feedbackLanes];
    const Levels levels(p);
    for (std::size_t lane = 0; lane < width; lane += n) {
        const Floats scale = hn::LoadU(f, p.scales.data() + lane);
        const Floats offset = hn::LoadU(f, p.offsets.data() + lane);
        const auto isUsable = hn::Gt(hn::Abs(scale), hn::Set(f, 1e-30F));
        const Floats inverse = hn::IfThenElseZero(isUsable, hn::Div(hn::Set(f, 1.0F), scale));
        for (std::size_t i = 0; i < p.columns; ++i) {
            hn::Store(hn::Set(f, p.compensated[i]), f, compensated + i * n);
        }
        Floats loss = hn::Zero(f);
        for (std::size_t i = 0; i < p.columns; ++i) {
            const Floats target = hn::Load(f, compensated + i * n);
            Floats code;
            const Floats level = levels.level(hn::Mul(hn::Sub(target, offset), inverse), code);
            Floats value = hn::Add(hn::Mul(level, scale), offset); // two roundings, as decoders do
            const Floats error = hn::Sub(target, value);
            if constexpr (hasErrors) {
                const Floats cost = hn::Mul(hn::Mul(error, error), hn::Set(f, p.energy[i]));
                const Floats price = hn::Set(f, p.price);
                value = hn::IfThenElse(hn::Gt(cost, price), target, value);
                loss = hn::Add(loss, hn::Min(cost, price));
                hn::Store(cost, f, errors + (lane * BlockGrid::mostColumns) + i * n);
            } else {
                loss = hn::MulAdd(hn::Mul(error, error), hn::Set(f, p.energy[i]), loss);
            }
            const Floats residual = hn::Sub(hn::Set(f, p.targets[i]), value);
            hn::Store(residual, f, residuals + (lane * BlockGrid::mostColumns) + i * n);
            hn::Store(code, f, codes + (lane * BlockGrid::mostColumns) + i * n);
            const float* const row = p.upper + i * p.upperStride;
            const std::size_t end = std::min((i / together + 1) * together, p.columns);
            for (std::size_t k = i + 1; k < end; ++k) {
                float* const to = compensated + k * n;
                hn::Store(hn::MulAdd(residual, hn::Set(f, row[k]), hn::Load(f, to)), f, to);
            }
            if (i + 1 == end && end % together == 0) {
                passOn(p, end, residuals + (lane * BlockGrid::mostColumns), compensated);
            }
        }
        hn::StoreU(loss, f, losses + lane);
    }
    std::size_t best = 0;
    for (std::size_t lane = 1; lane < p.candidates; ++lane) {
        best = losses[lane] < losses[best] ? lane : best;
    }
    solution.candidate = best;
    solution.loss = losses[best];
    const std::size_t base = best / n * n * BlockGrid::mostColumns + best % n;
    for (std::size_t i = 0; i < p.columns; ++i) {
        solution.codes[i] = static_cast<std::uint8_t>(codes[base + i * n]);
        solution.residuals[i] = residuals[base + i * n];
        if constexpr (hasErrors) {
            solution.errors[i] = errors[base + i * n];
        }
    }
}

void solveGroupOn(const GroupProblem& problem, GroupSolution& solution) {
    if (!problem.table.empty()) {
        solve<TableLevels, false>(problem, solution);
    } else if (solution.errors == nullptr) {
        solve<WholeLevels, false>(problem, solution);
    } else {
        solve<WholeLevels, true>(problem, solution);
    }
}

/// Columns c … of `to`, `vectors` at a time, which do not wait for each other. Returns the first that is left.
template <std::size_t vectors, class D>
HWY_INLINE std::size_t addResiduals(D d, std::span<const float> residuals, const float* HWY_RESTRICT upper, std::size_t stride,
                                    std::size_t c, std::size_t count, float* HWY_RESTRICT to) {
    const std::size_t n = hn::Lanes(d);
    for (; c + vectors * n <= count; c += vectors * n) {
        hn::Vec<D> sums[vectors];
        for (std::size_t v = 0; v < vectors; ++v) {
            sums[v] = hn::LoadU(d, to + c + v * n);
        }
        for (std::size_t k = 0; k < residuals.size(); ++k) {
            const hn::Vec<D> residual = hn::Set(d, residuals[k]);
            const float* const from = upper + k * stride + c;
            for (std::size_t v = 0; v < vectors; ++v) {
                sums[v] = hn::MulAdd(residual, hn::LoadU(d, from + v * n), sums[v]);
            }
        }
        for (std::size_t v = 0; v < vectors; ++v) {
            hn::StoreU(sums[v], d, to + c + v * n);
        }
    }
    return c;
}

void addFeedbackOn(std::span<const float> residuals, const float* HWY_RESTRICT upper, std::size_t stride, std::size_t count,
                   float* HWY_RESTRICT to) {
    const hn::ScalableTag<float> wide;
    std::size_t c = addResiduals<4>(wide, residuals, upper, stride, 0, count, to);
    c = addResiduals<1>(wide, residuals, upper, stride, c, count, to);
    c = addResiduals<1>(Tag(), residuals, upper, stride, c, count, to);
    for (; c < count; ++c) {
        for (std::size_t k = 0; k < residuals.size(); ++k) {
            to[c] += residuals[k] * upper[k * stride + c];
        }
    }
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {

HWY_EXPORT(solveGroupOn);
HWY_EXPORT(addFeedbackOn);

void solveGroup(const GroupProblem& problem, GroupSolution& solution) {
    HWY_DYNAMIC_DISPATCH(solveGroupOn)(problem, solution);
}

void addFeedback(std::span<const float> residuals, const float* upper, std::size_t stride, std::size_t count, float* to) {
    HWY_DYNAMIC_DISPATCH(addFeedbackOn)(residuals, upper, stride, count, to);
}

float missingLength(std::span<const float> targets, std::span<const float> residuals, std::span<const float> energy) {
    constexpr double least = 0.9; // what the columns before have left moves it, too: by chance
    constexpr double most = 1.25;
    double own = 0;
    double both = 0;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const double weighted = double{energy[i]} * targets[i];
        own += weighted * targets[i];
        both += weighted * (double{targets[i]} - residuals[i]);
    }
    return both > 0 ? static_cast<float>(std::clamp(own / both, least, most)) : 1.0F;
}

double weightedSquares(std::span<const float> values, std::span<const float> energy) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += double{values[i]} * values[i] * energy[i];
    }
    return sum;
}

} // namespace quantlathe
#endif
