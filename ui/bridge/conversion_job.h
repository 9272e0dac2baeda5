// SPDX-License-Identifier: GPL-3.0-or-later
// A conversion in the list of jobs: what shall be done, and what came out.
#pragma once

#include "convert/calibrated_conversion.h"
#include "convert/job.h"
#include "ui/bridge/job.h"
#include "ui/bridge/job_recipe.h"

namespace quantlathe::ui {

struct ConversionJob : Job {
    QString format; // "GGUF"
    JobRecipe recipe;
    std::shared_ptr<const Plan> plan; // nullptr: made from the recipe when the job is run
    std::filesystem::path destination;
    ConvertOptions options;
    bool isChoosingCodes = false; // running: its progress counts no bytes
    /// Of a weight whose codes a text has chosen: the squared error of its outputs, before and after.
    struct Loss {
        std::string weight;
        CalibratedLoss loss;
    };
    std::vector<Loss> losses;                    // of this run, in the order of the walk
    std::vector<WeightResult> results;           // of this run, as they come
    std::shared_ptr<const ConvertReport> report; // done
    QString calibrated;                          // done: what the text was good for
    std::uint64_t sourceBytes = 0;               // done: of the model
    double bitsPerWeight = 0;                    // done
    std::uint64_t plannedBytes = 0;
    std::optional<double> predictedError; // the plan's relative error, if it was measured before

    [[nodiscard]] const CalibrationChoice& calibration() const { return recipe.document.calibration; }

    static constexpr const char* kindName = "conversion";
    [[nodiscard]] QString kind() const override;
    [[nodiscard]] QString label() const override { return format; }
    [[nodiscard]] std::filesystem::path place() const override { return destination; }
    [[nodiscard]] bool countsBytes() const override { return !isChoosingCodes; }
    [[nodiscard]] QString announce() override;
    [[nodiscard]] JobTask task(bool goesOn) const override;
    [[nodiscard]] QString outcome() const override;
    [[nodiscard]] QStringList outcomeLines() const override;
    [[nodiscard]] std::function<void()> cleaning() const override;
    [[nodiscard]] QJsonObject json() const override;
    /// Throws Error(badInput).
    [[nodiscard]] static std::unique_ptr<Job> fromJson(const QJsonObject& json);
};

} // namespace quantlathe::ui
