// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/lattice_kernels.h"

#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "methods/lattice_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using Floats = hn::Vec<Tag>;

/// What a column should be before the columns of its own group have had their say: compensated + Σ_{j<i} target_j U_ji.
HWY_INLINE void basesOf(const PointProblem& p, float* bases) {
    for (std::size_t i = 0; i < p.columns; ++i) {
        float base = p.compensated[i];
        for (std::size_t j = 0; j < i; ++j) {
            base += p.targets[j] * p.upper[j * p.upperStride + i];
        }
        bases[i] = base;
    }
}

/// Points side by side: a lane is one point.
template <std::size_t columns, LatticeSigns signs>
std::size_t bestPoint(const PointProblem& p, const float* bases) {
    const Tag f;
    const hn::RebindToSigned<Tag> i32;
    const std::size_t n = hn::Lanes(f);
    const Floats scale = hn::Set(f, signs == LatticeSigns::inPoints ? p.scale : std::abs(p.scale));
    const Floats wantsOdd = hn::BitCast(f, hn::Set(i32, p.isOdd ? std::numeric_limits<std::int32_t>::min() : 0));
    Floats least = hn::Set(f, std::numeric_limits<float>::infinity());
    auto leastAt = hn::Zero(i32);
    auto at = hn::Iota(i32, 0);
    for (std::size_t point = 0; point < p.count; point += n) {
        Floats values[columns];
        Floats loss = hn::Zero(f);
        Floats turning = hn::Set(f, std::numeric_limits<float>::infinity());
        Floats parity = wantsOdd;
        for (std::size_t i = 0; i < columns; ++i) {
            Floats wanted = hn::Set(f, bases[i]);
            for (std::size_t j = 0; j < i; ++j) {
                wanted = hn::NegMulAdd(values[j], hn::Set(f, p.upper[j * p.upperStride + i]), wanted);
            }
            const Floats size = hn::Mul(hn::LoadU(f, p.book->values.data() + i * p.book->points + p.first + point), scale);
            values[i] = signs == LatticeSigns::inPoints ? size : hn::CopySign(size, wanted);
            const Floats error = hn::Sub(wanted, values[i]);
            const Floats energy = hn::Set(f, p.energy[i]);
            loss = hn::MulAdd(hn::Mul(error, error), energy, loss);
            if constexpr (signs == LatticeSigns::even) {
                parity = hn::Xor(parity, wanted);
                turning = hn::Min(turning, hn::Mul(hn::Mul(hn::Abs(wanted), size), energy));
            }
        }
        if constexpr (signs == LatticeSigns::even) {
            const auto isWrong = hn::Lt(hn::BitCast(i32, parity), hn::Zero(i32));
            loss = hn::Add(loss, hn::IfThenElseZero(hn::RebindMask(f, isWrong), hn::Mul(hn::Set(f, 4.0F), turning)));
        }
        const auto isLess = hn::Lt(loss, least);
        least = hn::IfThenElse(isLess, loss, least);
        leastAt = hn::IfThenElse(hn::RebindMask(i32, isLess), at, leastAt);
        at = hn::Add(at, hn::Set(i32, static_cast<std::int32_t>(n)));
    }
    HWY_ALIGN float losses[16];
    HWY_ALIGN std::int32_t places[16];
    hn::Store(least, f, losses);
    hn::Store(leastAt, i32, places);
    std::size_t best = 0;
    for (std::size_t lane = 1; lane < n; ++lane) {
        const bool isFirst = losses[lane] == losses[best] && places[lane] < places[best];
        best = losses[lane] < losses[best] || isFirst ? lane : best;
    }
    return p.first + static_cast<std::size_t>(places[best]);
}

template <std::size_t columns>
std::size_t bestPointOf(const PointProblem& p, const float* bases) {
    switch (p.signs) {
    case LatticeSigns::free: return bestPoint<columns, LatticeSigns::free>(p, bases);
    case LatticeSigns::even: return bestPoint<columns, LatticeSigns::even>(p, bases);
    case LatticeSigns::inPoints: break;
    }
    return bestPoint<columns, LatticeSigns::inPoints>(p, bases);
}

std::size_t bestPointOn(const PointProblem& p, float* bases) {
    basesOf(p, bases);
    return p.columns == 8 ? bestPointOf<8>(p, bases) : bestPointOf<4>(p, bases);
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {

HWY_EXPORT(bestPointOn);

namespace {

/// Values of a point with given signs, or with those that rounding gives (`chosen` receives them); the loss.
struct Finish {
    const PointProblem& problem;
    const float* bases;
    std::array<float, mostPointColumns> values{};
    std::array<float, mostPointColumns> wanted{};

    float run(std::size_t point, bool choosesSigns, std::uint8_t& signs) {
        float loss = 0;
        for (std::size_t i = 0; i < problem.columns; ++i) {
            wanted[i] = bases[i];
            for (std::size_t j = 0; j < i; ++j) {
                wanted[i] -= values[j] * problem.upper[j * problem.upperStride + i];
            }
            const float size = problem.book->values[i * problem.book->points + point] * problem.scale;
            if (problem.signs != LatticeSigns::inPoints && choosesSigns && std::signbit(wanted[i]) != std::signbit(size)) {
                signs |= static_cast<std::uint8_t>(1U << i);
            }
            values[i] = (signs >> i & 1U) != 0 ? -size : size;
            loss += problem.energy[i] * (wanted[i] - values[i]) * (wanted[i] - values[i]);
        }
        return loss;
    }
};

} // namespace

PointSolution solvePoint(const PointProblem& problem) {
    std::array<float, mostPointColumns> bases{};
    PointSolution solution;
    solution.point = HWY_DYNAMIC_DISPATCH(bestPointOn)(problem, bases.data());
    Finish finish{problem, bases.data()};
    solution.loss = finish.run(solution.point, true, solution.signs);
    const bool isOdd = __builtin_parity(solution.signs) != 0;
    if (problem.signs == LatticeSigns::even && isOdd != problem.isOdd) {
        std::size_t turned = 0;
        float least = std::numeric_limits<float>::infinity();
        for (std::size_t i = 0; i < problem.columns; ++i) {
            const float cost = problem.energy[i] * std::abs(finish.wanted[i] * finish.values[i]);
            if (cost < least) {
                least = cost;
                turned = i;
            }
        }
        solution.signs ^= static_cast<std::uint8_t>(1U << turned);
        solution.loss = finish.run(solution.point, false, solution.signs);
    }
    for (std::size_t i = 0; i < problem.columns; ++i) {
        solution.residuals[i] = problem.targets[i] - finish.values[i];
    }
    return solution;
}

} // namespace quantlathe
#endif
