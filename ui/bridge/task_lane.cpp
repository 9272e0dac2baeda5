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
    if (order == Order::replace) {
        cancelAll();
    }
    auto token = std::make_shared<CancelToken>();
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({std::move(task), token});
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { run(); });
        }
    }
    wake_.notify_one();
    return token;
}

void TaskLane::cancelAll() {
    const std::lock_guard lock(mutex_);
    for (const Entry& entry : waiting_) {
        entry.token->cancel();
    }
    waiting_.clear();
    if (running_) {
        running_->cancel();
    }
}

void TaskLane::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) {
            return;
        }
        Entry entry = std::move(waiting_.front());
        waiting_.pop_front();
        running_ = entry.token;
        lock.unlock();
        if (!entry.token->isCancelled()) {
            entry.task(*entry.token);
        }
        entry.task = nullptr; // what the task holds (a model) is released outside the lock
        lock.lock();
        running_.reset();
    }
}

} // namespace quantlathe::ui
