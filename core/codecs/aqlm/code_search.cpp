// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/code_search.h"

#include "base/numeric.h"

#include <algorithm>

namespace quantlathe::aqlm {
namespace {

/// Rounds of one code at a time: more change next to nothing.
constexpr int mostDescents = 3;

} // namespace

CodebookSet::CodebookSet(const Layout& layout)
    : codebooks_(layout.codebooks), vectors_(layout.vectors()), values_(std::size_t{codebooks_} * vectors_),
      transposed_(values_.size() * vectorLength) {}

void CodebookSet::set(std::uint32_t codebook, std::uint32_t code, const Vector& vector) {
    Vector& own = values_[std::size_t{codebook} * vectors_ + code];
    for (std::size_t t = 0; t < vectorLength; ++t) {
        own[t] = floatFromF16(f16FromFloat(vector[t]));
        transposed_[(std::size_t{codebook} * vectorLength + t) * vectors_ + code] = own[t];
    }
}

CodeSearch::CodeSearch(const CodebookSet& set)
    : set_(set), norms_(std::size_t{set.codebooks()} * set.vectors()), scores_(set.vectors()) {}

void CodeSearch::setWeights(const Vector& weights) {
    weights_ = weights;
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        for (std::uint32_t c = 0; c < set_.vectors(); ++c) {
            const Vector& vector = set_.at(m, c);
            float norm = 0;
            for (std::size_t t = 0; t < vectorLength; ++t) {
                norm += weights[t] * vector[t] * vector[t];
            }
            norms_[std::size_t{m} * set_.vectors() + c] = norm;
        }
    }
}

void CodeSearch::score(std::uint32_t codebook, const Vector& residual) {
    Vector target{};
    for (std::size_t t = 0; t < vectorLength; ++t) {
        target[t] = 2 * weights_[t] * residual[t];
    }
    scoreVectors(target, set_.transposed(codebook),
                 std::span(norms_).subspan(std::size_t{codebook} * set_.vectors(), set_.vectors()), scores_.data());
}

std::uint8_t CodeSearch::nearest(std::uint32_t codebook, const Vector& wanted) {
    score(codebook, wanted);
    return static_cast<std::uint8_t>(leastScore(scores_));
}

CodeSearch::Hypothesis CodeSearch::bestOfBeam(const Vector& wanted) {
    std::array<Hypothesis, beam> kept;
    std::size_t count = 1;
    kept[0] = {.residual = wanted, .score = 0, .codes = {}};
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        std::array<Step, beam> steps{};
        std::size_t found = 0;
        for (std::size_t h = 0; h < count; ++h) {
            score(m, kept[h].residual);
            for (std::size_t c = 0; c < scores_.size(); ++c) {
                const float total = kept[h].score + scores_[c];
                if (found == beam && !(total < steps[beam - 1].score)) {
                    continue;
                }
                std::size_t place = found < beam ? found++ : beam - 1;
                for (; place > 0 && total < steps[place - 1].score; --place) {
                    steps[place] = steps[place - 1];
                }
                steps[place] = {total, h, static_cast<std::uint8_t>(c)};
            }
        }
        std::array<Hypothesis, beam> next;
        for (std::size_t i = 0; i < found; ++i) {
            next[i] = kept[steps[i].from];
            next[i].score = steps[i].score;
            next[i].codes[m] = steps[i].code;
            const Vector& vector = set_.at(m, steps[i].code);
            for (std::size_t t = 0; t < vectorLength; ++t) {
                next[i].residual[t] -= vector[t];
            }
        }
        kept = next;
        count = found;
    }
    return kept[0];
}

CodeSearch::Hypothesis CodeSearch::hypothesisOf(const Vector& wanted, const Codes& codes) const {
    Hypothesis hypothesis{.residual = wanted, .score = 0, .codes = codes};
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        const Vector& vector = set_.at(m, codes[m]);
        for (std::size_t t = 0; t < vectorLength; ++t) {
            hypothesis.residual[t] -= vector[t];
        }
    }
    return hypothesis;
}

/// Each code in turn becomes the best one beside the others; whether any changed.
bool CodeSearch::descend(Hypothesis& hypothesis) {
    bool changes = false;
    for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
        const Vector& old = set_.at(m, hypothesis.codes[m]);
        Vector wanted{};
        for (std::size_t t = 0; t < vectorLength; ++t) {
            wanted[t] = hypothesis.residual[t] + old[t];
        }
        const std::uint8_t code = nearest(m, wanted);
        if (code == hypothesis.codes[m]) {
            continue;
        }
        changes = true;
        hypothesis.codes[m] = code;
        const Vector& vector = set_.at(m, code);
        for (std::size_t t = 0; t < vectorLength; ++t) {
            hypothesis.residual[t] = wanted[t] - vector[t];
        }
    }
    return changes;
}

double CodeSearch::loss(const Vector& residual) const {
    double sum = 0;
    for (std::size_t t = 0; t < vectorLength; ++t) {
        sum += static_cast<double>(weights_[t]) * static_cast<double>(residual[t]) * static_cast<double>(residual[t]);
    }
    return sum;
}

Vector CodeSearch::improve(const Vector& wanted, Codes& codes) {
    Hypothesis best = bestOfBeam(wanted);
    for (int i = 0; i < mostDescents && set_.codebooks() > 1 && descend(best); ++i) {
    }
    best = hypothesisOf(wanted, best.codes); // without what rounding has added up
    const Hypothesis old = hypothesisOf(wanted, codes);
    if (!(loss(best.residual) < loss(old.residual))) {
        return old.residual;
    }
    codes = best.codes;
    return best.residual;
}

} // namespace quantlathe::aqlm
