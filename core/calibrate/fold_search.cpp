// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/fold_search.h"

#include "calibrate/calibrated_matrix.h"
#include "kernels/matrix_product.h"
#include "methods/balanced_scales.h"
#include "methods/feature_scales.h"
#include "methods/gram_factor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace quantlathe {
namespace {

constexpr int awqBits = 4;
constexpr int awqRatios = 20;
constexpr std::size_t mostRows = 512; // of all consumers that losses are measured on: costs grow with the square of columns
constexpr std::size_t rowsAtOnce = 128;
constexpr std::array smoothingAlphas{0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};

/// One number a candidate and tile, added up in their order: the same for any number of threads.
template <class Loss>
std::vector<double> lossesOf(std::size_t candidates, std::size_t rows, const RunContext& context, const Loss& loss) {
    const std::size_t tiles = (rows + rowsAtOnce - 1) / rowsAtOnce;
    std::vector<double> parts(candidates * tiles);
    context.forEach(parts.size(), [&](std::size_t part) {
        const std::size_t first = part % tiles * rowsAtOnce;
        parts[part] = loss(part / tiles, first, std::min(rowsAtOnce, rows - first));
    });
    std::vector<double> losses(candidates);
    for (std::size_t i = 0; i < candidates; ++i) {
        losses[i] = std::accumulate(parts.begin() + static_cast<std::ptrdiff_t>(i * tiles),
                                    parts.begin() + static_cast<std::ptrdiff_t>((i + 1) * tiles), 0.0);
    }
    return losses;
}

void multiplyColumns(std::span<float> rows, std::span<const float> factors) {
    for (std::size_t at = 0; at < rows.size(); at += factors.size()) {
        for (std::size_t i = 0; i < factors.size(); ++i) {
            rows[at + i] *= factors[i];
        }
    }
}

void divideColumns(std::span<float> rows, std::span<const float> factors) {
    for (std::size_t at = 0; at < rows.size(); at += factors.size()) {
        for (std::size_t i = 0; i < factors.size(); ++i) {
            rows[at + i] /= factors[i];
        }
    }
}

/// Rows of floats, all with one scale each.
void roundRows(std::span<float> rows, std::size_t columns) {
    for (std::size_t at = 0; at < rows.size(); at += columns) {
        roundToEightBits(rows.subspan(at, columns));
    }
}

std::vector<float> meansOfFactors(const Fold& fold, std::span<const float> columns) {
    std::vector<float> means(fold.factors);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        means[fold.factorOf(i)] += columns[i] / static_cast<float>(fold.repeats);
    }
    return means;
}

std::vector<float> largestOfFactors(const Fold& fold, std::span<const float> columns) {
    std::vector<float> largest(fold.factors);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        largest[fold.factorOf(i)] = std::max(largest[fold.factorOf(i)], columns[i]);
    }
    return largest;
}

/// All rows of all consumers pass by once.
class ConsumerRows {
public:
    ConsumerRows(std::span<const FoldConsumer> consumers, std::size_t columns, const WeightSource& source)
        : consumers_(consumers), columns_(columns), source_(source) {
        for (const FoldConsumer& consumer : consumers) {
            total_ += static_cast<std::size_t>(consumer.rows);
        }
    }

    template <class Visit>
    void forEach(const Visit& visit) const {
        constexpr std::size_t valuesAtOnce = 1U << 20U;
        const std::size_t most = std::max<std::size_t>(1, valuesAtOnce / columns_);
        std::vector<float> rows;
        for (const FoldConsumer& consumer : consumers_) {
            for (std::uint64_t first = 0; first < consumer.rows; first += most) {
                rows.resize(static_cast<std::size_t>(std::min<std::uint64_t>(most, consumer.rows - first)) * columns_);
                source_.rows(*consumer.weight, consumer.firstRow + first, rows);
                visit(std::span<const float>(rows));
            }
        }
    }
    /// Evenly spread rows, so many at the most.
    [[nodiscard]] FoldWeights some() const {
        FoldWeights weights{columns_, consumers_.front().group, {}};
        const std::size_t step = (total_ + mostRows - 1) / mostRows;
        std::size_t number = 0;
        forEach([&](std::span<const float> rows) {
            for (std::size_t at = 0; at < rows.size(); at += columns_) {
                if (number++ % step == 0) {
                    weights.rows.insert(weights.rows.end(), rows.begin() + static_cast<std::ptrdiff_t>(at),
                                        rows.begin() + static_cast<std::ptrdiff_t>(at + columns_));
                }
            }
        });
        return weights;
    }

private:
    std::span<const FoldConsumer> consumers_;
    std::size_t columns_;
    const WeightSource& source_;
    std::size_t total_ = 0;
};

