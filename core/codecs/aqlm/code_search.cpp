// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/code_search.h"

#include "base/numeric.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace quantlathe::aqlm {
namespace {

/// Rounds over the codes: more change next to nothing.
constexpr std::uint32_t mostDescents = 3;

/// The place in a vector where these vectors differ most.
template <std::size_t N>
std::size_t widestSpread(std::span<const Vector<N>> values, std::span<const std::uint32_t> chosen) {
    std::array<double, N> sums{};
    std::array<double, N> squares{};
    for (const std::uint32_t index : chosen) {
        for (std::size_t t = 0; t < N; ++t) {
            const double value = values[index][t];
            sums[t] += value;
            squares[t] += value * value;
        }
    }
    const auto spread = [&](std::size_t t) { return squares[t] - sums[t] * sums[t] / static_cast<double>(chosen.size()); };
    std::size_t widest = 0;
    for (std::size_t t = 1; t < N; ++t) {
        widest = spread(t) > spread(widest) ? t : widest;
    }
    return widest;
}

template <std::size_t N>
void halve(std::span<const Vector<N>> values, std::span<std::uint32_t> chosen, std::size_t cellSize) {
    if (chosen.size() <= cellSize) {
        return;
    }
    const std::size_t half = chosen.size() / 2;
    const std::size_t t = widestSpread(values, chosen);
    std::ranges::nth_element(chosen, chosen.begin() + static_cast<std::ptrdiff_t>(half), [&](std::uint32_t a, std::uint32_t b) {
        return values[a][t] != values[b][t] ? values[a][t] < values[b][t] : a < b;
    });
    halve(values, chosen.first(half), cellSize);
    halve(values, chosen.subspan(half), cellSize);
}

} // namespace

template <std::size_t N>
CodebookSet<N>::CodebookSet(const Layout& layout)
    : codebooks_(layout.codebooks), vectors_(layout.vectors()), cellSize_(std::min(vectors_, cellVectors)),
      values_(std::size_t{codebooks_} * vectors_), transposed_(values_.size() * N) {}

template <std::size_t N>
Vector<N> CodebookSet<N>::sumOf(const Codes& codes) const {
    Vector<N> sum = at(0, codes[0]);
    for (std::uint32_t m = 1; m < codebooks_; ++m) {
        const Vector<N>& vector = at(m, codes[m]);
        for (std::size_t t = 0; t < N; ++t) {
            sum[t] += vector[t];
        }
    }
    return sum;
}

template <std::size_t N>
void CodebookSet<N>::set(std::uint32_t codebook, std::uint32_t code, const Vector<N>& vector) {
    Vector<N>& own = values_[std::size_t{codebook} * vectors_ + code];
    const std::size_t before = (std::size_t{codebook} * vectors_ + code / cellSize_ * cellSize_) * N;
    for (std::size_t t = 0; t < N; ++t) {
        own[t] = floatFromF16(f16FromFloat(vector[t]));
        transposed_[before + t * cellSize_ + code % cellSize_] = own[t];
    }
}

template <std::size_t N>
void CodebookSet<N>::arrange(std::uint32_t codebook) {
    if (cells() == 1) {
        return;
    }
    const auto own = std::span(values_).subspan(std::size_t{codebook} * vectors_, vectors_);
    const std::vector<Vector<N>> values(own.begin(), own.end());
    std::vector<std::uint32_t> order(vectors_);
    std::iota(order.begin(), order.end(), 0U);
    halve<N>(values, order, cellSize_);
    for (std::uint32_t code = 0; code < vectors_; ++code) {
        set(codebook, code, values[order[code]]);
    }
}

template <std::size_t N>
Vector<N> times(const Vector<N>& vector, const Metric<N>& metric) {
    Vector<N> product{};
    for (std::size_t t = 0; t < N; ++t) {
        for (std::size_t u = 0; u < N; ++u) {
            product[u] += vector[t] * metric[t][u];
        }
    }
    return product;
}

template <std::size_t N>
CodeSearch<N>::CodeSearch(const CodebookSet<N>& set, const SearchWidth& width)
    : set_(set), width_(width), norms_(std::size_t{set.codebooks()} * set.vectors()), scores_(set.cellSize()),
      near_(set.cellSize()) {
    if (set_.cells() > 1) {
        findCenters();
    }
}

