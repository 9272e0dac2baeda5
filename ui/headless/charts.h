// SPDX-License-Identifier: GPL-3.0-or-later
// What the graphical program does without a person: charts of a model as files, screenshots of its own window.
#pragma once

#include <cstdint>
#include <QSize>
#include <QString>

namespace quantlathe::ui {

struct ReportOptions {
    QString folder;                  // of charts and screenshots
    QString file;                    // of the report
    QString model;                   // empty: the sample model
    QString gpu;                     // empty: the usual one
    std::uint64_t contextTokens = 0; // 0: the usual one
    QString importance;              // empty: no importance matrix
    QString plan;                    // plan.json to report on; empty: the usual preset
    QSize windowSize = {1440, 900};  // of screenshots
};

/// Writes histogram.png, layers.png, memory.png, compare.png and compare.csv into the folder, prints what it wrote. Returns the
/// exit code: 0, 1 failed, 2 bad input. Needs a QApplication; any platform plugin will do.
[[nodiscard]] int writeCharts(const ReportOptions& options);
/// One HTML page with everything (ui/report); measures the errors of all presets first. Exit codes as above.
[[nodiscard]] int writeReport(const ReportOptions& options);
/// Drives the real window through its pages and saves each.
[[nodiscard]] int writeScreenshots(const ReportOptions& options);

} // namespace quantlathe::ui
