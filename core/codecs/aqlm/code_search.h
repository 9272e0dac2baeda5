// SPDX-License-Identifier: GPL-3.0-or-later
// Codes whose vectors add up to what is wanted: a beam over the codebooks, then one code at a time. Private to codecs/aqlm.
#pragma once

#include "codecs/aqlm/care.h"
#include "codecs/aqlm/layout.h"
#include "codecs/aqlm/vector_scores.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::aqlm {

using Codes = std::array<std::uint16_t, mostCodebooks>;

/// The vectors of all codebooks of a matrix: values as F16 stores them. Those of a large codebook stand in cells, neighbours
/// side by side once arrange() has put them there, so that not all of them need be looked at.
template <std::size_t N>
class CodebookSet {
public:
    static constexpr std::uint32_t cellVectors = 256;

    explicit CodebookSet(const Layout& layout);

    [[nodiscard]] std::uint32_t codebooks() const { return codebooks_; }
    [[nodiscard]] std::uint32_t vectors() const { return vectors_; }
    [[nodiscard]] std::uint32_t cellSize() const { return cellSize_; }
    [[nodiscard]] std::uint32_t cells() const { return vectors_ / cellSize_; } // of a codebook
    [[nodiscard]] const Vector<N>& at(std::uint32_t codebook, std::uint32_t code) const {
        return values_[std::size_t{codebook} * vectors_ + code];
    }
    /// The vectors of all codebooks, summed in their order.
    [[nodiscard]] Vector<N> sumOf(const Codes& codes) const;
    /// Rounds the values. Throws nothing; infinite where F16 ends.
    void set(std::uint32_t codebook, std::uint32_t code, const Vector<N>& vector);
    /// Gives the vectors of a codebook other codes: halves of the widest spread again and again, down to cells.
    void arrange(std::uint32_t codebook);
    /// N × cellSize() values.
    [[nodiscard]] const float* transposed(std::uint32_t codebook, std::uint32_t cell) const {
        return transposed_.data() + (std::size_t{codebook} * cells() + cell) * cellSize_ * N;
    }

private:
    std::uint32_t codebooks_;
    std::uint32_t vectors_;
    std::uint32_t cellSize_;
    std::vector<Vector<N>> values_;
    std::vector<float> transposed_;
};

/// v · S.
template <std::size_t N>
[[nodiscard]] Vector<N> times(const Vector<N>& vector, const Metric<N>& metric);

/// Finds codes for vectors whose differences cost the same, as setMetric() says. What is wanted is told by its `pull`, x·S: the
/// search needs nothing else of x. Not thread-safe; the codebooks must not change meanwhile.
template <std::size_t N>
class CodeSearch {
public:
    CodeSearch(const CodebookSet<N>& set, const SearchWidth& width);

    void setMetric(const Metric<N>& metric);
    [[nodiscard]] const Metric<N>& metric() const { return metric_; }
    /// Values that count by themselves.
    void setWeights(const Vector<N>& weights);
    /// A near vector of one codebook: the nearest, where it has one cell.
    [[nodiscard]] std::uint16_t nearest(std::uint32_t codebook, const Vector<N>& pull);
    /// One code for each codebook, never worse than `codes`; whether they changed.
    bool improve(const Vector<N>& pull, Codes& codes);

private:
    struct Hypothesis {
        Vector<N> pull{}; // of what is left
        float score = 0;  // (x − Σ c)·S·(x − Σ c)ᵀ, less that of what was wanted
        Codes codes{};
    };
    struct Step {
        float score;
        std::size_t from;
        std::uint16_t code;
    };
    /// The steps of the least scores, in their order.
    class Steps {
    public:
        explicit Steps(std::size_t most) : most_(most) {}
        [[nodiscard]] bool takes(float score) const { return count_ < most_ || score < steps_[most_ - 1].score; }
        void add(const Step& step) {
            if (!takes(step.score)) {
                return;
            }
            std::size_t place = count_ < most_ ? count_++ : most_ - 1;
            for (; place > 0 && step.score < steps_[place - 1].score; --place) {
                steps_[place] = steps_[place - 1];
            }
            steps_[place] = step;
        }
        [[nodiscard]] std::span<const Step> kept() const { return std::span(steps_).first(count_); }

    private:
        std::array<Step, widestBeam> steps_{};
        std::size_t most_;
        std::size_t count_ = 0;
    };

    [[nodiscard]] const Hypothesis& bestOfBeam(const Vector<N>& pull);
    void take(Hypothesis& hypothesis, std::uint32_t codebook, std::uint16_t code) const;
    void descend(Hypothesis& hypothesis);
    [[nodiscard]] double loss(const Vector<N>& pull, const Codes& codes) const;
    [[nodiscard]] std::span<const float> normsOf(std::uint32_t codebook, std::uint32_t cell) const;
    void findCenters();
    template <class Costs>
    void measure(const Costs& costs);
    void rankCells(std::uint32_t codebook, const Vector<N>& target);

    const CodebookSet<N>& set_;
    SearchWidth width_;
    Metric<N> metric_{};
    std::vector<float> norms_;        // codebooks × vectors
    std::vector<float> scores_;       // of a cell's vectors
    std::vector<std::uint16_t> near_; // places of the least of them
    std::array<Hypothesis, widestBeam> beam_;
    std::array<Hypothesis, widestBeam> before_;
    // Of codebooks of several cells: their means, each codebook's transposed as a cell is.
    std::vector<float> centers_;
    std::vector<float> centerNorms_;
    std::vector<float> centerScores_;
    std::vector<std::uint32_t> ranked_; // cells, the nearest ones first
};

} // namespace quantlathe::aqlm
