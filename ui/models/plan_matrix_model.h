// SPDX-License-Identifier: GPL-3.0-or-later
// The plan's matrix as a Qt table: one column a layer, one row a role; roles of no layer stand below in wide cells.
#pragma once

#include "ui/bridge/session.h"
#include "ui/models/plan_matrix.h"

#include <QAbstractTableModel>
#include <QItemSelection>

namespace quantlathe::ui {

enum class MatrixMeasure { encoding, error, difference };

/// Follows the session. Lives in the window's thread.
class PlanMatrixModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit PlanMatrixModel(Session& session, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    void setMeasure(MatrixMeasure measure);
    [[nodiscard]] MatrixMeasure measure() const { return measure_; }
    /// The preset to compare with; empty: the plan's own.
    void setOther(const QString& preset);
    [[nodiscard]] QString otherName() const;

    /// A search for the best mix leaves one of its weights as it is.
    [[nodiscard]] bool isPinned(const PlanCell& cell) const;
    [[nodiscard]] const PlanMatrix& matrix() const { return matrix_; }
    [[nodiscard]] int layerRows() const { return static_cast<int>(matrix_.roles.size()); }
    [[nodiscard]] bool isLoose(int row) const { return row >= layerRows(); }
    /// How many columns the wide cells of the rows below take.
    [[nodiscard]] int looseSpan() const;
    /// nullptr: nothing there.
    [[nodiscard]] const PlanCell* cellAt(const QModelIndex& index) const;
    [[nodiscard]] QString titleOf(const QModelIndex& index) const;
    /// Invalid when the weight has no cell.
    [[nodiscard]] QModelIndex indexOfWeight(const Weight& weight) const;

    /// The weights of the cells that may have `encoding`; all of them for nullptr.
    [[nodiscard]] std::vector<const Weight*> weightsIn(const QModelIndexList& cells, const Encoding* encoding) const;
    /// Why none of the cells' weights can have the encoding; empty when one can.
    [[nodiscard]] QString whyNot(const QModelIndexList& cells, const Encoding& encoding) const;
    /// One change in the history. `encoding` nullptr: as the preset says. False when there is nothing to change.
    bool paint(const QModelIndexList& cells, const Encoding* encoding);
    /// What the keys 2 to 8 paint.
    [[nodiscard]] const Encoding* usual(int bits) const;
    /// Plain numbers: one line a role, one field a layer.
    [[nodiscard]] QByteArray csv() const;

private:
    void rebuild();
    [[nodiscard]] std::span<const Choice> otherChoices(const Plan& plan) const;
    /// Nothing for a row that is not there.
    [[nodiscard]] std::optional<Role> roleOfRow(int row) const;
    [[nodiscard]] QString cellText(const PlanCell& cell, bool isWide) const;
    [[nodiscard]] QString tooltip(const QModelIndex& index, const PlanCell& cell) const;

    Session& session_;
    MatrixMeasure measure_ = MatrixMeasure::encoding;
    QString other_;
    std::shared_ptr<const Plan> plan_;
    PlanMatrix matrix_;
};

} // namespace quantlathe::ui
