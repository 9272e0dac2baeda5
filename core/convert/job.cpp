// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/job.h"

#include "base/arena.h"
#include "base/file_kind.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "calibrate/fold_method.h"
#include "convert/committer.h"
#include "convert/journal.h"
#include "convert/matrix_worker.h"
#include "convert/output.h"
#include "convert/shard_run.h"
#include "convert/source_files.h"
#include "convert/source_supply.h"
#include "convert/supply_needs.h"
#include "convert/tile_worker.h"
#include "convert/tuning.h"
#include "convert/work.h"
#include "plan/input_scales.h"
#include "weights/encoding_error.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <oneapi/tbb/parallel_for.h>
#include <optional>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

std::uint64_t hashOfTiles(std::span<const std::uint64_t> tileHashes) {
    return contentHash(std::as_bytes(tileHashes));
}

/// The tiles of a weight that are done; merged in their order when the last one is.
struct WeightProgress {
    std::vector<TileResult> tiles; // only while the weight is worked on
    std::uint64_t tilesDone = 0;
    bool isDone = false;
    bool isOthers = false; // another shard's
    bool isTurn = true;    // its source is here
    [[nodiscard]] bool isMissing() const { return isTurn && !isDone && !isOthers; }
};

class Job {
public:
    Job(const Plan& plan, const fs::path& destination, const ConvertOptions& options, const JobTuning& tuning,
        Progress& progress, const CancelToken& cancel)
        : plan_(plan), destination_(destination), options_(options), tuning_(tuning), progress_(progress), cancel_(cancel),
          arena_(options.threads), work_(layOutWork(plan, tuning, options.codes.get())),
          source_(plan.model->checkpoint(), options.supply ? SourceFiles::Values::supplied : SourceFiles::Values::here),
          weights_(work_.weights.size()) {
        report_.files = finalPaths(destination, plan.layout);
        report_.destination = isSet(plan.layout) ? report_.files.front() : destination;
        report_.weights.resize(work_.weights.size());
    }

    ConvertReport run() {
        const auto start = std::chrono::steady_clock::now();
        if (options_.supply && !hasInterruptedRun(destination_)) {
            requireRoom(orderOfMissing());
        }
        Journal journal(temporaryPaths(destination_).journal);
        try {
            try {
                convertInto(journal);
            } catch (...) {
                disownForeignPart(journal);
                throw;
            }
        } catch (const NoSpaceError& error) {
            const bool canResume = doneBytes_ > 0;
            const Error told = diskFull(error, destination_, doneBytes_, plan_.layout.bytes(), canResume);
            if (!canResume) {
                discard(journal); // the room was missing from the start: there is nothing to resume
            }
            throw Error(told);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::badInput && !isComplete_) {
                discard(journal); // another try fails as well, or reads another source
                throw withSourceFile(error);
            }
            throw;
        }
        journal.remove();
        return reportSince(start);
    }

    /// A share of the work; what others have written stays, whatever happens.
    ConvertReport runShard(Shard shard) {
        const auto start = std::chrono::steady_clock::now();
        const ShardAgreement agreement = agreementOf(plan_, work_, shard.count);
        try {
            const SharedLock lock = joinShards(plan_, destination_, agreement, cancel_);
            Journal journal = openShard(destination_, shard);
            try {
                encodeShard(journal, agreement, shard);
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::badInput) {
                    journal.remove(); // another try fails as well, or reads another source
                }
                throw;
            }
        } catch (const NoSpaceError& error) {
            throw Error(diskFull(error, destination_, doneBytes_, plan_.layout.bytes()));
        } catch (const Error& error) {
            throw error.kind() == ErrorKind::badInput ? withSourceFile(error) : error;
        }
        std::erase_if(report_.weights, [](const WeightResult& weight) { return weight.weight.empty(); });
        return reportSince(start);
    }

    ConvertReport finishShards() {
        const auto start = std::chrono::steady_clock::now();
        DoneShards done = collectShards(plan_, work_, destination_);
        requireWritten(done);
        source_.checkUnchanged();
        summarise();
        cancel_.throwIfCancelled();
        output_->publish(options_.replace, done.run);
        progress_.finish();
        std::ranges::for_each(done.shards, &Journal::remove);
        done.run.remove();
        return reportSince(start);
    }

