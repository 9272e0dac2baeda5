// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/value_difference.h"

#include "base/mapping_guard.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "checkpoint/replica.h"
#include "weights/stored_rows.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <oneapi/tbb/parallel_for.h>
#include <utility>

namespace quantlathe {
namespace {

/// What a weight's tiles are compared as.
struct PairWork {
    RowTiles tiles;
    std::size_t firstTile = 0;  // in the list of all tiles
    bool storesAlike = false;   // so that bytes can be compared
    bool isReadable = false;    // so that values can
    std::uint64_t rowBytes = 0; // of both, for the progress
};

struct PairTile {
    ErrorSums sums;
    bool isSameBytes = false;
};

bool hasOneChange(const Weight& a, const Weight& b) {
    return a.addend == b.addend && a.isNegativeExponential == b.isNegativeExponential && a.isLogarithm == b.isLogarithm &&
           a.factors == b.factors;
}

bool keepsBlocksWhole(const Weight& weight) {
    return !weight.transform.needsWholeRows() || !info(weight.storedType).isBlocked();
}

bool packsAlike(const Model& first, const Weight& a, const Model& second, const Weight& b) {
    const auto sizeOf = [](const Model& model, std::size_t part) { return model.checkpoint().tensors()[part].bytes; };
    return a.transform == b.transform &&
           std::ranges::equal(a.packed, b.packed, [&](const PackedMatrix& x, const PackedMatrix& y) {
               return x.encoding == y.encoding && std::ranges::equal(x.parts, y.parts, [&](std::size_t p, std::size_t q) {
                          return sizeOf(first, p) == sizeOf(second, q);
                      });
           });
}

/// Whether equal bytes mean one thing on both sides. Generated values count as floats that are stored.
bool storesAlike(const Model& first, const Weight& a, const Model& second, const Weight& b) {
    if (a.isPacked() != b.isPacked() || !hasOneChange(a, b)) {
        return false;
    }
    if (a.isPacked()) {
        return packsAlike(first, a, second, b);
    }
    return a.storedType == b.storedType && keepsBlocksWhole(a) && keepsBlocksWhole(b);
}

/// Those of whole rows in canonical order, of a weight that is not packed.
void gatherBytes(const Model& model, const Weight& weight, std::uint64_t firstRow, std::uint64_t rows,
                 std::vector<std::byte>& out) {
    const std::uint64_t columns = weight.columns();
    if (!weight.isStored()) {
        const auto values =
            std::as_bytes(std::span(weight.generated)
                              .subspan(static_cast<std::size_t>(firstRow * columns), static_cast<std::size_t>(rows * columns)));
        out.assign(values.begin(), values.end());
        return;
    }
    const ElementTypeInfo& type = info(weight.storedType);
    out.resize(static_cast<std::size_t>(rows * columns / type.weightsPerBlock * type.bytesPerBlock));
    readIntact(model.checkpoint(), [&] {
        StoredRows(model, weight)
            .gather(firstRow * columns, rows * columns, out,
                    [&](const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into) {
                        const auto mapped = model.checkpoint().bytes(tensor);
                        std::ranges::copy(mapped.subspan(static_cast<std::size_t>(offset), into.size()), into.begin());
                    });
    });
}

/// The tile's share of the bytes of every part; all tiles together see all of them.
bool hasOneShare(const Model& first, const Weight& a, const Model& second, const Weight& b, std::uint64_t tile,
                 std::uint64_t tiles) {
    const auto share = [&](const Model& model, std::size_t part) {
        const auto bytes = model.checkpoint().bytes(model.checkpoint().tensors()[part]);
        const std::size_t begin = bytes.size() / tiles * tile;
        return bytes.subspan(begin, tile + 1 == tiles ? bytes.size() - begin : bytes.size() / tiles);
    };
    const auto isSame = [&](std::size_t p, std::size_t q) { return std::ranges::equal(share(first, p), share(second, q)); };
    return readIntact(first.checkpoint(), [&] {
        return readIntact(second.checkpoint(), [&] {
            return std::ranges::equal(
                a.packed, b.packed, [&](const auto& x, const auto& y) { return std::ranges::equal(x.parts, y.parts, isSame); });
        });
    });
}

/// Buffers of one thread.
class PairReader {
public:
    PairReader(const Model& first, const Model& second) : first_(first), second_(second) {}

    PairTile compare(const WeightPair& pair, const PairWork& work, std::uint64_t tile) {
        const std::uint64_t row = work.tiles.firstRow(tile);
        const std::uint64_t rows = work.tiles.rowsIn(tile);
        PairTile result;
        result.isSameBytes = work.storesAlike && hasOneContent(pair, work, tile);
        if (work.isReadable) {
            const std::uint64_t columns = pair.first->columns();
            firstValues_.resize(static_cast<std::size_t>(rows * columns));
            readRows(first_, *pair.first, row, firstValues_);
            if (!result.isSameBytes) {
                secondValues_.resize(firstValues_.size());
                readRows(second_, *pair.second, row, secondValues_);
            }
            result.sums = errorSums(firstValues_, result.isSameBytes ? firstValues_ : secondValues_, columns);
        }
        releaseRows(first_, *pair.first, row, rows);
        releaseRows(second_, *pair.second, row, rows);
        return result;
    }

private:
    bool hasOneContent(const WeightPair& pair, const PairWork& work, std::uint64_t tile) {
        if (pair.first->isPacked()) {
            return hasOneShare(first_, *pair.first, second_, *pair.second, tile, work.tiles.count());
        }
        const std::uint64_t row = work.tiles.firstRow(tile);
        gatherBytes(first_, *pair.first, row, work.tiles.rowsIn(tile), firstBytes_);
        gatherBytes(second_, *pair.second, row, work.tiles.rowsIn(tile), secondBytes_);
        return firstBytes_ == secondBytes_;
    }

