// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/statistics_service.h"

#include "ui/bridge/scan_job.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <utility>

namespace quantlathe::ui {

namespace {

using Statistics = std::shared_ptr<const WeightStatistics>;
} // namespace

StatisticsService::StatisticsService(Session& session, std::shared_ptr<ResultCache> cache, QObject* parent)
    : QObject(parent), session_(session), cache_(std::move(cache)) {
    connect(&session_, &Session::modelChanged, this, &StatisticsService::modelHasChanged);
    connect(&session_, &Session::planChanged, this, &StatisticsService::planHasChanged);
}

void StatisticsService::modelHasChanged() {
    if (session_.model() == model_) { // in another format: its weights are what they were, and so is what was chosen of them
        return;
    }
    model_ = session_.model();
    selectionLane_.cancelAll();
    decodedLane_.cancelAll();
    levelsLane_.cancelAll();
    maximaLane_.cancelAll();
    leaveScan();
    selection_ = {};
    ++request_;
    Q_EMIT selectionChanged();
    Q_EMIT scanChanged();
}

void StatisticsService::select(const QString& title, std::vector<std::size_t> weights) {
    if (!session_.model() || weights == selection_.weights) {
        return;
    }
    decodedLane_.cancelAll();
    levelsLane_.cancelAll();
    maximaLane_.cancelAll();
    selection_ = {};
    selection_.title = title;
    selection_.weights = std::move(weights);
    const unsigned request = ++request_;
    Q_EMIT selectionChanged();
    selectionLane_.ask(
        this,
        [model = session_.model(), indices = selection_.weights](const CancelToken& cancel) {
            ThreadArena arena;
            Progress silent;
            WeightStatistics all;
            bool isFirst = true;
            for (const std::size_t index : indices) {
                const Weight& weight = model->weights()[index];
                if (indices.size() > 1 && whyNotReadable(weight)) {
                    continue; // a group shows what can be read
                }
                const WeightStatistics one = computeStatistics(*model, weight, arena, silent, cancel);
                if (isFirst) {
                    all = one;
                    isFirst = false;
                } else {
                    all.merge(one);
                }
            }
            return std::make_shared<const WeightStatistics>(std::move(all));
        },
        [this, request](Outcome<Statistics> outcome) {
            if (request != request_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                selection_.whyNot = found->title + (found->detail.isEmpty() ? QString() : QStringLiteral(". ") + found->detail);
            } else {
                selection_.original = std::get<Statistics>(outcome);
            }
            Q_EMIT selectionChanged();
            requestDecoded();
            requestMaxima();
        },
        TaskLane::Order::replace);
}

void StatisticsService::planHasChanged() {
    if (!selection_.isSingle() || !selection_.original) {
        return;
    }
    const auto& plan = session_.plan();
    const Weight* const weight = session_.plannedWeight(selection_.weights.front());
    const Encoding* planned = weight != nullptr ? plan->encodingOf(weight->name) : nullptr;
    const bool isGuidedAnew =
        plan && decodedPlan_ &&
        (plan->importance != decodedPlan_->importance || plan->document.effort != decodedPlan_->document.effort);
    if (planned != selection_.encoding || isGuidedAnew) {
        requestDecoded();
    }
}

void StatisticsService::requestDecoded() {
    selection_.decoded.reset();
    selection_.error.reset();
    const auto before = selection_.levels;
    selection_.levels.reset();
    selection_.encoding = nullptr;
    const auto& plan = decodedPlan_ = session_.plan();
    if (!selection_.isSingle() || !selection_.original || !plan) {
        Q_EMIT selectionChanged();
        return;
    }
    // The plan's own weight: with pruned layers another one stands at that place and under that name.
    const Weight* const weight = session_.plannedWeight(selection_.weights.front());
    selection_.encoding = weight != nullptr ? plan->encodingOf(weight->name) : nullptr;
    Q_EMIT selectionChanged();
    const bool isKnown = session_.planFacts() != nullptr && !session_.planFacts()->needsCalibration; // before the job runs
    if (selection_.encoding == nullptr || !selection_.encoding->canEncode() || !selection_.encoding->canDecode() || !isKnown) {
        return;
    }
    requestLevels(before ? before->row : 0, before ? before->firstColumn : 0); // another encoding, the same place
    struct Decoded {
        Statistics statistics;
        EncodingError error;
    };
    decodedLane_.ask(
        this,
        [plan, &weight = *weight, encoding = selection_.encoding](const CancelToken& cancel) {
            ThreadArena arena;
            Progress silent;
            const EncodingGuide guide = plan->guideOf(weight);
            Decoded result;
            result.error = measureError(*plan->model, weight, *encoding, guide, {.exact = true}, arena, cancel);
            result.statistics = std::make_shared<const WeightStatistics>(
                decodedStatistics(*plan->model, weight, *encoding, guide, arena, silent, cancel));
            return result;
        },
        [this, request = request_, plan](Outcome<Decoded> outcome) {
            if (request != request_ || plan != decodedPlan_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT session_.problem(*found);
            } else {
                auto* result = std::get_if<Decoded>(&outcome);
                selection_.decoded = result->statistics;
                selection_.error = result->error;
                Q_EMIT selectionChanged();
            }
        },
        TaskLane::Order::replace);
}

void StatisticsService::requestLevels(std::uint64_t row, std::uint64_t column) {
    levelsLane_.ask(
        this,
        [plan = decodedPlan_, &weight = *session_.weightOf(*decodedPlan_, selection_.weights.front()),
         encoding = selection_.encoding, row, column](const CancelToken&) {
            return std::make_shared<const BlockLevels>(
                blockLevels(*plan->model, weight, *encoding, plan->guideOf(weight), row, column));
        },
        [this, request = request_, plan = decodedPlan_](Outcome<std::shared_ptr<const BlockLevels>> outcome) {
            if (request != request_ || plan != decodedPlan_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT session_.problem(*found);
            } else {
                selection_.levels = std::get<std::shared_ptr<const BlockLevels>>(outcome);
                Q_EMIT selectionChanged();
            }
        },
        TaskLane::Order::replace);
}

void StatisticsService::stepBlock(int step) {
    const auto levels = selection_.levels;
    if (!levels || !selection_.isSingle() || !decodedPlan_ || selection_.encoding == nullptr) {
        return;
    }
    const Weight& weight = *session_.weightOf(*decodedPlan_, selection_.weights.front());
    std::uint64_t row = levels->row;
    std::uint64_t column = levels->firstColumn;
    if (step > 0) {
        column += levels->columns;
        if (column >= weight.columns()) {
            column = 0;
            row = (row + 1) % weight.rows();
        }
    } else if (column > 0) {
        --column;
    } else {
        column = weight.columns() - 1;
        row = (row + weight.rows() - 1) % weight.rows();
    }
    requestLevels(row, column);
}

void StatisticsService::wantMaxima(bool wanted) {
    wantsMaxima_ = wanted;
    requestMaxima();
}

void StatisticsService::requestMaxima() {
    if (!wantsMaxima_ || !selection_.isSingle() || !selection_.original || selection_.maxima) {
        return;
    }
    maximaLane_.ask(
        this,
        [model = session_.model(), index = selection_.weights.front()](const CancelToken& cancel) {
            ThreadArena arena;
            Progress silent;
            return std::make_shared<const AbsoluteMaxima>(
                absoluteMaxima(*model, model->weights()[index], arena, silent, cancel));
        },
        [this, request = request_](Outcome<std::shared_ptr<const AbsoluteMaxima>> outcome) {
            if (request != request_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT session_.problem(*found);
            } else {
                selection_.maxima = std::get<std::shared_ptr<const AbsoluteMaxima>>(outcome);
                Q_EMIT selectionChanged();
            }
        },
        TaskLane::Order::replace);
}

void StatisticsService::listLongWorkIn(JobQueue& jobs, std::uint64_t fromBytes) {
    jobs_ = &jobs;
    longFrom_ = fromBytes;
    connect(jobs_, &JobQueue::jobChanged, this, &StatisticsService::followJob);
    connect(jobs_, &JobQueue::jobDelivered, this, [this](int id) { // a few times a second: progress alone is no news
        if (id == scanJob_) {
            followJob(id);
            Q_EMIT scanChanged();
        }
    });
    connect(jobs_, &JobQueue::listChanged, this, [this] { followJob(scanJob_); }); // it may be out of the list
}

void StatisticsService::startScan() {
    if (!session_.model() || session_.remote() || scan_->isComplete || scan_->isRunning) {
        return;
    }
    if (jobs_ != nullptr && session_.model()->checkpoint().fileBytes() >= longFrom_) {
        startJob();
    } else {
        startOffTheList();
    }
    Q_EMIT scanChanged();
}

void StatisticsService::startJob() {
    const ModelRecipe recipe = session_.modelRecipe();
    const auto former = std::ranges::find_if(jobs_->jobs(), [&](const auto& job) {
        const auto* const scan = dynamic_cast<const ScanJob*>(job.get());
        return scan != nullptr && scan->canResume() && scan->model.source == recipe.source && scan->model.graft == recipe.graft;
    });
    if (former != jobs_->jobs().end()) {
        scan_ = dynamic_cast<const ScanJob&>(**former).found;
        scanJob_ = (*former)->id;
        scan_->isRunning = true;
        jobs_->resume(scanJob_);
        return;
    }
    ScanJob job = ui::scanJob(recipe, session_.model(), cache_);
    scan_ = job.found;
    scan_->weights.resize(session_.model()->weights().size());
    scan_->isRunning = true;
    scanJob_ = jobs_->add(std::move(job));
}

void StatisticsService::followJob(int id) {
    if (scanJob_ == 0 || id != scanJob_) {
        return;
    }
    const bool wasRunning = scan_->isRunning;
    if (const auto* const job = jobs_->find<ScanJob>(id)) {
        scan_->isRunning = job->isActive();
        scan_->doneShare = scan_->isComplete ? 1 : job->progress.fraction();
        scan_->seconds = job->elapsedSeconds;
    } else {
        scan_->isRunning = false;
        scanJob_ = 0;
    }
    if (scan_->isRunning != wasRunning) {
        Q_EMIT scanChanged();
    }
}

void StatisticsService::startOffTheList() {
    scan_ = std::make_shared<ModelScan>();
    scan_->weights.resize(session_.model()->weights().size());
    scan_->isRunning = true;
    scanLane_.post(
        [this, model = session_.model(), cache = cache_, generation = ++scanGeneration_](const CancelToken& cancel) {
            const auto start = std::chrono::steady_clock::now();
            const auto later = [this, generation](std::function<void()> act) {
                const auto actIfWanted = [this, generation, act = std::move(act)] {
                    if (generation == scanGeneration_) {
                        act();
                        Q_EMIT scanChanged();
                    }
                };
                QMetaObject::invokeMethod(this, actIfWanted, Qt::QueuedConnection);
            };
            std::atomic<double> share = 0;
            Progress progress([&share](const ProgressState& state) { share = state.fraction(); }, std::chrono::milliseconds(0));
            const auto outcome = outcomeOf([&] {
                scanWeights(*model, cache.get(), progress, cancel, [&](ScanBatch batch) {
                    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
                    later([this, batch = std::move(batch), share = share.load(), seconds] {
                        scan_->take(batch);
                        scan_->doneShare = share;
                        scan_->seconds = seconds;
                    });
                });
                return true;
            });
            const auto* const found = std::get_if<Problem>(&outcome);
            if (found == nullptr || !cancel.isCancelled()) {
                later([this, problem = found == nullptr ? std::nullopt : std::optional(*found)] {
                    scan_->isRunning = false;
                    scan_->isComplete = !problem;
                    scan_->doneShare = problem ? scan_->doneShare : 1;
                    if (problem) {
                        Q_EMIT session_.problem(*problem);
                    }
                });
            }
        },
        TaskLane::Order::replace);
}

void StatisticsService::cancelScan() {
    ++scanGeneration_;
    scanLane_.cancelAll();
    if (scanJob_ != 0) {
        jobs_->cancel(scanJob_);
    }
    if (scan_->isRunning) {
        scan_->isRunning = false;
        Q_EMIT scanChanged();
    }
}

/// Of the model that was open: a job waits in the list until the model is open again, or somebody resumes it.
void StatisticsService::leaveScan() {
    const int job = std::exchange(scanJob_, 0);
    if (job != 0) {
        jobs_->pause(job);
    }
    ++scanGeneration_;
    scanLane_.cancelAll();
    scan_ = std::make_shared<ModelScan>();
}

} // namespace quantlathe::ui