private:
    using Clock = std::chrono::steady_clock;

    void convertInto(Journal& journal);
    void encodeMissing(Journal& journal, std::span<const JournalRecord> records);
    void encodeShard(Journal& journal, const ShardAgreement& agreement, Shard shard);
    void requireWritten(const DoneShards& done);
    void keepEmptyWeights();
    [[nodiscard]] ConvertReport reportSince(Clock::time_point start);
    [[nodiscard]] std::vector<JournalRecord> openOutput(Journal& journal);
    void takeOver(JobOutput& output, std::span<const JournalRecord> records);
    void encodeAll(JobOutput& output, Committer& committer);
    void encodeAsSupplied(JobOutput& output, Committer& committer);
    [[nodiscard]] SupplyOrder orderOfMissing() const;
    void requireRoom(const SupplyOrder& order) const;
    [[nodiscard]] fs::path bring(std::size_t file) const;
    void encodeThoseInTurn(JobOutput& output, Committer& committer);
    void work(TileWorker& worker, Committer& committer);
    void encodeMatrices(JobOutput& output, Committer& committer);
    void finishWeight(std::size_t index, const ErrorSums& sums, std::uint64_t contentHash, Committer& committer);
    void finishTile(const WeightWork& weight, std::size_t index, std::uint64_t tile, const TileResult& result,
                    Committer& committer);
    void keepResult(std::size_t index, const WeightResult& measures);
    void summarise();
    [[nodiscard]] std::uint64_t sourceBytesOwn() const;
    [[nodiscard]] std::uint64_t sourceBytesDone() const;

    /// Runs `body(worker)` on every thread of the job; the first exception stops the others between tiles.
    template <class Body>
    void onAllThreads(JobOutput& output, const Body& body) {
        stop_ = false;
        arena_.run([&] {
            oneapi::tbb::parallel_for(0, arena_.threads(), [&](int) {
                try {
                    TileWorker worker(source_, output);
                    body(worker);
                } catch (...) {
                    stop_ = true;
                    throw;
                }
            });
        });
    }

    [[nodiscard]] bool isPartThere() const { return fileKindOfEntry(temporaryPaths(destination_).part) != FileKind::none; }

    /// What somebody put under the temporary name in place of the job's own file must not be taken for it by the next run.
    void disownForeignPart(Journal& journal) const {
        try {
            if (output_ && isPartThere() && !output_->isStillThere()) {
                journal.remove();
            }
        } catch (const Error&) { // a disk that does not answer says nothing about whose file it is
        }
    }

    void discard(Journal& journal) {
        try {
            if (output_ && output_->isStillThere()) {
                removePart(destination_);
            }
            if (options_.supply) {
                options_.supply->clear();
            }
            if (!isPartThere()) {
                journal.remove();
            }
        } catch (const Error&) { // what stopped the job is the news; the journal lets the next run remove the rest
        }
    }

    [[nodiscard]] Error withSourceFile(const Error& error) const {
        return error.file().empty() ? badInput(plan_.model->checkpoint().path(), error.title(), error.detail()) : error;
    }

    const Plan& plan_;
    const fs::path& destination_;
    const ConvertOptions& options_;
    const JobTuning& tuning_;
    Progress& progress_;
    const CancelToken& cancel_;
    ThreadArena arena_;
    Work work_;
    SourceFiles source_;
    std::optional<JobOutput> output_;
    std::mutex mutex_; // guards weights_ and report_ while threads run
    std::vector<WeightProgress> weights_;
    ConvertReport report_;
    std::atomic<std::size_t> nextTile_{0};
    std::size_t endTile_ = 0;
    std::atomic<std::size_t> nextRecord_{0};
    std::atomic<bool> stop_{false};
    bool isComplete_ = false;
    std::atomic<std::uint64_t> doneBytes_{0}; // of the output, those of an earlier run included
};

/// Opens the temporary output: the one of an interrupted run of this job, or a new one. Returns what that run had finished.
std::vector<JournalRecord> Job::openOutput(Journal& journal) {
    std::optional<std::vector<JournalRecord>> records;
    if (options_.resume && JobOutput::canResume(destination_, plan_.layout)) {
        records = journal.resume(work_.fingerprint);
    }
    if (records) {
        output_.emplace(destination_, plan_.layout, JobOutput::Start::resumed);
        try {
            output_->dropCached();
            return *records;
        } catch (const Error&) {
            output_.reset(); // the disk lost what an earlier run wrote: nothing of it can be believed
        }
    }
    removePart(destination_);
    journal.restart(work_.fingerprint);
    output_.emplace(destination_, plan_.layout, JobOutput::Start::anew);
    return {};
}

ConvertReport Job::reportSince(Clock::time_point start) {
    report_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    report_.peakResidentBytes = peakResidentBytes();
    return std::move(report_);
}

void Job::convertInto(Journal& journal) {
    const std::vector<JournalRecord> records = openOutput(journal);
    encodeMissing(journal, records);
    cancel_.throwIfCancelled();
    isComplete_ = true; // from here on only the name can be in the way, and the work is not lost for that
    output_->publish(options_.replace, journal);
    progress_.finish();
}

