// SPDX-License-Identifier: GPL-3.0-or-later
// What the search for the best mix has to know first, as a job: what every encoding loses on every weight, and where it is
// quick what an error in each part of the model does. The losses are in the cache of results, too, so that going on reads
// nothing twice.
#pragma once

#include "plan/calibration_choice.h"
#include "plan/candidates.h"
#include "ui/bridge/job.h"
#include "ui/bridge/sensitivity_job.h"

namespace quantlathe::ui {

/// What is looked for, and what is there already. A value.
struct MixSearch {
    SensitivitySubject subject;
    bool measuresSensitivities =
        false;                     // where that takes less than about a minute, and so what calibrated codes leave of errors
    CalibrationChoice calibration; // of the conversion
    // As they are open; nullptr: the files are read, the user's own cache is taken.
    GuidedModel opened;
    std::shared_ptr<ResultCache> cache;
    std::shared_ptr<const CandidateTable> known; // without sensitivities; nullptr: made first
};

struct MixTable {
    std::shared_ptr<const CandidateTable> table;
    bool isThorough = false; // with sensitivities that a job has measured
};
/// For a worker. Throws what opening, makeCandidates() and measuring throw.
[[nodiscard]] MixTable makeMixTable(MixSearch search, Progress& progress, const CancelToken& cancel);

struct MixJob : Job {
    MixSearch search;
    // Done:
    std::uint64_t weights = 0; // with a choice
    MixTable found;            // empty in another run of the program

    static constexpr const char* kindName = "mix";
    [[nodiscard]] QString kind() const override;
    [[nodiscard]] QString label() const override;
    [[nodiscard]] bool startsAtOnce() const override { return true; }
    [[nodiscard]] QString announce() override;
    [[nodiscard]] JobTask task(bool goesOn) const override;
    [[nodiscard]] QString outcome() const override;
    [[nodiscard]] QJsonObject json() const override;
    [[nodiscard]] static std::unique_ptr<Job> fromJson(const QJsonObject& json);
};

/// A job for the search; its title is made from the model's name.
[[nodiscard]] MixJob mixJob(MixSearch search);

} // namespace quantlathe::ui
