// SPDX-License-Identifier: GPL-3.0-or-later
// A job that measures what an error in each part of a model does to its answers. What it finds is kept by core/measure, so that
// the planner uses it from then on, whenever the model is open.
#pragma once

#include "plan/candidates.h"
#include "ui/bridge/job.h"
#include "ui/bridge/job_recipe.h"
#include "weights/result_cache.h"

namespace quantlathe::ui {

/// What sensitivities belong to.
struct SensitivitySubject {
    ModelRecipe model;
    std::string format; // Format::id()
    Effort effort = Effort::normal;
    friend bool operator==(const SensitivitySubject&, const SensitivitySubject&) = default;
};

struct SensitivityJob : Job {
    SensitivitySubject subject;
    // Done:
    QString textName;
    std::uint64_t tokens = 0;
    std::uint64_t groups = 0; // of weights that were disturbed together
    std::uint64_t probes = 0;
    std::shared_ptr<const CandidateTable> table; // with what was measured; nullptr in another run of the program
    // As they were open when the job was made; nullptr: the files are read, the user's own cache is taken.
    GuidedModel opened;
    std::shared_ptr<ResultCache> cache;

    static constexpr const char* kindName = "sensitivities";
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

/// A job for the model; its title is made from its name.
[[nodiscard]] SensitivityJob sensitivityJob(const SensitivitySubject& subject, GuidedModel opened,
                                            std::shared_ptr<ResultCache> cache);

} // namespace quantlathe::ui
