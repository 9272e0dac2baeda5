// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/direct_output.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/peak_memory.h"
#include "base/words.h"
#include "convert/journal.h"
#include "convert/tuning.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

class DirectRun {
public:
    DirectRun(const OutputLayout& layout, const fs::path& destination, Progress& progress, const CancelToken& cancel)
        : layout_(layout), destination_(destination), progress_(progress), cancel_(cancel) {}

    void run(const DirectJob& job, Journal& journal, bool replace) {
        removePart(destination_);
        journal.restart(0);
        output_.emplace(destination_, layout_, JobOutput::Start::anew);
        {
            Committer committer(*output_, journal, JobTuning{});
            DirectWriter writer(*output_, committer, destination_, progress_, cancel_, doneBytes_);
            job.fill(writer);
            progress_.setItem(destination_.filename().string());
            committer.drain(cancel_, [this] { progress_.add(0); });
        }
        job.requireUnchanged();
        cancel_.throwIfCancelled();
        output_->publish(replace, journal);
        progress_.finish();
    }

    /// Leaves nothing, but what is not of this job.
    void discard(Journal& journal) const {
        try {
            if (output_ && output_->isStillThere()) {
                removePart(destination_);
            }
            if (output_ || fileKindOfEntry(temporaryPaths(destination_).part) == FileKind::none) {
                journal.remove(); // else an older run's files are still there
            }
        } catch (const Error&) { // what stopped the job is the news; the journal lets the next run remove the rest
        }
    }

    [[nodiscard]] std::uint64_t doneBytes() const { return doneBytes_; }

private:
    const OutputLayout& layout_;
    const fs::path& destination_;
    Progress& progress_;
    const CancelToken& cancel_;
    std::optional<JobOutput> output_;
    std::atomic<std::uint64_t> doneBytes_{0};
};

} // namespace

void DirectWriter::write(std::size_t file, std::uint64_t offset, std::span<const std::byte> bytes,
                         std::vector<std::byte>& scratch) {
    cancel_.throwIfCancelled();
    output_.write(file, offset, bytes);
    scratch.resize(bytes.size());
    output_.readBack(file, offset, scratch);
    if (!std::ranges::equal(bytes, scratch)) {
        throw Error(ErrorKind::failed, say("The disk gives other bytes back than were written"),
                    say("Check the disk; nothing was kept."), destination_);
    }
    done_ += bytes.size();
    committer_.written(bytes.size(), cancel_);
    progress_.add(bytes.size());
}

DirectReport writeDirectly(const OutputLayout& layout, const fs::path& destination, bool replace, const DirectJob& job,
                           Progress& progress, const CancelToken& cancel) {
    const auto start = std::chrono::steady_clock::now();
    Journal journal(temporaryPaths(destination).journal); // the lock, and the sign that the temporary files are ours
    DirectRun run(layout, destination, progress, cancel);
    try {
        run.run(job, journal, replace);
    } catch (const NoSpaceError& error) {
        const Error told = diskFull(error, destination, run.doneBytes(), layout.bytes(), false);
        run.discard(journal);
        throw Error(told);
    } catch (...) {
        run.discard(journal);
        throw;
    }
    journal.remove();
    DirectReport report;
    report.files = finalPaths(destination, layout);
    report.bytesWritten = layout.bytes();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report.peakResidentBytes = peakMemory();
    return report;
}

} // namespace quantlathe
