// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of tensors with its filter; the planned encoding is edited here.
#pragma once

#include "ui/bridge/statistics_service.h"

#include <QDockWidget>
#include <QTimer>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace quantlathe::ui {

class TensorTreeModel;

class TensorsDock : public QDockWidget {
    Q_OBJECT
public:
    TensorsDock(Session& session, StatisticsService& statistics, QWidget* parent = nullptr);

    static constexpr int importanceWidth = 56; // of the column that is there with an importance matrix only

    void focusFilter();
    void showWeight(std::size_t weight);
    void showLayer(std::uint32_t layer);
    /// Asks for the explanation of the current row's weight; a row of several asks for its first.
    void explainCurrent();
    [[nodiscard]] TensorTreeModel& model() { return *model_; }
    [[nodiscard]] QTreeView& view() { return *view_; }
    /// To be remembered; 0 for a hidden column.
    [[nodiscard]] QVariantList columnWidths() const;
    void setColumnWidths(const QVariantList& widths);
    [[nodiscard]] QLineEdit& filter() { return *filter_; }

Q_SIGNALS:
    void explanationWanted(std::size_t weight, const QPoint& global);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyFilter();
    void selectionHasChanged();
    void followModel();
    void followImportance();
    void fitNames();
    void fitEncodings();
    void copySelection();
    void addFilterMenu();
    void showMenu(const QPoint& at);
    [[nodiscard]] QWidget* makeTitle();

    Session& session_;
    StatisticsService& statistics_;
    TensorTreeModel* model_;
    QTreeView* view_;
    QLineEdit* filter_;
    QToolButton* filterButton_;
    QLabel* note_;
    QTimer filterDelay_;
};

/// Title bar of a dock in the window's own look: name, note, whatever else, close button.
[[nodiscard]] QWidget* makeDockTitle(QDockWidget& dock, const QString& title, QLabel*& note,
                                     const QList<QWidget*>& extras = {});

} // namespace quantlathe::ui
