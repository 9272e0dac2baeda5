// SPDX-License-Identifier: GPL-3.0-or-later
// "What should I take?", answered in a sentence for the chosen card, with the next steps beside it.
#pragma once

#include "plan/recommend.h"
#include "ui/bridge/session.h"
#include "ui/bridge/task_lane.h"

#include <optional>
#include <QWidget>

class QLabel;
class QPushButton;

namespace quantlathe::ui {

/// Follows the session; asks again whenever model, matrix, card, context or slots change. Hidden for models that cannot become
/// GGUF: what other programs make of a card's bandwidth is not known.
class OfferLine : public QWidget {
    Q_OBJECT
public:
    explicit OfferLine(Session& session, QWidget* parent = nullptr);
    [[nodiscard]] QLabel& answer() { return *answer_; }
    [[nodiscard]] QPushButton& take() { return *take_; }

private:
    void ask();
    void tell(const Recommendation& found);
    void followPlan();
    void useOffer();

    Session& session_;
    QLabel* answer_;
    QLabel* steps_;
    QPushButton* take_;
    std::optional<Offer> offer_;
    RunSettings run_; // that was asked for
    TaskLane lane_;   // last, so that it stops before what it delivers to goes away
};

} // namespace quantlathe::ui
