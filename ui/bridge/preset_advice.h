// SPDX-License-Identifier: GPL-3.0-or-later
// What each preset is expected to lose, and which of them nobody should take: for the tables that list them.
#pragma once

#include "plan/recommend.h"
#include "ui/bridge/session.h"

#include <map>
#include <QObject>

namespace quantlathe::ui {

/// Lives in the window's thread and follows the session; judges on its own lane, from nominal errors and the prior alone. Knows
/// the presets of the plan's format, and of the others where the session lists them.
class PresetAdvice : public QObject {
    Q_OBJECT
public:
    explicit PresetAdvice(Session& session, QObject* parent = nullptr);

    /// nullptr while it is not known, and for presets that the model cannot become.
    [[nodiscard]] const PresetVerdict* of(const Preset& preset) const;

Q_SIGNALS:
    void changed();

private:
    void reset();
    void follow();
    void judge(const Format& format);

    Session& session_;
    std::map<const Format*, bool> asked_;
    std::map<const Preset*, PresetVerdict> verdicts_;
    TaskLane lane_; // last, so that it stops before what it delivers to goes away
};

} // namespace quantlathe::ui
