// SPDX-License-Identifier: GPL-3.0-or-later
// A measurement in the list of jobs: the original and some plans on a text, and what was found.
#pragma once

#include "measure/quality_cache.h"
#include "ui/bridge/job.h"
#include "ui/bridge/job_recipe.h"

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
/// The user's file, or the one that comes with the program.
[[nodiscard]] std::filesystem::path textFileOf(const MeasureSettings& settings);
/// Reads the file. `reference`: another model that must know the same tokens. For a worker. Throws what reading and
/// cutIntoWindows() throw.
[[nodiscard]] std::shared_ptr<const PreparedText> prepareText(const Model& model, const MeasureSettings& settings,
                                                              const Model* reference = nullptr);

/// In the file of a job; nullptr is null.
[[nodiscard]] QJsonValue qualityJson(const std::shared_ptr<const TextQuality>& quality);
/// Throws Error(badInput).
[[nodiscard]] std::shared_ptr<const TextQuality> parseQuality(const QJsonValue& json);

/// One plan to measure: a preset at an effort, or the user's own plan.
struct MeasureWish {
    QString name;
    std::string format; // Format::id()
    Effort effort = Effort::normal;
    std::shared_ptr<const Plan> plan = nullptr; // own plans only
    friend bool operator==(const MeasureWish&, const MeasureWish&) = default;
};
[[nodiscard]] PlanDocument presetDocument(const MeasureWish& wish);

/// What is measured of what: equal ones have equal results for equal plans.
struct MeasureSubject {
    ModelRecipe model;
    MeasureSettings settings;
    friend bool operator==(const MeasureSubject&, const MeasureSubject&) = default;
};

struct MeasureJob : Job {
    struct Entry {
        QString name;
        Effort effort = Effort::normal;
        PlanDocument document;
        bool isOwnPlan = false;
        std::shared_ptr<const TextQuality> quality; // nullptr: not measured yet
    };
    MeasureSubject subject;
    std::vector<Entry> entries;                  // empty: the original alone
    std::shared_ptr<const TextQuality> original; // nullptr: not measured yet
    QString textName;
    std::uint64_t tokens = 0; // that are scored; 0 while the text is not read
    // As they were open when the job was made; read again when it is run in another run of the program.
    GuidedModel opened;
    std::shared_ptr<const QualityCache> cache; // nullptr: the user's own

    [[nodiscard]] std::size_t measuredCount() const;

    static constexpr const char* kindName = "measurement";
    [[nodiscard]] QString kind() const override;
    [[nodiscard]] QString label() const override;
    [[nodiscard]] QString announce() override;
    [[nodiscard]] JobTask task(bool goesOn) const override;
    [[nodiscard]] QString outcome() const override;
    [[nodiscard]] QStringList outcomeLines() const override;
    [[nodiscard]] QJsonObject json() const override;
    /// Throws Error(badInput).
    [[nodiscard]] static std::unique_ptr<Job> fromJson(const QJsonObject& json);
};

/// A job for the wishes; title and command line are made from them.
[[nodiscard]] MeasureJob measureJob(const MeasureSubject& subject, const std::vector<MeasureWish>& wishes, GuidedModel opened,
                                    std::shared_ptr<const QualityCache> cache);

} // namespace quantlathe::ui
