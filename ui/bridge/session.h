// SPDX-License-Identifier: GPL-3.0-or-later
// The open model, the plan for it and the card it shall run on: what all pages show. The only place where they change.
#pragma once

#include "convert/calibrated_conversion.h"
#include "estimate/companions.h"
#include "estimate/machine.h"
#include "plan/pinned_plan.h"
#include "ui/bridge/job_recipe.h"
#include "ui/bridge/plan_facts.h"
#include "ui/bridge/plan_history.h"
#include "ui/bridge/problem.h"
#include "ui/bridge/task_lane.h"

#include <functional>
#include <memory>
#include <optional>
#include <QObject>
#include <QStringList>
#include <set>
#include <vector>

namespace quantlathe::ui {

/// A model that was looked at on a hub: its headers are here, its values are not.
struct RemoteLook {
    QString address; // "hf:ORG/NAME"
    QString commit;  // empty, as is the rest, when the folder in the cache was opened by hand
    std::uint64_t requests = 0;
    std::uint64_t bytes = 0; // that came over the network this time
};

/// Lives in the window's thread; every answer that takes time arrives by a signal. Getters return what is known now.
class Session : public QObject {
    Q_OBJECT
public:
    /// Reads the hardware tables; throws Error when they are missing.
    explicit Session(QObject* parent = nullptr);

    // The model. The old one stays until the new one is ready.
    void open(const std::filesystem::path& path);
    /// The same for a model on a hub, of which only headers are fetched.
    void openAddress(const QString& address);
    /// Nothing for a model whose values are here.
    [[nodiscard]] const std::optional<RemoteLook>& remote() const { return remote_; }
    void cancelOpening();
    /// No model is open then.
    void close();
    [[nodiscard]] bool isOpening() const { return opening_ != nullptr; }
    [[nodiscard]] const std::shared_ptr<const Model>& model() const { return model_; }
    /// How to open model() again, with importance() and preTokenizer(). Precondition: there is one.
    [[nodiscard]] ModelRecipe modelRecipe() const;
    [[nodiscard]] double openedInMilliseconds() const { return openedInMilliseconds_; }

    // What the model's files do not tell: how llama.cpp shall cut text into words.
    /// The question in one sentence, answered or not; empty when the files tell.
    [[nodiscard]] const QString& preTokenizerQuestion() const { return preTokenizerQuestion_; }
    /// The user's answer; empty while there is none.
    [[nodiscard]] const QString& preTokenizer() const { return preTokenizer_; }
    /// A name of knownPreTokenizers(). The model is changed for one that says so; its files are not read again.
    void setPreTokenizer(const QString& name);

    // The importance matrix that guides the encodings: it belongs to the open model and goes with it.
    /// Reads and checks the file, and makes plan and presets with it; then everything changes at once. One that does not fit
    /// is a problem() and changes nothing.
    void useImportance(const std::filesystem::path& file);
    void removeImportance();
    /// nullptr: none.
    [[nodiscard]] const std::shared_ptr<const ImportanceMatrix>& importance() const { return guide_.matrix; }
    /// What guides conversions that are started from now on. A text and statistics stay when another model is opened and take
    /// the place of a matrix; a matrix is read and checked first: useImportance(). None is refused where the plan cannot do
    /// without.
    void setCalibration(const CalibrationChoice& choice);
    [[nodiscard]] const CalibrationChoice& calibration() const { return calibration_; }
    /// Why a text can choose no codes of plan(); empty when it can.
    [[nodiscard]] const QString& whyNotCalibrated() const { return whyNotCalibrated_; }
    /// Which weights importance() covers; empty without a matrix.
    [[nodiscard]] const ImportanceCoverage& importanceCoverage() const { return guide_.coverage; }

