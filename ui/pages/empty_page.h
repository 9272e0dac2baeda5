// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows when nothing is open: a place to drop a model, buttons, the models opened lately.
#pragma once

#include "ui/look/icons.h"
#include "ui/models/recent_models.h"

#include <filesystem>
#include <optional>
#include <QWidget>

class QTableView;

namespace quantlathe::ui {

/// What is being dragged over the window, and whether it can be opened.
struct DragAnswer {
    bool openable = false;
    QString title;        // "Open prose-llama-7m" or what it is
    QString detail;       // kind, files, size; or what to drop instead
    bool isModel = false; // that could stand beside another one, too
    QString name = {};    // of the file, folder or address
    Icon icon = Icon::open;
};

/// Decides by name and the start of the contents alone. `openModel`: the name of the model that an importance matrix would
/// guide; empty: none is open.
[[nodiscard]] DragAnswer answerDrag(const std::filesystem::path& path, const QString& openModel = {});

/// For the place where it is compared with the open model.
[[nodiscard]] DragAnswer comparisonAnswer(const DragAnswer& answer, const QString& openModel);

/// The dashed area; paints the answer while something is dragged.
class DropArea : public QWidget {
    Q_OBJECT
public:
    explicit DropArea(QWidget* parent = nullptr);
    void setAnswer(const std::optional<DragAnswer>& answer);
    [[nodiscard]] const std::optional<DragAnswer>& answer() const { return answer_; }
    /// Whether a drop would land here: where there are two areas, one of them is quiet.
    void setTarget(bool isTarget);

Q_SIGNALS:
    void openFolderWanted();
    void openFileWanted();
    void openAddressWanted();
    void sampleWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<DragAnswer> answer_;
    bool isTarget_ = true;
    std::vector<QWidget*> idleParts_;
};

class EmptyPage : public QWidget {
    Q_OBJECT
public:
    explicit EmptyPage(RecentModels& recents, QWidget* parent = nullptr);
    [[nodiscard]] DropArea& dropArea() { return *drop_; }

Q_SIGNALS:
    void recentWanted(const QString& path);

private:
    void followRecents();

    RecentModels& recents_;
    DropArea* drop_;
    QWidget* recentPanel_;
    QTableView* table_;
};

} // namespace quantlathe::ui
