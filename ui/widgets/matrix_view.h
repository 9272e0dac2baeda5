// SPDX-License-Identifier: GPL-3.0-or-later
// The plan's matrix to look at and to paint on: cells in the colour of their bits, one frame round the selection.
#pragma once

#include "ui/models/plan_matrix_model.h"

#include <QTableView>

namespace quantlathe::ui {

class MatrixView : public QTableView {
    Q_OBJECT
public:
    explicit MatrixView(PlanMatrixModel& model, QWidget* parent = nullptr);

    /// With the brush in hand a stroke of the mouse paints what it selects.
    void setBrush(bool inHand);
    [[nodiscard]] bool hasBrush() const { return brush_; }
    [[nodiscard]] QModelIndexList selectedCells() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize sizeOfAll() const;
    /// All cells with their headers, whatever is scrolled where: for files.
    void paintAll(QPainter& painter) const;

Q_SIGNALS:
    void paintWanted();        // the brush's stroke has ended, or Return
    void bitsWanted(int bits); // a key from 2 to 8
    void eraseWanted();        // Delete: as the preset says
    void pinWanted();          // P
    void menuWanted(QPoint global);
    void selectionMade();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void arrange();
    [[nodiscard]] QRect frameOfSelection() const;

    PlanMatrixModel& model_;
    QWidget* corner_;
    bool brush_ = false;
    bool isStroke_ = false;
};

} // namespace quantlathe::ui