    // The plan.
    [[nodiscard]] const Format& format() const { return *format_; }
    void setFormat(const Format& format);
    /// Effort and options stay as they are.
    void setPreset(const QString& name);
    /// Of a format that may be another one than now.
    void setPresetOf(const Format& format, const QString& name);
    void setEffort(Effort effort);
    [[nodiscard]] Effort effort() const { return document_.effort; }
    /// Pure, the output matrix as stored, several files. They stay when another preset is chosen.
    void setOptions(const OutputOptions& options);
    [[nodiscard]] const OutputOptions& options() const { return document_.options; }
    /// The preset alone: no encodings and no options of one's own. Effort and split stay.
    void setPlainPreset();
    /// `encoding` empty: as the preset says. One change in the history, however many weights; what the format's consumers join
    /// with them goes along. Without a plan() nothing happens.
    void setEncoding(const QStringList& weights, const QString& encoding);
    /// Provenance (model, program) in the document is of no account.
    void setDocument(PlanDocument document);
    /// Weights of the plan, by canonical name, that a search for the best mix leaves as they are: a step of the history like
    /// any other. They stay when another preset is chosen.
    void setPinned(std::set<std::string> names);
    [[nodiscard]] const std::set<std::string>& pinned() const { return pinned_; }
    /// The plan as it is written to a file: with the calibration. Precondition: plan().
    [[nodiscard]] PinnedPlan planToSave() const;
    /// A plan from a file: changes the format where it must, and the calibration where it names one. What does not fit the
    /// model is a problem() and changes nothing else.
    void usePlan(const PlanDocument& document);
    /// With its pins in place of those there are.
    void usePlan(const PinnedPlan& plan);
    /// Where it goes, plan and pins follow.
    [[nodiscard]] PlanHistory& history() { return history_; }
    [[nodiscard]] const std::shared_ptr<const Plan>& plan() const { return plan_; }
    /// A plan with pruned layers is about other weights than model(): with addresses, places and names of their own. These lead
    /// from one to the other. Index into model()->weights() of a weight of plan(); nothing for others.
    [[nodiscard]] std::optional<std::size_t> indexOfPlanned(const Weight& weight) const;
    /// The weight of a plan for the open model; nullptr: the plan leaves it out.
    [[nodiscard]] const Weight* weightOf(const Plan& plan, std::size_t index) const;
    /// The same of plan(); nullptr, too, while there is none.
    [[nodiscard]] const Weight* plannedWeight(std::size_t index) const { return plan_ ? weightOf(*plan_, index) : nullptr; }
    /// nullptr until the plan is computed, or when the model cannot be converted.
    [[nodiscard]] const PlanFacts* planFacts() const { return plan_ ? &planFacts_ : nullptr; }
    [[nodiscard]] const std::vector<PlanFacts>& presets() const { return presets_; }
    /// Presets of the other formats that the model can become; empty until they are wanted.
    [[nodiscard]] const std::vector<PlanFacts>& otherPresets() const { return otherPresets_; }
    /// They stand beside those of the plan's format.
    void wantOtherFormats(bool wanted);
    [[nodiscard]] bool wantsOtherFormats() const { return wantsOthers_; }
    /// Somebody shows their sizes, wherever else they stand.
    void needOtherSizes(const QObject& who, bool needed);
    /// Whether the model can become a second format at all.
    [[nodiscard]] bool hasOtherFormats() const;
    /// Titles of those.
    [[nodiscard]] QStringList otherFormats() const;
    /// Why the model cannot be converted to the format; empty when it can.
    [[nodiscard]] const QString& whyNotConvertible() const { return whyNotConvertible_; }

    // The card.
    [[nodiscard]] const std::vector<Gpu>& gpus() const { return gpus_; }
    [[nodiscard]] const Survey& survey() const { return survey_; }
    [[nodiscard]] const DeviceSettings& device() const { return device_; }
    /// A card of the table, or ownMachine().
    bool setGpu(const QString& name);
    /// Asks this computer for its cards and memory, on a worker; machineChanged() follows.
    void probeMachine();
    /// "This computer: RTX 4060 8 GB, 6.9 GiB free": a name for setGpu(). Empty until it is known.
    [[nodiscard]] const QString& ownMachine() const { return ownMachine_; }
    /// The model shall run on this computer, as soon as it is known.
    void setOwnMachine();
    [[nodiscard]] bool isOnOwnMachine() const { return isOnOwnMachine_; }
    /// Main memory beside the card: known of this computer only.
    [[nodiscard]] HostMemory host() const { return isOnOwnMachine_ ? ownHost_ : HostMemory(); }
    /// The same as setOwnMachine() where it turns out to have a card, and nothing is chosen before.
    void preferOwnCard() { prefersOwnCard_ = true; }
    /// The user's wish. device() has it, or the longest useful context of a model that was trained for less.
    void setContext(std::uint64_t tokens);
    [[nodiscard]] std::uint32_t wishedContext() const { return wishedContext_; }
    void setKvType(KvType type);
    void setSequences(std::uint32_t sequences);
    /// What is loaded with the open model; goes with it.
    void setBeside(const Companions& beside);
    /// The program that shall load the result: one of programNames(), or empty for any. A wish, not a limit: what it does
    /// not load is shown grey and stays possible.
    void setRunsIn(const QString& program);
    [[nodiscard]] const QString& runsIn() const { return runsIn_; }
    /// What estimates of the plan's format are for: runsIn() where it loads the format.
    [[nodiscard]] Runtime runtime() const { return format_->runtime(device_.program); }
    /// Why runsIn() loads no preset of the format, or not this one; empty when it does.
    [[nodiscard]] QString whyNotLoaded(const Format& format, const Preset* preset = nullptr) const;
    /// The trained context, or a usual one while the model does not say.
    [[nodiscard]] std::uint64_t longestUsefulContext() const;

