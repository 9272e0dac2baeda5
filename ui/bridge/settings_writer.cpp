// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/settings_writer.h"

#include <QSettings>
#include <utility>

namespace quantlathe::ui {

void SettingsWriter::change(const QVariantMap& values) {
    {
        const std::lock_guard lock(mutex_);
        unwritten_.insert(values);
    }
    lane_->post([this](const CancelToken&) { write(); });
}

void SettingsWriter::finish() {
    lane_ = std::make_unique<TaskLane>(); // what runs ends first
    write();
}

void SettingsWriter::write() {
    QVariantMap values;
    {
        const std::lock_guard lock(mutex_);
        values = std::exchange(unwritten_, {});
    }
    if (values.isEmpty()) {
        return; // they went with those before
    }
    QSettings settings; // its destructor waits for the disk
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        settings.setValue(value.key(), value.value());
    }
}

} // namespace quantlathe::ui
