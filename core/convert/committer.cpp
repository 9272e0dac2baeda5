// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/committer.h"

#include <utility>

namespace quantlathe {
namespace {

constexpr std::chrono::milliseconds waitStep{40}; // between two looks at the cancel token

} // namespace

Committer::Committer(JobOutput& output, Journal& journal, const JobTuning& tuning)
    : output_(output), journal_(journal), tuning_(tuning), thread_([this] { run(); }) {}

Committer::~Committer() {
    {
        const std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    work_.notify_all();
    thread_.join();
    if (fault_) {
        return; // after a failed sync nobody knows what of the data is on the disk
    }
    try {
        journal_.append(records_, false);
    } catch (const Error&) { // only a longer way for the resume: these weights are done again
    }
}

void Committer::written(std::uint64_t bytes, const CancelToken& cancel) {
    std::unique_lock lock(mutex_);
    writtenBytes_ += bytes;
    if (writtenBytes_ - durableBytes_ >= tuning_.commitBytes) {
        work_.notify_all();
    }
    waitUntil(
        lock, cancel, [this] { return writtenBytes_ - durableBytes_ <= tuning_.unsyncedLimit; }, [] {});
}

void Committer::finished(JournalRecord record) {
    const std::scoped_lock lock(mutex_);
    records_.push_back(std::move(record));
    work_.notify_all();
}

void Committer::drain(const CancelToken& cancel, const std::function<void()>& whileWaiting) {
    std::unique_lock lock(mutex_);
    drainWanted_ = true;
    work_.notify_all();
    waitUntil(
        lock, cancel, [this] { return !drainWanted_; }, whileWaiting);
}

std::uint64_t Committer::writtenBytes() const {
    const std::scoped_lock lock(mutex_);
    return writtenBytes_;
}

void Committer::waitUntil(std::unique_lock<std::mutex>& lock, const CancelToken& cancel, const std::function<bool()>& reached,
                          const std::function<void()>& whileWaiting) {
    for (;;) {
        if (fault_) {
            std::rethrow_exception(fault_);
        }
        if (reached()) {
            return;
        }
        cancel.throwIfCancelled();
        whileWaiting();
        durable_.wait_for(lock, waitStep);
    }
}

void Committer::run() {
    std::unique_lock lock(mutex_);
    auto deadline = std::chrono::steady_clock::now() + tuning_.commitInterval;
    while (!stop_ && !fault_) {
        const auto isDue = [&] { return stop_ || drainWanted_ || writtenBytes_ - durableBytes_ >= tuning_.commitBytes; };
        const bool due = work_.wait_until(lock, deadline, isDue);
        if (stop_) {
            break;
        }
        if (due || !records_.empty()) {
            commit(lock);
        }
        deadline = std::chrono::steady_clock::now() + tuning_.commitInterval;
    }
}

void Committer::commit(std::unique_lock<std::mutex>& lock) {
    std::vector<JournalRecord> records = std::exchange(records_, {});
    const std::uint64_t bytes = writtenBytes_;
    const bool isDrain = drainWanted_;
    lock.unlock();
    std::exception_ptr fault;
    bool done = false;
    try {
        done = output_.sync([this] {
            const std::scoped_lock inner(mutex_);
            return stop_;
        });
        if (done) {
            journal_.append(records, true);
            records.clear();
        }
    } catch (...) {
        fault = std::current_exception();
    }
    lock.lock();
    fault_ = fault;
    if (done && !fault) {
        durableBytes_ = bytes;
        drainWanted_ = drainWanted_ && !isDrain;
    }
    records_.insert(records_.begin(), records.begin(), records.end()); // of an interrupted sync
    durable_.notify_all();
}

} // namespace quantlathe