    const Model& first_;
    const Model& second_;
    std::vector<float> firstValues_;
    std::vector<float> secondValues_;
    std::vector<std::byte> firstBytes_;
    std::vector<std::byte> secondBytes_;
};

class ValuePass {
public:
    ValuePass(const Model& first, const Model& second, std::span<const WeightPair> pairs, const DifferenceSink& sink)
        : first_(first), second_(second), pairs_(pairs), sink_(sink), results_(pairs.size()) {
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const Weight& a = *pairs[i].first;
            const Weight& b = *pairs[i].second;
            PairWork work{.tiles = tilesOf(a),
                          .firstTile = pairOfTile_.size(),
                          .storesAlike = storesAlike(first, a, second, b),
                          .isReadable = !whyNotReadable(a) && !whyNotReadable(b)};
            work.rowBytes = work.tiles.rows == 0 ? 0 : (a.storedBytes() + b.storedBytes()) / work.tiles.rows;
            bytes_ += work.rowBytes * work.tiles.rows;
            pairOfTile_.insert(pairOfTile_.end(), static_cast<std::size_t>(work.tiles.count()), static_cast<std::uint32_t>(i));
            works_.push_back(work);
        }
        tiles_.resize(pairOfTile_.size());
        tilesDone_.resize(pairs.size());
    }

    std::vector<ValueDifference> run(ThreadArena& arena, Progress& progress, const CancelToken& cancel) {
        progress.start(say("Comparing"), bytes_);
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            if (works_[i].tiles.count() == 0) { // no tile would finish it
                finish(i);
            }
        }
        arena.run([&] {
            oneapi::tbb::parallel_for(0, arena.threads(), [&](int) {
                try {
                    work(progress, cancel);
                } catch (...) {
                    stop_ = true;
                    throw;
                }
            });
        });
        requireUnchanged(first_.checkpoint());
        requireUnchanged(second_.checkpoint());
        progress.finish();
        return std::move(results_);
    }

private:
    /// Tiles are taken in their order, so that files are read from front to back and small weights run in parallel too.
    void work(Progress& progress, const CancelToken& cancel) {
        PairReader reader(first_, second_);
        for (std::size_t number = next_++; number < tiles_.size() && !stop_; number = next_++) {
            cancel.throwIfCancelled();
            const std::size_t index = pairOfTile_[number];
            const PairWork& work = works_[index];
            const std::uint64_t tile = number - work.firstTile;
            if (tile == 0) {
                progress.setItem(pairs_[index].first->name);
            }
            tiles_[number] = reader.compare(pairs_[index], work, tile);
            progress.add(work.tiles.rowsIn(tile) * work.rowBytes);
            const std::scoped_lock lock(mutex_);
            if (++tilesDone_[index] == work.tiles.count()) {
                finish(index);
            }
        }
    }

    void finish(std::size_t index) {
        const PairWork& work = works_[index];
        const auto mine = std::span(tiles_).subspan(work.firstTile, static_cast<std::size_t>(work.tiles.count()));
        ErrorSums sums;
        for (const PairTile& tile : mine) {
            sums.merge(tile.sums);
        }
        results_[index].isSameBytes = work.storesAlike && std::ranges::all_of(mine, &PairTile::isSameBytes);
        if (work.isReadable) {
            results_[index].error = errorFromSums(sums);
        }
        if (sink_) {
            sink_(index, results_[index]);
        }
    }

    const Model& first_;
    const Model& second_;
    std::span<const WeightPair> pairs_;
    const DifferenceSink& sink_;
    std::vector<PairWork> works_;
    std::vector<std::uint32_t> pairOfTile_;
    std::uint64_t bytes_ = 0;
    std::vector<PairTile> tiles_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> stop_{false};
    std::mutex mutex_; // guards what follows while threads run
    std::vector<std::uint64_t> tilesDone_;
    std::vector<ValueDifference> results_;
};

} // namespace

std::vector<ValueDifference> compareValues(const Model& first, const Model& second, std::span<const WeightPair> pairs,
                                           ThreadArena& arena, Progress& progress, const CancelToken& cancel,
                                           const DifferenceSink& sink) {
    cancel.throwIfCancelled();
    requireValues(first.checkpoint());
    requireValues(second.checkpoint());
    return ValuePass(first, second, pairs, sink).run(arena, progress, cancel);
}

} // namespace quantlathe
