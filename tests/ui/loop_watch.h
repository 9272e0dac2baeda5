// SPDX-License-Identifier: GPL-3.0-or-later
// A watchdog of the window's thread: asks its event loop for a sign of life again and again, and remembers the longest wait.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <QCoreApplication>
#include <string>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace quantlathe::test {

/// Made in the watched thread. A wait counts without the time in which the thread could have run and no processor was free
/// (other tests run at the same time): what the loop itself held up, waiting for locks and files included.
class LoopWatch {
public:
    LoopWatch() : threadId_(syscall(SYS_gettid)), watcher_([this] { watch(); }) {}
    ~LoopWatch() {
        isOver_ = true;
        watcher_.join();
    }
    LoopWatch(const LoopWatch&) = delete;
    LoopWatch& operator=(const LoopWatch&) = delete;

    /// The longest wait since the last call.
    [[nodiscard]] int takeLongestMilliseconds() { return static_cast<int>(longest_.exchange(0) / 1'000'000); }

private:
    using Clock = std::chrono::steady_clock;

    void watch() {
        while (!isOver_) {
            isAnswered_ = false;
            const auto asked = Clock::now();
            const std::int64_t waitedBefore = waitedForProcessor();
            QMetaObject::invokeMethod(
                QCoreApplication::instance(), [this] { isAnswered_ = true; }, Qt::QueuedConnection);
            std::int64_t blocked = 0;
            while (!isAnswered_ && !isOver_) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                const auto passed = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - asked).count();
                blocked = passed - (waitedForProcessor() - waitedBefore);
            }
            if (blocked > longest_) {
                longest_ = blocked;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    /// Nanoseconds on a run queue, or in which a host gave this machine's processors to others.
    [[nodiscard]] std::int64_t waitedForProcessor() const {
        std::ifstream file("/proc/self/task/" + std::to_string(threadId_) + "/schedstat");
        std::int64_t running = 0;
        std::int64_t waiting = 0;
        file >> running >> waiting;
        std::ifstream machine("/proc/stat");
        std::string word;
        machine >> word;
        std::int64_t stolen = 0;
        for (int column = 0; column < 8; ++column) {
            machine >> stolen; // the eighth
        }
        return waiting + stolen * (1'000'000'000 / sysconf(_SC_CLK_TCK));
    }

    long threadId_;
    std::atomic<bool> isOver_ = false;
    std::atomic<bool> isAnswered_ = false;
    std::atomic<std::int64_t> longest_ = 0;
    std::thread watcher_;
};

} // namespace quantlathe::test
