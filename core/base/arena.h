// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where threads come from: a oneTBB arena sized by the user.
#pragma once

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <optional>

namespace quantlathe {

/// Number of hardware threads for 0, else `requested`.
[[nodiscard]] int threadCount(int requested);

/// All parallel work of a job runs inside one arena, so that the user's thread count holds. Kernels themselves are
/// single-threaded and pure: results never depend on the number of threads. Thread-safe.
class ThreadArena {
public:
    explicit ThreadArena(int threads = 0) : threads_(threadCount(threads)), arena_(threads_) {
        if (threads_ > threadCount(0)) { // oneTBB makes no more threads than the machine has unless told
            oversubscription_.emplace(oneapi::tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads_));
        }
    }
    [[nodiscard]] int threads() const noexcept { return threads_; }

    /// Runs `work()` inside the arena; parallel algorithms of oneTBB called by it stay inside. Exceptions pass through.
    template <class Work>
    decltype(auto) run(Work&& work) {
        return arena_.execute(std::forward<Work>(work));
    }

private:
    int threads_;
    std::optional<oneapi::tbb::global_control> oversubscription_;
    oneapi::tbb::task_arena arena_;
};

} // namespace quantlathe
