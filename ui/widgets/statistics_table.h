// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of the selected weights, before and after the planned encoding, as two aligned columns of numbers.
#pragma once

#include "ui/bridge/statistics_service.h"

#include <QWidget>

namespace quantlathe::ui {

struct StatisticsRow {
    QString name;
    QString before;
    QString after;
    QString formula; // tooltip
};
/// Decimals are constant in a row. Two sections: the values, then the change (only `after` is set).
[[nodiscard]] std::vector<StatisticsRow> valueRows(const SelectionReport& report);
[[nodiscard]] std::vector<StatisticsRow> changeRows(const SelectionReport& report);

class StatisticsTable : public QWidget {
    Q_OBJECT
public:
    explicit StatisticsTable(QWidget* parent = nullptr);
    void show(const SelectionReport& report);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    std::vector<StatisticsRow> values_;
    std::vector<StatisticsRow> changes_;
    QString encoding_;
};

} // namespace quantlathe::ui
