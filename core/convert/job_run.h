// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a conversion: the whole of it, a share of it, or its end (convert/job.h). Private to convert/.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/file_kind.h"
#include "base/shared_lock.h"
#include "convert/committer.h"
#include "convert/job.h"
#include "convert/journal.h"
#include "convert/output.h"
#include "convert/shard_run.h"
#include "convert/source_files.h"
#include "convert/supply_needs.h"
#include "convert/tile_worker.h"
#include "convert/tuning.h"
#include "convert/work.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <oneapi/tbb/parallel_for.h>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

/// The tiles of a weight that are done; merged in their order when the last one is.
struct WeightProgress {
    std::vector<TileResult> tiles; // only while the weight is worked on
    std::uint64_t tilesDone = 0;
    bool isDone = false;
    bool isOthers = false; // another shard's
    bool isTurn = true;    // its source is here
    [[nodiscard]] bool isMissing() const { return isTurn && !isDone && !isOthers; }
};

/// What is given to it outlives it. One call of run(), runShard() or finishShards(), which throw what convert() throws.
class JobRun {
public:
    JobRun(const Plan& plan, const std::filesystem::path& destination, const ConvertOptions& options, const JobTuning& tuning,
           Progress& progress, const CancelToken& cancel);

    /// The whole, or what an interrupted run has left of it.
    ConvertReport run();
    /// A share of the work; what others have written stays, whatever happens.
    ConvertReport runShard(Shard shard);
    /// All shares are done: checks them and gives the output its name.
    ConvertReport finishShards();

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
    [[nodiscard]] std::uint64_t roomForSource(const SupplyOrder& order) const;
    [[nodiscard]] std::filesystem::path bring(std::size_t file) const;
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
    void disownForeignPart(Journal& journal) const;
    void discard(Journal& journal);
    [[nodiscard]] Error withSourceFile(const Error& error) const;

    const Plan& plan_;
    const std::filesystem::path& destination_;
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

} // namespace quantlathe