/// All weights of this process but those that the records vouch for. They are on the disk when it returns.
void Job::encodeMissing(Journal& journal, std::span<const JournalRecord> records) {
    for (const JournalRecord& record : records) {
        doneBytes_ += record.choice < work_.weights.size() ? work_.weights[record.choice].bytes : 0;
    }
    if (!records.empty()) {
        takeOver(*output_, records);
    }
    {
        Committer committer(*output_, journal, tuning_);
        encodeAll(*output_, committer);
        progress_.setItem(destination_.filename().string());
        committer.drain(cancel_, [this] { progress_.add(0); });
    }
    source_.checkUnchanged();
    summarise();
}

void Job::encodeShard(Journal& journal, const ShardAgreement& agreement, Shard shard) {
    const std::vector<std::uint32_t> shardOfWeight = shardsOfWeights(work_, shard.count);
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        weights_[i].isOthers = shardOfWeight[i] != shard.number;
    }
    std::vector<JournalRecord> records = resumeShard(journal, agreement, shard, shardOfWeight);
    output_.emplace(destination_, plan_.layout, JobOutput::Start::joined);
    try {
        output_->dropCached();
    } catch (const Error&) { // the disk lost what an earlier process wrote: nothing of it can be believed
        output_.reset();
        restartShard(journal, agreement, shard);
        records.clear();
        output_.emplace(destination_, plan_.layout, JobOutput::Start::joined);
    }
    encodeMissing(journal, records);
    progress_.finish();
}

/// The disk has to hold what the shards recorded.
void Job::requireWritten(const DoneShards& done) {
    const fs::path part = temporaryPaths(destination_).part;
    if (!JobOutput::canResume(destination_, plan_.layout)) {
        throw Error(ErrorKind::failed, say("What the shards wrote is gone, or has another length"),
                    say("Remove {} and the other journals of this output to begin anew.",
                        escapeForDisplay(temporaryPaths(destination_).journal.filename().string())),
                    part);
    }
    output_.emplace(destination_, plan_.layout, JobOutput::Start::resumed);
    output_->dropCached();
    doneBytes_ = work_.outputBytes;
    takeOver(*output_, done.records);
    keepEmptyWeights();
    const auto lost = std::ranges::find(weights_, false, &WeightProgress::isDone);
    if (lost != weights_.end()) {
        const auto index = static_cast<std::size_t>(lost - weights_.begin());
        const std::uint32_t shard = done.shardOfWeight[index];
        throw Error(ErrorKind::failed, say("{} is not what shard {} wrote", escapeForDisplay(work_.weights[index].name), shard),
                    say("Run shard {} again: it writes what is missing. Then finish.", shard), part);
    }
}

/// A weight without values has no tile that could finish it.
void Job::keepEmptyWeights() {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (work_.weights[i].tiles.count() == 0 && work_.weights[i].matrix == nullptr && !weights_[i].isOthers) {
            keepResult(i, {});
        }
    }
}

/// Believes what the bytes say: a finished weight counts only if its bytes have the hash that was recorded.
void Job::takeOver(JobOutput& output, std::span<const JournalRecord> records) {
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

std::uint64_t Job::sourceBytesOwn() const {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        bytes += weights_[i].isOthers ? 0 : work_.weights[i].sourceBytes();
    }
    return bytes;
}

std::uint64_t Job::sourceBytesDone() const {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        bytes += weights_[i].isDone ? work_.weights[i].sourceBytes() : 0;
    }
    return bytes;
}

void Job::encodeAll(JobOutput& output, Committer& committer) {
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

/// Of the weights that are not done yet.
SupplyOrder Job::orderOfMissing() const {
    std::vector<std::vector<std::size_t>> needs(work_.weights.size());
    for (std::size_t i = 0; i < needs.size(); ++i) {
        if (!weights_[i].isDone) {
            needs[i] = filesReadFor(work_.weights[i], plan_.model->checkpoint());
        }
    }
    return orderOfSupply(needs, fileSizesOf(plan_.model->checkpoint()));
}

/// For the output and the most of the source that is here at a time; what is there already counts.
void Job::requireRoom(const SupplyOrder& order) const {
    constexpr std::uint64_t spareBytes = 64U << 20U;
    const TemporaryPaths paths = temporaryPaths(destination_);
    const std::uint64_t needed = order.peakBytes + plan_.layout.bytes() + spareBytes;
    const std::uint64_t there = occupiedBytes(paths.part) + occupiedBytes(paths.source) + freeSpaceAt(destination_);
    if (needed > there) {
        throw Error(ErrorKind::failed,
                    say("{} are needed on {}, {} more than there are", fileSizeText(needed),
                        escapeForDisplay(mountPointOf(destination_).string()), fileSizeText(needed - there)),
                    say("The result takes {}, and the model's files up to {} at a time. Free {} or choose another folder.",
                        fileSizeText(plan_.layout.bytes()), fileSizeText(order.peakBytes), fileSizeText(needed - there)),
                    destination_);
    }
}

/// Whatever the hub says by now, what is converted already is not lost for that.
fs::path Job::bring(std::size_t file) const {
    try {
        return options_.supply->bring(file);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput) {
            throw;
        }
        throw Error(ErrorKind::failed, error.title(), error.detail(), error.file());
    }
}

