// SPDX-License-Identifier: GPL-3.0-or-later
// The card beside a hovered point: name, badge, a few numbers. Never takes the mouse.
#pragma once

#include "ui/models/cells.h"

#include <QFrame>
#include <vector>

namespace quantlathe::ui {

struct HoverFacts {
    QString title;
    int family = 0; // −1: the user's plan
    Badge badge;
    std::vector<std::pair<QString, QString>> rows;
    QString note;
};

class HoverCard : public QFrame {
    Q_OBJECT
public:
    explicit HoverCard(QWidget* parent);
    void show(const HoverFacts& facts);
    using QFrame::show;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    HoverFacts facts_;
};

} // namespace quantlathe::ui
