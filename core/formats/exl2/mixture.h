// SPDX-License-Identifier: GPL-3.0-or-later
// Which setting each matrix of a model gets so that all of them together have the size that is wanted (docs/formats/exl2.md,
// "Mixtures"). Pure; the same result on every machine.
#pragma once

#include "codecs/exl2/exl2_encoding.h"

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::exl2 {

/// Matrices that get one setting.
struct MixtureUnit {
    struct Matrices {
        std::uint64_t inputs = 0;
        std::uint64_t outputs = 0;
        std::uint64_t count = 1; // of one shape: experts
    };
    std::vector<Matrices> matrices;
    double weight = 1; // what an error in it counts, relative to others
    [[nodiscard]] std::uint64_t values() const;
};

/// What rounding is expected to cost: Σ (error / weight)² of normal weights, of which the first input features count most.
[[nodiscard]] double expectedError(const Layout& layout, std::uint64_t inputs);

/// A setting of `settings` for each unit, with the least expected error among those whose tensors have at most `budget` bits;
/// the smallest ones where even these have more.
[[nodiscard]] std::vector<const Exl2Encoding*> mixture(std::span<const MixtureUnit> units,
                                                       std::span<const Exl2Encoding* const> settings, std::uint64_t budget);

} // namespace quantlathe::exl2
