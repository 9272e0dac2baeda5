// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/writer.h"

#include "base/error.h"
#include "base/numeric.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/column_order.h"
#include "codecs/exl2/scale_errors.h"
#include "codecs/gptq/grid.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe::exl2 {
namespace {

using gptq::GroupGrid;

/// Outputs that one thread takes at a time: sums over all outputs are made of their sums, in order.
constexpr std::uint64_t chunkOutputs = 4 * streamLanes;
static_assert(chunkOutputs % outputsTogether == 0);

/// Units that are tried for a group, as shares of the one that just reaches the largest scale. The others cut off the group's
/// few largest scales, which makes the steps between scales finer for all.
constexpr std::array unitShares{1.0F, 1.06F, 0.94F, 0.88F, 0.82F, 0.76F, 0.7F};
/// What the four passes over the matrix take of the time.
constexpr std::array passShares{0.05, 0.4, 0.3, 0.25};

constexpr float largestF16 = 65'504;
constexpr float leastF16 = 0x1.0p-24F;

using Lanes = std::array<float, streamLanes>;

/// Outputs of which there is nothing in this group: any scale will do.
std::array<bool, streamLanes> zerosIn(const StripOfGroup& strip) {
    std::array<bool, streamLanes> isZero{};
    isZero.fill(true);
    for (std::size_t i = 0; i < strip.inputs; ++i) {
        for (std::size_t lane = 0; lane < streamLanes; ++lane) {
            isZero[lane] = isZero[lane] && strip.values[i * streamLanes + lane] == 0;
        }
    }
    return isZero;
}

std::uint32_t nearestFactor(float step, float unit) {
    const float factor = std::nearbyint(std::sqrt(step / unit));
    return static_cast<std::uint32_t>(std::clamp(factor, 1.0F, static_cast<float>(greatestFactor)));
}

class Writer {
public:
    Writer(std::span<const PlacedGroup> groups, const MatrixTask& task, Parts parts)
        : groups_(groups), task_(task), parts_(parts), inputs_(static_cast<std::size_t>(task.shape.columns)),
          outputs_(storedOutputs(task.shape.rows)), chunks_((outputs_ + chunkOutputs - 1) / chunkOutputs) {}

    void write() {
        chooseOrder();
        packOrder(groups_, order_, parts_);
        searchSteps();
        chooseUnits();
        writeCodes();
    }

private:
    struct Buffers {
        std::vector<float> rows;  // of a strip, as the source has them
        std::vector<float> strip; // inputs × lanes, in stored order
        std::vector<std::uint8_t> codes;
    };
    struct Chunk {
        std::size_t number;
        std::uint64_t firstOutput;
        std::uint64_t endOutput;
    };

    template <class Body>
    void forEachChunk(std::size_t pass, const Body& body) {
        task_.forEach(static_cast<std::size_t>(chunks_), [&](std::size_t number) {
            const std::uint64_t first = number * chunkOutputs;
            body(Chunk{number, first, std::min(first + chunkOutputs, outputs_)});
            task_.advance(passShares[pass] / static_cast<double>(chunks_));
        });
    }

    /// Calls body(first output, outputs that are there, values of the strip in stored order).
    template <class Body>
    void forEachStrip(const Chunk& chunk, const Body& body) {
        Buffers& buffers = buffers_.local();
        buffers.rows.resize(inputs_ * streamLanes);
        buffers.strip.resize(inputs_ * streamLanes);
        for (std::uint64_t output = chunk.firstOutput; output < chunk.endOutput; output += streamLanes) {
            const std::size_t present =
                output < task_.shape.rows
                    ? static_cast<std::size_t>(std::min<std::uint64_t>(streamLanes, task_.shape.rows - output))
                    : 0;
            const std::span<float> rows = std::span(buffers.rows).first(present * inputs_);
            if (present > 0) {
                task_.read(output * inputs_, rows);
            }
            std::fill(buffers.rows.begin() + static_cast<std::ptrdiff_t>(rows.size()), buffers.rows.end(), 0.0F);
            for (std::size_t place = 0; place < inputs_; ++place) {
                const float* const from = buffers.rows.data() + order_[place];
                float* const to = buffers.strip.data() + place * streamLanes;
                for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                    to[lane] = from[lane * inputs_];
                }
            }
            body(output, present, buffers);
        }
    }

