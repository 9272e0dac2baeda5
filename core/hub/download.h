// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches a model into a folder (docs/hub.md, "Downloading"). Everything grows in FOLDER.part and the folder gets its name when
// all files are complete, checked and on the disk; what is interrupted is continued by the next run.
#pragma once

#include "hub/connection.h"
#include "hub/selection.h"

#include <filesystem>
#include <string>
#include <vector>

namespace quantlathe {

struct DownloadRequest {
    HubAddress address;
    std::vector<std::string> patterns; // empty: what makes up the model; else as selectFiles()
    std::filesystem::path folder;      // nothing may be there, or an empty folder
    std::size_t parallel = 4;          // files at a time
};

struct PlannedDownload {
    HubListing listing;
    std::string folder; // of the repository: paths below it are those below the folder on this machine
    std::vector<HubFile> files;
    std::uint64_t bytes = 0;
    std::uint64_t bytesHere = 0; // from an interrupted run

    [[nodiscard]] std::string relative(const HubFile& file) const;
};

struct DownloadReport {
    PlannedDownload plan;
    std::uint64_t bytesFetched = 0; // over the network, headers included
    double seconds = 0;
};

/// Writes nothing. An interrupted run's commit is kept, so that no model is made of two. Throws as HttpClient and
/// selectModel(), and Error(badInput) when something else is in the way.
[[nodiscard]] PlannedDownload planDownload(HubConnection& hub, const DownloadRequest& request);

/// Throws Error(failed) when there is too little room, or when a file's checksum is not the one listed.
DownloadReport download(HubConnection& hub, const DownloadRequest& request);

/// Deletes what an interrupted download into the folder has left. What is no such download stays, and so does one at work.
/// Throws Error(failed).
void discardInterruptedDownload(const std::filesystem::path& folder);

} // namespace quantlathe
