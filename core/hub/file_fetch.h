// SPDX-License-Identifier: GPL-3.0-or-later
// One file of a listing, fetched to a place on this machine: continued where an earlier run ended, checked before it has its
// name.
#pragma once

#include "hub/connection.h"

#include <filesystem>

namespace quantlathe {

/// Bytes of the file that are at `place` already, or beside it under its name with ".part".
[[nodiscard]] std::uint64_t bytesFetched(const HubFile& file, const std::filesystem::path& place);

/// Makes `place` the file, checked and on the disk; its folder is made. A file of the listed length that is there got its name
/// when it was checked, and is taken. Progress counts what comes over the network. Throws as HttpClient, and Error(failed) when
/// the contents are not those that the listing names.
void fetchFile(HubConnection& hub, HttpClient& client, const HubListing& listing, const HubFile& file,
               const std::filesystem::path& place);

} // namespace quantlathe