/// The first of the least; candidate 0 leaves the features as they are.
std::vector<float> bestOf(std::vector<std::vector<float>> factors, std::span<const double> losses) {
    const auto best = static_cast<std::size_t>(std::ranges::min_element(losses) - losses.begin());
    return best == 0 ? std::vector<float>() : std::move(factors[best]);
}

std::vector<std::vector<float>> spreadAll(const Fold& fold, std::span<const std::vector<float>> factors) {
    std::vector<std::vector<float>> candidates;
    for (const std::vector<float>& each : factors) {
        candidates.push_back(factorsOfColumns(fold, each));
    }
    return candidates;
}

/// Means over tokens of |x|.
std::vector<float> meanMagnitudes(const InputStatistics& statistics) {
    std::vector<float> means(statistics.magnitudes.size());
    std::ranges::transform(statistics.magnitudes, means.begin(),
                           [&](double sum) { return static_cast<float>(sum / static_cast<double>(statistics.rows.front())); });
    return means;
}

/// AWQ's own search.
std::vector<float> searchRounded(const FoldMethod& method, const Fold& fold, const FoldInput& input, const ConsumerRows& rows,
                                 std::span<const float> relative, const RunContext& context) {
    const std::vector<float> inputs = meansOfFactors(fold, meanMagnitudes(input.statistics));
    const std::vector<float> weights = method.isDuo ? meansOfFactors(fold, relative) : std::vector<float>();
    std::vector<std::vector<float>> factors{std::vector<float>(fold.factors, 1.0F)};
    for (int k = 0; k < awqRatios; ++k) {
        factors.push_back(activationAwareScales(inputs, weights, static_cast<double>(k) / awqRatios));
    }
    const std::vector<float> gram(input.statistics.gram.begin(), input.statistics.gram.end());
    const std::vector<double> losses = roundingLosses(rows.some(), gram, awqBits, spreadAll(fold, factors), context);
    return bestOf(std::move(factors), losses);
}

/// For codes that make up for each other. How loud an input is beyond what others tell of it counts, too, and there are
/// candidates with and without the weights' magnitudes: a loss costs no product of matrices here.
std::vector<float> searchWithFeedback(const FoldMethod& method, const Fold& fold, const FoldInput& input,
                                      const ConsumerRows& rows, std::span<const float> relative, const RunContext& context) {
    const InputStatistics& statistics = input.statistics;
    const std::size_t columns = statistics.magnitudes.size();
    const double damping = feedbackDamping(columns, static_cast<double>(statistics.rows.front()));
    const FeedbackFactor factor =
        context.arena.run([&] { return GramFactor(statistics.gram, columns, damping, {}, context.cancel).feedback(); });
    std::vector<float> innovations(columns);
    std::ranges::transform(factor.energy, innovations.begin(), [](float energy) { return std::sqrt(energy); });
    const std::array inputs{meansOfFactors(fold, meanMagnitudes(statistics)), meansOfFactors(fold, innovations)};
    const std::vector<float> weights = meansOfFactors(fold, relative);
    std::vector<std::vector<float>> factors{std::vector<float>(fold.factors, 1.0F)};
    for (const std::vector<float>& magnitudes : inputs) {
        for (int k = 0; k < awqRatios; ++k) {
            const double ratio = static_cast<double>(k) / awqRatios;
            factors.push_back(activationAwareScales(magnitudes, {}, ratio));
            if (method.isDuo) {
                factors.push_back(activationAwareScales(magnitudes, weights, ratio));
            }
        }
    }
    const std::vector<double> losses =
        feedbackRoundingLosses(rows.some(), factor.energy, awqBits, spreadAll(fold, factors), context);
    return bestOf(std::move(factors), losses);
}

std::vector<float> searchActivationAware(const FoldMethod& method, const Fold& fold, const FoldInput& input,
                                         const ConsumerRows& rows, std::size_t group, const RunContext& context) {
    RelativeMagnitudes relative(input.statistics.magnitudes.size(), group);
    rows.forEach([&](std::span<const float> some) { relative.add(some); });
    const std::vector<float> means = relative.means();
    return method.hasFeedback ? searchWithFeedback(method, fold, input, rows, means, context)
                              : searchRounded(method, fold, input, rows, means, context);
}