template <std::size_t N>
void CodeSearch<N>::findCenters() {
    const std::size_t cells = set_.cells();
    centers_.resize(set_.codebooks() * cells * N);
    centerNorms_.resize(set_.codebooks() * cells);
    centerScores_.resize(cells);
    ranked_.resize(cells);
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        for (std::uint32_t cell = 0; cell < cells; ++cell) {
            const float* const vectors = set_.transposed(m, cell);
            for (std::size_t t = 0; t < N; ++t) {
                const float* const values = vectors + t * set_.cellSize();
                centers_[(m * N + t) * cells + cell] =
                    std::accumulate(values, values + set_.cellSize(), 0.0F) / static_cast<float>(set_.cellSize());
            }
        }
    }
}

template <std::size_t N>
std::span<const float> CodeSearch<N>::normsOf(std::uint32_t codebook, std::uint32_t cell) const {
    return std::span(norms_).subspan(std::size_t{codebook} * set_.vectors() + std::size_t{cell} * set_.cellSize(),
                                     set_.cellSize());
}

template <std::size_t N>
void CodeSearch<N>::setMetric(const Metric<N>& metric) {
    metric_ = metric;
    measure(metric);
}

template <std::size_t N>
void CodeSearch<N>::setWeights(const Vector<N>& weights) {
    metric_ = {};
    for (std::size_t t = 0; t < N; ++t) {
        metric_[t][t] = weights[t];
    }
    measure(weights);
}

template <std::size_t N>
template <class Costs>
void CodeSearch<N>::measure(const Costs& costs) {
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        for (std::uint32_t cell = 0; cell < set_.cells(); ++cell) {
            const std::size_t first = std::size_t{m} * set_.vectors() + std::size_t{cell} * set_.cellSize();
            measureVectors(costs, set_.transposed(m, cell), std::span(norms_).subspan(first, set_.cellSize()));
        }
        if (set_.cells() > 1) {
            const std::size_t cells = set_.cells();
            measureVectors(costs, centers_.data() + m * N * cells, std::span(centerNorms_).subspan(m * cells, cells));
        }
    }
}

/// The nearest cells, by their means, first in ranked_.
template <std::size_t N>
void CodeSearch<N>::rankCells(std::uint32_t codebook, const Vector<N>& target) {
    const std::size_t cells = set_.cells();
    scoreVectors(target, centers_.data() + codebook * N * cells, std::span(centerNorms_).subspan(codebook * cells, cells),
                 centerScores_.data());
    std::iota(ranked_.begin(), ranked_.end(), 0U);
    if (width_.cells < cells) {
        std::ranges::nth_element(ranked_, ranked_.begin() + static_cast<std::ptrdiff_t>(width_.cells),
                                 [&](std::uint32_t a, std::uint32_t b) {
                                     return centerScores_[a] != centerScores_[b] ? centerScores_[a] < centerScores_[b] : a < b;
                                 });
    }
}

template <std::size_t N>
std::uint16_t CodeSearch<N>::nearest(std::uint32_t codebook, const Vector<N>& pull) {
    Vector<N> target{};
    std::ranges::transform(pull, target.begin(), [](float value) { return 2 * value; });
    if (set_.cells() == 1) {
        const Minima minima = scoreVectors(target, set_.transposed(codebook, 0), normsOf(codebook, 0), scores_.data());
        return static_cast<std::uint16_t>(placeOf(scores_, std::ranges::min(minima)));
    }
    rankCells(codebook, target);
    float least = std::numeric_limits<float>::max();
    std::size_t code = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(width_.cells, set_.cells()); ++i) {
        const std::uint32_t cell = ranked_[i];
        const Minima minima = scoreVectors(target, set_.transposed(codebook, cell), normsOf(codebook, cell), scores_.data());
        const float own = std::ranges::min(minima);
        if (own > least) {
            continue;
        }
        const std::size_t place = std::size_t{cell} * set_.cellSize() + placeOf(scores_, own);
        if (own < least || place < code) {
            least = own;
            code = place;
        }
    }
    return static_cast<std::uint16_t>(code);
}

