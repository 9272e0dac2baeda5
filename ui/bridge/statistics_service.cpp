// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/statistics_service.h"

#include "weights/weight_rows.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace quantlathe::ui {

namespace {

using Statistics = std::shared_ptr<const WeightStatistics>;
using Clock = std::chrono::steady_clock;

WeightSummary summaryOf(const WeightStatistics& s) {
    return {.standardDeviation = s.standardDeviation,
            .excessKurtosis = s.excessKurtosis,
            .largest = std::max(std::abs(s.minimum), std::abs(s.maximum)),
            .farthest = std::max(s.mean - s.minimum, s.maximum - s.mean),
            .zeroShare = s.zeroShare,
            .symmetricRange = symmetricRange(s.histogram),
            .nanCount = s.nanCount,
            .infCount = s.infCount};
}

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
    cancelScan();
    scan_ = {};
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

void StatisticsService::startScan() {
    if (!session_.model() || session_.remote() || scan_.isComplete || scan_.isRunning) {
        return;
    }
    scan_ = {};
    scan_.weights.resize(session_.model()->weights().size());
    scan_.isRunning = true;
    scanLane_.post([this, model = session_.model(),
                    generation = ++scanGeneration_](const CancelToken& cancel) { scanWeights(model, generation, cancel); },
                   TaskLane::Order::replace);
    Q_EMIT scanChanged();
}

void StatisticsService::cancelScan() {
    ++scanGeneration_;
    scanLane_.cancelAll();
    if (scan_.isRunning) {
        scan_.isRunning = false;
        Q_EMIT scanChanged();
    }
}

// Runs on the lane. Results travel in batches, so that a model of many small tensors does not flood the window.
void StatisticsService::scanWeights(const std::shared_ptr<const Model>& model, unsigned generation, const CancelToken& cancel) {
    struct Batch {
        std::vector<std::pair<std::size_t, WeightSummary>> summaries;
        std::map<std::uint32_t, FineHistogram> layers;
    };
    const auto start = Clock::now();
    auto sentAt = start;
    Batch batch;
    const auto send = [&](double share, bool isLast) {
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        auto deliver = [this, generation, batch = std::move(batch), share, seconds, isLast]() mutable {
            if (generation != scanGeneration_) {
                return;
            }
            for (const auto& [index, summary] : batch.summaries) {
                scan_.weights[index] = summary;
            }
            for (auto& [layer, histogram] : batch.layers) {
                scan_.layers[layer].merge(histogram);
            }
            scan_.doneShare = share;
            scan_.seconds = seconds;
            scan_.isComplete = isLast;
            scan_.isRunning = !isLast;
            Q_EMIT scanChanged();
        };
        QMetaObject::invokeMethod(this, std::move(deliver), Qt::QueuedConnection);
        batch = {};
        sentAt = Clock::now();
    };

    ThreadArena arena;
    Progress silent;
    std::uint64_t done = 0;
    for (std::size_t index = 0; index < model->weights().size() && !cancel.isCancelled(); ++index) {
        const Weight& weight = model->weights()[index];
        done += weight.isStored() ? weight.elements() : 0;
        if (!weight.isStored() || whyNotReadable(weight)) {
            continue;
        }
        auto outcome = outcomeOf([&] { return computeStatistics(*model, weight, arena, silent, cancel); });
        if (const auto* statistics = std::get_if<WeightStatistics>(&outcome)) {
            batch.summaries.emplace_back(index, summaryOf(*statistics));
            if (weight.layer && weight.dimensions() > 1) {
                batch.layers[*weight.layer].merge(statistics->histogram);
            }
        }
        if (const auto* found = std::get_if<Problem>(&outcome); found != nullptr && !cancel.isCancelled()) {
            // A file that cannot be read any more: what follows would be no better, and a scan with holes is none.
            const auto stop = [this, generation, problem = *found] {
                if (generation == scanGeneration_) {
                    cancelScan();
                    Q_EMIT session_.problem(problem);
                }
            };
            QMetaObject::invokeMethod(this, stop, Qt::QueuedConnection);
            return;
        }
        if (Clock::now() - sentAt > std::chrono::milliseconds(100)) {
            send(static_cast<double>(done) / static_cast<double>(std::max<std::uint64_t>(1, model->parameters())), false);
        }
    }
    if (!cancel.isCancelled()) {
        send(1.0, true);
    }
}

} // namespace quantlathe::ui
