// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of HQQ on runs and strips of floats. A run is a group whose values follow each other (axis 1). A strip holds
// groups side by side (codecs/strips.h), so that a lane is a group. Pure; the same bits on every
// machine. Private to codecs/hqq.
#pragma once

#include "codecs/strips.h"

#include <cstddef>
#include <cstdint>

namespace quantlathe::hqq {

/// Least and greatest value of each of `count` runs of `length` values; false if a value is infinite or not a number.
[[nodiscard]] bool rangesOfRuns(const float* values, std::size_t length, std::size_t count, float* low, float* high);
/// Of each group of a strip with `rows` rows.
[[nodiscard]] bool rangesOfStrip(const float* strip, std::size_t rows, float* low, float* high);

/// Iterations of the half-quadratic solver (H. Badri and A. Shaji, "Half-Quadratic Quantization of Large Machine Learning
/// Models", 2023) on one strip: p = 0.7, beta = 10.
struct RefineTask {
    const float* strip;
    std::size_t rows;
    const float* inverseScales; // stripGroups
    const float* zeros;         // stripGroups, where to start
    float maxCode;
    std::size_t iterations;
    float* zerosAfter; // iterations × stripGroups
    double* errors;    // iterations; the sum of |weight − decoded weight| before each update is added
};
void refine(const RefineTask& task);

/// Codes round(w · s + z), ties to even, cut to 0 … maxCode.
void codesOfRun(const float* values, std::size_t count, float inverseScale, float zero, float maxCode, std::uint8_t* codes);
void codesOfStrip(const float* strip, std::size_t rows, const float* inverseScales, const float* zeros, float maxCode,
                  std::uint8_t* codes);

/// (code − zero) · scale
void valuesOfRun(const std::uint8_t* codes, std::size_t count, float scale, float zero, float* values);
void valuesOfColumns(const std::uint8_t* codes, std::size_t count, const float* scales, const float* zeros, float* values);

} // namespace quantlathe::hqq
