// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the best mix of encodings for a budget, off the window's thread, and makes it the plan of the session.
#pragma once

#include "measure/divergence_fit.h"
#include "plan/planner.h"
#include "ui/bridge/measure_service.h"
#include "ui/bridge/mix_job.h"
#include "ui/bridge/model_scan.h"
#include "ui/bridge/sensitivity_job.h"
#include "ui/bridge/session.h"
#include "weights/result_cache.h"

#include <functional>
#include <QObject>
#include <QPointer>
#include <set>
#include <string>

namespace quantlathe::ui {

/// A mix that was found, with what the planner says of it.
struct FoundMix {
    std::shared_ptr<const Plan> plan;
    Prediction prediction;
    double gap = 0; // share by which a better one could beat it at most
};

/// Lives in the window's thread. Nothing is measured before start().
class PlannerService : public QObject {
    Q_OBJECT
public:
    PlannerService(Session& session, std::shared_ptr<ResultCache> cache, QObject* parent = nullptr);

    /// From now on the search of models of so many bytes and more is a job of this list; others, and all before, are off the
    /// list.
    void listLongWorkIn(JobQueue& jobs, std::uint64_t fromBytes = longWorkBytes);

    /// Measures what every encoding loses on every weight (sampled), unless that is known already, and solves the front.
    void start();
    void cancel();
    [[nodiscard]] bool isMeasuring() const { return isMeasuring_; }
    [[nodiscard]] double measuredShare() const { return measuredShare_; }
    /// nullptr before the front is known, and after model, format, matrix or effort have changed.
    [[nodiscard]] const std::shared_ptr<const Planner>& planner() const { return planner_; }

    /// Makes the best mix within the budget the plan; what is missing comes first: start(), and where it is quick (less than
    /// about a minute) what an error in each part of this very model does. What is not possible is a problem().
    void solve(const Budget& budget);
    [[nodiscard]] bool isSolving() const { return isSolving_; }
    /// A job that measures the sensitivities of the open model, however long that takes. Precondition: a model is open.
    [[nodiscard]] SensitivityJob sensitivityJob() const;
    /// Is the job about the open model, as it is planned for now?
    [[nodiscard]] bool isAbout(const SensitivityJob& job) const;
    /// What the job has found takes the place of guesses and quick measurements; a mix that was found is searched again.
    void take(const SensitivityJob& job);
    /// Do predictions come from such a job, of now or of earlier?
    [[nodiscard]] bool isMeasuredThoroughly() const { return table_ && isThorough_; }
    /// Makes the mix of the front that is nearest in size the plan: quick enough for dragging.
    void showNearest(std::uint64_t fileBytes);
    /// The same two, unless they would change what was chosen by hand: a question() then.
    void solveOrAsk(const Budget& budget);
    void showNearestOrAsk(std::uint64_t fileBytes);
    /// The mix that is the plan now; nullptr when the plan is another one.
    [[nodiscard]] const FoundMix* mix() const;
    /// What the table says of the plan now, whoever made it, scaled; nothing before the front is known.
    [[nodiscard]] std::optional<Prediction> predictionOfPlan() const;

    /// The table's divergences come from guesses, or from weights disturbed one by one on another text. Once three presets of
    /// the format were measured, predictions are shown on their scale.
    void follow(const MeasureService& measurements);
    /// How many presets set the scale; 0: predictions stand as the table has them.
    [[nodiscard]] std::size_t scaledBy() const { return scale_ ? scalePairs_ : 0; }
    [[nodiscard]] double scaled(double kl) const { return scaled(Prediction{.kl = kl}).kl; }
    [[nodiscard]] Prediction scaled(Prediction prediction) const;

    /// Session::pinned() with the encodings that the plan gives them, which they keep when a mix is searched.
    [[nodiscard]] std::map<std::string, std::string> pins() const;
    /// Pins the weights to the encodings they have; frees them when all of them are pinned already. A mix that was found is
    /// searched again.
    void togglePins(const std::vector<const Weight*>& weights);
    /// Weights that a search would change although somebody has given them their encoding, by names or rules, since the last
    /// mix was found: ask first.
    [[nodiscard]] std::vector<std::string> chosenByHand() const;
    /// Pins them, too, before the search.
    void pinAndSolve(const std::vector<std::string>& names, const Budget& budget);

Q_SIGNALS:
    void changed(); // front, mix, pins, or what is going on
    void problem(const quantlathe::ui::Problem& problem);
    /// A search would change these weights, whose encodings were chosen by hand: whether they shall be pinned first
    /// (pinAndSolve()), or `search` may run.
    void question(const std::vector<std::string>& names, const quantlathe::Budget& budget, const std::function<void()>& search);

private:
    [[nodiscard]] SensitivitySubject subject() const;
    void reset();
    void planHasChanged();
    [[nodiscard]] bool hasSensitivities() const { return table_ && triedSensitivities_; }
    void makeTable(bool measuresSensitivities);
    void startJob(MixSearch search);
    void startOffTheList(MixSearch search);
    void followJob(int id);
    void take(const MixTable& made);
    void leaveTable();
    void makePlanner();
    void followPins();
    void runOrAsk(const Budget& budget, const std::function<void()>& search);
    void findScale();
    void find(std::function<PlannedMix(const Planner&)> search, bool isLive);
    [[nodiscard]] PlanConstraints constraints() const;

    Session& session_;
    std::shared_ptr<ResultCache> cache_;
    std::shared_ptr<const CandidateTable> table_;
    std::shared_ptr<const Planner> planner_;
    std::map<std::string, std::string> plannedPins_; // of planner_
    std::optional<Budget> wanted_;                   // the last one asked for
    bool isWaiting_ = false;                         // for the front, to solve it
    bool isMeasuring_ = false;
    bool triedSensitivities_ = false; // they are in the table, unless that would take long
    bool isThorough_ = false;         // they are in the table, all of them
    bool isSolving_ = false;
    bool isArriving_ = false; // the mix was handed to the session, its plan is on the way
    double measuredShare_ = 0;
    FoundMix mix_;
    PlanDocument mixDocument_;
    Effort effort_ = Effort::normal;
    std::optional<Prediction> planPrediction_;
    QPointer<const MeasureService> measurements_;
    std::optional<DivergenceFit> scale_; // measured over predicted divergence
    std::size_t scalePairs_ = 0;
    unsigned generation_ = 0;
    JobQueue* jobs_ = nullptr;
    std::uint64_t longFrom_ = 0;
    int tableJob_ = 0;                // 0: it is no job
    bool makesSensitivities_ = false; // the table that is being made
    TaskLane tableLane_;
    TaskLane solveLane_;
};

} // namespace quantlathe::ui
