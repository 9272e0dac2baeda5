// SPDX-License-Identifier: GPL-3.0-or-later
// A combo box whose list is a table. Rows that cannot be chosen can still be looked at: pointer and keys go over them, a click
// or Return tells why not.
#pragma once

#include <QComboBox>

class QTableView;

namespace quantlathe::ui {

class TableCombo : public QComboBox {
    Q_OBJECT
public:
    void showPopup() override;

Q_SIGNALS:
    void opened();
    void closed();

protected:
    /// `width`: of the list, where the window leaves that much room. The model's first column is what is chosen.
    TableCombo(QAbstractItemModel& model, int width, QWidget* parent);
    [[nodiscard]] QTableView& table() const { return *view_; }
    /// Whether the row is one that can be chosen; of the others rowReason() says why not.
    [[nodiscard]] virtual bool canChoose(int row) const = 0;
    [[nodiscard]] virtual QString rowReason(int row) const = 0;
    /// Rows whose text runs through all columns.
    [[nodiscard]] virtual bool isWide(int row) const = 0;

    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void step(int from, int direction);
    void tellWhyNot(int row);

    QTableView* view_;
    int width_;
    bool isOpen_ = false;
};

} // namespace quantlathe::ui
