// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/progress.h"

#include "base/error.h"

#include <algorithm>
#include <utility>

namespace quantlathe {
namespace {

constexpr double rateWindowSeconds = 3.0;

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

void Progress::start(std::string phase, std::uint64_t totalUnits) {
    const std::scoped_lock lock(mutex_);
    state_ = {};
    state_.phase = std::move(phase);
    state_.total = totalUnits;
    startedAt_ = windowStart_ = std::chrono::steady_clock::now();
    windowDone_ = 0;
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
    const auto now = std::chrono::steady_clock::now();
    if (!sink_ || (!always && now - reportedAt_ < interval_)) {
        return;
    }
    reportedAt_ = now;
    const double windowSeconds = secondsSince(windowStart_, now);
    if (windowSeconds > 0.2) {
        state_.unitsPerSecond = static_cast<double>(state_.done - windowDone_) / windowSeconds;
        const double total = secondsSince(startedAt_, now);
        const double overall = static_cast<double>(state_.done) / total;
        state_.secondsLeft =
            overall > 0 ? static_cast<double>(state_.total - std::min(state_.done, state_.total)) / overall : -1;
    }
    if (windowSeconds > rateWindowSeconds) {
        windowStart_ = now;
        windowDone_ = state_.done;
    }
    sink_(state_);
}

} // namespace quantlathe
