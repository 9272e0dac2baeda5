// SPDX-License-Identifier: GPL-3.0-or-later
// Where llama.cpp puts a plan that the card does not hold whole and how fast that is, or what vLLM makes of the card, with the
// command line for it.
#pragma once

#include "estimate/command_lines.h"
#include "ui/bridge/session.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace quantlathe::ui {

/// Hidden while the plan fits in llama.cpp, is for a program other than these two, or nothing is known.
class OffloadLine : public QWidget {
    Q_OBJECT
public:
    explicit OffloadLine(Session& session, QWidget* parent = nullptr);

private:
    struct Answer {
        Placement placement;
        std::string command;
    };
    void ask();
    void tell(const Answer& answer);
    void tellServer(const PlanFacts& facts);

    Session& session_;
    QLabel* words_;
    QLabel* command_;
    QPushButton* copy_;
    TaskLane lane_;
};

} // namespace quantlathe::ui
