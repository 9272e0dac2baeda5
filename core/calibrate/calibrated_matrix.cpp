// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/calibrated_matrix.h"

#include "calibrate/gram_codes.h"
#include "codecs/matrix_grid.h"
#include "codecs/outlier_price.h"
#include "codecs/tiled_grid.h"
#include "methods/error_feedback.h"
#include "methods/feature_scales.h"
#include "model/stored_weight.h"
#include "weights/packed_rows.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

/// Rows that one thread takes at once: as many as it has good use for, since the factor of the inputs is packed for each tile,
/// and as many tiles for each thread. Codes do not depend on it.
std::size_t tileRowsFor(std::size_t rows, int threads) {
    constexpr std::size_t multiple = 16; // what encodings in tiles need
    const std::size_t most = 2 * FeedbackEncoder::rowsAtOnce * static_cast<std::size_t>(threads);
    const std::size_t tiles = std::max<std::size_t>((rows + most - 1) / most, 1) * static_cast<std::size_t>(threads);
    return std::max(((rows + tiles - 1) / tiles + multiple - 1) / multiple, std::size_t{1}) * multiple;
}

/// body(first row, count of rows), by all threads.
template <class Body>
void forTiles(std::size_t rows, ThreadArena& arena, const CancelToken& cancel, const Body& body) {
    const std::size_t tileRows = tileRowsFor(rows, arena.threads());
    arena.run([&] {
        oneapi::tbb::parallel_for(std::size_t{0}, (rows + tileRows - 1) / tileRows, [&](std::size_t tile) {
            cancel.throwIfCancelled();
            body(tile * tileRows, std::min(tileRows, rows - tile * tileRows));
        });
    });
}

/// Buffers of one thread.
struct Buffers {
    FeedbackEncoder encoder;
    std::vector<float> weights, targets, residuals, calibrated, plain;
    std::vector<std::byte> calibratedBytes, plainBytes;
    std::vector<double> calibratedLosses, plainLosses, heldBackChanges;
};

/// Of one row: sums of a matrix are made row by row, so that they do not depend on tiles.
struct RowResult {
    double before = 0;
    double after = 0;
    double heldBackChange = 0;
    bool isKept = false;
};

CalibratedLoss sumOf(std::span<const RowResult> rows) {
    CalibratedLoss loss;
    for (const RowResult& row : rows) {
        loss.before += row.before;
        loss.after += row.after;
        loss.rowsKept += row.isKept ? 1 : 0;
        loss.heldBackChange += row.heldBackChange;
    }
    return loss;
}

/// What the calibrated values of rows first … change on the tokens that were held back.
void addHeldBack(Buffers& b, const CalibratedInput& input, std::size_t first, std::span<RowResult> results) {
    b.heldBackChanges.resize(results.size());
    input.heldBackChanges(first, {b.weights, b.plain, b.calibrated}, b.heldBackChanges);
    for (std::size_t row = 0; row < results.size(); ++row) {
        results[row].heldBackChange = b.heldBackChanges[row];
    }
}

class MatrixEncoder {
public:
    MatrixEncoder(const MatrixToEncode& matrix, const WeightSource& original, const CalibratedInput& input)
        : matrix_(matrix), original_(original), input_(input), grid_(blockGridOf(matrix.encoding)),
          lattice_(latticeGridOf(matrix.encoding)),
          rowBytes_(static_cast<std::size_t>(matrix.encoding.rowBytes(input.columns()))) {}

