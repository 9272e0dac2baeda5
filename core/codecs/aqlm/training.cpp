// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/training.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

namespace quantlathe::aqlm {
namespace {

constexpr int meansRounds = 10;            // of k-means for each codebook
constexpr int jointRounds = 8;             // of all codebooks together
constexpr std::size_t blockVectors = 1024; // of the sample, for one thread

class Trainer {
public:
    Trainer(std::span<const SampleVector> samples, std::span<const Vector> weights, const ForEach& forEach, CodebookSet& set)
        : samples_(samples), weights_(weights), forEach_(forEach), set_(set), residuals_(samples.size()),
          codes_(samples.size()) {}

    void train() {
        std::ranges::transform(samples_, residuals_.begin(), &SampleVector::values);
        for (std::uint32_t m = 0; m < set_.codebooks(); ++m) {
            plant(m);
            for (int round = 0; round < meansRounds; ++round) {
                moveToMeans(m);
            }
            takeNearest(m);
        }
        for (int round = 0; round < jointRounds && set_.codebooks() > 1; ++round) {
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
            CodeSearch search(set_);
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

    [[nodiscard]] double distance(std::size_t sample, const Vector& vector) const {
        const Vector& weights = weights_[samples_[sample].kind];
        float sum = 0;
        for (std::size_t t = 0; t < vectorLength; ++t) {
            const float difference = residuals_[sample][t] - vector[t];
            sum += weights[t] * difference * difference;
        }
        return static_cast<double>(samples_[sample].share) * static_cast<double>(sum);
    }

    void moveToMeans(std::uint32_t codebook) {
        forEachBlock([&](CodeSearch& search, std::size_t i) { codes_[i][codebook] = search.nearest(codebook, residuals_[i]); });
        CodebookSums sums(set_.vectors());
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            sums.add(codes_[i][codebook], residuals_[i], weights_[samples_[i].kind], samples_[i].share);
        }
        sums.apply(set_, codebook);
    }

    void takeNearest(std::uint32_t codebook) {
        forEachBlock([&](CodeSearch& search, std::size_t i) {
            codes_[i][codebook] = search.nearest(codebook, residuals_[i]);
            const Vector& vector = set_.at(codebook, codes_[i][codebook]);
            std::ranges::transform(residuals_[i], vector, residuals_[i].begin(), std::minus());
        });
    }

    void searchCodes() {
        forEachBlock([&](CodeSearch& search, std::size_t i) { residuals_[i] = search.improve(samples_[i].values, codes_[i]); });
    }

    /// The vectors of one codebook, the others being as they are.
    void refit(std::uint32_t codebook) {
        CodebookSums sums(set_.vectors());
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const Vector& vector = set_.at(codebook, codes_[i][codebook]);
            std::ranges::transform(residuals_[i], vector, residuals_[i].begin(), std::plus());
            sums.add(codes_[i][codebook], residuals_[i], weights_[samples_[i].kind], samples_[i].share);
        }
        sums.apply(set_, codebook);
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const Vector& vector = set_.at(codebook, codes_[i][codebook]);
            std::ranges::transform(residuals_[i], vector, residuals_[i].begin(), std::minus());
        }
    }

    std::span<const SampleVector> samples_;
    std::span<const Vector> weights_;
    const ForEach& forEach_;
    CodebookSet& set_;
    std::vector<Vector> residuals_;
    std::vector<Codes> codes_;
};

} // namespace

void CodebookSums::add(std::size_t code, const Vector& wanted, const Vector& weights, float share) {
    for (std::size_t t = 0; t < vectorLength; ++t) {
        const double weight = static_cast<double>(weights[t]) * static_cast<double>(share);
        sums_[code][t] += weight * static_cast<double>(wanted[t]);
        weights_[code][t] += weight;
    }
}

void CodebookSums::add(const CodebookSums& other) {
    for (std::size_t code = 0; code < sums_.size(); ++code) {
        for (std::size_t t = 0; t < vectorLength; ++t) {
            sums_[code][t] += other.sums_[code][t];
            weights_[code][t] += other.weights_[code][t];
        }
    }
}

void CodebookSums::apply(CodebookSet& set, std::uint32_t codebook) const {
    for (std::uint32_t code = 0; code < set.vectors(); ++code) {
        Vector vector = set.at(codebook, code);
        for (std::size_t t = 0; t < vectorLength; ++t) {
            if (weights_[code][t] > 0) {
                vector[t] = static_cast<float>(sums_[code][t] / weights_[code][t]);
            }
        }
        set.set(codebook, code, vector);
    }
}

void trainCodebooks(std::span<const SampleVector> samples, std::span<const Vector> weights, const ForEach& forEach,
                    CodebookSet& set) {
    Trainer(samples, weights, forEach, set).train();
}

} // namespace quantlathe::aqlm