template <std::size_t N>
void CodeSearch<N>::take(Hypothesis& hypothesis, std::uint32_t codebook, std::uint16_t code) const {
    hypothesis.codes[codebook] = code;
    const Vector<N> share = times(set_.at(codebook, code), metric_);
    std::ranges::transform(hypothesis.pull, share, hypothesis.pull.begin(), std::minus());
}

/// Of codebooks of one cell.
template <std::size_t N>
const typename CodeSearch<N>::Hypothesis& CodeSearch<N>::bestOfBeam(const Vector<N>& pull) {
    std::size_t count = 1;
    beam_[0] = {.pull = pull, .score = 0, .codes = {}};
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        // The codes of the last codebook are not gone on from: one is enough.
        const std::size_t most = m + 1 == set_.codebooks() ? 1 : width_.beam;
        Steps steps(most);
        for (std::size_t h = 0; h < count; ++h) {
            Vector<N> target{};
            std::ranges::transform(beam_[h].pull, target.begin(), [](float value) { return 2 * value; });
            const Minima minima = scoreVectors(target, set_.transposed(m, 0), normsOf(m, 0), scores_.data());
            if (!steps.takes(beam_[h].score + std::ranges::min(minima))) {
                continue;
            }
            const std::size_t near = placesUpTo(scores_, boundOf(minima, most), near_.data());
            for (const std::uint16_t code : std::span(near_).first(near)) {
                steps.add({.score = beam_[h].score + scores_[code], .from = h, .code = code});
            }
        }
        count = steps.kept().size();
        std::swap(beam_, before_);
        for (std::size_t i = 0; i < count; ++i) {
            const Step& step = steps.kept()[i];
            beam_[i] = before_[step.from];
            beam_[i].score = step.score;
            take(beam_[i], m, step.code);
        }
    }
    return beam_[0];
}

/// Each code in turn becomes the best one beside the others, until all are. That of the last codebook is.
template <std::size_t N>
void CodeSearch<N>::descend(Hypothesis& hypothesis) {
    std::uint32_t best = 1; // of the codes before this one, the last first
    for (std::uint32_t step = 0; best < set_.codebooks() && step < mostDescents * set_.codebooks(); ++step) {
        const std::uint32_t m = step % set_.codebooks();
        const Vector<N> own = times(set_.at(m, hypothesis.codes[m]), metric_);
        Vector<N> wanted{};
        std::ranges::transform(hypothesis.pull, own, wanted.begin(), std::plus());
        const std::uint16_t code = nearest(m, wanted);
        if (code == hypothesis.codes[m]) {
            ++best;
            continue;
        }
        best = 1;
        hypothesis.pull = wanted;
        take(hypothesis, m, code);
    }
}

/// (x − Σ c)·S·(x − Σ c)ᵀ less x·S·xᵀ, without what the search's rounding has added up.
template <std::size_t N>
double CodeSearch<N>::loss(const Vector<N>& pull, const Codes& codes) const {
    const Vector<N> sum = set_.sumOf(codes);
    double loss = 0;
    for (std::size_t t = 0; t < N; ++t) {
        double inner = 0;
        for (std::size_t u = 0; u < N; ++u) {
            inner += static_cast<double>(metric_[t][u]) * static_cast<double>(sum[u]);
        }
        loss += static_cast<double>(sum[t]) * (inner - 2 * static_cast<double>(pull[t]));
    }
    return loss;
}

template <std::size_t N>
bool CodeSearch<N>::improve(const Vector<N>& pull, Codes& codes) {
    Codes found{};
    if (set_.codebooks() == 1) {
        found[0] = nearest(0, pull);
    } else {
        Hypothesis best = bestOfBeam(pull);
        descend(best);
        found = best.codes;
    }
    if (found == codes || !(loss(pull, found) < loss(pull, codes))) {
        return false;
    }
    codes = found;
    return true;
}

template class CodebookSet<shortVector>;
template class CodebookSet<longVector>;
template class CodeSearch<shortVector>;
template class CodeSearch<longVector>;
template Vector<shortVector> times(const Vector<shortVector>& vector, const Metric<shortVector>& metric);
template Vector<longVector> times(const Vector<longVector>& vector, const Metric<longVector>& metric);

} // namespace quantlathe::aqlm
