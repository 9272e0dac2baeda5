// SPDX-License-Identifier: GPL-3.0-or-later
// One weight as a folder would hold it, in memory: its matrices in their parts.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "plan/plan.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace quantlathe {

/// A matrix of a weight: a tensor of the checkpoint, and the shape that the plan gives it.
struct PlannedMatrix {
    std::size_t tensor = 0;
    MatrixShape shape;
};

/// What guides the encoding of one matrix, a tensor of the weight: `importance` is the weight's, one value a column or a
/// stretch for each of its matrices (experts).
[[nodiscard]] std::span<const float> importanceOfMatrix(const Weight& weight, std::span<const float> importance,
                                                        std::size_t tensor);

/// What encodings of a weight's matrices look at beside its values.
struct MatrixGuide {
    std::span<const float> importance{};
    float joinedLargest = 0;                // of encodings with a joined scale: JoinedScaleEncoding::encodeJoined()
    std::span<const std::uint32_t> order{}; // as EncodingGuide::order
};

/// Encodes one matrix of the weight into its parts, with all threads of the arena. `guide`: of this matrix. Throws what
/// encodeMatrix() throws, with the weight's name.
void encodeIntoParts(const Model& model, const Weight& weight, const MatrixEncoding& encoding, const MatrixShape& shape,
                     const MatrixGuide& guide, const std::function<void(std::uint64_t first, std::span<float> out)>& read,
                     std::span<const std::span<std::byte>> parts, ThreadArena& arena, const CancelToken& cancel);

/// Immutable; safe to read from many threads.
class EncodedMatrices {
public:
    using Guide = MatrixGuide;
    /// Encodes all matrices of the weight, as `guide` says: its importance is the weight's. `weight` must live longer. Throws
    /// what encodeMatrix() throws, with the weight's name.
    EncodedMatrices(const Model& model, const Weight& weight, const MatrixEncoding& encoding,
                    std::span<const PlannedMatrix> matrices, const Guide& guide, ThreadArena& arena, const CancelToken& cancel);
    /// A weight whose parts are known: those of its matrices one behind the other.
    EncodedMatrices(const Weight& weight, const MatrixEncoding& encoding, std::span<const PlannedMatrix> matrices,
                    std::span<const std::byte> parts);

    /// As readRows(): whole canonical rows, decoded.
    void rows(std::uint64_t firstRow, std::span<float> out) const;

private:
    struct Matrix {
        MatrixShape shape;
        std::vector<std::vector<std::byte>> parts;
    };
    const Weight* weight_;
    const MatrixEncoding* encoding_;
    std::vector<Matrix> matrices_;
};

} // namespace quantlathe
