// SPDX-License-Identifier: GPL-3.0-or-later
// Codebooks for a sample of a matrix's vectors. Private to codecs/aqlm.
#pragma once

#include "codecs/aqlm/code_search.h"

#include <functional>
#include <span>
#include <vector>

namespace quantlathe::aqlm {

/// Runs body(0) … body(count − 1), as MatrixTask::forEach.
using ForEach = std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)>;

template <std::size_t N>
struct SampleVector {
    Vector<N> values{};
    std::uint32_t kind = 0; // of weights
    float share = 1;        // what it counts beside its weights: its row's scale, squared
};

/// Σ share · weights · (value − decoded)² becomes small: codebooks one after the other by k-means on what those before have
/// left, then all together, codes and codebooks in turn. `weights`: of each kind, above zero. `samples`: sorted by kind, at
/// least one. The result does not depend on the number of threads.
template <std::size_t N>
void trainCodebooks(std::span<const SampleVector<N>> samples, std::span<const Vector<N>> weights, const CareSettings& care,
                    const ForEach& forEach, CodebookSet<N>& set);

/// Weighted means for the vectors of one codebook.
template <std::size_t N>
class CodebookSums {
public:
    explicit CodebookSums(std::size_t vectors) : sums_(vectors), weights_(vectors) {}
    void add(std::size_t code, const Vector<N>& wanted, const Vector<N>& weights, float share);
    void add(const CodebookSums<N>& other);
    /// Vectors that nothing was added to stay as they are.
    void apply(CodebookSet<N>& set, std::uint32_t codebook) const;

private:
    using Sum = std::array<double, N>;
    std::vector<Sum> sums_;
    std::vector<Sum> weights_;
};

} // namespace quantlathe::aqlm
