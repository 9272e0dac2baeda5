// SPDX-License-Identifier: GPL-3.0-or-later
// Measures perplexity and divergence of the original, of presets and of the user's plan on a text, one after the other.
#pragma once

#include "measure/duration_forecast.h"
#include "measure/quality_cache.h"
#include "ui/bridge/session.h"

#include <map>
#include <memory>
#include <optional>
#include <QObject>
#include <QString>
#include <QStringList>
#include <vector>

namespace quantlathe::ui {

/// On what is measured: results of other settings are not shown beside these.
struct MeasureSettings {
    QString textFile;              // empty: the text that comes with the program
    std::size_t contextTokens = 0; // 0: the usual one of the model
    std::size_t windows = 20;      // from the text's beginning; 0: all
    friend bool operator==(const MeasureSettings&, const MeasureSettings&) = default;
};

/// The text as it will be run.
struct PreparedText {
    QString name;
    TextWindows windows;
    std::size_t windowsInText = 0; // as many as there could be
};

/// One plan to measure: a preset at an effort, or the user's own plan.
struct MeasureWish {
    QString name;
    Effort effort = Effort::normal;
    std::shared_ptr<const Plan> plan; // own plans only
    friend bool operator==(const MeasureWish&, const MeasureWish&) = default;
};

struct MeasureRun {
    bool isRunning = false;
    std::size_t wishes = 0;
    std::size_t done = 0;
    QString current;          // name of the plan, "original"
    QString item;             // "layer 3 of 6"
    double fraction = 0;      // of the current pass
    double secondsLeft = -1;  // of the current pass
    bool hadOriginal = false; // the plan at hand had to wait for the original's pass
    bool isOriginal = false;  // which runs now
    /// Of everything; never goes back.
    [[nodiscard]] double share() const;
};

/// Lives in the window's thread. What is known already is found in the cache as soon as a model is open, without running it.
class MeasureService : public QObject {
    Q_OBJECT
public:
    MeasureService(Session& session, std::shared_ptr<const QualityCache> cache, QObject* parent = nullptr);

    [[nodiscard]] const MeasureSettings& settings() const { return settings_; }
    /// Reads the text and looks up what is known for it; textChanged() follows. Not while something is measured.
    void setSettings(const MeasureSettings& settings);
    /// The same again for the open model, if that was not done yet: opening a model alone reads no text.
    void prepare();
    [[nodiscard]] bool isPreparing() const { return isPreparing_; }
    /// nullptr: not read yet, or it cannot be used (problem()).
    [[nodiscard]] const std::shared_ptr<const PreparedText>& text() const { return text_; }
    /// Why nothing can be measured: the model cannot be run, the text is too short …
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

    /// Tries how fast the model runs and the plans are encoded; durationChanged() follows.
    void forecast(const std::vector<MeasureWish>& wishes);
    /// Seconds of all passes that are not known yet; nothing until it is tried.
    [[nodiscard]] std::optional<double> expectedSeconds(const std::vector<MeasureWish>& wishes) const;
    [[nodiscard]] bool isKnown(const MeasureWish& wish) const;

    /// Precondition: text().
    void start(const std::vector<MeasureWish>& wishes);
    /// Finished plans stay, the one at hand goes on behind its last saved layer next time.
    void cancel();
    [[nodiscard]] const MeasureRun& run() const { return run_; }

    // What was measured with these settings; nullptr: nothing.
    [[nodiscard]] std::shared_ptr<const TextQuality> measuredAt(const PlanFacts& facts, Effort effort) const;
    [[nodiscard]] const std::shared_ptr<const TextQuality>& original() const { return original_; }
    /// Of all presets, at any effort.
    [[nodiscard]] std::size_t knownCount() const { return known_.size(); }

Q_SIGNALS:
    void resultsChanged();
    void textChanged();
    void durationChanged();
    void runChanged();
    /// All wishes are measured, or it was cancelled, or a problem() of the session stopped it.
    void runEnded(bool complete);

private:
    using PresetAtEffort = std::pair<QString, Effort>;
    using Known = std::map<PresetAtEffort, std::shared_ptr<const TextQuality>>;
    struct Prepared {
        std::shared_ptr<const PreparedText> text;
        Known presets;
        std::map<PresetAtEffort, std::string> identities;
        std::shared_ptr<const TextQuality> original;
    };
    void forget();
    void adopt(Prepared prepared);
    void lookUpOwnPlan();
    void followPresets();
    void report(const MeasureWish& wish, const ProgressState& state);
    void deliver(const MeasureWish& wish, const std::shared_ptr<const TextQuality>& quality,
                 const std::shared_ptr<const TextQuality>& original);

    Session& session_;
    std::shared_ptr<const QualityCache> cache_;
    MeasureSettings settings_;
    bool isPreparing_ = false;
    bool isWanted_ = false; // since prepare()
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
    MeasureRun run_;
    unsigned runNumber_ = 0;
    // Last, so that they stop before anything that their tasks deliver to goes away.
    TaskLane prepareLane_;
    TaskLane ownLane_;
    TaskLane forecastLane_;
    TaskLane runLane_;
};

} // namespace quantlathe::ui
