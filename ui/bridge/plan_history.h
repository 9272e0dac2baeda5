// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the plan that can be undone. A step only holds the states before and after it: going far back costs no more than
// one step, since whoever listens to indexChanged() takes current() once.
#pragma once

#include "plan/pinned_plan.h"

#include <memory>
#include <QUndoStack>

namespace quantlathe::ui {

/// Its texts name the step ("pin of blk.3.ffn_up.weight"); isClean() tells that current() is saved, or as it was at the start.
class PlanHistory : public QUndoStack {
    Q_OBJECT
public:
    explicit PlanHistory(QObject* parent = nullptr);
    ~PlanHistory() override;

    /// No plan, no steps.
    void forget();
    /// No steps, from this state on.
    void begin(PinnedPlan state);
    /// `state` is the last step now, unless it is current() already. What was undone is forgotten. Begins where there is none.
    void remember(PinnedPlan state);
    /// To the nearest step with this document, if there is one; of two the later.
    void goToNearest(const PlanDocument& document);
    /// nullptr: no plan.
    [[nodiscard]] std::shared_ptr<const PinnedPlan> current() const { return stateAt(index()); }
    /// The state stands in a file of the user's. It is clean, now or once it is remembered.
    void setSaved(PinnedPlan state);

private:
    [[nodiscard]] std::shared_ptr<const PinnedPlan> stateAt(int index) const;
    void followSaved();

    std::shared_ptr<const PinnedPlan> first_; // while there are no steps
    PinnedPlan saved_;
};

} // namespace quantlathe::ui
