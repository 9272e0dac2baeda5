// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/calibration_panel.h"

#include "measure/text_windows.h"
#include "ui/look/fonts.h"
#include "ui/models/calibration_texts.h"
#include "ui/models/importance_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/facts_list.h"
#include "ui/widgets/small_controls.h"

#include <array>
#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

using Source = CalibrationChoice::Source;

constexpr const char* calibrationFolderKey = "folders/text";
constexpr std::array<std::size_t, 7> offeredContexts = {128, 256, 512, 1024, 2048, 4096, 8192};
constexpr int mostWindows = 100'000;

CalibrationPanel::Way wayOf(const CalibrationChoice& choice) {
    return choice.source == Source::none         ? CalibrationPanel::none
           : choice.source == Source::importance ? CalibrationPanel::importance
                                                 : CalibrationPanel::text;
}

} // namespace

CalibrationPanel::CalibrationPanel(Session& session, QWidget* parent) : Panel(tr("Calibration"), parent), session_(session) {
    setHelp(QStringLiteral("calibration#codes"));
    ways_ = new JoinedButtons({tr("None"), tr("A text"), tr("Importance matrix")}, this);
    ways_->setAccessibleName(tr("Calibration"));
    usual_ = new QPushButton(tr("Usual text"), this);
    usual_->setToolTip(tr("The text that comes with the program"));
    chooseText_ = new QPushButton(tr("Choose text…"), this);
    chooseText_->setToolTip(tr("A text (UTF-8) of the kind that the model will see"));
    chooseMatrix_ = new QPushButton(tr("Choose file…"), this);
    for (QPushButton* const button : {usual_, chooseText_, chooseMatrix_}) {
        addAction(button);
    }
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(16, 0, 16, 8);
    row->addWidget(ways_);
    row->addStretch(1);
    addContent(top, 0, true);
    textRows_ = makeTextRows();
    addContent(textRows_, 0, true);
    facts_ = new FactsList(132, 0, this);
    addContent(facts_, 0, true);
    note_ = makeLabel({}, true, textFont(TextSize::body), this);
    note_->setWordWrap(true);
    note_->setContentsMargins(16, 8, 16, 12);
    addContent(note_, 0, true);
    body()->addStretch(1);
    connect(ways_, &JoinedButtons::choiceMade, this, [this](int way) { choose(static_cast<Way>(way)); });
    connect(chooseMatrix_, &QPushButton::clicked, this, &CalibrationPanel::importanceWanted);
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

QWidget* CalibrationPanel::makeTextRows() {
    auto* box = new QWidget(this);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(16, 0, 16, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnMinimumWidth(0, 100);
    grid->setColumnStretch(1, 1);
    const auto caption = [box](const QString& words, QWidget* buddy) {
        QLabel* label = makeLabel(words, true, textFont(TextSize::body), box);
        label->setBuddy(buddy);
        return label;
    };
    name_ = makeElidedLabel({}, textFont(TextSize::body), box);
    grid->addWidget(caption(tr("Te&xt"), chooseText_), 0, 0);
    grid->addWidget(name_, 0, 1);
    windows_ = new QSpinBox(box);
    windows_->setRange(0, mostWindows);
    windows_->setSpecialValueText(tr("all"));
    windows_->setKeyboardTracking(false);
    windows_->setAccessibleName(tr("Sequences"));
    context_ = new QComboBox(box);
    context_->setAccessibleName(tr("Tokens of a sequence"));
    context_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    windowsRow_ = new QWidget(box);
    auto* windows = new QHBoxLayout(windowsRow_);
    windows->setContentsMargins(0, 0, 0, 0);
    windows->setSpacing(6);
    windows->addWidget(windows_);
    windows->addWidget(makeLabel(QStringLiteral("×"), true, textFont(TextSize::body), windowsRow_));
    windows->addWidget(context_);
    windows->addStretch(1);
    grid->addWidget(caption(tr("Se&quences"), windows_), 1, 0);
    grid->addWidget(windowsRow_, 1, 1);
    modes_ = new JoinedButtons({tr("Corrected"), tr("Independent")}, box);
    modes_->setAccessibleName(tr("Mode"));
    modes_->setToolTip(tr("Corrected: each matrix also makes up for the errors of the ones before it. Independent: each for "
                          "itself, for the model's own activations"));
    grid->addWidget(caption(tr("Mode"), modes_), 2, 0);
    grid->addWidget(modes_, 2, 1, Qt::AlignLeft);
    connect(chooseText_, &QPushButton::clicked, this, &CalibrationPanel::askFile);
    connect(usual_, &QPushButton::clicked, this, [this] { useFile({}); });
    connect(windows_, &QSpinBox::valueChanged, this, &CalibrationPanel::apply);
    connect(context_, &QComboBox::activated, this, &CalibrationPanel::apply);
    connect(modes_, &JoinedButtons::choiceMade, this, &CalibrationPanel::apply);
    return box;
}

void CalibrationPanel::choose(Way way) {
    if (way == importance) {
        ways_->setChosen(wayOf(session_.calibration())); // until there is a file
        Q_EMIT importanceWanted();
        return;
    }
    session_.setCalibration(way == text ? lastText_ : CalibrationChoice());
    follow(); // the session may have kept what it had
}

void CalibrationPanel::useFile(const QString& file) {
    CalibrationChoice choice = lastText_;
    choice.source = Source::text;
    choice.file = pathOf(file);
    session_.setCalibration(choice);
}

void CalibrationPanel::askFile() {
    QSettings settings;
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Choose a text"), settings.value(QLatin1String(calibrationFolderKey)).toString(),
                                     tr("Texts (*.txt *.md *.raw);;All files (*)"));
    if (!file.isEmpty()) {
        settings.setValue(QLatin1String(calibrationFolderKey), QFileInfo(file).absolutePath());
        useFile(file);
    }
}

void CalibrationPanel::apply() {
    CalibrationChoice choice = session_.calibration();
    choice.windows = static_cast<std::size_t>(windows_->value());
    choice.contextTokens = static_cast<std::size_t>(context_->currentData().toULongLong());
    choice.isCorrected = modes_->chosen() == 0;
    session_.setCalibration(choice);
}

void CalibrationPanel::follow() {
    const CalibrationChoice& choice = session_.calibration();
    const bool isPossible = session_.plan() && session_.whyNotCalibrated().isEmpty();
    ways_->setChosen(wayOf(choice));
    ways_->setEnabledAt(none, session_.plan() && !session_.planFacts()->needsCalibration);
    ways_->setEnabledAt(text, isPossible || choice.choosesCodes());
    ways_->setEnabledAt(importance, session_.model() != nullptr);
    chooseMatrix_->setVisible(choice.source == Source::importance);
    chooseText_->setVisible(choice.choosesCodes());
    usual_->setVisible(choice.choosesCodes() && !choice.file.empty());
    textRows_->setVisible(choice.choosesCodes());
    if (choice.choosesCodes()) {
        showText(choice);
    }
    forget();
    if (isVisible()) {
        look();
    }
    showFacts();
    showNote();
}

void CalibrationPanel::showText(const CalibrationChoice& choice) {
    if (choice.source == Source::text) {
        lastText_ = choice;
    }
    name_->setText(choice.file.empty() ? tr("the text that comes with the program") : fileNameOf(choice.file));
    name_->setToolTip(textOf(choice.file));
    windowsRow_->setEnabled(choice.source == Source::text); // statistics have theirs
    const QSignalBlocker blocker(windows_);
    windows_->setValue(static_cast<int>(std::min<std::size_t>(choice.windows, mostWindows)));
    fillContexts(choice.contextTokens);
    modes_->setChosen(choice.isCorrected ? 0 : 1);
}

void CalibrationPanel::fillContexts(std::size_t chosen) {
    const std::size_t usual = session_.model() ? defaultContextTokens(*session_.model()) : 0;
    context_->clear();
    const auto add = [this](std::size_t tokens, const QString& words) {
        context_->addItem(words, static_cast<qulonglong>(tokens));
    };
    add(0, usual == 0 ? tr("as usual") : tr("%1 tokens").arg(grouped(usual)));
    bool isThere = chosen == 0;
    for (const std::size_t tokens : offeredContexts) {
        if (tokens != usual && tokens <= session_.longestUsefulContext()) {
            add(tokens, tr("%1 tokens").arg(grouped(tokens)));
            isThere = isThere || tokens == chosen;
        }
    }
    if (!isThere) {
        add(chosen, tr("%1 tokens").arg(grouped(chosen)));
    }
    context_->setCurrentIndex(context_->findData(static_cast<qulonglong>(chosen)));
}

void CalibrationPanel::forget() {
    lookLane_.cancelAll();
    costLane_.cancelAll();
    rest_.stop();
    known_.reset();
    cost_.reset();
}

void CalibrationPanel::showEvent(QShowEvent* event) {
    Panel::showEvent(event);
    look(); // a conversion may have run the text meanwhile
}

void CalibrationPanel::look() {
    if (!session_.calibration().choosesCodes() || !session_.plan() || !session_.whyNotCalibrated().isEmpty()) {
        return;
    }
    rest_.start();
    lookLane_.ask(
        this,
        [model = session_.plan()->model, choice = session_.calibration()](const CancelToken&) {
            return lookAtStatistics(model, choice);
        },
        [this](Outcome<StatisticsOutlook> outcome) {
            known_ = std::move(outcome);
            showFacts();
            showNote();
        },
        TaskLane::Order::replace);
}

void CalibrationPanel::tryCost() {
    if (!isVisible()) {
        return;
    }
    costLane_.ask(
        this,
        [plan = session_.plan(), choice = session_.calibration()](const CancelToken& cancel) {
            return calibrationCost(*plan, choice, cancel);
        },
        [this](const Outcome<CalibrationCost>& cost) {
            if (const auto* const known = std::get_if<CalibrationCost>(&cost); known != nullptr && known->seconds > 0) {
                cost_ = *known;
                showFacts();
            }
        },
        TaskLane::Order::replace);
}

void CalibrationPanel::showFacts() {
    rows_.clear();
    const CalibrationChoice& choice = session_.calibration();
    if (choice.source == Source::importance && session_.importance()) {
        rows_ = importanceFacts(*session_.importance(), session_.importanceCoverage());
    } else if (const auto* const outlook = known_ ? std::get_if<StatisticsOutlook>(&*known_) : nullptr) {
        rows_ = statisticsFacts(*outlook, QDateTime::currentMSecsSinceEpoch());
        rows_.push_back({tr("Time"), cost_ ? tr("about %1 on this computer").arg(duration(cost_->seconds)) : unknownText()});
        rows_.push_back({tr("Memory"),
                         cost_ ? tr("up to %1 beside the model's run").arg(memorySize(static_cast<double>(cost_->memoryBytes)))
                               : unknownText()});
    }
    facts_->setVisible(!rows_.empty());
    facts_->setRows(rows_);
}

void CalibrationPanel::showNote() {
    const CalibrationChoice& choice = session_.calibration();
    const PlanFacts* const facts = session_.planFacts();
    const auto* const problem = known_ ? std::get_if<Problem>(&*known_) : nullptr;
    QStringList sentences;
    if (choice.choosesCodes() && facts != nullptr && !session_.whyNotCalibrated().isEmpty()) {
        sentences.append(tr("Not with this plan. %1").arg(session_.whyNotCalibrated()));
    } else if (choice.choosesCodes() && problem != nullptr) {
        sentences.append(problem->text());
    } else if (choice.choosesCodes()) {
        if (facts != nullptr && facts->needsCalibration) {
            sentences.append(tr("%1 cannot be written without it, or an importance matrix.").arg(planTitle(*facts)));
        }
        sentences.append(tr("Codes make up for each other's errors, matrix after matrix: the same size and format, often half "
                            "the divergence."));
    } else if (choice.source == Source::none) {
        sentences.append(tr("Codes are chosen by the weights alone. A text tells which inputs of a matrix are loud and which "
                            "speak together; an importance matrix, made by llama-imatrix from this model, only the first. Some "
                            "presets below 3 bits need one of them."));
        if (facts != nullptr && !session_.whyNotCalibrated().isEmpty()) {
            sentences.append(tr("No text with this plan. %1").arg(session_.whyNotCalibrated()));
        }
    }
    note_->setVisible(!sentences.isEmpty());
    note_->setText(sentences.join(QLatin1Char(' ')));
}

} // namespace quantlathe::ui