/// Inputs times what makes outputs as large as those of any other: tokens count alike. (A few, first of all that which begins a
/// text, are a thousand times as loud as others and are not worth more.)
std::vector<float> withOutputsOfOne(std::span<const float> sample, const FoldWeights& weights, const RunContext& context) {
    const std::size_t columns = weights.columns;
    const std::size_t rows = weights.rows.size() / columns;
    std::vector<float> inputs(sample.begin(), sample.end());
    context.forRows(inputs.size() / columns, [&](std::size_t first, std::size_t end) {
        std::vector<float> outputs((end - first) * rows);
        multiplyMatrices({end - first, columns, rows}, 1.0F, {inputs.data() + first * columns, columns},
                         {weights.rows.data(), columns, true}, false, outputs.data(), rows);
        for (std::size_t token = first; token < end; ++token) {
            const auto own = std::span(outputs).subspan((token - first) * rows, rows);
            const double energy = std::inner_product(own.begin(), own.end(), own.begin(), 0.0);
            if (energy > 0) {
                const auto inverse = static_cast<float>(1 / std::sqrt(energy));
                const std::span<float> input = std::span(inputs).subspan(token * columns, columns);
                std::ranges::transform(input, input.begin(), [inverse](float value) { return value * inverse; });
            }
        }
    });
    return inputs;
}

/// Tokens that factors are fitted to, and others that they are judged by.
struct SplitSample {
    std::vector<float> fitted;
    std::vector<float> judged;

    SplitSample(std::span<const float> sample, std::size_t columns) {
        constexpr std::size_t judgedOneOf = 9;
        for (std::size_t row = 0; row < sample.size() / columns; ++row) {
            const std::span<const float> values = sample.subspan(row * columns, columns);
            std::vector<float>& own = row % judgedOneOf == 0 ? judged : fitted;
            own.insert(own.end(), values.begin(), values.end());
        }
    }
};

/// The factors that balance both sides, and some of the way there.
std::vector<std::vector<float>> balancedCandidates(const Fold& fold, const FoldWeights& weights, std::span<const float> inputs,
                                                   const RunContext& context) {
    constexpr double shareOfWeights = 0.25; // about what error feedback leaves
    constexpr std::array ways{0.25F, 0.5F, 0.75F, 1.0F};
    std::vector<std::uint32_t> ofColumn(weights.columns);
    for (std::size_t i = 0; i < ofColumn.size(); ++i) {
        ofColumn[i] = static_cast<std::uint32_t>(fold.factorOf(i));
    }
    const std::vector<float> whole = balancedScales({inputs, weights.rows, ofColumn, fold.factors, shareOfWeights},
                                                    [&](std::size_t count, const auto& body) { context.forEach(count, body); });
    std::vector<std::vector<float>> candidates;
    for (const float way : ways) {
        candidates.emplace_back(whole.size());
        std::ranges::transform(whole, candidates.back().begin(), [way](float factor) { return std::pow(factor, way); });
    }
    return candidates;
}

std::vector<float> searchSmoothing(const FoldMethod& method, const Fold& fold, const FoldInput& input, const ConsumerRows& rows,
                                   const RunContext& context) {
    const std::size_t columns = input.statistics.largest.size();
    std::vector<float> largest(columns);
    rows.forEach([&](std::span<const float> some) {
        for (std::size_t i = 0; i < some.size(); ++i) {
            largest[i % columns] = std::max(largest[i % columns], std::abs(some[i]));
        }
    });
    const std::vector<float> inputs = largestOfFactors(fold, input.statistics.largest);
    const std::vector<float> weights = largestOfFactors(fold, largest);
    if (method.alpha) {
        return smoothingScales(inputs, weights, *method.alpha);
    }
    std::vector<std::vector<float>> factors{std::vector<float>(fold.factors, 1.0F)};
    for (const double strength : smoothingAlphas) {
        factors.push_back(smoothingScales(inputs, weights, strength));
    }
    const FoldWeights some = rows.some();
    const SplitSample sample(withOutputsOfOne(input.sample, some, context), columns);
    std::ranges::move(balancedCandidates(fold, some, sample.fitted, context), std::back_inserter(factors));
    const std::vector<double> losses = smoothingLosses(some, sample.judged, spreadAll(fold, factors), context);
    return bestOf(std::move(factors), losses);
}

} // namespace

