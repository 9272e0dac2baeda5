// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/task_lane.h"

namespace quantlathe::ui {

TaskLane::~TaskLane() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    cancelAll();
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::shared_ptr<CancelToken> TaskLane::post(Task task, Order order) {
    auto token = std::make_shared<CancelToken>();
    add({[token, task = std::move(task)] { task(*token); }, token}, order);
    return token;
}

void TaskLane::add(Entry entry, Order order) {
    if (order == Order::replace) {
        cancelAll();
    }
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(unanswered_, [](const auto& token) { return token.expired(); });
        unanswered_.push_back(entry.token);
        waiting_.push_back(std::move(entry));
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { run(); });
        }
    }
    wake_.notify_one();
}

void TaskLane::cancelAll() {
    std::deque<Entry> dropped; // what its tasks hold (a model) is released outside the lock
    const std::lock_guard lock(mutex_);
    for (const std::weak_ptr<CancelToken>& task : unanswered_) {
        if (const auto token = task.lock()) {
            token->cancel();
        }
    }
    unanswered_.clear();
    dropped.swap(waiting_);
}

void TaskLane::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) {
            return;
        }
        {
            const Entry entry = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            if (!entry.token->isCancelled()) {
                entry.run();
            }
        } // what the task holds is released outside the lock
        lock.lock();
    }
}

} // namespace quantlathe::ui
