// SPDX-License-Identifier: GPL-3.0-or-later
// One weight as a folder would hold it, in memory: its matrices in their parts.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "plan/plan.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// A matrix of a weight: a tensor of the checkpoint, and the shape that the plan gives it.
struct PlannedMatrix {
    std::size_t tensor = 0;
    MatrixShape shape;
};

/// Immutable; safe to read from many threads.
class EncodedMatrices {
public:
    /// Encodes all matrices of the weight. `weight` must live longer. Throws what encodeMatrix() throws, with the weight's
    /// name.
    EncodedMatrices(const Model& model, const Weight& weight, const MatrixEncoding& encoding,
                    std::span<const PlannedMatrix> matrices, ThreadArena& arena, const CancelToken& cancel);

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
