// SPDX-License-Identifier: GPL-3.0-or-later
// A model on a hub, looked at without fetching it: a replica (checkpoint/replica.h) in the cache, made from its small files
// and, by ranges, the headers of its files of weights (docs/hub.md, "Looking at a model").
#pragma once

#include "hub/connection.h"

#include <filesystem>

namespace quantlathe {

struct RemoteModel {
    std::filesystem::path path; // to be opened like any other model; everything but values is there
    std::string commit;
    std::uint64_t requests = 0; // what it cost this time
    std::uint64_t bytes = 0;
};

/// The replica for the commit that the address means now, kept in the cache by hub, repository, commit and path: the second
/// look costs one small request, or none for the address of a commit. Throws as HttpClient and selectModel(), and
/// Error(badInput) for PyTorch's files, whose header is not at their start.
[[nodiscard]] RemoteModel lookAtRemoteModel(HubConnection& hub, const HubAddress& address);

} // namespace quantlathe
