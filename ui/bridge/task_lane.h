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
#include <vector>

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
    /// What runs, what waits, and answers that are on their way.
    void cancelAll();

    /// Runs `work(token)` on the lane and `done(Outcome)` in the thread of `receiver`. A task that was dropped from the queue
    /// or cancelled calls `done` never: its answer is no longer of interest. That holds for an answer that waits for the event
    /// loop already, too, as long as it was the receiver's thread that cancelled.
    template <class Work, class Done>
    std::shared_ptr<CancelToken> ask(QObject* receiver, Work work, Done done, Order order = Order::queue) {
        auto token = std::make_shared<CancelToken>();
        add({[receiver, token, work = std::move(work), done = std::move(done)] {
                 auto outcome = outcomeOf([&] { return work(std::as_const(*token)); });
                 QMetaObject::invokeMethod(
                     receiver,
                     [done, token, outcome = std::move(outcome)]() mutable {
                         if (!token->isCancelled()) {
                             done(std::move(outcome));
                         }
                     },
                     Qt::QueuedConnection);
             },
             token},
            order);
        return token;
    }

private:
    struct Entry {
        std::function<void()> run;
        std::shared_ptr<CancelToken> token;
    };
    void add(Entry entry, Order order);
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Entry> waiting_;
    std::vector<std::weak_ptr<CancelToken>> unanswered_; // of tasks that wait, run, or whose answers are on their way
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace quantlathe::ui
