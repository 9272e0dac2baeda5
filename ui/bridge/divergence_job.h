// SPDX-License-Identifier: GPL-3.0-or-later
// Two models, measured against each other on a text, in the list of jobs.
#pragma once

#include "ui/bridge/measure_job.h"

namespace quantlathe::ui {

struct DivergenceJob : Job {
    ModelRecipe reference;
    ModelRecipe measured;
    MeasureSettings settings;
    // Done:
    std::shared_ptr<const TextQuality> quality;          // of the measured one, with its divergence
    std::shared_ptr<const TextQuality> referenceQuality; // of the other
    QString textName;
    std::uint64_t tokens = 0; // that are scored; 0 while the text is not read
    // As they were open when the job was made; nullptr: the files are read.
    std::shared_ptr<const Model> openedReference;
    std::shared_ptr<const Model> openedMeasured;

    static constexpr const char* kindName = "divergence";
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

/// A job for two models on this computer; title and command line are made from their places.
[[nodiscard]] DivergenceJob divergenceJob(std::shared_ptr<const Model> reference, std::shared_ptr<const Model> measured,
                                          const MeasureSettings& settings);

} // namespace quantlathe::ui
