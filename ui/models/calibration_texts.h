// SPDX-License-Identifier: GPL-3.0-or-later
// The calibration in words: for its card, the toolbar, the dialogs and the report.
#pragma once

#include "convert/calibrated_conversion.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace quantlathe::ui {

class Session;

/// Beside the name of the plan: "calibrated on prose, 128 × 2 048", with the text that comes with the program "calibrated,
/// 128 × 512"; "with importance matrix", "needs a calibration text"; empty where there is none.
[[nodiscard]] QString calibrationCaption(const Session& session);
/// The same in a sentence: "Codes are chosen by prose.txt, 128 × 2 048 tokens".
[[nodiscard]] QString calibrationSentence(const Session& session);

/// What is known of a text or of statistics: windows, what is kept of them, which matrices got too little. Rows of a FactsList.
[[nodiscard]] std::vector<QStringList> statisticsFacts(const StatisticsOutlook& outlook, qint64 nowMilliseconds);

} // namespace quantlathe::ui
