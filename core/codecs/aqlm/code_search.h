// SPDX-License-Identifier: GPL-3.0-or-later
// Codes whose vectors add up to what is wanted: a beam over the codebooks, then one code at a time. Private to codecs/aqlm.
#pragma once

#include "codecs/aqlm/layout.h"
#include "codecs/aqlm/vector_scores.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::aqlm {

using Vector = std::array<float, vectorLength>;
using Codes = std::array<std::uint8_t, mostCodebooks>;

/// The vectors of all codebooks of a matrix: values as F16 stores them.
class CodebookSet {
public:
    explicit CodebookSet(const Layout& layout);

    [[nodiscard]] std::uint32_t codebooks() const { return codebooks_; }
    [[nodiscard]] std::uint32_t vectors() const { return vectors_; }
    [[nodiscard]] const Vector& at(std::uint32_t codebook, std::uint32_t code) const {
        return values_[std::size_t{codebook} * vectors_ + code];
    }
    /// Rounds the values. Throws nothing; infinite where F16 ends.
    void set(std::uint32_t codebook, std::uint32_t code, const Vector& vector);
    /// vectorLength × vectors() values.
    [[nodiscard]] const float* transposed(std::uint32_t codebook) const {
        return transposed_.data() + std::size_t{codebook} * vectorLength * vectors_;
    }

private:
    std::uint32_t codebooks_;
    std::uint32_t vectors_;
    std::vector<Vector> values_;
    std::vector<float> transposed_;
};

/// Finds codes for vectors whose values count alike: the same `weights`, which setWeights() says. Not thread-safe; the
/// codebooks must not change meanwhile.
class CodeSearch {
public:
    explicit CodeSearch(const CodebookSet& set);

    void setWeights(const Vector& weights);
    /// The nearest vector of one codebook.
    [[nodiscard]] std::uint8_t nearest(std::uint32_t codebook, const Vector& wanted);
    /// One code for each codebook, never worse than `codes`, and what is left of `wanted`.
    Vector improve(const Vector& wanted, Codes& codes);

private:
    static constexpr std::size_t beam = 4; // hypotheses that are kept from codebook to codebook
    struct Hypothesis {
        Vector residual{};
        float score = 0; // Σ weights · residual², less that of what was wanted
        Codes codes{};
    };
    struct Step {
        float score;
        std::size_t from;
        std::uint8_t code;
    };

    [[nodiscard]] Hypothesis bestOfBeam(const Vector& wanted);
    [[nodiscard]] Hypothesis hypothesisOf(const Vector& wanted, const Codes& codes) const;
    void score(std::uint32_t codebook, const Vector& residual);
    bool descend(Hypothesis& hypothesis);
    [[nodiscard]] double loss(const Vector& residual) const;

    const CodebookSet& set_;
    Vector weights_{};
    std::vector<float> norms_;  // codebooks × vectors
    std::vector<float> scores_; // vectors
};

} // namespace quantlathe::aqlm
