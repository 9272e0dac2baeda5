// SPDX-License-Identifier: GPL-3.0-or-later
// Progress and cancellation of long work.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

namespace quantlathe {

/// Set from any thread; long work looks at it between tiles. Thread-safe.
class CancelToken {
public:
    void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }
    /// Throws Error of kind `cancelled` after cancel().
    void throwIfCancelled() const;

private:
    std::atomic<bool> cancelled_{false};
};

struct ProgressState {
    std::string phase;      // "Encoding", "Verifying"
    std::string item;       // what is worked on now, for example a tensor's name
    std::uint64_t done = 0; // weighted units, bytes for a conversion
    std::uint64_t total = 0;
    double unitsPerSecond = 0; // mean over the last few seconds
    double secondsLeft = -1;   // −1 while unknown
    [[nodiscard]] double fraction() const { return total == 0 ? 0.0 : static_cast<double>(done) / static_cast<double>(total); }
};

/// Collects what worker threads have done and hands a state to the sink at most once every `interval`.
/// Thread-safe; the sink is called under a lock, from whichever thread reports, and must be quick.
class Progress {
public:
    using Sink = std::function<void(const ProgressState&)>;
    Progress() = default; // reports to nobody
    explicit Progress(Sink sink, std::chrono::milliseconds interval = std::chrono::milliseconds(50));

    /// `alreadyDone` of the units need no work any more (a resumed job): they count for the fraction, not for the speed.
    void start(std::string phase, std::uint64_t totalUnits, std::uint64_t alreadyDone = 0);
    void setItem(std::string item);
    void add(std::uint64_t units);
    /// Sends the last state regardless of the interval.
    void finish();

private:
    void report(bool always);
    void estimate(std::chrono::steady_clock::time_point now);

    Sink sink_;
    std::chrono::milliseconds interval_{50};
    std::mutex mutex_;
    ProgressState state_;
    std::chrono::steady_clock::time_point startedAt_;
    std::chrono::steady_clock::time_point reportedAt_;
    std::uint64_t doneAtStart_ = 0;
    struct Sample {
        std::chrono::steady_clock::time_point at;
        std::uint64_t done = 0;
    };
    std::deque<Sample> samples_; // of the last few seconds, oldest first
};

} // namespace quantlathe
