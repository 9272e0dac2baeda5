// SPDX-License-Identifier: GPL-3.0-or-later
// The list of jobs on disk, a file for each, so that closing, a crash or a power cut loses none.
#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/user_data.h"

#include <chrono>
#include <map>
#include <memory>
#include <QLockFile>
#include <vector>

namespace quantlathe::ui {

/// Of one window: what another one that is open has in its list is left alone. Lives in the window's thread, writes on its own.
class KeptJobs {
public:
    explicit KeptJobs(std::filesystem::path folder);

    struct Former {
        std::vector<std::unique_ptr<Job>> jobs; // in the order in which they were added; nothing of theirs is opened
        std::vector<Problem> unreadable;        // files that are damaged are removed
    };
    /// What earlier runs of the program left. From now on they belong to this window.
    [[nodiscard]] Former takeOver();

    /// Gives the job its key with the first call. Calls during progress are written every few seconds.
    void keep(Job& job, bool isProgress = false);
    /// Nobody wants the job any more.
    void forget(const Job& job);

private:
    [[nodiscard]] std::filesystem::path fileOf(const QString& key) const;
    [[nodiscard]] std::unique_ptr<QLockFile> lockOf(const QString& key) const;

    struct Entry {
        std::unique_ptr<QLockFile> lock; // as long as this window has the job
        std::chrono::steady_clock::time_point writtenAt;
    };
    std::filesystem::path folder_;
    std::map<QString, Entry> entries_;
    UserDataWriter writer_;
};

} // namespace quantlathe::ui
