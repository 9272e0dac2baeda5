// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/job.h"

#include "base/peak_memory.h"
#include "base/words.h"
#include "calibrate/fold_method.h"
#include "convert/job_run.h"
#include "convert/source_supply.h"
#include "plan/input_scales.h"

#include <utility>

namespace quantlathe {

namespace fs = std::filesystem;

JobRun::JobRun(const Plan& plan, const fs::path& destination, const ConvertOptions& options, const JobTuning& tuning,
               Progress& progress, const CancelToken& cancel)
    : plan_(plan), destination_(destination), options_(options), tuning_(tuning), progress_(progress), cancel_(cancel),
      arena_(options.threads), work_(layOutWork(plan, tuning, options.codes.get())),
      source_(plan.model->checkpoint(), options.supply ? SourceFiles::Values::supplied : SourceFiles::Values::here),
      weights_(work_.weights.size()) {
    report_.files = finalPaths(destination, plan.layout);
    report_.destination = isSet(plan.layout) ? report_.files.front() : destination;
    report_.weights.resize(work_.weights.size());
}

ConvertReport JobRun::run() {
    const auto start = std::chrono::steady_clock::now();
    if (options_.supply && !hasInterruptedRun(destination_)) {
        static_cast<void>(roomForSource(orderOfMissing())); // refused before anything is begun
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

void JobRun::disownForeignPart(Journal& journal) const {
    try {
        if (output_ && isPartThere() && !output_->isStillThere()) {
            journal.remove();
        }
    } catch (const Error&) { // a disk that does not answer says nothing about whose file it is
    }
}

void JobRun::discard(Journal& journal) {
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

Error JobRun::withSourceFile(const Error& error) const {
    return error.file().empty() ? badInput(plan_.model->checkpoint().path(), error.title(), error.detail()) : error;
}

/// Opens the temporary output: the one of an interrupted run of this job, or a new one. Returns what that run had finished.
std::vector<JournalRecord> JobRun::openOutput(Journal& journal) {
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

ConvertReport JobRun::reportSince(Clock::time_point start) {
    report_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    report_.peakResidentBytes = peakMemory();
    return std::move(report_);
}

void JobRun::convertInto(Journal& journal) {
    const std::vector<JournalRecord> records = openOutput(journal);
    encodeMissing(journal, records);
    cancel_.throwIfCancelled();
    isComplete_ = true; // from here on only the name can be in the way, and the work is not lost for that
    output_->publish(options_.replace, journal);
    progress_.finish();
}

/// All weights of this process but those that the records vouch for. They are on the disk when it returns.
void JobRun::encodeMissing(Journal& journal, std::span<const JournalRecord> records) {
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

void JobRun::summarise() {
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

ConvertReport convert(const Plan& plan, const fs::path& destination, const ConvertOptions& options, const JobTuning& tuning,
                      Progress& progress, const CancelToken& cancel) {
    requireFolds(plan, options.codes.get());
    requireInputScales(plan);
    checkDestination(plan, destination, options);
    if ((options.shard || options.finishesShards) && options.codes != nullptr) {
        throw badInput({}, say("Calibrated codes cannot be chosen in shards"),
                       say("A calibration goes through all layers one after the other. Convert in one process."));
    }
    JobRun job(plan, destination, options, tuning, progress, cancel);
    return options.finishesShards ? job.finishShards() : options.shard ? job.runShard(*options.shard) : job.run();
}

ConvertReport convert(const Plan& plan, const fs::path& destination, const ConvertOptions& options, Progress& progress,
                      const CancelToken& cancel) {
    return convert(plan, destination, options, JobTuning{}, progress, cancel);
}

} // namespace quantlathe
