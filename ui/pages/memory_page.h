// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of every preset on the chosen card: the table with its bars, context and KV type, and who can run it.
#pragma once

#include "ui/models/plan_table_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace quantlathe::ui {

class AudienceChart;
class ContextChart;
class ContextCombo;
class ContextSlider;
class JoinedButtons;
class MemoryHeader;
class Panel;
struct Picture;

class MemoryPage : public QWidget {
    Q_OBJECT
public:
    explicit MemoryPage(Session& session, QWidget* parent = nullptr);
    /// The column of quality shows what was measured before what is predicted.
    void setMeasurements(const MeasureService& measurements);

Q_SIGNALS:
    void exportWanted(const quantlathe::ui::Picture& picture);
    void tableExportWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void followDevice();
    void followRuntime();
    void followRows();
    [[nodiscard]] QWidget* makeControls();

    Session& session_;
    QLabel* runtime_;
    JoinedButtons* families_;
    ContextSlider* slider_;
    ContextCombo* tokens_;
    JoinedButtons* kv_;
    Panel* barsPanel_;
    PlanTableModel* model_;
    QTableView* view_;
    MemoryHeader* header_;
    Panel* contextPanel_;
    Panel* audiencePanel_;
    ContextChart* context_;
    AudienceChart* audience_;
};

} // namespace quantlathe::ui
