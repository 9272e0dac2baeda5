// SPDX-License-Identifier: GPL-3.0-or-later
// The output families as rows: who loads them, what they need, what they run on, how large the open model becomes in them.
#pragma once

#include "ui/bridge/session.h"
#include "ui/models/column_model.h"

namespace quantlathe::ui {

enum class FormatColumn { format, loadsIn, calibration, runsOn, size };

/// Follows the session. The last row is a line of text that runs through all columns. Qt::UserRole of the first column: the
/// format's id.
class FormatTableModel : public ColumnModel {
    Q_OBJECT
public:
    explicit FormatTableModel(Session& session, QObject* parent = nullptr);

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// nullptr: the line of text.
    [[nodiscard]] const Format* formatAt(int row) const;
    [[nodiscard]] int rowOf(const Format& format) const;
    [[nodiscard]] int footerRow() const { return rowCount() - 1; }
    /// What the last row says: all that there is to say about this row.
    void explainRow(int row);
    /// Why the open model cannot become the format; empty if it can.
    [[nodiscard]] QString whyNot(const Format& format) const;
    /// whyNot(), or why the program that it shall run in does not load it.
    [[nodiscard]] QString reasonFor(const Format& format) const;

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int place, int role) const override;

private:
    void followModel();
    void follow();
    [[nodiscard]] QString display(const Format& format, FormatColumn column) const;
    [[nodiscard]] QString tooltip(const Format& format, FormatColumn column) const;
    [[nodiscard]] QString sizeRange(const Format& format) const;
    [[nodiscard]] QString whyNotOnCard(const Format& format) const;

    Session& session_;
    std::vector<QString> whyNot_; // one a format
    QString footer_;
    std::uint64_t largest_ = 0; // file of any preset
};

} // namespace quantlathe::ui
