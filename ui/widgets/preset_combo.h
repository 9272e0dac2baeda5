// SPDX-License-Identifier: GPL-3.0-or-later
// The preset list: a table with size, fit, error, time and who loads it; the closed field shows size and fit of the current
// plan.
#pragma once

#include "ui/models/plan_table_model.h"
#include "ui/widgets/table_combo.h"

namespace quantlathe::ui {

class PresetTimes;

class PresetCombo : public TableCombo {
    Q_OBJECT
public:
    explicit PresetCombo(Session& session, QWidget* parent = nullptr);

    void showPopup() override;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// The model cannot become the chosen format, but others: where a list of presets would open.
    void formatsWanted();

protected:
    [[nodiscard]] bool canChoose(int row) const override;
    [[nodiscard]] QString rowReason(int row) const override;
    [[nodiscard]] bool isWide(int row) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();
    [[nodiscard]] bool offersFormats() const;
    [[nodiscard]] QString placeholder() const;

    Session& session_;
    PlanTableModel* presets_;
    PresetTimes* times_;
};

} // namespace quantlathe::ui
