// SPDX-License-Identifier: GPL-3.0-or-later
// The grid of a group: weight ≈ scale · (code − zero), codes 0 … 2^bits − 1. Pure; the same bits on every machine. Serves the
// families that store whole numbers in groups: GPTQ, AWQ, compressed-tensors.
#pragma once

#include "base/element_type.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::gptq {

struct GroupGrid {
    float scale = 1; // as it is stored; may be negative when symmetric, which puts the longer half of the codes above zero
    int zero = 0;    // 0 … 2^bits − 1; of GPTQ never 0, which files of version 1 cannot hold
    friend bool operator==(const GroupGrid&, const GroupGrid&) = default;
};

/// The nearest code of the grid, ties to even.
[[nodiscard]] inline std::uint8_t codeOf(float weight, const GroupGrid& grid, std::uint32_t bits) {
    const float code = std::nearbyint(weight / grid.scale) + static_cast<float>(grid.zero);
    return static_cast<std::uint8_t>(std::clamp(code, 0.0F, static_cast<float>((1U << bits) - 1)));
}

/// The scale and zero point with which rounding to the nearest code has the least Σ columnWeights · (weight − decoded)², found
/// among a few steps and closed forms of the best scale for given codes. `columnWeights`: one non-negative finite value a
/// weight, or empty for all alike. Symmetric: the zero point is 2^(bits − 1). Precondition: finite weights. A scale that F16
/// cannot hold comes back infinite.
[[nodiscard]] GroupGrid chooseGrid(std::span<const float> weights, std::span<const float> columnWeights, std::uint32_t bits,
                                   bool symmetric);

/// Rows that are looked at together: a strip holds value i of all of them side by side.
inline constexpr std::size_t stripRows = 16;

/// chooseGrid() for one group of each row of a strip.
struct StripTask {
    const float* strip;         // columns × stripRows
    std::size_t columns;        // of the group
    const float* columnWeights; // of the group, the largest about 1; nullptr: all alike
    std::uint32_t bits;
    bool isSymmetric;
    bool isPositive = false;                  // symmetric grids of formats that store no negative scales
    ElementType scaleType = ElementType::F16; // what scales are rounded to: F16, BF16 or F32
    int leastZero = 1;                        // the smallest zero point of an asymmetric grid: 0 or 1
};
/// False if a value is infinite or not a number; `grids` says nothing then.
[[nodiscard]] bool chooseGrids(const StripTask& task, std::span<GroupGrid, stripRows> grids);

/// codeOf() for a strip: columns × stripRows codes.
void codesOfStrip(const float* strip, std::size_t columns, std::span<const GroupGrid, stripRows> grids, std::uint32_t bits,
                  std::uint8_t* codes);

/// Lays values of `rows` rows, `stride` apart, side by side; rows that are not there become zeros.
void stripOfRows(const float* values, std::size_t stride, std::size_t rows, std::size_t columns, float* strip);

/// Column weights for chooseGrids(): every group's largest is 1; groups without any weight count all columns alike.
void evenOut(std::span<float> columnWeights, std::uint64_t group);

} // namespace quantlathe::gptq
