// SPDX-License-Identifier: GPL-3.0-or-later
// One worker thread with a queue: the only way in which the window asks the core for anything that takes time.
#pragma once

#include "base/progress.h"
#include "ui/bridge/problem.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <QObject>
#include <thread>
#include <utility>

namespace quantlathe::ui {

/// Tasks run one after the other on the lane's own thread. Thread-safe. The destructor cancels what runs, drops what waits and
/// joins, so a lane that is a member of a QObject never delivers to a dead receiver.
class TaskLane {
public:
    using Task = std::function<void(const CancelToken&)>;
    enum class Order {
        queue,   // after what waits already
        replace, // the latest request wins: what runs is cancelled, what waits is dropped
    };

    TaskLane() = default;
    ~TaskLane();
    TaskLane(const TaskLane&) = delete;
    TaskLane& operator=(const TaskLane&) = delete;

    /// The thread starts with the first task. The token cancels this task, before or while it runs.
    std::shared_ptr<CancelToken> post(Task task, Order order = Order::queue);
    void cancelAll();

    /// Runs `work(token)` on the lane and `done(Outcome)` in the thread of `receiver`. A task that was dropped from the queue
    /// or cancelled calls `done` never: its answer is no longer of interest.
    template <class Work, class Done>
    std::shared_ptr<CancelToken> ask(QObject* receiver, Work work, Done done, Order order = Order::queue) {
        return post(
            [receiver, work = std::move(work), done = std::move(done)](const CancelToken& token) {
                auto outcome = outcomeOf([&] { return work(token); });
                if (token.isCancelled()) {
                    return;
                }
                QMetaObject::invokeMethod(
                    receiver, [done, outcome = std::move(outcome)]() mutable { done(std::move(outcome)); },
                    Qt::QueuedConnection);
            },
            order);
    }

private:
    struct Entry {
        Task task;
        std::shared_ptr<CancelToken> token;
    };
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Entry> waiting_;
    std::shared_ptr<CancelToken> running_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace quantlathe::ui
