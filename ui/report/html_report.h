// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about the model, its plan and the presets in one file that any browser shows: charts as SVG, tables, plan.json.
#pragma once

#include "ui/bridge/statistics_service.h"

#include <QByteArray>

namespace quantlathe::ui {

/// What is known now; charts whose data is not there yet are left out, and the text says what was not measured. The page
/// refers to nothing outside itself. Window's thread. Throws Error(badInput) when no model is open.
[[nodiscard]] QByteArray htmlReport(Session& session, StatisticsService& statistics);

} // namespace quantlathe::ui
