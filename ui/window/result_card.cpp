// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/result_card.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/models/tensor_rows.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/consumer_list.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace quantlathe::ui {

ResultCard::ResultCard(QWidget* parent) : QWidget(parent) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 6, 24, 8);
    empty_ = new QWidget(this);
    auto* emptyLayout = new QVBoxLayout(empty_);
    emptyText_ = makeLabel({}, true, textFont(TextSize::body), empty_);
    emptyText_->setAlignment(Qt::AlignCenter);
    emptyText_->setWordWrap(true);
    emptyLayout->addWidget(emptyText_);
    outer->addWidget(empty_);

    result_ = new QWidget(this);
    outer->addWidget(result_);
    auto* column = new QVBoxLayout(result_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4); // all of it stands in the lowest dock
    auto* head = new QHBoxLayout;
    name_ = makeLabel({}, false, boldFont(TextSize::heading), result_);
    name_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    verified_ = makeLabel({}, true, textFont(TextSize::caption), result_);
    head->addWidget(name_, 1);
    head->addWidget(verified_);
    column->addLayout(head);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(24);
    for (int i = 0; i < 4; ++i) {
        auto* figure = new QVBoxLayout;
        figure->setSpacing(0);
        Figure f{makeLabel({}, true, textFont(TextSize::caption), result_),
                 makeLabel({}, false, textFont(TextSize::keyFigure), result_),
                 makeLabel({}, true, textFont(TextSize::caption), result_)};
        figure->addWidget(f.caption);
        figure->addWidget(f.value);
        figure->addWidget(f.note);
        figures->addLayout(figure, 1);
        figures_.push_back(f);
    }
    column->addLayout(figures);
    auto* facts = new QGridLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(4);
    for (int i = 0; i < 4; ++i) {
        auto* name = makeLabel({}, true, textFont(TextSize::body), result_);
        auto* value = makeLabel({}, false, textFont(TextSize::body), result_);
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        facts->addWidget(name, i / 2, (i % 2) * 3);
        facts->addWidget(value, i / 2, (i % 2) * 3 + 1);
        facts_.emplace_back(name, value);
    }
    facts->setColumnStretch(1, 1);
    facts->setColumnMinimumWidth(2, 16);
    facts->setColumnStretch(4, 1);
    column->addLayout(facts);
    auto* loading = new QHBoxLayout;
    loading->setSpacing(16);
    consumers_ = new ConsumerLine(result_);
    loading->addWidget(makeLabel(tr("Loads in"), true, textFont(TextSize::body), result_));
    loading->addWidget(consumers_, 1);
    column->addLayout(loading);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* folder = new QPushButton(tr("Show in folder"), result_);
    auto* open = new QPushButton(tr("Open"), result_);
    auto* compare = new QPushButton(tr("Compare"), result_);
    auto* log = new QPushButton(tr("Log"), result_);
    connect(log, &QPushButton::clicked, this, &ResultCard::logWanted);
    const auto restyle = [folder, open, log] {
        log->setIcon(themedIcon(Icon::log));
        folder->setIcon(themedIcon(Icon::open));
        open->setIcon(themedIcon(Icon::cube));
    };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    connect(folder, &QPushButton::clicked, this, [this] { showInFolder(pathOf(path_)); });
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(path_); });
    connect(compare, &QPushButton::clicked, this, &ResultCard::compareWanted);
    for (QPushButton* button : {folder, open, compare}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(log);
    column->addLayout(buttons);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    command_ = new QLineEdit(result_);
    command_->setReadOnly(true);
    command_->setFont(fixedPitchFont());
    command_->setAccessibleName(tr("Command line"));
    auto* copy = new QPushButton(tr("Copy"), result_);
    copy->setToolTip(tr("Copy the command that repeats this job without a window"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command_->text()); });
    line->addWidget(makeLabel(tr("Command line"), true, textFont(TextSize::caption), result_));
    line->addWidget(command_, 1);
    line->addWidget(copy);
    column->addLayout(line);
    column->addStretch(1);
    show(nullptr);
}

