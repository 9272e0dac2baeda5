// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/main_memory.h"

#include "base/arena.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

/// Eight sums side by side: one would wait for itself, and not for memory.
std::uint64_t sumOf(const std::uint64_t* values, std::size_t count) {
    constexpr std::size_t lanes = 8;
    std::array<std::uint64_t, lanes> sums{};
    for (std::size_t i = 0; i + lanes <= count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            sums[lane] += values[i + lane];
        }
    }
    std::uint64_t sum = 0;
    for (const std::uint64_t lane : sums) {
        sum += lane;
    }
    return sum;
}

} // namespace

double measureReadBandwidth(int threads, std::uint64_t availableBytes) {
    constexpr std::uint64_t wanted = 256U << 20U;
    constexpr std::uint64_t least = 64U << 20U; // less would partly be read from a cache
    constexpr int passes = 3;
    const std::uint64_t bytes = std::min(wanted, availableBytes / 8);
    if (bytes < least) {
        return 0;
    }
    ThreadArena arena(threads);
    const auto parts = static_cast<std::size_t>(arena.threads());
    const std::size_t perPart = bytes / sizeof(std::uint64_t) / parts;
    const std::unique_ptr<std::uint64_t[]> values(new std::uint64_t[perPart * parts]); // not zeroed: each thread fills its part
    std::atomic<std::uint64_t> sum = 0;
    const auto inParts = [&](auto work) {
        arena.run([&] {
            oneapi::tbb::parallel_for(std::size_t{0}, parts, [&](std::size_t part) { work(values.get() + part * perPart); });
        });
    };
    inParts([&](std::uint64_t* part) { std::fill_n(part, perPart, std::uint64_t{1}); });
    double best = std::numeric_limits<double>::max();
    for (int pass = 0; pass < passes; ++pass) {
        const auto start = std::chrono::steady_clock::now();
        inParts([&](const std::uint64_t* part) { sum += sumOf(part, perPart); });
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    const auto read = static_cast<double>(perPart * parts * sizeof(std::uint64_t));
    return sum > 0 && best > 0 ? read / best : 0;
}

} // namespace quantlathe
