// SPDX-License-Identifier: GPL-3.0-or-later
// How long encoding the open model as each preset of its format takes on this computer, from a few rows of each encoding.
#pragma once

#include "ui/bridge/session.h"

#include <map>
#include <QObject>

namespace quantlathe::ui {

/// Lives in the window's thread; tries on its own lane. Nothing is tried before the first start().
class PresetTimes : public QObject {
    Q_OBJECT
public:
    explicit PresetTimes(Session& session, QObject* parent = nullptr);

    /// Tries what is not known yet.
    void start();
    /// Seconds of encoding alone, on all threads; nothing while it is not known, and for what cannot be tried here.
    [[nodiscard]] std::optional<double> secondsOf(const Preset& preset) const;

Q_SIGNALS:
    void changed();

private:
    void reset();
    void tryPreset(const PlanFacts& facts);

    Session& session_;
    Effort effort_ = Effort::normal;
    std::map<const Preset*, std::optional<double>> seconds_;
    TaskLane lane_;
};

} // namespace quantlathe::ui