void ResultCard::show(const ConversionJob* job) {
    const bool done = job != nullptr && job->state == JobState::done;
    empty_->setVisible(!done);
    result_->setVisible(done);
    if (!done) {
        emptyText_->setText(
            job == nullptr                   ? tr("No jobs yet. Choose a preset and press Convert.")
            : job->state == JobState::failed ? job->problem->text()
            : job->state == JobState::paused ? tr("Paused. What is done is kept beside the destination.")
            : job->state == JobState::stopped
                ? tr("Stopped. What is done is kept beside the destination until it is resumed or started anew.")
                : tr("The result will stand here: size, error against the prediction, verification."));
        return;
    }
    const ConvertReport& report = *job->report;
    path_ = textOf(report.destination);
    name_->setText(fileNameOf(report.destination));
    name_->setToolTip(path_);
    const QString verified = tr("✓ verified, every tensor read back");
    verified_->setText(job->calibrated.isEmpty() ? verified : verified + QStringLiteral("  ·  ") + tr("✓ calibrated"));
    verified_->setToolTip(job->calibrated);
    const std::uint64_t source = job->sourceBytes;
    const auto setFigure = [this](std::size_t i, const QString& caption, const QString& value, const QString& note) {
        figures_[i].caption->setText(caption);
        figures_[i].value->setText(value);
        figures_[i].note->setText(note);
    };
    setFigure(0, tr("File"), fileSize(report.bytesWritten),
              report.bytesWritten == job->plannedBytes ? tr("as planned, to the byte")
                                                       : tr("planned: %1").arg(fileSize(job->plannedBytes)));
    setFigure(1, tr("Of the original"),
              percent(static_cast<double>(report.bytesWritten) / static_cast<double>(std::max<std::uint64_t>(1, source)), 1),
              tr("%1 before").arg(fileSize(source)));
    setFigure(2, tr("Relative error"), percent(report.relativeError, 2),
              job->predictedError ? tr("predicted %1").arg(percent(*job->predictedError, 2)) : tr("measured on all weights"));
    setFigure(3, tr("Bits per weight"), decimal(job->bitsPerWeight, 2), tr("block scales included"));
    const auto worst =
        std::max_element(report.weights.begin(), report.weights.end(),
                         [](const WeightResult& a, const WeightResult& b) { return a.relativeError < b.relativeError; });
    const auto setFact = [this](std::size_t i, const QString& name, const QString& value, const QString& tip = {}) {
        facts_[i].first->setText(name);
        facts_[i].second->setText(value);
        facts_[i].second->setToolTip(tip);
    };
    QString worstText = unknownText();
    QString worstTip;
    if (worst != report.weights.end()) {
        const Weight* weight = job->plan ? job->plan->model->find(worst->weight) : nullptr; // not of an earlier run
        worstText = QStringLiteral("%1, %2, %3")
                        .arg(weight != nullptr ? longName(*weight) : QString::fromStdString(worst->weight),
                             QString::fromStdString(worst->encoding), percent(worst->relativeError, 1));
        std::vector<WeightResult> sorted = report.weights;
        std::sort(sorted.begin(), sorted.end(),
                  [](const WeightResult& a, const WeightResult& b) { return a.relativeError > b.relativeError; });
        for (std::size_t i = 0; i < std::min<std::size_t>(10, sorted.size()); ++i) {
            worstTip += QStringLiteral("%1  %2  %3\n")
                            .arg(QString::fromStdString(sorted[i].weight), QString::fromStdString(sorted[i].encoding),
                                 percent(sorted[i].relativeError, 2));
        }
    }
    const double speed = report.seconds > 0 ? static_cast<double>(report.bytesRead) / report.seconds : 0;
    const auto kept =
        std::count_if(report.weights.begin(), report.weights.end(), [](const WeightResult& w) { return w.relativeError == 0; });
    setFact(0, tr("Worst tensor"), worstText, worstTip.trimmed());
    setFact(1, tr("Time"), tr("%1, %2").arg(duration(report.seconds), throughput(speed)));
    setFact(2, tr("Peak memory"), memorySize(static_cast<double>(report.peakResidentBytes), 2),
            tr("The most that the whole program held while the job ran, its window and what else it did included"));
    setFact(
        3, tr("Tensors"),
        tr("%1 changed, %2 kept as they were")
            .arg(grouped(report.weights.size() - static_cast<std::size_t>(kept)), grouped(static_cast<std::uint64_t>(kept))));
    command_->setText(job->commandLine);
    command_->setCursorPosition(0);
    askConsumersOf(*job);
}

/// Opened again as they would, once a run.
void ResultCard::askConsumersOf(const ConversionJob& job) {
    const std::pair<int, int> wanted(job.id, job.run);
    if (std::exchange(asked_, wanted) == wanted) {
        return;
    }
    consumers_->setNote(tr("reading what was written"));
    lane_.ask(
        this, [file = job.report->destination](const CancelToken&) { return askConsumers(readWrittenModel(file)); },
        [this](const Outcome<std::vector<ConsumerVerdict>>& answer) {
            if (const auto* const verdicts = std::get_if<std::vector<ConsumerVerdict>>(&answer)) {
                consumers_->setVerdicts(*verdicts);
            } else {
                consumers_->setNote(std::get<Problem>(answer).text());
            }
        },
        TaskLane::Order::replace);
}

void showInFolder(const std::filesystem::path& file) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(textOf(file)).absolutePath()));
}

void ResultCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace quantlathe::ui
