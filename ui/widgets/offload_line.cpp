// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/offload_line.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

OffloadLine::OffloadLine(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 8);
    row->setSpacing(12);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(2);
    words_ = makeLabel({}, false, textFont(TextSize::body), this);
    command_ = makeLabel({}, true, textFont(TextSize::caption), this);
    command_->setAccessibleName(tr("Command line that runs it"));
    for (QLabel* const label : {words_, command_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        lines->addWidget(label);
    }
    row->addLayout(lines, 1);
    copy_ = new QPushButton(tr("Copy"), this);
    copy_->setToolTip(tr("Copy the command line"));
    row->addWidget(copy_, 0, Qt::AlignTop);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command_->text()); });
    connect(&session_, &Session::planChanged, this, &OffloadLine::ask);
    connect(&session_, &Session::modelChanged, this, &OffloadLine::ask);
    ask();
}

void OffloadLine::ask() {
    const PlanFacts* const facts = session_.planFacts();
    const RunSettings& run = session_.device().run;
    const bool isKnown = facts != nullptr && !run.onProcessor && facts->device.memory.isComplete;
    if (isKnown && session_.runtime() == Runtime::vllm && facts->device.room) {
        lane_.cancelAll();
        tellServer(*facts);
        return;
    }
    if (facts == nullptr || facts->device.fit.fit != Fit::tooLarge || run.onProcessor ||
        session_.runtime() != Runtime::llamaCpp) {
        lane_.cancelAll();
        hide();
        return;
    }
    const std::string file = facts->isOwnPlan ? "MODEL.gguf" : "MODEL-" + facts->name.toStdString() + ".gguf";
    lane_.ask(
        this,
        [model = session_.model(), choices = facts->choices, run, gpu = session_.device().gpu, host = session_.host(),
         file](const CancelToken&) -> std::optional<Answer> {
            const auto placement = placeModel(*model, choices, run, std::span(&gpu, 1), host);
            return placement ? std::optional(Answer{*placement, llamaCppCommand(*placement, run, file)}) : std::nullopt;
        },
        [this](Outcome<std::optional<Answer>> outcome) {
            const auto* const answer = std::get_if<std::optional<Answer>>(&outcome);
            setVisible(answer != nullptr && answer->has_value());
            if (!isHidden()) {
                tell(**answer);
            }
        },
        TaskLane::Order::replace);
}

/// vLLM takes the plan as a folder, and its share of the card whatever the plan's size.
void OffloadLine::tellServer(const PlanFacts& facts) {
    RunSettings run = session_.device().run;
    run.runtime = Runtime::vllm;
    words_->setText(tr("In vLLM: %1 sequences of %2 tokens at once.")
                        .arg(decimal(facts.device.room->sequences, 1), grouped(run.contextTokens)));
    command_->setText(QString::fromStdString(vllmCommand(run, "MODEL")));
    show();
}

void OffloadLine::tell(const Answer& answer) {
    const QString where = QString::fromStdString(placementText(answer.placement));
    const SpeedEstimate& speed = answer.placement.speed;
    words_->setText(speed.isKnown()
                        ? tr("Does not fit whole: %1, about %2 tokens/s.").arg(where, speedRange(speed.low, speed.high))
                        : tr("Does not fit whole: %1. How fast that is depends on the bandwidth of main memory.").arg(where));
    command_->setText(QString::fromStdString(answer.command));
}

} // namespace quantlathe::ui
