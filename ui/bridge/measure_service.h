// SPDX-License-Identifier: GPL-3.0-or-later
// Has perplexity and divergence of the original, of presets and of the user's plan measured on a text, as a job of the queue,
// and knows what was measured of the open model.
#pragma once

#include "measure/duration_forecast.h"
#include "measure/quality_cache.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/measure_job.h"
#include "ui/bridge/session.h"

#include <map>
#include <memory>
#include <optional>
#include <QObject>
#include <QString>
#include <QStringList>
#include <tuple>
#include <vector>

namespace quantlathe::ui {

struct MeasureRun {
    bool isRunning = false; // or waits for its turn
    bool isWaiting = false;
    std::size_t wishes = 0;
    std::size_t done = 0;
    QString item;            // "Q4_K_M, layer 3 of 6"
    double share = 0;        // of everything
    double secondsLeft = -1; // −1 while unknown
};

/// Lives in the window's thread. What is known already is found in the cache as soon as a model is open, without running it.
class MeasureService : public QObject {
    Q_OBJECT
public:
    MeasureService(Session& session, JobQueue& jobs, std::shared_ptr<const QualityCache> cache, QObject* parent = nullptr);

    [[nodiscard]] const MeasureSettings& settings() const { return settings_; }
    /// Reads the text and looks up what is known for it; textChanged() follows. Not while something is measured.
    void setSettings(const MeasureSettings& settings);
    /// The same again for the open model, if that was not done yet: opening a model alone reads no text.
    void prepare();
    [[nodiscard]] bool isPreparing() const { return isPreparing_; }
    /// nullptr: not read yet, or it cannot be used (problem()).
    [[nodiscard]] const std::shared_ptr<const PreparedText>& text() const { return text_; }
    /// Whether the session's calibration runs the same text: what is converted with it looks better there than it is.
    [[nodiscard]] bool isOnCalibrationText() const { return isOnCalibrationText_; }
    /// Why nothing can be measured: the model cannot be run, the text is too short …
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

    /// Tries how fast the model runs and the plans are encoded; durationChanged() follows.
    void forecast(const std::vector<MeasureWish>& wishes);
    /// Seconds of all passes that are not known yet; nothing until it is tried.
    [[nodiscard]] std::optional<double> expectedSeconds(const std::vector<MeasureWish>& wishes) const;
    [[nodiscard]] bool isKnown(const MeasureWish& wish) const;

    /// Adds the job, which goes on whatever is opened meanwhile. Precondition: text().
    void start(const std::vector<MeasureWish>& wishes);
    /// Finished plans stay, the one at hand goes on behind its last saved layer next time.
    void cancel();
    /// Of the open model with these settings.
    [[nodiscard]] MeasureRun run() const;

    // What was measured with these settings; nullptr: nothing.
    [[nodiscard]] std::shared_ptr<const TextQuality> measuredAt(const PlanFacts& facts, Effort effort) const;
    [[nodiscard]] const std::shared_ptr<const TextQuality>& original() const { return original_; }
    /// Of all presets of all families, at any effort.
    [[nodiscard]] std::size_t knownCount() const { return known_.size(); }

Q_SIGNALS:
    void resultsChanged();
    void textChanged();
    void durationChanged();
    void runChanged();

private:
    struct PresetAtEffort {
        QString name;
        std::string format; // Format::id(): families share names
        Effort effort = Effort::normal;
        friend bool operator<(const PresetAtEffort& a, const PresetAtEffort& b) {
            return std::tie(a.name, a.format, a.effort) < std::tie(b.name, b.format, b.effort);
        }
    };
    using Known = std::map<PresetAtEffort, std::shared_ptr<const TextQuality>>;
    struct Prepared {
        std::shared_ptr<const PreparedText> text;
        Known presets;
        std::map<PresetAtEffort, std::string> identities;
        std::shared_ptr<const TextQuality> original;
    };
    /// Of all families that are known and not looked up yet.
    [[nodiscard]] std::vector<PresetAtEffort> presetsToLookUp() const;
    void forget();
    void adopt(Prepared prepared);
    void lookUpOwnPlan();
    void followPresets();
    void compareTexts();
    [[nodiscard]] MeasureSubject subject() const;
    [[nodiscard]] const MeasureJob* runningJob() const;
    void followJob(int id);
    void take(const MeasureJob& job);
    void takePreset(const PresetAtEffort& preset, const std::shared_ptr<const TextQuality>& quality);

    Session& session_;
    JobQueue& jobs_;
    std::shared_ptr<const QualityCache> cache_;
    MeasureSettings settings_;
    bool isPreparing_ = false;
    bool isWanted_ = false; // since prepare()
    bool isOnCalibrationText_ = false;
    unsigned question_ = 0; // answers to earlier ones are of no interest
    std::shared_ptr<const PreparedText> text_;
    std::optional<Problem> problem_;
    Known known_;
    std::map<PresetAtEffort, std::string> identities_; // plannedIdentity() of every preset: equal ones are one measurement
    std::shared_ptr<const TextQuality> original_;
    std::shared_ptr<const Plan> ownPlan_; // that this was measured of:
    std::shared_ptr<const TextQuality> own_;
    std::optional<PassDuration> pass_;
    std::map<PresetAtEffort, double> encodingSeconds_;
    // Last, so that they stop before anything that their tasks deliver to goes away.
    TaskLane prepareLane_;
    TaskLane ownLane_;
    TaskLane textLane_;
    TaskLane forecastLane_;
};

} // namespace quantlathe::ui
