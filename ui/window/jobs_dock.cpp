// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/jobs_dock.h"

#include "ui/bridge/divergence_job.h"
#include "ui/bridge/download_job.h"
#include "ui/bridge/measure_job.h"
#include "ui/bridge/merge_job.h"
#include "ui/bridge/mix_job.h"
#include "ui/bridge/scan_job.h"
#include "ui/bridge/sensitivity_job.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/help_button.h"
#include "ui/window/facts_card.h"
#include "ui/window/job_log.h"
#include "ui/window/job_row.h"
#include "ui/window/measure_card.h"
#include "ui/window/result_card.h"
#include "ui/window/running_card.h"
#include "ui/window/tensors_dock.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

QString orUnknown(std::uint64_t count) {
    return count == 0 ? unknownText() : grouped(count);
}

std::vector<QStringList> factsOfSensitivities(const SensitivityJob& job) {
    return {{JobsDock::tr("Model"), shortPath(job.subject.model.source)},
            {JobsDock::tr("Parts of the model"), orUnknown(job.groups)},
            {JobsDock::tr("Measurements"), orUnknown(job.probes)},
            {JobsDock::tr("Text"),
             job.tokens == 0 ? unknownText() : JobsDock::tr("%1 tokens of %2").arg(grouped(job.tokens), job.textName)}};
}

std::vector<QStringList> factsOfScan(const ScanJob& job) {
    return {{JobsDock::tr("Model"), shortPath(job.model.source)},
            {JobsDock::tr("Weights"), orUnknown(job.weights)},
            {JobsDock::tr("With NaN or infinite values"), job.weights == 0 ? unknownText() : grouped(job.badWeights)}};
}

std::vector<QStringList> factsOfMix(const MixJob& job) {
    return {{JobsDock::tr("Model"), shortPath(job.search.subject.model.source)},
            {JobsDock::tr("Weights"), orUnknown(job.weights)},
            {JobsDock::tr("Looks for"), job.search.measuresSensitivities
                                            ? JobsDock::tr("what each encoding loses, and what that does to answers")
                                            : JobsDock::tr("what each encoding loses")}};
}

std::vector<QStringList> factsOfDivergence(const DivergenceJob& job) {
    std::vector<QStringList> rows = {
        {JobsDock::tr("Measured"), shortPath(job.measured.source)},
        {JobsDock::tr("Against"), shortPath(job.reference.source)},
        {JobsDock::tr("Text"),
         job.tokens == 0 ? unknownText() : JobsDock::tr("%1 tokens of %2").arg(grouped(job.tokens), job.textName)}};
    if (job.quality && job.quality->divergence && job.referenceQuality) {
        const Divergence& found = *job.quality->divergence;
        rows.push_back({JobsDock::tr("KL divergence"), divergenceText(found.kl.value, halfWidth95(found.kl.error))});
        rows.push_back({JobsDock::tr("Same most likely token"), percent(found.topOneAgreement.value, 1)});
        rows.push_back({JobsDock::tr("Perplexity"), JobsDock::tr("%1, the other one %2")
                                                        .arg(decimal(job.quality->perplexity.value, 2),
                                                             decimal(job.referenceQuality->perplexity.value, 2))});
    }
    return rows;
}

std::vector<QStringList> factsOfDownload(const DownloadJob& job) {
    return {{JobsDock::tr("From"), job.address},
            {JobsDock::tr("To"), shortPath(job.place())},
            {JobsDock::tr("Files"), orUnknown(job.files)},
            {JobsDock::tr("Size"), job.bytes == 0 ? unknownText() : fileSize(job.bytes)},
            {JobsDock::tr("Over the network"), job.fetched == 0 ? unknownText() : fileSize(job.fetched)},
            {JobsDock::tr("Commit"), job.commit.isEmpty() ? unknownText() : job.commit}};
}

std::vector<QStringList> factsOfMerge(const MergeJob& job) {
    return {{JobsDock::tr("Base"), shortPath(job.base)},
            {JobsDock::tr("Adapter"), shortPath(job.adapter)},
            {JobsDock::tr("To"), shortPath(job.folder)},
            {JobsDock::tr("Changed"), job.tensors == 0
                                          ? unknownText()
                                          : JobsDock::tr("%1 of %2 tensors").arg(grouped(job.changed), grouped(job.tensors))},
            {JobsDock::tr("Size"), job.bytes == 0 ? unknownText() : fileSize(job.bytes)}};
}

} // namespace

