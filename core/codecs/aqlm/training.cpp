// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/training.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>

namespace quantlathe::aqlm {
namespace {

constexpr std::size_t blockVectors = 1024; // of the sample, for one thread

template <std::size_t N>
class Trainer {
public:
    Trainer(std::span<const SampleVector<N>> samples, std::span<const Vector<N>> weights, const CareSettings& care,
            const ForEach& forEach, CodebookSet<N>& set)
        : samples_(samples), weights_(weights), care_(care), forEach_(forEach), set_(set), residuals_(samples.size()),
          codes_(samples.size()) {}

    void train() {
        std::ranges::transform(samples_, residuals_.begin(), &SampleVector<N>::values);
        for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
            if (set_.cells() == 1) {
                plant(m);
            } else {
                spread(m);
            }
            for (int round = 0; round < care_.meansRounds && samples_.size() > set_.vectors(); ++round) {
                moveToMeans(m);
            }
            takeNearest(m);
        }
        for (int round = 0; round < care_.jointRounds && set_.codebooks() > 1; ++round) {
            searchCodes();
            for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
                refit(m);
            }
        }
    }

private:
    template <class Body>
    void forEachBlock(const Body& body) {
        forEach_((samples_.size() + blockVectors - 1) / blockVectors, [&](std::size_t block) {
            CodeSearch<N> search(set_, care_.width);
            std::uint32_t kind = std::numeric_limits<std::uint32_t>::max();
            const std::size_t end = std::min((block + 1) * blockVectors, samples_.size());
            for (std::size_t i = block * blockVectors; i < end; ++i) {
                if (samples_[i].kind != kind) {
                    kind = samples_[i].kind;
                    search.setWeights(weights_[kind]);
                }
                body(search, i);
            }
        });
    }

    [[nodiscard]] Vector<N> pullOf(std::size_t sample, const Vector<N>& wanted) const {
        Vector<N> pull{};
        std::ranges::transform(wanted, weights_[samples_[sample].kind], pull.begin(), std::multiplies());
        return pull;
    }

    /// First vectors: drawn from the sample, those far from the ones before more often (k-means++, D. Arthur and
    /// S. Vassilvitskii, 2007).
    void plant(std::uint32_t codebook) {
        std::mt19937_64 random(codebook + 1); // its numbers are the same on every machine
        std::vector<double> distances(samples_.size(), std::numeric_limits<double>::max());
        std::size_t drawn = random() % samples_.size();
        for (std::uint32_t code = 0; code < set_.vectors(); ++code) {
            set_.set(codebook, code, residuals_[drawn]);
            double sum = 0;
            for (std::size_t i = 0; i < samples_.size(); ++i) {
                distances[i] = std::min(distances[i], distance(i, set_.at(codebook, code)));
                sum += distances[i];
            }
            const double place = static_cast<double>(random() >> 11U) * 0x1.0p-53 * sum;
            double passed = 0;
            for (drawn = 0; drawn + 1 < samples_.size(); ++drawn) {
                passed += distances[drawn];
                if (passed > place) {
                    break;
                }
            }
        }
    }

    /// The same for a large codebook: one of each of as many equal parts of the sample. That is as dense as the sample is,
    /// and needs no distances.
    void spread(std::uint32_t codebook) {
        std::mt19937_64 random(codebook + 1);
        const std::uint64_t count = std::min<std::uint64_t>(samples_.size(), set_.vectors());
        for (std::uint64_t code = 0; code < count; ++code) {
            const std::uint64_t begin = code * samples_.size() / count;
            const std::uint64_t end = (code + 1) * samples_.size() / count;
            set_.set(codebook, static_cast<std::uint32_t>(code), residuals_[begin + random() % (end - begin)]);
        }
        set_.arrange(codebook);
    }

    [[nodiscard]] double distance(std::size_t sample, const Vector<N>& vector) const {
        const Vector<N>& weights = weights_[samples_[sample].kind];
        float sum = 0;
        for (std::size_t t = 0; t < N; ++t) {
            const float difference = residuals_[sample][t] - vector[t];
            sum += weights[t] * difference * difference;
        }
        return static_cast<double>(samples_[sample].share) * static_cast<double>(sum);
    }

