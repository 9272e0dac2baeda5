// SPDX-License-Identifier: GPL-3.0-or-later
// A conversion in the list of jobs: what shall be done, and how far it is.
#pragma once

#include "convert/calibrated_conversion.h"
#include "convert/job.h"
#include "ui/bridge/job_recipe.h"
#include "ui/bridge/problem.h"

#include <memory>
#include <optional>
#include <QDateTime>
#include <QString>
#include <QStringList>

namespace quantlathe::ui {

enum class JobState { waiting, running, done, paused, stopped, failed };

struct ConversionJob {
    int id = 0;
    QString key;         // of its file among the kept jobs; empty: not kept
    QString title;       // "Meta-Llama-3.1-8B, Q4_K_M"
    QString format;      // "GGUF"
    QString commandLine; // repeats it without a window
    JobRecipe recipe;
    std::shared_ptr<const Plan> plan; // nullptr: made from the recipe when the job is run
    std::filesystem::path destination;
    ConvertOptions options;
    std::optional<TextCalibration> calibration; // a text chooses the codes first
    JobState state = JobState::waiting;
    int run = 0; // how often it was enqueued: what an earlier run still says is not about this one
    ProgressState progress;
    bool isChoosingCodes = false; // its progress counts no bytes
    double elapsedSeconds = 0;
    QDateTime finishedAt;
    std::optional<Problem> problem;              // paused, stopped, failed
    QStringList log;                             // lines with the time of day, oldest first
    std::shared_ptr<const ConvertReport> report; // done
    QString calibrated;                          // done: what the text was good for
    std::uint64_t plannedBytes = 0;
    std::optional<double> predictedError; // the plan's relative error, if it was measured before

    [[nodiscard]] bool isActive() const { return state == JobState::waiting || state == JobState::running; }
    [[nodiscard]] bool canResume() const {
        return state == JobState::paused || state == JobState::stopped || state == JobState::failed;
    }
    /// Work that is lost when the job is taken out of the list.
    [[nodiscard]] double secondsToLose() const { return canResume() ? elapsedSeconds : 0; }
};

} // namespace quantlathe::ui
