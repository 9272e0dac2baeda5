// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/job_run.h"

#include "base/hash.h"
#include "base/words.h"
#include "convert/matrix_worker.h"
#include "weights/encoding_error.h"

#include <algorithm>

namespace quantlathe {

namespace fs = std::filesystem;

namespace {

std::uint64_t hashOfTiles(std::span<const std::uint64_t> tileHashes) {
    return contentHash(std::as_bytes(tileHashes));
}

} // namespace

/// A weight without values has no tile that could finish it.
void JobRun::keepEmptyWeights() {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (work_.weights[i].tiles.count() == 0 && work_.weights[i].matrix == nullptr && !weights_[i].isOthers) {
            keepResult(i, {});
        }
    }
}

/// Believes what the bytes say: a finished weight counts only if its bytes have the hash that was recorded.
void JobRun::takeOver(JobOutput& output, std::span<const JournalRecord> records) {
    progress_.start(say("Checking what is there"), doneBytes_);
    const auto settle = [&](const JournalRecord& record, std::uint64_t hash) {
        if (hash == record.contentHash) {
            keepResult(record.choice, record.result);
        } else {
            doneBytes_ -= work_.weights[record.choice].bytes;
        }
    };
    MatrixWorker matrices(source_, output, arena_, progress_, cancel_);
    for (const JournalRecord& record : records) {
        if (record.choice < work_.weights.size() && work_.weights[record.choice].matrix != nullptr) {
            const WeightWork& weight = work_.weights[record.choice];
            progress_.setItem(weight.name);
            settle(record, matrices.hashOfWritten(weight));
            progress_.add(weight.bytes);
        }
    }
    nextRecord_ = 0;
    onAllThreads(output, [&](TileWorker& worker) {
        for (std::size_t i = nextRecord_++; i < records.size() && !stop_; i = nextRecord_++) {
            const JournalRecord& record = records[i];
            if (record.choice >= work_.weights.size() || work_.weights[record.choice].matrix != nullptr) {
                continue;
            }
            const WeightWork& weight = work_.weights[record.choice];
            progress_.setItem(weight.name);
            std::vector<std::uint64_t> hashes(weight.tiles.count());
            for (std::uint64_t tile = 0; tile < hashes.size(); ++tile) {
                cancel_.throwIfCancelled();
                hashes[tile] = worker.hashOfWritten(weight, tile);
                progress_.add(weight.tiles.rowsIn(tile) * weight.encodedRowBytes);
            }
            settle(record, hashOfTiles(hashes));
        }
    });
    report_.weightsResumed =
        static_cast<std::size_t>(std::ranges::count_if(weights_, [](const WeightProgress& weight) { return weight.isDone; }));
}

std::uint64_t JobRun::sourceBytesOwn() const {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        bytes += weights_[i].isOthers ? 0 : work_.weights[i].sourceBytes();
    }
    return bytes;
}

std::uint64_t JobRun::sourceBytesDone() const {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        bytes += weights_[i].isDone ? work_.weights[i].sourceBytes() : 0;
    }
    return bytes;
}

void JobRun::encodeAll(JobOutput& output, Committer& committer) {
    report_.bytesRead = sourceBytesOwn() - sourceBytesDone();
    keepEmptyWeights();
    if (options_.supply) {
        encodeAsSupplied(output, committer);
        return;
    }
    // Every byte of the source counts twice: once when it is encoded, once when its result is verified.
    progress_.start(say("Encoding"), 2 * sourceBytesOwn(), 2 * sourceBytesDone());
    encodeThoseInTurn(output, committer);
}

void JobRun::encodeThoseInTurn(JobOutput& output, Committer& committer) {
    nextTile_ = work_.tiles;
    endTile_ = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (weights_[i].isMissing()) {
            nextTile_ = std::min(nextTile_.load(), work_.weights[i].firstTile);
            endTile_ = std::max(endTile_, work_.weights[i].firstTile + work_.weights[i].tiles.count());
        }
    }
    onAllThreads(output, [&](TileWorker& worker) { work(worker, committer); });
    encodeMatrices(output, committer);
}