    /// Encodes rows first …, one for each of `results`; `out` and `plain` get them in both ways.
    void encode(std::size_t first, std::span<std::byte> out, std::span<std::byte> plain, std::span<RowResult> results) {
        Buffers& b = buffers_.local();
        const std::size_t rows = results.size();
        const std::size_t values = rows * input_.columns();
        for (std::vector<float>* const buffer : {&b.weights, &b.targets, &b.residuals, &b.calibrated, &b.plain}) {
            buffer->resize(values);
        }
        b.calibratedLosses.resize(rows);
        b.plainLosses.resize(rows);
        original_.rows(matrix_.weight, matrix_.firstRow + first, b.weights);
        b.targets = b.weights;
        input_.correct(first, b.targets);
        if (grid_ != nullptr) {
            b.encoder.encode(matrix_.encoding, *grid_, input_.feedback(), b.targets, out, b.calibratedLosses);
        } else {
            b.encoder.encode(matrix_.encoding, *lattice_, input_.feedback(), b.targets, out, b.calibratedLosses);
        }
        matrix_.encoding.decode(out, input_.columns(), b.calibrated);
        matrix_.encoding.encode(b.weights, input_.columns(), matrix_.guide, plain);
        matrix_.encoding.decode(plain, input_.columns(), b.plain);
        std::ranges::transform(b.targets, b.plain, b.residuals.begin(), std::minus());
        feedbackLosses(input_.feedback(), b.residuals, b.plainLosses);
        chooseRows(b, first, out, plain, results);
    }

private:
    void chooseRows(Buffers& b, std::size_t first, std::span<std::byte> out, std::span<const std::byte> plain,
                    std::span<RowResult> results) const {
        const std::size_t columns = input_.columns();
        for (std::size_t row = 0; row < results.size(); ++row) {
            const bool keeps = !(b.calibratedLosses[row] < b.plainLosses[row]);
            if (keeps) {
                std::ranges::copy(plain.subspan(row * rowBytes_, rowBytes_),
                                  out.begin() + static_cast<std::ptrdiff_t>(row * rowBytes_));
                std::copy_n(b.plain.data() + row * columns, columns, b.calibrated.data() + row * columns);
            }
            results[row] = {b.plainLosses[row], keeps ? b.plainLosses[row] : b.calibratedLosses[row], 0, keeps};
        }
        addHeldBack(b, input_, first, results);
    }

    const MatrixToEncode& matrix_;
    const WeightSource& original_;
    const CalibratedInput& input_;
    const BlockGrid* grid_;
    const LatticeGrid* lattice_; // where there is no grid
    std::size_t rowBytes_;
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

using Bytes = std::vector<std::byte>;

/// A matrix of several parts, one behind the other in one piece of memory.
class PartBytes {
public:
    PartBytes(const MatrixEncoding& encoding, const MatrixShape& shape) {
        std::size_t total = 0;
        std::vector<std::size_t> sizes;
        for (const MatrixPart& part : encoding.parts(shape)) {
            sizes.push_back(static_cast<std::size_t>(part.bytes()));
            total += sizes.back();
        }
        bytes_.resize(total);
        std::size_t at = 0;
        for (const std::size_t size : sizes) {
            spans_.push_back(std::span(bytes_).subspan(at, size));
            at += size;
        }
    }
    [[nodiscard]] std::span<const std::span<std::byte>> spans() const { return spans_; }
    [[nodiscard]] std::vector<std::span<const std::byte>> stored() const { return {spans_.begin(), spans_.end()}; }
    [[nodiscard]] Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_;
    std::vector<std::span<std::byte>> spans_;
};

/// A matrix whose parts are chosen as a whole: what it is now, what it should be, what it becomes. All of it is in memory, some
/// eight bytes a weight.
class PartsEncoder {
public:
    PartsEncoder(const MatrixToEncode& matrix, const Model& model, const CalibratedInput& input, ThreadArena& arena,
                 const CancelToken& cancel)
        : matrix_(matrix), model_(model), input_(input), arena_(arena), cancel_(cancel), shape_(matrix.planned->shape),
          encoding_(*asMatrixEncoding(matrix.encoding)), gridded_(griddedEncoding(matrix.encoding, shape_)),
          layer_(layerAsStored(model.checkpoint(), matrix.weight, matrix.planned->tensor)),
          rows_(static_cast<std::size_t>(shape_.rows)), columns_(static_cast<std::size_t>(shape_.columns)),
          plain_(encoding_, shape_), calibrated_(encoding_, shape_) {}

    CalibratedLoss run(Bytes& out) {
        encodeWhole([&](std::uint64_t first, std::span<float> values) { read(first, values); }, matrix_.guide.importance,
                    plain_);
        if (!matrix_.hasFeedback) {
            return withoutFeedback(out);
        }
        setTargets();
        start();
        if (gridded_ == nullptr) {
            chooseForGram(
                *gramEncoding(encoding_), shape_, input_.feedback(), targets_,
                [&](std::size_t count, const auto& body) { forEach(count, body); }, calibrated_.spans());
        } else if (const auto grid = gridded_->gridOf(shape_, calibrated_.spans()); TiledGrid* tiled = asTiledGrid(*grid)) {
            chooseTiles(*tiled);
        } else {
            chooseCodes(*grid);
        }
        CalibratedLoss loss = compare();
        loss.isKept = loss.heldBackChange > 0 || !(loss.after < loss.before);
        return takeBetter(loss, out);
    }

private:
    template <class Body>
    void forTiles(const Body& body) {
        quantlathe::forTiles(rows_, arena_, cancel_, body);
    }