    void moveToMeans(std::uint32_t codebook) {
        forEachBlock([&](CodeSearch<N>& search, std::size_t i) {
            codes_[i][codebook] = search.nearest(codebook, pullOf(i, residuals_[i]));
        });
        CodebookSums<N> sums(set_.vectors());
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            sums.add(codes_[i][codebook], residuals_[i], weights_[samples_[i].kind], samples_[i].share);
        }
        sums.apply(set_, codebook);
        set_.arrange(codebook);
    }

    void takeNearest(std::uint32_t codebook) {
        forEachBlock([&](CodeSearch<N>& search, std::size_t i) {
            codes_[i][codebook] = search.nearest(codebook, pullOf(i, residuals_[i]));
            const Vector<N>& vector = set_.at(codebook, codes_[i][codebook]);
            std::ranges::transform(residuals_[i], vector, residuals_[i].begin(), std::minus());
        });
    }

    void searchCodes() {
        forEachBlock([&](CodeSearch<N>& search, std::size_t i) {
            (void)search.improve(pullOf(i, samples_[i].values), codes_[i]);
            const Vector<N> sum = set_.sumOf(codes_[i]);
            std::ranges::transform(samples_[i].values, sum, residuals_[i].begin(), std::minus());
        });
    }

    /// The vectors of one codebook, the others being as they are.
    void refit(std::uint32_t codebook) {
        CodebookSums<N> sums(set_.vectors());
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const Vector<N>& vector = set_.at(codebook, codes_[i][codebook]);
            std::ranges::transform(residuals_[i], vector, residuals_[i].begin(), std::plus());
            sums.add(codes_[i][codebook], residuals_[i], weights_[samples_[i].kind], samples_[i].share);
        }
        sums.apply(set_, codebook);
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const Vector<N>& vector = set_.at(codebook, codes_[i][codebook]);
            std::ranges::transform(residuals_[i], vector, residuals_[i].begin(), std::minus());
        }
    }

    std::span<const SampleVector<N>> samples_;
    std::span<const Vector<N>> weights_;
    const CareSettings& care_;
    const ForEach& forEach_;
    CodebookSet<N>& set_;
    std::vector<Vector<N>> residuals_;
    std::vector<Codes> codes_;
};

} // namespace

template <std::size_t N>
void CodebookSums<N>::add(std::size_t code, const Vector<N>& wanted, const Vector<N>& weights, float share) {
    for (std::size_t t = 0; t < N; ++t) {
        const double weight = static_cast<double>(weights[t]) * static_cast<double>(share);
        sums_[code][t] += weight * static_cast<double>(wanted[t]);
        weights_[code][t] += weight;
    }
}

template <std::size_t N>
void CodebookSums<N>::add(const CodebookSums<N>& other) {
    for (std::size_t code = 0; code < sums_.size(); ++code) {
        for (std::size_t t = 0; t < N; ++t) {
            sums_[code][t] += other.sums_[code][t];
            weights_[code][t] += other.weights_[code][t];
        }
    }
}

template <std::size_t N>
void CodebookSums<N>::apply(CodebookSet<N>& set, std::uint32_t codebook) const {
    for (std::uint32_t code = 0; code < set.vectors(); ++code) {
        Vector<N> vector = set.at(codebook, code);
        for (std::size_t t = 0; t < N; ++t) {
            if (weights_[code][t] > 0) {
                vector[t] = static_cast<float>(sums_[code][t] / weights_[code][t]);
            }
        }
        set.set(codebook, code, vector);
    }
}

template <std::size_t N>
void trainCodebooks(std::span<const SampleVector<N>> samples, std::span<const Vector<N>> weights, const CareSettings& care,
                    const ForEach& forEach, CodebookSet<N>& set) {
    Trainer<N>(samples, weights, care, forEach, set).train();
}

template class CodebookSums<shortVector>;
template class CodebookSums<longVector>;
template void trainCodebooks(std::span<const SampleVector<shortVector>> samples, std::span<const Vector<shortVector>> weights,
                             const CareSettings& care, const ForEach& forEach, CodebookSet<shortVector>& set);
template void trainCodebooks(std::span<const SampleVector<longVector>> samples, std::span<const Vector<longVector>> weights,
                             const CareSettings& care, const ForEach& forEach, CodebookSet<longVector>& set);

} // namespace quantlathe::aqlm
