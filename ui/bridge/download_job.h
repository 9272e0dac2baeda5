// SPDX-License-Identifier: GPL-3.0-or-later
// A model that is fetched from a hub, in the list of jobs.
#pragma once

#include "ui/bridge/job.h"

namespace quantlathe::ui {

struct DownloadJob : Job {
    QString address;              // "hf:ORG/NAME"
    std::filesystem::path folder; // to be made
    // Done:
    std::filesystem::path model; // what to open: the folder, or the one file that it was about
    QString commit;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;   // of all files
    std::uint64_t fetched = 0; // over the network in the last run

    static constexpr const char* kindName = "download";
    [[nodiscard]] QString kind() const override;
    [[nodiscard]] QString label() const override;
    [[nodiscard]] std::filesystem::path place() const override { return model.empty() ? folder : model; }
    [[nodiscard]] bool countsBytes() const override { return true; }
    [[nodiscard]] QString announce() override;
    [[nodiscard]] JobTask task(bool goesOn) const override;
    [[nodiscard]] QString outcome() const override;
    [[nodiscard]] QStringList outcomeLines() const override;
    [[nodiscard]] std::function<void()> cleaning() const override;
    [[nodiscard]] QJsonObject json() const override;
    [[nodiscard]] static std::unique_ptr<Job> fromJson(const QJsonObject& json);
};

/// `address` as text() of a HubAddress; the folder is not looked at.
[[nodiscard]] DownloadJob downloadJob(const QString& address, const std::filesystem::path& folder);

} // namespace quantlathe::ui