    template <class Body>
    void forEach(std::size_t count, const Body& body) {
        arena_.run([&] {
            oneapi::tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
                cancel_.throwIfCancelled();
                body(i);
            });
        });
    }

    void encodeWhole(const std::function<void(std::uint64_t, std::span<float>)>& read, std::span<const float> importance,
                     const PartBytes& parts) {
        // All matrices with this input group its features alike, whichever of their codes are better: they may be joined.
        const bool isOrdered = gridded_ != nullptr && gridded_->ordersColumns();
        const std::span<const std::uint32_t> order = isOrdered ? input_.feedback(1).order : std::span<const std::uint32_t>();
        encodeIntoParts(model_, matrix_.weight, encoding_, shape_,
                        {.importance = importance, .joinedLargest = matrix_.joinedLargest, .order = order}, read, parts.spans(),
                        arena_, cancel_);
    }

    CalibratedLoss takeBetter(CalibratedLoss loss, Bytes& out) {
        if (loss.isKept) {
            loss.after = loss.before;
            loss.rowsKept = rows_;
        }
        out = loss.isKept ? plain_.take() : calibrated_.take();
        releaseRows(model_, layer_, 0, layer_.rows());
        return loss;
    }

    /// AWQ's own way: values are limited group by group, if that makes the error of the outputs smaller, and go to their
    /// nearest codes.
    CalibratedLoss withoutFeedback(Bytes& out) {
        const std::size_t group = gridded_->groupColumns(shape_);
        const std::vector<float>& grams = input_.gramsOfGroups(group);
        const int bits = std::bit_width(static_cast<unsigned>(gridded_->gridOf(shape_, plain_.spans())->codes())) - 1;
        targets_.resize(rows_ * columns_);
        std::vector<float> limited(targets_.size());
        forTiles([&](std::size_t first, std::size_t count) {
            const std::span<float> rows = std::span(targets_).subspan(first * columns_, count * columns_);
            read(std::uint64_t{first} * columns_, rows);
            limitGroups(rows, std::span(limited).subspan(first * columns_, rows.size()), grams, bits);
        });
        encodeWhole([&](std::uint64_t first,
                        std::span<float> values) { std::copy_n(limited.data() + first, values.size(), values.data()); },
                    matrix_.guide.importance, calibrated_);
        CalibratedLoss loss = compare();
        loss.isKept = !(loss.after < loss.before);
        return takeBetter(loss, out);
    }

    /// `rows` with the weights of each group limited. `grams`: of each group of columns.
    void limitGroups(std::span<const float> rows, std::span<float> limited, std::span<const float> grams, int bits) const {
        const std::size_t group = gridded_->groupColumns(shape_);
        std::vector<float> own(rows.size() / columns_ * group); // the same columns of all rows
        for (std::size_t column = 0; column < columns_; column += group) {
            for (std::size_t i = 0; i < own.size(); i += group) {
                std::ranges::copy(rows.subspan(i / group * columns_ + column, group),
                                  own.begin() + static_cast<std::ptrdiff_t>(i));
            }
            const std::vector<float> limits = bestLimits(own, group, grams.subspan(column * group, group * group), bits);
            for (std::size_t i = 0; i < own.size(); ++i) {
                const float limit = limits[i / group];
                limited[i / group * columns_ + column + i % group] = std::clamp(own[i], -limit, limit);
            }
        }
    }

    /// What is to be encoded.
    void read(std::uint64_t first, std::span<float> values) const {
        readValues(model_, layer_, first, values);
        if (matrix_.scaling != nullptr) {
            matrix_.scaling->apply(first, values);
        }
    }

    void setTargets() {
        targets_.resize(rows_ * columns_);
        forTiles([&](std::size_t first, std::size_t count) {
            const std::span<float> rows = std::span(targets_).subspan(first * columns_, count * columns_);
            read(std::uint64_t{first} * columns_, rows);
            input_.correct(first, rows);
        });
    }

    /// With scales for the targets as they are.
    void start() {
        encodeWhole([&](std::uint64_t first,
                        std::span<float> values) { std::copy_n(targets_.data() + first, values.size(), values.data()); },
                    input_.feedback().energy, calibrated_);
    }

    void chooseCodes(MatrixGrid& grid) {
        const std::size_t groups = grid.hasChoices() ? columns_ / grid.groupColumns() : 0; // of a row
        const FeedbackFactor& factor = input_.feedback(gridded_->columnsTogether(shape_));
        std::vector<std::uint8_t> codes(rows_ * columns_);
        std::vector<GridChoice> choices(rows_ * groups);
        oneapi::tbb::enumerable_thread_specific<FeedbackEncoder> encoders;
        forTiles([&](std::size_t first, std::size_t count) {
            encoders.local().encode(grid, factor,
                                    {.firstRow = first,
                                     .targets = std::span(targets_).subspan(first * columns_, count * columns_),
                                     .codes = std::span(codes).subspan(first * columns_, count * columns_),
                                     .choices = std::span(choices).subspan(first * groups, count * groups)});
        });
        grid.write(codes, choices);
    }

    // ---- Tiles with outliers --------------------------------------------------------------------------------------------

    void chooseTiles(TiledGrid& grid) {
        const FeedbackFactor& factor = input_.feedback(1);
        grid.begin(factor.order);
        const float price = grid.room() > 0 ? priceOfOutliers(grid, factor) : std::numeric_limits<float>::infinity();
        std::vector<std::uint8_t> codes(rows_ * columns_);
        oneapi::tbb::enumerable_thread_specific<std::vector<ExactValue>> exact;
        oneapi::tbb::enumerable_thread_specific<FeedbackEncoder> encoders;
        forTiles([&](std::size_t first, std::size_t count) {
            encoders.local().encode(grid, factor, tiledRows(first, count, codes), price, exact.local());
        });
        std::vector<ExactValue> all;
        for (const std::vector<ExactValue>& part : exact) {
            all.insert(all.end(), part.begin(), part.end());
        }
        grid.write(codes, {});
        grid.writeExact(thoseWithRoom(std::move(all), static_cast<std::size_t>(grid.room())));
    }

    [[nodiscard]] TiledRows tiledRows(std::size_t first, std::size_t count, std::span<std::uint8_t> codes) const {
        return {.firstRow = first,
                .targets = std::span(targets_).subspan(first * columns_, count * columns_),
                .codes = codes.subspan(first * columns_, count * columns_),
                .errors = {}};
    }

    /// Rows do not know of each other, so some of them show what all will do.
    float priceOfOutliers(TiledGrid& grid, const FeedbackFactor& factor) {
        constexpr std::size_t sampledOneOf = 10;
        constexpr std::size_t fewestSampled = 2;
        constexpr std::size_t tileRows = FeedbackEncoder::rowsAtOnce; // for any number of threads
        const std::size_t tiles = (rows_ + tileRows - 1) / tileRows;
        const std::size_t sampled = std::min(tiles, std::max(fewestSampled, tiles / sampledOneOf));
        std::vector<std::uint8_t> codes(sampled * tileRows * columns_);
        oneapi::tbb::enumerable_thread_specific<FeedbackEncoder> encoders;
        // What has no room in the end is not made up for, so some is left.
        constexpr double filled = 0.97;
        const double share = filled * static_cast<double>(grid.room()) / static_cast<double>(shape_.values());
        const OutlierPrices prices = pricesFor(share, [&](float price) {
            std::vector<std::vector<float>> errors(sampled);
            forEach(sampled, [&](std::size_t number) {
                const std::size_t first = number * tiles / sampled * tileRows;
                const std::size_t values = std::min(tileRows, rows_ - first) * columns_;
                errors[number].resize(values);
                std::vector<ExactValue> unused;
                encoders.local().encode(grid, factor,
                                        {.firstRow = first,
                                         .targets = std::span(targets_).subspan(first * columns_, values),
                                         .codes = std::span(codes).subspan(number * tileRows * columns_, values),
                                         .errors = errors[number]},
                                        price, unused);
            });
            std::vector<float> all;
            for (const std::vector<float>& part : errors) {
                all.insert(all.end(), part.begin(), part.end());
            }
            return all;
        });
        return prices.meeting;
    }

    /// The ones that spare most, row by row.
    static std::vector<ExactValue> thoseWithRoom(std::vector<ExactValue> all, std::size_t room) {
        const auto place = [](const ExactValue& value) { return std::pair(value.row, value.place); };
        if (all.size() > room) {
            std::ranges::sort(all, [&](const ExactValue& a, const ExactValue& b) {
                return a.error != b.error ? a.error > b.error : place(a) < place(b);
            });
            all.resize(room);
        }
        std::ranges::sort(all, {}, place);
        return all;
    }

    /// Both, as a reader decodes them.
    CalibratedLoss compare() {
        std::vector<RowResult> results(rows_);
        const auto plainParts = plain_.stored();
        const auto calibratedParts = calibrated_.stored();
        oneapi::tbb::enumerable_thread_specific<Buffers> buffers;
        forTiles([&](std::size_t first, std::size_t count) {
            Buffers& b = buffers.local();
            const std::size_t values = count * columns_;
            for (std::vector<float>* const buffer : {&b.weights, &b.residuals, &b.calibrated, &b.plain}) {
                buffer->resize(values);
            }
            read(std::uint64_t{first} * columns_, b.weights);
            encoding_.decodeMatrix(shape_, plainParts, std::uint64_t{first} * columns_, b.plain);
            encoding_.decodeMatrix(shape_, calibratedParts, std::uint64_t{first} * columns_, b.calibrated);
            const auto lossesOf = [&](const std::vector<float>& decoded, std::vector<double>& losses) {
                std::transform(decoded.begin(), decoded.end(), targets_.begin() + static_cast<std::ptrdiff_t>(first * columns_),
                               b.residuals.begin(), [](float value, float target) { return target - value; });
                losses.resize(count);
                feedbackLosses(input_.feedback(), b.residuals, losses);
            };
            lossesOf(b.plain, b.plainLosses);
            lossesOf(b.calibrated, b.calibratedLosses);
            const std::span<RowResult> own = std::span(results).subspan(first, count);
            for (std::size_t row = 0; row < count; ++row) {
                own[row] = {b.plainLosses[row], b.calibratedLosses[row]};
            }
            addHeldBack(b, input_, first, own);
        });
        return sumOf(results);
    }

    const MatrixToEncode& matrix_;
    const Model& model_;
    const CalibratedInput& input_;
    ThreadArena& arena_;
    const CancelToken& cancel_;
    MatrixShape shape_;
    const MatrixEncoding& encoding_;
    const GriddedEncoding* gridded_; // none where the encoding chooses codes itself
    Weight layer_;
    std::size_t rows_;
    std::size_t columns_;
    PartBytes plain_;
    PartBytes calibrated_;
    std::vector<float> targets_;
};

} // namespace