/// One after the other, each on all threads: only one encoded matrix is in memory.
void JobRun::encodeMatrices(JobOutput& output, Committer& committer) {
    MatrixWorker worker(source_, output, arena_, progress_, cancel_);
    for (std::size_t i = 0; i < work_.weights.size(); ++i) {
        const WeightWork& weight = work_.weights[i];
        if (weight.matrix == nullptr || !weights_[i].isMissing()) {
            continue;
        }
        cancel_.throwIfCancelled();
        progress_.setItem(weight.name);
        const TileResult result = worker.run(weight);
        doneBytes_ += weight.bytes;
        committer.written(weight.bytes, cancel_);
        finishWeight(i, result.sums, result.contentHash, committer);
    }
}

/// Tiles are taken in their order, so the output grows from front to back and the source is read from front to back.
void JobRun::work(TileWorker& worker, Committer& committer) {
    for (std::size_t number = nextTile_++; number < endTile_ && !stop_; number = nextTile_++) {
        const WeightWork& weight = work_.weightOfTile(number);
        const auto index = static_cast<std::size_t>(&weight - work_.weights.data());
        const std::uint64_t tile = number - weight.firstTile;
        {
            const std::scoped_lock lock(mutex_);
            if (!weights_[index].isMissing()) { // skipped tile by tile, which costs nothing
                continue;
            }
            weights_[index].tiles.resize(weight.tiles.count());
        }
        cancel_.throwIfCancelled();
        if (tile == 0) {
            progress_.setItem(weight.name);
        }
        const std::uint64_t storedBytes = weight.weight->isStored() ? weight.tiles.rowsIn(tile) * weight.storedRowBytes : 0;
        worker.encode(weight, tile);
        progress_.add(storedBytes);
        finishTile(weight, index, tile, worker.verify(), committer);
        progress_.add(storedBytes);
    }
}

void JobRun::finishTile(const WeightWork& weight, std::size_t index, std::uint64_t tile, const TileResult& result,
                        Committer& committer) {
    const std::uint64_t bytes = weight.tiles.rowsIn(tile) * weight.encodedRowBytes;
    doneBytes_ += bytes;
    std::vector<TileResult> finished;
    {
        const std::scoped_lock lock(mutex_);
        WeightProgress& state = weights_[index];
        state.tiles[tile] = result;
        if (++state.tilesDone == state.tiles.size()) {
            finished = std::exchange(state.tiles, {});
        }
    }
    committer.written(bytes, cancel_);
    if (finished.empty()) {
        return;
    }
    ErrorSums sums;
    std::vector<std::uint64_t> hashes;
    for (const TileResult& part : finished) {
        sums.merge(part.sums);
        hashes.push_back(part.contentHash);
    }
    finishWeight(index, sums, hashOfTiles(hashes), committer);
}

void JobRun::finishWeight(std::size_t index, const ErrorSums& sums, std::uint64_t contentHash, Committer& committer) {
    const EncodingError error = errorFromSums(sums);
    JournalRecord record;
    record.choice = index;
    record.contentHash = contentHash;
    record.result.relativeError = error.relative;
    record.result.sqnrDecibels = error.sqnrDecibels;
    record.result.cosine = error.cosine;
    record.result.maxAbsolute = error.maxAbsolute;
    keepResult(index, record.result);
    committer.finished(std::move(record));
}

void JobRun::keepResult(std::size_t index, const WeightResult& measures) {
    const std::scoped_lock lock(mutex_);
    weights_[index].isDone = true;
    WeightResult& result = report_.weights[index];
    result = measures;
    result.weight = work_.weights[index].name;
    result.encoding = work_.weights[index].encoding->name();
    result.bytes = work_.weights[index].bytes;
    if (options_.onResult) {
        options_.onResult(result);
    }
}

} // namespace quantlathe
