// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix encodings that are no grids but can choose their tensors for what the inputs of a matrix say together: for encodings
// whose codes stand for several columns by tables of their own, so that nobody else could choose them.
#pragma once

#include "codecs/matrix_encoding.h"

#include <functional>
#include <span>

namespace quantlathe {

/// What a matrix should become, and what errors cost: tr(R·H·Rᵀ) for R = targets − values.
struct GramTask {
    MatrixShape shape;
    std::span<const float> targets; // rows × columns
    std::span<const float> gram;    // H, columns × columns
    /// H = U · D · Uᵀ: `upper` is U without its diagonal of ones, `energy` the diagonal of D. What columns did wrong moves the
    /// targets of those behind them (docs/calibrated.md, equation 2).
    std::span<const float> upper;
    std::span<const float> energy;
    /// As MatrixTask::forEach.
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)> forEach;
};

class GramEncoding : public MatrixEncoding {
public:
    /// `parts`: as encodeMatrix() has filled them for these targets. They become others with a smaller loss, as a rule: the
    /// caller compares. The bytes do not depend on the number of threads. Memory: some twelve bytes a weight.
    virtual void improveMatrix(const GramTask& task, std::span<const std::span<std::byte>> parts) const = 0;
};

/// nullptr for all others.
[[nodiscard]] inline const GramEncoding* gramEncoding(const Encoding& encoding) {
    return dynamic_cast<const GramEncoding*>(&encoding);
}

} // namespace quantlathe
