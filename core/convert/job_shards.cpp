// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/job_run.h"

#include "base/text.h"
#include "base/words.h"

#include <algorithm>

namespace quantlathe {

namespace fs = std::filesystem;

ConvertReport JobRun::runShard(Shard shard) {
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

ConvertReport JobRun::finishShards() {
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

void JobRun::encodeShard(Journal& journal, const ShardAgreement& agreement, Shard shard) {
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
void JobRun::requireWritten(const DoneShards& done) {
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

} // namespace quantlathe