JobsDock::JobsDock(JobQueue& jobs, QWidget* parent) : QDockWidget(tr("Jobs"), parent), jobs_(jobs) {
    setObjectName(QStringLiteral("jobsDock"));
    setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    auto* clear = new QPushButton(tr("Clear finished"), this);
    clear->setProperty(look::flat, true);
    clear->setFixedHeight(26);
    connect(clear, &QPushButton::clicked, &jobs_, &JobQueue::clearFinished);
    setTitleBarWidget(makeDockTitle(*this, tr("Jobs"), note_, {new HelpButton(QStringLiteral("jobs#list"), this), clear}));
    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makeList(*content), 42);
    row->addWidget(makeCards(*content), 58);
    setWidget(content);
    content->setMinimumHeight(248);
    connect(&jobs_, &JobQueue::listChanged, this, &JobsDock::rebuild);
    connect(&jobs_, &JobQueue::jobChanged, this, &JobsDock::followJob);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &JobsDock::rebuild);
    rebuild();
}

QWidget* JobsDock::makeList(QWidget& parent) {
    scroll_ = new QScrollArea(&parent);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    scroll_->setMinimumWidth(360);
    auto* body = new QWidget(scroll_);
    body->setBackgroundRole(QPalette::Base);
    list_ = new QVBoxLayout(body);
    list_->setContentsMargins(0, 0, 0, 0);
    list_->setSpacing(0);
    list_->addStretch(1);
    scroll_->setWidget(body);
    return scroll_;
}

QWidget* JobsDock::makeCards(QWidget& parent) {
    cards_ = new QStackedWidget(&parent);
    result_ = new ResultCard(cards_);
    measurement_ = new MeasureCard(cards_);
    facts_ = new FactsCard(cards_);
    running_ = new RunningCard(cards_);
    log_ = new JobLog(cards_);
    for (QWidget* card : std::initializer_list<QWidget*>{result_, running_, measurement_, facts_, log_}) {
        cards_->addWidget(card);
    }
    const auto openLog = [this] { setLog(true); };
    connect(result_, &ResultCard::openWanted, this, &JobsDock::openWanted);
    connect(result_, &ResultCard::compareWanted, this, &JobsDock::compareWanted);
    connect(result_, &ResultCard::logWanted, this, openLog);
    connect(measurement_, &MeasureCard::compareWanted, this, [this] { Q_EMIT resultWanted(selected_); });
    connect(measurement_, &MeasureCard::logWanted, this, openLog);
    connect(facts_, &FactsCard::actionWanted, this, [this] { Q_EMIT resultWanted(selected_); });
    connect(facts_, &FactsCard::logWanted, this, openLog);
    connect(running_, &RunningCard::logWanted, this, openLog);
    connect(running_, &RunningCard::weightWanted, this, [this](const QString& name) {
        if (const auto* job = jobs_.find<ConversionJob>(selected_)) {
            Q_EMIT weightWanted(textOf(job->recipe.model.source), name);
        }
    });
    connect(log_, &JobLog::closed, this, [this] { setLog(false); });
    return cards_;
}

void JobsDock::rebuild() {
    for (const auto& [id, row] : rows_) {
        row->hide();
        row->deleteLater(); // it may be its own button that asks
    }
    rows_.clear();
    for (const auto& job : jobs_.jobs()) {
        auto* row = new JobRow(jobs_, job->id, this);
        connect(row, &JobRow::chosen, this, [this, id = job->id] { select(id); });
        connect(row, &JobRow::logWanted, this, [this, id = job->id] { showLog(id); });
        list_->insertWidget(static_cast<int>(rows_.size()), row);
        rows_.emplace(job->id, row);
    }
    const Job* const newest = jobs_.jobs().empty() ? nullptr : jobs_.jobs().back().get();
    const int newestId = newest != nullptr ? newest->id : 0;
    const Job* const looked = jobs_.find(selected_);
    const bool isNews = newestId > newest_ && newest->isActive() &&
                        !(newest->startsAtOnce() && looked != nullptr && looked->isActive()); // nobody has asked for that one
    if (!rows_.contains(selected_) || isNews) { // what was just started is looked at
        selected_ = newestId;
    }
    newest_ = std::max(newest_, newestId);
    select(selected_);
    followNote();
}