std::vector<double> roundingLosses(const FoldWeights& weights, std::span<const float> gram, int bits,
                                   std::span<const std::vector<float>> candidates, const RunContext& context) {
    const std::size_t columns = weights.columns;
    const PackedFactor packed({gram.data(), columns}, columns, columns);
    return lossesOf(candidates.size(), weights.rows.size() / columns, context,
                    [&](std::size_t candidate, std::size_t first, std::size_t count) {
                        const auto original = std::span(weights.rows).subspan(first * columns, count * columns);
                        std::vector<float> errors(original.begin(), original.end());
                        multiplyColumns(errors, candidates[candidate]);
                        roundInGroups(errors, weights.group, bits);
                        divideColumns(errors, candidates[candidate]);
                        std::ranges::transform(errors, original, errors.begin(), std::minus());
                        std::vector<float> products(errors.size());
                        multiplyMatrices(count, 1.0F, {errors.data(), columns}, packed, false, products.data(), columns);
                        return std::inner_product(errors.begin(), errors.end(), products.begin(), 0.0, std::plus(),
                                                  [](float a, float b) { return double{a} * b; });
                    });
}

std::vector<double> feedbackRoundingLosses(const FoldWeights& weights, std::span<const float> energies, int bits,
                                           std::span<const std::vector<float>> candidates, const RunContext& context) {
    constexpr double varianceOfStep = 1.0 / 12;
    const std::size_t columns = weights.columns;
    const std::size_t group = weights.group;
    const double steps = (1 << bits) - 1;
    std::vector<std::vector<double>> costs(candidates.size(), std::vector<double>(columns / group)); // of a step², by group
    for (std::size_t candidate = 0; candidate < candidates.size(); ++candidate) {
        for (std::size_t i = 0; i < columns; ++i) {
            const double factor = candidates[candidate][i];
            costs[candidate][i / group] += varianceOfStep * energies[i] / (factor * factor);
        }
    }
    return lossesOf(candidates.size(), weights.rows.size() / columns, context,
                    [&](std::size_t candidate, std::size_t first, std::size_t count) {
                        const auto original = std::span(weights.rows).subspan(first * columns, count * columns);
                        std::vector<float> scaled(original.begin(), original.end());
                        multiplyColumns(scaled, candidates[candidate]);
                        double loss = 0;
                        for (std::size_t at = 0; at < scaled.size(); at += group) {
                            const auto [low, high] = std::ranges::minmax(std::span(scaled).subspan(at, group));
                            const double step = (double{std::max(high, 0.0F)} - std::min(low, 0.0F)) / steps;
                            loss += step * step * costs[candidate][at % columns / group];
                        }
                        return loss;
                    });
}

std::vector<double> smoothingLosses(const FoldWeights& weights, std::span<const float> sample,
                                    std::span<const std::vector<float>> candidates, const RunContext& context) {
    const std::size_t columns = weights.columns;
    const std::size_t tokens = sample.size() / columns;
    std::vector<std::vector<float>> inputs(candidates.size());
    context.forEach(candidates.size(), [&](std::size_t candidate) {
        inputs[candidate].assign(sample.begin(), sample.end());
        divideColumns(inputs[candidate], candidates[candidate]);
        roundRows(inputs[candidate], columns);
    });
    return lossesOf(candidates.size(), weights.rows.size() / columns, context,
                    [&](std::size_t candidate, std::size_t first, std::size_t count) {
                        const auto original = std::span(weights.rows).subspan(first * columns, count * columns);
                        std::vector<float> rounded(original.begin(), original.end());
                        multiplyColumns(rounded, candidates[candidate]);
                        roundRows(rounded, columns);
                        std::vector<float> outputs(tokens * count);
                        multiplyMatrices({tokens, columns, count}, 1.0F, {inputs[candidate].data(), columns},
                                         {rounded.data(), columns, true}, false, outputs.data(), count);
                        multiplyMatrices({tokens, columns, count}, -1.0F, {sample.data(), columns},
                                         {original.data(), columns, true}, true, outputs.data(), count);
                        return std::accumulate(outputs.begin(), outputs.end(), 0.0,
                                               [](double sum, float error) { return sum + double{error} * error; });
                    });
}

std::vector<float> searchFactors(const FoldMethod& method, const Fold& fold, const FoldInput& input,
                                 std::span<const FoldConsumer> consumers, const WeightSource& weights,
                                 const RunContext& context) {
    const ConsumerRows rows(consumers, fold.factors * fold.repeats, weights);
    return method.kind == FoldMethod::Kind::smooth
               ? searchSmoothing(method, fold, input, rows, context)
               : searchActivationAware(method, fold, input, rows, consumers.front().group, context);
}

} // namespace quantlathe
