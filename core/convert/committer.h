// SPDX-License-Identifier: GPL-3.0-or-later
// Brings finished weights to the disk and into the journal, beside the workers.
#pragma once

#include "base/progress.h"
#include "convert/journal.h"
#include "convert/output.h"
#include "convert/tuning.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace quantlathe {

/// One thread that mostly waits for the disk. In this order, again and again: data on the disk, then the records of the
/// weights that it completes. All calls are thread-safe; each throws what the thread ran into.
class Committer {
public:
    Committer(JobOutput& output, Journal& journal, const JobTuning& tuning);
    /// Stops within a step of syncing. Weights that are finished but not yet on the disk are journaled all the same: a resume
    /// syncs them and compares what the disk then holds with the recorded hash. Not so after a failed sync.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// Tells that so many bytes were written, and waits while too many of them are not on the disk yet.
    void written(std::uint64_t bytes, const CancelToken& cancel);
    void finished(JournalRecord record);
    /// Returns when everything written and finished so far is on the disk. `whileWaiting` is called many times a second.
    void drain(const CancelToken& cancel, const std::function<void()>& whileWaiting);
    [[nodiscard]] std::uint64_t writtenBytes() const;

private:
    void run();
    void commit(std::unique_lock<std::mutex>& lock);
    void waitUntil(std::unique_lock<std::mutex>& lock, const CancelToken& cancel, const std::function<bool()>& reached,
                   const std::function<void()>& whileWaiting);

    JobOutput& output_;
    Journal& journal_;
    const JobTuning tuning_;
    mutable std::mutex mutex_;
    std::condition_variable work_;    // for the thread
    std::condition_variable durable_; // for those who wait for it
    std::vector<JournalRecord> records_;
    std::uint64_t writtenBytes_ = 0;
    std::uint64_t durableBytes_ = 0;
    bool drainWanted_ = false;
    bool stop_ = false;
    std::exception_ptr fault_;
    std::thread thread_; // last: it uses the others
};

} // namespace quantlathe
