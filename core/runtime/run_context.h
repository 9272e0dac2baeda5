// SPDX-License-Identifier: GPL-3.0-or-later
// What every step of a run needs beside the numbers: threads, progress, cancellation, onlookers.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "runtime/observer.h"

#include <oneapi/tbb/parallel_for.h>
#include <span>

namespace quantlathe {

/// All members outlive the step that they are given to.
struct RunContext {
    ThreadArena& arena;
    Progress& progress; // units: see ForwardPass::workUnits()
    const CancelToken& cancel;
    std::span<Observer* const> observers = {};

    /// work(0) … work(count − 1) on the arena's threads, in any order; stops early after cancel().
    template <class Work>
    void forEach(std::size_t count, const Work& work) const {
        arena.run([&] {
            oneapi::tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
                cancel.throwIfCancelled();
                work(i);
            });
        });
    }
    /// The same over rows, many at a time: work(first, end).
    template <class Work>
    void forRows(std::size_t rows, const Work& work) const {
        constexpr std::size_t rowsAtOnce = 16;
        forEach((rows + rowsAtOnce - 1) / rowsAtOnce, [&](std::size_t i) {
            const std::size_t first = i * rowsAtOnce;
            work(first, first + rowsAtOnce < rows ? first + rowsAtOnce : rows);
        });
    }
};

/// Multiply-adds of one unit of progress.
inline constexpr double multiplyAddsPerUnit = 1024.0;

} // namespace quantlathe
