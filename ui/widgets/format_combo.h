// SPDX-License-Identifier: GPL-3.0-or-later
// The list of formats: a table with who loads them, what they need, what they run on and how large the model becomes.
#pragma once

#include "ui/models/format_table_model.h"
#include "ui/widgets/table_combo.h"

namespace quantlathe::ui {

class FormatCombo : public TableCombo {
    Q_OBJECT
public:
    explicit FormatCombo(Session& session, QWidget* parent = nullptr);
    void showPopup() override;

protected:
    [[nodiscard]] bool canChoose(int row) const override;
    [[nodiscard]] QString rowReason(int row) const override;
    [[nodiscard]] bool isWide(int row) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    Session& session_;
    FormatTableModel* formats_;
};

} // namespace quantlathe::ui
