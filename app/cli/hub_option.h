// SPDX-License-Identifier: GPL-3.0-or-later
// Models that are named by where they lie on a hub (docs/hub.md).
#pragma once

#include "hub/connection.h"
#include "session.h"

#include <filesystem>
#include <memory>
#include <string>

namespace quantlathe::cli {

/// As the environment says, with the session's progress and cancellation.
[[nodiscard]] std::unique_ptr<HubConnection> connectToHub(Session& session);

/// Where a MODEL is to be opened: the path itself, or for an address of a hub the replica of that model, made when there is
/// none. Says on standard error what was fetched.
[[nodiscard]] std::filesystem::path localModel(Session& session, const std::string& model);

/// For commands that read values at once: throws Error(badInput) for an address of a hub, saying how to download it.
void requireModelHere(const std::string& model);

} // namespace quantlathe::cli
