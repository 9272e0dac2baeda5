// SPDX-License-Identifier: GPL-3.0-or-later
// Measures how much each preset and the user's plan change the weights, one after the other, and hands the results to the
// session as they come.
#pragma once

#include "ui/bridge/session.h"
#include "weights/result_cache.h"

#include <functional>
#include <memory>
#include <QObject>
#include <QTimer>

namespace quantlathe::ui {

/// Lives in the window's thread; measures on its own lane.
class QualityService : public QObject {
    Q_OBJECT
public:
    /// measureQuality(), or what a test puts in its place. Called from the lanes.
    using Measure = std::function<std::shared_ptr<const PlanQuality>(
        const Plan& plan, const QualityOptions& options, ResultCache& cache, Progress& progress, const CancelToken& cancel)>;

    QualityService(Session& session, std::shared_ptr<ResultCache> cache, QObject* parent = nullptr);
    QualityService(Session& session, std::shared_ptr<ResultCache> cache, Measure measure, QObject* parent = nullptr);

    /// Measures what is not measured yet; nothing happens before the first call, so that opening a model reads only headers.
    void start();
    /// Every preset again on all weights.
    void measureExactly();
    [[nodiscard]] bool isRunning() const { return running_ > 0; }
    [[nodiscard]] ResultCache& cache() { return *cache_; }

Q_SIGNALS:
    void progress(const QString& what, double fraction);
    void finished();

private:
    void restart();
    void measureOwnPlan();
    void measurePresets();
    void measureOthers();
    void measure(const PlanFacts& facts, Effort effort);

    Session& session_;
    std::shared_ptr<ResultCache> cache_;
    Measure measure_;
    bool wanted_ = false;
    QualityOptions options_;
    int running_ = 0;
    unsigned generation_ = 0;
    const Model* measuredModel_ = nullptr;
    bool othersAreMeasured_ = false;
    TaskLane presetLane_;
    TaskLane slowLane_; // presets that take long: nothing else waits for them
    TaskLane ownLane_;
};

} // namespace quantlathe::ui
