// SPDX-License-Identifier: GPL-3.0-or-later
// The output families as rows: who loads them, what they need, what they run on, how large the open model becomes in them.
#pragma once

#include "ui/bridge/session.h"

#include <QAbstractTableModel>

namespace quantlathe::ui {

enum class FormatColumn { format, loadsIn, calibration, runsOn, size };
inline constexpr int formatColumnCount = 5;

/// Follows the session. The last row is a line of text that runs through all columns.
class FormatTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit FormatTableModel(Session& session, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// Qt::UserRole of the first column: the format's id.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
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