/// File by file: what is dropped is on the disk as a result, so that no later run needs it again.
void Job::encodeAsSupplied(JobOutput& output, Committer& committer) {
    SourceSupply& supply = *options_.supply;
    const SupplyOrder order = orderOfMissing();
    std::vector<std::size_t> files;
    for (const SupplyStep& step : order.steps) {
        files.insert(files.end(), step.bring.begin(), step.bring.end());
    }
    supply.keepOnly(files);
    requireRoom(order);
    for (WeightProgress& weight : weights_) {
        weight.isTurn = false;
    }
    // Bytes that are fetched count once, those of the source twice more.
    std::uint64_t fetched = 0;
    for (const std::size_t file : files) {
        fetched += supply.bytesHere(file);
    }
    const auto begin = [&](std::string phase) {
        progress_.start(std::move(phase), order.bytes + 2 * work_.sourceBytes, fetched + 2 * sourceBytesDone());
    };
    const std::vector<std::uint64_t> sizes = fileSizesOf(plan_.model->checkpoint());
    std::size_t brought = 0;
    for (const SupplyStep& step : order.steps) {
        for (const std::size_t file : step.bring) {
            begin(say("Fetching file {} of {}", ++brought, files.size()));
            const std::uint64_t before = supply.bytesHere(file);
            source_.hold(file, bring(file));
            fetched += sizes[file] - before;
            report_.bytesFetched += sizes[file] - before;
        }
        for (const std::size_t item : step.items) {
            weights_[item].isTurn = true;
        }
        begin(say("Encoding"));
        encodeThoseInTurn(output, committer);
        committer.drain(cancel_, [this] { progress_.add(0); });
        for (const std::size_t item : step.items) {
            weights_[item].isTurn = false;
        }
        for (const std::size_t file : step.drop) {
            source_.letGo(file);
            supply.drop(file);
        }
    }
    supply.clear();
}

void Job::encodeThoseInTurn(JobOutput& output, Committer& committer) {
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
void Job::encodeMatrices(JobOutput& output, Committer& committer) {
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
void Job::work(TileWorker& worker, Committer& committer) {
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

void Job::finishTile(const WeightWork& weight, std::size_t index, std::uint64_t tile, const TileResult& result,
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

void Job::finishWeight(std::size_t index, const ErrorSums& sums, std::uint64_t contentHash, Committer& committer) {
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

void Job::keepResult(std::size_t index, const WeightResult& measures) {
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

void Job::summarise() {
    double sum = 0;
    double count = 0;
    report_.bytesWritten = 0;
    for (std::size_t i = 0; i < report_.weights.size(); ++i) {
        if (weights_[i].isOthers) {
            continue;
        }
        report_.bytesWritten += work_.weights[i].bytes;
        const auto elements = static_cast<double>(work_.weights[i].weight->elements());
        sum += elements * report_.weights[i].relativeError;
        count += elements;
    }
    report_.relativeError = count > 0 ? sum / count : 0;
    if (!options_.shard) {
        report_.bytesWritten = plan_.layout.bytes();
    }
}

} // namespace

ConvertReport convert(const Plan& plan, const fs::path& destination, const ConvertOptions& options, const JobTuning& tuning,
                      Progress& progress, const CancelToken& cancel) {
    requireFolds(plan, options.codes.get());
    requireInputScales(plan);
    checkDestination(plan, destination, options);
    if ((options.shard || options.finishesShards) && options.codes != nullptr) {
        throw badInput({}, say("Calibrated codes cannot be chosen in shards"),
                       say("A calibration goes through all layers one after the other. Convert in one process."));
    }
    Job job(plan, destination, options, tuning, progress, cancel);
    return options.finishesShards ? job.finishShards() : options.shard ? job.runShard(*options.shard) : job.run();
}

ConvertReport convert(const Plan& plan, const fs::path& destination, const ConvertOptions& options, Progress& progress,
                      const CancelToken& cancel) {
    return convert(plan, destination, options, JobTuning{}, progress, cancel);
}

} // namespace quantlathe
