// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/plan_history.h"

#include "ui/text/numbers.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <QUndoCommand>
#include <string>
#include <utility>
#include <vector>

namespace quantlathe::ui {

namespace {

constexpr int mostSteps = 100;

/// Undo and redo do nothing: the session goes to where the stack stands.
class PlanStep : public QUndoCommand {
public:
    PlanStep(const QString& text, std::shared_ptr<const PinnedPlan> before, std::shared_ptr<const PinnedPlan> after)
        : QUndoCommand(text), before_(std::move(before)), after_(std::move(after)) {}
    [[nodiscard]] const std::shared_ptr<const PinnedPlan>& before() const { return before_; }
    [[nodiscard]] const std::shared_ptr<const PinnedPlan>& after() const { return after_; }

private:
    std::shared_ptr<const PinnedPlan> before_;
    std::shared_ptr<const PinnedPlan> after_;
};

const PlanStep& stepOf(const QUndoStack& stack, int index) {
    return static_cast<const PlanStep&>(*stack.command(index));
}

/// Names of `more` that `fewer` lacks.
std::vector<std::string> added(const std::set<std::string>& fewer, const std::set<std::string>& more) {
    std::vector<std::string> names;
    std::ranges::set_difference(more, fewer, std::back_inserter(names));
    return names;
}

/// Names whose encoding is not the same.
std::set<std::string> reencoded(const PlanDocument& before, const PlanDocument& after) {
    std::set<std::string> names;
    for (const auto& [one, other] : {std::pair(&before, &after), std::pair(&after, &before)}) {
        for (const auto& [name, encoding] : one->weights) {
            const auto found = other->weights.find(name);
            if (found == other->weights.end() || found->second != encoding) {
                names.insert(name);
            }
        }
    }
    return names;
}

QString pinText(const PinnedPlan& before, const PinnedPlan& after) {
    const auto pinned = added(before.pinned, after.pinned);
    const auto released = added(after.pinned, before.pinned);
    if (!pinned.empty() && !released.empty()) {
        return PlanHistory::tr("change of the pins");
    }
    const auto& names = released.empty() ? pinned : released;
    const QString name = QString::fromStdString(names.front());
    const QString count = grouped(names.size());
    if (released.empty()) {
        return names.size() == 1 ? PlanHistory::tr("pin of %1").arg(name) : PlanHistory::tr("%1 pins").arg(count);
    }
    return names.size() == 1 ? PlanHistory::tr("release of %1").arg(name) : PlanHistory::tr("release of %1 pins").arg(count);
}

QString encodingText(const PlanDocument& before, const PlanDocument& after) {
    const auto names = reencoded(before, after);
    return names.size() == 1 ? PlanHistory::tr("encoding of %1").arg(QString::fromStdString(*names.begin()))
                             : PlanHistory::tr("%1 encodings").arg(grouped(names.size()));
}

/// `before` with one part of `after` is `after`: what has changed is this part alone.
template <class Part>
bool isOnly(PinnedPlan before, const PinnedPlan& after, Part PlanDocument::*part) {
    before.document.*part = after.document.*part;
    return before == after;
}

QString stepText(const PinnedPlan& before, const PinnedPlan& after) {
    if (before.document == after.document) {
        return pinText(before, after);
    }
    if (isOnly(before, after, &PlanDocument::weights)) {
        return encodingText(before.document, after.document);
    }
    if (isOnly(before, after, &PlanDocument::rules)) {
        return PlanHistory::tr("change of the rules");
    }
    if (isOnly(before, after, &PlanDocument::effort)) {
        return PlanHistory::tr("change of the effort");
    }
    if (isOnly(before, after, &PlanDocument::options)) {
        return PlanHistory::tr("change of the options");
    }
    const PlanDocument& document = after.document;
    return before.document.preset != document.preset && document.weights.empty() && document.rules.empty()
               ? PlanHistory::tr("choice of %1").arg(QString::fromStdString(document.preset))
               : PlanHistory::tr("change of the plan");
}

} // namespace

PlanHistory::PlanHistory(QObject* parent) : QUndoStack(parent) {
    setUndoLimit(mostSteps);
}

PlanHistory::~PlanHistory() {
    blockSignals(true); // the stack tells of its end as of a step, when those who listen are gone
}

void PlanHistory::forget() {
    first_.reset();
    clear();
}

void PlanHistory::begin(PinnedPlan state) {
    first_ = std::make_shared<const PinnedPlan>(std::move(state));
    clear();
}

void PlanHistory::remember(PinnedPlan state) {
    auto before = current();
    if (!before) {
        begin(std::move(state));
    } else if (*before != state) {
        const QString text = stepText(*before, state);
        push(new PlanStep(text, std::move(before), std::make_shared<const PinnedPlan>(std::move(state))));
    }
    followSaved();
}

void PlanHistory::goToNearest(const PlanDocument& document) {
    std::optional<int> nearest;
    for (int at = 0; at <= count(); ++at) {
        const auto state = stateAt(at);
        if (state && state->document == document && (!nearest || std::abs(at - index()) <= std::abs(*nearest - index()))) {
            nearest = at;
        }
    }
    if (nearest) {
        setIndex(*nearest);
    }
}

void PlanHistory::setSaved(PinnedPlan state) {
    saved_ = std::move(state);
    followSaved();
}

void PlanHistory::followSaved() {
    if (const auto state = current(); state && *state == saved_) {
        setClean();
    }
}

std::shared_ptr<const PinnedPlan> PlanHistory::stateAt(int index) const {
    if (index > 0) {
        return stepOf(*this, index - 1).after();
    }
    return count() > 0 ? stepOf(*this, 0).before() : first_;
}

} // namespace quantlathe::ui
