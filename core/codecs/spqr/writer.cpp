// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/writer.h"

#include "base/numeric.h"
#include "codecs/column_order.h"
#include "codecs/outlier_price.h"
#include "codecs/spqr/tile_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <vector>

namespace quantlathe::spqr {
namespace {

// What the passes over the matrix take of the time.
constexpr double orderShare = 0.05;
constexpr double priceShare = 0.25;
constexpr double scalesShare = 0.5;
constexpr double countShare = 0.1;
constexpr double outliersShare = 0.1;

/// The price is found on a twentieth of the rows, in some tiles at least.
constexpr std::uint64_t sampledOneOf = 20;
constexpr std::uint64_t fewestSampled = 4;

/// Importance below a ten thousandth of the mean says no more than that.
constexpr double leastOfMean = 1e-4;

class Writer {
public:
    Writer(const Layout& layout, const MatrixTask& task, Parts parts)
        : task_(task), parts_(parts), inputs_(static_cast<std::size_t>(task.shape.columns)), outputs_(task.shape.rows),
          tileRows_(tilesOf(task.shape.rows)), room_(layout.capacity(task.shape)) {}

    void write() {
        order_ = columnsByEnergy(task_, {}, orderShare); // like weights in a tile, of which importance then picks
        packOrder(order_, parts_);
        setCounts();
        if (room_ > 0) {
            choosePrice();
        }
        writeScales();
        for (std::uint64_t row = 0; row <= outputs_; ++row) {
            packOffset(parts_[offsetsPart], row, 0);
        }
        std::ranges::fill(parts_[outliersPart], std::byte{0});
        if (room_ > 0) {
            limit_ = errors_.limitFor(room_);
            countOutliers();
            writeOutliers();
        }
    }

private:
    struct Buffers {
        std::vector<float> rows;    // of a row of tiles, as the source has them
        std::vector<float> strip;   // inputs × side, in stored order
        std::vector<float> decoded; // a row, in stored order
    };

    void setCounts() {
        const std::span<const float> importance = task_.guide.importance;
        double sum = 0;
        for (const float value : importance) {
            sum += static_cast<double>(value);
        }
        if (sum <= 0) {
            return;
        }
        const auto least = static_cast<float>(leastOfMean * sum / static_cast<double>(inputs_));
        counts_.resize(inputs_);
        std::ranges::transform(order_, counts_.begin(),
                               [&](std::uint32_t input) { return std::max(importance[input], least); });
    }

    [[nodiscard]] std::size_t presentIn(std::uint64_t tileRow) const {
        return static_cast<std::size_t>(std::min<std::uint64_t>(side, outputs_ - tileRow * side));
    }

    Buffers& stripOf(std::uint64_t tileRow) {
        Buffers& buffers = buffers_.local();
        const std::size_t present = presentIn(tileRow);
        buffers.rows.resize(present * inputs_);
        buffers.strip.resize(inputs_ * side);
        task_.read(tileRow * side * inputs_, buffers.rows);
        for (std::size_t place = 0; place < inputs_; ++place) {
            for (std::size_t row = 0; row < side; ++row) {
                buffers.strip[place * side + row] = buffers.rows[std::min(row, present - 1) * inputs_ + order_[place]];
            }
        }
        return buffers;
    }

    [[nodiscard]] Tile tileOf(const Buffers& buffers, std::size_t tile, float price) const {
        return {.values = buffers.strip.data() + tile * tileValues,
                .counts = counts_.empty() ? nullptr : counts_.data() + tile * side,
                .price = price};
    }

    // ---- How large an error makes an outlier ----------------------------------------------------------------------------

    void choosePrice() {
        const std::uint64_t sampled = std::min(tileRows_, std::max(fewestSampled, tileRows_ / sampledOneOf));
        const double share = static_cast<double>(room_) / static_cast<double>(task_.shape.values());
        int rounds = 0;
        const OutlierPrices prices = pricesFor(share, [&](float price) {
            std::vector<float> errors(static_cast<std::size_t>(sampled) * inputs_ * side);
            task_.forEach(static_cast<std::size_t>(sampled), [&](std::size_t number) {
                const Buffers& buffers = stripOf(number * tileRows_ / sampled);
                for (std::size_t tile = 0; tile < inputs_ / side; ++tile) {
                    const Tile searched = tileOf(buffers, tile, price);
                    std::array<std::uint8_t, tileValues> codes{};
                    codesOfTile(searched, searchScales(searched), codes,
                                std::span(errors).subspan(number * inputs_ * side + tile * tileValues, tileValues));
                }
            });
            task_.advance(priceShare / priceRounds);
            ++rounds;
            return errors;
        });
        task_.advance(priceShare * (priceRounds - rounds) / priceRounds);
        price_ = prices.best;
    }