    // ---- Which input features get the widest codes ----------------------------------------------------------------------

    void chooseOrder() {
        const std::span<const float> importance = task_.guide.importance;
        order_ = columnsByEnergy(task_, importance, passShares[0]);
        if (!importance.empty()) {
            weights_.resize(inputs_);
            std::ranges::transform(order_, weights_.begin(), [&](std::uint32_t input) { return importance[input]; });
            for (const PlacedGroup& group : groups_) {
                gptq::evenOut(std::span(weights_).subspan(group.firstInput, group.inputs), 0);
            }
        }
    }

    // ---- Scales ---------------------------------------------------------------------------------------------------------

    [[nodiscard]] StripOfGroup stripOf(const PlacedGroup& group, const Buffers& buffers) const {
        return {.values = buffers.strip.data() + std::size_t{group.firstInput} * streamLanes,
                .weights = weights_.empty() ? nullptr : weights_.data() + group.firstInput,
                .inputs = group.inputs,
                .bits = group.bits};
    }

    [[nodiscard]] float& stepAt(std::size_t group, std::uint64_t output) { return steps_[group * outputs_ + output]; }

    /// The best scale of every group of every output by itself.
    void searchSteps() {
        steps_.resize(groups_.size() * outputs_);
        forEachChunk(1, [&](const Chunk& chunk) {
            forEachStrip(chunk, [&](std::uint64_t output, std::size_t present, const Buffers& buffers) {
                for (std::size_t g = 0; g < groups_.size(); ++g) {
                    const StripOfGroup strip = stripOf(groups_[g], buffers);
                    std::array<GroupGrid, streamLanes> grids{};
                    static_cast<void>(gptq::chooseGrids({.strip = strip.values,
                                                         .columns = strip.inputs,
                                                         .columnWeights = strip.weights,
                                                         .bits = strip.bits,
                                                         .isSymmetric = true,
                                                         .isPositive = true},
                                                        grids)); // energies() has seen that all values are finite
                    const std::array<bool, streamLanes> isZero = zerosIn(strip);
                    for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                        stepAt(g, output + lane) = lane < present && !isZero[lane] ? grids[lane].scale : 0;
                    }
                }
            });
        });
    }

    using Units = std::array<std::uint16_t, unitShares.size()>; // as q_scale_max

    /// Units of a group that are worth a try.
    [[nodiscard]] Units unitsFor(std::size_t group) const {
        const auto first = steps_.begin() + static_cast<std::ptrdiff_t>(group * outputs_);
        const float largest = *std::max_element(first, first + static_cast<std::ptrdiff_t>(outputs_));
        constexpr float greatestSquare = greatestFactor * greatestFactor;
        Units units{};
        for (std::size_t i = 0; i < units.size(); ++i) {
            const float unit = floatFromF16(f16FromFloat(largest / greatestSquare * unitShares[i]));
            units[i] = storedMaximumOf(std::clamp(unit, leastF16, largestF16 / greatestSquare));
        }
        return units;
    }

    [[nodiscard]] Lanes scalesFor(std::size_t group, std::uint64_t output, float unit, int change) {
        Lanes scales{};
        for (std::size_t lane = 0; lane < streamLanes; ++lane) {
            scales[lane] = scaleOf(factorFor(group, output + lane, unit, change), unit);
        }
        return scales;
    }

    [[nodiscard]] std::uint32_t factorFor(std::size_t group, std::uint64_t output, float unit, int change) {
        const auto nearest = static_cast<int>(nearestFactor(stepAt(group, output), unit));
        return static_cast<std::uint32_t>(std::clamp(nearest + change, 1, static_cast<int>(greatestFactor)));
    }

    /// The unit of each group with which the nearest factors do best, all outputs together.
    void chooseUnits() {
        std::vector<Units> tried;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            tried.push_back(unitsFor(g));
        }
        using Errors = std::array<double, unitShares.size()>;
        std::vector<std::vector<Errors>> errors(static_cast<std::size_t>(chunks_));
        forEachChunk(2, [&](const Chunk& chunk) {
            errors[chunk.number].resize(groups_.size());
            forEachStrip(chunk, [&](std::uint64_t output, std::size_t present, const Buffers& buffers) {
                for (std::size_t g = 0; g < groups_.size(); ++g) {
                    for (std::size_t i = 0; i < unitShares.size(); ++i) {
                        const Lanes found =
                            errorsOfScales(stripOf(groups_[g], buffers), scalesFor(g, output, unitOf(tried[g][i]), 0));
                        errors[chunk.number][g][i] +=
                            std::accumulate(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(present), 0.0);
                    }
                }
            });
        });
        maxima_.resize(groups_.size());
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            Errors all{};
            for (const std::vector<Errors>& part : errors) {
                std::ranges::transform(all, part[g], all.begin(), std::plus());
            }
            maxima_[g] = tried[g][static_cast<std::size_t>(std::ranges::min_element(all) - all.begin())];
            packUnit(maxima_[g], g, parts_);
        }
    }

    // ---- Codes ----------------------------------------------------------------------------------------------------------

    void writeCodes() {
        forEachChunk(3, [&](const Chunk& chunk) {
            forEachStrip(chunk, [&](std::uint64_t output, std::size_t present, Buffers& buffers) {
                for (std::size_t g = 0; g < groups_.size(); ++g) {
                    writeGroup(g, output, present, buffers);
                }
            });
        });
    }

    void writeGroup(std::size_t group, std::uint64_t output, std::size_t present, Buffers& buffers) {
        const PlacedGroup& placed = groups_[group];
        const StripOfGroup strip = stripOf(placed, buffers);
        const float unit = unitOf(maxima_[group]);
        std::array<std::uint8_t, streamLanes> factors{};
        std::array<GroupGrid, streamLanes> grids{};
        Lanes least{};
        for (const int change : {0, -1, 1}) {
            const Lanes scales = scalesFor(group, output, unit, change);
            const Lanes errors = errorsOfScales(strip, scales);
            for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                if (change == 0 || (lane < present && errors[lane] < least[lane])) {
                    least[lane] = errors[lane];
                    factors[lane] = static_cast<std::uint8_t>(factorFor(group, output + lane, unit, change));
                    grids[lane] = {scales[lane], placed.zero()};
                }
            }
        }
        buffers.codes.resize(strip.inputs * streamLanes);
        gptq::codesOfStrip(strip.values, strip.inputs, grids, placed.bits, buffers.codes.data());
        packCodes(buffers.codes.data(), placed, outputs_, output, parts_);
        packFactors(factors, group, outputs_, output, parts_);
    }

    std::span<const PlacedGroup> groups_;
    const MatrixTask& task_;
    Parts parts_;
    std::size_t inputs_;
    std::uint64_t outputs_; // as stored
    std::uint64_t chunks_;
    std::vector<std::uint32_t> order_;  // the input feature at each place
    std::vector<float> weights_;        // of input features as stored; empty: all alike
    std::vector<float> steps_;          // groups × outputs; 0: there is nothing to store
    std::vector<std::uint16_t> maxima_; // of groups, as stored
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

} // namespace

void writeMatrix(std::span<const PlacedGroup> groups, const MatrixTask& task, Parts parts) {
    Writer(groups, task, parts).write();
}

} // namespace quantlathe::exl2
