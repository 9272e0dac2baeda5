// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, said in a line below the tabs instead of in a box.
#pragma once

#include <functional>
#include <QFrame>
#include <QWidget>
#include <vector>

class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace quantlathe::ui {

struct MessageAction {
    QString text;
    std::function<void()> run; // the line closes afterwards unless `keepsLine`
    bool keepsLine = false;
};

struct Message {
    enum class Kind { good, warning, bad };
    Kind kind = Kind::bad;
    QString title;
    QString detail;
    std::vector<MessageAction> actions;
    QString topic; // a new message replaces an older one of the same topic
};

/// At most three lines, the newest on top. Good ones leave by themselves.
class MessageArea : public QWidget {
    Q_OBJECT
public:
    explicit MessageArea(QWidget* parent = nullptr);

    void show(const Message& message);
    void clear(const QString& topic);
    /// Titles of the lines that stand now, newest first.
    [[nodiscard]] QStringList titles() const;

    /// A thin line with a bar for something that takes long; one at a time. `cancel` may be empty.
    void showBusy(const QString& text, double fraction, const QString& right, std::function<void()> cancel);
    void hideBusy();

private:
    class Line;
    void remove(QWidget* line);

    QVBoxLayout* layout_;
    QWidget* busy_;
    QLabel* busyText_;
    QLabel* busyRight_;
    QProgressBar* busyBar_;
    std::function<void()> busyCancel_;
    std::vector<Line*> lines_;
};

} // namespace quantlathe::ui