    // ---- Scales and codes -----------------------------------------------------------------------------------------------

    void writeScales() {
        const double share = room_ > 0 ? scalesShare : 1 - orderShare;
        task_.forEach(static_cast<std::size_t>(tileRows_), [&](std::size_t tileRow) {
            const Buffers& buffers = stripOf(tileRow);
            std::array<std::uint8_t, tileValues> codes{};
            std::array<float, tileValues> errors{};
            for (std::size_t tile = 0; tile < inputs_ / side; ++tile) {
                const Tile searched = tileOf(buffers, tile, price_);
                const TileScales scales = searchScales(searched);
                codesOfTile(searched, scales, codes, errors);
                packTile(scales, codes.data(), task_.shape, tileRow, tile, parts_[densePart]);
                countErrors(errors, presentIn(tileRow));
            }
            task_.advance(share / static_cast<double>(tileRows_));
        });
    }

    void countErrors(const std::array<float, tileValues>& errors, std::size_t present) {
        for (std::size_t input = 0; room_ > 0 && input < side; ++input) {
            errors_.add(std::span(errors).subspan(input * side, present));
        }
    }

    // ---- Outliers -------------------------------------------------------------------------------------------------------

    /// Calls body(row, place, difference) for them, row by row and in the order of their places.
    template <class Body>
    void forEachOutlier(double share, const Body& body) {
        task_.forEach(static_cast<std::size_t>(tileRows_), [&](std::size_t tileRow) {
            Buffers& buffers = stripOf(tileRow);
            buffers.decoded.resize(inputs_);
            std::array<std::uint8_t, tileValues> codes{};
            std::vector<float> errors(inputs_ * side);
            for (std::size_t tile = 0; tile < inputs_ / side; ++tile) {
                codesOfTile(tileOf(buffers, tile, price_), tileScalesAt(task_.shape, parts_[densePart], tileRow, tile), codes,
                            std::span(errors).subspan(tile * tileValues, tileValues));
            }
            for (std::size_t row = 0; row < presentIn(tileRow); ++row) {
                decodeRow(task_.shape, parts_[densePart], tileRow * side + row, buffers.decoded);
                for (std::size_t place = 0; place < inputs_; ++place) {
                    const float difference = buffers.strip[place * side + row] - buffers.decoded[place];
                    if (errors[place * side + row] >= limit_ && f16FromFloat(std::fabs(difference)) != 0) {
                        body(tileRow * side + row, static_cast<std::uint32_t>(place), f16FromFloat(difference));
                    }
                }
            }
            task_.advance(share / static_cast<double>(tileRows_));
        });
    }

    void countOutliers() {
        std::vector<std::uint32_t> counts(static_cast<std::size_t>(outputs_));
        forEachOutlier(countShare, [&](std::uint64_t row, std::uint32_t, std::uint16_t) { ++counts[row]; });
        std::uint64_t sum = 0;
        for (std::uint64_t row = 0; row < outputs_; ++row) {
            sum += counts[static_cast<std::size_t>(row)];
            packOffset(parts_[offsetsPart], row + 1, sum);
        }
    }

    void writeOutliers() {
        std::vector<std::uint32_t> next(static_cast<std::size_t>(outputs_));
        for (std::size_t row = 0; row < next.size(); ++row) {
            next[row] = offsetAt(parts_[offsetsPart], row);
        }
        forEachOutlier(outliersShare, [&](std::uint64_t row, std::uint32_t place, std::uint16_t difference) {
            packOutlier(parts_[outliersPart], next[static_cast<std::size_t>(row)]++, place, difference);
        });
    }

    const MatrixTask& task_;
    Parts parts_;
    std::size_t inputs_;
    std::uint64_t outputs_;
    std::uint64_t tileRows_;
    std::uint64_t room_;
    std::vector<std::uint32_t> order_; // the input feature at each place
    std::vector<float> counts_;        // what input features count, as stored; empty: all alike
    float price_ = std::numeric_limits<float>::infinity();
    float limit_ = 0; // the least error of an outlier
    ErrorCounts errors_;
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

} // namespace

void writeMatrix(const Layout& layout, const MatrixTask& task, Parts parts) {
    Writer(layout, task, parts).write();
}

} // namespace quantlathe::spqr