void JobsDock::select(int id) {
    showsLog_ = showsLog_ && id == selected_; // another job: its result first
    selected_ = id;
    for (const auto& [rowId, row] : rows_) {
        row->setSelected(rowId == id);
    }
    showCard();
    QTimer::singleShot(0, this, [this] { // when the row has its place
        if (const auto row = rows_.find(selected_); row != rows_.end()) {
            scroll_->ensureWidgetVisible(row->second, 0, 0);
        }
    });
}

void JobsDock::showCard() {
    const Job* const job = jobs_.find(selected_);
    QWidget* card = result_;
    if (showsLog_ && job != nullptr) {
        log_->show(*job);
        card = log_;
    } else if (const auto* measured = dynamic_cast<const MeasureJob*>(job)) {
        measurement_->show(*measured);
        card = measurement_;
    } else if (const auto* sensitivities = dynamic_cast<const SensitivityJob*>(job)) {
        facts_->show(*job, factsOfSensitivities(*sensitivities), tr("Show in Plan"));
        card = facts_;
    } else if (const auto* divergence = dynamic_cast<const DivergenceJob*>(job)) {
        facts_->show(*job, factsOfDivergence(*divergence), tr("Show side by side"));
        card = facts_;
    } else if (const auto* download = dynamic_cast<const DownloadJob*>(job)) {
        facts_->show(*job, factsOfDownload(*download), tr("Open"));
        card = facts_;
    } else if (const auto* merge = dynamic_cast<const MergeJob*>(job)) {
        facts_->show(*job, factsOfMerge(*merge), tr("Open"));
        card = facts_;
    } else if (const auto* scan = dynamic_cast<const ScanJob*>(job)) {
        facts_->show(*job, factsOfScan(*scan), tr("Show in Weights"));
        card = facts_;
    } else if (const auto* mix = dynamic_cast<const MixJob*>(job)) {
        facts_->show(*job, factsOfMix(*mix), tr("Show in Plan"));
        card = facts_;
    } else if (const auto* conversion = dynamic_cast<const ConversionJob*>(job);
               conversion != nullptr && job->state == JobState::running) {
        running_->show(*conversion);
        card = running_;
    } else {
        result_->show(conversion);
    }
    cards_->setCurrentWidget(card);
}

QWidget* JobsDock::card() const {
    return cards_->currentWidget();
}

void JobsDock::setLog(bool shown) {
    showsLog_ = shown;
    showCard();
}

void JobsDock::cancelSelected() {
    jobs_.cancel(selected_);
}

void JobsDock::pauseOrResume() {
    const Job* job = jobs_.find(selected_);
    if (job == nullptr || (!job->isActive() && !job->canResume())) {
        job = jobs_.running();
    }
    if (job != nullptr && job->canResume()) {
        jobs_.resume(job->id);
    } else if (job != nullptr) {
        jobs_.pause(job->id);
    }
}

void JobsDock::showLog(int id) {
    select(id);
    setLog(true);
}

void JobsDock::followJob(int id) {
    if (const auto row = rows_.find(id); row != rows_.end()) {
        row->second->follow();
    }
    if (id == selected_) {
        showCard();
    }
    followNote();
}

void JobsDock::followNote() {
    const auto count = [this](JobState state) {
        return std::ranges::count_if(jobs_.jobs(), [state](const auto& job) { return job->state == state; });
    };
    QStringList parts;
    const std::array<std::pair<JobState, QString>, 6> words = {{{JobState::running, tr("%1 running")},
                                                                {JobState::waiting, tr("%1 waiting")},
                                                                {JobState::done, tr("%1 done")},
                                                                {JobState::paused, tr("%1 paused")},
                                                                {JobState::stopped, tr("%1 stopped")},
                                                                {JobState::failed, tr("%1 failed")}}};
    for (const auto& [state, text] : words) {
        if (const auto n = count(state); n > 0) {
            parts.append(text.arg(n));
        }
    }
    note_->setText(parts.isEmpty() ? tr("none") : parts.join(QStringLiteral(", ")));
}

} // namespace quantlathe::ui
