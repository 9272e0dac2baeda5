// SPDX-License-Identifier: GPL-3.0-or-later
// Weights and importance of many kinds, and one instruction set at a time: for the tests of block encodings.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#define HWY_DISABLED_TARGETS HWY_SSSE3 // as core/CMakeLists.txt
#include <hwy/targets.h>

namespace quantlathe::test {

using Generator = std::mt19937_64; // its output is fixed by the standard, unlike that of the distributions

inline float uniform(Generator& random) {
    return static_cast<float>(random() >> 40U) * 0x1p-24F;
}
inline float bell(Generator& random) {
    float sum = -6;
    for (int i = 0; i < 12; ++i) {
        sum += uniform(random);
    }
    return sum;
}

struct DataKind {
    const char* name;
    float (*next)(Generator& random, std::size_t index);
};

inline const std::array kinds{
    DataKind{"normal", [](Generator& r, std::size_t) { return bell(r) * 0.02F; }},
    DataKind{"heavy tails", [](Generator& r, std::size_t) { return bell(r) / (0.01F + uniform(r) * uniform(r)); }},
    DataKind{"mostly zeros", [](Generator& r, std::size_t) { return uniform(r) < 0.9F ? 0.0F : bell(r); }},
    DataKind{"zero sub-blocks", [](Generator& r, std::size_t i) { return i / 32 % 3 == 0 ? -0.0F : bell(r); }},
    DataKind{"zeros of both signs", [](Generator& r, std::size_t) { return uniform(r) < 0.5F ? 0.0F : -0.0F; }},
    DataKind{"constant", [](Generator&, std::size_t i) { return i / 512 % 2 == 0 ? 0.0123F : -0.0123F; }},
    DataKind{"ties", [](Generator& r, std::size_t) { return std::round(bell(r) * 2) * 0.25F; }},
    DataKind{"alternating", [](Generator&, std::size_t i) { return i % 2 == 0 ? 0.05F : -0.05F; }},
    DataKind{"positive", [](Generator& r, std::size_t) { return 0.5F + uniform(r); }},
    DataKind{"negative", [](Generator& r, std::size_t) { return -1e-3F - uniform(r); }},
    DataKind{"far from zero", [](Generator& r, std::size_t) { return -1000.0F + uniform(r) * 1e-3F; }},
    DataKind{"denormals", [](Generator& r, std::size_t) { return bell(r) * 1e-40F; }},
    DataKind{"denormals and zeros", [](Generator& r, std::size_t i) { return i % 7 == 0 ? 3e-40F * uniform(r) : 0.0F; }},
    DataKind{"around the threshold of zero", [](Generator& r, std::size_t) { return bell(r) * 1e-15F; }},
    DataKind{"tiny squares", [](Generator& r, std::size_t) { return bell(r) * 1e-23F; }},
    DataKind{"huge", [](Generator& r, std::size_t) { return bell(r) * 1e37F; }},
    DataKind{"huge squares", [](Generator& r, std::size_t) { return bell(r) * 1e19F; }},
    DataKind{"wide range", [](Generator& r, std::size_t) { return bell(r) * std::exp2(std::floor(uniform(r) * 80 - 60)); }},
    DataKind{"scale by block",
             [](Generator& r, std::size_t i) { return bell(r) * std::exp2(static_cast<float>(i / 32 % 60) - 50); }},
    DataKind{"outliers", [](Generator& r, std::size_t i) { return i % 97 == 0 ? 8.0F : bell(r) * 0.002F; }},
    DataKind{"any finite bits",
             [](Generator& r, std::size_t) {
                 const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(r()));
                 return std::isfinite(value) ? value : 1.0F;
             }},
};

/// NaN has the default payload here: what another payload becomes is not the oracle's business.
inline const std::array wildKinds{
    DataKind{"one NaN a block", [](Generator& r, std::size_t i) { return i % 61 == 17 ? std::nanf("") : bell(r); }},
    DataKind{"NaN first", [](Generator& r, std::size_t i) { return i % 32 == 0 ? std::nanf("") : bell(r); }},
    DataKind{"one infinity a block", [](Generator& r, std::size_t i) { return i % 61 == 17 ? -INFINITY : bell(r); }},
    DataKind{"both infinities",
             [](Generator& r, std::size_t i) { return i % 3 == 0   ? INFINITY
                                                      : i % 5 == 0 ? -INFINITY
                                                                   : bell(r); }},
    DataKind{"all infinite", [](Generator&, std::size_t) { return INFINITY; }},
    DataKind{"all NaN", [](Generator&, std::size_t) { return std::nanf(""); }},
    DataKind{"mixed",
             [](Generator& r, std::size_t) {
                 return uniform(r) < 0.02F ? std::nanf("") : uniform(r) < 0.02F ? INFINITY : bell(r) * 1e-39F;
             }},
};

inline std::vector<float> generate(const DataKind& kind, std::size_t count, std::uint64_t seed) {
    Generator random(seed);
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = kind.next(random, i);
    }
    return values;
}

enum class Importance { none, positive, withZeros };

inline std::vector<float> makeImportance(Importance choice, std::size_t columns) {
    if (choice == Importance::none) {
        return {};
    }
    Generator random(99);
    std::vector<float> values(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        const float value = bell(random);
        const bool isZero = choice == Importance::withZeros && (i / 32 % 4 == 1 || uniform(random) < 0.3F);
        values[i] = isZero ? 0 : value * value + 1e-3F;
    }
    return values;
}

/// Runs the encodings on one instruction set while alive.
class OnlyTarget {
public:
    explicit OnlyTarget(std::int64_t target) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
    ~OnlyTarget() {
        hwy::SetSupportedTargetsForTest(0);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
    OnlyTarget(const OnlyTarget&) = delete;
    OnlyTarget& operator=(const OnlyTarget&) = delete;
};

} // namespace quantlathe::test
