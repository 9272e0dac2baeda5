// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/calibration_panel.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

TextCalibration ofText(const std::filesystem::path& text) {
    TextCalibration calibration;
    calibration.text = text;
    return calibration;
}

} // namespace

CalibrationPanel::CalibrationPanel(Session& session, QWidget* parent) : Panel(tr("Calibration"), parent), session_(session) {
    setHelp(QStringLiteral("calibration#codes"));
    choose_ = new QPushButton(tr("Choose text…"), this);
    choose_->setToolTip(tr("A text (UTF-8) of the kind that the model will see"));
    usual_ = new QPushButton(tr("Usual text"), this);
    usual_->setToolTip(tr("The text that comes with the program"));
    addAction(usual_);
    addAction(choose_);
    box_ = new QCheckBox(tr("Choose codes by what a text does in the model"), this);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 0, 16, 8);
    column->addWidget(box_);
    note_ = makeLabel({}, true, textFont(TextSize::body), content);
    note_->setWordWrap(true);
    column->addWidget(note_);
    addContent(content, 0, true);
    body()->addStretch(1);
    connect(box_, &QCheckBox::toggled, this, &CalibrationPanel::apply);
    connect(choose_, &QPushButton::clicked, this, &CalibrationPanel::askFile);
    connect(usual_, &QPushButton::clicked, this, [this] { useFile({}); });
    constexpr int restMilliseconds = 700;
    rest_.setSingleShot(true);
    rest_.setInterval(restMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &CalibrationPanel::tryCost);
    for (const auto signal :
         {&Session::calibrationChanged, &Session::planChanged, &Session::modelChanged, &Session::importanceChanged}) {
        connect(&session_, signal, this, &CalibrationPanel::follow);
    }
    follow();
}

void CalibrationPanel::useFile(const QString& file) {
    text_ = pathOf(file);
    session_.setCalibration(ofText(text_));
}

void CalibrationPanel::apply() {
    session_.setCalibration(box_->isChecked() ? std::optional(ofText(text_)) : std::nullopt);
}

void CalibrationPanel::askFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Choose a text"), {}, tr("Texts (*.txt *.md);;All files (*)"));
    if (!file.isEmpty()) {
        useFile(file);
    }
}

void CalibrationPanel::follow() {
    const bool isPossible = session_.plan() && session_.whyNotCalibrated().isEmpty();
    const QSignalBlocker blocker(box_);
    box_->setChecked(session_.calibration().has_value());
    box_->setEnabled(isPossible && !session_.planFacts()->needsCalibration);
    choose_->setEnabled(isPossible);
    usual_->setVisible(isPossible && !text_.empty());
    followCost();
    showNote();
}

void CalibrationPanel::followCost() {
    lane_.cancelAll();
    cost_.reset();
    const bool isWanted = session_.calibration() && session_.plan() && session_.whyNotCalibrated().isEmpty();
    costlyPlan_ = isWanted ? session_.plan() : nullptr;
    if (costlyPlan_) {
        rest_.start();
    } else {
        rest_.stop();
    }
}

void CalibrationPanel::showEvent(QShowEvent* event) {
    Panel::showEvent(event);
    if (costlyPlan_ && !cost_) {
        rest_.start();
    }
}

void CalibrationPanel::tryCost() {
    if (!isVisible() || !costlyPlan_) {
        return;
    }
    lane_.ask(
        this,
        [plan = costlyPlan_, calibration = *session_.calibration()](const CancelToken& cancel) {
            return calibrationCost(*plan, calibration, cancel);
        },
        [this](const Outcome<CalibrationCost>& cost) {
            if (const auto* const known = std::get_if<CalibrationCost>(&cost); known != nullptr && known->seconds > 0) {
                cost_ = *known;
                showNote();
            }
        },
        TaskLane::Order::replace);
}

void CalibrationPanel::showNote() {
    const auto& plan = session_.plan();
    const QString& why = session_.whyNotCalibrated();
    if (plan && !why.isEmpty()) {
        note_->setText(tr("Not with this plan. %1").arg(why));
        return;
    }
    QString text = tr("Codes then make up for each other's errors, matrix after matrix: the same size and format, often half "
                      "the divergence. The conversion first runs %1 windows of %2.")
                       .arg(defaultCalibrationWindows)
                       .arg(text_.empty() ? tr("the text that comes with the program") : fileNameOf(text_));
    if (plan && session_.planFacts()->needsCalibration) {
        text = tr("%1 cannot be written without it, or an importance matrix.").arg(planTitle(*session_.planFacts())) +
               QLatin1Char(' ') + text;
    }
    if (cost_) {
        text += QLatin1Char(' ') + tr("That takes about %1 on this computer, and up to %2 of memory beside the model's run.")
                                       .arg(duration(cost_->seconds), memorySize(static_cast<double>(cost_->memoryBytes)));
    }
    if (session_.calibration() && session_.importance()) {
        text += QLatin1Char(' ') + tr("Its statistics take the place of the importance matrix.");
    }
    note_->setText(text);
}

} // namespace quantlathe::ui