    /// What the quality service found.
    void setQuality(const Preset& preset, Effort effort, const std::shared_ptr<const PlanQuality>& quality);
    void setMeasuring(const Preset& preset, bool measuring);
    void setOwnQuality(const std::shared_ptr<const Plan>& plan, const std::shared_ptr<const PlanQuality>& quality);

Q_SIGNALS:
    void openingStarted(const QString& name);
    void openingProgressed(double share, quint64 bytes); // over the network
    void openingEnded();
    void modelChanged();
    void presetsChanged(); // other presets, or their numbers
    void qualityChanged(); // only what was measured
    void planChanged();
    void machineChanged();
    void deviceChanged(); // card, context, KV type: numbers follow with presetsChanged()
    void runsInChanged();
    void pinsChanged();
    void calibrationChanged();
    void importanceChanged(); // another matrix or none; presetsChanged() and planChanged() follow
    void problem(const quantlathe::ui::Problem& problem);
    /// Something was changed that nobody asked for by name, and why.
    void remark(const QString& title, const QString& detail);

private:
    struct Guide {
        std::shared_ptr<const ImportanceMatrix> matrix;
        ImportanceCoverage coverage; // points into the model
    };
    struct Opened {
        std::shared_ptr<const Model> model;
        double milliseconds = 0;
        Guide guide;
        QString preTokenizer;
        std::optional<RemoteLook> remote;
        bool isImportance = false; // the file was an importance matrix and no model
    };
    struct Planned {
        std::shared_ptr<const Plan> plan; // nullptr: the model cannot be converted
        PlanFacts facts;
        QString replaced; // why the plan is another one than asked for; empty: it is that one
        QString whyNotCalibrated;
    };
    /// For a worker: what is asked of a plan can take a while for models of many tensors.
    [[nodiscard]] static Planned lookedAt(Plan plan, const std::shared_ptr<const ImportanceMatrix>& importance,
                                          const DeviceSettings& device, const Survey& survey);
    struct Guided {
        Guide guide;
        std::vector<PlanFacts> presets;
        Planned planned;
    };
    void openBy(const QString& name, std::function<Opened(const CancelToken&)> work,
                std::function<void()> useImportanceInstead);
    void adopt(Opened opened);
    void adopt(Guided guided);
    void setPlan(Planned planned);
    void followHistory();
    void goBack();
    void adoptPins(std::set<std::string> names);
    void guideBy(std::function<Guide(const Model&)> read);
    void followMatrix();
    [[nodiscard]] PlanDocument usualDocument() const;
    void computePresets();
    [[nodiscard]] bool usesOthers() const { return wantsOthers_ || !needOtherSizes_.empty(); }
    void followUseOfOthers();
    void computeOtherPresets();
    [[nodiscard]] std::vector<PlanFacts*> allPresets();
    void adopt(const Machine& machine);
    void useDevice(const Gpu& gpu);
    void computePlan();
    void computeDevice();
    void deviceHasChanged();
    void remember(const PlanDocument& document);

    std::vector<Gpu> gpus_;
    Survey survey_;
    DeviceSettings device_;
    QString ownMachine_;
    Gpu ownDevice_; // of ownMachine_: its best card, or the processor
    HostMemory ownHost_;
    bool isOnOwnMachine_ = false;
    bool prefersOwnCard_ = false;
    unsigned deviceVersion_ = 0;
    QString runsIn_;
    std::uint32_t wishedContext_ = 16384; // whatever the open model can use

    std::shared_ptr<const Model> model_;
    std::shared_ptr<CancelToken> opening_;
    double openedInMilliseconds_ = 0;
    std::optional<RemoteLook> remote_;
    QString preTokenizerQuestion_;
    QString preTokenizer_;
    Guide guide_;
    CalibrationChoice calibration_;
    bool isCalibrationImplied_ = false; // by a plan that cannot do without, not by the user
    QString whyNotCalibrated_;

    const Format* format_ = nullptr;
    QString whyNotConvertible_;
    std::vector<PlanFacts> presets_;
    std::vector<PlanFacts> otherPresets_;
    bool wantsOthers_ = false;
    std::set<const QObject*> needOtherSizes_; // who shows them
    PlanDocument document_;
    std::set<std::string> pinned_;
    PlanHistory history_;
    std::shared_ptr<const Plan> plan_;
    PlanFacts planFacts_;

    // Last, so that they stop before anything that their tasks deliver to goes away.
    TaskLane openLane_;
    TaskLane presetLane_;
    TaskLane otherLane_;
    TaskLane planLane_;
    TaskLane deviceLane_;
    TaskLane guideLane_;
    TaskLane textLane_;
    TaskLane machineLane_;
};

} // namespace quantlathe::ui
