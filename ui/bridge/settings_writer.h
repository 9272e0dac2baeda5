// SPDX-License-Identifier: GPL-3.0-or-later
// Settings that change by themselves while the user works. QSettings waits until the disk has them, which takes long while it
// is busy with a model: so they are written away from the window's thread.
#pragma once

#include "ui/bridge/task_lane.h"

#include <memory>
#include <mutex>
#include <QVariantMap>

namespace quantlathe::ui {

class SettingsWriter {
public:
    SettingsWriter() = default;
    /// As finish().
    ~SettingsWriter() { finish(); }
    SettingsWriter(const SettingsWriter&) = delete;
    SettingsWriter& operator=(const SettingsWriter&) = delete;

    /// QSettings has the values soon; of a key that changes faster than the disk only the last one.
    void change(const QVariantMap& values);
    /// Returns when it has them all.
    void finish();

private:
    void write();

    std::mutex mutex_;
    QVariantMap unwritten_;
    std::unique_ptr<TaskLane> lane_ = std::make_unique<TaskLane>(); // last, as its tasks write
};

} // namespace quantlathe::ui
