// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/progress.h"

#include "base/error.h"

#include <algorithm>
#include <utility>

namespace quantlathe {
namespace {

constexpr double rateWindowSeconds = 3.0;
constexpr double firstRateSeconds = 0.2; // before that a rate is mostly noise

double secondsSince(std::chrono::steady_clock::time_point start, std::chrono::steady_clock::time_point now) {
    return std::chrono::duration<double>(now - start).count();
}

} // namespace

void CancelToken::throwIfCancelled() const {
    if (isCancelled()) {
        throw cancelled();
    }
}

Progress::Progress(Sink sink, std::chrono::milliseconds interval) : sink_(std::move(sink)), interval_(interval) {}

void Progress::start(std::string phase, std::uint64_t totalUnits, std::uint64_t alreadyDone) {
    const std::scoped_lock lock(mutex_);
    state_ = {};
    state_.phase = std::move(phase);
    state_.total = totalUnits;
    state_.done = doneAtStart_ = alreadyDone;
    startedAt_ = std::chrono::steady_clock::now();
    samples_.assign(1, {startedAt_, alreadyDone});
    report(true);
}

void Progress::setItem(std::string item) {
    const std::scoped_lock lock(mutex_);
    state_.item = std::move(item);
    report(false);
}

void Progress::add(std::uint64_t units) {
    const std::scoped_lock lock(mutex_);
    state_.done += units;
    report(false);
}

void Progress::finish() {
    const std::scoped_lock lock(mutex_);
    report(true);
}

void Progress::report(bool always) {
    if (!sink_) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (!always && now - reportedAt_ < interval_) {
        return;
    }
    reportedAt_ = now;
    estimate(now);
    sink_(state_);
}

void Progress::estimate(std::chrono::steady_clock::time_point now) {
    samples_.push_back({now, state_.done});
    while (samples_.size() > 2 && secondsSince(samples_[1].at, now) >= rateWindowSeconds) {
        samples_.pop_front();
    }
    const Sample& oldest = samples_.front();
    const double window = secondsSince(oldest.at, now);
    const double elapsed = secondsSince(startedAt_, now);
    if (window < firstRateSeconds || elapsed < firstRateSeconds) {
        return;
    }
    state_.unitsPerSecond = static_cast<double>(state_.done - oldest.done) / window;
    // The whole run so far is steadier than the last seconds, and a conversion's parts differ in speed.
    const double overall = static_cast<double>(state_.done - doneAtStart_) / elapsed;
    const auto left = static_cast<double>(state_.total - std::min(state_.done, state_.total));
    state_.secondsLeft = overall > 0 ? left / overall : -1;
}

} // namespace quantlathe
