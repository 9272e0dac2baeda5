// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/difference_service.h"

#include "checkpoint/replica.h"
#include "hub/address.h"
#include "hub/remote_model.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr std::chrono::milliseconds deliveryInterval(100);

std::shared_ptr<const Model> openAnywhere(const QString& place, const CancelToken& cancel) {
    const std::string text = place.trimmed().toStdString();
    if (!looksLikeHubAddress(text)) {
        return openModel(pathOf(place));
    }
    Progress silent;
    HubConnection hub{.access = hubAccessFromEnvironment(), .limits = {}, .traffic = {}, .cancel = cancel, .progress = silent};
    return openModel(lookAtRemoteModel(hub, parseHubAddress(text, hub.access.endpoint)).path);
}

bool isElsewhere(const Model& model) {
    return addressOfReplica(model.checkpoint()).has_value();
}

} // namespace

DifferenceService::DifferenceService(std::shared_ptr<const Model> first, QObject* parent)
    : QObject(parent), first_(std::move(first)) {}

void DifferenceService::open(const QString& second) {
    openLane_.ask(
        this,
        [first = first_, second](const CancelToken& cancel) {
            Opened result{.model = openAnywhere(second, cancel), .difference = {}};
            result.difference = differenceOf(*first, *result.model);
            return result;
        },
        [this](Outcome<Opened> outcome) {
            if (const auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
            } else {
                adopt(std::move(std::get<Opened>(outcome)));
            }
        },
        TaskLane::Order::replace);
}

void DifferenceService::cancelOpening() {
    openLane_.cancelAll();
}

void DifferenceService::adopt(Opened opened) {
    second_ = std::move(opened.model);
    difference_ = std::move(opened.difference);
    counts_ = countsOf(difference_.weights);
    values_.assign(difference_.weights.size(), std::nullopt);
    Q_EMIT this->opened();
}

QString DifferenceService::whyNoValues() const {
    for (const auto& model : {first_, second_}) {
        if (model && isElsewhere(*model)) {
            return tr("The values of %1 are not on this computer").arg(QString::fromStdString(model->name()));
        }
    }
    return std::ranges::any_of(difference_.weights, hasOneShape)
               ? QString()
               : tr("The two models have no tensor of one name and shape in common");
}

void DifferenceService::startValues() {
    std::ranges::fill(values_, std::nullopt);
    isRunning_ = true;
    isComplete_ = false;
    progress_ = {};
    const unsigned run = ++run_;
    valueLane_.post([this, run](const CancelToken& cancel) { compare(run, cancel); }, TaskLane::Order::replace);
    if (!values_.empty()) {
        Q_EMIT valuesFound(0, values_.size() - 1); // none, that is
    }
    Q_EMIT runChanged();
}

void DifferenceService::stopValues() {
    ++run_;
    valueLane_.cancelAll();
    if (std::exchange(isRunning_, false)) {
        Q_EMIT runChanged();
    }
}

/// Brings it to the window's thread, unless the run is over by then.
void DifferenceService::post(unsigned run, std::function<void()> deliver) {
    QMetaObject::invokeMethod(
        this,
        [this, run, deliver = std::move(deliver)] {
            if (run == run_) {
                deliver();
            }
        },
        Qt::QueuedConnection);
}

/// Runs on the lane. The models and the difference stay as they are once they are there.
void DifferenceService::compare(unsigned run, const CancelToken& cancel) {
    std::vector<WeightPair> pairs;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < difference_.weights.size(); ++i) {
        if (hasOneShape(difference_.weights[i])) {
            pairs.push_back(difference_.weights[i]);
            places.push_back(i);
        }
    }
    Progress progress(
        [this, run](const ProgressState& state) {
            post(run, [this, state] {
                progress_ = state;
                Q_EMIT progressed();
            });
        },
        deliveryInterval);
    std::vector<Found> batch;
    auto deliveredAt = std::chrono::steady_clock::now();
    const auto deliver = [&] {
        deliveredAt = std::chrono::steady_clock::now();
        post(run, [this, found = std::exchange(batch, {})] { take(found); });
    };
    const auto outcome = outcomeOf([&] {
        ThreadArena arena;
        return compareValues(*first_, *second_, pairs, arena, progress, cancel,
                             [&](std::size_t pair, const ValueDifference& values) {
                                 batch.push_back({places[pair], values});
                                 if (std::chrono::steady_clock::now() - deliveredAt >= deliveryInterval) {
                                     deliver();
                                 }
                             });
    });
    deliver();
    const auto* const found = std::get_if<Problem>(&outcome);
    post(run, [this, why = found == nullptr ? std::nullopt : std::optional(*found)] {
        isRunning_ = false;
        isComplete_ = !why;
        Q_EMIT runChanged();
        if (why && !why->isCancelled()) {
            Q_EMIT problem(*why);
        }
    });
}

void DifferenceService::take(const std::vector<Found>& found) {
    if (found.empty()) {
        return;
    }
    std::size_t from = found.front().pair;
    std::size_t to = from;
    for (const Found& one : found) {
        values_[one.pair] = one.values;
        from = std::min(from, one.pair);
        to = std::max(to, one.pair);
    }
    Q_EMIT valuesFound(from, to);
}

} // namespace quantlathe::ui
