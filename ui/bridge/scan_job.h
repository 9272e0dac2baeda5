// SPDX-License-Identifier: GPL-3.0-or-later
// All weights of a large model, read once, in the list of jobs. What is found is in the cache of results, too, so that going on
// and coming back read nothing twice.
#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/job_recipe.h"
#include "ui/bridge/model_scan.h"

namespace quantlathe::ui {

struct ScanJob : Job {
    ModelRecipe model;
    /// What was found so far; shared with who shows it. Of a job that was kept by another run of the program: empty.
    std::shared_ptr<ModelScan> found = std::make_shared<ModelScan>();
    // Done:
    std::uint64_t weights = 0;
    std::uint64_t badWeights = 0; // with NaN or infinite values
    // As they were open when the job was made; nullptr: the file is read, the user's own cache is taken.
    std::shared_ptr<const Model> opened;
    std::shared_ptr<ResultCache> cache;

    static constexpr const char* kindName = "weights";
    [[nodiscard]] QString kind() const override;
    [[nodiscard]] QString label() const override;
    [[nodiscard]] bool startsAtOnce() const override { return true; }
    [[nodiscard]] bool countsBytes() const override { return true; }
    [[nodiscard]] QString announce() override;
    [[nodiscard]] JobTask task(bool goesOn) const override;
    [[nodiscard]] QString outcome() const override;
    [[nodiscard]] QStringList outcomeLines() const override;
    [[nodiscard]] QJsonObject json() const override;
    [[nodiscard]] static std::unique_ptr<Job> fromJson(const QJsonObject& json);
};

/// A job for the model; its title is made from its name.
[[nodiscard]] ScanJob scanJob(const ModelRecipe& recipe, std::shared_ptr<const Model> model,
                              std::shared_ptr<ResultCache> cache);

} // namespace quantlathe::ui