CalibratedLoss encodeCalibrated(const MatrixToEncode& matrix, const WeightSource& original, const CalibratedInput& input,
                                std::vector<std::byte>& out, ThreadArena& arena, const CancelToken& cancel) {
    if (matrix.planned != nullptr) {
        return PartsEncoder(matrix, original.model(), input, arena, cancel).run(out);
    }
    const auto rows = static_cast<std::size_t>(matrix.rows);
    const auto rowBytes = static_cast<std::size_t>(matrix.encoding.rowBytes(input.columns()));
    out.resize(rows * rowBytes);
    std::vector<std::byte> plain(out.size());
    std::vector<RowResult> results(rows);
    MatrixEncoder encoder(matrix, original, input);
    forTiles(rows, arena, cancel, [&](std::size_t first, std::size_t count) {
        encoder.encode(first, std::span(out).subspan(first * rowBytes, count * rowBytes),
                       std::span(plain).subspan(first * rowBytes, count * rowBytes), std::span(results).subspan(first, count));
    });
    CalibratedLoss loss = sumOf(results);
    if (loss.heldBackChange > 0) {
        loss.isKept = true;
        loss.after = loss.before;
        loss.rowsKept = rows;
        out = std::move(plain);
    }
    return loss;
}

CalibratedLoss encodeUncalibrated(const MatrixToEncode& matrix, const WeightSource& original, std::vector<std::byte>& out,
                                  ThreadArena& arena, const CancelToken& cancel) {
    const auto rows = static_cast<std::size_t>(matrix.rows);
    if (matrix.planned != nullptr) {
        const Weight layer = layerAsStored(original.model().checkpoint(), matrix.weight, matrix.planned->tensor);
        const MatrixEncoding& encoding = *asMatrixEncoding(matrix.encoding);
        PartBytes parts(encoding, matrix.planned->shape);
        encodeIntoParts(
            original.model(), matrix.weight, encoding, matrix.planned->shape,
            {.importance = matrix.guide.importance, .joinedLargest = matrix.joinedLargest},
            [&](std::uint64_t first, std::span<float> values) { readValues(original.model(), layer, first, values); },
            parts.spans(), arena, cancel);
        out = parts.take();
    } else {
        const auto columns = static_cast<std::size_t>(matrix.weight.columns());
        const auto rowBytes = static_cast<std::size_t>(matrix.encoding.rowBytes(columns));
        out.resize(rows * rowBytes);
        forTiles(rows, arena, cancel, [&](std::size_t first, std::size_t count) {
            std::vector<float> weights(count * columns);
            original.rows(matrix.weight, matrix.firstRow + first, weights);
            matrix.encoding.encode(weights, columns, matrix.guide, std::span(out).subspan(first * rowBytes, count * rowBytes));
        });
    }
    return {.rowsKept = rows, .isKept = true};
}

} // namespace quantlathe
