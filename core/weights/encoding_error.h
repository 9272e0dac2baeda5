// SPDX-License-Identifier: GPL-3.0-or-later
// What an encoding loses on a weight, exact or from a stratified sample of rows (docs/statistics.md).
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "codecs/encoding.h"
#include "kernels/error_sums.h"
#include "model/model.h"

#include <cstdint>
#include <optional>
#include <span>

namespace quantlathe {

/// W: original, Q: decoded. From a sample, sums are scaled up to the whole weight and `maxAbsolute` is that of the sample.
struct EncodingError {
    double rootMeanSquare = 0;              // √(Σ(w−q)² / n)
    double relative = 0;                    // ‖W−Q‖ / ‖W‖; 0 if both are zero, infinite if only ‖W‖ is
    double sqnrDecibels = 0;                // −20·log10(relative); infinite without error
    double cosine = 1;                      // Σwq / (‖W‖·‖Q‖); 1 if both are zero, 0 if one is
    double maxAbsolute = 0;                 // max |w−q|
    std::optional<double> weightedRelative; // √(Σs(w−q)² / Σsw²), when importance was given that is not 0 everywhere
    std::uint64_t weights = 0;              // values in the weight
    std::uint64_t weightsLookedAt = 0;      // fewer for a sample
    bool sampled = false;
    double interval95 = 0; // half width of the 95 % interval of `relative`; 0 when exact
    ErrorSums sums;        // scaled up when sampled

    friend bool operator==(const EncodingError&, const EncodingError&) = default;
};
/// The measures of exact sums.
[[nodiscard]] EncodingError errorFromSums(const ErrorSums& sums, bool hasImportance = false);

struct ErrorOptions {
    bool exact = false;
    /// Values to look at in a weight; weights that are not much larger are measured whole. The rows are drawn by a fixed
    /// rule from the weight's name and shape, so the answer is always the same.
    std::uint64_t sampleWeights = 1U << 18U;
};

/// Encodes and decodes tile by tile in memory. The guide's importance: empty, one value a column, or one a column for each
/// of the matrices that are stacked in the weight (experts); it guides encodings that use it
/// and gives `weightedRelative`. The result does not depend on the number of threads. Memory: tiles only. Throws
/// Error(badInput) when the weight cannot be read, when the encoding cannot encode and decode or does not fit the columns,
/// when importance has another length; `cancelled` after cancel().
[[nodiscard]] EncodingError measureError(const Model& model, const Weight& weight, const Encoding& encoding,
                                         const EncodingGuide& guide, const ErrorOptions& options, ThreadArena& arena,
                                         const CancelToken& cancel);

/// A whole model: Σ nᵢ·relativeᵢ / Σ nᵢ, with the interval of independent estimates √Σ(nᵢ·halfᵢ)² / Σ nᵢ.
struct ModelError {
    double relative = 0;
    double interval95 = 0;
    bool sampled = false;
    std::uint64_t weights = 0;
    std::uint64_t weightsLookedAt = 0;
};
[[nodiscard]] ModelError parameterWeighted(std::span<const EncodingError> errors);

} // namespace quantlathe
