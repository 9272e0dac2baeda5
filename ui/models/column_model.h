// SPDX-License-Identifier: GPL-3.0-or-later
// What tables of rows and columns share: a concrete one says how many there are, how a column is called and what stands in a
// cell.
#pragma once

#include <QAbstractTableModel>
#include <vector>

namespace quantlathe::ui {

class ColumnModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// One a column: on which side a heading and its cells stand, numbers on the right.
    explicit ColumnModel(std::vector<Qt::AlignmentFlag> sides, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

protected:
    [[nodiscard]] virtual int rows() const = 0;
    [[nodiscard]] virtual QString title(int column) const = 0;
    /// Every role but the alignment. Precondition: the row and the column are there.
    [[nodiscard]] virtual QVariant cell(int row, int column, int role) const = 0;
    /// Nothing is where it was not; what stands there may have changed.
    void repaintAll();

private:
    const std::vector<Qt::AlignmentFlag> sides_;
};

} // namespace quantlathe::ui
