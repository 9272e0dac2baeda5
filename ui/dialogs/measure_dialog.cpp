// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/measure_dialog.h"

#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/dialog_buttons.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <array>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int dialogWidth = 700;
constexpr int tableHeight = 290;
constexpr const char* textFolderKey = "folders/text";
constexpr std::array<std::size_t, 6> usualContexts = {128, 256, 512, 1024, 2048, 4096};

enum Column { nameColumn, familyColumn, fileColumn, divergenceColumn, perplexityColumn };

QTableWidgetItem* cellItem(const QString& text, Qt::Alignment alignment) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignVCenter | alignment);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

} // namespace

MeasureDialog::MeasureDialog(Session& session, MeasureService& service, QWidget* parent)
    : QDialog(parent), session_(session), service_(service) {
    setWindowTitle(tr("Measure quality"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    QLabel* what =
        makeLabel(tr("Runs a text through the original and through each plan, as its file would answer, and compares "
                     "their predictions token by token. No file is written."),
                  true, textFont(TextSize::body), this);
    what->setWordWrap(true);
    what->setMinimumWidth(dialogWidth);
    auto* head = new QHBoxLayout;
    head->addWidget(what, 1);
    head->addWidget(new HelpButton(QStringLiteral("cost#measure"), this), 0, Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(makeTextRows());
    column->addWidget(makePlanTable(), 1);
    column->addWidget(makeFoot());

    settingsDelay_.setSingleShot(true);
    settingsDelay_.setInterval(300);
    connect(&settingsDelay_, &QTimer::timeout, this, &MeasureDialog::applySettings);
    connect(&service_, &MeasureService::textChanged, this, &MeasureDialog::followText);
    connect(&service_, &MeasureService::durationChanged, this, &MeasureDialog::followDuration);
    connect(&service_, &MeasureService::runChanged, this, &MeasureDialog::followRun);
    connect(&service_, &MeasureService::resultsChanged, this, &MeasureDialog::followResults);
    connect(&session_, &Session::presetsChanged, this, &MeasureDialog::fillPlans);
    connect(&session_, &Session::planChanged, this, &MeasureDialog::fillPlans);
    connect(&session_, &Session::modelChanged, this, [this, model = session_.model()] {
        if (session_.model() != model) { // not only another format of it
            reject();
        }
    });
    fillPlans();
    service_.prepare();
    followText();
    followRun();
}

/// Presets of the other families come when they are counted.
void MeasureDialog::showEvent(QShowEvent* event) {
    session_.needOtherSizes(*this, true);
    QDialog::showEvent(event);
}

void MeasureDialog::hideEvent(QHideEvent* event) {
    if (!event->spontaneous()) { // only minimised: what is checked stays
        session_.needOtherSizes(*this, false);
    }
    QDialog::hideEvent(event);
}

QWidget* MeasureDialog::makeTextRows() {
    auto* box = new QWidget(this);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(2, 1);
    const auto caption = [&](const QString& text, QWidget* buddy) {
        QLabel* label = makeLabel(text, false, textFont(TextSize::body), box);
        label->setBuddy(buddy);
        return label;
    };
    source_ = new JoinedButtons({tr("The program's own"), tr("A file…")}, box);
    file_ = service_.settings().textFile;
    source_->setChosen(file_.isEmpty() ? 0 : 1);
    textNote_ = makeLabel({}, true, textFont(TextSize::caption), box);
    context_ = new QComboBox(box);
    const std::size_t usual = session_.model() ? defaultContextTokens(*session_.model()) : 512;
    for (const std::size_t tokens : usualContexts) {
        if (tokens <= session_.longestUsefulContext()) {
            context_->addItem(tr("%1 tokens").arg(grouped(tokens)), static_cast<qulonglong>(tokens));
        }
    }
    const std::size_t chosen = service_.settings().contextTokens == 0 ? usual : service_.settings().contextTokens;
    if (context_->findData(static_cast<qulonglong>(chosen)) < 0) {
        context_->addItem(tr("%1 tokens").arg(grouped(chosen)), static_cast<qulonglong>(chosen));
    }
    context_->setCurrentIndex(context_->findData(static_cast<qulonglong>(chosen)));
    context_->setAccessibleName(tr("Context"));
    windows_ = new QSpinBox(box);
    windows_->setRange(1, 100'000);
    windows_->setValue(static_cast<int>(service_.settings().windows == 0 ? 100'000 : service_.settings().windows));
    windows_->setAccessibleName(tr("Windows"));
    windows_->setKeyboardTracking(false);
    windowsNote_ = makeLabel({}, true, textFont(TextSize::caption), box);
    grid->addWidget(caption(tr("&Text"), source_), 0, 0);
    grid->addWidget(source_, 0, 1);
    grid->addWidget(textNote_, 0, 2);
    grid->addWidget(caption(tr("Conte&xt"), context_), 1, 0);
    grid->addWidget(context_, 1, 1);
    grid->addWidget(
        makeLabel(tr("a token is predicted from at most so many before it"), true, textFont(TextSize::caption), box), 1, 2);
    grid->addWidget(caption(tr("&Windows"), windows_), 2, 0);
    grid->addWidget(windows_, 2, 1);
    grid->addWidget(windowsNote_, 2, 2);
    warning_ =
        makeLabel(tr("This is the text of the calibration: what is calibrated on it looks better here than it is. Measure "
                     "on another one."),
                  false, textFont(TextSize::body), box);
    warning_->setWordWrap(true);
    const auto colour = [this] {
        QPalette palette = warning_->palette();
        palette.setColor(QPalette::WindowText, theme().warn);
        warning_->setPalette(palette);
    };
    colour();
    connect(&ThemeHub::instance(), &ThemeHub::changed, warning_, colour);
    warning_->hide();
    grid->addWidget(warning_, 3, 0, 1, 3);
    connect(source_, &JoinedButtons::choiceMade, this, [this](int index) {
        if (index == 1) {
            askFile();
        } else {
            useFile({});
        }
    });
    connect(context_, &QComboBox::currentIndexChanged, &settingsDelay_, qOverload<>(&QTimer::start));
    connect(windows_, &QSpinBox::valueChanged, &settingsDelay_, qOverload<>(&QTimer::start));
    return box;
}

QWidget* MeasureDialog::makePlanTable() {
    plans_ = new QTableWidget(0, 5, this);
    prepareTable(*plans_);
    plans_->setHorizontalHeaderLabels({tr("Plan"), tr("Family"), tr("File"), tr("KL divergence"), tr("Perplexity")});
    plans_->setAccessibleName(tr("Plans to measure"));
    plans_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    plans_->setMinimumHeight(tableHeight);
    for (const int which : {nameColumn, familyColumn}) {
        plans_->horizontalHeaderItem(which)->setTextAlignment(Qt::AlignVCenter | Qt::AlignLeft);
    }
    QHeaderView* header = plans_->horizontalHeader();
    header->setSectionResizeMode(nameColumn, QHeaderView::Stretch);
    for (const int which : {fileColumn, divergenceColumn, perplexityColumn}) {
        header->setSectionResizeMode(which, QHeaderView::Fixed);
        plans_->horizontalHeaderItem(which)->setTextAlignment(Qt::AlignVCenter | Qt::AlignRight);
    }
    plans_->setColumnWidth(familyColumn, 150);
    plans_->setColumnWidth(fileColumn, 90);
    plans_->setColumnWidth(divergenceColumn, 160);
    plans_->setColumnWidth(perplexityColumn, 110);
    connect(plans_, &QTableWidget::itemChanged, this, [this] {
        if (!isFilling_) {
            wishesChanged();
        }
    });
    return plans_;
}

QWidget* MeasureDialog::makeFoot() {
    auto* box = new QWidget(this);
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    duration_ = makeLabel({}, false, textFont(TextSize::body), box);
    duration_->setWordWrap(true);
    bar_ = new QProgressBar(box);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(6);
    QSizePolicy kept = bar_->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // nothing moves when it appears
    bar_->setSizePolicy(kept);
    auto* buttons = new QHBoxLayout;
    auto* all = new QPushButton(tr("Choose all"), box);
    auto* none = new QPushButton(tr("Choose none"), box);
    const DialogButtons answers = makeDialogButtons(*this, tr("Measure"), tr("Close"));
    start_ = answers.action;
    start_->setFocus();
    buttons->addWidget(all);
    buttons->addWidget(none);
    buttons->addStretch(1);
    buttons->addWidget(answers.box);
    rows->addWidget(duration_);
    rows->addWidget(bar_);
    rows->addSpacing(4);
    rows->addLayout(buttons);
    const auto checkAll = [this](Qt::CheckState state) {
        isFilling_ = true;
        for (int row = 0; row < plans_->rowCount(); ++row) {
            plans_->item(row, nameColumn)->setCheckState(state);
        }
        isFilling_ = false;
        wishesChanged();
    };
    connect(all, &QPushButton::clicked, this, [checkAll] { checkAll(Qt::Checked); });
    connect(none, &QPushButton::clicked, this, [checkAll] { checkAll(Qt::Unchecked); });
    return box;
}

bool MeasureDialog::isChecked(int row) const {
    return plans_->item(row, nameColumn)->checkState() == Qt::Checked;
}

const PlanFacts* MeasureDialog::factsOf(const Row& row) const {
    if (row.isOwnPlan) {
        return session_.planFacts();
    }
    const auto& all = row.format == &session_.format() ? session_.presets() : session_.otherPresets();
    const auto found =
        std::ranges::find_if(all, [&](const PlanFacts& facts) { return facts.format == row.format && facts.name == row.name; });
    return found == all.end() ? nullptr : &*found;
}

/// The user's plan first, then the chosen format's; what was checked stays so. At first the current plan is.
void MeasureDialog::fillPlans() {
    std::vector<Row> rows;
    const PlanFacts* current = session_.planFacts();
    if (current != nullptr && current->isOwnPlan && !current->needsCalibration) {
        rows.push_back({current->name, current->format, true});
    }
    for (const auto* all : {&session_.presets(), &session_.otherPresets()}) {
        for (const PlanFacts& facts : *all) {
            if (facts.isUsable() && !facts.needsCalibration) { // else there are no codes yet that could be measured
                rows.push_back({facts.name, facts.format, false});
            }
        }
    }
    if (!hasSuggestion_ && current != nullptr) {
        hasSuggestion_ = true;
        checked_.push_back({current->name, current->format, current->isOwnPlan});
    }
    for (int row = 0; row < plans_->rowCount(); ++row) {
        const Row& entry = rows_[static_cast<std::size_t>(row)];
        std::erase(checked_, entry);
        if (isChecked(row)) {
            checked_.push_back(entry);
        }
    }
    isFilling_ = true;
    rows_ = std::move(rows);
    plans_->setRowCount(static_cast<int>(rows_.size()));
    for (int row = 0; row < plans_->rowCount(); ++row) {
        const Row& entry = rows_[static_cast<std::size_t>(row)];
        auto* name = new QTableWidgetItem(entry.name);
        name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        name->setCheckState(std::ranges::count(checked_, entry) > 0 ? Qt::Checked : Qt::Unchecked);
        plans_->setItem(row, nameColumn, name);
        plans_->setItem(row, familyColumn, cellItem(fromView(entry.format->title()), Qt::AlignLeft));
        for (const int which : {fileColumn, divergenceColumn, perplexityColumn}) {
            plans_->setItem(row, which, cellItem(unknownText(), Qt::AlignRight));
        }
    }
    isFilling_ = false;
    followResults();
    wishesChanged();
}

void MeasureDialog::followResults() {
    isFilling_ = true;
    for (int row = 0; row < plans_->rowCount(); ++row) {
        const PlanFacts* const facts = factsOf(rows_[static_cast<std::size_t>(row)]);
        if (facts == nullptr) {
            continue;
        }
        const auto measured = service_.measuredAt(*facts, session_.effort());
        plans_->item(row, fileColumn)->setText(fileSize(facts->fileBytes));
        plans_->item(row, divergenceColumn)
            ->setText(measured && measured->divergence
                          ? divergenceText(measured->divergence->kl.value, halfWidth95(measured->divergence->kl.error))
                          : unknownText());
        plans_->item(row, perplexityColumn)->setText(measured ? decimal(measured->perplexity.value, 2) : unknownText());
    }
    isFilling_ = false;
    followDuration();
}

std::vector<MeasureWish> MeasureDialog::wishes() const {
    std::vector<MeasureWish> wishes;
    for (int row = 0; row < plans_->rowCount(); ++row) {
        if (!isChecked(row)) {
            continue;
        }
        const Row& entry = rows_[static_cast<std::size_t>(row)];
        const PlanFacts* const facts = factsOf(entry);
        const bool high = !entry.isOwnPlan && facts != nullptr && facts->hasEffort && session_.effort() == Effort::high;
        wishes.push_back({entry.name, std::string(entry.format->id()), high ? Effort::high : Effort::normal,
                          entry.isOwnPlan ? session_.plan() : nullptr});
    }
    return wishes;
}

void MeasureDialog::setChecked(const QString& name, bool checked) {
    const auto row = std::ranges::find(rows_, name, &Row::name);
    if (row != rows_.end()) {
        plans_->item(static_cast<int>(row - rows_.begin()), nameColumn)->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
    }
}

void MeasureDialog::askFile() {
    QSettings settings;
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Choose a text"), settings.value(QLatin1String(textFolderKey)).toString(),
                                     tr("Texts (*.txt *.md *.raw);;All files (*)"));
    if (file.isEmpty()) {
        source_->setChosen(file_.isEmpty() ? 0 : 1);
        return;
    }
    settings.setValue(QLatin1String(textFolderKey), QFileInfo(file).absolutePath());
    useFile(file);
}

void MeasureDialog::useFile(const QString& file) {
    file_ = file;
    source_->setChosen(file_.isEmpty() ? 0 : 1);
    applySettings();
}

void MeasureDialog::applySettings() {
    settingsDelay_.stop();
    MeasureSettings settings;
    settings.textFile = file_;
    settings.contextTokens = static_cast<std::size_t>(context_->currentData().toULongLong());
    settings.windows = static_cast<std::size_t>(windows_->value());
    service_.setSettings(settings);
}

void MeasureDialog::followText() {
    warning_->setVisible(service_.isOnCalibrationText());
    const auto& text = service_.text();
    const QString name = file_.isEmpty() ? QString() : shortPath(pathOf(file_));
    if (text) {
        const TextWindows& windows = text->windows;
        const QString tokens = tr("%1 tokens").arg(grouped(windows.textTokens));
        textNote_->setText(name.isEmpty() ? tr("prose, code and ten languages, %1").arg(tokens)
                                          : tr("%1, %2").arg(name, tokens));
        windowsNote_->setText(
            tr("of %1; %2 tokens are scored").arg(grouped(text->windowsInText), grouped(windows.targets.size())));
        const QSignalBlocker blocker(windows_);
        windows_->setMaximum(static_cast<int>(std::min<std::size_t>(text->windowsInText, 100'000)));
    } else {
        textNote_->setText(service_.isPreparing() ? tr("reading") : name);
        windowsNote_->clear();
    }
    wishesChanged();
}

void MeasureDialog::wishesChanged() {
    service_.forecast(wishes());
    followDuration();
}

void MeasureDialog::followDuration() {
    const MeasureRun run = service_.run();
    if (run.isRunning) {
        return;
    }
    const std::vector<MeasureWish> wanted = wishes();
    const auto unknown = std::ranges::count_if(wanted, [this](const MeasureWish& wish) { return !service_.isKnown(wish); });
    start_->setEnabled(service_.text() != nullptr && (unknown > 0 || !service_.original()));
    if (const auto& problem = service_.problem()) {
        duration_->setText(problem->title + (problem->detail.isEmpty() ? QString() : QStringLiteral(". ") + problem->detail));
        return;
    }
    if (!service_.text()) {
        duration_->setText(tr("Reading the text"));
        return;
    }
    if (unknown == 0 && service_.original()) {
        duration_->setText(wanted.empty() ? tr("The original is measured. Choose what to compare with it.")
                                          : tr("All of these are measured."));
        return;
    }
    const auto seconds = service_.expectedSeconds(wanted);
    duration_->setText(seconds ? tr("About %1, by a short trial on this machine").arg(duration(std::max(*seconds, 1.0)))
                               : tr("Trying how fast this machine is"));
}

void MeasureDialog::followRun() {
    const MeasureRun run = service_.run();
    start_->setText(run.isRunning ? tr("Cancel") : tr("Measure"));
    for (QWidget* widget : std::initializer_list<QWidget*>{source_, context_, windows_}) {
        widget->setEnabled(!run.isRunning);
    }
    bar_->setVisible(run.isRunning);
    if (!run.isRunning) {
        followDuration();
        return;
    }
    start_->setEnabled(true);
    bar_->setValue(static_cast<int>(run.share * 1000));
    const QString place = tr("plan %1 of %2").arg(std::min(run.done + 1, run.wishes)).arg(run.wishes);
    const QString left = run.secondsLeft >= 1 ? tr(", %1 left").arg(duration(run.secondsLeft)) : QString();
    duration_->setText(run.isWaiting        ? tr("Waits for the jobs before it")
                       : run.item.isEmpty() ? tr("Starting")
                                            : tr("%1 (%2)%3").arg(run.item, place, left));
}

/// The dialog stays: it shows how far it is, and may be closed meanwhile.
void MeasureDialog::accept() {
    if (service_.run().isRunning) {
        service_.cancel();
        return;
    }
    if (settingsDelay_.isActive()) {
        applySettings();
        return; // the text is read again first
    }
    service_.start(wishes());
}

} // namespace quantlathe::ui
