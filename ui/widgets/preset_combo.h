// SPDX-License-Identifier: GPL-3.0-or-later
// The preset list: a combo box whose popup is a table with file size, bits per weight and fit, and whose closed field shows
// the same of the current plan.
#pragma once

#include "ui/models/plan_table_model.h"

#include <QComboBox>

class QLabel;
class QTableView;

namespace quantlathe::ui {

class PresetCombo : public QComboBox {
    Q_OBJECT
public:
    explicit PresetCombo(Session& session, QWidget* parent = nullptr);

    void showPopup() override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    Session& session_;
    PlanTableModel* table_;
    QTableView* view_;
};

} // namespace quantlathe::ui
