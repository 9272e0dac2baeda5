// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/offer_line.h"

#include "ui/look/fonts.h"
#include "ui/text/strings.h"
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

struct Asked {
    std::shared_ptr<const Model> model;
    std::shared_ptr<const ImportanceMatrix> importance;
    RunSettings run;
    Gpu gpu;
    HostMemory host;
};

Recommendation answerTo(const Asked& asked, const CancelToken& cancel) {
    CandidateRequest candidates;
    candidates.model = asked.model;
    candidates.format = formatById("gguf");
    candidates.importance = asked.importance;
    candidates.sensitivity = priorSensitivity(*asked.model, asked.importance != nullptr);
    candidates.errors = ErrorSource::nominal; // an answer at once
    ThreadArena arena(1);
    Progress silent;
    const CandidateTable table = makeCandidates(candidates, nullptr, arena, silent, cancel);
    RecommendRequest request;
    request.table = &table;
    request.run = asked.run;
    request.host = asked.host;
    if (!asked.run.onProcessor) {
        request.cards = {asked.gpu};
    }
    return recommend(request, cancel);
}

} // namespace

OfferLine::OfferLine(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 8);
    row->setSpacing(12);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    answer_ = makeLabel({}, false, textFont(TextSize::body), this);
    steps_ = makeLabel({}, true, textFont(TextSize::caption), this);
    for (QLabel* const label : {answer_, steps_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    take_ = new QPushButton(tr("Take it"), this);
    take_->setToolTip(tr("Chooses GGUF, this preset and this type of the KV cache"));
    row->addWidget(take_, 0, Qt::AlignTop);
    connect(take_, &QPushButton::clicked, this, &OfferLine::useOffer);
    for (const auto signal : {&Session::modelChanged, &Session::importanceChanged, &Session::deviceChanged}) {
        connect(&session_, signal, this, &OfferLine::ask);
    }
    connect(&session_, &Session::planChanged, this, &OfferLine::followPlan);
    ask();
}

void OfferLine::ask() {
    lane_.cancelAll();
    offer_.reset();
    const auto& model = session_.model();
    setVisible(model != nullptr && !formatById("gguf")->whyNot(*model));
    if (isHidden()) {
        return;
    }
    run_ = session_.device().run;
    lane_.ask(
        this,
        [asked = Asked{model, session_.importance(), run_, session_.device().gpu, session_.host()}](const CancelToken& cancel) {
            return answerTo(asked, cancel);
        },
        [this](Outcome<Recommendation> outcome) {
            if (const auto* found = std::get_if<Recommendation>(&outcome)) {
                tell(*found);
            } else {
                setVisible(false); // opening the model has told what is wrong with it
            }
        },
        TaskLane::Order::replace);
}

void OfferLine::tell(const Recommendation& found) {
    offer_ = found.best;
    const QString format = fromView(formatById("gguf")->title()); // another one may be looked at
    answer_->setText(offer_ ? QStringLiteral("%1 %2.").arg(format, QString::fromStdString(sentence(*offer_, run_)))
                            : tr("Nothing to recommend: %1.").arg(QString::fromStdString(found.whyNothing)));
    QStringList steps;
    if (const QString reason = session_.whyNotLoaded(*formatById("gguf")); !reason.isEmpty()) {
        steps.append(reason + QLatin1Char('.'));
    }
    if (found.isTight) {
        steps.append(tr("Nothing leaves 1 GiB free: close what else uses the memory."));
    }
    if (found.stepUp) {
        steps.append(tr("One step up: %1.").arg(QString::fromStdString(sentence(*found.stepUp, run_))));
    }
    if (found.stepDown) {
        steps.append(tr("One step down: %1.").arg(QString::fromStdString(sentence(*found.stepDown, run_))));
    }
    if (found.furtherStep) {
        const QString further = QString::fromStdString(sentence(*found.furtherStep, run_));
        steps.append(found.stepUp ? tr("Two steps up: %1.").arg(further) : tr("Two steps down: %1.").arg(further));
    }
    steps_->setText(steps.join(QLatin1Char('\n')));
    steps_->setVisible(!steps.isEmpty());
    followPlan();
}

void OfferLine::followPlan() {
    const PlanFacts* const plan = session_.planFacts();
    const bool isTaken = offer_ && plan != nullptr && plan->preset == offer_->preset && !plan->isOwnPlan &&
                         session_.device().run.kv == offer_->kv;
    take_->setVisible(offer_.has_value());
    take_->setEnabled(!isTaken);
}

void OfferLine::useOffer() {
    if (offer_) {
        const Offer offer = *offer_; // the session's answers replace it
        session_.setPresetOf(*formatById("gguf"), fromView(offer.preset->name));
        session_.setKvType(offer.kv);
    }
}

} // namespace quantlathe::ui
